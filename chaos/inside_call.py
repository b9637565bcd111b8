"""Calls a function of ``chaos/inside.py`` in an Odoo shell of its own."""

from scripts import inside_call
from scripts.databases import Databases


def call(databases: Databases, database: str, function: str, **arguments):
    """Return what the function prints after its mark, as JSON values."""
    return inside_call.call(databases, database, "chaos.inside", function, **arguments)
