"""Files, printed and sent documents, reports, and what survives a crash with them."""

import base64
import json
import sqlite3
from datetime import datetime, timezone

import pytest
import requests

from qbo_simulator.books import Books, dumps
from qbo_simulator.server.http import Operation
from qbo_simulator.server.multipart import parse
from qbo_simulator.server.replay import ReplayStore
from qbo_simulator.server.state import Simulator as State
from qbo_simulator.testing import SimulatorProcess

PLAN = b"Mind the step.\r\n\r\n--no boundary\n\x00\xff"


def upload(qbo, *files, **options):
    parts = []
    for number, (metadata, name, content, kind) in enumerate(files, 1):
        if metadata is not None:
            text = json.dumps(metadata)
            part = ("m.json", text, "application/json")
            parts.append((f"file_metadata_{number:02}", part))
        parts.append((f"file_content_{number:02}", (name, content, kind)))
    return qbo.api("POST", "upload", files=parts, **options)


def invoice(qbo, amount=100, **values):
    detail = {"ItemRef": {"value": "1"}}
    line = {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }
    body = {"CustomerRef": {"value": "1"}, "Line": [line], **values}
    return qbo.create("Invoice", body)


# === UPLOAD AND DOWNLOAD === #


def test_a_file_comes_back_as_it_was_sent(qbo):
    made = invoice(qbo)
    ref = {"EntityRef": {"type": "Invoice", "value": made["Id"]}}
    metadata = {
        "AttachableRef": [ref],
        "FileName": "plan.txt",
        "ContentType": "text/plain",
    }
    answer = upload(qbo, (metadata, "plan.txt", PLAN, "text/plain")).json()
    (row,) = answer["AttachableResponse"]
    file = row["Attachable"]
    assert file["Size"] == len(PLAN)
    assert file["FileAccessUri"].endswith(f"/download/{file['Id']}")
    address = qbo.api("GET", f"download/{file['Id']}")
    assert address.headers["Content-Type"].startswith("text/plain")
    for url in (address.text, file["TempDownloadUri"]):
        assert requests.get(url, timeout=10).content == PLAN


def test_the_address_of_a_file_expires_and_cannot_be_forged(qbo):
    answer = upload(qbo, (None, "plan.txt", PLAN, "text/plain")).json()
    url = answer["AttachableResponse"][0]["Attachable"]["TempDownloadUri"]
    assert requests.get(url[:-1] + "x", timeout=10).status_code == 403
    qbo.clock.advance(901)
    assert requests.get(url, timeout=10).status_code == 403


def test_one_bad_file_does_not_stop_the_others(qbo):
    ref = {"EntityRef": {"type": "Estimate", "value": "75"}}
    answer = upload(
        qbo,
        ({"AttachableRef": [ref], "FileName": "a.txt"}, "a.txt", b"a", "text/plain"),
        ({"FileName": "b.txt"}, "b.txt", b"b", "text/plain"),
    )
    assert answer.status_code == 200
    bad, good = answer.json()["AttachableResponse"]
    assert bad["Fault"]["Error"][0]["code"] == "6000"
    assert good["Attachable"]["FileName"] == "b.txt"


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_parts_are_read_with_either_line_end_and_from_base64(newline):
    content = base64.b64encode(PLAN)
    lines = [
        b"",
        b"--XX",
        b'Content-Disposition: form-data; name="file_metadata_01"',
        b"Content-Type: application/json",
        b"",
        b"{}",
        b"--XX",
        b'Content-Disposition: form-data; name="file_content_01"; filename="p.txt"',
        b"Content-Type: text/plain",
        b"Content-Transfer-Encoding: base64",
        b"",
        content,
        b"--XX--",
    ]
    parts = parse("multipart/form-data; boundary=XX", newline.join(lines))
    assert [part.name for part in parts] == ["file_metadata_01", "file_content_01"]
    assert parts[0].content == b"{}"
    assert parts[1].content == PLAN
    assert parts[1].filename == "p.txt"


