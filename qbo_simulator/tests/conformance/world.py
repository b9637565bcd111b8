"""Build the books that a recording presupposes.

Every object of the recording is created through the rules of the books, under its
recorded id, from what a client could have sent: totals, balances, subtotals and the
like are left out, so that an answer that agrees was computed and not echoed. What the
object refers to is created before it, what is linked to it (payments of an invoice,
the bill of a purchase order) after it.
"""

from copy import deepcopy
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from urllib.parse import quote

from qbo_simulator.testing import Simulator, SimulatorError

NAMED_BY = {"Customer": "DisplayName", "Vendor": "DisplayName"}
NAMED_BY["Employee"] = "DisplayName"
REFERENCES = {
    "AgencyRef": "TaxAgency",
    "ClassRef": "Class",
    "CustomerRef": "Customer",
    "DefaultTaxCodeRef": "TaxCode",
    "DepartmentRef": "Department",
    "EmployeeRef": "Employee",
    "ItemRef": "Item",
    "PaymentMethodRef": "PaymentMethod",
    "PrefVendorRef": "Vendor",
    "SalesTermRef": "Term",
    "TaxGroupCodeRef": "TaxCode",
    "TaxRateRef": "TaxRate",
    "TermRef": "Term",
    "TxnTaxCodeRef": "TaxCode",
    "VendorRef": "Vendor",
}
# (account type, subtype) by the property that refers to the account.
ACCOUNTS = {
    "APAccountRef": ("Accounts Payable", "AccountsPayable"),
    "ARAccountRef": ("Accounts Receivable", "AccountsReceivable"),
    "AssetAccountRef": ("Other Current Asset", "Inventory"),
    "BankAccountRef": ("Bank", "Checking"),
    "CCAccountRef": ("Credit Card", "CreditCard"),
    "DepositToAccountRef": ("Bank", "Checking"),
    "DiscountAccountRef": ("Income", "DiscountsRefundsGiven"),
    "ExpenseAccountRef": ("Cost of Goods Sold", "SuppliesMaterialsCogs"),
    "FromAccountRef": ("Bank", "Checking"),
    "IncomeAccountRef": ("Income", "SalesOfProductIncome"),
    "ToAccountRef": ("Bank", "Savings"),
}
BY_NAME = (
    ("undeposited", ("Other Current Asset", "UndepositedFunds")),
    ("a/r", ("Accounts Receivable", "AccountsReceivable")),
    ("receivable", ("Accounts Receivable", "AccountsReceivable")),
    ("a/p", ("Accounts Payable", "AccountsPayable")),
    ("payable (", ("Accounts Payable", "AccountsPayable")),
    ("inventory asset", ("Other Current Asset", "Inventory")),
    ("checking", ("Bank", "Checking")),
    ("savings", ("Bank", "Savings")),
    ("visa", ("Credit Card", "CreditCard")),
    ("mastercard", ("Credit Card", "CreditCard")),
    ("opening balance", ("Equity", "OpeningBalanceEquity")),
    ("loan", ("Other Current Liability", "LoanPayable")),
    ("notes payable", ("Long Term Liability", "OtherLongTermLiabilities")),
)
COMPUTED = {
    "Id",
    "SyncToken",
    "MetaData",
    "domain",
    "sparse",
    "status",
    "TotalAmt",
    "HomeTotalAmt",
    "Balance",
    "HomeBalance",
    "RemainingCredit",
    "UnappliedAmt",
    "BalanceWithJobs",
    "FullyQualifiedName",
    "Level",
    "Classification",
    "CurrentBalance",
    "CurrentBalanceWithSubAccounts",
    "PurchaseEx",
    "LineEx",
    "AttachableRef",
    "POStatus",
    "EmailStatus",
    "DeliveryInfo",
}
WRITTEN_LINKS = {"Estimate", "PurchaseOrder"}
DELETED = " (deleted)"
PAYS = {
    "Bill": ("BillPayment", "VendorRef"),
    "Invoice": ("Payment", "CustomerRef"),
}
LINK_ENTITY = {
    "BillPaymentCheck": "BillPayment",
    "BillPaymentCreditCard": "BillPayment",
}


