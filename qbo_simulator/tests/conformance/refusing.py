"""Replays of refusals: what makes QuickBooks refuse is brought about by fault code."""

import re
from typing import Any

from qbo_simulator.books import loads

from .recordings import Recording
from .stage import Stage
from .writing import prepare

WORKING = re.compile(r"You and .+? were working .+? at the same time\. .+? finished")
# All three wordings are recorded, whatever kind of name was taken.
ANOTHER = re.compile(r"Another [\w$, ]+ is already using this name|null$")
DEPARTED = re.compile(r"of full path: \S+(?= is)|https?://\S+")


def refusal(stage: Stage) -> None:
    """Send what was refused and compare the fault."""
    recording = stage.recording
    fault = fault_of(recording)
    code = str(fault["Error"][0].get("code", "")) if "Error" in fault else ""
    if recording.status == 429:
        return throttled(stage)
    if "error" in fault:
        return unauthenticated(stage)
    if recording.operation == "upload":
        from .others import upload

        return upload(stage)
    answer = PREPARED.get(code, ask)(stage)
    compare_fault(stage, answer)


def fault_of(recording: Recording) -> dict:
    """Return the fault that was recorded, wherever it stands."""
    body = recording.body
    return body.get("Fault") or body.get("fault") or {}


def compare_fault(stage: Stage, answer) -> None:
    """Compare status, family and wording."""
    recording = stage.recording
    status = recording.status
    if status == 200:
        status = 400  # since late 2016, says the collection
    if answer.status_code != status:
        stage.differ(f"status {status} recorded, {answer.status_code} here")
    body = loads(answer.content)
    recorded = same_words(recording.body)
    if "time" not in recording.body:
        body.pop("time", None)
    stage.compare("", recorded, same_words(body))


