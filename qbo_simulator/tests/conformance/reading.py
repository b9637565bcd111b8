"""Replays of what only looks: reads, queries, counts, change data, reports."""

import json
import re
from datetime import datetime
from urllib.parse import quote

from qbo_simulator.books import loads

from .compare import SCRUBBED
from .knowledge import NAMED_BY, later
from .stage import Stage, with_offset

NAME_LISTS = (
    "Account Class CompanyCurrency Customer Department Employee Item PaymentMethod "
    "Term Vendor TaxCode TaxRate"
).split()
# Entities of which nothing is there before a test makes one.
UNCHANGED = (
    "Transfer Deposit JournalEntry VendorCredit RefundReceipt CreditMemo SalesReceipt "
    "Purchase PurchaseOrder Attachable Class Department Employee Estimate Payment"
).split()
SETTINGS = ("CompanyInfo", "Preferences")
PLACE = re.compile(r"startposition\s+(\d+)", re.I)
ROWS = re.compile(r"maxresults\s+(\d+)", re.I)
IDS = re.compile(r"\bid\s+in\s*\(([^)]*)\)", re.I)


def read(stage: Stage) -> None:
    """Create the object, read it."""
    recording = stage.recording
    ((entity, recorded),) = recording.objects()
    if entity == "ExchangeRate":
        return exchange_rates(stage)
    if "Id" not in recorded:
        stage.world.known.clear()
        recorded = {**recorded, "Id": "1"}
    _load(stage, [(entity, recorded)])
    id_ = recorded["Id"]
    if entity in SETTINGS:
        id_ = stage.qbo.realm_id if entity == "CompanyInfo" else ""
    answer = stage.send("GET", f"{entity.lower()}/{id_}".rstrip("/"))
    if recording.whole or "time" in recording.body:
        stage.check(answer)
    else:
        _check_one(stage, answer, entity, recording.body[entity])


def _check_one(stage, answer, entity, recorded) -> None:
    stage.check(answer, recorded={entity: recorded, "time": stage.now})


def query(stage: Stage) -> None:
    """Create what was found, and what lay before the page; ask again."""
    recording = stage.recording
    objects = recording.objects()
    asked = (recording.request["query"] or {}).get("query")
    if recording.whole and asked:
        _load(stage, objects)
        _fill(stage, asked, objects)
        _ask(stage, asked, objects)
        return
    if objects and objects[0][0] == "ExchangeRate":
        return exchange_rates(stage)
    _load(stage, objects)
    for entity in dict.fromkeys(name for name, _one in objects):
        of_kind = [one for name, one in objects if name == entity]
        _query_by_id(stage, entity, of_kind)


def _ask(stage: Stage, asked: str, objects) -> None:
    answer = stage.query(asked)
    names = json.dumps([one for _name, one in objects], default=str)
    if not SCRUBBED.search(names):
        stage.check(answer)
        return
    # Replaced names sort elsewhere: the objects are compared in the recorded order.
    body = loads(answer.content)
    for name, rows in body.get("QueryResponse", {}).items():
        if isinstance(rows, list):
            places = {one["Id"]: place for place, (_n, one) in enumerate(objects)}
            rows.sort(key=lambda row: places.get(row["Id"], -1))
            body["QueryResponse"][name] = rows
    stage.compare("", stage.recording.body, body)


def _query_by_id(stage: Stage, entity: str, objects: list[dict]) -> None:
    ids = ", ".join(f"'{one.get('Id', '1')}'" for one in objects)
    where = f" where Id in ({ids})" if entity not in SETTINGS else ""
    if entity in NAME_LISTS and entity != "TaxCode":
        where += " and Active in (true, false)"
    answer = stage.query(f"select * from {entity}{where} maxresults 1000")
    if answer.status_code != 200:
        stage.differ(f"{entity}: {answer.status_code} {answer.text[:300]}")
        return
    rows = loads(answer.content)["QueryResponse"].get(entity, [])
    ours = {row.get("Id"): row for row in rows}
    for one in objects:
        mine = ours.get(one.get("Id", "1"))
        if mine is None:
            stage.differ(f"{entity} {one.get('Id')} is not found")
        else:
            stage.compare(entity, one, mine)


def count(stage: Stage) -> None:
    """Create as many as were counted; count them."""
    recording = stage.recording
    asked = recording.request["query"]["query"]
    wanted = recording.body["QueryResponse"]["totalCount"]
    for number in range(int(wanted)):
        _filler(stage, recording.name, str(910_000 + number))
    stage.check(stage.query(asked))