class World:
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
            body["Line"] = [self.line(one) for one in body["Line"] if _is_input(one)]
        if "TxnTaxDetail" in body and _overridden(given):
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
            kind = kind if kind[0] else _account_type(name, hint)
            body["AccountType"], body["AccountSubType"] = kind
        elif entity == "Item":
            body["Type"] = "Service"
            body["IncomeAccountRef"] = {"value": "1"}
            body["ExpenseAccountRef"] = {"value": "20"}
        elif entity == "Term":
            body["DueDays"] = _due_days(hint)
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
            currency = _foreign(hint)
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

    # === what is linked to an object === #

    def prerequisites(self, entity: str, given: dict) -> None:
        """Create the documents that `given` pays, closes or deposits."""
        for link in given.get("LinkedTxn", ()):
            if link["TxnType"] in WRITTEN_LINKS:
                self.document(link["TxnType"], link["TxnId"], given, 1)
        if entity == "Attachable":
            for one in given.get("AttachableRef", ()):
                ref = one["EntityRef"]
                self.document(ref["type"], ref["value"], given, 1)
        for line in given.get("Line", ()):
            if entity not in ("Payment", "BillPayment", "Deposit"):
                continue
            for link in line.get("LinkedTxn", ()):
                kind = LINK_ENTITY.get(link["TxnType"], link["TxnType"])
                amount = max(line.get("Amount", 0), _open_balance(line))
                number = _extra(line, "txnReferenceNumber")
                self.document(kind, link["TxnId"], given, amount, number)

    def document(self, entity: str, id_: str, owner: dict, amount, number=None) -> None:
        """Create a document of that id over `amount`, of the owner's party."""
        key = (entity, id_)
        if key in self.made or key in self.making:
            return
        if key in self.known:
            self.load(entity, self.known[key])
            return
        self.made.add(key)
        body = {**self.simple(entity, owner, amount), "Id": id_}
        if number and entity in ("Invoice", "Bill", "CreditMemo"):
            body["DocNumber"] = number
        self.qbo.load(entity, body)

    def simple(self, entity: str, owner: dict, amount) -> dict:
        """Return a document of one line."""
        vendor = entity in ("Bill", "PurchaseOrder", "VendorCredit", "BillPayment")
        key = "VendorRef" if vendor else "CustomerRef"
        party = owner.get(key)
        if party is None:
            party = {"value": self.party("Vendor" if vendor else "Customer")}
        body: dict[str, Any] = {key: {"value": party["value"]}}
        day = owner.get("TxnDate")
        if day:
            body["TxnDate"] = day
        if owner.get("CurrencyRef"):
            body["CurrencyRef"] = {"value": owner["CurrencyRef"]["value"]}
        if entity == "Payment":
            return {**body, "TotalAmt": amount}
        body["Line"] = [_simple_line(vendor, amount)]
        return body

    def party(self, entity: str) -> str:
        """Return the id of some customer or vendor."""
        id_ = str(next(self.spare))
        self.qbo.load(entity, {"Id": id_, "DisplayName": f"Somebody {id_}"})
        return id_

    def followers(self, entity: str, given: dict) -> None:
        """Create what was linked to `given` after it was made."""
        links = given.get("LinkedTxn", ())
        if entity in PAYS:
            self.pay(entity, given, links)
        if entity == "CreditMemo":
            self.apply_credit(given, links)
        for link in links:
            kind = link["TxnType"]
            if entity == "Estimate" and kind == "Invoice":
                back = {"TxnId": given["Id"], "TxnType": "Estimate"}
                self.after("Invoice", link["TxnId"], given, LinkedTxn=[back])
            elif entity == "PurchaseOrder" and kind == "Bill":
                back = {"TxnId": given["Id"], "TxnType": "PurchaseOrder"}
                self.after("Bill", link["TxnId"], given, LinkedTxn=[back])
            elif kind == "Deposit":
                self.deposit(entity, given, link["TxnId"])

    def after(self, entity: str, id_: str, given: dict, **more) -> None:
        key = (entity, id_)
        if key in self.made or key in self.known:
            return
        self.made.add(key)
        body = self.simple(entity, given, given.get("TotalAmt", 1))
        self.qbo.load(entity, {**body, **more, "Id": id_})

    def pay(self, entity: str, given: dict, links) -> None:
        """Pay the part of a bill or invoice that its balance says is paid."""
        payer, party = PAYS[entity]
        paid = given.get("TotalAmt", 0) - given.get("Balance", 0)
        paid -= given.get("Deposit", 0)
        paid -= self.paid_by_known(payer, given["Id"])
        ids = [
            link["TxnId"]
            for link in links
            if LINK_ENTITY.get(link["TxnType"], link["TxnType"]) == payer
        ]
        ids = [id_ for id_ in ids if (payer, id_) not in self.known]
        if not ids or paid <= 0:
            return
        shares = [Decimal("0.01")] * (len(ids) - 1)
        shares.append(paid - sum(shares))
        for id_, share in zip(ids, reversed(shares), strict=True):
            link = {"TxnId": given["Id"], "TxnType": entity}
            body = {
                party: {"value": given[party]["value"]},
                "TotalAmt": share,
                "Line": [{"Amount": share, "LinkedTxn": [link]}],
                "TxnDate": given.get("TxnDate"),
            }
            if given.get("CurrencyRef"):
                body["CurrencyRef"] = {"value": given["CurrencyRef"]["value"]}
            if payer == "BillPayment":
                body["PayType"] = "Check"
                body["CheckPayment"] = {"BankAccountRef": {"value": "35"}}
            before = self.payments.get((payer, id_))
            if before:  # one payment over several documents
                body["TotalAmt"] += before["TotalAmt"]
                body["Line"] = before["Line"] + body["Line"]
            self.payments[payer, id_] = body
            self.made.add((payer, id_))
            self.qbo.load(payer, {**body, "Id": id_})

    def paid_by_known(self, payer: str, id_: str):
        """Return what payments in the recording itself pay of a document."""
        return sum(
            line.get("Amount", 0)
            for (kind, _id), one in self.known.items()
            for line in one.get("Line", ())
            if kind == payer
            and any(link["TxnId"] == id_ for link in line.get("LinkedTxn", ()))
        )

    def deposit(self, entity: str, given: dict, id_: str) -> None:
        if ("Deposit", id_) in self.known or ("Deposit", id_) in self.made:
            return
        self.made.add(("Deposit", id_))
        link = {"TxnId": given["Id"], "TxnType": entity, "TxnLineId": "0"}
        line = {"Amount": given["TotalAmt"], "LinkedTxn": [link]}
        body = {"DepositToAccountRef": {"value": "35"}, "Line": [line]}
        self.qbo.load("Deposit", {**body, "Id": id_})

    def apply_credit(self, given: dict, links) -> None:
        """Use up the part of a credit memo that is no longer left."""
        used = given.get("TotalAmt", 0) - given.get("Balance", given["TotalAmt"])
        if used <= 0 or any(("Payment", one["TxnId"]) in self.known for one in links):
            return
        invoice = str(next(self.spare))
        self.document("Invoice", invoice, given, used)
        ids = [one["TxnId"] for one in links if one["TxnType"] == "Payment"]
        lines = [
            {"Amount": used, "LinkedTxn": [{"TxnId": id_, "TxnType": kind}]}
            for id_, kind in ((invoice, "Invoice"), (given["Id"], "CreditMemo"))
        ]
        body = {"CustomerRef": given["CustomerRef"], "TotalAmt": 0, "Line": lines}
        id_ = ids[0] if ids else str(next(self.spare))
        self.qbo.load("Payment", {**body, "Id": id_})

    def afterwards(self, entity: str, given: dict) -> None:
        """Bring a record to a state that nothing is created in."""
        if given.get("Active") is False and entity not in ("TaxRate", "TaxCode"):
            self.qbo.update(
                entity, {"Id": given["Id"], "sparse": True, "Active": False}
            )
        if given.get("EmailStatus") == "EmailSent":
            mail = given.get("BillEmail", {}).get("Address", "a@example.com")
            path = f"{entity.lower()}/{given['Id']}/send?sendTo={quote(mail)}"
            self.qbo.api("POST", path).raise_for_status()
        elif given.get("EmailStatus") == "NeedToSend":
            change = {"Id": given["Id"], "sparse": True}
            change["EmailStatus"] = given["EmailStatus"]
            self.qbo.update(entity, change)
        if given.get("POStatus") == "Closed" and not given.get("LinkedTxn"):
            self.qbo.update(
                entity, {"Id": given["Id"], "sparse": True, "POStatus": "Closed"}
            )


