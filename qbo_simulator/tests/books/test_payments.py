"""Payments: what they settle, and what happens when either side changes."""

import pytest

from .conftest import again, pay, refused, sale, touch


def balances(company, *documents):
    return [
        company.read("Invoice" if "DueDate" in one else "CreditMemo", one["Id"])[
            "Balance"
        ]
        for one in documents
    ]


def test_a_bare_payment_is_unapplied(us):
    payment = pay(us, 75)
    assert payment["UnappliedAmt"] == 75
    assert "Line" not in payment and "LinkedTxn" not in payment
    assert us.read("Customer", "1")["Balance"] == -75


def test_a_payment_needs_a_customer_and_an_amount(us):
    with refused(2020):
        us.create("Payment", {"TotalAmt": 5})
    with refused(2020):
        us.create("Payment", {"CustomerRef": {"value": "1"}})
    with refused(2290):
        pay(us, -5)


def test_one_payment_may_settle_several_invoices(us):
    first, second = sale(us, 100), sale(us, 50)
    payment = pay(us, 160, (first, 100), (second, 50))
    assert payment["UnappliedAmt"] == 10
    assert balances(us, first, second) == [0, 0]
    open_ = us.query("select * from Invoice where Balance > '0'")
    assert open_ == {}


def test_each_line_carries_the_recorded_extras(us):
    invoice = sale(us, 100)
    payment = pay(us, 60, (invoice, 60))
    values = [one["value"] for one in payment["Line"][0]["LineEx"]["any"]]
    assert values == [
        {"Name": "txnId", "Value": invoice["Id"]},
        {"Name": "txnOpenBalance", "Value": "100.00"},
        {"Name": "txnReferenceNumber", "Value": "1001"},
    ]


def test_the_newest_payment_is_linked_first(us):
    invoice = sale(us, 100)
    first = pay(us, 10, (invoice, 10))
    second = pay(us, 20, (invoice, 20))
    linked = again(us, "Invoice", invoice)["LinkedTxn"]
    assert [one["TxnId"] for one in linked] == [second["Id"], first["Id"]]


def test_more_than_the_open_balance_cannot_be_applied(us):
    invoice = sale(us, 100)
    pay(us, 60, (invoice, 60))
    with refused(6000) as seen:
        pay(us, 60, (invoice, 60))
    assert "open balance of Invoice 1001" in seen.error["Detail"]
    assert balances(us, invoice) == [40]


def test_lines_cannot_exceed_the_payment(us):
    invoice = sale(us, 100)
    with refused(6000):
        pay(us, 50, (invoice, 60))


def test_a_payment_settles_its_own_customers_documents_only(us):
    invoice = sale(us, 100, customer="2")
    with refused(6250):
        pay(us, 100, (invoice, 100))
    job = sale(us, 100, customer="7")
    assert pay(us, 100, (job, 100), customer="4")["UnappliedAmt"] == 0


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ({"TxnId": "999", "TxnType": "Invoice"}, 610),
        ({"TxnId": "145", "TxnType": "CreditMemo"}, 610),
        ({"TxnId": "145", "TxnType": "Estimate"}, 620),
        ({"TxnType": "Invoice"}, 2020),
    ],
)
def test_links_to_nothing_are_refused(us, link, code):
    sale(us, 100)
    with refused(code):
        us.create(
            "Payment",
            {
                "CustomerRef": {"value": "1"},
                "TotalAmt": 10,
                "Line": [{"Amount": 10, "LinkedTxn": [link]}],
            },
        )


def test_a_credit_is_applied_by_a_payment_of_zero(us):
    invoice = sale(us, 100)
    memo = sale(us, 30, entity="CreditMemo")
    assert (memo["Balance"], memo["RemainingCredit"]) == (30, 30)
    payment = pay(us, 0, (invoice, 30), (memo, 30))
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (0, 0)
    assert balances(us, invoice, memo) == [70, 0]
    memo = again(us, "CreditMemo", memo)
    assert (memo["SyncToken"], memo["RemainingCredit"]) == ("1", 0)
    assert us.read("Customer", "1")["Balance"] == 70


