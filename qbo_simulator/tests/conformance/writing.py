"""Replays of what changes the books: create, update, deactivate, void, delete."""

from decimal import Decimal
from typing import Any

from .knowledge import DELETED
from .stage import Stage

CREATED = r"(^|\.)(Id|SyncToken)$|Addr\.Id$"
LISTS = ("Customer", "Vendor", "Employee")
ADDRESSES = ("BillAddr", "ShipAddr", "VendorAddr")


def create(stage: Stage) -> None:
    """Create what the request asks for, in books that hold what it refers to."""
    recording = stage.recording
    if recording.name == "TaxService":
        return tax_code(stage)
    request = recording.request
    ((entity, recorded),) = recording.objects()
    body = request["body"] or stage.world.writable(entity, recorded)
    prepare(stage, entity, recorded, body)
    params = dict(request["query"] or {})
    answer = stage.post(entity.lower(), body, params)
    free = CREATED
    if "DocNumber" not in body:
        free += r"|^\w+\.DocNumber$"
    if recording.whole or "time" in recording.body:
        stage.check(answer, free)
    else:
        recorded = {entity: recorded, "time": stage.now}
        stage.check(answer, free, recorded)


def prepare(stage: Stage, entity: str, recorded: dict, body: dict) -> None:
    """Create what a write refers to."""
    for key, party in (("CustomerRef", "Customer"), ("VendorRef", "Vendor")):
        ref = recorded.get(key)
        if ref and entity not in LISTS:
            own = {
                "Id": ref["value"],
                "DisplayName": ref.get("name", f"{party} {ref['value']}"),
            }
            if ":" not in own["DisplayName"]:
                for name in ADDRESSES:
                    if name in recorded and name not in body:
                        target = "BillAddr" if name == "VendorAddr" else name
                        own[target] = recorded[name]
                stage.world.known.setdefault((party, ref["value"]), own)
    if entity == "Customer":
        stage.world.default_tax(recorded)
    stage.world.references(recorded, entity)
    stage.world.references(body, entity)
    links = {"LinkedTxn": body.get("LinkedTxn", []), **body}
    stage.world.prerequisites(entity, links)


def update(stage: Stage) -> None:
    """Bring the object to a state before the update, then update it."""
    recording = stage.recording
    request = recording.request["body"]
    ((entity, recorded),) = recording.objects()
    changed = recorded["SyncToken"] != request["SyncToken"]
    before = dict(recorded)
    if changed:
        before.update(_otherwise(entity, before))
    prepare(stage, entity, before, request)
    stage.world.load(entity, before)
    _written(stage, entity, recorded, request)


def deactivate(stage: Stage) -> None:
    """Make an active record inactive."""
    recording = stage.recording
    ((entity, recorded),) = recording.objects()
    request = recording.request["body"]
    before = dict(recorded)
    if not request or request["SyncToken"] != recorded["SyncToken"]:
        before["Active"] = True
        for name in ("Name", "DisplayName", "FullyQualifiedName"):
            if str(before.get(name, "")).lower().endswith(DELETED):
                before[name] = before[name][: -len(DELETED)]
    stage.world.known[entity, recorded["Id"]] = before
    stage.world.load(entity, before)
    if not request:
        request = {"Id": recorded["Id"], "sparse": True, "Active": False}
        request["SyncToken"] = str(int(recorded["SyncToken"]) - 1)
    _written(stage, entity, recorded, request)


def void(stage: Stage) -> None:
    """Void a document that had amounts."""
    recording = stage.recording
    ((entity, recorded),) = recording.objects()
    before = _before_void(stage, entity, recorded)
    stage.world.known[entity, recorded["Id"]] = before
    stage.world.load(entity, before)
    request = recording.request["body"] or {"Id": recorded["Id"], "sparse": True}
    token = int(recorded["SyncToken"]) - 1
    query = recording.request["query"] or {"operation": "update", "include": "void"}
    request = {"SyncToken": str(token), **request}
    _written(stage, entity, recorded, request, query)


