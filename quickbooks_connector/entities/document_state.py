"""What both sides last agreed on about a document, and who has changed what since.

Each side is compared with its own former words: ``synced_object`` is what QuickBooks
said, ``synced_payload`` what Odoo said of the same. So a bundle, a discount or a line
without a product is no change only because Odoo says it in another way.
"""

from decimal import Decimal

from ..api import loads_exact

#: Properties that belong together: who changes one of them has changed the part.
PARTS = {
    "party": ("CustomerRef", "VendorRef"),
    "date": ("TxnDate",),
    "due": ("DueDate", "SalesTermRef"),
    "number": ("DocNumber",),
    "until": ("ExpectedDate", "ExpirationDate"),
    "memo": ("CustomerMemo", "Memo"),
    "note": ("PrivateNote",),
    "currency": ("CurrencyRef", "ExchangeRate"),
    "lines": (
        "Line",
        "TotalAmt",
        "TxnTaxDetail",
        "GlobalTaxCalculation",
        "ApplyTaxAfterDiscount",
        "ClassRef",
        "DepartmentRef",
    ),
    "money": ("DepositToAccountRef", "PaymentMethodRef", "PaymentRefNum"),
}
#: Parts that QuickBooks may compute anew when another of them changes.
BOUND = ("party", "date", "currency", "lines", "money", "other")

_PART_OF = {key: part for part, keys in PARTS.items() for key in keys}
#: What QuickBooks only shows, or says for itself.
_PASSING = frozenset(("name", "LineNum", "LinkedTxn", "type"))
_SHOWN_ONLY = ("SubTotalLineDetail",)
#: Properties of which only Odoo's own text knows.
_ENVELOPE = frozenset(("Id", "SyncToken", "sparse"))


def kept(obj):
    """Return what is kept of ``obj`` of QuickBooks, to be compared later."""
    return {key: obj[key] for key in _PART_OF if key in obj}


def changed(before, after):
    """Return the parts in which two objects, or two payloads, differ."""
    parts = set()
    for key in (before.keys() | after.keys()) - _ENVELOPE:
        if _plain(before.get(key)) != _plain(after.get(key)):
            parts.add(_PART_OF.get(key, "other"))
    return parts


def without_unchanged(values, before):
    """Return what of the payload ``values`` differs from the payload ``before``.

    QuickBooks keeps its own words of the rest: a bundle stays one though a note of
    the document is edited in Odoo. What it would compute anew is said completely.
    """
    parts = changed({key: before.get(key) for key in values}, values)
    if not parts.isdisjoint(BOUND):
        return values
    return {key: values[key] for key in values if _PART_OF.get(key) in parts}


def loads(text):
    """Return the object in a text field of a link, empty without one."""
    return loads_exact(text or "{}")


def _plain(value):
    """Return ``value`` without what does not count, spelt in one way."""
    if isinstance(value, dict):
        items = {
            key: _plain(part) for key, part in value.items() if key not in _PASSING
        }
        return {key: part for key, part in items.items() if part not in ("", {}, [])}
    if isinstance(value, list):
        return [
            _plain(item)
            for item in value
            if not (isinstance(item, dict) and item.get("DetailType") in _SHOWN_ONLY)
        ]
    return _scalar(value)


def _scalar(value):
    """Bring the spellings of one value together: 10 and 10.00; absent and empty."""
    if value is None or isinstance(value, bool):
        return value or ""
    if isinstance(value, (int, Decimal)):
        return Decimal(value).normalize()
    return str(value).strip()
