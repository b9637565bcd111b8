"""Which payment settles which document, and what follows for both.

The payment's lines are the truth; balances and `LinkedTxn` of the settled documents
are kept in step here. An index finds the payments of a document.
"""

from collections.abc import Callable
from decimal import Decimal

from . import faults
from .ledger import home
from .money import ZERO, money
from .openlines import LINED, Target, open_lines

SETTLED_BY = {
    "Invoice": "Payment",
    "CreditMemo": "Payment",
    "Bill": "BillPayment",
    "VendorCredit": "BillPayment",
}
ITEM_LINE = "ItemBasedExpenseLineDetail"
CREDITS = ("CreditMemo", "VendorCredit")


def applications(doc: dict | None) -> dict[Target, Decimal]:
    """Return how much a payment applies to each document, or line of an entry."""
    result: dict[Target, Decimal] = {}
    for line in (doc or {}).get("Line", ()):
        key = target_of(line)
        result[key] = result.get(key, ZERO) + line["Amount"]
    return result


def target_of(line: dict) -> Target:
    """Return what a payment's line settles."""
    link = line["LinkedTxn"][0]
    return Target(link["TxnType"], link["TxnId"], link.get("TxnLineId"))


def is_credit(doc: dict, key: Target) -> bool:
    """Tell whether what a payment is linked to pays with it, instead of being paid."""
    return key.entity in CREDITS or [key.id, key.line] in doc.get("_credits", ())


def unapplied(doc: dict) -> Decimal:
    """Return what a payment and its credits leave over after its documents."""
    total = money(doc["TotalAmt"])
    for key, amount in applications(doc).items():
        total += amount if is_credit(doc, key) else -amount
    return total


