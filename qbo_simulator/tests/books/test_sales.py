"""Sales documents: lines, totals, numbers, dates, voids and deletions."""

from decimal import Decimal

import pytest

from qbo_simulator.books import dumps

from .conftest import REALM, again, line, pay, refused, sale, touch

DISCOUNT = {
    "DetailType": "DiscountLineDetail",
    "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
}


def fixed_discount(amount):
    return {
        "Amount": amount,
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": False},
    }


def test_numbers_may_come_as_text_and_are_spelt_like_quickbooks(us):
    invoice = sale(us, line("337.5", Qty="4.50", UnitPrice="75.00"))
    text = dumps(invoice["Line"][0]).decode()
    assert '"Amount":337.50' in text
    assert '"UnitPrice":75,"Qty":4.5,' in text


def test_an_unknown_property_is_refused_by_name(us):
    with refused(2010) as seen:
        us.create("Invoice", {"BadJson": True})
    assert seen.error["Message"] == "Request has invalid or unsupported property"
    assert seen.error["Detail"].startswith(
        'Property Name:Unrecognized field "BadJson" '
        "(class com.intuit.schema.finance.v3.Invoice), not marked as ignorable ("
    )
    assert seen.error["Detail"].endswith(" specified is unsupported or invalid")
    assert "element" not in seen.error


def test_property_names_are_case_sensitive(us):
    with refused(2010):
        sale(us, 10, docnumber="7")


def test_an_unknown_property_deep_inside_is_refused_too(us):
    with refused(2010) as seen:
        sale(us, line(10, Quantity=1))
    assert "SalesItemLineDetail)" in seen.error["Detail"]


def test_read_only_properties_are_ignored(us):
    invoice = sale(us, 10, TotalAmt=99, Balance=5, HomeTotalAmt=1)
    assert (invoice["TotalAmt"], invoice["Balance"]) == (10, 10)


@pytest.mark.parametrize(
    ("body", "element"),
    [
        ({"Line": [line(10)]}, "CustomerRef"),
        ({"CustomerRef": {"value": "1"}}, "Line"),
        ({"CustomerRef": {"value": "1"}, "Line": [{"Amount": 1}]}, "Line.DetailType"),
        (
            {
                "CustomerRef": {"value": "1"},
                "Line": [{"DetailType": "SalesItemLineDetail"}],
            },
            "Line.Amount",
        ),
    ],
)
def test_what_is_required_is_named(us, body, element):
    with refused(2020) as seen:
        us.create("Invoice", body)
    assert seen.error["element"] == element
    assert seen.error["Detail"] == (
        f"Required parameter {element} is missing in the request"
    )


def test_an_amount_must_be_quantity_times_price(us):
    with refused(6070) as seen:
        sale(us, line("1861.07", Qty="128.35", UnitPrice="14.50"))
    assert seen.error["Detail"] == (
        "Amount is not equal to UnitPrice * Qty. Supplied value:1,861.07"
    )
    assert sale(us, line("1861.08", Qty="128.35", UnitPrice="14.50"))


def test_references_to_nothing_are_refused(us):
    with refused(2500) as seen:
        sale(us, line(10, item="999"))
    assert seen.error["element"] == "Line.SalesItemLineDetail.ItemRef"
    with refused(2500) as seen:
        sale(us, 10, customer="999")
    assert "Names element id 999 not found" in seen.error["Detail"]


def test_a_category_cannot_be_sold(us):
    category = us.create("Item", {"Name": "Chairs", "Type": "Category"})
    with refused(2500) as seen:
        sale(us, line(10, item=category["Id"]))
    assert "Categories cannot be used in transactions." in seen.error["Detail"]


