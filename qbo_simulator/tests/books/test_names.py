"""Names: one space for people and companies, hierarchy, deactivation."""

import pytest

from .conftest import again, refused, sale, touch


def test_a_minimal_customer_is_completed_like_the_recorded_one(legacy):
    customer = legacy.create("Customer", {"DisplayName": "Doe, Jack"})
    when = customer.pop("MetaData")
    assert when["CreateTime"] == when["LastUpdatedTime"]
    assert list(customer.items()) == [
        ("Taxable", True),
        ("Job", False),
        ("BillWithParent", False),
        ("Balance", 0),
        ("BalanceWithJobs", 0),
        ("CurrencyRef", {"value": "USD", "name": "United States Dollar"}),
        ("PreferredDeliveryMethod", "Print"),
        ("domain", "QBO"),
        ("sparse", False),
        ("Id", customer["Id"]),
        ("SyncToken", "0"),
        ("FullyQualifiedName", "Doe, Jack"),
        ("DisplayName", "Doe, Jack"),
        ("PrintOnCheckName", "Doe, Jack"),
        ("Active", True),
        ("DefaultTaxCodeRef", {"value": "2"}),
    ]


def test_a_minimal_vendor_is_completed_like_the_recorded_one(us):
    vendor = us.create("Vendor", {"DisplayName": "Smith Family Store-2"})
    assert list(vendor) == [
        "Balance",
        "Vendor1099",
        "CurrencyRef",
        "domain",
        "sparse",
        "Id",
        "SyncToken",
        "MetaData",
        "DisplayName",
        "PrintOnCheckName",
        "Active",
    ]


@pytest.mark.parametrize("entity", ["Customer", "Vendor"])
def test_a_name_is_unique_over_customers_vendors_and_employees(us, entity):
    us.create("Customer", {"DisplayName": "Nightjar Studio"})
    with refused(6240) as seen:
        us.create(entity, {"DisplayName": "nightjar STUDIO"})
    assert seen.error == {
        "Message": "Duplicate Name Exists Error",
        "Detail": "The name supplied already exists. : Another customer, vendor or "
        "employee is already using this name. Please use a different name.",
        "code": "6240",
        "element": "",
    }


def test_a_refused_name_leaves_nothing_behind(us):
    before = us.query("select count(*) from Customer")
    seq = us.changes(0)
    with refused(6240):
        us.create("Customer", {"DisplayName": "Amber Lantern Cafe"})
    created = us.create("Customer", {"DisplayName": "First After"})
    assert us.changes(0)[len(seq) :][0].id == created["Id"]
    assert (
        before["totalCount"] + 1
        == us.query("select count(*) from Customer")["totalCount"]
    )


def test_the_display_name_is_made_of_the_parts_of_a_name(us):
    customer = us.create(
        "Customer", {"Title": "Dr", "GivenName": "Test", "FamilyName": "Person"}
    )
    assert customer["DisplayName"] == "Dr Test Person"


def test_a_name_is_required(us):
    with refused(6080):
        us.create("Customer", {"CompanyName": "Only A Company Name"})


@pytest.mark.parametrize("name", ["A:B", "A\tB", "A\nB"])
def test_separators_are_refused_in_names(us, name):
    with refused(2040):
        us.create("Customer", {"DisplayName": name})


def test_a_name_too_long_is_refused_with_its_length(us):
    with refused(2050) as seen:
        us.create("Customer", {"DisplayName": "x" * 501})
    assert seen.error["element"] == "DisplayName"
    assert "Max:500 supported. Supplied length:501" in seen.error["Detail"]


def test_a_full_update_drops_what_it_does_not_mention(us):
    customer = us.create(
        "Customer",
        {
            "DisplayName": "Full Moon Deli",
            "Notes": "Back door",
            "PrimaryPhone": {"FreeFormNumber": "(512) 555-0100"},
        },
    )
    updated = us.update(
        "Customer",
        {"Id": customer["Id"], "SyncToken": "0", "DisplayName": "Full Moon Diner"},
    )
    assert "Notes" not in updated and "PrimaryPhone" not in updated
    assert updated["PrintOnCheckName"] == "Full Moon Diner"
    assert updated["SyncToken"] == "1"


