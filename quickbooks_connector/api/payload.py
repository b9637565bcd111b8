"""JSON as QuickBooks and our own records need it: exact numbers, one spelling."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

#: Part of ``json.dumps`` that writes a text; called for it alone, it is much faster.
_quote = json.encoder.encode_basestring_ascii

#: Digits before or behind the point. Written out, more would fill the memory.
_MAX_DIGITS = 64

#: Objects in objects: QuickBooks has fewer than ten.
_MAX_DEPTH = 40

#: What a text of a database can't hold.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


class RawJson(str):
    """A text that is JSON already and goes out as it is."""

    __slots__ = ()


def dumps_payload(value: Any) -> str:
    """Return the canonical JSON text of a payload.

    Keys are sorted, no blanks, ASCII only, Decimals are numbers in their exact
    spelling (``Decimal("1.50")`` -> ``1.50``): equal payloads give equal texts, fit
    for hashing, storing and sending again after a crash.

    :raise TypeError: a float (money and quantities are Decimals here), or a type that
        JSON doesn't know
    :raise ValueError: a number that is not finite
    """
    if isinstance(value, str):
        return value if isinstance(value, RawJson) else _quote(value)
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return _dump_decimal(value)
    if isinstance(value, Mapping):
        return _dump_mapping(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(dumps_payload(item) for item in value)}]"
    hint = " Use Decimal for exact numbers." if isinstance(value, float) else ""
    raise TypeError(f"A payload can't hold {value!r} ({type(value).__name__}).{hint}")


def loads_exact(text: str | bytes) -> Any:
    """Read JSON without ever making a float: numbers are int or Decimal.

    :raise ValueError: not JSON
    """
    return json.loads(text, parse_float=_read_decimal, parse_constant=_refuse_constant)


def storable(value: Any, depth: int = _MAX_DEPTH) -> Any:
    """Return what was read from JSON without the characters no database can hold.

    :param depth: how many objects and lists may lie in each other
    :raise ValueError: they are deeper than that
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if not isinstance(value, dict | list):
        return value
    if not depth:
        raise ValueError("The objects lie too deep in each other.")
    if isinstance(value, list):
        return [storable(item, depth - 1) for item in value]
    return {storable(key): storable(item, depth - 1) for key, item in value.items()}


def is_id(value: Any) -> bool:
    """Tell whether a value can be the id of a QuickBooks record."""
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def is_record(value: Any) -> bool:
    """Tell whether a value is a record of QuickBooks, known by its id."""
    return isinstance(value, dict) and is_id(value.get("Id"))


def as_json_object(body: Mapping[str, Any] | str) -> RawJson:
    """Return a body as JSON text, leaving one that is text already untouched.

    :raise ValueError: the text isn't a JSON object
    """
    if not isinstance(body, str):
        return RawJson(dumps_payload(body))
    if not isinstance(loads_exact(body), dict):
        raise ValueError("A request body must be a JSON object, like {...}.")
    return RawJson(body)


def _dump_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"A payload can't hold the number {value}.")
    # Plain notation; "-0.00" and "0.00" are one amount and get one spelling.
    return format(value.copy_abs() if value.is_zero() else value, "f")


def _dump_mapping(value: Mapping[Any, Any]) -> str:
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"A payload's keys are texts, not {key!r}.")
    members = (f"{_quote(key)}:{dumps_payload(value[key])}" for key in sorted(value))
    return f"{{{','.join(members)}}}"


def _read_decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = None
    if number is None or abs(number.adjusted()) > _MAX_DIGITS:
        raise ValueError(f"{text[:_MAX_DIGITS]} is beyond all amounts.")
    return number


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number.")