def test_a_percentage_discount_comes_off_the_subtotal(us):
    invoice = sale(us, 100, 50, DISCOUNT)
    kinds = [one["DetailType"] for one in invoice["Line"]]
    assert kinds[2:] == ["SubTotalLineDetail", "DiscountLineDetail"]
    assert invoice["Line"][2]["Amount"] == 150
    assert invoice["Line"][3] == {
        "Amount": Decimal("15.00"),
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {
            "PercentBased": True,
            "DiscountPercent": 10,
            "DiscountAccountRef": {"value": "86", "name": "Discounts given"},
        },
    }
    assert invoice["TotalAmt"] == 135


def test_a_discount_needs_an_amount_or_a_percentage(us):
    bare = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": {}}
    with refused(6090):
        sale(us, 100, bare)
    assert sale(us, 100, fixed_discount(20))["TotalAmt"] == 80


def test_tax_is_on_the_full_price_unless_told_after_the_discount(us):
    before = sale(us, line(100, tax="TAX"), fixed_discount(20))
    assert before["TxnTaxDetail"]["TotalTax"] == Decimal("8.25")
    after = sale(
        us, line(100, tax="TAX"), fixed_discount(20), ApplyTaxAfterDiscount=True
    )
    assert after["TxnTaxDetail"]["TotalTax"] == Decimal("6.60")
    assert after["TotalAmt"] == Decimal("86.60")


def test_a_delivery_fee_as_shipping_stands_after_the_subtotal(us):
    invoice = sale(us, 100, line(12, item="SHIPPING_ITEM_ID"))
    subtotal, shipping = invoice["Line"][1:]
    assert subtotal["Amount"] == 100
    assert shipping["SalesItemLineDetail"]["ItemRef"] == {"value": "SHIPPING_ITEM_ID"}
    assert "Id" not in shipping
    assert invoice["TotalAmt"] == 112


def test_a_description_line_has_no_amount(us):
    note = {"DetailType": "DescriptionOnly", "Description": "Thanks", "Amount": 5}
    invoice = sale(us, 10, note)
    assert invoice["Line"][1] == {
        "Id": "2",
        "LineNum": 2,
        "Description": "Thanks",
        "DetailType": "DescriptionOnly",
        "DescriptionLineDetail": {},
    }
    assert invoice["TotalAmt"] == 10


def test_a_total_below_zero_is_refused(us):
    with refused(6000):
        sale(us, 10, -20)


def test_numbers_continue_over_all_sales_documents(us):
    first = sale(us, 10)
    estimate = sale(us, 10, entity="Estimate")
    own = sale(us, 10, DocNumber="INV/2026/0001")
    memo = sale(us, 10, entity="CreditMemo")
    numbers = [one["DocNumber"] for one in (first, estimate, own, memo)]
    assert numbers == ["1001", "1002", "INV/2026/0001", "1003"]


def test_custom_numbers_leave_a_document_without_one(books):
    us = books.add_company(REALM, "us", custom_txn_numbers=True)
    assert "DocNumber" not in sale(us, 10)
    assert sale(us, 10, DocNumber="AUTO_GENERATE")["DocNumber"] == "1001"


def test_a_number_in_use_is_refused_unless_told_otherwise(us):
    first = sale(us, 10, DocNumber="A-1")
    with refused(6140) as seen:
        sale(us, 10, DocNumber="A-1")
    assert seen.error["Detail"] == (
        "Duplicate Document Number Error : You must specify a different number. This "
        f"number has already been used. DocNumber=A-1 is assigned to TxnType=Invoice "
        f"with TxnId={first['Id']}"
    )
    params = {"include": "allowduplicatedocnum"}
    assert sale(us, 10, DocNumber="A-1", params=params)["DocNumber"] == "A-1"


def test_a_number_longer_than_21_characters_is_refused(us):
    with refused(2050) as seen:
        sale(us, 10, DocNumber="x" * 22)
    assert seen.error["element"] == "DocNumber"


