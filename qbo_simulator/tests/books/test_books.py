"""Companies as a whole: file, snapshot, notifications, concurrency, ledger."""

import json
import os
import signal
import subprocess
import sys
import threading
from decimal import Decimal

import pytest

from qbo_simulator.books import Books, dumps, loads

from .conftest import REALM, line, pay, refused, sale, touch


def test_every_seed_starts_balanced_and_silent(books):
    for number, seed in enumerate(("us", "ca", "uk", None)):
        company = books.add_company(f"91303500000000{number:02}", seed)
        trial = company.trial_balance()
        assert trial["debit"] == trial["credit"]
        assert company.changes(0) == []
        assert company.query("select count(*) from Account")["totalCount"] >= 30


@pytest.mark.parametrize("option", [{"seed": "fr"}, {"seed": "us", "magic": True}])
def test_an_unknown_seed_or_option_leaves_no_company(books, option):
    with pytest.raises(ValueError, match="Unknown"):
        books.add_company(REALM, **option)
    assert books.companies() == []
    assert books.add_company(REALM, "us").name == "Red River Trading LLC"


def test_a_company_has_the_name_one_wants(books):
    assert books.add_company(REALM, "uk", name="Own Name").name == "Own Name"


def test_a_realm_exists_once(books, us):
    with pytest.raises(ValueError, match="exists already"):
        books.add_company(REALM, "us")
    with pytest.raises(KeyError):
        books.company("1")


def test_a_file_keeps_everything(tmp_path, clock):
    path = str(tmp_path / "books.sqlite")
    books = Books(path, clock)
    us = books.add_company(REALM, "us")
    invoice = sale(us, line(259, item="6", Qty=2, UnitPrice="129.5", tax="TAX"))
    pay(us, 100, (invoice, 100))
    gone = sale(us, 5)
    us.delete("Invoice", {"Id": gone["Id"], "SyncToken": "0"})
    seen = _whole(us, clock)
    books.close()
    again = Books(path, clock)
    kept = again.company(REALM)
    assert _whole(kept, clock) == seen
    assert int(sale(kept, 1)["Id"]) > int(gone["Id"])
    with refused(6240):
        kept.create("Vendor", {"DisplayName": "Amber Lantern Cafe"})


def test_a_killed_process_loses_no_answered_request(tmp_path):
    path = str(tmp_path / "books.sqlite")
    script = (
        "import sys\n"
        "from qbo_simulator.books import Books\n"
        "us = Books(sys.argv[1]).add_company('1', 'us')\n"
        "while True:\n"
        "    made = us.create('Customer', {'DisplayName': 'C' + str(us.store.seq)})\n"
        "    print(made['Id'], flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, path], stdout=subprocess.PIPE, text=True
    )
    answered = [process.stdout.readline().strip() for _ in range(50)]
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    company = Books(path).company("1")
    for id_ in answered:
        assert company.read("Customer", id_)["Id"] == id_


def test_a_refused_request_leaves_no_trace_in_the_file(tmp_path, clock):
    path = str(tmp_path / "books.sqlite")
    books = Books(path, clock)
    us = books.add_company(REALM, "us")
    invoice = sale(us, 10)
    seen = _whole(us, clock)
    with refused(6000):
        pay(us, 5, (invoice, 10))
    assert _whole(us, clock) == seen
    books.close()
    assert _whole(Books(path, clock).company(REALM), clock) == seen


def test_a_snapshot_brings_everything_back(books, us, clock):
    invoice = sale(us, line(50, tax="TAX"))
    pay(us, 20, (invoice, 20))
    seen = _whole(us, clock)
    snapshot = books.snapshot()
    us.delete("Invoice", {"Id": invoice["Id"], "SyncToken": "1"})
    books.add_company("2", "uk")
    books.restore(snapshot)
    assert [one.realm_id for one in books.companies()] == [REALM]
    assert _whole(books.company(REALM), clock) == seen
    with pytest.raises(ValueError, match="not a snapshot"):
        books.restore(b"nothing")


