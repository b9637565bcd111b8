"""REST v3: from a call to the books and back.

:func:`describe` names what a call wants, before anything is checked: journal and fault
rules need it. :class:`Rest` checks the token, the throttle and the company, then lets
the books work.
"""

import functools
import re
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import unquote_to_bytes

from ..books import Company, Fault
from . import batch, bodies, files, printing, replay
from .entities import entity_of, envelope_of
from .envelope import (
    PACIFIC,
    api_headers,
    forbidden,
    success,
    system_fault,
    throttled,
    unauthenticated,
    unsupported,
    validation,
    wrong_realm,
)
from .faults import Plan
from .http import Answer, Call, Operation
from .oauth import bearer
from .sending import SENDABLE, send
from .state import Simulator
from .statements import BY_LOWER, REPORTS
from .tokens import ACCOUNTING

PATH = re.compile(r"/v3/company/([^/]+)/(.+?)/?$", re.S)
TAX_SERVICE = "TaxService"
SINGLETONS = {"CompanyInfo", "Preferences"}
NOT_FOUND = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n'
    "<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n"
    "<p>The requested URL {path} was not found on this server.</p>\n</body></html>"
)
WRITES = {"create", "update", "delete", "void", "send"}
DOCUMENTS = {"download", "pdf", "report", "upload"}


# === NAMING WHAT A CALL WANTS === #


def describe(call: Call) -> None:
    """Fill in realm, operation and, for a batch, its items."""
    match = PATH.match(call.path)
    if match is None:
        call.operation = Operation("unsupported")
        return
    call.realm = match[1]
    call.operation = _operation(call, match[2].split("/"))
    call.operation.params = call.query
    if call.operation.kind == "batch":
        call.items = batch.items(call.operation.body)


def _operation(call: Call, parts: list[str]) -> Operation:
    head = parts[0].lower()
    if len(parts) == 1 and head in ("query", "batch", "cdc"):
        return _named_operation(call, head)
    if [part.lower() for part in parts] == ["taxservice", "taxcode"]:
        kind = "create" if call.method == "POST" else "unsupported"
        return Operation(kind, TAX_SERVICE, bodies.read(call, TAX_SERVICE))
    entity = entity_of(head)
    if entity is None:
        return _file_or_report(call, head, parts)
    if len(parts) == 3:
        return _printed(call, entity, parts)
    if call.method == "GET" and len(parts) <= 2:
        return _read(call, entity, parts)
    if call.method == "POST" and len(parts) == 1:
        body = bodies.read(call, entity)
        return Operation(_write_kind(call, body), entity, body)
    return Operation("unsupported")


def _named_operation(call: Call, head: str) -> Operation:
    if head == "batch" and call.method == "POST":
        return Operation("batch", body=bodies.read(call, None))
    if head == "query" and call.method in ("GET", "POST"):
        return Operation("query", body=_statement(call))
    if head == "cdc" and call.method == "GET":
        return Operation("cdc")
    return Operation("unsupported")


def _file_or_report(call: Call, head: str, parts: list[str]) -> Operation:
    if head == "upload" and len(parts) == 1 and call.method == "POST":
        return Operation("upload", "Attachable")
    if head == "download" and len(parts) == 2 and call.method == "GET":
        return Operation("download", "Attachable", object_id=parts[1])
    if head == "reports" and len(parts) == 2 and call.method == "GET":
        return Operation("report", object_id=parts[1])
    return Operation("unsupported")


def _printed(call: Call, entity: str, parts: list[str]) -> Operation:
    """Return what is done with one document: its PDF, or its sending."""
    kind = {("GET", "pdf"): "pdf", ("POST", "send"): "send"}.get(
        (call.method, parts[2].lower())
    )
    if kind is None or entity not in SENDABLE:
        return Operation("unsupported")
    return Operation(kind, entity, {"Id": parts[1]}, object_id=parts[1])


def _read(call: Call, entity: str, parts: list[str]) -> Operation:
    if entity in SINGLETONS:  # CompanyInfo is addressed by realm id, and has the id 1
        return Operation("read", entity, object_id="1")
    if len(parts) == 2:
        return Operation("read", entity, object_id=parts[1])
    if entity == "ExchangeRate":
        return Operation("read", entity, object_id=call.query.get("sourcecurrencycode"))
    return Operation("unsupported")


