"""Opening balances of customers, vendors and accounts."""

from decimal import Decimal

import pytest

from .conftest import refused, touch


def owned(company):
    """Return the balance of Opening Balance Equity, as a credit."""
    return -company.read("Account", "34")["CurrentBalance"]


def test_an_opening_balance_is_posted_against_equity(us):
    customer = us.create(
        "Customer",
        {"DisplayName": "Owes", "Balance": 75, "OpenBalanceDate": "2026-01-01"},
    )
    assert customer["Balance"] == Decimal("75.00")
    lines = {x["account_id"]: x for x in us.trial_balance()["lines"]}
    assert lines["84"]["debit"] == 75
    updated = us.update("Customer", touch(customer, Balance=500, Notes="x"))
    assert updated["Balance"] == 75


@pytest.mark.parametrize("entity", ["Customer", "Vendor"])
def test_an_opening_balance_needs_its_date(us, entity):
    with refused(6060) as seen:
        us.create(entity, {"DisplayName": "Owes", "Balance": 75})
    assert seen.error["element"] == "OpenBalanceDate"
    assert us.create(entity, {"DisplayName": "Owes", "Balance": 0})["Balance"] == 0


@pytest.mark.parametrize(
    ("kind", "sign"), [("Bank", 1), ("Credit Card", -1), ("Equity", -1)]
)
def test_an_account_may_open_with_a_balance(us, kind, sign):
    body = {"Name": "Old", "AccountType": kind, "OpeningBalance": "80.5"}
    with refused(6060) as seen:
        us.create("Account", body)
    assert seen.error["element"] == "OpeningBalanceDate"
    before = owned(us)
    account = us.create("Account", {**body, "OpeningBalanceDate": "2026-01-01"})
    assert account["CurrentBalance"] == sign * Decimal("80.5")
    assert "OpeningBalance" not in account
    changes = {"Name": "New", "AccountType": kind, "OpeningBalance": 7}
    later = us.update("Account", touch(account, **changes))
    assert later["CurrentBalance"] == account["CurrentBalance"]
    assert owned(us) - before == sign * Decimal("80.5")
    trial = us.trial_balance()
    assert trial["debit"] == trial["credit"]


@pytest.mark.parametrize("kind", ["Income", "Accounts Receivable", "Accounts Payable"])
def test_accounts_of_results_and_of_names_open_at_zero(us, kind):
    with refused(6000):
        us.create(
            "Account",
            {
                "Name": "Old",
                "AccountType": kind,
                "OpeningBalance": 5,
                "OpeningBalanceDate": "2026-01-01",
            },
        )


def test_an_opening_balance_survives_a_merge(us):
    before = owned(us)
    made = [
        us.create(
            "Customer",
            {"DisplayName": name, "Balance": 75, "OpenBalanceDate": "2026-01-01"},
        )
        for name in ("One", "Two")
    ]
    us.merge("Customer", made[0]["Id"], made[1]["Id"])
    assert us.read("Customer", made[1]["Id"])["Balance"] == 150
    assert owned(us) - before == 150
    assert us.read("Account", "84")["CurrentBalance"] == 150
