"""Statements of QuickBooks' query language, built from values, never from texts.

A caller that concatenates strings itself sooner or later meets ``O'Brien``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NewType

from . import const

Value = str | bool | int | Decimal | date | datetime
Condition = NewType("Condition", str)
"""A piece of a WHERE clause whose values are quoted."""

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)*")
_ENTITY = re.compile(r"[A-Za-z]+")
_OPERATORS = frozenset({"=", "<", ">", "<=", ">=", "LIKE"})

MAX_VALUES = 100
MAX_VALUES_LENGTH = 6000
"""Bounds of one IN list. QuickBooks documents none; names have up to 500 characters."""


def quote(value: Value) -> str:
    """Return a value as a literal of the query language.

    :raise TypeError: None, a float, or another type without a literal
    :raise ValueError: a time without time zone, which QuickBooks would guess
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"'{format_time(value)}'"
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    if isinstance(value, int):
        return f"'{value}'"
    if isinstance(value, Decimal):
        return f"'{value:f}'"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    raise TypeError(f"A query can't hold {value!r} ({type(value).__name__}).")


def format_time(moment: datetime) -> str:
    """Return a time as QuickBooks reads it: seconds and an explicit offset.

    :raise ValueError: the time has no time zone
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"The time {moment} needs a time zone.")
    return moment.isoformat(timespec="seconds")


def condition(field: str, operator: str, value: Value) -> Condition:
    """Return one comparison, for example ``DisplayName = 'O\\'Brien'``."""
    if operator.upper() not in _OPERATORS:
        raise ValueError(f"QuickBooks can't compare with {operator!r}.")
    return Condition(f"{_checked_field(field)} {operator.upper()} {quote(value)}")


def equals(field: str, value: Value) -> Condition:
    """Return the comparison for equality."""
    return condition(field, "=", value)


def where_in(
    field: str, values: Iterable[Value], size: int = MAX_VALUES
) -> Iterator[Condition]:
    """Yield conditions ``field IN (...)`` that together cover all values, each once.

    Several, because a statement can't grow without bound: run one query for each.
    """
    name = _checked_field(field)
    chunk: list[str] = []
    length = 0
    for literal in dict.fromkeys(quote(value) for value in values):
        if chunk and (len(chunk) >= size or length + len(literal) > MAX_VALUES_LENGTH):
            yield Condition(f"{name} IN ({', '.join(chunk)})")
            chunk, length = [], 0
        chunk.append(literal)
        length += len(literal)
    if chunk:
        yield Condition(f"{name} IN ({', '.join(chunk)})")


def any_active() -> Condition:
    """Return the condition that lets inactive records through as well."""
    return Condition("Active IN (true, false)")


def all_of(*conditions: str) -> Condition:
    """Join conditions; empty ones don't count. QuickBooks knows no OR."""
    return Condition(" AND ".join(part for part in conditions if part))


def select(
    entity: str,
    where: str = "",
    *,
    order_by: str = "",
    start: int = 1,
    limit: int = const.PAGE_MAX_ROWS,
    columns: Sequence[str] = (),
) -> str:
    """Return the statement that reads a page of an entity.

    :param where: conditions made by this module
    :param order_by: property, optionally followed by ``DESC``
    :param start: number of the first row, from 1
    :param limit: rows of the page, at most 1,000
    :param columns: properties that are read, all when none is named
    """
    if start < 1 or not 1 <= limit <= const.PAGE_MAX_ROWS:
        raise ValueError(
            f"A page starts at row 1 or later and has 1 to {const.PAGE_MAX_ROWS} rows."
        )
    wanted = ", ".join(map(_checked_field, columns)) or "*"
    parts = [f"SELECT {wanted} FROM {_checked_entity(entity)}"]
    if where:
        parts.append(f"WHERE {where}")
    if order_by:
        field, _space, direction = order_by.partition(" ")
        if direction.upper() not in ("", "ASC", "DESC"):
            raise ValueError(f"QuickBooks can't sort {direction!r}.")
        parts.append(f"ORDERBY {_checked_field(field)} {direction.upper()}".rstrip())
    parts.append(f"STARTPOSITION {start} MAXRESULTS {limit}")
    return " ".join(parts)


def count(entity: str, where: str = "") -> str:
    """Return the statement that counts the rows of an entity."""
    statement = f"SELECT COUNT(*) FROM {_checked_entity(entity)}"
    return f"{statement} WHERE {where}" if where else statement


def _checked_field(field: str) -> str:
    if not _FIELD.fullmatch(field):
        raise ValueError(f"{field!r} is not a property of a QuickBooks record.")
    return field


def _checked_entity(entity: str) -> str:
    if not _ENTITY.fullmatch(entity):
        raise ValueError(f"{entity!r} is not a QuickBooks entity.")
    return entity
