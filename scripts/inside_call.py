"""Calls a function of a module of ours in an Odoo shell of its own."""

import json

from .databases import Databases
from .steps import SetupError

#: What stands before the answer in what the function prints.
MARK = "answer: "


def call(
    databases: Databases, database: str, module: str, function: str, **arguments
) -> object:
    """Return what the function prints after the mark, as JSON values.

    :param function: takes ``env`` and the ``arguments``
    :raises SetupError: it failed; the error says how
    """
    # Arguments travel as text, so that nothing in them is read as code.
    code = (
        f"import json\nimport {module} as inside\n"
        f"inside.{function}(env, **json.loads({json.dumps(arguments)!r}))\n"
    )
    name = module.removeprefix("scripts.").partition(".")[0]
    out = databases.script(database, code, f"{name}-{function}")
    for line in out.splitlines():
        if MARK in line:
            return json.loads(line.partition(MARK)[2])
    raise SetupError(f"{function} of {module} answered nothing:\n{out[-2000:]}")


def answer(value: object) -> None:
    """Print what the caller is to get; said by the function inside Odoo."""
    print(MARK + json.dumps(value, default=str))
