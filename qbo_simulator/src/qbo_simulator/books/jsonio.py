"""JSON with QuickBooks' number spelling and key order.

Amounts are `Decimal` and keep their exponent: `Decimal("100.00")` is written `100.00`,
`Decimal("75")` is written `75` and every zero is written `0`. The standard encoder
can't write a `Decimal`, so numbers pass through it as marked strings and lose the
quotes afterwards; the mark is drawn at random so that no text of a user can hold it.
"""

import json
import secrets
from decimal import Decimal

_DRAWN = secrets.token_hex(12)
_OPEN, _CLOSE = f"<{_DRAWN}", f"{_DRAWN}>"


def _default(value):
    if isinstance(value, Decimal):
        return f"{_OPEN}{value:f}{_CLOSE}" if value else f"{_OPEN}0{_CLOSE}"
    raise TypeError(f"{type(value).__name__} has no JSON form")


_encoder = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_default, check_circular=False
)


def dump_text(value) -> str:
    """Write `value` as JSON text."""
    text = _encoder.encode(value)
    return text.replace(f'"{_OPEN}', "").replace(f'{_CLOSE}"', "")


def dumps(value) -> bytes:
    """Write `value` as UTF-8 JSON, keys in the order of the dictionaries.

    Lone surrogates, which JSON input may hold, become question marks: a response
    always is valid UTF-8.
    """
    return dump_text(value).encode("utf-8", "replace")


def _refuse_constant(name):
    raise ValueError(f"{name} is not a JSON number")


_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)


def loads(text: bytes | str):
    """Read JSON with exact numbers. Raise `ValueError` on anything malformed."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    try:
        return _decoder.decode(text)
    except RecursionError:
        raise ValueError("The JSON is nested too deeply.") from None
