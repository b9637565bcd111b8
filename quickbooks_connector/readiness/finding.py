"""What a check finds, as plain values: no database and no words."""

from dataclasses import dataclass, field

#: Nothing can go well until it is mended.
BLOCK = "block"
#: It is all right to go on once somebody has read it.
LOOK = "look"
#: Looked at, and in order.
FINE = "fine"


@dataclass(frozen=True)
class Finding:
    """The answer to one question of the readiness check.

    :param str code: a key of ``readiness.words.FINDINGS``
    :param int count: how many records are concerned
    :param dict args: the names that the sentences need, as plain values
    :param dict target: what the button opens, made by one of the functions below
    """

    code: str
    severity: str = FINE
    count: int = 0
    args: dict = field(default_factory=dict)
    target: dict | None = None


def records(model, domain):
    """Return the target that shows the records of ``domain``."""
    return {"kind": "records", "model": model, "domain": _plain(domain)}


def _plain(value):
    """Return a domain, or a part of one, as values that JSON can hold."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    return [_plain(part) for part in value]


def matching(rows):
    """Return the target that shows rows of the matching."""
    return {"kind": "matching", "ids": sorted(rows.ids)}


def connection():
    """Return the target that shows the settings of the connection."""
    return {"kind": "connection"}


def call(method):
    """Return the target that calls an ``action_…`` method of the connection."""
    return {"kind": "call", "method": method}


def quickbooks(path="homepage"):
    """Return the target that opens a page of QuickBooks."""
    return {"kind": "quickbooks", "path": path}
