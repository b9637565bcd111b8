"""Up to 30 operations in one request, each with an answer of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from . import const
from .errors import QboError, QboUncertainError
from .faults import classify_fault
from .masking import get_logger
from .payload import RawJson, as_json_object, dumps_payload, is_record

_logger = get_logger(__name__)

OPERATIONS = frozenset({"create", "update", "delete", "query"})


@dataclass(frozen=True)
class BatchItem:
    """One operation of a batch.

    :param bid: at most 10 characters, unique in the batch. QuickBooks recognises a
        repetition by requestid and bid together.
    :param operation: create, update, delete or query
    :param body: values, or the JSON text kept from an earlier attempt, which goes
        out character by character as it is. Not for queries.
    :param statement: for queries only
    :param params: options like ``{"include": "allowduplicatedocnum"}``
    """

    bid: str
    operation: str
    entity: str
    body: Mapping[str, Any] | str | None = None
    statement: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= len(self.bid) <= const.BATCH_ITEM_ID_MAX:
            raise ValueError(
                f"A batch item's id has 1 to {const.BATCH_ITEM_ID_MAX} characters: "
                f"{self.bid!r}"
            )
        if self.operation not in OPERATIONS:
            raise ValueError(f"A batch can't {self.operation!r}.")
        needed, other = (
            (self.statement, self.body)
            if self.operation == "query"
            else (self.body, self.statement)
        )
        if needed is None or other is not None:
            raise ValueError(
                "A query has a statement and no body, other operations the reverse."
            )

    def to_json(self) -> RawJson:
        """Return the item as it goes out."""
        item: dict[str, Any] = {"bId": self.bid}
        if self.operation == "query":
            item["Query"] = self.statement
        else:
            item["operation"] = self.operation
            item[self.entity] = as_json_object(self.body or {})
        if self.params:
            item["optionsData"] = urlencode(self.params, safe=",")
        return RawJson(dumps_payload(item))


@dataclass(frozen=True)
class BatchResult:
    """What became of one item: exactly one of obj, rows and error is set.

    :param obj: the record as QuickBooks keeps it, or ``{"status": "Deleted", ...}``
    :param rows: the rows of a query
    :param total: how many rows there are, for a query that counts
    """

    bid: str
    entity: str
    obj: dict[str, Any] | None = None
    rows: list[dict[str, Any]] | None = None
    total: int | None = None
    error: QboError | None = None


def dump_batch(items: Sequence[BatchItem]) -> str:
    """Return the body of a batch request.

    :raise ValueError: no item, more than 30, or an id twice
    """
    if not 1 <= len(items) <= const.BATCH_MAX_ITEMS:
        raise ValueError(
            f"A batch has 1 to {const.BATCH_MAX_ITEMS} operations, not {len(items)}."
        )
    if len({item.bid for item in items}) < len(items):
        raise ValueError("The ids of a batch's operations must differ.")
    return dumps_payload({"BatchItemRequest": [item.to_json() for item in items]})


def read_batch(
    items: Sequence[BatchItem], answer: Mapping[str, Any], tid: str = ""
) -> list[BatchResult]:
    """Return the results in the order of the items, whatever the answer's order.

    An item without an answer has an unknown fate, which its error says.

    :param tid: Intuit's transaction id of the request, for the errors
    """
    answers: dict[str, Mapping[str, Any]] = {}
    parts = answer.get("BatchItemResponse")
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping):
            answers[str(part.get("bId"))] = part
    strange = answers.keys() - {item.bid for item in items}
    if strange:
        _logger.warning("%s answers of a batch belong to no item", len(strange))
    return [_read_item(item, answers.get(item.bid), tid) for item in items]


def _read_item(
    item: BatchItem, part: Mapping[str, Any] | None, tid: str
) -> BatchResult:
    if part is None:
        error: QboError = QboUncertainError(
            "QuickBooks did not answer this item", tid=tid
        )
        return BatchResult(item.bid, item.entity, error=error)
    fault = part.get("Fault") or part.get("fault")
    if isinstance(fault, Mapping):
        error = classify_fault(fault, tid=tid)
        return BatchResult(item.bid, item.entity, error=error)
    if item.operation == "query":
        response = part.get("QueryResponse")
        rows = read_rows(response, item.entity)
        if rows is not None:
            total = response.get("totalCount")
            total = total if isinstance(total, int) else None
            return BatchResult(item.bid, item.entity, rows=rows, total=total)
    elif is_record(part.get(item.entity)):
        return BatchResult(item.bid, item.entity, obj=part[item.entity])
    error = QboUncertainError("QuickBooks' answer to this item can't be read", tid=tid)
    return BatchResult(item.bid, item.entity, error=error)


def read_rows(response: Any, entity: str = "") -> list[dict[str, Any]] | None:
    """Return the rows of a ``QueryResponse``, None if it isn't one.

    Of rows that can't be told apart by their ids none is believed. No rows at all is
    an empty object, without the entity's key.
    """
    if not isinstance(response, Mapping):
        return None
    rows = response.get(entity)
    if not isinstance(rows, list):
        rows = next((part for part in response.values() if isinstance(part, list)), [])
    return rows if all(map(is_record, rows)) else None