@pytest.mark.parametrize("body", [b"", b"--XX", b"--XX\n\n--XX--", b"\xff" * 50])
def test_what_is_no_upload_is_refused_in_words(qbo, body):
    kind = "multipart/form-data; boundary=XX"
    answer = qbo.api("POST", "upload", data=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["Fault"]["Error"][0]["code"] in ("6020", "6030")


def test_a_picture_has_a_thumbnail(qbo):
    answer = upload(qbo, (None, "cat.png", b"\x89PNG", "image/png")).json()
    id_ = answer["AttachableResponse"][0]["Attachable"]["Id"]
    found = qbo.api("GET", f"attachable/{id_}").json()["Attachable"]
    assert found["ThumbnailFileAccessUri"].endswith(f"/attachable-thumbnail/{id_}")
    assert list(found).index("ThumbnailTempDownloadUri") < list(found).index("domain")


def test_files_survive_a_kill_and_travel_in_snapshots(tmp_path):
    with SimulatorProcess("--data", str(tmp_path / "books.sqlite")) as process:
        qbo = process.client()
        answer = upload(qbo, (None, "plan.txt", PLAN, "text/plain")).json()
        id_ = answer["AttachableResponse"][0]["Attachable"]["Id"]
        process.kill()
    with SimulatorProcess(
        "--data", str(tmp_path / "books.sqlite"), seeds=()
    ) as process:
        qbo = process.client()
        address = qbo.api("GET", f"download/{id_}").text
        assert requests.get(address, timeout=10).content == PLAN
        state = qbo.snapshot()
        qbo.reset()
        qbo.restore(state)
        address = qbo.api("GET", f"download/{id_}").text
        assert requests.get(address, timeout=10).content == PLAN


# === PRINTED AND SENT === #


def test_a_pdf_holds_what_the_document_says(qbo):
    made = invoice(qbo, DocNumber="A-17")
    answer = qbo.api("GET", f"invoice/{made['Id']}/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"Invoice A-17" in answer.content


def test_what_cannot_be_printed_is_refused(qbo):
    assert qbo.api("GET", "vendor/30/pdf").status_code == 400
    missing = qbo.api("GET", "invoice/999999/pdf")
    assert missing.json()["Fault"]["Error"][0]["code"] == "610"


def test_sending_marks_the_document_and_tells_webhooks(qbo):
    made = invoice(qbo)
    sent = qbo.api("POST", f"invoice/{made['Id']}/send?sendTo=a@b.example").json()
    found = sent["Invoice"]
    assert found["EmailStatus"] == "EmailSent"
    assert found["BillEmail"] == {"Address": "a@b.example"}
    assert found["DeliveryInfo"]["DeliveryType"] == "Email"
    assert found["DeliveryInfo"]["DeliveryTime"]
    assert "emailed" in qbo.webhook_preview("cloudevents")["body"]


def test_sending_needs_an_address(qbo):
    customer = qbo.create("Customer", {"DisplayName": "No mail"})
    made = invoice(qbo, CustomerRef={"value": customer["Id"]})
    path = f"invoice/{made['Id']}/send"
    refused = qbo.api("POST", path).json()
    assert refused["Fault"]["Error"][0]["code"] == "6420"
    refused = qbo.api("POST", path + "?sendTo=nonsense").json()
    assert refused["Fault"]["Error"][0]["code"] == "2210"


# === REPORTS === #


def sections(report):
    """Return the sums of a report by group, at any depth."""
    found = {}

    def walk(rows):
        for row in rows:
            if "group" in row and "Summary" in row:
                found[row["group"]] = row["Summary"]["ColData"][-1]["value"]
            walk(row.get("Rows", {}).get("Row", []))

    walk(report["Rows"]["Row"])
    return found


def report(qbo, name, **params):
    answer = qbo.api("GET", f"reports/{name}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_profit_and_loss_shows_what_was_sold_in_the_period(qbo):
    invoice(qbo, 100, TxnDate="2026-03-05")
    invoice(qbo, 40, TxnDate="2025-12-31")
    year = {"start_date": "2026-01-01", "end_date": "2026-12-31"}
    found = sections(report(qbo, "ProfitAndLoss", **year))
    assert found["Income"] == "100.00"
    assert found["NetIncome"] == "100.00"
    months = report(qbo, "ProfitAndLoss", **year, summarize_column_by="Month")
    titles = [column["ColTitle"] for column in months["Columns"]["Column"]]
    assert titles[1] == "Jan 2026" and len(titles) == 13


def test_the_balance_sheet_balances(qbo):
    invoice(qbo, 100, TxnDate="2026-03-05")
    invoice(qbo, 40, TxnDate="2025-12-31")
    found = sections(report(qbo, "BalanceSheet", end_date="2026-12-31"))
    assert found["AR"] == "140.00"
    assert found["TotalAssets"] == found["TotalLiabilitiesAndEquity"]


def test_debits_equal_credits_in_the_trial_balance(qbo):
    invoice(qbo, 100)
    rows = report(qbo, "TrialBalance")["Rows"]["Row"]
    _name, debit, credit = rows[-1]["Summary"]["ColData"]
    assert debit == credit != {"value": "0.00"}


def test_receivables_are_sorted_by_age(qbo):
    qbo.clock.set(datetime(2026, 6, 30, 12, tzinfo=timezone.utc))
    invoice(qbo, 100, TxnDate="2026-06-29", DueDate="2026-07-29")
    invoice(qbo, 60, TxnDate="2026-04-01", DueDate="2026-05-10")
    rows = report(qbo, "AgedReceivables")["Rows"]["Row"]
    cells = [cell["value"] for cell in rows[-1]["Summary"]["ColData"]]
    assert cells == ["TOTAL", "100.00", "", "60.00", "", "", "160.00"]


def test_reports_that_are_not_drawn_are_refused(qbo):
    assert qbo.api("GET", "reports/FECReport").status_code == 400
    bad = qbo.api("GET", "reports/BalanceSheet?end_date=tomorrow")
    assert bad.json()["Fault"]["Error"][0]["code"] == "2060"


# === THE NOTE OF A REQUEST === #


def test_the_note_of_a_request_is_in_the_transaction_of_the_books(tmp_path):
    path = str(tmp_path / "books.sqlite")
    state = State(path)
    company = state.add_company("us", "1")
    operation = Operation("create", "Customer", {"DisplayName": "Once"})
    now = state.clock.now()

    def work():
        made = company.create("Customer", operation.body)
        with sqlite3.connect(path) as other:  # nothing is visible half way
            count = other.execute("SELECT count(*) FROM server_replay").fetchone()
        assert count == (0,)
        return {"Customer": made}

    made = state.replays.first(company, ("1", "r", None), operation, now, work)
    with sqlite3.connect(path) as other:
        ((note,),) = other.execute("SELECT content FROM server_replay").fetchall()
        rows = other.execute("SELECT doc FROM row WHERE entity = 'Customer'")
        assert sum('"Once"' in doc for (doc,) in rows) == 1
    assert note.encode() == dumps(made)
    state.close()


def test_without_its_note_a_request_does_nothing():
    books = Books()
    company = books.add_company("1")
    replays = ReplayStore()

    def no_disk(_key, _record):
        raise OSError("disk full")

    replays.kept = no_disk
    body = {"DisplayName": "Never"}
    operation = Operation("create", "Customer", body)
    key = ("1", "r", None)
    with pytest.raises(OSError, match="disk full"):
        replays.first(
            company,
            key,
            operation,
            books.clock.now(),
            lambda: company.create("Customer", body),
        )
    where = "where DisplayName = 'Never'"
    assert company.query(f"select * from Customer {where}") == {}
    assert replays.find(key, operation, books.clock.now()) is None
