"""What an object of QuickBooks says to a ledger: figures only, no database.

What is kept of an object is a plain dictionary for JSON, amounts in it are texts:

``date``, ``number``, ``currency``, ``rate`` (of exchange)
    as QuickBooks says them
``party``, ``party_name``
    the id and the name of the customer or vendor
``total``, ``tax``, ``balance``
    of a document; the total is also a payment's
``taxes``
    ``{rate id: amount}``
``effects``
    ``[[ledger, id of the party, its name, amount]]``: what it adds to what customers
    owe (``"receivable"``) or vendors are owed (``"payable"``)
``cash``
    ``{account id: amount}``: what it puts into an account, or takes out
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from ..entities import convert, read_lines
from ..entities.payment_base import number

RECEIVABLE, PAYABLE = "receivable", "payable"


class Kind(NamedTuple):
    """What a kind of document or payment does.

    :param str ledger: the one that its party belongs to
    :param str party: property that names the party
    :param int effect: what its total does to that ledger
    :param int cash: what its total does to the account of its money
    :param str side: of its taxes, ``"sale"`` or ``"purchase"``
    :param int sign: of its taxes
    """

    ledger: str
    party: str
    effect: int
    cash: int = 0
    side: str = ""
    sign: int = 1


DOCUMENTS = {
    "Invoice": Kind(RECEIVABLE, "CustomerRef", 1, side="sale"),
    "CreditMemo": Kind(RECEIVABLE, "CustomerRef", -1, side="sale", sign=-1),
    "SalesReceipt": Kind(RECEIVABLE, "CustomerRef", 0, 1, side="sale"),
    "RefundReceipt": Kind(RECEIVABLE, "CustomerRef", 0, -1, side="sale", sign=-1),
    "Bill": Kind(PAYABLE, "VendorRef", 1, side="purchase"),
    "VendorCredit": Kind(PAYABLE, "VendorRef", -1, side="purchase", sign=-1),
}
PAYMENTS = {
    "Payment": Kind(RECEIVABLE, "CustomerRef", -1, 1),
    "BillPayment": Kind(PAYABLE, "VendorRef", -1, -1),
}
ENTRY = "JournalEntry"
#: Where the account is named that money comes to, or leaves from.
_ACCOUNTS = (
    "DepositToAccountRef.value",
    "CheckPayment.BankAccountRef.value",
    "CreditCardPayment.CCAccountRef.value",
)
#: Which party a line of a journal entry names on which ledger.
_ENTRY_LEDGERS = {"Customer": RECEIVABLE, "Vendor": PAYABLE}
#: The parties of each ledger, and the property that names one.
PARTIES = {RECEIVABLE: "Customer", PAYABLE: "Vendor"}
#: Everything of which figures are kept.
KINDS = frozenset({*DOCUMENTS, *PAYMENTS, ENTRY, *PARTIES.values()})


def condense(kind, obj, control_ids=()):
    """Return what a ledger keeps of ``obj``.

    :param str kind: QuickBooks' name of it
    :param control_ids: ids of the accounts on which parties owe or are owed
    """
    if kind in PARTIES.values():
        return _party(obj)
    kept = {
        "date": obj.get("TxnDate"),
        "number": obj.get("DocNumber") or obj.get("PaymentRefNum") or "",
        "currency": convert.get(obj, "CurrencyRef.value") or "",
        "rate": str(obj.get("ExchangeRate") or 1),
    }
    if kind == ENTRY:
        return kept | _entry(obj, control_ids)
    of = DOCUMENTS.get(kind) or PAYMENTS[kind]
    total = number(obj.get("TotalAmt"))
    party = obj.get(of.party) or {}
    kept |= {
        "party": party.get("value"),
        "party_name": party.get("name") or "",
        "total": str(total),
    }
    # A deposit on an invoice is money that it brings itself.
    owed = total - number(obj.get("Deposit") if kind == "Invoice" else 0)
    if of.effect and owed:
        ledger = [of.ledger, kept["party"], kept["party_name"], str(of.effect * owed)]
        kept["effects"] = [ledger]
    if of.cash and total:
        kept["cash"] = {_account(obj): str(of.cash * total)}
    return kept | (_document(obj) if kind in DOCUMENTS else {})


def _party(obj):
    return {
        "currency": convert.get(obj, "CurrencyRef.value") or "",
        "balance": str(number(obj.get("Balance"))),
        "party_name": obj.get("DisplayName") or "",
    }


def _document(obj):
    taxes = defaultdict(Decimal)
    for rate, _percent, amount in read_lines.tax_lines(obj):
        taxes[rate] += amount
    return {
        "tax": str(read_lines.total_tax(obj)),
        "balance": str(number(obj.get("Balance"))),
        "taxes": {rate: str(amount) for rate, amount in taxes.items()},
    }


def _account(obj):
    found = (convert.get(obj, path) for path in _ACCOUNTS)
    return next(filter(None, found), "")


def _entry(obj, control_ids):
    """Return what a journal entry says: its parties, and its other accounts."""
    effects, cash = [], defaultdict(Decimal)
    for line in obj.get("Line") or ():
        detail = line.get("JournalEntryLineDetail") or {}
        debit = detail.get("PostingType") == "Debit"
        amount = number(line.get("Amount")) * (1 if debit else -1)
        account = convert.get(detail, "AccountRef.value") or ""
        ledger = _ENTRY_LEDGERS.get(convert.get(detail, "Entity.Type"))
        if account not in control_ids:
            cash[account] += amount
        elif ledger:
            party = detail["Entity"].get("EntityRef") or {}
            sign = 1 if ledger == RECEIVABLE else -1
            name = party.get("name") or ""
            effects.append([ledger, party.get("value"), name, str(sign * amount)])
    told = {"effects": effects, "total": "0"}
    told["cash"] = {account: str(amount) for account, amount in cash.items()}
    if effects:
        told |= {"party": effects[0][1], "party_name": effects[0][2]}
    return told


def effects(kept):
    """Yield ``(ledger, party id, name, amount)`` of what :func:`condense` returned."""
    for ledger, party, name, amount in kept.get("effects") or ():
        yield ledger, party, name, Decimal(amount)


def is_nothing(kept):
    """Tell whether an object moves no money: void, or it only applies credits."""
    return not (Decimal(kept.get("total") or 0) or kept.get("effects"))
