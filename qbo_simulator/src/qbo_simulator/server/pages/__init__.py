"""Pages for people: the companies' books, and links from QuickBooks' own addresses."""

from . import deeplinks, views


def routes(simulator) -> list:
    """Return the routes of all pages."""
    return [*views.routes(simulator), *deeplinks.routes(simulator)]