def later(moment: str, days: float = 0, seconds: float = 0) -> str:
    """Return a moment some time after another."""
    found = datetime.fromisoformat(moment)
    return (found + timedelta(days=days, seconds=seconds)).isoformat()


def _overridden(given: dict) -> bool:
    """Tell whether the recorded tax is on another base than the taxable lines."""
    bases = {
        line["TaxLineDetail"].get("NetAmountTaxable")
        for line in given["TxnTaxDetail"].get("TaxLine", ())
    }
    lines = [
        line["Amount"]
        for line in given.get("Line", ())
        if (line.get("SalesItemLineDetail") or {}).get("TaxCodeRef") == {"value": "TAX"}
    ]
    discounted = any("DiscountLineDetail" in line for line in given.get("Line", ()))
    return bool(bases and lines and not discounted and sum(lines) not in bases)


def _is_input(line: dict) -> bool:
    return line.get("DetailType") not in ("SubTotalLineDetail", "TaxLineDetail")


def _open_balance(line: dict):
    text = _extra(line, "txnOpenBalance")
    return Decimal(text.replace(",", "")) if text else 0


def _extra(line: dict, name: str) -> str | None:
    """Return one of the values that lines of payments carry beside their amount."""
    for one in (line.get("LineEx") or {}).get("any", ()):
        if one.get("value", {}).get("Name") == name:
            return one["value"]["Value"]
    return None


