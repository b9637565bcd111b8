"""Fixtures of the tests over HTTP."""

from bookkeeping import books  # noqa: F401
