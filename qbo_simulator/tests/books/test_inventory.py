"""What stock is worth: first in, first out, whatever is changed afterwards."""

from decimal import Decimal

import pytest

from qbo_simulator.books import Books
from qbo_simulator.books.layers import Layers, Move

from .conftest import line, refused, sale, touch

ASSET, COST = "81", "80"


@pytest.fixture
def shelf(us):
    """Return the id of an item with 10 pieces at 5.00."""
    return us.create("Item", shelf_values())["Id"]


def shelf_values(**values):
    return {
        "Name": "Shelf",
        "Type": "Inventory",
        "TrackQtyOnHand": True,
        "QtyOnHand": 10,
        "PurchaseCost": 5,
        "InvStartDate": "2026-01-01",
        "IncomeAccountRef": {"value": "79"},
        "ExpenseAccountRef": {"value": COST},
        "AssetAccountRef": {"value": ASSET},
        **values,
    }


def buy(co, item, quantity, price, day="2026-02-01", entity="Bill", **header):
    detail = {"ItemRef": {"value": item}, "Qty": quantity, "UnitPrice": price}
    one = {
        "Amount": quantity * price,
        "DetailType": "ItemBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail": detail,
    }
    if entity != "Purchase":
        header.setdefault("VendorRef", {"value": "30"})
    return co.create(entity, {"TxnDate": day, "Line": [one], **header})


def sell(co, item, quantity, day="2026-03-01", entity="Invoice", **header):
    one = line(quantity * 20, item=item, Qty=quantity, UnitPrice=20)
    return sale(co, one, entity=entity, TxnDate=day, **header)


def adjust(co, item, quantity, day="2026-03-01"):
    detail = {"ItemRef": {"value": item}, "QtyDiff": quantity}
    lines = [
        {
            "DetailType": "ItemAdjustmentLineDetail",
            "ItemAdjustmentLineDetail": detail,
        }
    ]
    account = {"AdjustAccountRef": {"value": "91"}}
    return co.create("InventoryAdjustment", {**account, "TxnDate": day, "Line": lines})


def cost_of(co, entity, record):
    """Return what a document posted to cost of goods sold."""
    row = co.store.row(entity, record["Id"])
    return sum(amount for account, amount, *_rest in row.posted if account == COST)


def worth(co, item):
    return co.stock.layers(item)


def check(co, *items):
    """Assert that stock, layers and ledger agree, also when all is read anew."""
    for item in items:
        layers = worth(co, item)
        quantity = co.read("Item", item)["QtyOnHand"]
        assert sum(one[0] for one in layers) == quantity
    total = sum(
        value
        for row in co.store.rows("Item").values()
        for _quantity, value in worth(co, row.id)
    )
    assert co.store.row("Account", ASSET).live == total
    trial = co.trial_balance()
    assert trial["debit"] == trial["credit"]
    fresh = Books()
    books = Books()
    books._companies[co.realm_id] = co
    fresh.restore(books.snapshot())
    again = fresh.company(co.realm_id)
    for item in items:
        assert again.stock.layers(item) == worth(co, item)


def test_the_oldest_goods_are_sold_first(us, shelf):
    buy(us, shelf, 10, 7)
    first = sell(us, shelf, 8)
    second = sell(us, shelf, 4)
    assert cost_of(us, "Invoice", first) == 40
    assert cost_of(us, "Invoice", second) == 2 * 5 + 2 * 7
    assert worth(us, shelf) == [(8, 56)]
    check(us, shelf)


def test_no_cent_is_lost_in_odd_prices(us, shelf):
    buy(us, shelf, 3, Decimal("3.33"), day="2026-01-02")
    sell(us, shelf, 10)
    invoices = [sell(us, shelf, 1) for _ in range(3)]
    costs = [cost_of(us, "Invoice", one) for one in invoices]
    assert sum(costs) == Decimal("9.99")
    assert worth(us, shelf) == []
    check(us, shelf)


def test_a_bill_of_the_past_changes_the_cost_of_later_sales(us, shelf):
    buy(us, shelf, 10, 7)
    invoice = sell(us, shelf, 12)
    customer = us.read("Customer", "1")["MetaData"]
    assert cost_of(us, "Invoice", invoice) == 64
    bill = buy(us, shelf, 1, 100, day="2026-01-15")
    assert cost_of(us, "Invoice", invoice) == 50 + 100 + 7
    assert us.read("Invoice", invoice["Id"]) == invoice
    assert us.read("Customer", "1")["MetaData"] == customer
    check(us, shelf)
    us.delete("Bill", touch(bill))
    assert cost_of(us, "Invoice", invoice) == 64
    check(us, shelf)