def _before_void(stage: Stage, entity: str, recorded: dict) -> dict:
    for one in stage.library.get((entity, recorded["Id"]), ()):
        if int(one["SyncToken"]) < int(recorded["SyncToken"]):
            return dict(one)
    before = {**recorded, "PrivateNote": None}
    if "Line" not in recorded:
        return {**before, "TotalAmt": Decimal("10.00")}
    lines = []
    for line in recorded["Line"]:
        if line.get("DetailType") == "SalesItemLineDetail":
            detail = {**line["SalesItemLineDetail"], "Qty": 1}
            detail["UnitPrice"] = Decimal(10)
            line = {**line, "Amount": Decimal("10.00"), "SalesItemLineDetail": detail}
        lines.append(line)
    return {**before, "Line": lines}


def delete(stage: Stage) -> None:
    """Delete what there was."""
    recording = stage.recording
    ((entity, recorded),) = recording.objects()
    known = stage.library.get((entity, recorded["Id"]))
    stage.world.known.clear()
    if known:
        stage.world.load(entity, {**known[-1], "Line": known[-1].get("Line", [])})
    elif entity == "TimeActivity":
        stage.qbo.create("Employee", {"GivenName": "A", "FamilyName": "Worker"})
        (worker,) = stage.qbo.all("Employee")
        ref = {"value": worker["Id"]}
        made = {"Id": recorded["Id"], "NameOf": "Employee", "EmployeeRef": ref}
        stage.qbo.load(entity, made)
    elif entity == "Attachable":
        stage.qbo.load(entity, {"Id": recorded["Id"], "Note": "A note"})
    elif entity == "Deposit":
        detail = {"AccountRef": {"value": "1"}}
        line = {
            "Amount": 1,
            "DetailType": "DepositLineDetail",
            "DepositLineDetail": detail,
        }
        to = {"value": "35"}
        stage.qbo.load(
            entity,
            {"Id": recorded["Id"], "DepositToAccountRef": to, "Line": [line]},
        )
    else:
        stage.world.document(entity, recorded["Id"], {}, 1)
    body = {"Id": recorded["Id"], "SyncToken": "0"}
    answer = stage.post(entity.lower(), body, {"operation": "delete"})
    stage.check(answer)


def tax_code(stage: Stage) -> None:
    """Create a tax code through the tax service."""
    recorded = stage.recording.body
    stage.world.need("TaxAgency", recorded["TaxRateDetails"][0]["TaxAgencyId"])
    details = [
        {k: v for k, v in one.items() if k != "TaxRateId"}
        for one in recorded["TaxRateDetails"]
    ]
    body = {"TaxCode": recorded["TaxCode"], "TaxRateDetails": details}
    answer = stage.post("taxservice/taxcode", body)
    stage.check(answer, free=r"(TaxCodeId|TaxRateId)$")


# === helpers === #


def _otherwise(entity: str, recorded: dict) -> dict:
    """Return something about the object that was different before."""
    if entity in ("Customer", "Vendor"):
        return {"Notes": "Before the update"}
    if entity == "Item":
        return {"Description": "Before the update"}
    return {"PrivateNote": "Before the update"}


def _written(
    stage: Stage, entity: str, recorded: dict, request: dict, query: Any = None
) -> None:
    """Send a write against the current state; compare answer and SyncToken."""
    now = stage.qbo.read(entity, recorded["Id"])
    body = {**request, "SyncToken": now["SyncToken"]}
    query = query if query is not None else stage.recording.request["query"]
    answer = stage.post(entity.lower(), body, dict(query or {}))
    whole = stage.recording.body
    if "time" not in whole:
        whole = {**whole, "time": stage.now}
    free = r"Line\[\]\.Id$|Addr\.Id$"
    ours = stage.check(answer, free, whole)
    if ours is None or entity not in ours:
        return
    rise = int(recorded["SyncToken"]) - int(request["SyncToken"])
    risen = int(ours[entity]["SyncToken"]) - int(now["SyncToken"])
    if rise in (0, 1) and rise != risen:
        stage.differ(f"{entity}.SyncToken: rose by {rise} recorded, {risen} here")
