"""What all transactions share: date, currency, closed books, frozen deposits."""

from .. import faults
from ..money import money
from ..openlines import LINED
from .base import Rules


def note_void(doc: dict) -> None:
    """Mark a document as voided, before what its note said.

    QuickBooks can't un-void, but nothing documented or recorded tells what it answers
    to an edit of such a document: it is taken like any other edit.
    """
    note = doc.get("PrivateNote", "")
    if note.startswith("Voided"):
        return  # what is void already stays as it is
    doc["PrivateNote"] = f"Voided - {note}"[:4000] if note else "Voided"


def read_links(line: dict, allowed: tuple[str, ...]) -> list[dict]:
    """Return a payment's line in clean form; a line of zero is no line."""
    links = line.get("LinkedTxn") or ()
    if "Amount" not in line:
        raise faults.required("Line.Amount")
    if line["Amount"] < 0:
        raise faults.negative_amount()
    if not links and line["Amount"]:
        raise faults.required("Line.LinkedTxn")
    if len(links) > 1:
        raise faults.conflicting("A payment line can link one transaction only.")
    for link in links:
        if not link.get("TxnId"):
            raise faults.required("Line.LinkedTxn.TxnId")
        if link.get("TxnType") not in allowed:
            raise faults.cannot_link(
                f"A payment can't be linked to {link.get('TxnType')}."
            )
    if not line["Amount"]:
        return []
    link = {"TxnId": links[0]["TxnId"], "TxnType": links[0]["TxnType"]}
    if link["TxnType"] in LINED and links[0].get("TxnLineId"):
        link["TxnLineId"] = links[0]["TxnLineId"]
    return [{"Amount": line["Amount"], "LinkedTxn": [link]}]


MONEY_ACCOUNTS = ("Bank", "Other Current Asset", "Credit Card")


class TransactionRules(Rules):
    """A document with a date, a currency and a place in the ledger."""

    @property
    def links(self):
        return self.co.links

    def prepare_head(self, draft, name: dict | None) -> None:
        """Settle date and currency; `name` is the customer or vendor, if any."""
        doc = draft.doc
        doc.setdefault("TxnDate", self.co.today.isoformat())
        self.check_open(doc, draft.old)
        self._settle_currency(draft, name)
        if draft.old is not None and draft.old.get("_deposit"):
            raise faults.deposited()

    def check_open(self, doc: dict, old: dict | None) -> None:
        """Refuse what touches closed books."""
        closed = self.co.pref("AccountingInfoPrefs", "BookCloseDate")
        if closed and min(doc["TxnDate"], (old or doc)["TxnDate"]) <= closed:
            raise faults.books_closed()

    def check_delete(self, row, old):
        self.check_open(old, None)
        if old.get("_deposit"):
            raise faults.deposited()

    def check_start(self, item_row, txn_date: str) -> None:
        """Refuse a stock movement before the item's start date."""
        if txn_date < item_row.doc().get("InvStartDate", ""):
            raise faults.before_inventory_start()

    def check_money_account(self, ref: dict) -> None:
        """Refuse an account that can't hold money."""
        account = self.get("Account", ref)
        if account["AccountType"] not in MONEY_ACCOUNTS:
            raise faults.account_type("Bank or Other Current Asset")

    def home_amounts(self, doc: dict) -> None:
        """Compute the amounts in home currency where currencies are in use."""
        if not self.co.multicurrency:
            return
        rate = doc["ExchangeRate"]
        for name, source in (("HomeTotalAmt", "TotalAmt"), ("HomeBalance", "Balance")):
            if name in self.entity.schema.fields and source in doc:
                doc[name] = money(doc[source] * rate)

    def follow_rate(self, id_: str, old: dict | None, new: dict | None) -> None:
        """Post the payments anew of a document whose exchange rate has changed."""
        if old and new and old.get("ExchangeRate") != new.get("ExchangeRate"):
            self.links.repost(self.name, id_)

    def index(self, doc):
        if doc.get("DocNumber"):
            return (("doc", self.name, doc["DocNumber"]),)
        return ()

    def _settle_currency(self, draft, name):
        doc, old = draft.doc, draft.old
        own = name["CurrencyRef"] if name else None
        wanted = doc.get("CurrencyRef") or own
        doc["CurrencyRef"] = self.co.currency_ref(wanted)
        if not self.co.multicurrency:
            doc.pop("ExchangeRate", None)
            return
        if own and own["value"] != doc["CurrencyRef"]["value"]:
            raise faults.business(
                "The transaction needs to be in the same currency as the A/R and A/P "
                "accounts you use."
            )
        currency = doc["CurrencyRef"]["value"]
        if old and old["CurrencyRef"]["value"] != currency:
            doc.pop("ExchangeRate", None)
        if currency == self.co.home_currency:
            doc["ExchangeRate"] = 1
        elif not doc.get("ExchangeRate"):
            kept = (old or {}).get("ExchangeRate")
            doc["ExchangeRate"] = kept or self.co.rate_for(currency, doc["TxnDate"])