def test_an_edit_of_a_bill_is_followed(us, shelf):
    bill = buy(us, shelf, 10, 7)
    invoice = sell(us, shelf, 15)
    changed = [{**bill["Line"][0], "Amount": 90}]
    changed[0]["ItemBasedExpenseLineDetail"]["UnitPrice"] = 9
    us.update("Bill", touch(bill, VendorRef={"value": "30"}, Line=changed))
    assert cost_of(us, "Invoice", invoice) == 50 + 45
    check(us, shelf)


def test_moving_the_day_of_a_sale_moves_its_cost(us, shelf):
    buy(us, shelf, 10, 7)
    early, late = sell(us, shelf, 10), sell(us, shelf, 10, day="2026-03-02")
    us.update("Invoice", touch(late, TxnDate="2026-02-02"))
    assert cost_of(us, "Invoice", us.read("Invoice", late["Id"])) == 50
    assert cost_of(us, "Invoice", early) == 70
    check(us, shelf)


def test_what_is_sold_before_it_is_there_costs_what_it_is_bought_for(us, shelf):
    invoice = sell(us, shelf, 12)
    assert cost_of(us, "Invoice", invoice) == 60
    assert worth(us, shelf) == [(-2, -10)]
    check(us, shelf)
    buy(us, shelf, 5, 8, day="2026-03-05")
    assert cost_of(us, "Invoice", invoice) == 50 + 16
    assert worth(us, shelf) == [(3, 24)]
    check(us, shelf)


def test_a_return_comes_back_at_what_it_was_sold_for(us, shelf):
    buy(us, shelf, 10, 7)
    sell(us, shelf, 10)
    memo = sell(us, shelf, 2, entity="CreditMemo", day="2026-03-02")
    assert cost_of(us, "CreditMemo", memo) == -10
    refund = sell(
        us, shelf, 1, "2026-03-03", "RefundReceipt", DepositToAccountRef={"value": "35"}
    )
    assert cost_of(us, "RefundReceipt", refund) == -5
    assert worth(us, shelf) == [(10, 70), (2, 10), (1, 5)]
    check(us, shelf)


def test_goods_sent_back_leave_at_their_cost(us, shelf):
    credit = buy(us, shelf, 2, 6, entity="VendorCredit")
    assert worth(us, shelf) == [(8, 40)]
    assert cost_of(us, "VendorCredit", credit) == -2
    assert us.read("Vendor", "30")["Balance"] == -12
    check(us, shelf)


def test_a_card_credit_sends_goods_back(us, shelf):
    header = {"PaymentType": "CreditCard", "AccountRef": {"value": "41"}}
    spent = buy(us, shelf, 3, 9, entity="Purchase", **header)
    buy(us, shelf, 1, 9, entity="Purchase", Credit=True, **header)
    assert worth(us, shelf) == [(9, 45), (3, 27)]
    us.delete("Purchase", touch(spent))
    check(us, shelf)


def test_an_adjustment_takes_the_oldest_and_adds_at_the_newest_cost(us, shelf):
    buy(us, shelf, 10, 7)
    lost = adjust(us, shelf, -12)
    assert us.read("Account", "91")  # the account it is set against
    posted = us.store.row("InventoryAdjustment", lost["Id"]).posted
    assert {one[0]: one[1] for one in posted} == {ASSET: -64, "91": 64}
    adjust(us, shelf, 3, day="2026-03-02")
    assert worth(us, shelf) == [(8, 56), (3, 21)]
    us.delete("InventoryAdjustment", touch(lost))
    check(us, shelf)


def test_a_void_brings_the_goods_back(us, shelf):
    buy(us, shelf, 10, 7)
    first, second = sell(us, shelf, 10), sell(us, shelf, 5, day="2026-03-02")
    us.void("Invoice", touch(first))
    assert cost_of(us, "Invoice", first) == 0
    assert cost_of(us, "Invoice", second) == 25
    receipt = sell(us, shelf, 1, entity="SalesReceipt")
    us.void("SalesReceipt", touch(receipt))
    assert worth(us, shelf) == [(5, 25), (10, 70)]
    check(us, shelf)


