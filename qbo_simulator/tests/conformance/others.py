"""Replays of batches, uploads, reports, webhooks and sign-in."""

import json
import re
from typing import Any

from qbo_simulator.books import loads

from .knowledge import later
from .stage import Stage


def batch(stage: Stage) -> None:
    """Send the recorded items in books where each can end as recorded."""
    recording = stage.recording
    request = recording.request["body"]
    if not request:
        return answered_batch(stage)
    answers = {one["bId"]: one for one in recording.body["BatchItemResponse"]}
    for item in request["BatchItemRequest"]:
        answer = answers[item["bId"]]
        for name, one in _entities(answer):
            if item.get("operation") != "create":
                stage.world.load(name, one)
        code = (answer.get("Fault") or {"Error": [{}]})["Error"][0].get("code")
        if code == "5010":
            _make_stale(stage, item)
    answer = stage.post("batch", request)
    free = r"\.(Id|SyncToken)$|Addr\.Id$"
    stage.check(answer, free, recorded=_somebody(recording.body))


def answered_batch(stage: Stage) -> None:
    """Send items that are answered as recorded where only the answer is known."""
    items = []
    for number, answer in enumerate(stage.recording.body["BatchItemResponse"]):
        item: dict[str, Any] = {"bId": answer.get("bId", f"bid{number}")}
        if "Fault" in answer:
            stage.qbo.load("Vendor", {"Id": "900000", "DisplayName": "Taken"})
            item["operation"] = "create"
            item["Vendor"] = {"DisplayName": "Taken"}
        elif "QueryResponse" in answer:
            for name, one in _entities(answer):
                stage.world.load(name, one)
                item["Query"] = f"select * from {name} where Id = '{one['Id']}'"
        else:
            for name, one in _entities(answer):
                stage.world.references(one, name)
                item["operation"] = "create"
                item[name] = stage.world.writable(name, one)
        items.append(item)
    answer = stage.post("batch", {"BatchItemRequest": items})
    free = r"\.(Id|SyncToken)$|Addr\.Id$|Error\[\]\.|TxnDate$|DueDate$|DocNumber$"
    stage.check(answer, free)


def _entities(answer: dict):
    from .recordings import _objects

    return list(_objects(answer))


def _make_stale(stage: Stage, item: dict) -> None:
    for name, body in item.items():
        if isinstance(body, dict):
            id_ = body["Id"]
            if (name, id_) not in stage.world.made:
                stage.world.document(name, id_, {}, 1)
            now = stage.qbo.read(name, id_)
            if now["SyncToken"] == body["SyncToken"]:
                note = {"Id": id_, "sparse": True, "PrivateNote": "Meanwhile"}
                stage.qbo.update(name, note)
                stage.qbo.update(name, {**note, "PrivateNote": now.get("PrivateNote")})


def _somebody(body: Any) -> Any:
    """Put the simulator's other user into the wording of a recorded 5010."""
    text = re.sub(
        r"You and .+? were working on this at the same time\. .+? finished",
        "You and Sandbox User were working on this at the same time. "
        "Sandbox User finished",
        json.dumps(body, default=lambda number: f"\0{number}\0"),
    )
    return loads(re.sub(r'"\\u0000([^"]*?)\\u0000"', r"\1", text))


def upload(stage: Stage) -> None:
    """Upload as many files as were answered, with the recorded metadata."""
    recording = stage.recording
    parts = ((recording.request["body"] or {}) or {}).get("multipart") or []
    metadata = [part["body"] for part in parts if "body" in part]
    if not metadata:
        for _name, one in recording.objects():
            known = ("FileName", "ContentType", "Note", "Category", "AttachableRef")
            metadata.append({k: one[k] for k in known if k in one})
            stage.world.prerequisites("Attachable", one)
        stage.world.known.clear()
    files = []
    for number, one in enumerate(metadata, 1):
        kind = one["ContentType"]
        files.append(
            (
                f"file_metadata_{number:02}",
                ("attachment.json", json.dumps(one), "application/json"),
            )
        )
        files.append((f"file_content_{number:02}", (one["FileName"], b"x" * 20, kind)))
    if "Fault" in recording.body["AttachableResponse"][0]:
        code = recording.body["AttachableResponse"][0]["Fault"]["Error"][0]["code"]
        if code == "6190":
            stage.qbo.fail_next(kind="fault", code="6190", operation="upload")
            files = files or [
                (f"file_content_{number:02}", ("a.txt", b"x", "text/plain"))
                for number, _one in enumerate(recording.body["AttachableResponse"], 1)
            ]
    answer = stage.send("POST", "upload", files=files)
    stage.check(answer, free=r"\.Id$")


