"""How a text and the names in it become what a person reads."""

from typing import NamedTuple


class Words(NamedTuple):
    """What a person reads about one cause, and who is told.

    ``told``: ``"responsible"`` (activity for the document's user),
    ``"accountant"``, ``"administrator"`` or ``""`` (nobody: it mends itself).
    """

    happened: str
    advice: str
    told: str = "responsible"


class _Args(dict):
    """Names for a sentence; one that is missing reads as an ellipsis."""

    def __missing__(self, key):
        return "…"


def word(env, text, args):
    """Translate ``text`` and put the names in; those that are missing read as …."""
    translated = env._(text)
    return translated % _Args(args)
