"""What the demonstration prints, compares and takes from the environment."""

from decimal import Decimal

import pytest

from scripts.demonstration import books
from scripts.demonstration.report import Report, Row, StoryError, money, wait_for
from scripts.steps import SetupError


def test_equal_figures_are_no_difference(capsys):
    report = Report()
    amount = Decimal("2174.75")
    report.compare("Invoice", [Row("Total", amount, amount, amount)])
    assert not report.differences
    printed = capsys.readouterr().out
    assert printed.count("2,174.75") == 2
    assert "DIFFERS" not in printed


def test_a_cent_between_both_sides_is_a_difference(capsys):
    report = Report()
    report.compare("Invoice", [Row("Total", Decimal("2174.75"), Decimal("2174.76"))])
    assert report.differences == ["Invoice, Total: Odoo 2,174.75, QuickBooks 2,174.76"]
    assert "DIFFERS" in capsys.readouterr().out


def test_two_sides_that_are_wrong_alike_are_a_difference():
    report = Report()
    wrong, right = Decimal("0.00"), Decimal("2174.75")
    report.compare("Invoice", [Row("Total", wrong, wrong, right)])
    assert report.differences == [
        "Invoice, Total: Odoo 0.00, QuickBooks 0.00, expected 2,174.75"
    ]


def test_parts_of_a_cent_are_no_money():
    assert money(147) == Decimal("147.00")
    with pytest.raises(StoryError, match="parts of a cent"):
        money(Decimal("147.455"))


def test_waiting_ends_with_a_sentence():
    with pytest.raises(StoryError, match="still not there: the invoice"):
        wait_for("the invoice", lambda: None, seconds=0, pause=0)


def test_without_keys_the_simulator_is_used():
    assert books.intuit_keys({}) is None


def test_both_keys_lead_to_intuits_sandbox():
    settings = books.intuit_keys({"QBO_CLIENT_ID": "a", "QBO_CLIENT_SECRET": "b"})
    assert settings["quickbooks_environment"] == "sandbox"


@pytest.mark.parametrize("name", ["QBO_CLIENT_ID", "QBO_CLIENT_SECRET"])
def test_one_key_alone_is_refused(name):
    with pytest.raises(SetupError, match="only one"):
        books.intuit_keys({name: "a"})


def test_real_books_are_refused():
    keys = {"QBO_CLIENT_ID": "a", "QBO_CLIENT_SECRET": "b"}
    with pytest.raises(SetupError, match="sandbox only"):
        books.intuit_keys(keys | {"QBO_ENVIRONMENT": "production"})


def test_the_redirect_address_tells_where_odoo_is():
    uri = "http://localhost:8069/quickbooks/oauth/callback"
    assert books.redirect_base({"QBO_REDIRECT_URI": uri}) == "http://localhost:8069"
    assert books.redirect_base({}) == ""
    with pytest.raises(SetupError, match="listens at"):
        books.redirect_base({"QBO_REDIRECT_URI": "http://localhost:8069/other"})


def test_a_payment_pays_all_that_is_open():
    invoice = {
        "Id": "145",
        "CustomerRef": {"value": "8"},
        "Balance": Decimal("2174.75"),
        "TxnDate": "2026-11-21",
    }
    payment = books.payment_for(invoice)
    assert payment["TotalAmt"] == Decimal("2174.75")
    assert payment["Line"][0]["Amount"] == Decimal("2174.75")
    assert payment["Line"][0]["LinkedTxn"] == [{"TxnId": "145", "TxnType": "Invoice"}]
