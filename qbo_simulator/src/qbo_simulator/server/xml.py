"""Render an answer of QuickBooks as XML, the way it does when JSON is not asked for.

One generic rule set covers every entity: references become text with attributes, the
few attributes of the schema stay attributes, lists repeat their element.
"""

from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://schema.intuit.com/finance/v3"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

# Keys of JSON that the schema declares as XML attributes.
ATTRIBUTES = frozenset(
    "domain sparse status time bId startPosition maxResults totalCount "
    "code element type group".split()
)
# Elements where `type` is a child element, not an attribute, do not exist in JSON
# (there the key is `Type`), so the set above needs no exceptions.


def _text(value: Any) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _clean(text: str) -> str:
    """Drop the control characters that XML 1.0 cannot carry."""
    return "".join(c for c in text if c >= " " or c in "\t\n\r")


def _is_reference(value: dict) -> bool:
    return "value" in value and set(value) <= {"value", "name", "type"}


def _element(tag: str, value: Any, out: list[str]) -> None:
    if isinstance(value, list):
        for item in value:
            _element(tag, item, out)
    elif isinstance(value, dict):
        _object(tag, value, out)
    elif value is not None:
        out.append(f"<{tag}>{escape(_clean(_text(value)))}</{tag}>")


def _object(tag: str, value: dict, out: list[str]) -> None:
    if tag == "ColData":  # the cells of reports have attributes only
        cells = (f" {key}={quoteattr(_clean(text))}" for key, text in value.items())
        out.append(f"<{tag}{''.join(cells)}/>")
        return
    if _is_reference(value):
        attributes = "".join(
            f" {key}={quoteattr(_clean(_text(value[key])))}"
            for key in ("name", "type")
            if value.get(key)
        )
        text = escape(_clean(_text(value["value"])))
        out.append(f"<{tag}{attributes}>{text}</{tag}>")
        return
    attributes = "".join(
        f" {key}={quoteattr(_clean(_text(item)))}"
        for key, item in value.items()
        if key in ATTRIBUTES and item is not None
    )
    out.append(f"<{tag}{attributes}>")
    for key, item in value.items():
        if key not in ATTRIBUTES:
            _element(key, item, out)
    out.append(f"</{tag}>")


def render(content: dict, root: str = "IntuitResponse") -> bytes:
    """Return the root element around `content` (the JSON envelope of the answer)."""
    out: list[str] = []
    _object(root, content, out)
    out[0] = out[0].replace(f"<{root}", f'<{root} xmlns="{NAMESPACE}"', 1)
    return (HEAD + "".join(out)).encode("utf-8", "replace")
