"""Set-up, tests, demo and benchmarks of the project; standard library only.

``python3 -m scripts COMMAND`` is what the Makefile calls. `scripts.databases` and
`scripts.server` are also meant to be imported by the demo and the benchmarks.
"""
