"""Lines of journal entries and deposits that payments settle like documents.

A line on receivables with its customer, or on payables with its vendor, is open until
payments have settled it. The reference names no balance that such a line shows, so its
document stays as it is: what is open follows from the payments alone.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

LINED = ("JournalEntry", "Deposit")
PARTNERS = {"Accounts Receivable": "Customer", "Accounts Payable": "Vendor"}


class Target(NamedTuple):
    """What a payment settles: a document, or one `line` of an entry or deposit."""

    entity: str
    id: str
    line: str | None = None


class OpenLine(NamedTuple):
    """A line that can be settled; debits are positive, in the document's currency."""

    kind: str
    partner: str
    amount: Decimal
    currency: str

    @property
    def is_credit(self) -> bool:
        """Tell whether the line pays others, as a credit memo does."""
        return (self.amount < 0) == (self.kind == "Customer")


def open_lines(company, entity: str, doc: dict | None) -> dict[str, OpenLine]:
    """Return the lines of a document that payments can settle, by their ids."""
    if entity not in LINED or doc is None:
        return {}
    return {
        id_: OpenLine(kind, partner, amount, doc["CurrencyRef"]["value"])
        for id_, account, partner, amount in _named_lines(entity, doc)
        if (kind := partner_kind(company, account)) and amount
    }


def partner_kind(company, account: str) -> str | None:
    """Return whose name lines on an account need: a customer's, a vendor's or none."""
    return PARTNERS.get(company.store.row("Account", account).doc()["AccountType"])


def _named_lines(entity, doc) -> Iterator[tuple]:
    """Yield id, account, name and amount of the lines that carry a name."""
    for line in doc["Line"]:
        if entity == "JournalEntry":
            detail = line["JournalEntryLineDetail"]
            ref = (detail.get("Entity") or {}).get("EntityRef")
            sign = 1 if detail["PostingType"] == "Debit" else -1
        else:
            detail = {} if line.get("LinkedTxn") else line["DepositLineDetail"]
            ref, sign = detail.get("Entity"), -1
        if ref:
            account = detail["AccountRef"]["value"]
            yield line["Id"], account, ref["value"], sign * line["Amount"]
