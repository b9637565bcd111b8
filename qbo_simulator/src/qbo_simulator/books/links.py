"""Which payment settles which document, and what follows for both.

The payment's lines are the truth; balances and `LinkedTxn` of the settled documents
are kept in step here. An index finds the payments of a document.
"""

from decimal import Decimal

from .ledger import home
from .money import ZERO, money

SETTLED_BY = {
    "Invoice": "Payment",
    "CreditMemo": "Payment",
    "Bill": "BillPayment",
    "VendorCredit": "BillPayment",
}
ITEM_LINE = "ItemBasedExpenseLineDetail"
CREDITS = ("CreditMemo", "VendorCredit")


def applications(doc: dict | None) -> dict[tuple[str, str], Decimal]:
    """Return how much a payment applies to each document."""
    result: dict[tuple[str, str], Decimal] = {}
    for line in (doc or {}).get("Line", ()):
        for link in line.get("LinkedTxn", ()):
            key = (link["TxnType"], link["TxnId"])
            result[key] = result.get(key, ZERO) + line["Amount"]
    return result


def unapplied(doc: dict) -> Decimal:
    """Return what a payment and its credits leave over after its documents."""
    total = money(doc["TotalAmt"])
    for (kind, _id), amount in applications(doc).items():
        total += amount if kind in CREDITS else -amount
    return total


def order_status(doc: dict) -> str:
    """Return whether a purchase order has lines that still await their bill."""
    if not doc.get("_closed"):
        for line in doc["Line"]:
            bills = doc.get("_billed", {}).values()
            parts = [one[line["Id"]] for one in bills if line["Id"] in one]
            if _awaits(line, parts):
                return "Open"
    return "Closed"


def _awaits(line, parts):
    """Tell whether a line is not used up by its billed quantities and amounts.

    The quantity decides where the order and all its bills tell one, else the amount.
    """
    ordered = line.get(ITEM_LINE, {}).get("Qty")
    place = 0
    if not ordered or any(one[0] is None for one in parts):
        ordered, place = line["Amount"], 1
    left = ordered - sum(one[place] for one in parts)
    return bool(left) and (left > 0) == (ordered > 0)


def part_of(line: dict) -> list:
    """Return quantity (None where there is none) and amount of an expense line."""
    return [line.get(ITEM_LINE, {}).get("Qty"), line["Amount"]]


