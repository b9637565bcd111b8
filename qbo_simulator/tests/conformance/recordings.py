"""Recorded exchanges of a real QuickBooks, read with exact numbers and key order."""

import json
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
# Services that answer in one object instead of an entity.
BY_LOWER = {
    name.lower(): name
    for name in (
        "Account Attachable Bill BillPayment Budget Class CompanyCurrency CompanyInfo "
        "CreditMemo Customer CustomerType Department Deposit Employee Estimate "
        "ExchangeRate InventoryAdjustment Invoice Item JournalCode JournalEntry "
        "Payment PaymentMethod Preferences Purchase PurchaseOrder RefundReceipt "
        "SalesReceipt TaxAgency TaxCode TaxRate TaxService Term TimeActivity Transfer "
        "Vendor VendorCredit"
    ).split()
}


def folder() -> Path:
    """Return where the recordings are looked for."""
    given = os.environ.get("QBO_RECORDED")
    return Path(given) if given else REPOSITORY.parent / "shared" / "qbo-recorded"


@dataclass
class Recording:
    """One exchange."""

    file: str
    entity: str
    operation: str
    status: int
    source: dict
    request: dict
    response: dict

    @property
    def fidelity(self) -> str:
        return self.source["fidelity"]

    @property
    def notes(self) -> str:
        return self.source.get("notes", "")

    @property
    def name(self) -> str:
        """Return the entity as the API spells it ("" where there is none)."""
        return BY_LOWER.get(self.entity, "")

    @property
    def body(self) -> Any:
        return self.response["body"]

    @property
    def is_fault(self) -> bool:
        body = self.body
        return isinstance(body, dict) and ("Fault" in body or "fault" in body)

    @property
    def whole(self) -> bool:
        """Tell whether request and answer are both as they went over the wire."""
        return self.fidelity.startswith("full-exchange")

    @property
    def native_order(self) -> bool:
        """Tell whether the order of keys is QuickBooks' own."""
        if "replaced at source" in self.fidelity or "unit test" in self.notes:
            return False
        return "order" not in self.notes

    @property
    def native_numbers(self) -> bool:
        """Tell whether numbers are spelt as QuickBooks spelt them."""
        if "umbers passed" in self.notes or "railing zeros" in self.notes:
            return False
        if "unit test" in self.notes or self.fidelity.startswith("entity-only"):
            return False
        return self.whole or "XML" not in self.fidelity

    @property
    def year(self) -> str:
        """Return the year of the latest change shown, "" where there is none."""
        stamps = [
            str(one.get("MetaData", {}).get("LastUpdatedTime", ""))
            for _name, one in self.objects()
        ]
        return max(stamps, default="")[:4]

    def doubtful(self) -> set[str]:
        """Return names that the recording gives for one id beside another."""
        names: dict[tuple, set[str]] = {}
        _gather(self.body, names)
        return {one for found in names.values() if len(found) > 1 for one in found}

    def objects(self) -> list[tuple[str, dict]]:
        """Return the entities in the answer, in their order."""
        return list(_objects(self.body))


def _objects(value):
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in BY_LOWER.values() and isinstance(item, dict | list):
                for one in item if isinstance(item, list) else [item]:
                    yield key, one
            elif key in (
                "QueryResponse",
                "CDCResponse",
                "BatchItemResponse",
                "AttachableResponse",
            ):
                yield from _objects(item)


def _gather(value, names, key=""):
    if isinstance(value, list):
        for item in value:
            _gather(item, names, key)
    elif isinstance(value, dict):
        if key.endswith("Ref") and "name" in value and "value" in value:
            kind = "Account" if "Account" in key else key
            names.setdefault((kind, value["value"]), set()).add(value["name"])
        for inner, item in value.items():
            _gather(item, names, inner)


def _read(path: Path) -> Any:
    return json.loads(path.read_text(), parse_float=Decimal)


def load_all() -> list[Recording]:
    """Return every exchange of the index; none where there are no recordings."""
    root = folder()
    index = root / "INDEX.json"
    if not index.exists():
        return []
    found = []
    for row in _read(index):
        whole = _read(root / row["file"])
        found.append(
            Recording(
                row["file"],
                row["entity"],
                row["operation"],
                row["status"],
                whole["source"],
                whole["request"],
                whole["response"],
            )
        )
    return found
