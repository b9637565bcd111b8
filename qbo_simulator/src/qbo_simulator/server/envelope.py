"""What surrounds every answer of the API: envelope, time, headers, both fault families.

Accounting faults (``Fault``) come from the books; gateway faults (lower-case
``fault``) come from the layer in front of them, which checks tokens and scopes.
"""

import json
import secrets
import time
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..books import Fault, dumps
from . import xml
from .http import Answer, Call

PACIFIC = ZoneInfo("America/Los_Angeles")
QBO_VERSION = "1995.210"
JSON_OK = "application/json;charset=utf-8"
XML_OK = "application/xml;charset=UTF-8"
NO_CACHE = ("Cache-Control", "max-age=0, no-cache, no-store, must-revalidate, private")


def new_tid() -> str:
    """Return a transaction id spelt like Intuit's."""
    return f"1-{int(time.time()):08x}-{secrets.token_hex(12)}"


def pacific(moment: datetime, timespec: str = "milliseconds") -> str:
    """Return `moment` as the API spells times: Pacific, with numeric offset."""
    return moment.astimezone(PACIFIC).isoformat(timespec=timespec)


def epoch_ms(moment: datetime) -> int:
    """Return `moment` as milliseconds since 1970 (gateway faults use that)."""
    return int(moment.astimezone(timezone.utc).timestamp() * 1000)


def api_headers(content_type: str) -> list[tuple[str, str]]:
    """Return the headers of an answer of the API."""
    return [
        ("Content-Type", content_type),
        ("intuit_tid", new_tid()),
        ("QBO-Version", QBO_VERSION),
        ("Service-Time", "total=3, db=1"),
        NO_CACHE,
    ]


def success(
    call: Call, content: dict, now: datetime | None, root: str = "IntuitResponse"
) -> Answer:
    """Return `content` in the envelope: its own keys, then ``time`` if given.

    :param root: the element around the whole in XML
    """
    whole = content if now is None else {**content, "time": pacific(now)}
    if call.wants_json:
        return Answer(200, api_headers(JSON_OK), dumps(whole))
    return Answer(200, api_headers(XML_OK), xml.render(whole, root))


def fault(call: Call, problem: Fault, now: datetime) -> Answer:
    """Return an accounting fault with its own status."""
    whole = {"Fault": problem.body(), "time": pacific(now)}
    if call.operation.kind == "read" and problem.errors[0].get("code") == "2030":
        del whole["time"]  # as recorded, for malformed ids only
    if call.wants_json:
        body = dumps(whole)
        return Answer(problem.status, api_headers("application/json"), body)
    return Answer(problem.status, api_headers(XML_OK), xml.render(whole))


class Refusal(Exception):
    """An answer of the gateway: the books are never asked.

    :param kind: AUTHENTICATION or SERVICE
    :param always_xml: spoken in XML even to clients that asked for JSON
    """

    def __init__(self, status, code, message, detail, kind, *, form="gateway"):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail
        self.kind = kind
        self.form = form
        self.headers: list[tuple[str, str]] = []

    def answer(self, call: Call, now: datetime) -> Answer:
        """Return the refusal in the form that was asked for."""
        form = self.form if call.wants_json else "xml"
        tid = ("intuit_tid", new_tid())
        if form == "xml":
            body = xml.render({"Fault": self._accounting_shape(), "time": pacific(now)})
            headers = [("Content-Type", XML_OK), tid, *self.headers]
            return Answer(self.status, headers, body)
        if form == "json":
            whole = {"Fault": self._accounting_shape(), "time": pacific(now)}
        else:
            whole = self._gateway_shape(now)
        headers = [("Content-Type", "application/json"), tid, *self.headers]
        return Answer(self.status, headers, json.dumps(whole).encode())

    def _accounting_shape(self) -> dict:
        error: dict[str, Any] = {"Message": self.message}
        if self.detail:
            error["Detail"] = self.detail
        error["code"] = self.code
        return {"Error": [error], "type": self.kind}

    def _gateway_shape(self, now: datetime) -> dict:
        error = {
            "message": self.message,
            "detail": self.detail,
            "code": self.code,
            "element": None,
        }
        return {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": self.kind},
            "report": None,
            "queryResponse": None,
            "batchItemResponse": [],
            "attachableResponse": [],
            "syncErrorResponse": None,
            "requestId": None,
            "time": epoch_ms(now),
            "status": None,
            "cdcresponse": [],
        }


def unauthenticated(detail: str | None) -> Refusal:
    """Return the refusal of a token that is missing, unknown or expired."""
    refusal = Refusal(
        401,
        "3200",
        "message=AuthenticationFailed; errorCode=003200; statusCode=401",
        detail,
        "AUTHENTICATION",
    )
    refusal.headers.append(
        ("WWW-Authenticate", 'Bearer realm="Intuit", error="invalid_token"')
    )
    return refusal


def wrong_realm() -> Refusal:
    """Return the refusal of a token that belongs to another company."""
    return Refusal(
        401,
        "100",
        "AuthenticationErrorGeneral: SRV-110-Authentication Failure , statusCode: 401",
        None,
        "AuthenticationFault",
        form="xml",
    )


def forbidden() -> Refusal:
    """Return the refusal of a token without the accounting scope."""
    return Refusal(
        403,
        "3100",
        "message=AuthorizationFailed; errorCode=003100; statusCode=403",
        None,
        "SERVICE",
    )


def throttled(form: str, retry_after: int | None = None) -> Refusal:
    """Return the refusal of one request too many; `form` is xml, json or gateway."""
    refusal = Refusal(
        429,
        "3001",
        "message=ThrottleExceeded; errorCode=003001; statusCode=429",
        "The request limit was reached.  Try again later",
        "SERVICE",
        form=form,
    )
    if retry_after is not None:
        refusal.headers.append(("Retry-After", str(retry_after)))
    return refusal


def system_fault(detail: str, status: int = 500) -> Fault:
    """Return the fault that QuickBooks gives for a failure of its own."""
    return Fault(
        status=status,
        type="SystemFault",
        errors=[
            {
                "Message": "An application error has occurred while processing "
                "your request",
                "Detail": f"System Failure Error: {detail}",
                "code": "10000",
                "element": "SystemFailureError",
            }
        ],
    )


def unsupported(what: str) -> Fault:
    """Return the fault for a path, verb or content type that the API does not have."""
    return Fault(
        status=400,
        type="ValidationFault",
        errors=[
            {
                "Message": "Unsupported Operation",
                "Detail": f"Operation {what} is not supported.",
                "code": "500",
            }
        ],
    )


def validation(code: str, message: str, detail: str, element=None) -> Fault:
    """Return a validation fault of one error."""
    error = {"Message": message, "Detail": detail, "code": code}
    if element is not None:
        error["element"] = element
    return Fault(status=400, type="ValidationFault", errors=[error])