class Links:
    """The settlements of one company."""

    def __init__(self, company):
        self.co = company
        self.store = company.store

    def payers(self, entity: str, id_: str) -> list[str]:
        """Return the ids of the payments that settle a document, oldest first."""
        return sorted(self.store.find("link", entity, id_), key=int)

    def applied_to(self, entity: str, id_: str) -> Decimal:
        """Return how much of a document is settled."""
        total = ZERO
        for payer in self.payers(entity, id_):
            doc = self.store.row(SETTLED_BY[entity], payer).doc()
            total += applications(doc).get((entity, id_), ZERO)
        return total

    def relieved(self, entity: str, id_: str, payer: str, amount: Decimal) -> Decimal:
        """Return how much of a document's home amount a payment of `amount` settles.

        The payments of a document take their parts in the order of their ids, so that
        together they settle its home amount to the cent.
        """
        row = self.store.row(entity, id_)
        if row is None:  # just deleted: its payments are about to let go of it
            return ZERO
        rate = row.doc().get("ExchangeRate", 1)
        before = ZERO
        for one in self.payers(entity, id_):
            if int(one) < int(payer):
                doc = self.store.row(SETTLED_BY[entity], one).doc()
                before += applications(doc).get((entity, id_), ZERO)
        return home(before + amount, rate) - home(before, rate)

    def repost(self, entity: str, id_: str) -> None:
        """Post the payments of a foreign document anew: its rate or theirs moved."""
        row = self.store.row(entity, id_) if self.co.multicurrency else None
        if row is None or row.doc()["CurrencyRef"]["value"] == self.co.home_currency:
            return
        for payer in self.payers(entity, id_):
            self.co.rules(SETTLED_BY[entity]).repost(payer)

    def settle(self, old: dict | None, new: dict | None, skip=None) -> None:
        """Bring the settled documents in step with a changed payment.

        `skip` is a document that its own change takes care of.
        """
        before, after = applications(old), applications(new)
        for key in sorted(before.keys() | after.keys()):
            delta = after.get(key, ZERO) - before.get(key, ZERO)
            if delta:
                if key != skip:
                    self._move_balance(*key, delta)
                self.repost(*key)

    def release(self, entity: str, id_: str, most: Decimal | None = None) -> None:
        """Take a document out of its payments, newest first, up to an amount."""
        for payer in reversed(self.payers(entity, id_)):
            if most is None:
                self._reduce(entity, id_, payer, None)
            elif most > 0:
                most -= self._reduce(entity, id_, payer, most)

    def linked(self, entity: str, id_: str, doc: dict) -> list[dict]:
        """Return the `LinkedTxn` of a settled document, newest payment first."""
        links = [
            link
            for link in doc.get("LinkedTxn", ())
            if not link["TxnType"].startswith(("Payment", "BillPayment"))
        ]
        for payer in reversed(self.payers(entity, id_)):
            links.append({"TxnId": payer, "TxnType": self._payer_type(entity)})
        return links

    @staticmethod
    def _payer_type(entity):
        if entity == "Invoice":
            return "Payment"
        # Recorded for bills that were paid by credit card, too.
        return "BillPaymentCheck"

    def _move_balance(self, entity, id_, delta):
        row = self.store.row(entity, id_)
        if row is None:
            return
        doc = row.doc()
        doc["Balance"] = money(doc["Balance"] - delta)
        if "RemainingCredit" in doc:
            doc["RemainingCredit"] = doc["Balance"]
        if "HomeBalance" in doc:
            doc["HomeBalance"] = money(doc["Balance"] * doc["ExchangeRate"])
        if entity in ("Invoice", "Bill"):
            doc["LinkedTxn"] = self.linked(entity, id_, doc)
            if entity == "Bill" and not doc["LinkedTxn"]:
                del doc["LinkedTxn"]
        self.co.rules(entity).replace(row, doc)

    def _reduce(self, entity, id_, payer, most):
        """Take a document (or `most` of it) out of one payment; return how much."""
        kind = SETTLED_BY[entity]
        row = self.store.row(kind, payer)
        old, doc = row.doc(), row.doc()
        taken = ZERO
        for line in doc["Line"]:
            link = line["LinkedTxn"][0]
            if (link["TxnType"], link["TxnId"]) == (entity, id_):
                rest = line["Amount"] if most is None else most - taken
                cut = min(line["Amount"], rest)
                taken += cut
                line["Amount"] = money(line["Amount"] - cut)
        _drop_empty(doc)
        # A credit that vanished can't pay any more: newest documents go first.
        while unapplied(doc) < 0:
            payable = [x for x in doc["Line"] if _kind(x) not in CREDITS]
            short = min(-unapplied(doc), payable[-1]["Amount"])
            payable[-1]["Amount"] = money(payable[-1]["Amount"] - short)
            _drop_empty(doc)
        if "UnappliedAmt" in doc:
            doc["UnappliedAmt"] = unapplied(doc)
        if not doc["Line"]:
            del doc["Line"]
        self.co.rules(kind).replace(row, doc)
        self.settle(old, doc, skip=(entity, id_))
        return taken

    # === purchase orders ===

    def bill_order(self, order: str, bill: str, lines: dict | None) -> None:
        """Note how much of its lines a bill is for; None: for nothing any more.

        `lines` are parts by line id, all lines in full if empty. The order closes when
        its lines are used up; like a paid bill it changes.
        """
        row = self.store.row("PurchaseOrder", order)
        if row is None:
            return
        doc = row.doc()
        billed = doc.get("_billed", {})
        billed.pop(bill, None)
        if lines is not None:
            every = {line["Id"]: part_of(line) for line in doc["Line"]}
            billed[bill] = lines or every
        doc["_billed"] = billed
        doc["POStatus"] = order_status(doc)
        doc["LinkedTxn"] = [{"TxnId": one, "TxnType": "Bill"} for one in billed]
        if not billed:
            del doc["_billed"]
        self.co.rules("PurchaseOrder").replace(row, doc)

    def forget_order(self, order: str, old: dict) -> None:
        """Remove a deleted purchase order from its bills."""
        for bill in old.get("_billed", {}):
            row = self.store.row("Bill", bill)
            doc = row.doc()
            doc["_orders"] = [one for one in doc.get("_orders", ()) if one != order]
            if not doc["_orders"]:
                del doc["_orders"]
            for line in doc["Line"]:
                links = [x for x in line.pop("LinkedTxn", ()) if x["TxnId"] != order]
                if links:
                    line["LinkedTxn"] = links
            self.co.rules("Bill").replace(row, doc)

    # === estimates ===

    def close_estimate(self, estimate: str, invoice: str) -> None:
        """Close an estimate that was invoiced; its SyncToken stays."""
        self._patch_estimate(estimate, invoice, add=True)

    def open_estimate(self, estimate: str, invoice: str) -> None:
        """Open an estimate again whose invoice let go of it."""
        self._patch_estimate(estimate, invoice, add=False)

    def _patch_estimate(self, estimate, invoice, add):
        row = self.store.row("Estimate", estimate)
        if row is None:
            return
        doc = row.doc()
        links = [x for x in doc.get("LinkedTxn", ()) if x["TxnId"] != invoice]
        if add:
            links.append({"TxnId": invoice, "TxnType": "Invoice"})
        doc["TxnStatus"] = "Closed" if links else "Pending"
        doc["LinkedTxn"] = links
        if not links:
            del doc["LinkedTxn"]
        text = self.co.rules("Estimate").text_of(doc)
        self.store.put("Estimate", row.but(text=text, updated=self.co.now))

    def forget_estimate(self, estimate: str, old: dict) -> None:
        """Remove a deleted estimate from its invoices."""
        for link in old.get("LinkedTxn", ()):
            row = self.store.row("Invoice", link["TxnId"])
            if row is not None:
                doc = row.doc()
                doc["LinkedTxn"] = [
                    x for x in doc["LinkedTxn"] if x["TxnId"] != estimate
                ]
                self.co.rules("Invoice").replace(row, doc)


def _kind(line):
    return line["LinkedTxn"][0]["TxnType"]


def _drop_empty(doc):
    doc["Line"] = [line for line in doc["Line"] if line["Amount"]]
