"""Turn raw answers into the errors of :mod:`.errors`, before any library parses them.

QuickBooks reports faults in at least four shapes: ``Fault`` with capitals from its
accounting layer, ``fault`` in lower case from its gateway, either of them as XML
although JSON was asked for, and nothing at all. Batches and uploads carry faults
inside an answer with status 200. The code of a fault beats the HTTP status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

from requests.structures import CaseInsensitiveDict

from . import const, errors
from .masking import mask
from .payload import loads_exact, storable

_BY_CODE: dict[int, type[errors.QboError]] = {
    100: errors.QboAuthError,
    110: errors.QboAuthError,
    120: errors.QboForbiddenError,
    130: errors.QboUnavailableError,
    140: errors.QboUnavailableError,
    150: errors.QboUnavailableError,
    610: errors.QboNotFoundError,
    620: errors.QboLockedError,
    630: errors.QboDuplicateError,
    700: errors.QboReferenceError,
    800: errors.QboLockedError,
    2000: errors.QboRequestError,
    2010: errors.QboRequestError,
    2030: errors.QboRequestError,
    2120: errors.QboRequestError,
    2130: errors.QboRequestError,
    2170: errors.QboRequestError,
    2500: errors.QboReferenceError,
    3001: errors.QboThrottledError,
    3100: errors.QboForbiddenError,
    3200: errors.QboAuthError,
    3201: errors.QboAuthError,
    3202: errors.QboAuthError,
    4000: errors.QboRequestError,
    4001: errors.QboRequestError,
    4002: errors.QboRequestError,
    5000: errors.QboRequestError,
    5010: errors.QboStaleError,
    5020: errors.QboFeatureError,
    5030: errors.QboFeatureError,
    6020: errors.QboRequestError,
    6030: errors.QboRequestError,
    6040: errors.QboRequestError,
    6041: errors.QboRequestError,
    6050: errors.QboRequestError,
    6110: errors.QboLockedError,
    6120: errors.QboLockedError,
    6130: errors.QboLockedError,
    6140: errors.QboDuplicateNumberError,
    6150: errors.QboReferenceError,
    6190: errors.QboSubscriptionError,
    6200: errors.QboClosedBooksError,
    6210: errors.QboClosedBooksError,
    6220: errors.QboLockedError,
    6240: errors.QboDuplicateError,
    6450: errors.QboLockedError,
    6480: errors.QboLockedError,
    6540: errors.QboLockedError,
    10000: errors.QboSystemFaultError,
    10100: errors.QboRequestError,
    10200: errors.QboUnavailableError,
}

_BY_RANGE: tuple[tuple[range, type[errors.QboError]], ...] = (
    (range(500, 601), errors.QboRequestError),
    (range(601, 1000), errors.QboValidationError),
    (range(1000, 2000), errors.QboRequestError),
    (range(2000, 10000), errors.QboValidationError),
    (range(10000, 100000), errors.QboSystemFaultError),
)

_BY_STATUS: dict[int, type[errors.QboError]] = {
    401: errors.QboAuthError,
    403: errors.QboForbiddenError,
    404: errors.QboConfigError,
    408: errors.QboUnavailableError,
    425: errors.QboUnavailableError,
    429: errors.QboThrottledError,
}

_BY_FAULT_TYPE: dict[str, type[errors.QboError]] = {
    "authentication": errors.QboAuthError,
    "authenticationfault": errors.QboAuthError,
    "authorization": errors.QboForbiddenError,
    "authorizationfault": errors.QboForbiddenError,
    "authorizatonfault": errors.QboForbiddenError,  # as Intuit's schema spells it
    "systemfault": errors.QboSystemFaultError,
    "service": errors.QboUnavailableError,
}

_CODE = re.compile(r"[0-9]{1,9}")
_CODE_IN_MESSAGE = re.compile(r"errorCode=(\d+)")
_MAX_XML = 64 * 1024
_EXCERPT = 300


def classify(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    reading: bool = False,
) -> errors.QboError | None:
    """Return the error that an answer of the accounting API means, None for success.

    :param reading: the request changed nothing, so a success that can't be read is
        merely a failed read instead of a write with unknown outcome
    """
    headers = CaseInsensitiveDict(headers)
    tid = get_tid(headers)
    retry_after = get_retry_after(headers)
    answer = _parse(body)
    fault = answer.get("Fault", answer.get("fault")) if answer else None
    if isinstance(fault, Mapping):
        return classify_fault(
            fault, http_status=status, tid=tid, retry_after=retry_after
        )
    if 200 <= status < 300:
        is_pdf = headers.get("Content-Type", "").startswith("application/pdf")
        if is_pdf or answer is not None and "Fault" not in answer:
            return None
        unreadable = errors.QboUnavailableError if reading else errors.QboUncertainError
        return unreadable(
            "The answer is cut off or not JSON",
            http_status=status,
            tid=tid,
            detail=_excerpt(body),
        )
    error_class = _class_of_status(status)
    return error_class(
        f"HTTP status {status}",
        http_status=status,
        tid=tid,
        detail=_excerpt(body),
        retry_after=_wait(error_class, retry_after),
    )


def classify_fault(
    fault: Mapping[str, Any],
    *,
    http_status: int = 200,
    tid: str = "",
    retry_after: float | None = None,
) -> errors.QboError:
    """Return the error that a fault means, be it of a whole answer or of one item."""
    entries = _read_entries(fault)
    first = entries[0] if entries else errors.FaultEntry("", "", "", "")
    fault_type = str(fault.get("type") or "")
    error_class = _class_of_fault(first.code, fault_type, http_status)
    return error_class(
        first.message or fault_type or f"HTTP status {http_status}",
        code=first.code,
        http_status=http_status,
        tid=tid,
        detail=first.detail,
        element=first.element,
        retry_after=_wait(error_class, retry_after),
        errors=entries,
    )


def get_tid(headers: Mapping[str, str]) -> str:
    """Return Intuit's transaction id, however the server spells the header."""
    headers = CaseInsensitiveDict(headers)
    return headers.get("intuit_tid") or headers.get("intuit-tid") or ""