def test_the_due_date_follows_the_term(us):
    assert sale(us, 10, TxnDate="2026-01-31")["DueDate"] == "2026-03-02"
    net15 = sale(us, 10, TxnDate="2026-01-31", SalesTermRef={"value": "2"})
    assert net15["DueDate"] == "2026-02-15"
    assert net15["SalesTermRef"] == {"value": "2", "name": "Net 15"}
    driven = us.create(
        "Term", {"Name": "10th", "DayOfMonthDue": 10, "DueNextMonthDays": 5}
    )
    terms = {"SalesTermRef": {"value": driven["Id"]}}
    assert sale(us, 10, TxnDate="2026-01-02", **terms)["DueDate"] == "2026-01-10"
    assert sale(us, 10, TxnDate="2026-01-08", **terms)["DueDate"] == "2026-02-10"
    assert sale(us, 10, DueDate="2026-12-24", **terms)["DueDate"] == "2026-12-24"


def test_a_later_date_moves_the_due_date(us):
    invoice = sale(us, 10, TxnDate="2026-01-01")
    moved = us.update("Invoice", touch(invoice, TxnDate="2026-02-01"))
    assert moved["DueDate"] == "2026-03-03"


def test_line_ids_are_never_used_twice(us):
    invoice = sale(us, 10, 20)
    kept = invoice["Line"][1]
    updated = us.update("Invoice", touch(invoice, Line=[line(30), kept, line(40)]))
    ids = [one.get("Id") for one in updated["Line"]]
    assert ids == ["3", "2", "4", None]
    assert [one["LineNum"] for one in updated["Line"][:3]] == [1, 2, 3]
    again_ = us.update("Invoice", touch(updated, Line=[line(5)]))
    assert again_["Line"][0]["Id"] == "5"
    assert again_["TotalAmt"] == 5


def test_a_full_update_renews_the_date_like_the_recorded_one(us, clock):
    receipt = sale(
        us,
        10,
        entity="SalesReceipt",
        TxnDate="2026-01-05",
        DepositToAccountRef={"value": "35"},
    )
    clock.advance(86400 * 3)
    body = {"Id": receipt["Id"], "SyncToken": "0", "Line": [line(12)]}
    updated = us.update("SalesReceipt", body)
    assert updated["TxnDate"] == "2026-03-13"
    assert updated["DocNumber"] == receipt["DocNumber"]
    assert updated["DepositToAccountRef"]["value"] == "4"
    assert "CustomerRef" not in updated
    assert updated["Line"][0]["Id"] == "2"


def test_echoing_a_document_in_full_changes_nothing(us):
    invoice = sale(us, line(100, tax="TAX"), DISCOUNT, PrivateNote="n")
    assert us.update("Invoice", invoice) == invoice


def test_text_with_a_forbidden_length_deep_inside_is_refused(us):
    with refused(2050) as seen:
        sale(us, 10, CustomerMemo={"value": "x" * 1001})
    assert seen.error["element"] == "CustomerMemo.value"


def test_an_invoice_to_send_needs_an_address(us):
    with refused(6420):
        sale(us, 10, EmailStatus="NeedToSend")
    with refused(2210):
        sale(us, 10, BillEmail={"Address": "nobody"})


def test_the_delivery_follows_the_email_status(us):
    mail = {"BillEmail": {"Address": "a@b.example"}}
    invoice = sale(us, 10, EmailStatus="NeedToSend", **mail)
    assert invoice["DeliveryInfo"] == {"DeliveryType": "Email"}
    sent = us.update("Invoice", touch(invoice, EmailStatus="EmailSent"))
    assert sent["DeliveryInfo"] == {
        "DeliveryType": "Email",
        "DeliveryTime": "2026-03-10T12:00:00-07:00",
    }
    back = us.update("Invoice", touch(sent, EmailStatus="NotSet"))
    assert "DeliveryInfo" not in back


def test_a_custom_field_is_also_known_by_its_name(us):
    field = {"Name": "Crew #", "StringValue": "Red"}
    assert sale(us, 10, CustomField=[field])["CustomField"][0]["StringValue"] == "Red"


