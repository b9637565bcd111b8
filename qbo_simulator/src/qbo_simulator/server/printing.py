"""Print a document as PDF: plain, one column of lines, totals below."""

import io
from decimal import Decimal
from typing import Any

from ..books import Company

TITLES = {
    "CreditMemo": "Credit Memo",
    "Estimate": "Estimate",
    "Invoice": "Invoice",
    "Payment": "Payment Receipt",
    "PurchaseOrder": "Purchase Order",
    "RefundReceipt": "Refund Receipt",
    "SalesReceipt": "Sales Receipt",
}
HEAD = ("", "Description", "Qty", "Rate", "Amount")


def pdf(company: Company, entity: str, document: dict) -> bytes:
    """Return the document as the bytes of a PDF."""
    # Imported late: a simulator that prints nothing need not load it.
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import inch
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    styles = getSampleStyleSheet()
    number = document.get("DocNumber") or document.get("PaymentRefNum") or ""
    title = f"{TITLES[entity]} {number}".strip()

    def text(words: Any, style="BodyText"):
        return Paragraph(_escaped(words), styles[style])

    flow = [text(company.name, "Heading3"), text(title, "Title")]
    flow += [text(line) for line in _heading(document)]
    flow += [Spacer(1, 0.2 * inch), _table(document, text)]
    flow += [Spacer(1, 0.2 * inch)]
    flow += [text(f"{label}: {value}", "Heading4") for label, value in _sums(document)]
    memo = (document.get("CustomerMemo") or {}).get("value")
    if memo:
        flow.append(text(memo))
    target = io.BytesIO()
    SimpleDocTemplate(
        target, pagesize=letter, title=title, author=company.name, invariant=1
    ).build(flow)
    return target.getvalue()


def _heading(document: dict) -> list[str]:
    party = document.get("CustomerRef") or document.get("VendorRef") or {}
    address = document.get("BillAddr") or document.get("VendorAddr") or {}
    keys = ("Line1", "Line2", "Line3", "Line4", "City", "CountrySubDivisionCode")
    lines = [party.get("name", "")]
    lines += [address[key] for key in (*keys, "PostalCode") if address.get(key)]
    lines.append(f"Date: {document.get('TxnDate', '')}")
    if document.get("DueDate"):
        lines.append(f"Due: {document['DueDate']}")
    return [line for line in lines if line]


def _table(document: dict, text):
    from reportlab.lib import colors
    from reportlab.platypus import Table, TableStyle

    rows: list[list] = [[text(cell, "Heading5") for cell in HEAD]]
    for line in document.get("Line", ()):
        if line.get("DetailType") == "SubTotalLineDetail":
            continue
        detail = line.get(line.get("DetailType", ""), {})
        item = (detail.get("ItemRef") or detail.get("AccountRef") or {}).get("name", "")
        if not item and line.get("LinkedTxn"):
            item = line["LinkedTxn"][0]["TxnType"]
        rows.append(
            [
                text(item),
                text(line.get("Description", "")),
                text(detail.get("Qty", "")),
                text(detail.get("UnitPrice", "")),
                text(_money(line.get("Amount"))),
            ]
        )
    table = Table(rows, colWidths=(110, 190, 45, 60, 75), repeatRows=1)
    rule = ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.grey)
    table.setStyle(TableStyle([rule, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _sums(document: dict) -> list[tuple[str, str]]:
    found = []
    tax = (document.get("TxnTaxDetail") or {}).get("TotalTax")
    if tax:
        found.append(("Tax", _money(tax)))
    currency = (document.get("CurrencyRef") or {}).get("value", "")
    total = f"{_money(document.get('TotalAmt'))} {currency}"
    found.append(("Total", total.strip()))
    if document.get("Balance") is not None:
        found.append(("Balance due", _money(document["Balance"])))
    return found


def _money(value: Any) -> str:
    return "" if value is None else f"{Decimal(str(value)):,.2f}"


def _escaped(words: Any) -> str:
    text = str(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(c for c in text if c >= " ")
