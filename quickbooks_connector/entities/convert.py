"""How values of Odoo fields are written in QuickBooks, by name of the converter."""

import re
from decimal import Decimal

from odoo.tools import email_normalize_all, html2plaintext

#: Decimals of a unit price that QuickBooks keeps.
PRICE_DECIMALS = 7

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


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


_CONVERTERS = {
    "text": _text,
    "code": _code,
    "emails": _emails,
    "plain_text": _plain_text,
    "date": _date,
    "amount": _amount,
    "boolean": _boolean,
}


def to_qbo(converter, record, fname):
    """Return the value of ``record[fname]`` as QuickBooks wants it.

    :return: ``None`` leaves the property out; an empty string clears it
    :raise KeyError: no such converter
    """
    return _CONVERTERS[converter](record, fname)


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
