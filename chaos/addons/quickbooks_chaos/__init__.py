"""Loaded into every process of an Odoo that is to be broken; see ``chaos/run.py``."""

import os


def post_load():
    """Let workers hurry, and die where they are told to."""
    from . import hurry, refreshes, stops

    hurry.apply()
    if folder := os.environ.get("CHAOS_STOPS"):
        refreshes.apply(folder)
        stops.apply(folder)