def _account_type(name: str, hint: dict) -> tuple[str, str]:
    lower = name.lower()
    for word, kind in BY_NAME:
        if word in lower:
            return kind
    key = hint.get("key", "")
    if key in ACCOUNTS:
        return ACCOUNTS[key]
    if key == "AccountRef" and hint.get("entity") == "Purchase":
        kind = hint["around"].get("PaymentType")
        if kind:
            return ACCOUNTS[
                "CCAccountRef" if kind == "CreditCard" else "BankAccountRef"
            ]
    if "income" in lower:
        return ACCOUNTS["IncomeAccountRef"]
    return ("Expense", "OtherMiscellaneousServiceCost")


def _due_days(hint: dict) -> int:
    around = hint.get("around", {})
    if around.get("DueDate") and around.get("TxnDate"):
        due = datetime.fromisoformat(around["DueDate"])
        return max(0, (due - datetime.fromisoformat(around["TxnDate"])).days)
    return 30


def _foreign(hint: dict) -> str | None:
    code = (hint.get("around", {}).get("CurrencyRef") or {}).get("value")
    return code if code not in (None, "USD") else None


def _simple_line(vendor: bool, amount) -> dict:
    if vendor:
        detail = {"AccountRef": {"value": "7"}}
        kind = "AccountBasedExpenseLineDetail"
    else:
        detail = {"ItemRef": {"value": "1"}}
        kind = "SalesItemLineDetail"
    return {"Amount": amount, "DetailType": kind, kind: detail}
