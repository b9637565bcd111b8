"""Properties that hold after any sequence of requests."""

from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from qbo_simulator.books import Books, Fault

from .conftest import line, touch

amounts = st.decimals("0.01", "999.99", places=2)
customers = st.sampled_from(["1", "4", "7"])
pick = st.integers(0, 1000)


class Bookkeeping(RuleBasedStateMachine):
    """Sales, credits, payments, voids and deletions in any order."""

    def __init__(self):
        super().__init__()
        self.co = Books().add_company("1", "us")
        self.tokens = {}

    def _all(self, entity):
        return self.co.query(f"select * from {entity} maxresults 1000").get(entity, [])

    def _one(self, entity, number):
        rows = sorted(self._all(entity), key=lambda row: int(row["Id"]))
        return rows[number % len(rows)] if rows else None

    @rule(
        entity=st.sampled_from(["Invoice", "CreditMemo", "SalesReceipt", "Estimate"]),
        customer=customers,
        amount=amounts,
        quantity=st.integers(1, 5),
        tax=st.sampled_from(["TAX", "NON"]),
    )
    def sell(self, entity, customer, amount, quantity, tax):
        stocked = line(
            amount * quantity, item="6", Qty=quantity, UnitPrice=amount, tax=tax
        )
        body = {"CustomerRef": {"value": customer}, "Line": [stocked, line(amount)]}
        self.co.create(entity, body)

    @rule(number=pick, part=st.integers(1, 100), extra=amounts)
    def receive(self, number, part, extra):
        invoice = self._one("Invoice", number)
        if invoice is None or not invoice["Balance"]:
            return
        amount = round(invoice["Balance"] * part / 100, 2)
        link = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
        self.co.create(
            "Payment",
            {
                "CustomerRef": invoice["CustomerRef"],
                "TotalAmt": amount + extra,
                "Line": [{"Amount": amount, "LinkedTxn": [link]}],
            },
        )

    @rule(first=pick, second=pick)
    def apply_credit(self, first, second):
        invoice, memo = self._one("Invoice", first), self._one("CreditMemo", second)
        if not (invoice and memo):
            return
        amount = min(invoice["Balance"], memo["Balance"])
        lines = [
            {"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]}
            for one, kind in ((invoice, "Invoice"), (memo, "CreditMemo"))
        ]
        body = {"CustomerRef": invoice["CustomerRef"], "TotalAmt": 0, "Line": lines}
        try:
            self.co.create("Payment", body)
        except Fault as fault:
            assert fault.code == "6250"

    @rule(number=pick, amount=amounts)
    def change(self, number, amount):
        invoice = self._one("Invoice", number)
        if invoice and invoice["TotalAmt"]:
            self.co.update("Invoice", touch(invoice, Line=[line(amount, tax="TAX")]))

    @rule(number=pick, entity=st.sampled_from(["Invoice", "Payment"]))
    def void(self, number, entity):
        record = self._one(entity, number)
        if record:
            self.co.void(entity, touch(record))

    @rule(
        number=pick,
        entity=st.sampled_from(
            ["Invoice", "Payment", "CreditMemo", "SalesReceipt", "Estimate"]
        ),
    )
    def delete(self, number, entity):
        record = self._one(entity, number)
        if record:
            self.co.delete(entity, touch(record))

    @rule(number=pick)
    def fail(self, number):
        before = self.co.trial_balance()
        invoice = self._one("Invoice", number)
        if invoice is None:
            return
        try:
            self.co.update("Invoice", touch(invoice, Line=[line(5), line(-50)]))
        except Fault:
            pass
        assert self.co.trial_balance() == before

    @invariant()
    def debits_equal_credits(self):
        trial = self.co.trial_balance()
        assert trial["debit"] == trial["credit"]
        for name, table in self.co.store.tables.items():
            for row in table.rows.values():
                assert sum(one[1] for one in row.posted) == 0, (name, row.id)

    @invariant()
    def a_balance_is_the_total_less_what_was_applied(self):
        applied = {}
        for payment in self._all("Payment"):
            left = payment["TotalAmt"]
            for one in payment.get("Line", ()):
                link = one["LinkedTxn"][0]
                key = (link["TxnType"], link["TxnId"])
                applied[key] = applied.get(key, 0) + one["Amount"]
                left += one["Amount"] * (1 if link["TxnType"] == "CreditMemo" else -1)
            assert payment["UnappliedAmt"] == left >= 0
        for kind in ("Invoice", "CreditMemo"):
            for document in self._all(kind):
                paid = applied.pop((kind, document["Id"]), 0)
                assert document["Balance"] == document["TotalAmt"] - paid >= 0
        assert not applied

    @invariant()
    def a_customer_owes_what_the_documents_say(self):
        owed = {}
        for kind, sign in (("Invoice", 1), ("CreditMemo", -1), ("Payment", -1)):
            for one in self._all(kind):
                key = one["CustomerRef"]["value"]
                owed[key] = owed.get(key, 0) + sign * one["TotalAmt"]
        for customer in self._all("Customer"):
            assert customer["Balance"] == owed.get(customer["Id"], 0)
        receivable = sum(owed.values(), Decimal(0))
        assert self.co.read("Account", "84")["CurrentBalance"] == receivable

    @invariant()
    def stock_is_what_the_documents_left(self):
        quantity = Decimal(100)
        for kind, sign in (("Invoice", -1), ("SalesReceipt", -1), ("CreditMemo", 1)):
            for document in self._all(kind):
                for one in document["Line"]:
                    detail = one.get("SalesItemLineDetail", {})
                    if detail.get("ItemRef", {}).get("value") == "6":
                        quantity += sign * detail["Qty"]
        assert self.co.read("Item", "6")["QtyOnHand"] == quantity

    @invariant()
    def tokens_never_go_back(self):
        for kind in ("Invoice", "Payment", "CreditMemo", "Customer", "Item"):
            for one in self._all(kind):
                key = (kind, one["Id"])
                token = int(one["SyncToken"])
                assert token >= self.tokens.get(key, 0)
                self.tokens[key] = token


TestBookkeeping = Bookkeeping.TestCase
TestBookkeeping.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None
)
