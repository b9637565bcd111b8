"""How values of Odoo fields are written in QuickBooks and read back, by converter.

A converter has two directions and a meaning. The meaning is what Odoo can tell apart:
two texts of QuickBooks that mean the same to Odoo are no change, so that nothing is
written, or sent, because of the way that somebody spells it.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from odoo import fields
from odoo.tools import email_normalize_all, html2plaintext

#: Decimals of a unit price that QuickBooks keeps.
PRICE_DECIMALS = 7

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)

#: Lines of an address in QuickBooks; Odoo keeps all after the first in one field.
MORE_LINES = ("Line2", "Line3", "Line4", "Line5")


# === TO QUICKBOOKS === #


def _text(record, fname):
    value = record[fname]
    return _CONTROL.sub("", str(value)).strip() if value else ""


def _plain_text(record, fname):
    return html2plaintext(record[fname] or "").strip()


def _date(record, fname):
    value = record[fname]
    return value.isoformat() if value else None


def _amount(record, fname):
    field = record._fields[fname]
    if field.type == "monetary":
        digits = record[field.get_currency_field(record)].decimal_places
    else:
        # Prices have no fixed number of decimals; QuickBooks keeps seven.
        digits = (field.get_digits(record.env) or (16, PRICE_DECIMALS))[1]
    return trim(Decimal(f"{record[fname]:.{digits}f}"))


def _boolean(record, fname):
    return bool(record[fname])


def _code(record, fname):
    return record[fname].code or ""


def _emails(record, fname):
    # What can't be read as an address would make QuickBooks refuse the whole record.
    return ", ".join(email_normalize_all(record[fname] or ""))


# === FROM QUICKBOOKS === #


def _text_back(value, _holder, _known):
    return str(value).strip() or False


def _plain_text_back(value, _holder, _known):
    lines = str(value).strip().splitlines()
    if not any(lines):
        return False
    return Markup("<p>%s</p>") % Markup("<br/>").join(escape(line) for line in lines)


def _date_back(value, _holder, _known):
    return fields.Date.to_date(value or False)


def _amount_back(value, _holder, _known):
    return float(value or 0)


def _boolean_back(value, _holder, _known):
    return value is True


def _country_back(value, _holder, known):
    return known.country_id(value)


def _state_back(value, holder, known):
    return known.state_id(value, known.country_id(holder.get("Country")))


def _lines_back(_value, holder, _known):
    lines = [str(holder.get(key) or "").strip() for key in MORE_LINES]
    return ", ".join(line for line in lines if line) or False


def _url_back(value, _holder, _known):
    value = str(value).strip()
    # Odoo would complete it in the same way.
    return value if not value or _SCHEME.match(value) else f"http://{value}"


# === MEANING === #


def _words(value, _holder, _known):
    return str(value).split()


def _addresses(value, _holder, _known):
    return email_normalize_all(str(value))


def _number(value, _holder, _known):
    return Decimal(str(value or 0))


class _Converter(NamedTuple):
    to_qbo: Callable
    to_odoo: Callable
    #: Without one, the value in Odoo is what a text means.
    meaning: Callable | None = None


_CONVERTERS = {
    "text": _Converter(_text, _text_back),
    "lines": _Converter(_text, _lines_back),
    "country": _Converter(_code, _country_back),
    "state": _Converter(_code, _state_back),
    "emails": _Converter(_emails, _text_back, _addresses),
    "url": _Converter(_text, _url_back),
    "plain_text": _Converter(_plain_text, _plain_text_back, _words),
    "date": _Converter(_date, _date_back),
    "amount": _Converter(_amount, _amount_back, _number),
    "boolean": _Converter(_boolean, _boolean_back),
}


def to_qbo(converter, record, fname):
    """Return the value of ``record[fname]`` as QuickBooks wants it.

    :return: ``None`` leaves the property out; an empty string clears it
    :raise KeyError: no such converter
    """
    return _CONVERTERS[converter].to_qbo(record, fname)


def to_odoo(converter, obj, path, known):
    """Return what stands at ``path`` of ``obj`` as a value to write into a field.

    What is absent is empty: QuickBooks leaves empty properties out.

    :param known: an ``entities.known.Known``
    :raise KeyError: no such converter
    """
    return _CONVERTERS[converter].to_odoo(*_at(obj, path), known)


def meaning(converter, obj, path, known):
    """Return what Odoo can tell of the value at ``path`` of ``obj``, to be compared."""
    back = _CONVERTERS[converter].meaning or _CONVERTERS[converter].to_odoo
    # Nothing there, an empty text and one that Odoo can't hold are all the same to it.
    return back(*_at(obj, path), known) or None


def _at(obj, path):
    """Return the value at ``path``, never ``None``, and the dictionary it is in."""
    parent, _dot, name = path.rpartition(".")
    holder = get(obj, parent) if parent else obj
    holder = holder if isinstance(holder, dict) else {}
    value = holder.get(name)
    return "" if value is None else value, holder


def put(values, path, value):
    """Set ``value`` at a dotted ``path`` of nested dictionaries.

    >>> put({"A": {"b": 1}}, "A.c", 2)
    {'A': {'b': 1, 'c': 2}}
    """
    *parents, last = path.split(".")
    target = values
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value
    return values


def get(obj, path, default=None):
    """Return what stands at a dotted ``path`` of ``obj``, or ``default``."""
    for key in path.split("."):
        if not isinstance(obj, dict) or key not in obj:
            return default
        obj = obj[key]
    return obj


def fit(text, limit):
    """Shorten ``text`` to ``limit`` characters, at a word where there is one.

    >>> fit("a long name of a thing", 12)
    'a long name'
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    if text[limit] != " " and " " in cut[limit // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip()


def clean_name(text, limit):
    """Return ``text`` without the colons, tabs, newlines that names may not have."""
    return fit(_CONTROL.sub(" ", text.replace(":", " ")), limit)


def trim(number):
    """Return ``number`` without superfluous zeros, never in powers of ten.

    >>> trim(Decimal("1200.500"))
    Decimal('1200.5')
    >>> trim(Decimal("100.00"))
    Decimal('100')
    """
    number = number.normalize()
    return number if number.as_tuple().exponent <= 0 else number.quantize(Decimal(1))


def cut(text, limit):
    """Shorten a text of several lines to ``limit`` characters; an ellipsis shows it.

    >>> cut("one\\ntwo three", 10)
    'one\\ntwo t…'
    """
    text = (text or "").strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def address(partner, *names):
    """Return the address of ``partner``, below ``names``, as QuickBooks writes one.

    >>> address(env["res.partner"].new({"street": "1 Main St", "city": "Oakland"}))
    {'Line1': '1 Main St', 'City': 'Oakland'}
    """
    lines = [*names, partner.street, partner.street2]
    lines = [line.strip() for line in lines if line and line.strip()]
    values = {f"Line{n}": line[:500] for n, line in enumerate(lines[:5], 1)}
    values |= {
        "City": partner.city,
        "CountrySubDivisionCode": partner.state_id.code,
        "PostalCode": partner.zip,
        "Country": partner.country_id.code,
    }
    return {key: value for key, value in values.items() if value}


def repeat(before, keys):
    """Return what ``before`` said of ``keys``, to be said again word for word.

    It changes nothing, for an update is only taken when nobody changed the object
    meanwhile; and what is said again does not look like a change to be sent.

    >>> repeat({"Type": "Service", "Name": "Hour"}, ["Type", "ParentRef"])
    {'Type': 'Service'}
    """
    return {key: before[key] for key in keys if key in before}


def settle_empty(values, before):
    """Leave empty values out, unless they clear what ``before`` said.

    Nothing is said about what Odoo never knew: an empty field must not wipe what
    somebody entered in QuickBooks.

    >>> settle_empty({"A": "", "B": {"c": ""}, "D": "x"}, {"B": {"c": "y"}})
    {'B': {'c': ''}, 'D': 'x'}
    """
    settled = {}
    for key, value in values.items():
        if isinstance(value, dict):
            filled = {name: part for name, part in value.items() if part != ""}
            cleared = {name: "" for name in before.get(key) or {}}
            value = filled or cleared
        elif value == "" and not before.get(key):
            continue
        if value != {}:
            settled[key] = value
    return settled