def test_a_custom_field_keeps_its_value(us):
    field = {"DefinitionId": "1", "StringValue": "Blue", "Type": "StringType"}
    invoice = sale(us, 10, CustomField=[field])
    assert invoice["CustomField"] == [
        {
            "DefinitionId": "1",
            "Name": "Crew #",
            "Type": "StringType",
            "StringValue": "Blue",
        }
    ]


def test_voiding_an_invoice_matches_the_recorded_one(us):
    invoice = sale(us, line(100, Qty=2, UnitPrice=50, tax="TAX"))
    voided = us.void("Invoice", {"Id": invoice["Id"], "SyncToken": "0"})
    assert voided["SyncToken"] == "1"
    assert voided["PrivateNote"] == "Voided"
    assert (voided["TotalAmt"], voided["Balance"]) == (0, 0)
    detail = voided["Line"][0]["SalesItemLineDetail"]
    assert detail["Qty"] == 0 and "UnitPrice" not in detail
    assert voided["TxnTaxDetail"] == {"TotalTax": 0}
    assert voided["DocNumber"] == invoice["DocNumber"]
    assert us.read("Customer", "1")["Balance"] == 0
    assert us.changes(0)[-1].operation == "Void"


def test_deleting_answers_with_the_id_alone_and_forgets(us):
    invoice = sale(us, 100)
    body = {"Id": invoice["Id"], "SyncToken": "0"}
    assert us.delete("Invoice", body) == {
        "domain": "QBO",
        "status": "Deleted",
        "Id": invoice["Id"],
    }
    with refused(610) as seen:
        us.read("Invoice", invoice["Id"])
    assert seen.error["Detail"] == (
        "Object Not Found : Something you're trying to use has been made inactive. "
        "Check the fields with accounts, customers, items, vendors or employees."
    )
    with refused(610):
        us.delete("Invoice", body)
    assert us.read("Customer", "1")["Balance"] == 0


def test_lists_are_not_deleted(us):
    with refused(500):
        us.delete("Customer", {"Id": "1", "SyncToken": "0"})


@pytest.mark.parametrize("id_", ["1.5", "abc", ""])
def test_an_id_must_be_a_number(us, id_):
    with refused(2030) as seen:
        us.read("Invoice", id_)
    assert seen.error["Detail"] == f"Id should be a valid number. Supplied value:{id_}"


def test_stock_leaves_with_an_invoice_and_comes_back(us):
    chair = us.read("Item", "6")
    assert chair["QtyOnHand"] == 100
    invoice = sale(us, line("259", item="6", Qty=2, UnitPrice="129.5"))
    sold = us.read("Item", "6")
    assert (sold["QtyOnHand"], sold["SyncToken"]) == (98, "1")
    lines = {x["account_id"]: x for x in us.trial_balance()["lines"]}
    assert lines["80"]["debit"] == Decimal("142.50")
    sale(us, line("129.5", item="6", Qty=1, UnitPrice="129.5"), entity="CreditMemo")
    assert us.read("Item", "6")["QtyOnHand"] == 99
    us.delete("Invoice", {"Id": invoice["Id"], "SyncToken": "0"})
    assert us.read("Item", "6")["QtyOnHand"] == 101


def test_stock_cannot_be_sold_before_it_existed(us):
    with refused(6270) as seen:
        sale(us, line(10, item="6", Qty=1, UnitPrice=10), TxnDate="2019-12-31")
    assert seen.error["Message"] == (
        "Transaction date is prior to start date for inventory item"
    )


