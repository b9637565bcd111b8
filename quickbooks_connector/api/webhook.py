"""Notices that QuickBooks posts to us: verify, then read. They are hints, not data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from . import const
from .masking import get_logger
from .payload import is_id, loads_exact

_logger = get_logger(__name__)

_SPELLING = {name.casefold(): name for name in const.ENTITIES}
_OPERATION = {
    "created": "create",
    "updated": "update",
    "deleted": "delete",
    "merged": "merge",
    "voided": "void",
    "emailed": "email",
}
_TIME = re.compile(
    r"(?P<main>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(?P<part>\d+))?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)


class WebhookError(ValueError):
    """The body is not a notice of QuickBooks."""


@dataclass(frozen=True)
class Notice:
    """One record that changed.

    :param operation: create, update, delete, merge, void, email, or what QuickBooks
        says in lower case
    :param when: time of the change, None if it can't be read
    :param deleted_id: after a merge, the record that went into this one
    """

    realm_id: str
    entity: str
    qbo_id: str
    operation: str
    when: datetime | None = None
    deleted_id: str | None = None


def verify(raw_body: bytes, signature: str | None, verifier_token: str | None) -> bool:
    """Tell whether Intuit signed exactly these bytes.

    Without a signature or without a token the answer is no.
    """
    if not signature or not verifier_token:
        return False
    digest = hmac.new(verifier_token.encode(), raw_body, hashlib.sha256).digest()
    return hmac.compare_digest(
        base64.b64encode(digest), signature.strip().encode("utf-8", "replace")
    )


def parse(raw_body: bytes) -> list[Notice]:
    """Return the notices of a body, of the old format and of CloudEvents.

    An entry that can't be understood is left out and logged: what it stood for is
    found by change data capture, while refusing the body would lose its neighbours.

    :raise WebhookError: the body as a whole is neither format
    """
    try:
        body = loads_exact(raw_body)
    except (ValueError, RecursionError) as error:
        raise WebhookError("The body is not JSON.") from error
    if isinstance(body, list):
        entries = _read_cloud_events(body)
    elif isinstance(body, Mapping) and isinstance(body.get("eventNotifications"), list):
        entries = _read_legacy(body["eventNotifications"])
    elif isinstance(body, Mapping) and "specversion" in body:
        entries = _read_cloud_events([body])
    else:
        raise WebhookError("The body holds neither CloudEvents nor eventNotifications.")
    notices = []
    for notice in entries:
        if notice is None:
            _logger.warning("An entry of a webhook body was not understood")
        else:
            notices.append(notice)
    return notices


def _read_legacy(notifications: list[Any]) -> Iterator[Notice | None]:
    for notification in notifications:
        event = _get(notification, "dataChangeEvent")
        changes = _get(event, "entities")
        if not isinstance(changes, list):
            yield None
            continue
        for change in changes:
            yield _make_notice(
                realm_id=_get(notification, "realmId"),
                entity=_get(change, "name"),
                qbo_id=_get(change, "id"),
                operation=_get(change, "operation"),
                when=_get(change, "lastUpdated"),
                deleted_id=_get(change, "deletedId"),
            )


def _read_cloud_events(events: list[Any]) -> Iterator[Notice | None]:
    for event in events:
        # qbo.<entity>.<what happened>.v1
        parts = str(_get(event, "type") or "").split(".")
        if len(parts) < 3:
            yield None
            continue
        data = _get(event, "data")
        yield _make_notice(
            realm_id=_get(event, "intuitaccountid"),
            entity=parts[1],
            qbo_id=_get(event, "intuitentityid"),
            operation=parts[2],
            when=_get(event, "time"),
            deleted_id=_get(data, "deletedid") or _get(data, "deletedId"),
        )


def _make_notice(
    *,
    realm_id: Any,
    entity: Any,
    qbo_id: Any,
    operation: Any,
    when: Any,
    deleted_id: Any,
) -> Notice | None:
    if not (realm_id and entity and operation and is_id(qbo_id)):
        return None
    if deleted_id and not is_id(deleted_id):
        return None
    entity = str(entity)
    verb = str(operation).casefold()
    return Notice(
        realm_id=str(realm_id),
        entity=_SPELLING.get(entity.casefold(), entity),
        qbo_id=qbo_id,
        operation=_OPERATION.get(verb, verb),
        when=parse_time(when),
        deleted_id=deleted_id or None,
    )


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def parse_time(text: Any) -> datetime | None:
    """Read any of QuickBooks' spellings of a time, as an aware time in UTC.

    Nanoseconds, ``Z``, ``-07:00`` and ``-0700`` all occur; no zone means UTC.
    """
    match = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if not match:
        return None
    zone = (match["zone"] or "Z").upper().replace("Z", "+0000").replace(":", "")
    part = (match["part"] or "0")[:6].ljust(6, "0")
    try:
        moment = datetime.strptime(
            f"{match['main'].upper().replace('T', ' ')}.{part}{zone}",
            "%Y-%m-%d %H:%M:%S.%f%z",
        )
        return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
