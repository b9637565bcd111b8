"""Build the books that a recording presupposes.

Every object of the recording is created through the rules of the books, under its
recorded id, from what a client could have sent: totals, balances, subtotals and the
like are left out, so that an answer that agrees was computed and not echoed. What the
object refers to is created before it, what is linked to it (payments of an invoice,
the bill of a purchase order) after it.
"""

from copy import deepcopy
from datetime import datetime
from itertools import count
from typing import Any

from qbo_simulator.testing import Simulator, SimulatorError

from .knowledge import (
    ACCOUNTS,
    COMPUTED,
    DELETED,
    NAMED_BY,
    REFERENCES,
    WRITTEN_LINKS,
    account_type,
    due_days,
    foreign,
    is_input,
    overridden,
)
from .linked import Linked


class World(Linked):
    """The company in which one recording is replayed."""

    def __init__(self, qbo: Simulator, objects: list[tuple[str, dict]], now=None):
        self.qbo = qbo
        self.now = now
        self.known = {(name, str(o.get("Id"))): o for name, o in objects}
        self.made: set[tuple[str, str]] = set()
        self.making: set[tuple[str, str]] = set()
        self.spare = count(900_001)
        self.tax: dict | None = None
        self.overrides_tax = False
        self.payments: dict[tuple[str, str], dict] = {}

    # === objects === #

    def load(self, entity: str, given: dict, moment: str | None = None) -> None:
        """Create `given` with everything before and after it."""
        key = (entity, str(given.get("Id")))
        if key in self.made or key in self.making:
            return
        self.making.add(key)
        self.references(given, entity)
        self.parent_of(entity, given)
        if entity == "Customer":
            self.default_tax(given)
        self.prerequisites(entity, given)
        if moment:
            self.qbo.clock.set(datetime.fromisoformat(moment))
        self.put(entity, {**self.writable(entity, given), "Id": key[1]})
        self.made.add(key)
        self.followers(entity, given)
        self.afterwards(entity, given)

    def put(self, entity: str, body: dict) -> None:
        """Load a record; a record of the empty company makes way for its name."""
        try:
            self.qbo.load(entity, body)
        except SimulatorError as error:
            name = body.get("DisplayName") or body.get("Name")
            if "6240" not in str(error) or not name:
                raise
            for kind in ("Customer", "Vendor", "Employee"):
                if kind in NAMED_BY and entity in NAMED_BY:
                    self.make_way(kind, name)
            if entity not in NAMED_BY:
                self.make_way(entity, name)
            self.qbo.load(entity, body)

    def make_way(self, entity: str, name: str) -> None:
        """Rename the record of that name."""
        key = NAMED_BY.get(entity, "Name")
        for row in self.qbo.all(entity):
            if row.get(key, "").casefold() == name.casefold():
                body = {"Id": row["Id"], "sparse": True, key: f"Old {row['Id']}"}
                if entity == "Account":
                    body["AccountType"] = row["AccountType"]
                self.qbo.update(entity, body)

    def default_tax(self, given: dict) -> None:
        """Give new customers the tax code by default that the recorded one has."""
        ref = given.get("DefaultTaxCodeRef")
        if ref == self.tax:
            return
        self.tax = ref
        if ref:
            self.need("TaxCode", ref["value"])
        prefs = {"UsingSalesTax": True, "TaxGroupCodeRef": ref}
        self.qbo.load("Preferences", {"TaxPrefs": prefs})

    def parent_of(self, entity: str, given: dict) -> None:
        """Create the record above, under the name that the qualified name gives."""
        ref = given.get("ParentRef")
        name = str(given.get("FullyQualifiedName", "")).rpartition(":")[0]
        if ref and name:
            hint = {"around": given, "entity": entity, "like": given}
            self.need(entity, ref["value"], name, hint)

    def writable(self, entity: str, given: dict) -> dict:
        """Return what a client could have sent to make `given`."""
        body = deepcopy({k: v for k, v in given.items() if k not in COMPUTED})
        if entity == "Attachable" and "AttachableRef" in given:
            body["AttachableRef"] = given["AttachableRef"]
        if entity in ("Payment", "BillPayment"):
            body["TotalAmt"] = given.get("TotalAmt", 0)
        if entity == "Item" and given.get("TrackQtyOnHand"):
            body.setdefault("QtyOnHand", 0)
            body.setdefault("InvStartDate", "2010-01-01")
        for name in ("Name", "DisplayName", "PrintOnCheckName"):
            if str(body.get(name, "")).lower().endswith(DELETED):
                body[name] = body[name][: -len(DELETED)]
        if body.get("Active") is False and entity not in ("TaxRate", "TaxCode"):
            del body["Active"]
        for place, field in enumerate(body.get("CustomField", ()), 1):
            field.setdefault("DefinitionId", str(place))
        if "Line" in body:
            body["Line"] = [self.line(one) for one in body["Line"] if is_input(one)]
        if "TxnTaxDetail" in body and overridden(given):
            self.overrides_tax = True
        elif "TxnTaxDetail" in body:
            body["TxnTaxDetail"] = {
                k: v for k, v in body["TxnTaxDetail"].items() if k == "TxnTaxCodeRef"
            }
            if not body["TxnTaxDetail"]:
                del body["TxnTaxDetail"]
        links = [
            one for one in body.pop("LinkedTxn", ()) if one["TxnType"] in WRITTEN_LINKS
        ]
        if links:
            body["LinkedTxn"] = links
        return body

    def line(self, given: dict) -> dict:
        """Return a line without what the server numbers and adds."""
        line = {
            k: v
            for k, v in given.items()
            if k not in ("Id", "LineNum", "LineEx", "ProjectRef", "CustomExtensions")
        }
        if not line.get("LinkedTxn"):
            line.pop("LinkedTxn", None)
        group = line.get("GroupLineDetail")
        if group:
            lines = [self.line(one) for one in group.get("Line", ())]
            line["GroupLineDetail"] = {**group, "Line": lines}
        return line

    # === what an object refers to === #

    def references(self, value: Any, entity: str, purchase=None) -> None:
        """Create the targets of every reference in `value`."""
        if isinstance(value, list):
            for item in value:
                self.references(item, entity, purchase)
        if not isinstance(value, dict):
            return
        for key, item in value.items():
            if key in ("LinkedTxn", "LineEx", "PurchaseEx", "MetaData"):
                continue
            if key == "ParentRef" and value.get("FullyQualifiedName"):
                continue
            if isinstance(item, dict) and "value" in item:
                self.reference(entity, key, item, value)
            else:
                self.references(item, entity)

    def reference(self, entity: str, key: str, ref: dict, around: dict) -> None:
        """Create the target of one reference."""
        target = REFERENCES.get(key)
        if key == "ParentRef":
            target = entity
        elif key in ("EntityRef", "Entity"):
            target = (ref.get("type") or around.get("Type") or "Vendor").title()
        elif key in ACCOUNTS or key.endswith("AccountRef") or key == "AccountRef":
            target = "Account"
        elif key == "CurrencyRef" and ref["value"] != "USD":
            self.need("CompanyCurrency", ref["value"])
            return
        if target is None or (target != "TaxRate" and not ref["value"].isdigit()):
            return  # TAX, NON, SHIPPING_ITEM_ID are there
        if entity == "Attachable":
            return
        hint = {"key": key, "around": around, "entity": entity}
        self.need(target, ref["value"], ref.get("name"), hint)

    def need(self, entity: str, id_: str, name=None, hint=None) -> None:
        """Create the record of that id unless it is there."""
        key = (entity, str(id_))
        if key in self.made or key in self.making:
            return
        if key in self.known:
            self.load(entity, self.known[key])
            return
        self.made.add(key)
        name = name or f"{entity} {id_}"
        if entity == "Account" and (hint or {}).get("entity") == "Budget":
            # Budgets show own names, which accounts of different parents share.
            name = f"{name} {id_}:{name}"
        body = self.minimal(entity, name, hint or {})
        if entity == "CompanyCurrency":
            self.qbo.create(entity, {"Code": id_})
            return
        self.put(entity, {**body, "Id": id_})

    def minimal(self, entity: str, name: str, hint: dict) -> dict:
        """Return the smallest record of that name."""
        if name.lower().endswith(DELETED):
            name = name[: -len(DELETED)]
        parent, _colon, own = name.rpartition(":")
        if entity == "Employee":
            first, _space, last = own.rpartition(" ")
            return {"GivenName": first, "FamilyName": last}
        body: dict[str, Any] = {NAMED_BY.get(entity, "Name"): own}
        if parent and entity in ("Account", "Customer", "Item", "Class", "Department"):
            body["ParentRef"] = {"value": self.parent(entity, parent, hint)}
            flag = {"Account": "SubAccount", "Customer": "Job", "Item": "SubItem"}
            body[flag.get(entity, f"Sub{entity}")] = True
        if entity == "Account":
            like = hint.get("like", {})
            kind = like.get("AccountType"), like.get("AccountSubType")
            kind = kind if kind[0] else account_type(name, hint)
            body["AccountType"], body["AccountSubType"] = kind
        elif entity == "Item":
            body["Type"] = "Service"
            body["IncomeAccountRef"] = {"value": "1"}
            body["ExpenseAccountRef"] = {"value": "20"}
        elif entity == "Term":
            body["DueDays"] = due_days(hint)
        elif entity == "TaxAgency":
            body = {"DisplayName": name}
        elif entity == "TaxRate":
            detail = hint.get("around", {})
            body["RateValue"] = detail.get("TaxPercent", 0)
            body["AgencyRef"] = {"value": "1"}
            body["Active"] = True
        elif entity == "TaxCode":
            body.update(self.tax_code(hint))
        elif entity in ("Customer", "Vendor"):
            currency = foreign(hint)
            if currency:
                body["CurrencyRef"] = {"value": currency}
        return body

    def parent(self, entity: str, name: str, hint: dict) -> str:
        """Return the id of a record of that qualified name, made if need be."""
        label = NAMED_BY.get(entity, "FullyQualifiedName")
        if entity == "Customer":
            label = "FullyQualifiedName"
        quoted = name.replace("\\", "\\\\").replace("'", "\\'")
        rows = self.qbo.query(f"select * from {entity} where {label} = '{quoted}'")
        if entity in rows:
            return rows[entity][0]["Id"]
        for (kind, id_), one in self.known.items():
            if kind == entity and one.get(label) == name:
                self.need(entity, id_)
                return id_
        id_ = str(next(self.spare))
        body = self.minimal(entity, name, hint)
        if entity == "Item":
            body = {**body, "Type": "Category"}
            del body["IncomeAccountRef"], body["ExpenseAccountRef"]
        self.qbo.load(entity, {**body, "Id": id_})
        self.made.add((entity, id_))
        return id_

    def tax_code(self, hint: dict) -> dict:
        """Return a tax code with the rates of the tax lines around the reference."""
        rates = []
        for line in hint.get("around", {}).get("TaxLine", ()):
            detail = line.get("TaxLineDetail", {})
            ref = detail.get("TaxRateRef")
            if ref:
                self.need("TaxRate", ref["value"], None, {"around": detail})
                rates.append(ref["value"])
        details = [
            {
                "TaxRateRef": {"value": id_},
                "TaxTypeApplicable": "TaxOnAmount",
                "TaxOrder": 0,
            }
            for id_ in dict.fromkeys(rates)
        ]
        return {
            "Active": True,
            "Taxable": True,
            "TaxGroup": True,
            "SalesTaxRateList": {"TaxRateDetail": details},
            "PurchaseTaxRateList": {"TaxRateDetail": []},
        }