def test_a_new_purchase_cost_changes_no_history(us, shelf):
    invoice = sell(us, shelf, 12)
    item = us.read("Item", shelf)
    us.update("Item", touch(item, PurchaseCost=50))
    sell(us, shelf, 1, day="2026-01-02")
    assert cost_of(us, "Invoice", invoice) == 60
    check(us, shelf)


def test_a_corrected_quantity_is_a_movement_of_its_day(us, shelf):
    buy(us, shelf, 10, 7)
    item = us.read("Item", shelf)
    us.update("Item", touch(item, QtyOnHand=5, InvStartDate="2026-03-01"))
    assert worth(us, shelf) == [(5, 35)]
    check(us, shelf)


def test_a_line_of_stock_needs_a_quantity(us, shelf):
    body = {
        "VendorRef": {"value": "30"},
        "Line": [
            {
                "Amount": 5,
                "DetailType": "ItemBasedExpenseLineDetail",
                "ItemBasedExpenseLineDetail": {"ItemRef": {"value": shelf}},
            }
        ],
    }
    with refused(6520):
        us.create("Bill", body)


def test_a_refused_request_leaves_the_layers(us, shelf):
    sell(us, shelf, 4)
    before = worth(us, shelf)
    one = line(60, item=shelf, Qty=3, UnitPrice=20)
    with refused(6000), us.request():
        us.create("Invoice", {"CustomerRef": {"value": "1"}, "Line": [one]})
        sale(us, line(5), line(-50))
    assert worth(us, shelf) == before
    sell(us, shelf, 1)
    check(us, shelf)


def test_merged_items_share_their_layers(us, shelf):
    other = us.create("Item", shelf_values(Name="Rack", PurchaseCost=9, QtyOnHand=4))
    invoice = sell(us, other["Id"], 5)
    assert cost_of(us, "Invoice", invoice) == 45
    us.merge("Item", other["Id"], shelf)
    assert cost_of(us, "Invoice", invoice) == 25
    assert us.read("Item", shelf)["QtyOnHand"] == 9
    assert worth(us, shelf) == [(5, 25), (4, 36)]
    check(us, shelf)


def test_items_of_different_types_are_not_merged(us, shelf):
    with refused(6000):
        us.merge("Item", "1", shelf)


def test_a_foreign_bill_is_worth_its_home_amount(books):
    co = books.add_company("2", "us", multicurrency=True)
    vendor = co.create("Vendor", {"DisplayName": "E", "CurrencyRef": {"value": "EUR"}})
    item = co.create("Item", shelf_values(QtyOnHand=0))["Id"]
    euro = {"VendorRef": {"value": vendor["Id"]}, "ExchangeRate": "1.0333"}
    buy(co, item, 3, Decimal("3.33"), **euro)
    assert worth(co, item) == [(3, Decimal("10.32"))]
    invoice = sell(co, item, 3)
    assert cost_of(co, "Invoice", invoice) == Decimal("10.32")
    check(co, item)


def test_the_layers_survive_a_restart(tmp_path):
    path = str(tmp_path / "books.sqlite")
    books = Books(path)
    co = books.add_company("1", "us")
    item = co.create("Item", shelf_values())["Id"]
    buy(co, item, 10, 7)
    invoice = sell(co, item, 12)
    books.close()
    co = Books(path).company("1")
    assert worth(co, item) == [(8, 56)]
    buy(co, item, 1, 100, day="2026-01-15")
    assert cost_of(co, "Invoice", invoice) == 157
    check(co, item)


def test_a_debt_is_made_good_piece_by_piece():
    layers = Layers()

    def take(day, quantity, value=None):
        move = Move((day,), ("X", str(day)), Decimal(quantity), value, Decimal(2))
        layers.add(move)

    take(1, -5)
    take(2, 2, Decimal("6.01"))
    assert layers.values["X", "1"] == -Decimal("6.01") - 6
    take(3, 4, Decimal("10.01"))
    assert layers.values["X", "1"] == -Decimal("6.01") - Decimal("7.51")
    assert [tuple(one) for one in layers.layers] == [(1, Decimal("2.50"))]
    assert sum(layers.values.values()) == Decimal("2.50")
