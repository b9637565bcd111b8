"""Budgets, templates of recurring transactions, journal codes, card payments."""

from datetime import date

import pytest

from qbo_simulator.books.schedules import next_date

from .conftest import line, refused, sale, touch

MONTHLY = {
    "Name": "Rent",
    "RecurType": "Automated",
    "ScheduleInfo": {"IntervalType": "Monthly", "DayOfMonth": "15"},
}
SOLD = {"CustomerRef": {"value": "1"}, "Line": [line(100)], "RecurringInfo": MONTHLY}
PAID_DOWN = {
    "Amount": "100",
    "BankAccountRef": {"name": "Checking", "value": 35},
    "CreditCardAccountRef": {"value": 41},
    "TxnDate": "2026-03-01",
}


def budget(**values):
    return {
        "Name": "Plan",
        "StartDate": "2026-01-01",
        "EndDate": "2026-12-31",
        "BudgetType": "ProfitAndLoss",
        "BudgetDetail": [
            {"BudgetDate": "2026-02-01", "Amount": 250, "AccountRef": {"value": "7"}}
        ],
        **values,
    }


# === budgets ===


def test_a_budget_looks_like_the_recorded_one(us):
    made = us.create("Budget", budget())
    assert list(made) == [
        "Name",
        "StartDate",
        "EndDate",
        "BudgetType",
        "BudgetEntryType",
        "Active",
        "BudgetDetail",
        "domain",
        "sparse",
        "Id",
        "SyncToken",
        "MetaData",
    ]
    assert made["BudgetEntryType"] == "Monthly"
    name = us.read("Account", "7")["Name"]
    assert made["BudgetDetail"][0]["AccountRef"] == {"value": "7", "name": name}
    found = us.query("select * from Budget")
    assert (found["Budget"], found["totalCount"]) == ([made], 1)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        (2020, {"Name": None}),
        (2020, {"BudgetDetail": []}),
        (2170, {"BudgetType": "BalanceSheet"}),
        (2600, {"EndDate": "2025-12-31"}),
        (2500, {"BudgetDetail": [{"AccountRef": {"value": "999"}}]}),
        (2020, {"BudgetDetail": [{"AccountRef": {"value": "7"}, "Amount": 5}]}),
    ],
)
def test_a_wrong_budget_is_refused(us, code, wrong):
    with refused(code):
        us.create("Budget", budget(**wrong))


def test_a_budget_plans_results_within_its_period(us):
    day, account = {"BudgetDate": "2027-01-01"}, {"AccountRef": {"value": "35"}}
    for code, change in ((6000, day), (6430, account)):
        detail = {**budget()["BudgetDetail"][0], **change}
        with refused(code):
            us.create("Budget", budget(BudgetDetail=[detail]))


def test_a_budget_shows_the_own_name_of_an_account(us):
    sub = us.create(
        "Account",
        {
            "Name": "Cleaning",
            "AccountType": "Expense",
            "SubAccount": True,
            "ParentRef": {"value": "7"},
        },
    )
    detail = {**budget()["BudgetDetail"][0], "AccountRef": {"value": sub["Id"]}}
    made = us.create("Budget", budget(BudgetDetail=[detail]))
    assert made["BudgetDetail"][0]["AccountRef"]["name"] == "Cleaning"


def test_a_budget_changes_hides_and_goes(us):
    made = us.create("Budget", budget())
    with refused(6240):
        us.create("Budget", budget(Name="PLAN"))
    full = us.update("Budget", {**budget(Name="B"), "Id": made["Id"], "SyncToken": "0"})
    assert (full["Name"], full["SyncToken"]) == ("B", "1")
    hidden = us.update("Budget", touch(full, Active=False))
    assert hidden["Name"] == "B"
    assert us.query("select * from Budget") == {}
    gone = us.delete("Budget", {"Id": made["Id"], "SyncToken": "2"})
    assert gone["status"] == "Deleted"
    with refused(610):
        us.read("Budget", made["Id"])


# === templates ===