def test_money_and_credit_may_be_mixed(us):
    invoice = sale(us, 100)
    memo = sale(us, 30, entity="CreditMemo")
    payment = pay(us, 70, (invoice, 100), (memo, 30))
    assert payment["UnappliedAmt"] == 0
    assert balances(us, invoice, memo) == [0, 0]


def test_a_sparse_update_without_lines_leaves_them(us):
    invoice = sale(us, 100)
    payment = pay(us, 60, (invoice, 60))
    noted = us.update("Payment", touch(payment, PrivateNote="x"))
    assert noted["Line"] == payment["Line"]
    assert balances(us, invoice) == [40]
    assert again(us, "Invoice", invoice)["SyncToken"] == "1"


def test_a_full_update_without_lines_unapplies(us):
    invoice = sale(us, 100)
    payment = pay(us, 60, (invoice, 60))
    body = {
        "Id": payment["Id"],
        "SyncToken": "0",
        "CustomerRef": {"value": "1"},
        "TotalAmt": 60,
    }
    assert us.update("Payment", body)["UnappliedAmt"] == 60
    invoice = again(us, "Invoice", invoice)
    assert (invoice["Balance"], invoice["LinkedTxn"]) == (100, [])


def test_changed_lines_move_only_the_difference(us):
    first, second = sale(us, 100), sale(us, 100)
    payment = pay(us, 80, (first, 80))
    lines = [
        {"Amount": 50, "LinkedTxn": [{"TxnId": first["Id"], "TxnType": "Invoice"}]},
        {"Amount": 30, "LinkedTxn": [{"TxnId": second["Id"], "TxnType": "Invoice"}]},
    ]
    us.update("Payment", touch(payment, Line=lines))
    assert balances(us, first, second) == [50, 70]
    assert us.read("Customer", "1")["Balance"] == 120


def test_deleting_a_payment_reopens_what_it_settled(us):
    invoice = sale(us, 100)
    memo = sale(us, 30, entity="CreditMemo")
    payment = pay(us, 50, (invoice, 80), (memo, 30))
    us.delete("Payment", {"Id": payment["Id"], "SyncToken": "0"})
    assert balances(us, invoice, memo) == [100, 30]
    assert again(us, "Invoice", invoice)["LinkedTxn"] == []
    assert us.read("Account", "4")["CurrentBalance"] == 0


def test_voiding_a_payment_leaves_its_shell(us):
    invoice = sale(us, 100)
    payment = pay(us, 50, (invoice, 50))
    voided = us.update("Payment", touch(payment), {"include": "void"})
    assert (voided["TotalAmt"], voided["UnappliedAmt"]) == (0, 0)
    assert voided["PrivateNote"] == "Voided" and "Line" not in voided
    assert voided["sparse"] is True
    assert balances(us, invoice) == [100]
    assert us.changes(0)[-2].operation == "Void"


def test_voiding_or_deleting_a_paid_invoice_frees_the_payment(us):
    for operation in (us.void, us.delete):
        invoice = sale(us, 100)
        payment = pay(us, 100, (invoice, 100))
        token = again(us, "Invoice", invoice)["SyncToken"]
        operation("Invoice", {"Id": invoice["Id"], "SyncToken": token})
        payment = again(us, "Payment", payment)
        assert payment["UnappliedAmt"] == 100
        assert payment["SyncToken"] == "1"
        us.delete("Payment", {"Id": payment["Id"], "SyncToken": "1"})
    assert us.read("Customer", "1")["Balance"] == 0


def test_a_smaller_invoice_gives_back_what_was_paid_too_much(us):
    invoice = sale(us, 100)
    payment = pay(us, 100, (invoice, 100))
    invoice = again(us, "Invoice", invoice)
    line = invoice["Line"][0]
    line["Amount"] = 60
    invoice = us.update("Invoice", touch(invoice, Line=[line]))
    assert (invoice["TotalAmt"], invoice["Balance"]) == (60, 0)
    assert again(us, "Payment", payment)["UnappliedAmt"] == 40


def test_deleting_an_applied_credit_reopens_the_invoice(us):
    invoice = sale(us, 100)
    memo = sale(us, 30, entity="CreditMemo")
    payment = pay(us, 0, (invoice, 30), (memo, 30))
    us.delete("CreditMemo", {"Id": memo["Id"], "SyncToken": "1"})
    assert balances(us, invoice) == [100]
    payment = again(us, "Payment", payment)
    assert payment["UnappliedAmt"] == 0 and "Line" not in payment


