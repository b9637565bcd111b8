"""Remember answers by `requestid`, so that a repeated request is answered, not done.

Only what succeeded is remembered: a request that was refused did nothing, so the same
id may carry the corrected request. Whether QuickBooks also replays refusals is not
documented.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ..books import Company, Fault, dumps, loads
from .envelope import validation
from .http import Call, Operation

MAX_REQUEST_ID = 50
MAX_BATCH_REQUEST_ID = 36
MAX_BID = 10
KEEP = timedelta(hours=24)
CAPACITY = 50_000


@dataclass
class Remembered:
    """The first answer to a request, as the JSON bytes of its content."""

    fingerprint: str
    content: bytes
    when: datetime


def fingerprint(operation: Operation) -> str:
    """Return what tells one request from another with the same id."""
    include = operation.params.get("include", "")
    canonical = json.dumps(_plain(operation.body), sort_keys=True)
    text = f"{operation.kind}|{operation.entity}|{include}|{canonical}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _plain(value: Any) -> Any:
    """Return `value` with numbers as text, so that 1.50 and 1.5 differ as sent."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    return f"#{value}"


class ReplayStore:
    """First answers by realm, request id and batch item id, oldest dropped first."""

    def __init__(self) -> None:
        self._store: OrderedDict[tuple, Remembered] = OrderedDict()
        self.replayed = 0
        # Called with each new record while the books are still open to changes; the
        # data file listens here.
        self.kept: Callable[[tuple, Remembered], None] | None = None

    def clear(self) -> None:
        """Forget all answers."""
        self._store.clear()
        self.replayed = 0

    def find(self, key: tuple, operation: Operation, now: datetime) -> Any:
        """Return the remembered content, or None when the request is new.

        :raise Fault: 600 when the id was used for something else
        """
        known = self._store.get(key)
        if known is None:
            return None
        if now - known.when > KEEP:
            del self._store[key]
            return None
        if known.fingerprint != fingerprint(operation):
            raise duplicate_request_id(key[1])
        self.replayed += 1
        return loads(known.content)

    def first(
        self,
        company: Company,
        key: tuple,
        operation: Operation,
        now: datetime,
        work: Callable[[], Any],
    ) -> Any:
        """Do `work`, return its content and remember it under `key`.

        The note is written in the transaction of the books: whatever is killed, both
        are on disk or neither is.
        """
        with company.request():
            content = work()
            record = Remembered(fingerprint(operation), dumps(content), now)
            if self.kept:
                self.kept(key, record)
        self._remember(key, record)
        return content

    def _remember(self, key: tuple, record: Remembered) -> None:
        self._store[key] = record
        while len(self._store) > CAPACITY:
            self._store.popitem(last=False)

    def dump(self) -> list:
        """Return the store as plain values, for a snapshot."""
        return [
            [list(key), r.fingerprint, r.content.decode(), r.when.isoformat()]
            for key, r in self._store.items()
        ]

    def load(self, rows: list) -> None:
        """Restore what :meth:`dump` returned."""
        self._store.clear()
        for key, print_, content, when in rows:
            self._store[tuple(key)] = Remembered(
                print_, content.encode(), datetime.fromisoformat(when)
            )


def duplicate_request_id(request_id: str) -> Fault:
    """Return the fault for an id that was used with another payload."""
    return validation(
        "600",
        "Duplicate Request ID",
        f"The request ID {request_id} was already used for a different request.",
        "requestid",
    )


def check_ids(call: Call, bids: list[str] | None = None) -> None:
    """Check the length of the request id, and of the item ids of a batch that has one.

    :raise Fault: 2130
    """
    request_id = call.request_id
    if request_id is None:
        return
    limit = MAX_REQUEST_ID if bids is None else MAX_BATCH_REQUEST_ID
    if len(request_id) > limit:
        raise validation(
            "2130",
            "Invalid Request ID",
            f"The request id may have up to {limit} characters. "
            f"Supplied value:{request_id}",
            "requestid",
        )
    for bid in bids or ():
        if len(bid) > MAX_BID:
            raise validation(
                "2130",
                "Invalid Request ID",
                f"With a request id, a batch item id may have up to {MAX_BID} "
                f"characters. Supplied value:{bid}",
                "bId",
            )