def test_a_sparse_update_changes_only_what_it_mentions(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill", "Notes": "Left"})
    updated = us.update("Customer", touch(customer, CompanyName="Kite Hill Inc"))
    assert (updated["Notes"], updated["CompanyName"]) == ("Left", "Kite Hill Inc")


def test_empty_text_clears_a_property_in_a_sparse_update(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill", "Notes": "Left"})
    assert "Notes" not in us.update("Customer", touch(customer, Notes=""))


def test_an_update_that_changes_nothing_keeps_token_and_time(us, clock):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    seq = us.changes(0)[-1].seq
    clock.advance(60)
    updated = us.update("Customer", touch(customer, DisplayName="Kite Hill"))
    assert updated == customer
    assert us.changes(seq) == []


def test_a_stale_token_is_refused(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    us.update("Customer", touch(customer, Notes="1"))
    with refused(5010) as seen:
        us.update("Customer", touch(customer, Notes="2"))
    assert seen.error["Message"] == "Stale Object Error"
    assert seen.error["element"] == ""


def test_a_token_may_be_sent_as_a_number(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    body = touch(customer, Notes="1", SyncToken=0)
    assert us.update("Customer", body)["SyncToken"] == "1"


def test_deactivating_marks_the_name_and_frees_it(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    gone = us.update("Customer", touch(customer, Active=False))
    assert gone["DisplayName"] == gone["FullyQualifiedName"] == "Kite Hill (deleted)"
    assert gone["PrintOnCheckName"] == "Kite Hill"
    assert gone["SyncToken"] == "1"
    again_ = us.create("Customer", {"DisplayName": "Kite Hill"})
    second = us.update("Customer", touch(again_, Active=False))
    assert second["DisplayName"] == "Kite Hill (deleted 1)"
    assert us.changes(0)[-1].operation == "Delete"
    assert us.update("Customer", touch(gone, Active=False)) == gone


def test_an_active_name_comes_back_without_its_mark(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    gone = us.update("Customer", touch(customer, Active=False))
    back = us.update("Customer", touch(gone, Active=True))
    assert back["DisplayName"] == "Kite Hill"


def test_an_active_name_cannot_come_back_to_a_taken_name(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    gone = us.update("Customer", touch(customer, Active=False))
    us.create("Vendor", {"DisplayName": "Kite Hill"})
    with refused(6240):
        us.update("Customer", touch(gone, Active=True))


def test_a_customer_with_a_balance_stays_active(us):
    sale(us, 10)
    with refused(6220):
        us.update("Customer", touch(us.read("Customer", "1"), Active=False))


def test_an_inactive_customer_is_readable_but_not_usable(us):
    customer = us.create("Customer", {"DisplayName": "Kite Hill"})
    us.update("Customer", touch(customer, Active=False))
    assert us.read("Customer", customer["Id"])["Active"] is False
    with refused(610):
        sale(us, 10, customer=customer["Id"])


def test_a_sub_customer_hangs_below_its_parent(us):
    spa = us.read("Customer", "7")
    assert spa["FullyQualifiedName"] == "Driftwood Hotel:Driftwood Hotel Spa"
    assert (spa["Job"], spa["BillWithParent"], spa["Level"]) == (True, True, 1)
    assert spa["ParentRef"] == {"value": "4"}
    sale(us, 25, customer="7")
    hotel = us.read("Customer", "4")
    assert (hotel["Balance"], hotel["BalanceWithJobs"]) == (0, 25)


def test_the_same_name_may_stand_below_different_customers(us):
    body = {"DisplayName": "Test Project", "Job": True}
    one = us.create("Customer", {**body, "ParentRef": {"value": "1"}})
    two = us.create("Customer", {**body, "ParentRef": {"value": "2"}})
    assert one["DisplayName"] == two["DisplayName"]
    with refused(6240):
        us.create("Customer", {**body, "ParentRef": {"value": "2"}})


def test_renaming_a_parent_renames_what_is_below(us):
    hotel = us.read("Customer", "4")
    us.update("Customer", touch(hotel, DisplayName="Seaside Hotel"))
    spa = us.read("Customer", "7")
    assert spa["FullyQualifiedName"] == "Seaside Hotel:Driftwood Hotel Spa"
    assert spa["SyncToken"] == "0"


def test_a_hierarchy_has_at_most_five_levels(us):
    parent = "7"
    for level in range(2, 5):
        body = {"DisplayName": f"Level {level}", "ParentRef": {"value": parent}}
        parent = us.create("Customer", body)["Id"]
    with refused(6180):
        us.create(
            "Customer", {"DisplayName": "Level 5", "ParentRef": {"value": parent}}
        )


def test_a_customer_cannot_be_below_itself(us):
    with refused(6150):
        us.update("Customer", touch(us.read("Customer", "4"), ParentRef={"value": "7"}))


def test_a_job_needs_the_customer_that_it_is_for(us):
    with refused(6150):
        us.create("Customer", {"DisplayName": "Kitchen", "Job": True})
    body = {"DisplayName": "Kitchen", "Job": True, "ParentRef": {"value": "1"}}
    job = us.create("Customer", body)
    top = us.update("Customer", touch(job, ParentRef=None))
    assert top["Job"] is False
    with refused(6150):
        us.update("Customer", touch(top, Job=True))


def test_a_tax_number_is_masked_in_answers(us):
    vendor = us.create("Vendor", {"DisplayName": "V", "TaxIdentifier": "99-5688293"})
    assert vendor["TaxIdentifier"] == "XXXXXX8293"


def test_an_address_keeps_its_id_when_it_changes(us):
    customer = us.create("Customer", {"DisplayName": "K", "BillAddr": {"City": "A"}})
    id_ = customer["BillAddr"]["Id"]
    updated = us.update("Customer", touch(customer, BillAddr={"City": "B"}))
    assert updated["BillAddr"] == {"Id": id_, "City": "B"}


def test_currencies_other_than_home_need_the_feature(us):
    with refused(6000) as seen:
        us.create("Customer", {"DisplayName": "K", "CurrencyRef": {"value": "EUR"}})
    assert "Multi-currency is not enabled" in seen.error["Detail"]


def test_merging_moves_documents_and_balance_to_the_winner(us):
    invoice = sale(us, 40, customer="2")
    sale(us, 60, customer="1")
    us.merge("Customer", "2", "1")
    assert again(us, "Invoice", invoice)["CustomerRef"]["value"] == "1"
    assert us.read("Customer", "1")["Balance"] == 100
    with refused(610):
        us.read("Customer", "2")
    last = us.changes(0)[-1]
    assert (last.operation, last.id, last.deleted_id) == ("Merge", "1", "2")


@pytest.mark.parametrize(
    ("entity", "body"),
    [
        ("Class", {"Name": "Retail"}),
        ("Department", {"Name": "online"}),
        ("Term", {"Name": "Net 30", "DueDays": 30}),
        ("PaymentMethod", {"Name": "Cash"}),
        ("Item", {"Name": "Hours", "IncomeAccountRef": {"value": "1"}}),
        ("Account", {"Name": "Checking", "AccountType": "Bank"}),
    ],
)
def test_list_names_are_unique_within_their_list(us, entity, body):
    with refused(6240):
        us.create(entity, body)


def test_the_same_name_may_stand_below_different_parents(us):
    class_ = us.query("select * from Class where Name = 'Retail'")["Class"][0]
    below = us.create("Class", {"Name": "Retail", "ParentRef": {"value": class_["Id"]}})
    assert below["FullyQualifiedName"] == "Retail:Retail"
    assert below["SubClass"] is True
    assert len(class_["Id"]) == 19


def test_terms_are_standard_or_driven_by_a_date(us):
    assert us.create("Term", {"Name": "Net 45", "DueDays": 45})["Type"] == "STANDARD"
    driven = us.create("Term", {"Name": "15th", "DayOfMonthDue": 15})
    assert driven["Type"] == "DATE_DRIVEN" and "DueDays" not in driven
    gone = us.update("Term", touch(driven, Active=False))
    assert gone["Name"] == "15th"


def test_an_account_gets_its_type_from_its_subtype_and_back(us):
    account = us.create("Account", {"Name": "Till", "AccountSubType": "CashOnHand"})
    assert (account["AccountType"], account["Classification"]) == ("Bank", "Asset")
    account = us.create(
        "Account", {"Name": "Clearing", "AccountType": "Other Current Asset"}
    )
    assert account["AccountSubType"] == "OtherCurrentAssets"
    with refused(6010):
        us.create("Account", {"Name": "Nothing"})


def test_balance_sheet_accounts_show_debits_positive_and_others_zero(us):
    sale(us, 80)
    assert us.read("Account", "84")["CurrentBalance"] == 80
    assert us.read("Account", "1")["CurrentBalance"] == 0


def test_an_account_number_is_as_long_as_the_country_has_it(us, books):
    body = {"Name": "Numbered", "AccountType": "Bank", "AcctNum": "12345678"}
    with refused(2050):
        us.create("Account", body)
    canada = books.add_company("3", "ca")
    assert canada.create("Account", body)["AcctNum"] == "12345678"
    with refused(2050):
        canada.create("Account", {**body, "Name": "B", "AcctNum": "1" * 21})


def test_account_numbers_are_unique_where_they_are_used(us):
    numbered = {"AccountType": "Bank", "AcctNum": "1000"}
    us.create("Account", {"Name": "First", **numbered})
    us.create("Account", {"Name": "Second", **numbered})
    prefs = us.read("Preferences", "1")
    group = {"UseAccountNumbers": True}
    us.update("Preferences", touch(prefs, AccountingInfoPrefs=group))
    with refused(6240):
        us.create("Account", {"Name": "Third", **numbered})


def test_a_subaccount_is_of_its_parents_type(us):
    body = {"Name": "Odd", "AccountType": "Expense", "ParentRef": {"value": "35"}}
    with refused(6000):
        us.create("Account", {**body, "SubAccount": True})
