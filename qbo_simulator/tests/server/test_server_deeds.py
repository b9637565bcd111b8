"""What the accountant does on the pages, as a person with a browser would."""

import re

import pytest
import requests

ORDERED = {
    "VendorRef": {"value": "30"},
    "Line": [
        {
            "Amount": 520,
            "DetailType": "ItemBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail": {
                "ItemRef": {"value": "5"},
                "Qty": 2,
                "UnitPrice": 260,
            },
        }
    ],
}
SOLD = {
    "CustomerRef": {"value": "1"},
    "Line": [
        {
            "Amount": 900,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {
                "ItemRef": {"value": "5"},
                "Qty": 2,
                "UnitPrice": 450,
                "TaxCodeRef": {"value": "NON"},
            },
        }
    ],
}


class Person:
    """Somebody at a browser."""

    def __init__(self, qbo):
        self.here = f"{qbo.base_url}/books/{qbo.realm_id}"

    def look(self, path, status=200):
        answer = requests.get(f"{self.here}/{path}", timeout=30)
        assert answer.status_code == status, answer.text
        return answer.text

    def do(self, path, action, status=200, **form):
        """Open the form from the page's own button, fill it in, send it."""
        assert f"/{path}/do/{action}" in self.look(path)
        page = self.look(f"{path}/do/{action}")
        values = dict(re.findall(r'<input id="([^"]+)"[^>]*value="([^"]*)"', page))
        for name in re.findall(r'<select id="([^"]+)"', page):
            block = page.partition(f'<select id="{name}"')[2]
            values[name] = re.search(r'<option value="([^"]*)"', block)[1]
        address = f"{self.here}/{path}/do/{action}"
        answer = requests.post(address, data={**values, **form}, timeout=30)
        assert answer.status_code == status, answer.text
        return answer


@pytest.fixture
def person(qbo):
    return Person(qbo)


def test_an_order_is_billed_in_parts(qbo, person):
    order = {**ORDERED, "TxnDate": "2020-03-01", "PrivateNote": "P0042"}
    order = qbo.create("PurchaseOrder", order)
    path, line = f"purchase-orders/{order['Id']}", order["Line"][0]["Id"]
    none = person.do(path, "make-bill", status=400, **{f"quantity-{line}": ""})
    assert "at least one line" in none.text
    person.do(path, "make-bill", number="V-1", **{f"quantity-{line}": "0.5"})
    assert qbo.read("PurchaseOrder", order["Id"])["POStatus"] == "Open"
    person.do(path, "make-bill", number="V-2")  # offers what is left
    assert qbo.read("PurchaseOrder", order["Id"])["POStatus"] == "Closed"
    bills = {bill["DocNumber"]: bill for bill in qbo.all("Bill")}
    assert {number: bill["TotalAmt"] for number, bill in bills.items()} == {
        "V-1": 130,
        "V-2": 390,
    }
    assert bills["V-1"]["PrivateNote"] == "P0042"


def test_an_order_becomes_a_bill_which_is_paid(qbo, person):
    order = qbo.create("PurchaseOrder", {**ORDERED, "TxnDate": "2020-03-01"})
    before = qbo.read("Item", "5")["QtyOnHand"]
    path = f"purchase-orders/{order['Id']}"
    page = person.do(path, "make-bill", number="V-77")
    assert "The bill is saved." in page.text and "Bill V-77" in page.text
    assert qbo.read("PurchaseOrder", order["Id"])["POStatus"] == "Closed"
    assert qbo.read("Item", "5")["QtyOnHand"] == before + 2
    assert "make-bill" not in person.look(path)
    (bill,) = qbo.all("Bill")
    assert bill["TotalAmt"] == 520
    page = person.do(f"bills/{bill['Id']}", "pay")
    assert "The payment is saved." in page.text
    assert qbo.read("Bill", bill["Id"])["Balance"] == 0
    (payment,) = qbo.all("BillPayment")
    assert payment["PayType"] == "Check"


def test_a_bill_is_paid_in_part_by_credit_card(qbo, person):
    bill = qbo.create("Bill", ORDERED)
    person.do(f"bills/{bill['Id']}", "pay", amount="20.50", account="41")
    assert qbo.read("Bill", bill["Id"])["Balance"] == pytest.approx(499.5)
    (payment,) = qbo.all("BillPayment")
    assert payment["CreditCardPayment"]["CCAccountRef"]["value"] == "41"


