"""One document as a page shows it: facts, lines, totals, links."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...books import Company, Fault
from .sections import Section, number_of, section_of_link
from .templates import amount, day, quantity

DETAILS = (
    "SalesItemLineDetail",
    "ItemBasedExpenseLineDetail",
    "AccountBasedExpenseLineDetail",
    "DiscountLineDetail",
    "JournalEntryLineDetail",
    "DepositLineDetail",
    "GroupLineDetail",
    "ItemAdjustmentLineDetail",
)
FACTS = (
    ("Date", "TxnDate"),
    ("Due date", "DueDate"),
    ("Terms", "SalesTermRef"),
    ("Payment method", "PaymentMethodRef"),
    ("Account", "AccountRef"),
    ("From", "FromAccountRef"),
    ("To", "ToAccountRef"),
    ("From", "BankAccountRef"),
    ("To", "CreditCardAccountRef"),
    ("Adjustment account", "AdjustAccountRef"),
    ("Amount", "Amount"),
    ("Deposit to", "DepositToAccountRef"),
    ("Reference no.", "PaymentRefNum"),
    ("Class", "ClassRef"),
    ("Location", "DepartmentRef"),
    ("E-mail", "BillEmail"),
    ("Currency", "CurrencyRef"),
    ("Exchange rate", "ExchangeRate"),
    ("Message", "CustomerMemo"),
    ("Memo", "PrivateNote"),
)
NAMED = {
    "SalesTermRef": "Term",
    "PaymentMethodRef": "PaymentMethod",
    "DepositToAccountRef": "Account",
}


@dataclass
class Line:
    """One line of a document."""

    number: Any
    what: str
    href: str
    description: str
    quantity: Any
    rate: Any
    tax: str
    amount: Any


@dataclass
class Link:
    """Another document that this one is tied to, and by how much."""

    kind: str
    number: str
    date: str
    amount: Any
    href: str


def facts(
    company: Company, section: Section, document: dict, here: str
) -> list[tuple[str, str, str]]:
    """Return label, value and link of what stands at the head of a document."""
    found = []
    party = document.get(section.party)
    if party:
        list_ = "customers" if section.party == "CustomerRef" else "vendors"
        label = "Customer" if section.party == "CustomerRef" else "Vendor"
        address = f"{here}/{list_}/{party['value']}"
        found.append((label, party.get("name") or party["value"], address))
    for label, key in FACTS:
        value = document.get(key)
        if value not in (None, ""):
            found.append((label, _fact(company, key, value), ""))
    return found


def _fact(company: Company, key: str, value: Any) -> str:
    if key in ("TxnDate", "DueDate"):
        return day(value)
    if key == "Amount":
        return amount(value)
    if key == "CurrencyRef":
        return value.get("value", "")
    if not isinstance(value, dict):
        return str(value)
    if "Address" in value:
        return value["Address"]
    if value.get("name"):
        return value["name"]
    if key in NAMED:
        return name_of(company, NAMED[key], value["value"])
    return str(value.get("value", ""))


def name_of(company: Company, entity: str, id_: str) -> str:
    """Return the name of a list record; its id when it cannot be read."""
    try:
        return company.read(entity, id_, {}).get("Name", id_)
    except Fault:
        return id_


def lines(document: dict, here: str) -> list[Line]:
    """Return the lines that stand for themselves (not the subtotal)."""
    found = []
    for line in document.get("Line", []):
        kind = line.get("DetailType", "")
        if kind == "SubTotalLineDetail" or (not kind and line.get("LinkedTxn")):
            continue
        detail = next((line[name] for name in DETAILS if name in line), {})
        what, href = _what(kind, detail, here)
        tax = (detail.get("TaxCodeRef") or {}).get("value", "")
        found.append(
            Line(
                line.get("LineNum", ""),
                what,
                href,
                " ".join(
                    filter(None, (detail.get("PostingType"), line.get("Description")))
                ),
                detail.get("Qty", detail.get("QtyDiff")),
                detail.get("UnitPrice"),
                tax,
                _signed(kind, line.get("Amount")),
            )
        )
    return found


def _signed(kind: str, amount: Any) -> Any:
    if kind == "DiscountLineDetail" and amount is not None:
        return -Decimal(str(amount))
    return amount


def _what(kind: str, detail: dict, here: str) -> tuple[str, str]:
    item = detail.get("ItemRef")
    if item and item.get("value") == "SHIPPING_ITEM_ID":
        return "Shipping", ""
    if item:
        return item.get("name") or item["value"], f"{here}/items/{item['value']}"
    account = detail.get("AccountRef") or detail.get("DiscountAccountRef")
    if kind == "DiscountLineDetail":
        percent = detail.get("DiscountPercent")
        return f"Discount {percent}%" if percent else "Discount", ""
    if account:
        name = account.get("name") or account["value"]
        return name, f"{here}/accounts/{account['value']}"
    return "", ""


def totals(document: dict) -> list[tuple[str, Any, bool]]:
    """Return label, amount and weight of the figures below the lines."""
    found = []
    for line in document.get("Line", []):
        if line.get("DetailType") == "SubTotalLineDetail":
            found.append(("Subtotal", line.get("Amount"), False))
    tax = document.get("TxnTaxDetail") or {}
    if tax.get("TotalTax") is not None:
        found.append((_tax_label(tax), tax["TotalTax"], False))
    if document.get("TotalAmt") is not None:
        found.append(("Total", document["TotalAmt"], True))
    if document.get("Deposit"):
        found.append(("Deposit", document["Deposit"], False))
    if document.get("Balance") is not None:
        label = "Not applied" if "RemainingCredit" in document else "Balance due"
        found.append((label, document["Balance"], True))
    if document.get("UnappliedAmt") is not None:
        found.append(("Not applied", document["UnappliedAmt"], False))
    return found


def _tax_label(tax: dict) -> str:
    """Return "Tax", with the rate where there is only one."""
    rates = {
        (line.get("TaxLineDetail") or {}).get("TaxPercent")
        for line in tax.get("TaxLine", [])
    }
    if len(rates) == 1 and None not in rates:
        return f"Tax {quantity(rates.pop())}%"
    return "Tax"


def links(company: Company, document: dict, here: str) -> list[Link]:
    """Return the transactions tied to a document, from its head and its lines."""
    found = []
    for link in document.get("LinkedTxn", []):
        found.append(_link(company, document, link, None, here))
    for line in document.get("Line", []):
        for link in line.get("LinkedTxn", []):
            found.append(_link(company, document, link, line.get("Amount"), here))
    return [link for link in found if link is not None]


def _link(
    company: Company, document: dict, link: dict, amount: Any, here: str
) -> Link | None:
    section = section_of_link(link.get("TxnType", ""))
    if section is None:
        return None
    try:
        other = company.read(section.entity, link["TxnId"], {})
    except Fault:
        return None
    if amount is None:
        amount = _applied(other, document["Id"])
    return Link(
        section.singular,
        number_of(other),
        other.get("TxnDate", ""),
        amount,
        f"{here}/{section.slug}/{link['TxnId']}",
    )


def _applied(payment: dict, id_: str) -> Any:
    """Return how much of `payment` went to the document with this id."""
    for line in payment.get("Line", []):
        if any(link.get("TxnId") == id_ for link in line.get("LinkedTxn", [])):
            return line.get("Amount")
    return None