def test_a_template_wraps_the_transaction_and_posts_nothing(us):
    before = us.trial_balance()
    made = us.create("RecurringTransaction", {"Invoice": SOLD})
    invoice = made["Invoice"]
    assert list(made) == ["Invoice"]
    assert invoice["TotalAmt"] == 100
    assert invoice["CustomerRef"]["name"] == us.read("Customer", "1")["DisplayName"]
    assert invoice["RecurringInfo"] == {
        "Name": "Rent",
        "RecurType": "Automated",
        "Active": True,
        "ScheduleInfo": {
            "StartDate": "2026-03-10",
            "IntervalType": "Monthly",
            "NumInterval": 1,
            "DayOfMonth": 15,
            "NextDate": "2026-03-15",
        },
    }
    assert invoice["RecurDataRef"] == {"value": invoice["Id"]}
    assert not {"DocNumber", "TxnDate", "DueDate", "Balance"} & set(invoice)
    assert us.trial_balance() == before
    assert us.read("Customer", "1")["Balance"] == 0
    assert us.query("select count(*) from Invoice") == {"totalCount": 0}
    assert us.documents() == []
    assert sale(us, 5)["DocNumber"] == "1001"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("SalesReceipt", {"Line": [line(5)]}),
        ("Estimate", {"CustomerRef": {"value": "1"}, "Line": [line(5)]}),
        ("CreditMemo", {"CustomerRef": {"value": "1"}, "Line": [line(5)]}),
        (
            "RefundReceipt",
            {"DepositToAccountRef": {"value": "35"}, "Line": [line(5)]},
        ),
        (
            "Transfer",
            {
                "FromAccountRef": {"value": "35"},
                "ToAccountRef": {"value": "36"},
                "Amount": 5,
            },
        ),
        (
            "Purchase",
            {
                "PaymentType": "Cash",
                "AccountRef": {"value": "35"},
                "Line": [
                    {
                        "Amount": 5,
                        "DetailType": "AccountBasedExpenseLineDetail",
                        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "7"}},
                    }
                ],
            },
        ),
    ],
)
def test_every_kind_of_template_is_kept(us, kind, content):
    made = us.create(
        "RecurringTransaction", {kind: {**content, "RecurringInfo": MONTHLY}}
    )
    id_ = made[kind]["Id"]
    assert us.read("RecurringTransaction", id_) == made
    found = us.query("select * from RecurringTransaction")
    assert found["RecurringTransaction"] == [made]
    with refused(610):
        us.read(kind, id_)


def test_a_template_is_checked_like_its_transaction(us):
    with refused(2020):
        us.create("RecurringTransaction", {"Invoice": {"RecurringInfo": MONTHLY}})
    with refused(2020):
        us.create("RecurringTransaction", {"Invoice": {**SOLD, "RecurringInfo": None}})
    with refused(2020):
        us.create("RecurringTransaction", {})
    with refused(2500):
        wrong = {**SOLD, "CustomerRef": {"value": "999"}}
        us.create("RecurringTransaction", {"Invoice": wrong})
    with refused(2010):
        us.create("RecurringTransaction", {"RecurringTransaction": {"Invoice": SOLD}})
    with refused(2010):
        us.create("RecurringTransaction", {"Payment": {"TotalAmt": 5}})
    with refused(2010):
        us.create("RecurringTransaction", {"Invoice": {**SOLD, "Unknown": 1}})
    with refused(2170):
        odd = {**MONTHLY, "RecurType": "Sometimes"}
        us.create("RecurringTransaction", {"Invoice": {**SOLD, "RecurringInfo": odd}})


def test_a_template_is_changed_in_part_in_full_and_deleted(us):
    made = us.create("RecurringTransaction", {"Invoice": SOLD})["Invoice"]
    body = touch(made, PrivateNote="later")
    part = us.update("RecurringTransaction", {"Invoice": body})["Invoice"]
    assert (part["PrivateNote"], part["SyncToken"]) == ("later", "1")
    assert part["Line"] == made["Line"]
    assert part["RecurringInfo"] == made["RecurringInfo"]
    with refused(5010):
        us.update("RecurringTransaction", {"Invoice": body})
    with refused(2600):
        us.update("RecurringTransaction", {"Bill": touch(part)})
    full = {**SOLD, "Id": made["Id"], "SyncToken": "1", "Line": [line(50)]}
    whole = us.update("RecurringTransaction", {"Invoice": full})["Invoice"]
    assert (whole["TotalAmt"], "PrivateNote" in whole) == (50, False)
    gone = us.delete("RecurringTransaction", {"Invoice": whole})
    assert gone["Invoice"]["status"] == "Deleted"
    with refused(610):
        us.read("RecurringTransaction", made["Id"])


def test_a_template_without_schedule_needs_no_interval(us):
    info = {"Name": "Now and then", "RecurType": "UnScheduled"}
    body = {"Invoice": {**SOLD, "RecurringInfo": info}}
    made = us.create("RecurringTransaction", body)["Invoice"]
    assert "ScheduleInfo" not in made["RecurringInfo"]


