"""The buying side: orders, bills, credits, payments and purchases."""

from decimal import Decimal

import pytest

from .conftest import again, refused, touch


def cost(amount, account="15", **detail):
    return {
        "Amount": amount,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": account}, **detail},
    }


def goods(amount, item="6", **detail):
    return {
        "Amount": amount,
        "DetailType": "ItemBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail": {"ItemRef": {"value": item}, **detail},
    }


def buy(company, *lines, entity="Bill", vendor="31", **header):
    lines = [one if isinstance(one, dict) else cost(one) for one in lines]
    body = {"VendorRef": {"value": vendor}, "Line": lines, **header}
    return company.create(entity, body)


def settle(company, total, *targets, vendor="31", account="35", **header):
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]}
        for one, kind, amount in targets
    ]
    body = {
        "VendorRef": {"value": vendor},
        "TotalAmt": total,
        "PayType": "Check",
        "Line": lines,
        **header,
    }
    if account:
        body["CheckPayment"] = {"BankAccountRef": {"value": account}}
    return company.create("BillPayment", body)


def test_a_minimal_bill_is_completed_like_the_recorded_one(us):
    bill = buy(us, goods(192, Qty=24, UnitPrice=8), vendor="30", DocNumber="B-1013")
    assert list(bill) == [
        "DueDate",
        "Balance",
        "domain",
        "sparse",
        "Id",
        "SyncToken",
        "MetaData",
        "DocNumber",
        "TxnDate",
        "CurrencyRef",
        "Line",
        "VendorRef",
        "APAccountRef",
        "TotalAmt",
    ]
    assert bill["DueDate"] == bill["TxnDate"]
    assert bill["APAccountRef"] == {"value": "33", "name": "Accounts Payable (A/P)"}
    assert bill["Line"] == [
        {
            "Id": "1",
            "LineNum": 1,
            "Amount": 192,
            "DetailType": "ItemBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail": {
                "BillableStatus": "NotBillable",
                "ItemRef": {"value": "6", "name": "Task Chair"},
                "UnitPrice": 8,
                "Qty": 24,
                "TaxCodeRef": {"value": "NON"},
            },
        }
    ]


def test_amounts_of_purchase_lines_are_taken_as_they_are(us):
    # Recorded: 24 at 8.00 for 16.00 was accepted, and the same number twice.
    for _ in range(2):
        bill = buy(us, goods(16, Qty=24, UnitPrice=8), DocNumber="Bill-1013")
        assert bill["TotalAmt"] == 16


def test_a_bill_is_owed_to_the_vendor_by_the_date_of_its_terms(us):
    bill = buy(us, 100, 50)
    assert bill["DueDate"] == "2026-04-09"
    vendor = us.read("Vendor", "31")
    assert (vendor["Balance"], vendor["SyncToken"]) == (150, "0")
    assert us.read("Account", "33")["CurrentBalance"] == -150


def test_paying_a_bill_links_and_bumps_it(us):
    bill = buy(us, 200)
    payment = settle(us, 200, (bill, "Bill", 200))
    bill = again(us, "Bill", bill)
    assert (bill["Balance"], bill["SyncToken"]) == (0, "1")
    assert bill["LinkedTxn"] == [
        {"TxnId": payment["Id"], "TxnType": "BillPaymentCheck"}
    ]
    assert payment["CheckPayment"] == {
        "BankAccountRef": {"value": "35", "name": "Checking"},
        "PrintStatus": "NeedToPrint",
    }
    assert us.read("Vendor", "31")["Balance"] == 0
    us.delete("BillPayment", {"Id": payment["Id"], "SyncToken": "0"})
    bill = again(us, "Bill", bill)
    assert bill["Balance"] == 200 and "LinkedTxn" not in bill


def test_a_card_payment_is_linked_as_such(us):
    bill = buy(us, 200)
    settle(
        us,
        200,
        (bill, "Bill", 200),
        account=None,
        PayType="CreditCard",
        CreditCardPayment={"CCAccountRef": {"value": "41"}},
    )
    linked = again(us, "Bill", bill)["LinkedTxn"]
    assert linked[0]["TxnType"] == "BillPaymentCheck"  # as recorded
    with refused(6430):
        settle(
            us,
            0,
            account=None,
            PayType="CreditCard",
            CreditCardPayment={"CCAccountRef": {"value": "35"}},
        )


def test_a_credit_of_the_vendor_pays_a_bill(us):
    bill = buy(us, 200)
    credit = buy(us, 80, entity="VendorCredit")
    assert (credit["TotalAmt"], credit["Balance"]) == (80, 80)
    settle(us, 0, (bill, "Bill", 80), (credit, "VendorCredit", 80), account=None)
    assert again(us, "Bill", bill)["Balance"] == 120
    assert again(us, "VendorCredit", credit)["Balance"] == 0
    assert us.read("Vendor", "31")["Balance"] == 120


