"""Books to draw reports from, and what reads the reports; shared by their tests."""

from datetime import datetime, timezone
from decimal import Decimal

import pytest

YEAR = {"start_date": "2026-01-01", "end_date": "2026-12-31"}


def report(qbo, name, **params):
    answer = qbo.api("GET", f"reports/{name}", params={**YEAR, **params})
    assert answer.status_code == 200, answer.text
    return answer.json()


def walk(rows):
    for row in rows:
        yield row
        yield from walk(row.get("Rows", {}).get("Row", []))


def rows_of(found):
    return list(walk(found["Rows"]["Row"]))


def groups(found):
    """Return the last figure of each group that has a sum."""
    return {
        row["group"]: row["Summary"]["ColData"][-1]["value"]
        for row in rows_of(found)
        if "group" in row and "Summary" in row
    }


def total_of(found, place=-1):
    """Return a figure of the last line."""
    return Decimal(found["Rows"]["Row"][-1]["Summary"]["ColData"][place]["value"])


def trial(qbo, **params):
    """Return the balance of each account, credits negative."""
    found = {}
    for row in report(qbo, "TrialBalance", **params)["Rows"]["Row"][:-1]:
        name, debit, credit = (cell["value"] for cell in row["ColData"])
        found[name] = Decimal(debit or 0) - Decimal(credit or 0)
    return found


def first(qbo, entity, where):
    return {
        "value": qbo.query(f"select * from {entity} where {where}")[entity][0]["Id"]
    }


def sales_line(item, amount):
    detail = {"ItemRef": item, "Qty": 2, "UnitPrice": amount / 2}
    return {"Amount": amount, "DetailType": "SalesItemLineDetail"} | {
        "SalesItemLineDetail": detail
    }


def cost_line(account, amount, **detail):
    kind = "AccountBasedExpenseLineDetail"
    return {
        "Amount": amount,
        "DetailType": kind,
        kind: {"AccountRef": account} | detail,
    }


def linked(kind, made, amount):
    link = {"TxnId": made["Id"], "TxnType": kind}
    return {"Amount": amount, "LinkedTxn": [link]}


class Books:
    """The records that the documents of a report are about, and what makes them."""

    def __init__(self, qbo):
        self.qbo = qbo
        self.ana = self._made("Customer", "Ana")
        self.bo = self._made("Customer", "Bo")
        self.wood = self._made("Vendor", "Wood")
        self.item = first(qbo, "Item", "Type = 'Service'")
        self.bank = first(qbo, "Account", "AccountType = 'Bank'")
        self.cost = first(qbo, "Account", "AccountType = 'Expense'")

    def _made(self, entity, name):
        return {"value": self.qbo.create(entity, {"DisplayName": name})["Id"]}

    def sell(self, entity, customer, amount, day, **more):
        """Make a sales document of one line."""
        body = {"CustomerRef": customer, "TxnDate": day, **more}
        body["Line"] = [sales_line(self.item, amount)]
        return self.qbo.create(entity, body)

    def pay(self, customer, total, day, *lines):
        """Receive a payment."""
        body = {"CustomerRef": customer, "TotalAmt": total, "TxnDate": day}
        return self.qbo.create("Payment", body | {"Line": list(lines)})

    def do_sales(self):
        """Sell, credit, and get paid: whole, in half, not at all, and too much."""
        old = self.sell("Invoice", self.ana, 80, "2025-12-20", DueDate="2026-01-19")
        new = self.sell("Invoice", self.ana, 100, "2026-02-01", DueDate="2026-03-03")
        half = self.sell("Invoice", self.bo, 60, "2026-03-01", DueDate="2026-03-31")
        self.sell("Invoice", self.bo, 44, "2026-06-01", DueDate="2026-07-01")
        credit = self.sell("CreditMemo", self.bo, 10, "2026-03-05")
        to = {"DepositToAccountRef": self.bank}
        self.sell("SalesReceipt", self.ana, 30, "2026-04-01", **to)
        lines = (linked("Invoice", old, 80), linked("Invoice", new, 100))
        self.pay(self.ana, 180, "2026-02-10", *lines)
        lines = (linked("Invoice", half, 30), linked("CreditMemo", credit, 10))
        self.pay(self.bo, 25, "2026-05-01", *lines)  # five of it stay unapplied

    def do_purchases(self):
        """Buy for a customer, pay a part of it, and spend cash."""
        dates = {"TxnDate": "2026-02-02", "DueDate": "2026-03-04"}
        lines = [cost_line(self.cost, 50, CustomerRef=self.ana)]
        bill = {"VendorRef": self.wood, **dates, "Line": lines}
        bill = self.qbo.create("Bill", bill)
        paid = {"VendorRef": self.wood, "TotalAmt": 20, "TxnDate": "2026-03-01"}
        paid |= {"PayType": "Check", "CheckPayment": {"BankAccountRef": self.bank}}
        self.qbo.create("BillPayment", paid | {"Line": [linked("Bill", bill, 20)]})
        spent = {"PaymentType": "Cash", "AccountRef": self.bank}
        spent |= {"TxnDate": "2026-04-04", "Line": [cost_line(self.cost, 7)]}
        self.qbo.create("Purchase", spent)


@pytest.fixture
def books(qbo):
    """Documents of all kinds, seen on the last day of June 2026."""
    qbo.set_throttle(enabled=False)
    qbo.clock.set(datetime(2026, 6, 30, 20, tzinfo=timezone.utc))
    books = Books(qbo)
    books.do_sales()
    books.do_purchases()
    return books
