"""What ``make neighbours`` adds to Odoo; see ``scripts/neighbours/run.py``."""

import os

from . import connecting


def post_load():
    """Write down what comes out of each test, in whatever database."""
    from . import recording

    if path := os.environ.get("NEIGHBOURS_OUTCOMES"):
        recording.apply(path, tours=bool(os.environ.get("NEIGHBOURS_TOURS")))


def post_init_hook(env):
    """Connect the companies that are there already, and let people see it."""
    env["res.company"].search([])._connect_to_quickbooks()
    env["res.users"].search([])._see_quickbooks()