def test_payments_to_vendors_are_checked(us):
    bill = buy(us, 200)
    with refused(6000):
        settle(us, 300, (bill, "Bill", 300))
    with refused(6000):
        settle(us, 10, (bill, "Bill", 10), vendor="30")
    with refused(2020):
        settle(us, 10, (bill, "Bill", 10), account=None)
    with refused(6430):
        settle(us, 10, (bill, "Bill", 10), account="41")
    with refused(610):
        settle(us, 10, ({"Id": "999"}, "Bill", 10))
    silent = settle(us, 10, ({"Id": "999"}, "Purchase", 10))
    assert "Line" not in silent


def test_voiding_a_payment_reopens_the_bill(us):
    bill = buy(us, 200)
    payment = settle(us, 200, (bill, "Bill", 200))
    voided = us.update("BillPayment", touch(payment), {"include": "void"})
    assert voided["TotalAmt"] == 0 and voided["PrivateNote"] == "Voided"
    assert again(us, "Bill", bill)["Balance"] == 200


def test_bought_stock_comes_in_and_goes_back(us):
    bill = buy(us, goods("712.50", Qty=10, UnitPrice="71.25"))
    assert us.read("Item", "6")["QtyOnHand"] == 110
    buy(us, goods("142.50", Qty=2, UnitPrice="71.25"), entity="VendorCredit")
    assert us.read("Item", "6")["QtyOnHand"] == 108
    us.delete("Bill", {"Id": bill["Id"], "SyncToken": "0"})
    assert us.read("Item", "6")["QtyOnHand"] == 98


def test_a_purchase_order_is_completed_like_the_recorded_one(us):
    order = buy(us, goods(35, Qty=1, UnitPrice=35), entity="PurchaseOrder", vendor="30")
    assert (order["POStatus"], order["DocNumber"]) == ("Open", "1001")
    assert order["VendorAddr"] == us.read("Vendor", "30")["BillAddr"]
    assert order["ShipAddr"]["Line1"] == "1200 Red River St."
    assert us.read("Item", "6")["QtyOnHand"] == 100
    assert us.read("Vendor", "30")["Balance"] == 0


def test_a_bill_for_the_whole_order_closes_it_and_shows_no_link(us):
    order = buy(us, goods(35, Qty=1, UnitPrice=35), 20, entity="PurchaseOrder")
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder"}
    bill = buy(us, goods(35, Qty=1, UnitPrice=35), LinkedTxn=[link])
    assert "LinkedTxn" not in bill
    closed = again(us, "PurchaseOrder", order)
    assert (closed["POStatus"], closed["SyncToken"]) == ("Closed", "1")
    assert closed["LinkedTxn"] == [{"TxnId": bill["Id"], "TxnType": "Bill"}]
    us.delete("Bill", {"Id": bill["Id"], "SyncToken": "0"})
    opened = again(us, "PurchaseOrder", order)
    assert (opened["POStatus"], opened["LinkedTxn"]) == ("Open", [])


def test_an_order_stays_open_until_its_last_line_is_billed(us):
    order = buy(us, goods(35, Qty=1, UnitPrice=35), 20, entity="PurchaseOrder")

    def part(line_id, line):
        link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": line_id}
        return buy(us, {**line, "LinkedTxn": [link]})

    part("1", goods(35, Qty=1, UnitPrice=35))
    assert again(us, "PurchaseOrder", order)["POStatus"] == "Open"
    part("2", cost(20))
    assert again(us, "PurchaseOrder", order)["POStatus"] == "Closed"
    with refused(2020):
        link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder"}
        buy(us, {**cost(20), "LinkedTxn": [link]})


def bill_part(us, order, line, line_id="1", **header):
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": line_id}
    return buy(us, {**line, "LinkedTxn": [link]}, **header)


def status(us, order):
    return again(us, "PurchaseOrder", order)["POStatus"]


def test_an_order_stays_open_until_its_quantity_is_used_up(us):
    order = buy(us, goods(350, Qty=10, UnitPrice=35), entity="PurchaseOrder")
    first = bill_part(us, order, goods(140, Qty=4, UnitPrice=35))
    assert status(us, order) == "Open"
    assert again(us, "PurchaseOrder", order)["LinkedTxn"] == [
        {"TxnId": first["Id"], "TxnType": "Bill"}
    ]
    # The quantity counts, not the price that it was billed at.
    second = bill_part(us, order, goods(60, Qty=6, UnitPrice=10))
    assert status(us, order) == "Closed"
    less = [{**second["Line"][0], "Amount": 50}]
    less[0]["ItemBasedExpenseLineDetail"]["Qty"] = 5
    us.update("Bill", touch(second, VendorRef={"value": "31"}, Line=less))
    assert status(us, order) == "Open"
    us.delete("Bill", touch(first))
    bill_part(us, order, goods(35, Qty=1, UnitPrice=35))
    assert status(us, order) == "Open"
    bill_part(us, order, goods(140, Qty=4, UnitPrice=35))
    assert status(us, order) == "Closed"


def test_an_order_of_an_amount_is_used_up_by_amounts(us):
    order = buy(us, 100, entity="PurchaseOrder")
    bill_part(us, order, cost(60))
    assert status(us, order) == "Open"
    bill_part(us, order, cost(40))
    assert status(us, order) == "Closed"


