"""A QuickBooks Online that runs on loopback: the books and the web service around them.

``python -m qbo_simulator`` starts it; :mod:`qbo_simulator.testing` drives it in tests.
"""

__version__ = "0.1.0"
