"""Why a recording cannot be replayed: rules over what it is, never over its name."""

import json
import re
from decimal import Decimal

from .recordings import Recording

ADDENDS = (
    "SalesItemLineDetail",
    "DiscountLineDetail",
    "ItemBasedExpenseLineDetail",
    "AccountBasedExpenseLineDetail",
    "DepositLineDetail",
)

REASONS = {
    "superseded": "QuickBooks answers this differently since: an internal error of "
    "2015 became a validation fault, recorded too",
    "edited": "edited by its publisher: the total is not the sum of the lines, or a "
    "file has no address",
    "not-void": "published as voided, but it shows the amounts of before",
    "codes": "the rates of the tax codes on its lines are not in the recording",
    "suffix": "of 2013 to 2014, when deactivating marked the name with (Deleted) and "
    "left the qualified name alone; later recordings show the present way",
}


def reason_of(recording: Recording) -> str | None:
    """Return the key of the reason, or None if the recording is to be replayed."""
    if _codes(recording) == ["100"] and recording.status == 500:
        return "superseded"
    for name, one in recording.objects():
        reason = _of_object(recording, name, one)
        if reason:
            return reason
    return None


def _of_object(recording: Recording, name: str, one: dict) -> str | None:
    if str(one.get("Name", "")).endswith(" (Deleted)"):
        return "suffix"
    if name == "Attachable" and "FileName" in one and recording.operation == "read":
        if "TempDownloadUri" not in one:
            return "edited"
    if recording.whole or "Line" not in one:
        return None
    if _untold_codes(one):
        return "codes"
    if "TotalAmt" not in one:
        return None
    if recording.operation == "void" and one["TotalAmt"]:
        return "not-void"
    if not _adds_up(one):
        return "edited"
    return None


def _untold_codes(one: dict) -> bool:
    """Tell whether lines name tax codes that nothing in the document explains."""
    text = json.dumps(one, default=str)
    numbered = re.search(r'"TaxCodeRef": {"value": "\d', text)
    return bool(numbered and '"TaxLine"' in text)


def _adds_up(one: dict) -> bool:
    total = sum(
        _sign(line) * Decimal(line.get("Amount", 0))
        for line in one["Line"]
        if _adds(line, one)
    )
    if not any(_adds(line, one) for line in one["Line"]):
        return True
    total += Decimal((one.get("TxnTaxDetail") or {}).get("TotalTax", 0))
    cash_back = (one.get("CashBack") or {}).get("Amount", 0)
    return total - Decimal(cash_back) == Decimal(one["TotalAmt"])


def _adds(line: dict, one: dict) -> bool:
    deposited = "DepositToAccountRef" in one and "CustomerRef" not in one
    return line.get("DetailType") in ADDENDS or (deposited and "DetailType" not in line)


def _sign(line: dict) -> int:
    if line.get("DetailType") == "DiscountLineDetail":
        return -1
    return 1


def _codes(recording: Recording) -> list[str]:
    if not recording.is_fault or "Fault" not in recording.body:
        return []
    return [str(one.get("code")) for one in recording.body["Fault"]["Error"]]