def _write_kind(call: Call, body: Any) -> str:
    wanted = call.query.get("operation", "").lower()
    include = call.query.get("include", "").lower()
    if wanted in ("delete", "void"):
        return wanted
    if wanted not in ("", "create", "update"):
        return "unsupported"
    if "void" in include.split(",") and wanted == "update":
        return "void"
    if wanted == "update" or (isinstance(body, dict) and body.get("Id")):
        return "update"
    return "create"


def _statement(call: Call) -> str | None:
    if call.method == "GET":
        return call.query.get("query")
    return call.body.decode("utf-8", "replace") or call.query.get("query")


# === DOING IT === #


class Rest:
    """The API over the simulator's books."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator

    def handle(self, call: Call, plan: Plan) -> Answer:
        """Answer one call; `plan` may make single operations fail.

        :raise Refusal: from the gateway
        :raise Fault: from the books
        """
        now = self.simulator.clock.now()
        if "%2f" in call.raw_path.lower():  # the web server in front lets none pass
            return Answer.of_html(not_found_page(call.path), 404)
        company = self.admit(call, now)
        operation = call.operation
        if operation.kind == "batch":
            return self._batch(call, company, plan, now)
        if None in plan.item_faults:
            problem = plan.item_faults[None]
            if operation.kind == "upload":  # faults of files come with status 200
                answers = [{"Fault": problem.body()}] * files.count(call)
                return success(call, {"AttachableResponse": answers}, now)
            raise problem
        if operation.kind in DOCUMENTS:
            return self._document(call, company, now)
        if operation.kind not in WRITES:
            return self._success(call, self._look(call, company), now)
        return self._write(call, company, now)

    def admit(self, call: Call, now: datetime) -> Company:
        """Return the company that the call may work on.

        :raise Refusal: 401, 403 or 429
        """
        value = bearer(call)
        if not value:
            raise unauthenticated("Malformed bearer token: too short or too long")
        token = self.simulator.tokens.access.get(value)
        if token is None:
            raise unauthenticated(None)
        call.client_id = token.grant.client_id
        if token.expires <= now:
            raise unauthenticated(f"Token expired: {value}")
        if ACCOUNTING not in token.grant.scopes:
            raise forbidden()
        limits = self.simulator.settings.throttle
        realm, kind = token.grant.realm, call.operation.kind
        if not self.simulator.throttle.admit(limits, realm, call.client_id, kind):
            raise throttled(limits.format, limits.retry_after)
        if call.realm != realm:
            raise wrong_realm()
        try:
            return self.simulator.books.company(realm)
        except KeyError:
            raise wrong_realm() from None

    def _document(self, call: Call, company: Company, now: datetime) -> Answer:
        """Answer what is neither an object nor a list of them."""
        operation = call.operation
        if operation.kind == "report":
            return success(call, report(company, operation), None, "Report")
        if operation.kind == "upload":
            answers = files.upload(company, self.simulator.files, call)
            answer = {"AttachableResponse": answers}
            return self._success(call, answer, now)
        found = company.read(operation.entity, operation.object_id, call.query)
        if operation.kind == "pdf":
            printed = printing.pdf(company, operation.entity, found)
            return Answer(200, api_headers("application/pdf"), printed)
        if not found.get("FileAccessUri"):
            raise validation("2030", "Invalid ID", "This attachment has no file.")
        address = self._address(call, found, now)
        return Answer(200, api_headers("text/plain"), address.encode())

    def _address(self, call: Call, attachable: dict, now: datetime) -> str:
        return self.simulator.files.address(
            call.base_url, call.realm, attachable["Id"], attachable["FileName"], now
        )

    def _success(self, call: Call, content: dict, now: datetime | None) -> Answer:
        """Return the answer, files with addresses to fetch them from."""
        moment = now or self.simulator.clock.now()
        fresh = call.operation.kind == "upload"  # a thumbnail takes a moment
        sign = functools.partial(self._address, call, now=moment)
        files.link(content, sign, thumbnails=not fresh)
        return success(call, content, now)

    def _look(self, call: Call, company: Company) -> dict:
        operation = call.operation
        if operation.kind == "query":
            return {"QueryResponse": company.query(_need_statement(operation.body))}
        if operation.kind == "cdc":
            return {"CDCResponse": [{"QueryResponse": changed_data(call, company)}]}
        if operation.kind == "read":
            found = company.read(operation.entity, operation.object_id, call.query)
            return {envelope_of(operation.entity): found}
        raise unsupported(not_a_resource(call))

    def _write(self, call: Call, company: Company, now: datetime) -> Answer:
        operation = call.operation
        if isinstance(operation.body, Fault):
            raise operation.body
        replay.check_ids(call)
        key = (company.realm_id, call.request_id, None)
        if call.request_id:
            known = self.simulator.replays.find(key, operation, now)
            if known is not None:
                answer = self._done(call, known, now)
                answer.replayed = True
                return answer

        def work() -> dict:
            done = apply(company, operation)
            # The tax service alone answers without an envelope.
            bare = operation.entity == TAX_SERVICE
            return done if bare else {envelope_of(operation.entity): done}

        if not call.request_id:
            return self._done(call, work(), now)
        replays = self.simulator.replays
        content = replays.first(company, key, operation, now, work)
        return self._done(call, content, now)

    def _done(self, call: Call, content: dict, now: datetime) -> Answer:
        bare = call.operation.entity == TAX_SERVICE
        return self._success(call, content, None if bare else now)

    def _batch(self, call: Call, company: Company, plan: Plan, now: datetime) -> Answer:
        body = call.operation.body
        if isinstance(body, Fault):
            raise body
        batch.check(call, body)
        runner = batch.Runner(
            company, self.simulator.replays, call.request_id, plan.item_faults, apply
        )
        results = runner.run(call.items, now)
        if plan.shuffle:
            results.reverse()
        answer = self._success(call, {"BatchItemResponse": results}, now)
        answer.replayed = bool(call.items) and runner.replayed == len(call.items)
        return answer


def apply(company: Company, operation: Operation) -> dict:
    """Let the books do one write and return the object as it is afterwards."""
    if operation.entity is None or not isinstance(operation.body, dict):
        raise validation(
            "2010",
            "Request has invalid or unsupported property",
            "Property Name:The body must be one JSON object specified is unsupported "
            "or invalid",
        )
    if operation.kind == "send":
        to = operation.params.get("sendTo")
        return send(company, operation.entity, operation.body["Id"], to)
    work: Callable = getattr(company, operation.kind)
    return work(operation.entity, operation.body, operation.params)


def report(company: Company, operation: Operation) -> dict:
    """Return the report that was asked for, or refuse."""
    name = BY_LOWER.get(str(operation.object_id).lower())
    if name is None:
        raise unsupported(f"report {operation.object_id}")
    with company.lock:
        return REPORTS[name](company, operation.params)


def _need_statement(statement: str | None) -> str:
    if statement is None or not statement.strip():
        raise system_fault("java.lang.NullPointerException", 400)
    return statement


def changed_data(call: Call, company: Company) -> list:
    """Return one group per entity asked for."""
    names = [name.strip() for name in call.query.get("entities", "").split(",")]
    names = [name for name in names if name]
    since = call.query.get("changedSince")
    if names and not since:
        raise system_fault(
            "java.lang.IllegalArgumentException: changedSince is required", 400
        )
    return company.cdc(names, _moment(since or "1970-01-01"))


def not_found_page(path: str) -> str:
    """Return the page of QuickBooks' web server for addresses outside the API."""
    return NOT_FOUND.format(path=escape(path, quote=False))


def _moment(text: str) -> datetime:
    """Return the moment that `text` names; a `+` may have arrived as a space."""
    spelt = text.strip().replace(" ", "+").replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(spelt)
    except ValueError:
        raise validation(
            "2060",
            "Invalid Date format",
            f"changedSince should be a valid date and time. Supplied value:{text}",
            "changedSince",
        ) from None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=PACIFIC)
    return moment


def not_a_resource(call: Call) -> str:
    """Return the words for a path or verb that leads nowhere (recorded)."""
    path = unquote_to_bytes(call.raw_path).decode("utf-8", "replace")
    return (
        f"Could not find resource for relative : {path} of full path: "
        f"{call.base_url}{path}"
    )