def report(stage: Stage) -> None:
    """Ask for the report; compare its shape, for its figures are another company's."""
    recording = stage.recording
    name = recording.request["path"].rpartition("/")[2]
    asked = dict(recording.request["query"] or {})
    header = recording.body["Header"]
    if not asked:  # the head of the answer says what was asked
        asked = {
            "date_macro": header.get("DateMacro"),
            "start_date": header.get("StartPeriod"),
            "end_date": header.get("EndPeriod"),
            "summarize_column_by": header.get("SummarizeColumnsBy"),
            "columns": ",".join(_column_keys(recording.body)),
        }
        asked = {key: value for key, value in asked.items() if value}
    if {"Name": "NoReportData", "Value": "false"} in header["Option"]:
        _do_business(stage, header.get("EndPeriod"))
    answer = stage.send("GET", f"reports/{name}", params=asked)
    if answer.status_code != recording.status:
        stage.differ(f"status {answer.status_code} here: {answer.text[:200]}")
        return
    recorded, ours = outline(recording.body), outline(loads(answer.content))
    for line in sorted(recorded - ours):
        stage.differ(f"without {line}")
    for line in sorted(ours - recorded):
        stage.differ(f"with {line} added")


def _column_keys(body: dict) -> list[str]:
    """Return the keys of the columns of a report of lines."""
    kinds = (column["ColType"] for column in body["Columns"]["Column"])
    return [kind for kind in kinds if kind.islower()]


def _do_business(stage: Stage, day: str | None) -> None:
    """Sell and buy something on a day; own a truck with an account below it."""
    dated = {"TxnDate": day} if day else {}
    stage.world.document("Invoice", "900000", dated, 100)
    stage.world.document("Bill", "900004", dated, 40)
    truck = {"AccountType": "Fixed Asset", "Name": "Truck", "Id": "900001"}
    cost = {"AccountType": "Fixed Asset", "Name": "Cost", "Id": "900002"}
    cost.update(SubAccount=True, ParentRef={"value": "900001"})
    stage.qbo.load("Account", truck)
    stage.qbo.load("Account", cost)
    to = {"FromAccountRef": {"value": "35"}, "ToAccountRef": {"value": "900002"}}
    stage.qbo.load("Transfer", {"Id": "900003", "Amount": 50, **to})


def outline(value: Any, path: str = "") -> set[str]:
    """Return the paths and kinds of a report, sections and columns merged."""
    if isinstance(value, dict):
        found = set()
        for key, item in value.items():
            found |= outline(item, "Row" if key == "Rows" else f"{path}.{key}")
        return found
    if isinstance(value, list):
        found = set()
        for item in value:
            found |= outline(item, path + "[]")
        return found
    return {f"{path} ({type(value).__name__})"}


def web_server(stage: Stage) -> None:
    """Ask for an address outside the API: a page answers, in HTML."""
    answer = stage.send("GET", stage.path())
    if answer.status_code != stage.recording.status:
        stage.differ(f"status {answer.status_code} here: {answer.text[:200]}")
    for text in ("<title>404 Not Found</title>", "was not found on this server"):
        if text not in answer.text:
            stage.differ(f"without {text}")


def webhook(stage: Stage) -> None:
    """Change something, look at the delivery."""
    recorded = stage.recording.request["body"]
    form = "cloudevents" if isinstance(recorded, list) else "legacy"
    stage.qbo.clock.set(_moment(stage.now))
    stage.qbo.create("Customer", {"DisplayName": "Anybody"})
    delivery = stage.qbo.webhook_preview(form)
    ours = loads(delivery["body"].encode())
    wanted = _first_event(recorded)
    stage.compare("", wanted, _first_event(ours), free=r".")
    if "intuit-signature" not in {name.lower() for name in delivery["headers"]}:
        stage.differ("no signature")


def _first_event(body: Any) -> Any:
    """Return a delivery of one event in each of its lists."""
    if isinstance(body, list):
        return [_first_event(one) for one in body[:1]]
    if isinstance(body, dict):
        return {
            key: _first_event(item)
            for key, item in body.items()
            if key not in ("deletedId", "data", "datacontenttype")  # not always
        }
    return body


def _moment(text: str):
    from datetime import datetime

    return datetime.fromisoformat(later(text))


def sign_in(stage: Stage) -> None:
    """Compare the answers of the authorisation server."""
    recording = stage.recording
    request = recording.request
    if request["method"] == "GET":
        answer = stage.qbo.session.get(stage.qbo.discovery_url, timeout=30)
        stage.compare("", recording.body, answer.json(), free=r".")
        return
    callback = "http://localhost/callback"
    scope = "com.intuit.quickbooks.accounting openid"
    address = stage.qbo.authorize(callback, "state", scope)
    code = re.search(r"[?&]code=([^&]+)", address)[1]
    keys = stage.qbo.app
    discovery = stage.qbo.session.get(stage.qbo.discovery_url, timeout=30).json()
    answer = stage.qbo.session.post(
        discovery["token_endpoint"],
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback,
        },
        auth=(keys.client_id, keys.client_secret),
        timeout=30,
    )
    stage.compare("", recording.body, answer.json(), free=r".")
