"""Which properties of an object the edit form shows, and what a form changes."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

# (name in the form and path in the object, label, kind)
RECORD_FIELDS = {
    "Customer": (
        ("DisplayName", "Name", "text"),
        ("CompanyName", "Company", "text"),
        ("PrimaryEmailAddr.Address", "E-mail", "text"),
        ("PrimaryPhone.FreeFormNumber", "Telephone", "text"),
    ),
    "Vendor": (
        ("DisplayName", "Name", "text"),
        ("CompanyName", "Company", "text"),
        ("PrimaryEmailAddr.Address", "E-mail", "text"),
        ("PrimaryPhone.FreeFormNumber", "Telephone", "text"),
    ),
    "Item": (
        ("Name", "Name", "text"),
        ("Sku", "SKU", "text"),
        ("Description", "Description", "text"),
        ("UnitPrice", "Price", "amount"),
    ),
    "Account": (("Name", "Name", "text"), ("Description", "Description", "text")),
    "Class": (("Name", "Name", "text"),),
    "Department": (("Name", "Name", "text"),),
    "Employee": (
        ("GivenName", "First name", "text"),
        ("FamilyName", "Last name", "text"),
        ("PrimaryEmailAddr.Address", "E-mail", "text"),
    ),
    "Budget": (("Name", "Name", "text"),),
    "TimeActivity": (
        ("TxnDate", "Date", "date"),
        ("Hours", "Hours", "amount"),
        ("Minutes", "Minutes", "amount"),
        ("Description", "Description", "text"),
    ),
}
DOCUMENT_FIELDS = (
    ("TxnDate", "Date", "date"),
    ("DueDate", "Due date", "date"),
    ("DocNumber", "Number", "text"),
    ("PrivateNote", "Memo", "text"),
)
WITHOUT_NUMBER = ("Payment", "Deposit", "Transfer")
PRICED = ("SalesItemLineDetail", "ItemBasedExpenseLineDetail")
# Names that updates of an entity need, whatever they change.
NEEDED = {"Account": ("AccountType",), "Bill": ("VendorRef",)}


def edit_fields(entity: str, found: dict) -> list[dict]:
    """Return name, label, value and kind of each field."""
    if entity in RECORD_FIELDS:
        return [_field(*one, found) for one in RECORD_FIELDS[entity]]
    if "TxnDate" not in found:
        return []
    rows = [
        _field(name, label, kind, found)
        for name, label, kind in DOCUMENT_FIELDS
        if _shows(entity, name, found)
    ]
    for line in found.get("Line", ()):
        rows += _line_fields(line)
    return rows


def changes(entity: str, found: dict, form: dict) -> dict:
    """Return the sparse update that a form asks for.

    :raise ValueError: with a sentence for the person at the form
    """
    body: dict[str, Any] = {key: found[key] for key in NEEDED.get(entity, ())}
    for field in edit_fields(entity, found):
        name = field["name"]
        if name.startswith("line-"):
            continue
        value = _value(field["kind"], field["label"], form.get(name, "").strip())
        head, _dot, part = name.partition(".")
        body[head] = {part: value} if part else value
    if any(name.startswith("line-") for name in form):
        body["Line"] = [
            _line(line, form)
            for line in found["Line"]
            if line.get("DetailType") != "SubTotalLineDetail"
        ]
    return body


def _shows(entity: str, name: str, found: dict) -> bool:
    if name == "DueDate":
        return name in found
    return name != "DocNumber" or entity not in WITHOUT_NUMBER


def _field(name: str, label: str, kind: str, found: dict) -> dict:
    head, _dot, part = name.partition(".")
    value = found.get(head, "")
    if part:
        value = value.get(part, "") if value else ""
    return {"name": name, "label": label, "value": str(value), "kind": kind}


def _line_fields(line: dict) -> list[dict]:
    detail = line.get(line.get("DetailType", ""), {})
    if line.get("DetailType") not in PRICED or "Id" not in line:
        return []
    what = (detail.get("ItemRef") or {}).get("name", "")
    label = f"Line {line.get('LineNum', line['Id'])} ({what})"
    prefix = f"line-{line['Id']}-"
    values = (
        ("text", "text", line.get("Description", ""), "description"),
        ("qty", "amount", detail.get("Qty", ""), "quantity"),
        ("rate", "amount", detail.get("UnitPrice", ""), "rate"),
    )
    return [
        {
            "name": prefix + name,
            "label": f"{label}: {words}",
            "value": str(value),
            "kind": kind,
        }
        for name, kind, value, words in values
    ]


def _line(line: dict, form: dict) -> dict:
    """Return a line as the form leaves it; its amount follows from the rest."""
    prefix = f"line-{line.get('Id')}-"
    if prefix + "qty" not in form:
        return line
    kind = line["DetailType"]
    detail = dict(line[kind])
    changed = {**line, "Description": form.get(prefix + "text", "").strip()}
    quantity = _value("amount", "quantity", form[prefix + "qty"].strip())
    rate = _value("amount", "rate", form.get(prefix + "rate", "").strip())
    if quantity is not None and rate is not None:
        detail.update(Qty=quantity, UnitPrice=rate)
        changed["Amount"] = (quantity * rate).quantize(Decimal("0.01"))
    changed[kind] = detail
    return changed


def _value(kind: str, label: str, text: str) -> Any:
    if not text:
        return None
    if kind == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise ValueError(f"Enter {label.lower()} as YYYY-MM-DD.") from None
    if kind == "amount":
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValueError(f"Enter {label.lower()} as a figure such as 12.50.")
        return number
    return text