def test_an_invoice_is_edited_and_computed_anew(qbo, person):
    made = qbo.create("Invoice", SOLD)
    line = made["Line"][0]["Id"]
    form = {f"line-{line}-qty": "3", "PrivateNote": "One more", "DocNumber": "X-1"}
    person.do(f"invoices/{made['Id']}", "edit", **form)
    found = qbo.read("Invoice", made["Id"])
    assert found["TotalAmt"] == found["Balance"] == 1350
    assert (found["PrivateNote"], found["DocNumber"]) == ("One more", "X-1")
    assert found["Line"][0]["Id"] == line


def test_a_customer_is_edited(qbo, person):
    form = {"DisplayName": "Amber & Sons", "PrimaryEmailAddr.Address": "a@b.example"}
    page = person.do("customers/1", "edit", **form)
    assert "Amber &amp; Sons" in page.text
    found = qbo.read("Customer", "1")
    assert found["PrimaryEmailAddr"] == {"Address": "a@b.example"}
    assert found["CompanyName"] == "Amber Lantern Cafe"


def test_an_account_and_an_item_are_edited(qbo, person):
    person.do("accounts/7", "edit", Name="Promotion")
    assert qbo.read("Account", "7")["Name"] == "Promotion"
    person.do("items/5", "edit", UnitPrice="475.25")
    assert float(qbo.read("Item", "5")["UnitPrice"]) == 475.25


def test_an_invoice_is_voided_and_then_deleted(qbo, person):
    made = qbo.create("Invoice", SOLD)
    page = person.do(f"invoices/{made['Id']}", "void")
    assert "Voided" in page.text
    assert qbo.read("Invoice", made["Id"])["TotalAmt"] == 0
    assert "do/void" not in page.text
    page = person.do(f"invoices/{made['Id']}", "delete")
    assert "It is deleted." in page.text
    assert qbo.all("Invoice") == []


def test_two_vendors_become_one(qbo, person):
    qbo.create("Bill", ORDERED)
    page = person.do("vendors/30", "merge", winner="31")
    assert "Harbor Freight Forwarders" in page.text
    assert [bill["VendorRef"]["value"] for bill in qbo.all("Bill")] == ["31"]
    person.look("vendors/30", status=404)


def test_a_customer_goes_and_comes_back(qbo, person):
    page = person.do("customers/3", "make-inactive")
    assert "Inactive" in page.text
    assert qbo.read("Customer", "3")["Active"] is False
    person.do("customers/3", "make-active")
    assert qbo.read("Customer", "3")["DisplayName"] == "Copper Kettle Catering"


def test_what_the_books_refuse_is_told_at_the_form(qbo, person):
    made = qbo.create("Invoice", SOLD)
    page = person.do("customers/1", "make-inactive", status=400)
    assert 'role="alert"' in page.text and "open balance" in page.text
    page = person.do(f"invoices/{made['Id']}", "edit", status=400, TxnDate="tomorrow")
    assert "YYYY-MM-DD" in page.text and 'value="tomorrow"' in page.text
    bill = qbo.create("Bill", ORDERED)
    page = person.do(f"bills/{bill['Id']}", "pay", status=400, amount="much")
    assert "Enter the amount as 120.50." in page.text
    assert qbo.all("BillPayment") == []


@pytest.mark.parametrize("path", ["customers/1/do/void", "customers/1/do/nonsense"])
def test_what_cannot_be_done_has_no_page(person, path):
    person.look(path, status=404)


def test_profit_and_loss_and_balance_sheet_follow_the_postings(qbo, person):
    qbo.create("Invoice", SOLD)
    page = person.look("profit-and-loss")
    assert "Sales of Product Income" in page and "900.00" in page
    assert "380.00" in page  # two desks at 450 that had cost 260 each
    assert "Accounts Receivable (A/R)" in person.look("balance-sheet")
    person.look("profit-and-loss?start_date=soon", status=400)


@pytest.mark.parametrize("slug", ["expenses", "journal", "deposits", "transfers"])
def test_every_kind_of_document_is_listed(qbo, person, slug):
    account = {"value": "35"}
    detail = {"AccountRef": {"value": "7"}}
    line = {
        "Amount": 9,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": detail,
    }
    paid = {"PaymentType": "Cash", "AccountRef": account, "Line": [line]}
    made = {
        "expenses": qbo.create("Purchase", paid),
        "transfers": qbo.create(
            "Transfer",
            {"FromAccountRef": account, "ToAccountRef": {"value": "36"}, "Amount": 50},
        ),
    }
    page = person.look(slug)
    if slug in made:
        assert f"/{slug}/{made[slug]['Id']}" in page
        person.look(f"{slug}/{made[slug]['Id']}")


