"""Compare an answer with a recorded one: shape, order, spelling, values.

Values that the presupposed books cannot determine (times, line and address ids,
balances that other documents made) are compared by their format only.
"""

import re
from decimal import Decimal
from typing import Any

from .history import History

NO_ENTITY = ("ReimburseCharge",)
FORMATS = (
    ("moment", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:?\d\d|Z)")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("digits", re.compile(r"\d+")),
    ("address", re.compile(r"https?://.*|/v3/company/.*")),
)
# Names and addresses that the collection replaced, so that they prove nothing.
SCRUBBED = re.compile(
    r"Example (Line|St)|Sample Name|Company \d|\{realmId\}|@example\.com|555|XXXX"
)
FREE = re.compile(
    r"(^|\.)(SyncToken|CreateTime|LastUpdatedTime|DeliveryTime|time|FileAccessUri|TempDownloadUri"
    r"|ThumbnailFileAccessUri|ThumbnailTempDownloadUri|Size|intuit_tid)$"
    r"|(Addr|Line\[\]|SalesTermRef|AddressRef|Agent|PrimaryPhone)\.Id$"
    r"|(^|\.)(Customer|Vendor|Employee)(\[\])?\.(Balance|BalanceWithJobs)$"
    r"|(^|\.)Account(\[\])?\.CurrentBalance(WithSubAccounts)?$"
    r"|(^|\.)Item(\[\])?\.(QtyOnHand|InvStartDate)$"
    r"|(TaxIdentifier|SSN)$"  # masked since
    r"|AllowIPNPayment$|AllowOnline\w+Payment$"  # without payments: false
)


def form_of(text: str) -> str:
    """Return which kind of text this is."""
    for name, pattern in FORMATS:
        if pattern.fullmatch(text):
            return name
    return "text"


class Comparison:
    """Collects what differs.

    :param order: also compare the order of keys
    :param spelling: also compare how numbers are written
    :param free: more paths (regular expression) whose values prove nothing
    :param history: what answers have gained and lost since
    :param doubtful: texts that the recording itself contradicts
    """

    def __init__(
        self, history: History, order=True, spelling=True, free="", doubtful=()
    ):
        self.order = order
        self.spelling = spelling
        self.history = history
        self.doubtful = set(doubtful)
        self.free = re.compile(free) if free else None
        self.differences: list[str] = []

    def differ(self, path: str, text: str) -> None:
        self.differences.append(f"{path or 'answer'}: {text}")

    def is_free(self, path: str) -> bool:
        return bool(
            FREE.search(path) or (self.free is not None and self.free.search(path))
        )

    def compare(self, path: str, recorded: Any, ours: Any) -> None:
        """Compare one value and everything below it."""
        if isinstance(recorded, dict) and isinstance(ours, dict):
            self._object(path, recorded, ours)
        elif isinstance(recorded, list) and isinstance(ours, list):
            self._list(path, recorded, ours)
        elif _kind(recorded) != _kind(ours):
            self.differ(path, f"{_show(recorded)} recorded, {_show(ours)} here")
        elif isinstance(recorded, str):
            self._text(path, recorded, ours)
        elif _kind(recorded) == "number":
            self._number(path, recorded, ours)
        elif recorded != ours and not self.is_free(path):
            self.differ(path, f"{_show(recorded)} recorded, {_show(ours)} here")

    def _object(self, path, recorded, ours):
        history = self.history
        missing = [
            key
            for key, value in recorded.items()
            if key not in ours and not history.may_lack(path, key, value)
        ]
        added = [
            key
            for key, value in ours.items()
            if key not in recorded and not history.may_have(path, key, value)
        ]
        if missing:
            self.differ(path, f"without {', '.join(missing)}")
        if added:
            self.differ(path, f"with {', '.join(added)} added")
        common = [key for key in recorded if key in ours]
        if self.order and common != [key for key in ours if key in recorded]:
            keys = ", ".join(key for key in ours if key in recorded)
            self.differ(path, f"order {', '.join(common)} recorded, {keys} here")
        prefix = f"{path}." if path else ""
        for key in common:
            self.compare(prefix + key, recorded[key], ours[key])

    def _list(self, path, recorded, ours):
        if path.endswith("LinkedTxn"):  # what is not simulated cannot be linked
            recorded = [one for one in recorded if one["TxnType"] not in NO_ENTITY]
        if len(recorded) != len(ours):
            self.differ(path, f"{len(recorded)} elements recorded, {len(ours)} here")
        for one, other in zip(recorded, ours, strict=False):
            self.compare(path + "[]", one, other)

    def _text(self, path, recorded, ours):
        if recorded == ours or SCRUBBED.search(recorded):
            return
        if recorded in self.doubtful or _same_suffix(recorded) == _same_suffix(ours):
            return
        if form_of(recorded) != form_of(ours) or not self.is_free(path):
            self.differ(path, f"{_show(recorded)} recorded, {_show(ours)} here")

    def _number(self, path, recorded, ours):
        if self.is_free(path):
            return
        same = Decimal(recorded) == Decimal(ours)
        if not same or (self.spelling and str(recorded) != str(ours)):
            self.differ(path, f"{_show(recorded)} recorded, {_show(ours)} here")


def _same_suffix(text: str) -> str:
    """Return a text with the mark of inactive records as it is written today."""
    return text.replace(" (Deleted)", " (deleted)")


def _kind(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "boolean" if value is not None else "null"
    if isinstance(value, int | Decimal):
        return "number"
    return type(value).__name__


def _show(value: Any) -> str:
    text = str(value) if not isinstance(value, str) else repr(value)
    return text if len(text) < 160 else text[:157] + "..."