def changes(stage: Stage) -> None:
    """Create what had changed, and delete what was deleted; ask for the changes."""
    recording = stage.recording
    objects = recording.objects()
    asked = recording.request["query"] or {}
    # QuickBooks looks back 30 days; recordings from before that rule looked further.
    start = later(stage.now, days=-29)
    moments = sorted(
        {with_offset(o["MetaData"]["LastUpdatedTime"]) for _n, o in objects}
    )
    places = {
        moment: later(start, seconds=10 + 5 * place)
        for place, moment in enumerate(moments)
    }
    gone = [(n, o) for n, o in objects if o.get("status") == "Deleted"]
    living = [(n, o) for n, o in objects if o.get("status") != "Deleted"]
    for name, one in gone:
        stage.world.known.pop((name, one["Id"]), None)
        stage.qbo.clock.set(datetime.fromisoformat(start))
        stage.world.document(name, one["Id"], {}, 1)
        place = places[with_offset(one["MetaData"]["LastUpdatedTime"])]
        stage.qbo.clock.set(datetime.fromisoformat(place))
        stage.qbo.delete(name, one["Id"])
    _load(stage, living, places)
    entities = asked.get("entities") or ",".join(_asked_for(recording))
    answer = stage.send(
        "GET", f"cdc?entities={entities}&changedSince={quote(later(start, seconds=5))}"
    )
    stage.check(answer)


def _asked_for(recording) -> list[str]:
    """Return one entity per element of the answer; those without changes are {}."""
    (answer,) = recording.body["CDCResponse"]
    names = [
        next((key for key, item in one.items() if isinstance(item, list)), "")
        for one in answer["QueryResponse"]
    ]
    spare = iter([name for name in UNCHANGED if name not in names])
    return [name or next(spare) for name in names]


def exchange_rates(stage: Stage) -> None:
    """Set the rates, read them."""
    for _name, one in stage.recording.objects():
        source = one["SourceCurrencyCode"]
        answer = stage.post(
            "exchangerate",
            {
                "SourceCurrencyCode": source,
                "AsOfDate": one["AsOfDate"],
                "Rate": one["Rate"],
            },
        )
        if answer.status_code != 200:
            stage.differ(f"ExchangeRate: {answer.status_code} {answer.text[:200]}")
            return
        answer = stage.send(
            "GET",
            f"exchangerate?sourcecurrencycode={source}&asofdate={one['AsOfDate']}",
        )
        stage.compare("ExchangeRate", one, loads(answer.content).get("ExchangeRate"))


# === what had to be there === #


def _load(stage: Stage, objects, places: dict | None = None) -> None:
    def moment(one):
        stamp = one.get("MetaData", {}).get("LastUpdatedTime")
        if not stamp:
            return None
        stamp = with_offset(stamp)
        return places[stamp] if places else stamp

    dated = sorted(
        objects,
        key=lambda pair: datetime.fromisoformat(moment(pair[1]) or stage.now),
    )
    for entity, one in dated:
        stage.world.load(entity, one, moment(one))


def _fill(stage: Stage, statement: str, objects) -> None:
    """Create what the pages before this one held."""
    found = PLACE.search(statement)
    before = int(found[1]) - 1 if found else 0
    name = stage.recording.name
    listed = IDS.search(statement)
    known = {one["Id"] for _name, one in objects}
    if listed:
        free = [id_ for id_ in re.findall(r"\d+", listed[1]) if id_ not in known]
    else:
        free = [str(910_000 + number) for number in range(before)]
    if known:
        first = min(
            with_offset(one["MetaData"]["LastUpdatedTime"]) for _name, one in objects
        )
        stage.qbo.clock.set(datetime.fromisoformat(later(first, seconds=-1)))
    there = [id_ for id_ in free if (name, id_) in stage.world.made]
    free = [id_ for id_ in free if id_ not in there]
    for id_ in free[: max(0, before - len(there))]:
        _filler(stage, stage.recording.name, id_)


def _filler(stage: Stage, entity: str, id_: str) -> None:
    """Create a record that sorts before all others."""
    if entity == "Employee":
        stage.qbo.load(entity, {"Id": id_, "GivenName": "A", "FamilyName": id_})
        return
    key = NAMED_BY.get(entity, "Name")
    stage.qbo.load(entity, {"Id": id_, key: f"!{id_}"})