@pytest.mark.parametrize(
    ("due", "schedule"),
    [
        ("2026-03-10", {"IntervalType": "Daily"}),
        ("2026-03-12", {"IntervalType": "Daily", "NumInterval": 5}),
        ("2026-03-13", {"IntervalType": "Weekly", "DayOfWeek": "Friday"}),
        ("2026-03-31", {"IntervalType": "Monthly", "DayOfMonth": 31}),
        ("2026-04-30", {"IntervalType": "Monthly", "NumInterval": 3, "DayOfMonth": 30}),
        (
            "2026-03-17",
            {"IntervalType": "Monthly", "DayOfWeek": "Tuesday", "WeekOfMonth": 3},
        ),
        (
            "2026-03-31",
            {"IntervalType": "Monthly", "DayOfWeek": "Tuesday", "WeekOfMonth": 5},
        ),
        (
            "2026-06-01",
            {"IntervalType": "Yearly", "MonthOfYear": "June", "DayOfMonth": 1},
        ),
        (None, {"IntervalType": "Daily", "EndDate": "2026-03-09"}),
        (None, {"IntervalType": "Monthly", "StartDate": "9999-12-31", "DayOfMonth": 1}),
    ],
)
def test_a_schedule_names_the_next_day(due, schedule):
    schedule = {"StartDate": "2026-01-31", "NumInterval": 1, **schedule}
    assert next_date(schedule, date(2026, 3, 10)) == due


# === journal codes ===


@pytest.fixture
def france(us):
    """Turn the company into a French one, as Intuit does when it is opened."""
    row = us.store.row("CompanyInfo", "1")
    text = us.rules("CompanyInfo").text_of({**row.doc(), "Country": "FR"})
    us.store.put("CompanyInfo", row.but(text=text))
    return us


def test_journal_codes_exist_in_france_only(us):
    with refused(5030):
        us.create("JournalCode", {"Name": "VT", "Type": "Sales"})


def test_a_journal_code_is_made_listed_and_named(france):
    made = france.create("JournalCode", {"Name": "VT", "Type": "Sales"})
    assert (made["Name"], made["Type"], made["Active"]) == ("VT", "Sales", True)
    assert france.query("select * from JournalCode")["JournalCode"] == [made]
    with refused(6240):
        france.create("JournalCode", {"Name": "vt", "Type": "Cash"})
    with refused(2170):
        france.create("JournalCode", {"Name": "X", "Type": "Other"})
    renamed = france.update("JournalCode", touch(made, Description="Ventes"))
    assert renamed["Description"] == "Ventes"
    with refused(500):
        france.delete("JournalCode", {"Id": made["Id"], "SyncToken": "1"})


# === credit card payments ===


def test_a_card_is_paid_down_from_the_bank(us):
    made = us.create("CreditCardPayment", {**PAID_DOWN, "PrivateNote": "x"})
    assert made["CreditCardAccountRef"]["name"] == us.read("Account", "41")["Name"]
    assert made["CurrencyRef"]["value"] == "USD"
    assert (made["Amount"], made["PrivateNote"]) == (100, "x")
    assert us.read("Account", "35")["CurrentBalance"] == -100
    assert us.read("Account", "41")["CurrentBalance"] == 100
    found = us.query("select * from creditcardpayment where TxnDate = '2026-03-01'")
    assert (found["CreditCardPaymentTxn"], found["totalCount"]) == ([made], 1)
    changed = us.update("CreditCardPayment", touch(made, Amount=40, Memo="y"))
    assert (changed["PrivateNote"], "Memo" in changed) == ("y", False)
    assert us.read("Account", "41")["CurrentBalance"] == 40
    us.delete("CreditCardPayment", touch(changed))
    assert us.read("Account", "35")["CurrentBalance"] == 0


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        (2020, {"Amount": None}),
        (2020, {"BankAccountRef": None}),
        (6430, {"BankAccountRef": {"value": "41"}}),
        (6430, {"CreditCardAccountRef": {"value": "35"}}),
        (2290, {"Amount": -5}),
        (2500, {"VendorRef": {"value": "999"}}),
    ],
)
def test_a_wrong_card_payment_is_refused(us, code, wrong):
    with refused(code):
        us.create("CreditCardPayment", {**PAID_DOWN, **wrong})


def test_a_card_payment_is_in_home_currency_only(books):
    co = books.add_company("2", "us", multicurrency=True)
    euro = {"Name": "Euro bank", "AccountType": "Bank", "CurrencyRef": {"value": "EUR"}}
    bank = co.create("Account", euro)
    with refused(6000):
        body = {**PAID_DOWN, "BankAccountRef": {"value": bank["Id"]}}
        co.create("CreditCardPayment", body)
    with refused(6000):
        co.create("CreditCardPayment", {**PAID_DOWN, "CurrencyRef": {"value": "EUR"}})


def test_a_card_payment_cannot_be_voided(us):
    made = us.create("CreditCardPayment", PAID_DOWN)
    with refused(500):
        us.void("CreditCardPayment", touch(made))
