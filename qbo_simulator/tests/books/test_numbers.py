"""Numbers of purchases, vendor credits, bills and checks."""

import pytest

from .conftest import refused, touch

CUSTOM = "VendorAndPurchasesPrefs.UseCustomTxnNumbers"
LINES = [
    {
        "Amount": 5,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "15"}},
    }
]
ACCOUNTS = {"Check": "35", "Cash": "35", "CreditCard": "41"}


def spend(company, kind="Check", **header):
    account = {"value": ACCOUNTS[kind]}
    body = {"PaymentType": kind, "AccountRef": account, "Line": LINES, **header}
    return company.create("Purchase", body)


def owe(company, entity="Bill", vendor="31", params=None, **header):
    body = {"VendorRef": {"value": vendor}, "Line": LINES, **header}
    return company.create(entity, body, params)


def pay(company, number, kind="Check"):
    body = {"VendorRef": {"value": "31"}, "PayType": kind, "TotalAmt": 5}
    if kind == "Check":
        body["CheckPayment"] = {"BankAccountRef": {"value": "35"}}
    else:
        bill = owe(company)
        link = {"TxnId": bill["Id"], "TxnType": "Bill"}
        body["CreditCardPayment"] = {"CCAccountRef": {"value": "41"}}
        body["Line"] = [{"Amount": 5, "LinkedTxn": [link]}]
    return company.create("BillPayment", {**body, "DocNumber": number})


def prefer(company, name, value):
    prefs = company.read("Preferences", "1")
    pairs = [one for one in prefs["OtherPrefs"]["NameValue"] if one["Name"] != name]
    pairs.append({"Name": name, "Value": value})
    company.update("Preferences", touch(prefs, OtherPrefs={"NameValue": pairs}))


def test_purchases_get_the_next_number(us):
    made = [spend(us, kind)["DocNumber"] for kind in ("Check", "Cash", "CreditCard")]
    assert made == ["1", "2", "3"]
    spend(us, DocNumber="4")
    pay(us, "5")
    assert spend(us)["DocNumber"] == "6"
    noted = us.update("Purchase", touch(spend(us), PaymentType="Check", Line=LINES))
    assert noted["DocNumber"] == "7"


def test_who_numbers_purchases_by_hand_gets_no_number(us):
    prefer(us, CUSTOM, "true")
    assert "DocNumber" not in spend(us)
    assert "DocNumber" not in owe(us, "PurchaseOrder")
    assert spend(us, DocNumber="77")["DocNumber"] == "77"


def test_checks_and_bill_payments_by_check_share_their_numbers(us):
    first = pay(us, "500")
    with refused(6140) as seen:
        spend(us, DocNumber="500")
    assert f"TxnType=Check with TxnId={first['Id']}" in seen.error["Detail"]
    spend(us, DocNumber="501")
    with refused(6140):
        pay(us, "501")
    spend(us, "Cash", DocNumber="500")
    prefer(us, "WarnDuplicateCheckNumber", "false")
    assert spend(us, DocNumber="500")["DocNumber"] == "500"


def test_what_is_paid_by_card_may_repeat_a_number(us):
    # Recorded: two bill payments by credit card with the number 1.
    numbers = [pay(us, "1", "CreditCard")["DocNumber"] for _time in range(2)]
    assert numbers == ["1", "1"]


def test_a_vendor_credit_has_the_number_it_is_given_and_no_other_has_it(us):
    assert "DocNumber" not in owe(us, "VendorCredit")
    owe(us, "VendorCredit", DocNumber="C-1")
    with refused(6140):
        owe(us, "VendorCredit", DocNumber="C-1", vendor="32")
    again = {"include": "allowduplicatedocnum"}
    owe(us, "VendorCredit", DocNumber="C-1", params=again)


@pytest.mark.parametrize("warn", ["true", "false"])
def test_one_vendor_sends_a_bill_number_once_where_people_want_that(us, warn):
    prefer(us, "WarnDuplicateBillNumber", warn)
    assert "DocNumber" not in owe(us)
    owe(us, DocNumber="B-1")
    owe(us, DocNumber="B-1", vendor="32")
    if warn == "false":  # as recorded
        owe(us, DocNumber="B-1")
        return
    with refused(6140):
        owe(us, DocNumber="B-1")
    owe(us, DocNumber="B-1", params={"include": "allowduplicatedocnum"})