def test_two_lines_of_a_bill_use_up_one_line_of_an_order(us):
    order = buy(us, goods(350, Qty=10, UnitPrice=35), entity="PurchaseOrder")
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": "1"}
    half = {**goods(175, Qty=5, UnitPrice=35), "LinkedTxn": [link]}
    buy(us, half, half)
    assert status(us, order) == "Closed"


def test_a_bill_is_linked_to_lines_of_its_vendors_orders(us):
    order = buy(us, 100, entity="PurchaseOrder")
    with refused(620):
        bill_part(us, order, cost(60), line_id="9")
    with refused(620):
        bill_part(us, order, cost(60), vendor="30")


def test_bills_let_go_of_a_deleted_order(us):
    order = buy(us, 100, entity="PurchaseOrder")
    part = bill_part(us, order, cost(60))
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder"}
    whole = buy(us, 100, LinkedTxn=[link])
    us.delete("PurchaseOrder", touch(again(us, "PurchaseOrder", order)))
    part = again(us, "Bill", part)
    assert "LinkedTxn" not in part["Line"][0]
    for bill in (part, again(us, "Bill", whole)):
        noted = touch(bill, VendorRef={"value": "31"}, PrivateNote="x")
        assert us.update("Bill", noted)["PrivateNote"] == "x"


def test_an_order_is_closed_by_hand_only_without_its_lines(us):
    order = buy(us, goods(35, Qty=1, UnitPrice=35), entity="PurchaseOrder")
    lines = [goods(35, Qty=1, UnitPrice=35)]
    body = touch(order, POStatus="Closed", Line=lines)
    order = us.update("PurchaseOrder", body)
    assert order["POStatus"] == "Open"
    order = us.update("PurchaseOrder", touch(order, POStatus="Closed"))
    assert order["POStatus"] == "Closed"
    order = us.update("PurchaseOrder", touch(order, POStatus="Open"))
    assert order["POStatus"] == "Open"
    # Recorded: an order for nothing but an account and no money is closed at once.
    assert buy(us, 0, entity="PurchaseOrder")["POStatus"] == "Closed"


def test_a_bill_is_not_older_than_its_order(us):
    order = buy(us, 20, entity="PurchaseOrder", TxnDate="2026-03-05")
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder"}
    with refused(6000):
        buy(us, 20, TxnDate="2026-03-04", LinkedTxn=[link])


def test_an_order_number_is_used_once(us):
    buy(us, 5, entity="PurchaseOrder", DocNumber="P-1")
    with refused(6140):
        buy(us, 5, entity="PurchaseOrder", DocNumber="P-1")


@pytest.mark.parametrize("account", ["33", "84"])
def test_what_is_owed_is_no_account_of_a_line(us, account):
    with refused(6000):
        buy(us, cost(5, account=account))


def test_a_purchase_is_paid_at_once(us):
    body = {
        "PaymentType": "Check",
        "AccountRef": {"value": "35"},
        "EntityRef": {"value": "31", "type": "Vendor"},
        "Line": [cost(75)],
        "DocNumber": "501",
    }
    purchase = us.create("Purchase", body)
    assert purchase["EntityRef"]["name"] == "Harbor Freight Forwarders"
    assert us.read("Account", "35")["CurrentBalance"] == -75
    with refused(6140):
        us.create("Purchase", body)
    with refused(2010):
        us.update("Purchase", purchase)
    with refused(6430):
        us.create("Purchase", {**body, "DocNumber": "", "AccountRef": {"value": "41"}})
    card = us.create(
        "Purchase",
        {
            "PaymentType": "CreditCard",
            "AccountRef": {"value": "41"},
            "Credit": True,
            "Line": [goods(10, Qty=1)],
        },
    )
    assert card["Credit"] is True
    assert us.read("Account", "41")["CurrentBalance"] == 10
    assert us.read("Item", "6")["QtyOnHand"] == 99


def test_purchase_tax_is_reclaimed_outside_the_us(uk):
    bill = buy(uk, cost(100, TaxCodeRef={"value": "2"}))
    assert bill["TotalAmt"] == 120
    line = bill["TxnTaxDetail"]["TaxLine"][0]
    assert line["TaxLineDetail"]["TaxRateRef"] == {"value": "2"}
    with refused(6000):
        buy(uk, 100)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"Amount": 5}, 2020),
        ({"Amount": 5, "DetailType": "AccountBasedExpenseLineDetail"}, 6440),
        (cost(5, account="999"), 2500),
        (goods(5, item="999"), 2500),
        (goods(5, item="2"), 6000),
        (cost(-5), 6000),
        (cost(5, BillableStatus="Billable"), 6000),
    ],
)
def test_purchase_lines_are_checked(us, line, code):
    with refused(code):
        buy(us, line)


def test_an_updated_bill_keeps_what_is_paid(us):
    bill = buy(us, 200)
    settle(us, 150, (bill, "Bill", 150))
    bill = again(us, "Bill", bill)
    body = touch(bill, VendorRef=bill["VendorRef"], Line=[cost("180.50")])
    bill = us.update("Bill", body)
    assert bill["Balance"] == Decimal("30.50")
    assert bill["Line"][0]["Id"] == "2"