def same_words(value: Any) -> Any:
    """Take names of people and addresses of servers out of the wording."""
    if isinstance(value, dict):
        return {key: same_words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [same_words(item) for item in value]
    if isinstance(value, str):
        value = WORKING.sub("You and somebody were working at the same time", value)
        value = DEPARTED.sub("", value)
        value = re.sub(r"\s+", " ", value)
        value = ANOTHER.sub("Another is already using this name", value)
        value = re.sub(r"(not marked as ignorable) .*", r"\1", value)
        return re.sub(r"/v3/company/(\d+|\{realmId\})/", "/v3/company/1/", value)
    return value


# === what brings a refusal about === #


def ask(stage: Stage):
    """Send the recorded request as it is."""
    request = stage.recording.request
    if request["method"] == "POST":
        return stage.post(stage.path(), request["body"], request["query"])
    return stage.send("GET", stage.path(), params=request["query"] or {})


def missing(stage: Stage):
    """Read what does not exist."""
    return stage.send("GET", f"{stage.recording.entity}/987654")


def incomplete(stage: Stage):
    """Create without the property that the fault names."""
    recording = stage.recording
    element = fault_of(recording)["Error"][0].get("element", "")
    body: Any = {"Name": "Incomplete", "Type": "Service"}
    if recording.name == "SalesReceipt":
        body = {"PrivateNote": "Incomplete"}
    holder, _dot, name = element.rpartition(".")
    if holder:
        line = {"Amount": 1, "DetailType": "SalesItemLineDetail"}
        line.pop(name, None)
        body = {holder: [line]}
    body.pop(element, None)
    return stage.post(recording.entity, body, recording.request["query"])


def stale(stage: Stage):
    """Update or void with a SyncToken of long ago."""
    recording = stage.recording
    entity = recording.name
    if entity == "Preferences":
        id_ = "1"
    else:
        id_ = "900000"
        made = {"Id": id_, "Name": "Somebody's", "Type": "Service"}
        made["IncomeAccountRef"] = {"value": "1"}
        if entity == "Item":
            stage.qbo.load(entity, made)
        else:
            stage.world.document(entity, id_, {}, 1)
    body = {"Id": id_, "SyncToken": "77", "sparse": True}
    params = dict(recording.request["query"] or {})
    if params.get("operation") == "void":  # a SalesReceipt is voided by an update
        params = {"operation": "update", "include": "void"}
    return stage.post(recording.entity, body, params)


def taken(stage: Stage):
    """Give a name that another record has."""
    recording = stage.recording
    body = recording.request["body"] or {"DisplayName": "Taken"}
    entity = recording.name or "Customer"
    detail = fault_of(recording)["Error"][0]["Detail"]
    if recording.name == "" and "tax rate" in detail:
        raise LookupError("tax rate")
    kind = "Customer" if "Another customer is" in detail else "Vendor"
    kind = entity if "Another" not in detail else kind
    stage.qbo.load(kind, {"Id": "900000", "DisplayName": body["DisplayName"]})
    if body.get("Id"):
        made = {"Id": body["Id"], "DisplayName": "Somebody else"}
        stage.qbo.load(entity, made)
        now = stage.qbo.read(entity, body["Id"])
        body = {**body, "SyncToken": now["SyncToken"]}
    stage.world.references(body, entity)
    return stage.post(entity.lower(), body, recording.request["query"])


def too_early(stage: Stage):
    """Date a document before the stock of its products begins."""
    recording = stage.recording
    body = recording.request["body"]
    for line in body["Line"]:
        ref = line.get("SalesItemLineDetail", {}).get("ItemRef")
        if ref and ref["value"].isdigit():
            stage.qbo.load(
                "Item",
                {
                    "Id": ref["value"],
                    "Name": ref.get("name", f"Item {ref['value']}"),
                    "Type": "Inventory",
                    "TrackQtyOnHand": True,
                    "QtyOnHand": 10,
                    "InvStartDate": "2099-01-01",
                    "IncomeAccountRef": {"value": "79"},
                    "ExpenseAccountRef": {"value": "80"},
                    "AssetAccountRef": {"value": "81"},
                },
            )
            stage.world.made.add(("Item", ref["value"]))
    prepare(stage, recording.name, body, body)
    if body.get("Id"):
        stage.world.document(recording.name, body["Id"], body, 1)
        now = stage.qbo.read(recording.name, body["Id"])
        body = {**body, "SyncToken": now["SyncToken"]}
    return stage.post(recording.entity, body, recording.request["query"])


def mistaken(stage: Stage):
    """Send a query that cannot be understood."""
    recording = stage.recording
    if recording.request["method"]:
        return ask(stage)
    detail = fault_of(recording)["Error"][0]["Detail"]
    if "too small" in detail:
        return stage.query("select * from Customer startposition 0")
    found = re.search(r"[Pp]roperty '?(\S+?)'? (?:is not|not found for Entity)", detail)
    asked = re.search(r"not found for Entity (\w+)", detail)
    entity = asked[1] if asked else "Customer"
    name = found[1] if found else "Nothing"
    return stage.query(f"select * from {entity} where {name} = 'x'")


PREPARED = {
    "610": missing,
    "2020": incomplete,
    "4001": mistaken,
    "5010": stale,
    "6240": taken,
    "6270": too_early,
}


# === refusals of the gateway === #


def unauthenticated(stage: Stage) -> None:
    """Come with a token that is no longer valid."""
    stage.send("GET", "preferences")  # sets the clock, too
    token = stage.qbo.issue_tokens()["access_token"]
    stage.qbo.expire_access_tokens()
    request = stage.recording.request
    answer = stage.qbo.api(request["method"], stage.path(), token=token)
    if answer.status_code != stage.recording.status:
        stage.differ(f"status {answer.status_code} here")
    said = answer.headers.get("WWW-Authenticate")
    headers = {k.lower(): v for k, v in stage.recording.response["headers"].items()}
    if headers.get("www-authenticate") not in (None, said):
        stage.differ(f"WWW-Authenticate: {said}")
    free = r"^(time|fault\.error\[\]\.detail)$"
    stage.compare("", stage.recording.body, loads(answer.content), free)


def throttled(stage: Stage) -> None:
    """Ask too often; the refusal comes as XML and as JSON."""
    limits = {"enabled": True, "per_second": 1, "per_minute": 1}
    for form in ("xml", "json"):
        stage.qbo.set_throttle(**limits, format=form)
        for _time in range(3):
            answer = stage.send("GET", "preferences")
        if answer.status_code != stage.recording.status:
            stage.differ(f"{form}: status {answer.status_code} here")
        elif form == "json":
            stage.compare("", stage.recording.body, loads(answer.content))
        elif squeezed(answer.text) != squeezed(stage.recording.response["body_raw"]):
            stage.differ(f"XML: {answer.text}")


def squeezed(text: str) -> str:
    """Return XML without what may differ: blanks, times, order of two attributes."""
    text = re.sub(r'\s(time|xmlns)="[^"]*"', "", text)
    return re.sub(r">\s+<", "><", text).strip()
