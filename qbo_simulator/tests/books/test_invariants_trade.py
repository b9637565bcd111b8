"""Properties of trade in two currencies with stock, after any sequence of requests."""

from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qbo_simulator.books import Books, Fault
from qbo_simulator.books.ledger import home
from qbo_simulator.books.links import applications, order_status, unapplied
from qbo_simulator.books.openlines import Target
from qbo_simulator.books.stock import Stock

from .conftest import line, touch
from .test_exchange import payable, receivable
from .test_inventory import ASSET, shelf_values
from .test_planning import MONTHLY, PAID_DOWN

prices = st.decimals("0.01", "99.99", places=2)
rates = st.sampled_from(["0.9137", "1.0333", "1.2"])
days = st.integers(1, 28).map("2026-03-{:02}".format)
amounts = st.integers(1, 6)
pick = st.integers(0, 1000)
sides = st.sampled_from((True, True, False))
SALES = ("Invoice", "CreditMemo", "SalesReceipt", "RefundReceipt")
BOUGHT = ("Bill", "VendorCredit", "Purchase")
PAID = ("Payment", "BillPayment")
OTHERS = ("InventoryAdjustment", "PurchaseOrder", "CreditCardPayment", "Deposit")
EURO = {"value": "EUR"}


class Trade(RuleBasedStateMachine):
    """Buying, selling, paying, editing, voiding and deleting in any order."""

    @initialize(automatic=st.booleans())
    def open(self, automatic):
        self.co = Books().add_company("1", "us", multicurrency=True)
        make = self.co.create
        self.customer = make("Customer", {"DisplayName": "C", "CurrencyRef": EURO})
        self.vendor = make("Vendor", {"DisplayName": "V", "CurrencyRef": EURO})
        self.items = [
            make("Item", shelf_values(Name=f"Shelf {n}", QtyOnHand=n * 4))["Id"]
            for n in range(2)
        ]
        prefs = self.co.read("Preferences", "1")
        body = touch(prefs, SalesFormsPrefs={"AutoApplyCredit": automatic})
        self.co.update("Preferences", body)
        for place in range(2):
            common = {"number": place, "quantity": 2, "price": Decimal("9.99")}
            self._sell("Invoice", True, "1.1", "2026-03-09", **common)
            self._buy("Bill", True, "1.1", "2026-03-05", **common)
        self._buy("PurchaseOrder", True, "1.1", "2026-03-05", **common)

    def _one(self, entity, number):
        """Return one of the newest, so that things happen to the same documents."""
        rows = sorted(self.co.store.rows(entity), key=int)[-3:]
        return self.co.read(entity, rows[number % len(rows)]) if rows else None

    def _try(self, operation, *values):
        """Do something that the books may refuse for the state they are in."""
        try:
            return getattr(self.co, operation)(*values)
        except Fault as fault:
            assert fault.code in ("6000", "6540", "620", "6270"), fault
            return None

    # === documents === #

    def _party(self, euro, rate, name):
        if not euro:
            return {name: {"value": "1" if name == "CustomerRef" else "30"}}
        known = self.customer if name == "CustomerRef" else self.vendor
        return {name: {"value": known["Id"]}, "CurrencyRef": EURO, "ExchangeRate": rate}

    def _goods(self, number, quantity, price, kind):
        detail = {"ItemRef": {"value": self.items[number % 2]}, "Qty": quantity}
        amount = quantity * price
        return {
            "Amount": amount,
            "DetailType": kind,
            kind: {**detail, "UnitPrice": price},
        }

    @rule(
        entity=st.sampled_from(SALES),
        euro=sides,
        rate=rates,
        day=days,
        number=pick,
        quantity=amounts,
        price=prices,
    )
    def sell(self, **values):
        self._sell(**values)

    def _sell(self, entity, euro, rate, day, number, quantity, price):
        goods = self._goods(number, quantity, price, "SalesItemLineDetail")
        body = {"TxnDate": day, "Line": [goods, line(price)]}
        body.update(self._party(euro, rate, "CustomerRef"))
        if entity == "RefundReceipt":
            body["DepositToAccountRef"] = {"value": "35"}
        self._try("create", entity, body)

    @rule(
        entity=st.sampled_from((*BOUGHT, "PurchaseOrder")),
        euro=sides,
        rate=rates,
        day=days,
        number=pick,
        quantity=amounts,
        price=prices,
    )
    def buy(self, **values):
        self._buy(**values)

    def _buy(self, entity, euro, rate, day, number, quantity, price):
        kind = "ItemBasedExpenseLineDetail"
        lines = [self._goods(number + n, quantity, price, kind) for n in range(2)]
        body = {"TxnDate": day, "Line": lines, **self._party(euro, rate, "VendorRef")}
        if entity == "Purchase":
            del body["VendorRef"]
            card = {"value": "41"}
            body.update(
                PaymentType="CreditCard", AccountRef=card, Credit=number % 3 == 0
            )
        self.co.create(entity, body)

    @rule(number=pick, quantity=amounts, price=prices)
    def bill_a_part(self, number, quantity, price):
        order = self._one("PurchaseOrder", number)
        if order is None:
            return
        part = dict(order["Line"][number % 2], Amount=quantity * price)
        item = part["ItemBasedExpenseLineDetail"]["ItemRef"]
        detail = {"ItemRef": item, "Qty": quantity, "UnitPrice": price}
        part["ItemBasedExpenseLineDetail"] = detail
        link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder"}
        part["LinkedTxn"] = [{**link, "TxnLineId": part.pop("Id")}]
        keys = ("VendorRef", "CurrencyRef", "ExchangeRate")
        body = {key: order[key] for key in keys}
        self._try("create", "Bill", {**body, "TxnDate": "2026-03-28", "Line": [part]})

    @rule(
        sold=st.booleans(),
        number=pick,
        part=st.integers(1, 100),
        rate=rates,
        extra=prices,
    )
    def pay(self, sold, **values):
        bank = {"BankAccountRef": {"value": "35"}}
        if sold:
            self._pay("Invoice", **values, PaymentRefNum="1")
        else:
            self._pay("Bill", **values, PayType="Check", CheckPayment=bank)

    def _pay(self, kind, number, part, rate, extra, **header):
        owed = self._one(kind, number)
        if owed is None or not owed["Balance"]:
            return
        amount = round(owed["Balance"] * part / 100, 2)
        link = {"TxnId": owed["Id"], "TxnType": kind}
        lines = [{"Amount": amount, "LinkedTxn": [link]}]
        body = {"TotalAmt": amount + extra, "Line": lines, **header}
        party = "CustomerRef" if kind == "Invoice" else "VendorRef"
        body.update({party: owed[party], "CurrencyRef": owed["CurrencyRef"]})
        if owed["CurrencyRef"]["value"] == "EUR":
            body["ExchangeRate"] = rate
        self.co.create("Payment" if kind == "Invoice" else "BillPayment", body)

    @rule(first=pick, second=pick, sold=sides)
    def apply_credit(self, first, second, sold):
        kinds = ("Invoice", "CreditMemo") if sold else ("Bill", "VendorCredit")
        party = "CustomerRef" if sold else "VendorRef"
        pair = [
            self._one(kind, n) for kind, n in zip(kinds, (first, second), strict=True)
        ]
        if None in pair or pair[0][party] != pair[1][party]:
            return
        amount = min(one["Balance"] for one in pair)
        lines = [
            {"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]}
            for one, kind in zip(pair, kinds, strict=True)
        ]
        body = {party: pair[0][party], "TotalAmt": 0, "Line": lines}
        if not sold:
            body["PayType"] = "Check"
        self.co.create("Payment" if sold else "BillPayment", body)

    @rule(
        kind=st.sampled_from(("count", "correct", "deposit", "pay_down", "plan")),
        number=pick,
        price=prices,
        day=days,
        rate=rates,
    )
    def do_else(self, kind, number, price, day, rate):
        if kind == "count":
            self._count(number, number % 11 - 5, day)
        elif kind == "correct":
            self._correct(number, number % 20, price, day)
        elif kind == "deposit":
            self._deposit(number, rate)
        elif kind == "pay_down":
            self.co.create("CreditCardPayment", {**PAID_DOWN, "Amount": price})
        else:
            self._plan(price, number)

    def _count(self, number, quantity, day):
        detail = {"ItemRef": {"value": self.items[number % 2]}, "QtyDiff": quantity}
        lines = [
            {
                "DetailType": "ItemAdjustmentLineDetail",
                "ItemAdjustmentLineDetail": detail,
            }
        ]
        body = {"AdjustAccountRef": {"value": "91"}, "TxnDate": day, "Line": lines}
        self.co.create("InventoryAdjustment", body)

    def _correct(self, number, quantity, cost, day):
        item = self.co.read("Item", self.items[number % 2])
        body = touch(item, QtyOnHand=quantity, PurchaseCost=cost, InvStartDate=day)
        self.co.update("Item", body)

    def _deposit(self, number, rate):
        payment = self._one("Payment", number)
        if payment is None:
            return
        link = {"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}
        body = {
            "DepositToAccountRef": {"value": "35"},
            "CurrencyRef": payment["CurrencyRef"],
            "Line": [{"LinkedTxn": [link]}],
        }
        if payment["CurrencyRef"]["value"] == "EUR":
            body["ExchangeRate"] = rate
        self._try("create", "Deposit", body)

    def _plan(self, price, number):
        goods = self._goods(number, 1, price, "SalesItemLineDetail")
        body = {
            "CustomerRef": {"value": "1"},
            "Line": [goods],
            "RecurringInfo": MONTHLY,
        }
        self.co.create("RecurringTransaction", {"Invoice": body})

    # === changes === #

    @rule(
        entity=st.sampled_from((*SALES, "Invoice", *BOUGHT, "Bill")),
        number=pick,
        day=days,
        rate=rates,
        quantity=amounts,
    )
    def change(self, entity, number, day, rate, quantity):
        record = self._one(entity, number)
        if record is None or not record["TotalAmt"]:
            return
        body = touch(record, TxnDate=day, Line=record["Line"][:1])
        kind = body["Line"][0]["DetailType"]
        detail = body["Line"][0].get(kind, {})
        if "UnitPrice" not in detail:
            return
        detail["Qty"] = quantity
        body["Line"][0]["Amount"] = round(quantity * detail["UnitPrice"], 2)
        if record["CurrencyRef"]["value"] == "EUR":
            body["ExchangeRate"] = rate
        for name in ("VendorRef", "PaymentType"):
            if name in record:
                body[name] = record[name]
        self._try("update", entity, body)

    @rule(entity=st.sampled_from(PAID), number=pick, voids=st.booleans())
    def unsettle(self, **values):
        self._undo(**values)

    @rule(
        entity=st.sampled_from((*SALES, *BOUGHT, *OTHERS)),
        number=pick,
        voids=st.booleans(),
    )
    def undo(self, **values):
        self._undo(**values)

    def _undo(self, entity, number, voids):
        record = self._one(entity, number)
        if record:
            voids = voids and entity in ("Invoice", "SalesReceipt", *PAID)
            self._try("void" if voids else "delete", entity, touch(record))

    # === what always holds === #

    @invariant()
    def postings_are_what_the_documents_say(self):
        trial = self.co.trial_balance()
        assert trial["debit"] == trial["credit"]
        for name, table in self.co.store.tables.items():
            rules = self.co.rules(name)
            for row in table.rows.values():
                assert sum(one[1] for one in row.posted) == 0, (name, row.id)
                again = rules.postings(row.id, row.doc())
                assert sorted(again, key=repr) == sorted(row.posted, key=repr)

    @invariant()
    def the_stock_account_is_the_sum_of_the_layers(self):
        total = Decimal(0)
        fresh = Stock(self.co)
        for row in self.co.store.rows("Item").values():
            layers = self.co.stock.layers(row.id)
            assert layers == fresh.layers(row.id)
            total += sum(value for _quantity, value in layers)
            if row.live is not None:
                assert row.live == sum(quantity for quantity, _value in layers)
        assert self.co.store.row("Account", ASSET).live == total

    @invariant()
    def what_is_owed_is_what_is_open_at_the_rate_of_its_document(self):
        for kinds, ledger, sign, party in (
            (("Invoice", "CreditMemo", "Payment"), receivable, 1, self.customer),
            (("Bill", "VendorCredit", "BillPayment"), payable, -1, self.vendor),
        ):
            applied: dict = {}
            rows = [
                (kind, id_, row.doc())
                for kind in kinds
                for id_, row in self.co.store.rows(kind).items()
            ]
            euros = [one for one in rows if one[2]["CurrencyRef"] == EURO]
            for kind, _id, doc in euros:
                if kind in PAID:
                    for key, amount in applications(doc).items():
                        applied[key] = applied.get(key, 0) + amount
            owed = foreign = Decimal(0)
            for kind, id_, doc in euros:
                rate = doc["ExchangeRate"]
                if kind in PAID:
                    owed -= home(unapplied(doc), rate)
                    foreign -= unapplied(doc)
                    continue
                paid = applied.get(Target(kind, id_), 0)
                assert doc["Balance"] == doc["TotalAmt"] - paid >= 0
                side = 1 if kind == kinds[0] else -1
                owed += side * (home(doc["TotalAmt"], rate) - home(paid, rate))
                foreign += side * doc["Balance"]
            assert ledger(self.co) == sign * owed
            kind = "Customer" if sign == 1 else "Vendor"
            assert self.co.read(kind, party["Id"])["Balance"] == foreign

    @invariant()
    def an_order_is_open_as_long_as_its_lines_are(self):
        for row in self.co.store.rows("PurchaseOrder").values():
            doc = row.doc()
            assert doc["POStatus"] == order_status(doc)
            billed = {link["TxnId"] for link in doc["LinkedTxn"]}
            assert billed == set(doc.get("_billed", ()))
            assert billed <= set(self.co.store.rows("Bill"))


TestTrade = Trade.TestCase
TestTrade.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