def get_retry_after(
    headers: Mapping[str, str], now: datetime | None = None
) -> float | None:
    """Return the seconds that ``Retry-After`` asks for (a number or a date)."""
    value = CaseInsensitiveDict(headers).get("Retry-After", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (TypeError, ValueError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        seconds = (moment - (now or datetime.now(timezone.utc))).total_seconds()
    if seconds != seconds:  # "nan" is a float, too
        return None
    return min(max(seconds, 0.0), const.MAX_RETRY_AFTER)


# === Choice of the class === #


def _class_of_fault(code: str, fault_type: str, status: int) -> type[errors.QboError]:
    number = int(code) if _CODE.fullmatch(code) else 0
    if status >= 500 and _BY_CODE.get(number) is errors.QboAuthError:
        # "AuthenticationErrorGeneral: Internal Server Error": the server fell over
        # a request; new tokens don't help and nobody must be asked to reconnect.
        return errors.QboUnavailableError
    if number in _BY_CODE:
        return _BY_CODE[number]
    for numbers, error_class in _BY_RANGE:
        if number in numbers:
            return error_class
    if status not in (0, 200, 400):
        return _class_of_status(status)
    return _BY_FAULT_TYPE.get(fault_type.casefold(), errors.QboValidationError)


def _class_of_status(status: int) -> type[errors.QboError]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return errors.QboUnavailableError
    if status < 400:
        # The API never redirects: something else answers at this address.
        return errors.QboConfigError
    return errors.QboRequestError


def _wait(error_class: type[errors.QboError], asked: float | None) -> float | None:
    if asked is None and issubclass(error_class, errors.QboThrottledError):
        return const.DEFAULT_RETRY_AFTER
    return asked


# === Reading of the body === #


def _parse(body: bytes) -> Mapping[str, Any] | None:
    """Return the answer as a dictionary, None when it is neither JSON nor a fault."""
    if body.lstrip()[:1] == b"<":
        return _parse_xml(body)
    try:
        answer = storable(loads_exact(body.decode()))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, Mapping) else None


def _parse_xml(body: bytes) -> Mapping[str, Any] | None:
    # A fault is short and has no document type: whatever differs isn't one, and is
    # not worth the risks of expanding entities.
    if len(body) > _MAX_XML or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    fault = next((node for node in root.iter() if _tag(node) == "fault"), None)
    if fault is None:
        return None
    entries = []
    for node in fault:
        if _tag(node) == "error":
            entry = {_tag(child): child.text or "" for child in node}
            entry |= {key.casefold(): value for key, value in node.attrib.items()}
            entries.append(entry)
    return {"Fault": {"type": fault.get("type", ""), "Error": entries}}


def _tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2].casefold()


def _read_entries(fault: Mapping[str, Any]) -> tuple[errors.FaultEntry, ...]:
    listed = fault.get("Error") or fault.get("error")
    if not isinstance(listed, list):
        listed = [listed]
    found = []
    for entry in listed:
        if not isinstance(entry, Mapping):
            continue
        lowered = {str(key).casefold(): value for key, value in entry.items()}
        message = mask(str(lowered.get("message") or ""))
        found.append(
            errors.FaultEntry(
                code=_read_code(lowered.get("code"), message),
                message=message,
                detail=mask(str(lowered.get("detail") or "")),
                element=str(lowered.get("element") or ""),
            )
        )
    return tuple(found)


def _read_code(value: Any, message: str) -> str:
    code = str(value if value is not None else "").strip()
    if not code:
        found = _CODE_IN_MESSAGE.search(message)
        code = found.group(1) if found else ""
    # "003001" and "3001" are the same code
    return code.lstrip("0") if _CODE.fullmatch(code) else code


def _excerpt(body: bytes) -> str:
    text = re.sub(r"<[^>]*>", " ", body[:4096].decode("utf-8", errors="replace"))
    return mask(" ".join(text.split())[:_EXCERPT])