BY_HAND = {
    "credit-memos": ("CreditMemo", SOLD),
    "refund-receipts": (
        "RefundReceipt",
        {**SOLD, "DepositToAccountRef": {"value": "35"}},
    ),
    "expenses": (
        "Purchase",
        {
            "PaymentType": "Cash",
            "AccountRef": {"value": "35"},
            "Line": ORDERED["Line"],
        },
    ),
    "transfers": (
        "Transfer",
        {
            "FromAccountRef": {"value": "35"},
            "ToAccountRef": {"value": "36"},
            "Amount": 50,
        },
    ),
}


@pytest.mark.parametrize("slug", BY_HAND)
def test_a_person_voids_what_the_api_cannot(qbo, token, person, slug):
    entity, body = BY_HAND[slug]
    before = qbo.figures()["trial_balance"], qbo.read("Item", "5")["QtyOnHand"]
    made = qbo.create(entity, {**body, "TxnDate": "2026-03-01"})
    path = f"{slug}/{made['Id']}"
    key = {"Id": made["Id"], "SyncToken": made["SyncToken"]}
    for query in ("operation=void", "operation=update&include=void"):
        answer = qbo.api("POST", f"{entity.lower()}?{query}", token=token, json=key)
        assert answer.json()["Fault"]["Error"][0]["code"] == "500"
    page = person.do(path, "void")
    assert "It is void now." in page.text and "Voided" in page.text
    after = qbo.read(entity, made["Id"])
    assert (after["PrivateNote"], after["SyncToken"]) == ("Voided", "1")
    assert after.get("TotalAmt", after.get("Amount")) == 0
    assert before == (
        qbo.figures()["trial_balance"],
        qbo.read("Item", "5")["QtyOnHand"],
    )
    assert f"/{path}/do/void" not in person.look(path)


def test_a_credit_that_is_voided_leaves_the_invoice_open(qbo):
    credit = qbo.create("CreditMemo", SOLD)
    invoice = qbo.create("Invoice", SOLD)
    lines = [
        {"Amount": 900, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]}
        for one, kind in ((invoice, "Invoice"), (credit, "CreditMemo"))
    ]
    qbo.create("Payment", {"CustomerRef": {"value": "1"}, "TotalAmt": 0, "Line": lines})
    assert qbo.read("Invoice", invoice["Id"])["Balance"] == 0
    qbo.void("CreditMemo", credit["Id"])
    assert qbo.read("CreditMemo", credit["Id"])["RemainingCredit"] == 0
    assert qbo.figures()["trial_balance"]["debit"]


def test_every_list_has_its_page_and_every_record_its_own(qbo, person):
    account = {"value": "35"}
    card = qbo.query("select * from Account where AccountType = 'Credit Card'")
    qbo.create(
        "CreditCardPayment",
        {
            "BankAccountRef": account,
            "CreditCardAccountRef": {"value": card["Account"][0]["Id"]},
            "Amount": 20,
        },
    )
    adjusted = {"ItemRef": {"value": "5"}, "QtyDiff": -2}
    line = {"DetailType": "ItemAdjustmentLineDetail"}
    line["ItemAdjustmentLineDetail"] = adjusted
    qbo.create(
        "InventoryAdjustment", {"AdjustAccountRef": {"value": "7"}, "Line": [line]}
    )
    employee = qbo.create("Employee", {"GivenName": "Ada", "FamilyName": "Long"})
    worked = {"NameOf": "Employee", "EmployeeRef": {"value": employee["Id"]}}
    qbo.create("TimeActivity", {**worked, "Hours": 2, "TxnDate": "2026-03-01"})
    menu = person.look("")
    for slug in (
        "card-payments",
        "inventory-adjustments",
        "employees",
        "time",
        "classes",
        "locations",
    ):
        assert f"/{slug}" in menu
        links = re.findall(rf'href="[^"]*/{slug}/(\d+)"', person.look(slug))
        assert links, slug
        person.look(f"{slug}/{links[0]}")
    assert "/budgets" in menu
    assert [one["Amount"] for one in qbo.all("CreditCardPayment")] == [20]
    assert "20.00" in person.look("card-payments")
