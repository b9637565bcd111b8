"""Companies to test on, and short ways to make documents in them."""

from datetime import datetime, timezone

import pytest

from qbo_simulator.books import Books, Clock, Fault

REALM = "9130350000000001"
NOON = datetime(2026, 3, 10, 19, 0, tzinfo=timezone.utc)


@pytest.fixture
def clock():
    clock = Clock()
    clock.set(NOON)
    return clock


@pytest.fixture
def books(clock):
    return Books(clock=clock)


@pytest.fixture
def us(books):
    return books.add_company(REALM, "us")


@pytest.fixture
def uk(books):
    return books.add_company(REALM, "uk")


@pytest.fixture
def ca(books):
    return books.add_company(REALM, "ca")


@pytest.fixture
def legacy(books):
    """Return a US company outside automated sales tax."""
    return books.add_company(REALM, "us", ast=False)


def line(amount, item="1", tax="NON", **detail):
    """Return a sales line; `detail` adds to its item detail."""
    content = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": tax}, **detail}
    return {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": content,
    }


def sale(company, *lines, entity="Invoice", customer="1", params=None, **header):
    """Create a sales document of lines or plain amounts."""
    lines = [one if isinstance(one, dict) else line(one) for one in lines]
    body = {"CustomerRef": {"value": customer}, "Line": lines, **header}
    return company.create(entity, body, params)


def pay(company, total, *targets, customer="1", **header):
    """Create a payment over `(document, amount)` pairs."""
    lines = []
    for document, amount in targets:
        kind = "CreditMemo" if "RemainingCredit" in document else "Invoice"
        link = {"TxnId": document["Id"], "TxnType": kind}
        lines.append({"Amount": amount, "LinkedTxn": [link]})
    body = {"CustomerRef": {"value": customer}, "TotalAmt": total, **header}
    if lines:
        body["Line"] = lines
    return company.create("Payment", body)


def entry_line(side, amount, account, **detail):
    """Return a journal entry's line; `detail` adds to its detail."""
    return {
        "Amount": amount,
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": {
            "PostingType": side,
            "AccountRef": {"value": account},
            **detail,
        },
    }


def again(company, entity, record):
    """Return a record as it is now."""
    return company.read(entity, record["Id"])


def touch(record, **values):
    """Return the body of a sparse update of a record."""
    return {
        "Id": record["Id"],
        "SyncToken": record["SyncToken"],
        "sparse": True,
        **values,
    }


class Refused:
    """`with refused(6240): ...` expects a fault of a code and keeps it."""

    def __init__(self, code):
        self.code = str(code)
        self.fault = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        assert isinstance(error, Fault), f"expected fault {self.code}, got {error!r}"
        assert error.code == self.code, error
        self.fault = error
        self.error = error.errors[0]
        return True


refused = Refused
