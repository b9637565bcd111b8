"""Items, CompanyInfo and Preferences."""

from decimal import Decimal

import pytest

from .conftest import REALM, line, refused, sale, touch

STOCK = {
    "Name": "Shelf",
    "Type": "Inventory",
    "TrackQtyOnHand": True,
    "QtyOnHand": 1.0,
    "InvStartDate": "2026-01-01 19:28:43 UTC",
    "IncomeAccountRef": {"value": "79"},
    "ExpenseAccountRef": {"value": "80"},
    "AssetAccountRef": {"value": "81"},
    "UnitPrice": 13.0,
    "Sku": "S-1",
}


def test_a_stock_item_is_completed_like_the_recorded_one(us):
    item = us.create("Item", STOCK)
    item.pop("MetaData")
    assert list(item.items()) == [
        ("Name", "Shelf"),
        ("Sku", "S-1"),
        ("Active", True),
        ("FullyQualifiedName", "Shelf"),
        ("Taxable", False),
        ("UnitPrice", 13),
        ("Type", "Inventory"),
        ("IncomeAccountRef", {"value": "79", "name": "Sales of Product Income"}),
        ("PurchaseCost", 0),
        ("ExpenseAccountRef", {"value": "80", "name": "Cost of Goods Sold"}),
        ("AssetAccountRef", {"value": "81", "name": "Inventory Asset"}),
        ("TrackQtyOnHand", True),
        ("QtyOnHand", 1),
        ("InvStartDate", "2026-01-01"),
        ("domain", "QBO"),
        ("sparse", False),
        ("Id", item["Id"]),
        ("SyncToken", "0"),
    ]


def test_a_service_needs_a_name_and_an_account(us):
    with refused(2020) as seen:
        us.create("Item", {"Type": "Service"})
    assert seen.error == {
        "Message": "Required param missing, need to supply the required value for "
        "the API",
        "Detail": "Required parameter Name is missing in the request",
        "code": "2020",
        "element": "Name",
    }
    with refused(2020):
        us.create("Item", {"Name": "Setup", "Type": "Service"})
    item = us.create("Item", {"Name": "Setup", "IncomeAccountRef": {"value": "1"}})
    assert (item["Type"], item["TrackQtyOnHand"]) == ("Service", False)


@pytest.mark.parametrize(
    "missing", ["QtyOnHand", "InvStartDate", "AssetAccountRef", "ExpenseAccountRef"]
)
def test_a_stock_item_needs_all_of_its_parts(us, missing):
    body = {name: value for name, value in STOCK.items() if name != missing}
    with refused(2020):
        us.create("Item", body)


def test_opening_stock_is_posted_at_cost(us):
    before = us.read("Account", "81")["CurrentBalance"]
    us.create("Item", {**STOCK, "QtyOnHand": 3, "PurchaseCost": "2.50"})
    assert us.read("Account", "81")["CurrentBalance"] - before == Decimal("7.50")


def test_a_quantity_may_be_corrected_by_an_update(us):
    chair = us.read("Item", "6")
    updated = us.update("Item", touch(chair, QtyOnHand=90, InvStartDate="2026-03-01"))
    assert updated["QtyOnHand"] == 90
    assert updated["InvStartDate"] == "2020-01-01"
    renamed = us.update("Item", touch(updated, Description="x"))
    assert renamed["QtyOnHand"] == 90


def test_an_item_stays_an_inventory_item(us):
    with refused(6000):
        us.update("Item", touch(us.read("Item", "6"), Type="Service"))
    with refused(6000):
        us.update("Item", touch(us.read("Item", "6"), TrackQtyOnHand=False))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("AssetAccountRef", "35"),
        ("AssetAccountRef", "4"),
        ("ExpenseAccountRef", "7"),
        ("IncomeAccountRef", "35"),
    ],
)
def test_a_stock_item_has_accounts_of_their_kind(us, name, wrong):
    with refused(6430):
        us.create("Item", {**STOCK, name: {"value": wrong}})


def test_stock_does_not_move_in_closed_books(books):
    co = books.add_company("2", "us", closing_date="2026-02-28")
    with refused(6210):
        co.create("Item", STOCK)
    chair = co.read("Item", "6")
    with refused(6210):
        co.update("Item", touch(chair, QtyOnHand=5, InvStartDate="2026-02-01"))
    assert co.read("Item", "6")["QtyOnHand"] == 100
    late = touch(chair, QtyOnHand=5, InvStartDate="2026-03-01")
    assert co.update("Item", late)["QtyOnHand"] == 5


