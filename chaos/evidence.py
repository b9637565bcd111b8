"""What the servers leave behind: what they logged, and who renewed which sign-in."""

import re
from collections import defaultdict
from pathlib import Path

#: Errors of a database that was taken away, or of two who wanted the same row: Odoo
#: logs them and tries again.
_DATABASE = re.compile(r"psycopg2\.|.*\b(Interface|Operational)Error\(")
_RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ ")
_ERROR = re.compile(r"[A-Za-z_][\w.]*(:|$)")


def errors_in(text: str) -> list[str]:
    """Return the errors with a traceback in a log that no broken database explains.

    Of errors that led to each other the last one is returned, unless one of them was
    the database's. What Python met while it put objects away that were of no use any
    more is nobody's error.
    """
    found, chain, inside, ignored = [], [], False, False
    for line in [*text.splitlines(), "0000-00-00 00:00:00,000 end"]:
        if _RECORD.match(line):
            if chain and not any(map(_DATABASE.match, chain)):
                found.append(chain[-1])
            chain, inside, ignored = [], False, False
        elif line.startswith("Exception ignored in"):
            chain, inside, ignored = [], False, True
        elif line.startswith("Traceback "):
            inside = not ignored
        elif inside and _ERROR.match(line):
            chain.append(line)
            inside = False
    return found


def renewals_at_once(told: Path, locks_lost: list[float]) -> list[str]:
    """Return who renewed a sign-in while another one did.

    A renewal is guarded by a lock in the database. One whose process was killed has no
    end and guards nothing any more, nor does one whose session was taken away.

    :param told: what ``quickbooks_chaos/refreshes.py`` has noted
    :param locks_lost: when the database took its sessions' locks away
    """
    begun: dict[str, dict[str, float]] = defaultdict(dict)
    spans = []
    for line in told.read_text().splitlines() if told.exists() else ():
        at, connection, key, what = line.split()
        if what == "begins":
            begun[connection][key] = float(at)
        else:
            spans.append((begun[connection].pop(key), float(at), connection))
    spans.sort()
    found = []
    for number, (began, ended, connection) in enumerate(spans):
        for other, _end, same in spans[number + 1 :]:
            lost = any(began <= at <= other for at in locks_lost)
            if same == connection and other < ended and not lost:
                found.append(
                    f"two renewals of the sign-in of connection {connection} at once"
                )
    return found


def renewals(told: Path) -> int:
    """Return how many renewals were begun."""
    return told.read_text().count("begins") if told.exists() else 0