def _whole(company, clock):
    """Return everything a client can see of a company."""
    entities = ("Customer", "Invoice", "Payment", "Item", "Account", "Preferences")
    rows = {one: company.query(f"select * from {one}") for one in entities}
    changes = company.changes(0)
    cdc = company.cdc(["Invoice", "Customer"], clock.now().replace(hour=0))
    text = dumps([rows, changes, cdc, company.balances(), company.trial_balance()])
    return json.loads(text)


def test_notifications_tell_every_effective_change_in_order(us):
    start = us.changes(0)[-1].seq if us.changes(0) else 0
    invoice = sale(us, 10)
    payment = pay(us, 10, (invoice, 10))
    us.delete("Payment", {"Id": payment["Id"], "SyncToken": "0"})
    us.update("Customer", touch(us.read("Customer", "1"), Notes="x"))
    seen = [(one.entity, one.operation) for one in us.changes(start)]
    assert seen == [
        ("Invoice", "Create"),
        ("Payment", "Create"),
        ("Invoice", "Update"),
        ("Payment", "Delete"),
        ("Invoice", "Update"),
        ("Customer", "Update"),
    ]
    numbers = [one.seq for one in us.changes(start)]
    assert numbers == list(range(numbers[0], numbers[0] + 6))
    assert us.changes(numbers[-1]) == []


def test_clients_may_be_as_concurrent_as_they_like(us):
    invoices = []

    def work(number):
        for _ in range(20):
            invoices.append(sale(us, 10)["DocNumber"])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(invoices)) == 120
    assert us.read("Customer", "1")["Balance"] == 1200


def test_times_are_pacific_with_daylight_saving(us, clock):
    invoice = sale(us, 10)
    assert invoice["MetaData"]["CreateTime"] == "2026-03-10T12:00:00-07:00"
    clock.advance(-10 * 86400)
    assert sale(us, 10)["MetaData"]["CreateTime"].endswith("-08:00")


def test_numbers_are_spelt_like_quickbooks():
    amounts = [Decimal("100.00"), Decimal("0.00"), Decimal("4.5"), 75, "1.50", True]
    assert dumps(amounts) == b'[100.00,0,4.5,75,"1.50",true]'
    assert loads(b"[1.10]") == [Decimal("1.10")]
    for wrong in (b"[NaN]", b"{", b"\xff", b"[" * 100_000):
        with pytest.raises(ValueError):
            loads(wrong)


def test_reports_show_documents_with_their_parties(us):
    invoice = sale(us, line(100, tax="TAX"))
    payment = pay(us, 8, (invoice, 8))
    shown = us.documents()
    assert [one["id"] for one in shown] == [payment["Id"], invoice["Id"]]
    assert shown[1] == {
        "entity": "Invoice",
        "kind": "Invoice",
        "id": invoice["Id"],
        "number": "1001",
        "date": "2026-03-10",
        "name": "Amber Lantern Cafe",
        "total": Decimal("108.25"),
        "balance": Decimal("100.25"),
        "currency": "USD",
        "voided": False,
        "updated": invoice["MetaData"]["LastUpdatedTime"],
    }
    balances = us.balances()
    cafe = next(one for one in balances["customers"] if one["id"] == "1")
    assert cafe["balance"] == Decimal("100.25")
    assert {"id": "6", "name": "Task Chair", "quantity": 100} in balances["items"]


def test_unknown_entities_and_bodies_are_refused(us):
    with refused(500):
        us.create("Nonsense", {})
    with refused(2010):
        us.create("Customer", ["x"])
    with refused(2020):
        us.update("Customer", {"SyncToken": "0"})
    with refused(2020):
        us.update("Customer", {"Id": "1"})
    with refused(500):
        us.void("Estimate", {"Id": "1", "SyncToken": "0"})
