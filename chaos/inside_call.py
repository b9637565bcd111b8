"""Calls a function of ``chaos/inside.py`` in an Odoo shell of its own."""

import json

from scripts.databases import Databases
from scripts.steps import SetupError

MARK = "answer: "


def call(databases: Databases, database: str, function: str, **arguments):
    """Return what the function prints after its mark, as JSON values.

    :raises SetupError: it failed; the error says how
    """
    # Arguments travel as text, so that nothing in them is read as code.
    code = (
        f"import json\nfrom chaos import inside\n"
        f"inside.{function}(env, **json.loads({json.dumps(arguments)!r}))\n"
    )
    out = databases.script(database, code, f"chaos-{function}")
    for line in out.splitlines():
        if MARK in line:
            return json.loads(line.partition(MARK)[2])
    raise SetupError(f"{function} of the chaos answered nothing:\n{out[-2000:]}")
