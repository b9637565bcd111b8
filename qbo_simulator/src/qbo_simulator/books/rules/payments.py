"""Payments from customers and what they settle."""

from .. import faults
from ..exchange import is_foreign, post_settlement
from ..ledger import Entry
from ..links import applications, link_entries, target_of, unapplied
from ..money import ZERO
from .base import Draft
from .transactions import TransactionRules, note_void, read_links

LINKABLE = ("Invoice", "CreditMemo", "JournalEntry")


class PaymentRules(TransactionRules):
    def prepare(self, draft):
        doc = draft.doc
        if "TotalAmt" not in doc:
            raise faults.required("TotalAmt")
        if doc["TotalAmt"] < 0:
            raise faults.negative_amount("TotalAmt")
        self.prepare_head(draft, self.get("Customer", doc["CustomerRef"]))
        doc.setdefault("DepositToAccountRef", {"value": self.co.accounts.undeposited()})
        self.check_money_account(doc["DepositToAccountRef"])
        doc["ProcessPayment"] = False
        doc.pop("DocNumber", None)
        doc.pop("ARAccountRef", None)
        doc.pop("TxnTaxDetail", None)
        doc.pop("LinkedTxn", None)
        if draft.old is None and not doc.get("Line"):
            self._apply_alone(doc)
        self._settle_lines(draft)

    def index(self, doc):
        return link_entries(doc)

    def postings(self, id_, doc):
        total = doc["TotalAmt"]
        entry = Entry(doc.get("ExchangeRate", 1))
        entry.add(doc["DepositToAccountRef"]["value"], total)
        receivable = self.co.accounts.receivable(doc["CurrencyRef"]["value"])
        name = ("Customer", doc["CustomerRef"]["value"])
        if is_foreign(self.co, doc):
            post_settlement(self.co, entry, id_, doc, (receivable, name, -1))
        elif total:
            entry.add(receivable, -total, name)
        return entry.postings()

    def effects(self, id_, old, new):
        self.links.settle(old, new)

    def void(self, body, params):
        row = self.current(body)
        old = row.doc()
        self.check_delete(row, old)
        doc = row.doc()
        doc.pop("Line", None)
        doc["TotalAmt"] = doc["UnappliedAmt"] = ZERO
        note_void(doc)
        if self.replace(row, doc, "Void"):
            self.effects(row.id, old, doc)
        answer = self.present(self.store.row(self.name, row.id))
        answer["sparse"] = True
        return answer

    # === applying ===

    def apply(self, row, lines: list[dict]) -> None:
        """Give a payment other lines, as QuickBooks does on its own account.

        The payment's day may be in closed books: what it is applied to may change.
        """
        old, doc = row.doc(), row.doc()
        doc["Line"] = lines
        self._settle_lines(Draft(row.id, doc, {}, old, {}))
        if self.replace(row, doc):
            self.effects(row.id, old, doc)

    def _apply_alone(self, doc):
        """Apply a bare payment to the oldest invoices where people chose that."""
        if not self.co.pref("SalesFormsPrefs", "AutoApplyPayments"):
            return
        left = doc["TotalAmt"]
        lines = []
        customer = doc["CustomerRef"]["value"]
        for id_, row in sorted(self.store.rows("Invoice").items(), key=_age):
            balance = row.keys[6] or ZERO
            if row.keys[0] == customer and balance > 0 < left:
                amount = min(balance, left)
                left -= amount
                link = {"TxnId": id_, "TxnType": "Invoice"}
                lines.append({"Amount": amount, "LinkedTxn": [link]})
        if lines:
            doc["Line"] = lines

    def _settle_lines(self, draft):
        doc = draft.doc
        before = applications(draft.old)
        lines = []
        for line in doc.get("Line") or ():
            lines.extend(read_links(line, LINKABLE))
        doc["Line"] = lines
        customer = doc["CustomerRef"]["value"]
        self.links.point(
            doc, draft.old, "Customer", lambda id_: self.co.same_family(customer, id_)
        )
        for key, amount in applications(doc).items():
            target = self._target(doc, key)
            is_open = self.links.balance(key, target) + before.get(key, ZERO)
            if amount > is_open:
                raise faults.business(
                    f"You can't apply more than the open balance of {key.entity} "
                    f"{target.get('DocNumber', key.id)}."
                )
            for line in lines:
                if target_of(line) == key:
                    line["LineEx"] = _extras(key.id, is_open, target)
        left = unapplied(doc)
        if left < 0:
            raise faults.business(
                "The total of the lines is more than the payment and its credits."
            )
        doc["UnappliedAmt"] = left
        if not lines:
            del doc["Line"]

    def _target(self, doc, key):
        row = self.store.row(key.entity, key.id)
        if row is None:
            raise faults.not_found()
        target = row.doc()
        if key.line is None and not self.co.same_family(
            doc["CustomerRef"]["value"], target["CustomerRef"]["value"]
        ):
            raise faults.bad_customer()
        if target["CurrencyRef"] != doc["CurrencyRef"]:
            raise faults.business(
                "The payment must be in the currency of the transactions it pays."
            )
        return target


def _age(item):
    id_, row = item
    return (row.keys[3], int(id_))


def _extras(id_, is_open, target):
    values = [("txnId", id_), ("txnOpenBalance", f"{is_open:.2f}")]
    if target.get("DocNumber"):
        values.append(("txnReferenceNumber", target["DocNumber"]))
    return {
        "any": [
            {
                "name": "{http://schema.intuit.com/finance/v3}NameValue",
                "declaredType": "com.intuit.schema.finance.v3.NameValue",
                "scope": "javax.xml.bind.JAXBElement$GlobalScope",
                "value": {"Name": name, "Value": value},
                "nil": False,
                "globalScope": True,
                "typeSubstituted": False,
            }
            for name, value in values
        ]
    }
