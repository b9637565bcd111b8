"""The stage of a replay: a fresh company, the clock of the recording, the request."""

import json
import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from qbo_simulator.books import dumps, loads
from qbo_simulator.testing import Simulator

from .compare import Comparison
from .history import History
from .recordings import Recording
from .world import World

SALES = "Invoice Estimate SalesReceipt CreditMemo RefundReceipt PurchaseOrder".split()
BY_HAND = "VendorAndPurchasesPrefs.UseCustomTxnNumbers"


class Stage:
    """One recording on its way through the simulator."""

    def __init__(self, qbo: Simulator, recording: Recording, library: dict):
        self.qbo = qbo
        self.recording = recording
        self.library = library
        self.differences: list[str] = []
        self.now = moment_of(recording)
        foreign = "CurrencyRef" in json.dumps(recording.body, default=str) and any(
            code != "USD" for code in _currencies([recording.body, recording.request])
        )
        text = json.dumps(recording.body, default=str)
        foreign = foreign or '"HomeTotalAmt"' in text or '"ExchangeRate"' in text
        foreign = foreign or recording.name == "CompanyCurrency"
        qbo.reset(
            seed=None,
            multicurrency=foreign,
            settings={"throttle": {"enabled": False}},
        )
        before = datetime.fromisoformat(self.now) - timedelta(days=1)
        qbo.clock.set(before)
        if recording.entity == "journalcode":  # which exist in France only
            qbo.load("CompanyInfo", {"Country": "FR"})
        self.world = World(qbo, recording.objects())
        self._prefer()

    def _prefer(self) -> None:
        """Give the company the custom fields that the recorded documents show."""
        fields: dict[str, str] = {}
        for name, one in self.recording.objects():
            if name in SALES:
                for field in one.get("CustomField", ()):
                    if "Name" in field:
                        place = one["CustomField"].index(field) + 1
                        fields[field.get("DefinitionId", str(place))] = field["Name"]
        if fields or any(name in SALES for name, _one in self.recording.objects()):
            named = [
                {
                    "Name": f"SalesFormsPrefs.SalesCustomName{number}",
                    "Type": "StringType",
                    "StringValue": name,
                }
                for number, name in fields.items()
            ]
            groups = [{"CustomField": named}] if named else []
            self.qbo.load("Preferences", {"SalesFormsPrefs": {"CustomField": groups}})
        bought = [one for name, one in self.recording.objects() if name == "Purchase"]
        if any("DocNumber" not in one for one in bought):
            # Documented for companies that number by hand; the recordings don't tell.
            by_hand = {"Name": BY_HAND, "Value": "true"}
            self.qbo.load("Preferences", {"OtherPrefs": {"NameValue": [by_hand]}})

    # === the request === #

    def send(self, method: str, path: str, **options) -> Any:
        """Send a request to the company at the time of the recording."""
        self.qbo.clock.set(datetime.fromisoformat(self.now))
        return self.qbo.api(method, path, **options)

    def path(self) -> str:
        """Return the recorded path below the company, for this company."""
        path = self.recording.request["path"] or ""
        return re.sub(r"^/v3/company/[^/]+/", "", path)

    def post(self, path: str, body: Any, params: dict | None = None):
        """Post JSON."""
        return self.send(
            "POST",
            path,
            params=params or {},
            data=dumps(body),
            headers={"Content-Type": "application/json"},
        )

    def query(self, statement: str):
        return self.send("GET", f"query?query={quote(statement)}")

    # === the comparison === #

    def check(self, answer, free: str = "", recorded: Any = None) -> Any:
        """Compare status, media type and body; return the body."""
        recording = self.recording
        status = recording.status
        if recording.is_fault and status == 200:
            status = 400  # since late 2016, says the collection
        if answer.status_code != status:
            self.differ(
                f"status {status} recorded, {answer.status_code} here: "
                f"{answer.text[:300]}"
            )
            return None
        headers = {k.lower(): v for k, v in recording.response["headers"].items()}
        media = headers.get("content-type", "").partition(";")[0]
        ours = answer.headers.get("Content-Type", "").partition(";")[0]
        if media and "xml" not in media and media != ours:
            self.differ(f"media type {media} recorded, {ours} here")
        try:
            body = loads(answer.content)
        except ValueError:
            self.differ(f"no JSON here: {answer.text[:200]}")
            return None
        self.compare("", recording.body if recorded is None else recorded, body, free)
        return body

    def compare(self, path: str, recorded: Any, ours: Any, free: str = "") -> None:
        """Compare values, entity by entity where the envelope was added."""
        recording = self.recording
        if self.world.overrides_tax:  # such tax has no base that could be computed
            free = f"{free or '^$'}|NetAmountTaxable$"
        comparison = Comparison(
            History(recording),
            order=recording.native_order,
            spelling=recording.native_numbers,
            free=free,
            doubtful=recording.doubtful(),
        )
        comparison.compare(path, recorded, ours)
        self.differences += comparison.differences

    def differ(self, text: str) -> None:
        self.differences.append(text)


def moment_of(recording: Recording) -> str:
    """Return when the exchange took place."""
    body = recording.body
    time = body.get("time") if isinstance(body, dict) else None
    if isinstance(time, str):
        return with_offset(time)
    recorded = recording.source.get("recorded_at")
    if recorded:
        return parsedate_to_datetime(recorded).isoformat()
    stamps = [
        with_offset(one["MetaData"]["LastUpdatedTime"])
        for _name, one in recording.objects()
        if "LastUpdatedTime" in one.get("MetaData", {})
    ]
    if stamps:
        latest = max(datetime.fromisoformat(one) for one in stamps)
        return (latest + timedelta(seconds=5)).isoformat()
    return datetime(2020, 6, 1, tzinfo=timezone.utc).isoformat()


def with_offset(text: str) -> str:
    """Return a moment as Python reads it."""
    text = text.replace("Z", "+00:00")
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
    text = re.sub(r"\.(\d+)", lambda found: "." + found[1][:6].ljust(6, "0"), text)
    return text if re.search(r"[+-]\d\d:\d\d$", text) else text + "-08:00"


def _currencies(value: Any) -> set[str]:
    found: set[str] = set()
    if isinstance(value, list):
        for item in value:
            found |= _currencies(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "CurrencyRef" and isinstance(item, dict):
                found.add(item.get("value", "USD"))
            else:
                found |= _currencies(item)
    return found
