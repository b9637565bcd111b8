"""Time activities and customer types."""

import pytest

from qbo_simulator.books import Books, Fault

WORKED = {"NameOf": "Vendor", "VendorRef": {"value": "30"}, "Hours": 2}


@pytest.fixture
def company():
    return Books().add_company("1")


def refused(code, work, *values):
    with pytest.raises(Fault) as caught:
        work(*values)
    assert caught.value.code == code


def test_hours_are_kept_with_what_quickbooks_adds(company):
    made = company.create("TimeActivity", WORKED)
    assert (made["Hours"], made["Minutes"], made["HourlyRate"]) == (2, 0, 0)
    assert (made["BillableStatus"], made["Taxable"]) == ("NotBillable", False)
    assert made["VendorRef"]["name"] == "Granite Peak Lumber"
    assert list(made)[:3] == ["TxnDate", "NameOf", "VendorRef"]


def test_hours_post_nothing(company):
    before = company.trial_balance()
    company.create("TimeActivity", {**WORKED, "HourlyRate": 90})
    assert company.trial_balance() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"NameOf": "Employee"}, "2020"),
        ({"BillableStatus": "Billable"}, "2020"),
        ({"Hours": 9000}, "2180"),
        ({"Minutes": 60}, "2180"),
        ({"StartTime": "2026-03-05T08:00:00-08:00"}, "2020"),
        ({"StartTime": "soon", "EndTime": "later"}, "2060"),
        (
            {
                "StartTime": "2026-03-05T18:00:00-08:00",
                "EndTime": "2026-03-05T08:00:00-08:00",
            },
            "2600",
        ),
        ({"VendorRef": {"value": "999"}}, "2500"),
    ],
)
def test_what_makes_no_sense_is_refused(company, change, code):
    refused(code, company.create, "TimeActivity", {**WORKED, **change})


def test_hours_are_changed_and_deleted_but_not_in_closed_books():
    company = Books().add_company("1", closing_date="2026-01-31")
    made = company.create("TimeActivity", {**WORKED, "TxnDate": "2026-02-01"})
    key = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    refused("6210", company.update, "TimeActivity", {**key, "TxnDate": "2026-01-31"})
    changed = company.update("TimeActivity", {**key, "Hours": 3})
    assert (changed["Hours"], changed["SyncToken"]) == (3, "1")
    gone = {"Id": made["Id"], "SyncToken": "1"}
    assert company.delete("TimeActivity", gone)["status"] == "Deleted"


def test_customer_types_can_only_be_read(company):
    refused("500", company.create, "CustomerType", {"Name": "Retail"})
    assert company.query("select * from CustomerType") == {}