def test_a_product_becomes_a_stock_item(us):
    item = us.create(
        "Item",
        {"Name": "Lamp", "Type": "NonInventory", "IncomeAccountRef": {"value": "79"}},
    )
    stock = {**STOCK, "Name": "Lamp", "PurchaseCost": 4, "QtyOnHand": 3}
    made = us.update("Item", touch(item, **stock))
    assert (made["Type"], made["QtyOnHand"]) == ("Inventory", 3)
    assert us.stock.layers(item["Id"]) == [(3, 12)]
    sale(us, line(13, item=item["Id"], Qty=1, UnitPrice=13))
    assert us.read("Item", item["Id"])["QtyOnHand"] == 2
    assert us.stock.layers(item["Id"]) == [(2, 8)]


def test_items_can_stand_in_a_category(us):
    category = us.create("Item", {"Name": "Seating", "Type": "Category"})
    item = us.create(
        "Item",
        {
            "Name": "Stool",
            "ParentRef": {"value": category["Id"]},
            "SubItem": True,
            "IncomeAccountRef": {"value": "79"},
        },
    )
    assert item["FullyQualifiedName"] == "Seating:Stool"
    assert (item["SubItem"], item["Level"]) == (True, 1)
    assert item["ParentRef"] == {"value": category["Id"], "name": "Seating"}


def test_a_new_name_shows_in_old_documents(us):
    invoice = sale(us, line(10, item="8"))
    us.update("Item", touch(us.read("Item", "8"), Name="Gift Voucher"))
    shown = us.read("Invoice", invoice["Id"])["Line"][0]["SalesItemLineDetail"]
    assert shown["ItemRef"] == {"value": "8", "name": "Gift Voucher"}
    assert us.read("Invoice", invoice["Id"])["SyncToken"] == "0"


def test_an_inactive_item_cannot_be_sold(us):
    gone = us.update("Item", touch(us.read("Item", "8"), Active=False))
    assert gone["Name"] == "Gift Card (deleted)"
    with refused(610):
        sale(us, line(10, item="8"))


def test_bundles_are_not_made_through_the_api(us):
    with refused(6000):
        us.create("Item", {"Name": "Set", "Type": "Group"})


def test_the_company_is_read_by_its_own_id(us):
    info = us.read("CompanyInfo", REALM)
    assert info == us.query("select * from CompanyInfo")["CompanyInfo"][0]
    assert (info["Id"], info["Country"]) == ("1", "US")
    assert info["WebAddr"] == {}
    assert {"Name": "OfferingSku", "Value": "QuickBooks Online Plus"} in info[
        "NameValue"
    ]


def test_the_company_can_be_renamed(us):
    info = us.read("CompanyInfo", "1")
    updated = us.update("CompanyInfo", touch(info, CompanyName="New Name LLC"))
    assert updated["CompanyName"] == us.name == "New Name LLC"
    assert updated["NameValue"] == info["NameValue"]
    with refused(500):
        us.create("CompanyInfo", {"CompanyName": "Second"})


def test_preferences_change_in_part(us):
    prefs = us.read("Preferences", "")
    updated = us.update(
        "Preferences",
        touch(
            prefs,
            SalesFormsPrefs={"AllowDiscount": False},
            CurrencyPrefs={"MultiCurrencyEnabled": True},
        ),
    )
    assert updated["SalesFormsPrefs"]["AllowDiscount"] is False
    assert updated["SalesFormsPrefs"]["AllowShipping"] is True
    assert updated["CurrencyPrefs"] == prefs["CurrencyPrefs"]
    assert updated["TaxPrefs"]["PartnerTaxEnabled"] is True
    with refused(5010):
        us.update("Preferences", touch(prefs, SalesFormsPrefs={}))


def test_private_settings_never_show(us):
    assert not [name for name in us.read("Preferences", "1") if name.startswith("_")]


def test_a_company_outside_automated_tax_says_so(legacy):
    prefs = legacy.read("Preferences", "1")
    assert "PartnerTaxEnabled" not in prefs["TaxPrefs"]
    assert prefs["TaxPrefs"]["TaxGroupCodeRef"] == {"value": "2"}