def test_closed_books_refuse_every_kind_of_change(books):
    us = books.add_company(REALM, "us", closing_date="2026-01-31")
    assert (
        us.read("Preferences", "1")["AccountingInfoPrefs"]["BookCloseDate"]
        == "2026-01-31"
    )
    with refused(6210) as seen:
        sale(us, 10, TxnDate="2026-01-31")
    assert seen.error["Message"] == (
        "Account Period Closed, Cannot Update Through Services API"
    )
    invoice = sale(us, 10, TxnDate="2026-02-01")
    with refused(6210):
        us.update("Invoice", touch(invoice, TxnDate="2026-01-15"))
    us.rules("Preferences")
    assert pay(us, 10, (invoice, 10), TxnDate="2026-02-02")
    with refused(6210):
        pay(us, 10, TxnDate="2026-01-02")


def test_an_invoice_closes_its_estimate_and_deletion_opens_it(us):
    estimate = sale(us, 50, entity="Estimate")
    assert estimate["TxnStatus"] == "Pending" and "Balance" not in estimate
    link = {"TxnId": estimate["Id"], "TxnType": "Estimate"}
    invoice = sale(us, 50, LinkedTxn=[link])
    assert invoice["LinkedTxn"] == [link]
    closed = again(us, "Estimate", estimate)
    assert (closed["TxnStatus"], closed["SyncToken"]) == ("Closed", "0")
    assert closed["LinkedTxn"] == [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
    us.delete("Invoice", {"Id": invoice["Id"], "SyncToken": "0"})
    assert again(us, "Estimate", estimate)["TxnStatus"] == "Pending"


def test_a_sales_receipt_puts_money_into_undeposited_funds(us):
    receipt = sale(us, 30, entity="SalesReceipt", PaymentMethodRef={"value": "5"})
    assert receipt["DepositToAccountRef"] == {
        "value": "4",
        "name": "Undeposited Funds",
    }
    assert receipt["Balance"] == 0 and "DueDate" not in receipt
    assert us.read("Account", "4")["CurrentBalance"] == 30
    voided = us.update(
        "SalesReceipt", touch(receipt), {"include": "void", "operation": "update"}
    )
    assert voided["TotalAmt"] == 0
    assert us.read("Account", "4")["CurrentBalance"] == 0


def test_a_refund_takes_money_from_a_bank_account(us):
    with refused(2020):
        sale(us, 30, entity="RefundReceipt")
    with refused(6430):
        sale(us, 30, entity="RefundReceipt", DepositToAccountRef={"value": "84"})
    refund = sale(us, 30, entity="RefundReceipt", DepositToAccountRef={"value": "35"})
    assert refund["PaymentRefNum"] == "To Print"
    assert us.read("Account", "35")["CurrentBalance"] == -30


def test_a_taxable_document_has_at_most_750_lines(us):
    many = [line(1, tax="TAX") for _ in range(751)]
    with refused(6000):
        sale(us, *many)
    assert sale(us, *(line(1) for _ in range(751)))["TotalAmt"] == 751


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"TxnDate": "2026-02-30"}, 2060),
        ({"TxnDate": "yesterday"}, 2060),
        ({"EmailStatus": "Sent"}, 2170),
        ({"ApplyTaxAfterDiscount": "perhaps"}, 2230),
        ({"ExchangeRate": "x"}, 2090),
        ({"BillAddr": "street"}, 2010),
        ({"LinkedTxn": "x"}, 2010),
        ({"PrivateNote": {"a": 1}}, 2010),
    ],
)
def test_malformed_values_are_refused_by_kind(us, header, code):
    with refused(code):
        sale(us, 10, **header)


@pytest.mark.parametrize("amount", ["1e30", "NaN", "Infinity", "-1e12", True])
def test_amounts_out_of_the_world_are_refused(us, amount):
    with pytest.raises(Exception) as seen:
        sale(us, amount)
    assert seen.value.code in ("2180", "2090")


def test_a_date_may_carry_a_time(us):
    invoice = sale(us, 10, TxnDate="2026-02-01 15:23:32 -0700")
    assert invoice["TxnDate"] == "2026-02-01"


def test_tips_need_their_preference(us):
    with refused(6000):
        sale(us, 10, line(2, item="GRATUITY_ITEM_ID"))
