"""Batches: up to 30 operations, done in order, each answered for itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..books import Company, Fault
from .entities import ENTITIES, envelope_of
from .envelope import unsupported, validation
from .http import Call, Operation
from .replay import ReplayStore, check_ids

MAX_ITEMS = 30
NAMES = {envelope_of(name): name for name in ENTITIES}
WRITES = {"create", "update", "delete", "void"}


def items(body: Any) -> list[Operation]:
    """Return the operations that a batch body holds; malformed ones are marked."""
    if not isinstance(body, dict):
        return []
    rows = body.get("BatchItemRequest")
    if not isinstance(rows, list):
        return []
    return [_item(row, index) for index, row in enumerate(rows)]


def _item(row: Any, index: int) -> Operation:
    if not isinstance(row, dict):
        return Operation("malformed", index=index)
    bid = row.get("bId")
    bid = None if bid is None else str(bid)
    if "Query" in row:
        return Operation("query", body=row["Query"], index=index, bid=bid)
    entity = next((key for key in row if key in NAMES), None)
    kind = str(row.get("operation", "")).lower()
    params = _options(row.get("optionsData"))
    if kind == "update" and "void" in params.get("include", "").split(","):
        kind = "void"
    if entity is None or kind not in WRITES:
        return Operation("malformed", entity, row, index=index, bid=bid)
    return Operation(kind, NAMES[entity], row[entity], params, index=index, bid=bid)


def _options(text: Any) -> dict[str, str]:
    """Return ``optionsData`` as parameters; a bare word ("void") is an include."""
    if not isinstance(text, str):
        return {}
    if "=" not in text:
        return {"include": text.strip()} if text.strip() else {}
    pairs = (part.partition("=") for part in text.split("&") if part)
    return {key.strip(): value.strip() for key, _equals, value in pairs}


def check(call: Call, body: Any) -> None:
    """Check the batch as a whole.

    :raise Fault: 2010, 2020, 1040 or 2130
    """
    if not isinstance(body, dict) or not isinstance(body.get("BatchItemRequest"), list):
        raise validation(
            "2020",
            "Required param missing, need to supply the required value for the API",
            "Required parameter BatchItemRequest is missing in the request",
            "BatchItemRequest",
        )
    for key in body:
        if key != "BatchItemRequest":
            raise validation(
                "2010",
                "Request has invalid or unsupported property",
                f'Property Name:Unrecognized field "{key}" (class '
                "com.intuit.schema.finance.v3.IntuitBatchRequest), not marked as "
                "ignorable specified is unsupported or invalid",
            )
    if len(call.items) > MAX_ITEMS:
        raise validation(
            "1040",
            "Too many batch items",
            f"A batch may have up to {MAX_ITEMS} items. "
            f"Supplied value:{len(call.items)}",
        )
    check_ids(call, [item.bid or "" for item in call.items])


class Runner:
    """Do the items of one batch.

    :param faults: what fails on purpose, by position
    :param apply: does one write in the books
    """

    def __init__(
        self,
        company: Company,
        replays: ReplayStore,
        request_id: str | None,
        faults: dict,
        apply: Callable[[Company, Operation], dict],
    ):
        self.company = company
        self.replays = replays
        self.request_id = request_id
        self.faults = faults
        self.apply = apply
        self.replayed = 0

    def run(self, operations: list[Operation], now: datetime) -> list[dict]:
        """Return one answer per operation; a refusal stops no neighbour."""
        return [self._one(operation, now) for operation in operations]

    def _one(self, operation: Operation, now: datetime) -> dict:
        try:
            content = self._content(operation, now)
            operation.result = "200"
        except Fault as problem:
            content = {"Fault": problem.body()}
            operation.result = str(problem.errors[0].get("code", ""))
        if operation.bid is None:
            return content
        return {**content, "bId": operation.bid}

    def _content(self, operation: Operation, now: datetime) -> dict:
        if operation.index in self.faults:
            raise self.faults[operation.index]
        if operation.kind == "query":
            return {"QueryResponse": self.company.query(_statement(operation.body))}
        if operation.kind not in WRITES:
            raise _malformed(operation)
        if not self.request_id:
            return self._write(operation)
        key = (self.company.realm_id, self.request_id, operation.bid)
        known = self.replays.find(key, operation, now)
        if known is not None:
            self.replayed += 1
            operation.replayed = True
            return known

        def work() -> dict:
            return self._write(operation)

        return self.replays.first(self.company, key, operation, now, work)

    def _write(self, operation: Operation) -> dict:
        done = self.apply(self.company, operation)
        return {envelope_of(operation.entity): done}


def _statement(value: Any) -> str:
    if not isinstance(value, str):
        raise validation("4000", "Error parsing query", "QueryParserError: no query")
    return value


def _malformed(operation: Operation) -> Fault:
    row = operation.body
    if isinstance(row, dict) and row.get("operation") and operation.entity:
        return unsupported(str(row["operation"]))
    return validation(
        "2020",
        "Required param missing, need to supply the required value for the API",
        "Required parameter operation with an entity, or Query, is missing in the "
        "request",
        "BatchItemRequest",
    )