def link_entries(doc: dict) -> tuple:
    """Return the index entries under which a payment's documents find it."""
    return tuple({("link", key.entity, key.id): None for key in applications(doc)})


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

    def applied_to(self, entity: str, id_: str, line: str | None = None) -> Decimal:
        """Return how much of a document, or of one line of an entry, is settled."""
        key = Target(entity, id_, line)
        total = ZERO
        for payer in self.payers(entity, id_):
            total += applications(self._payment(entity, payer)).get(key, ZERO)
        return total

    def _payer_kind(self, entity, payer):
        if entity in LINED:
            return "Payment" if self.store.row("Payment", payer) else "BillPayment"
        return SETTLED_BY[entity]

    def _payment(self, entity, payer):
        return self.store.row(self._payer_kind(entity, payer), payer).doc()

    def balance(self, key: Target, doc: dict) -> Decimal:
        """Return what is open of a document, or of one line of it."""
        if key.line is None:
            return doc["Balance"]
        line = open_lines(self.co, key.entity, doc)[key.line]
        return abs(line.amount) - self.applied_to(*key)

    def point(
        self, doc: dict, old: dict | None, kind: str, belongs: Callable[[str], bool]
    ) -> None:
        """Settle which line of an entry or deposit each of a payment's links means.

        A link without `TxnLineId` means the first line with enough left, of the
        customers or vendors (`kind`) that `belongs` accepts. Credits are noted.
        """
        doc.pop("_credits", None)
        spare = applications(old)
        for line in doc["Line"]:
            key = target_of(line)
            if key.entity not in LINED:
                continue
            row = self.store.row(key.entity, key.id)
            if row is None:
                raise faults.not_found()
            source = row.doc()
            choices = {
                key._replace(line=id_): one
                for id_, one in open_lines(self.co, key.entity, source).items()
                if one.kind == kind and belongs(one.partner)
            }
            if key.line is None and choices:
                left = {
                    one: self.balance(one, source) + spare.get(one, ZERO)
                    for one in choices
                }
                enough = [one for one in choices if left[one] >= line["Amount"]]
                key = (enough or list(choices))[0]
            if key not in choices:
                raise faults.cannot_link(
                    f"{key.entity} {key.id} has no such line of this {kind.lower()}."
                )
            line["LinkedTxn"][0]["TxnLineId"] = key.line
            spare[key] = spare.get(key, ZERO) - line["Amount"]
            if choices[key].is_credit:
                doc.setdefault("_credits", []).append([key.id, key.line])

    def relieved(self, key: Target, payer: str, amount: Decimal) -> Decimal:
        """Return how much of a document's home amount a payment of `amount` settles.

        The payments of a document take their parts in the order of their ids, so that
        together they settle its home amount to the cent.
        """
        row = self.store.row(key.entity, key.id)
        if row is None:  # just deleted: its payments are about to let go of it
            return ZERO
        rate = row.doc().get("ExchangeRate", 1)
        before = ZERO
        for one in self.payers(key.entity, key.id):
            if int(one) < int(payer):
                doc = self._payment(key.entity, one)
                before += applications(doc).get(key, ZERO)
        return home(before + amount, rate) - home(before, rate)

    def repost(self, entity: str, id_: str) -> None:
        """Post the payments of a foreign document anew: its rate or theirs moved."""
        row = self.store.row(entity, id_) if self.co.multicurrency else None
        if row is None or row.doc()["CurrencyRef"]["value"] == self.co.home_currency:
            return
        for payer in self.payers(entity, id_):
            self.co.rules(self._payer_kind(entity, payer)).repost(payer)

    def settle(self, old: dict | None, new: dict | None, skip=None) -> None:
        """Bring the settled documents in step with a changed payment.

        `skip` is a document that its own change takes care of.
        """
        before, after = applications(old), applications(new)
        for key in sorted(before.keys() | after.keys()):
            delta = after.get(key, ZERO) - before.get(key, ZERO)
            if delta:
                if key != skip and key.line is None:
                    self._move_balance(key.entity, key.id, delta)
                self.repost(key.entity, key.id)

    def release(
        self,
        entity: str,
        id_: str,
        most: Decimal | None = None,
        line: str | None = None,
    ) -> None:
        """Take a document, or one line of it, out of its payments.

        The newest payment lets go first; of no more than `most`, if given.
        """
        key = Target(entity, id_, line)
        for payer in reversed(self.payers(entity, id_)):
            if most is None:
                self._reduce(key, payer, None)
            elif most > 0:
                most -= self._reduce(key, payer, most)

    def follow_lines(
        self, entity: str, id_: str, old: dict | None, new: dict | None
    ) -> None:
        """Release payments from lines of an entry that have changed or gone.

        What is left of a line stays settled as far as it reaches, as with bills.
        """
        after = open_lines(self.co, entity, new)
        for line, was in open_lines(self.co, entity, old).items():
            now = after.get(line)
            if now is None or now != was._replace(amount=now.amount):
                self.release(entity, id_, line=line)
            elif now.is_credit != was.is_credit:
                self.release(entity, id_, line=line)
            else:
                excess = self.applied_to(entity, id_, line) - abs(now.amount)
                self.release(entity, id_, max(excess, ZERO), line)

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

    def _reduce(self, key, payer, most):
        """Take a document (or `most` of it) out of one payment; return how much."""
        kind = self._payer_kind(key.entity, payer)
        row = self.store.row(kind, payer)
        old, doc = row.doc(), row.doc()
        taken = ZERO
        for line in doc["Line"]:
            if target_of(line) == key:
                rest = line["Amount"] if most is None else most - taken
                cut = min(line["Amount"], rest)
                taken += cut
                line["Amount"] = money(line["Amount"] - cut)
        _drop_empty(doc)
        # A credit that vanished can't pay any more: newest documents go first.
        while unapplied(doc) < 0:
            payable = [x for x in doc["Line"] if not is_credit(doc, target_of(x))]
            short = min(-unapplied(doc), payable[-1]["Amount"])
            payable[-1]["Amount"] = money(payable[-1]["Amount"] - short)
            _drop_empty(doc)
        if "UnappliedAmt" in doc:
            doc["UnappliedAmt"] = unapplied(doc)
        if not doc["Line"]:
            del doc["Line"]
        self.co.rules(kind).replace(row, doc)
        self.settle(old, doc, skip=key)
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


def _drop_empty(doc):
    doc["Line"] = [line for line in doc["Line"] if line["Amount"]]