def test_a_payment_goes_to_accounts_that_hold_money_only(us):
    with refused(6430):
        pay(us, 10, DepositToAccountRef={"value": "1"})
    payment = pay(us, 10, DepositToAccountRef={"value": "35"})
    assert payment["DepositToAccountRef"] == {"value": "35"}
    assert us.read("Account", "35")["CurrentBalance"] == 10


def test_a_bare_payment_finds_the_oldest_invoices_where_people_want_that(us):
    prefs = us.read("Preferences", "1")
    us.update(
        "Preferences",
        touch(prefs, SalesFormsPrefs={"AutoApplyPayments": True}),
    )
    new = sale(us, 100, TxnDate="2026-03-01")
    old = sale(us, 100, TxnDate="2026-01-01")
    payment = pay(us, 130)
    assert payment["UnappliedAmt"] == 0
    assert balances(us, old, new) == [0, 70]


@pytest.fixture
def applying(us):
    """Return a company that applies credits by itself."""
    prefs = us.read("Preferences", "1")
    us.update("Preferences", touch(prefs, SalesFormsPrefs={"AutoApplyCredit": True}))
    return us


def test_open_credits_go_to_a_new_invoice(applying):
    us = applying
    late = sale(us, 40, entity="CreditMemo", TxnDate="2026-03-02")
    early = sale(us, 50, entity="CreditMemo", TxnDate="2026-03-01")
    invoice = sale(us, 70, TxnDate="2026-03-05")
    assert invoice["Balance"] == 0
    assert [link["TxnType"] for link in invoice["LinkedTxn"]] == ["Payment"] * 2
    assert balances(us, early, late) == [0, 20]
    payments = us.query("select * from Payment")["Payment"]
    assert [(one["TotalAmt"], one["UnappliedAmt"]) for one in payments] == [(0, 0)] * 2
    assert {one["TxnDate"] for one in payments} == {"2026-03-05"}
    assert us.read("Customer", "1")["Balance"] == -20


def test_an_unapplied_payment_goes_to_a_new_invoice(applying):
    payment = pay(applying, 100)
    invoice = sale(applying, 70)
    assert invoice["Balance"] == 0
    payment = again(applying, "Payment", payment)
    assert (payment["UnappliedAmt"], payment["SyncToken"]) == (30, "1")
    second = sale(applying, 70)
    assert second["Balance"] == 40
    assert len(again(applying, "Payment", payment)["Line"]) == 2


def test_a_new_credit_goes_to_the_oldest_invoices(applying):
    us = applying
    late = sale(us, 100, TxnDate="2026-03-02")
    early = sale(us, 100, TxnDate="2026-03-01")
    memo = sale(us, 130, entity="CreditMemo")
    assert (memo["Balance"], memo["RemainingCredit"]) == (0, 0)
    assert balances(us, early, late) == [0, 70]


def test_credits_of_others_and_changed_invoices_are_left_alone(applying):
    us = applying
    memo = sale(us, 30, entity="CreditMemo", customer="4")
    invoice = sale(us, 100)
    assert invoice["Balance"] == 100
    own = pay(us, 10)
    assert again(us, "Payment", own)["UnappliedAmt"] == 10
    us.update("Invoice", touch(invoice, PrivateNote="x"))
    assert balances(us, invoice, memo) == [100, 30]


def test_a_deposited_payment_is_not_applied(applying):
    us = applying
    payment = pay(us, 100)
    link = {"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}
    body = {"DepositToAccountRef": {"value": "35"}, "Line": [{"LinkedTxn": [link]}]}
    us.create("Deposit", body)
    assert sale(us, 70)["Balance"] == 70


def test_without_the_preference_nothing_is_applied(us):
    memo = sale(us, 30, entity="CreditMemo")
    invoice = sale(us, 100)
    assert balances(us, invoice, memo) == [100, 30]


def test_what_is_void_stays_as_it_is(us):
    payment = pay(us, 50)
    voided = us.update("Payment", touch(payment), {"include": "void"})
    again_voided = us.update("Payment", touch(voided), {"include": "void"})
    assert again_voided == voided
