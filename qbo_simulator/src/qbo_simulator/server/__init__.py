"""The HTTP side of the simulator: OAuth, REST v3, control plane, webhooks and pages.

The books themselves live in :mod:`qbo_simulator.books`, which knows nothing of HTTP.
"""
