"""Which parts of a payment have changed, told from what both sides agreed on last."""

from decimal import Decimal

from .payment_base import number

#: Properties that belong together: who changes one of them has changed the part.
PARTS = {
    "money": (
        "TotalAmt",
        "ExchangeRate",
        "CurrencyRef",
        "CustomerRef",
        "VendorRef",
        "Line",
    ),
    "date": ("TxnDate",),
    "journal": (
        "DepositToAccountRef",
        "PayType",
        "CheckPayment",
        "CreditCardPayment",
    ),
    "method": ("PaymentMethodRef",),
}
_PART_OF = {key: part for part, keys in PARTS.items() for key in keys}


def changed_there(before, now):
    """Return the parts in which ``now`` is not what ``before`` said.

    What was left to QuickBooks is not compared. Lines have to be spelt in one way.
    """
    keys = (key for key in before if plain(before[key]) != plain(now.get(key)))
    return {_PART_OF[key] for key in keys if key in _PART_OF}


def changed_here(before, now):
    """Return the parts in which Odoo says ``now`` what ``before`` did not say."""
    return changed_there(now, before)


def joined(theirs, mine, parts):
    """Return the object ``theirs`` with ``parts`` as ``mine`` has them."""
    keys = {key for part in parts for key in PARTS[part]}
    kept = {key: value for key, value in theirs.items() if key not in keys}
    return kept | {key: mine[key] for key in keys if key in mine}


def plain(value):
    """Return a value in the one spelling that can be compared."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value).normalize()
    return str(value) if value else False
