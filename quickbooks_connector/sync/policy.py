"""What follows from an error: pure decisions, no database and no words.

The engine asks :func:`decide` and does what it says; it never looks at a class or a
message itself. The codes of :class:`Decision` are worded in ``sync/words/``.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta

from ..const import BACKOFF


@dataclass(frozen=True)
class Decision:
    """What happens to a record, or to its connection, after an error.

    :param state: the binding's new state; ``None`` leaves it waiting
    :param cause: code of the sentence people read
    :param args: what QuickBooks said, for that sentence
    :param delay: wait before the next try; ``None`` when only an edit, a mended cause
        or a person brings it back
    :param counted: whether the try counts for the length of the next wait
    :param connection: the error concerns the whole connection, so that the run stops
    :param reauthorise: a person has to sign in at Intuit again
    :param keep_request: the answer is unknown: the very same request is repeated
    :param reread: the object has to be read again before the next try
    """

    state: str | None
    cause: str
    args: dict = field(default_factory=dict)
    delay: timedelta | None = None
    counted: bool = True
    connection: bool = False
    reauthorise: bool = False
    keep_request: bool = False
    reread: bool = False


#: Causes of errors that a retry does not mend, by the error's kind.
_HELD = {
    "duplicate": "name_taken",
    "duplicate_number": "number_taken",
    "not_found": "not_found",
    "validation": "validation",
    "closed_books": "closed_books",
    "reference": "not_found",
    "locked": "locked",
    "feature": "feature",
    "request": "misunderstood",
}

#: Causes of faults whose code says more than their kind, by the code.
FAULTS = {
    "120": "administrator_gone",
    "130": "serviced",
    "140": "serviced",
    "150": "serviced",
    "2040": "text_refused",
    "2050": "text_too_long",
    "2210": "contact_refused",
    "2290": "negative",
    "6010": "account_refused",
    "6020": "file_refused",
    "6030": "file_refused",
    "6040": "file_refused",
    "6041": "file_refused",
    "6050": "file_refused",
    "6070": "amount_refused",
    "6080": "contact_refused",
    "6100": "tax_two_kinds",
    "6150": "parent_refused",
    "6160": "tax_refused",
    "6170": "tax_refused",
    "6180": "parent_refused",
    "6210": "closed_password",
    "6230": "tax_refused",
    "6250": "party_differs",
    "6270": "stock_later",
    "6420": "contact_refused",
    "6430": "account_refused",
    "6440": "line_without_account",
    "6460": "tax_refused",
    "6470": "tax_refused",
    "6520": "quantity_missing",
    "10200": "serviced",
}

#: Causes that say that the books in QuickBooks are closed at the date of a document.
CLOSED = ("closed_books", "closed_password")

#: Causes that say that both sides made another total, or tax, of a document.
DIFFERENCES = ("total_differs", "tax_differs")

#: Causes of errors that mend themselves.
_TRANSIENT = {
    "auth": "renewing",
    "uncertain": "uncertain",
    "unavailable": "unavailable",
    "system": "unavailable",
}

#: How long QuickBooks may be silent until somebody is told, by cause.
SILENT = {
    "serviced": timedelta(hours=4),
    "uncertain": timedelta(hours=1),
    "unavailable": timedelta(hours=1),
}

#: Causes of errors that stop the whole connection until somebody acts.
_STOPPED = {
    "forbidden": "forbidden",
    "subscription": "subscription",
    "config": "config",
    "key_missing": "key_missing",
}


#: Causes that mend themselves when QuickBooks is read, by the time that takes.
AWAITED = {"applied_by_itself": timedelta(minutes=1)}

#: Causes that hold a record until a person says what it is in QuickBooks.
ASKED = ("ask_create", "ambiguous", "gone_there")


#: Tries at which a token that was issued just now may be refused: each might be a
#: disturbance at Intuit, which no person's new sign-in mends.
REFUSALS = 3


def backoff(attempts, random_=random.random):
    """Return the wait after ``attempts`` failed tries, with up to a quarter of jitter.

    >>> backoff(1, random_=lambda: 0)
    datetime.timedelta(seconds=30)
    """
    wait = BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
    return wait * (1 + random_() / 4)


def is_missing(error):
    """Tell whether ``error`` says that something is inactive or gone."""
    return error.kind in ("not_found", "reference")


def is_gone(error):
    """Tell whether ``error`` says that QuickBooks does not have the object."""
    return error.kind == "not_found"


def _may_pass(error, attempts):
    """Tell whether tokens that were refused may be accepted later as they are."""
    return not error.reauthorise or error.is_fresh and attempts < REFUSALS


def decide(error, attempts=0):
    """Return what follows from ``error``, an ``api.QboError``.

    :param int attempts: failed tries before this one
    """
    said = {"detail": error.detail or error.message or "", "code": error.code or ""}
    kind = error.kind
    if kind == "throttled":
        wait = timedelta(seconds=error.retry_after or 60)
        return Decision(
            None, kind, said, wait, counted=False, connection=True, keep_request=True
        )
    if kind in _TRANSIENT and (kind != "auth" or _may_pass(error, attempts)):
        return Decision(
            None,
            FAULTS.get(error.code, _TRANSIENT[kind]),
            said,
            backoff(attempts + 1),
            connection=error.scope == "connection",
            keep_request=True,
        )
    if kind in ("auth", "client"):
        return Decision(
            None, kind, said, connection=True, reauthorise=True, keep_request=True
        )
    if kind in _STOPPED:
        return Decision(
            None,
            FAULTS.get(error.code, _STOPPED[kind]),
            said,
            backoff(attempts + 1),
            connection=True,
            keep_request=error.scope == "connection",
        )
    if kind == "stale":
        return Decision(None, kind, said, timedelta(0), reread=True)
    cause = FAULTS.get(error.code, _HELD.get(kind, "misunderstood"))
    return Decision("failed", cause, said)
