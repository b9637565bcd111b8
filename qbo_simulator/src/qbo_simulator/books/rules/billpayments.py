"""Payments to vendors."""

from .. import faults
from ..exchange import is_foreign, post_settlement
from ..ledger import Entry
from ..links import applications, link_entries, unapplied
from ..money import ZERO
from ..numbering import CHECK, check_check_number
from .transactions import TransactionRules, note_void, read_links

LINKABLE = ("Bill", "VendorCredit", "JournalEntry", "Deposit")
# Links to these are dropped without a word.
DROPPED = ("Purchase", "Check", "Expense", "CreditCardCredit")


class BillPaymentRules(TransactionRules):
    def prepare(self, draft):
        doc = draft.doc
        if doc["TotalAmt"] < 0:
            raise faults.negative_amount("TotalAmt")
        self.prepare_head(draft, self.get("Vendor", doc["VendorRef"]))
        if doc["PayType"] == CHECK:
            check_check_number(self.co, draft, self.name)
        currency = doc["CurrencyRef"]["value"]
        doc["_payable"] = self.co.accounts.payable(currency)
        self._settle_lines(draft)
        self._settle_account(doc)
        doc.pop("TxnTaxDetail", None)
        doc.pop("LinkedTxn", None)

    def index(self, doc):
        entries = (*super().index(doc), *link_entries(doc))
        if doc.get("DocNumber") and doc["PayType"] == CHECK:
            entries += (("doc", CHECK, doc["DocNumber"]),)
        return entries

    def postings(self, id_, doc):
        total = doc["TotalAmt"]
        entry = Entry(doc.get("ExchangeRate", 1))
        if total:
            entry.add(_account(doc)["value"], -total)
        payable = (doc.get("APAccountRef") or {}).get("value") or doc["_payable"]
        name = ("Vendor", doc["VendorRef"]["value"])
        if is_foreign(self.co, doc):
            post_settlement(self.co, entry, id_, doc, (payable, name, 1))
        elif total:
            entry.add(payable, total, name)
        return entry.postings()

    def effects(self, id_, old, new):
        self.links.settle(old, new)

    def void(self, body, params):
        row = self.current(body)
        old = row.doc()
        self.check_delete(row, old)
        doc = row.doc()
        doc.pop("Line", None)
        doc["TotalAmt"] = ZERO
        note_void(doc)
        if self.replace(row, doc, "Void"):
            self.effects(row.id, old, doc)
        return self.present(self.store.row(self.name, row.id))

    def _settle_account(self, doc):
        kind, block, other = "Bank", "CheckPayment", "CreditCardPayment"
        if doc["PayType"] == "CreditCard":
            kind, block, other = "Credit Card", other, block
        doc.pop(other, None)
        ref = _account(doc)
        if ref is None:
            if doc["TotalAmt"]:
                name = "CCAccountRef" if kind == "Credit Card" else "BankAccountRef"
                raise faults.required(f"{block}.{name}")
            doc.pop(block, None)
            return
        if self.get("Account", ref)["AccountType"] != kind:
            raise faults.account_type(kind)
        if block == "CheckPayment":
            doc[block].setdefault("PrintStatus", "NeedToPrint")
        elif unapplied(doc):
            raise faults.required("Line.LinkedTxn")

    def _settle_lines(self, draft):
        doc = draft.doc
        before = applications(draft.old)
        lines = []
        for line in doc.get("Line") or ():
            links = line.get("LinkedTxn") or ()
            if any(link.get("TxnType") in DROPPED for link in links):
                continue
            lines.extend(read_links(line, LINKABLE))
        doc["Line"] = lines
        vendor = doc["VendorRef"]["value"]
        self.links.point(doc, draft.old, "Vendor", lambda id_: id_ == vendor)
        for key, amount in applications(doc).items():
            row = self.store.row(key.entity, key.id)
            if row is None:
                raise faults.not_found()
            target = row.doc()
            if key.line is None and target["VendorRef"]["value"] != vendor:
                raise faults.business("The transaction belongs to another vendor.")
            if target["CurrencyRef"] != doc["CurrencyRef"]:
                raise faults.business(
                    "The payment must be in the currency of the transactions it pays."
                )
            if amount > self.links.balance(key, target) + before.get(key, ZERO):
                raise faults.business(
                    f"You can't apply more than the open balance of {key.entity} "
                    f"{target.get('DocNumber', key.id)}."
                )
        if unapplied(doc) < 0:
            raise faults.business(
                "The total of the lines is more than the payment and its credits."
            )
        if not lines:
            del doc["Line"]


def _account(doc):
    if doc["PayType"] == "CreditCard":
        return (doc.get("CreditCardPayment") or {}).get("CCAccountRef")
    return (doc.get("CheckPayment") or {}).get("BankAccountRef")
