"""What can go wrong between us and QuickBooks Online, as one tree of exceptions.

The engine reads the attributes of an error, never its class name or its text:

* ``kind``: a stable word for tables, logs and translations; one per class.
* ``retryable``: may the very same request succeed later without anybody's help?
* ``scope``: ``"record"`` when the fault lies with one record and its neighbours go
  on, ``"connection"`` when every other call would end the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, NamedTuple

Scope = Literal["record", "connection"]


class FaultEntry(NamedTuple):
    """One entry of a QuickBooks fault, which may list several."""

    code: str
    message: str
    detail: str
    element: str


class QboError(Exception):
    """Base of everything the API layer raises about QuickBooks.

    :param message: short text of QuickBooks, or ours when QuickBooks said nothing
    :param code: QuickBooks' fault code without leading zeros, or OAuth's error word
    :param http_status: 0 when no answer arrived
    :param tid: Intuit's transaction id, which its support asks for
    :param detail: longer text of QuickBooks, tokens masked
    :param element: the property that QuickBooks complains about
    :param retry_after: seconds to wait when the server asked for it
    :param errors: every entry of the fault; the other attributes show the first
    """

    kind: ClassVar[str] = "error"
    retryable: ClassVar[bool] = False
    scope: ClassVar[Scope] = "record"

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        http_status: int = 0,
        tid: str = "",
        detail: str = "",
        element: str = "",
        retry_after: float | None = None,
        errors: Sequence[FaultEntry] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.http_status = http_status
        self.tid = tid
        self.detail = detail
        self.element = element
        self.retry_after = retry_after
        self.errors = tuple(errors)

    def __str__(self) -> str:
        label = f"{self.kind} {self.code}".strip()
        text = ": ".join(part for part in (self.message, self.detail) if part)
        facts = {
            "HTTP": self.http_status,
            "element": self.element,
            "tid": self.tid,
        }
        tail = ", ".join(f"{name} {value}" for name, value in facts.items() if value)
        return f"[{label}] {text}" + (f" ({tail})" if tail else "")


# === The whole connection has to wait or needs somebody === #


class QboThrottledError(QboError):
    """Too many requests: nothing was executed, all calls wait ``retry_after``."""

    kind = "throttled"
    retryable = True
    scope = "connection"


class QboUnavailableError(QboError):
    """QuickBooks is down, or the request surely never reached it.

    A 5xx answer to a write is here too: whether it was executed is unknown, so the
    repetition carries the same requestid, as after :class:`QboUncertainError`.
    """

    kind = "unavailable"
    retryable = True
    scope: ClassVar[Scope] = "connection"


class QboSystemFaultError(QboUnavailableError):
    """QuickBooks answered with an internal fault (code 10000).

    Scope is the record: some records provoke it every time, and they must not hold
    up the others.
    """

    kind = "system"
    scope = "record"


class QboConfigError(QboError):
    """Wrong address, certificate or set-up: no call can succeed before it is mended."""

    kind = "config"
    scope = "connection"


class QboKeyError(QboConfigError):
    """The key that protects the tokens is missing on this server, or another one.

    Raised before any call; the connection works again once the key is back.
    """

    kind = "key_missing"


class QboAuthError(QboError):
    """The tokens aren't accepted.

    :param reauthorise: only a person's new consent helps: the refresh token is dead,
        or a freshly issued access token was refused as well
    :ivar is_fresh: the latter: Intuit itself still renews the sign-in, so that this
        may pass; once may be a disturbance of theirs
    """

    kind = "auth"
    scope = "connection"

    def __init__(
        self, message: str = "", *, reauthorise: bool = False, **facts
    ) -> None:
        super().__init__(message, **facts)
        self.reauthorise = reauthorise
        self.is_fresh = False


class QboClientError(QboAuthError):
    """Intuit refuses the app itself: wrong client id or secret, or app blocked."""

    kind = "client"


class QboForbiddenError(QboError):
    """The app or the user who connected it may not do this in this company."""

    kind = "forbidden"
    scope: ClassVar[Scope] = "connection"


class QboFeatureError(QboForbiddenError):
    """The company's QuickBooks plan or country lacks what this record needs."""

    kind = "feature"
    scope = "record"


class QboSubscriptionError(QboError):
    """The company's subscription has lapsed: QuickBooks is read-only."""

    kind = "subscription"
    scope = "connection"


# === One record === #


class QboUncertainError(QboError):
    """The request was sent, its fate is unknown: repeat it with the same requestid.

    Scope is the record: one document that always takes too long would otherwise
    block a whole connection.
    """

    kind = "uncertain"
    retryable = True


class QboStaleError(QboError):
    """Somebody changed the record in QuickBooks meanwhile: read, compare, decide."""

    kind = "stale"


class QboDuplicateError(QboError):
    """The name is taken by another record."""

    kind = "duplicate"


class QboDuplicateNumberError(QboDuplicateError):
    """The document number is taken by another document."""

    kind = "duplicate_number"


class QboNotFoundError(QboError):
    """The record, or one it refers to, doesn't exist there or was made inactive."""

    kind = "not_found"


class QboValidationError(QboError):
    """QuickBooks refuses the values. The same values will be refused again."""

    kind = "validation"


class QboRequestError(QboValidationError):
    """The request itself is malformed: a fault of ours that no edit can mend."""

    kind = "request"


class QboReferenceError(QboValidationError):
    """A record this one refers to is missing, inactive or of the wrong type."""

    kind = "reference"


class QboClosedBooksError(QboValidationError):
    """The date lies in a period that the accountant has closed."""

    kind = "closed_books"


class QboLockedError(QboValidationError):
    """Something in QuickBooks hangs on the record: a deposit, a link, a balance."""

    kind = "locked"


class QboMappingError(QboError):
    """An account, tax or term has no counterpart yet. Raised before any call."""

    kind = "mapping"
