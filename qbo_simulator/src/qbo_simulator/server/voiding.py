"""Void what people can void on QuickBooks' screens, though the API cannot.

The API voids invoices, payments, sales receipts and bill payments only. Webhooks and
change data tell of all of them, so an accountant must be able to do the rest here.
"""

from collections.abc import Callable
from decimal import Decimal

from ..books import Company
from ..books.lines import all_lines
from ..books.money import ZERO
from ..books.rules.sales import void_amounts
from ..books.rules.transactions import note_void


def _sales(doc: dict) -> None:
    void_amounts(doc)
    for key in ("Balance", "RemainingCredit"):
        if key in doc:
            doc[key] = ZERO


def _purchase(doc: dict) -> None:
    for line in all_lines(doc.get("Line", ())):
        line["Amount"] = ZERO
        detail = line.get("ItemBasedExpenseLineDetail") or {}
        if "Qty" in detail:
            detail["Qty"] = Decimal(0)
        detail.pop("UnitPrice", None)
    if "TxnTaxDetail" in doc:
        doc["TxnTaxDetail"] = {"TotalTax": ZERO}
    doc["TotalAmt"] = ZERO
    if "HomeTotalAmt" in doc:
        doc["HomeTotalAmt"] = ZERO
    note_void(doc)


def _transfer(doc: dict) -> None:
    doc["Amount"] = ZERO
    note_void(doc)


BY_HAND: dict[str, Callable[[dict], None]] = {
    "CreditMemo": _sales,
    "Purchase": _purchase,
    "RefundReceipt": _sales,
    "Transfer": _transfer,
}


def void(company: Company, entity: str, body: dict, params: dict) -> dict:
    """Void a document as a person would; return it.

    :raise Fault: 5010, 610, or what the books have against it
    """
    if entity not in BY_HAND:
        return company.void(entity, body, params)
    with company.request():
        rules = company.rules(entity)
        row = rules.current(body)
        old, doc = row.doc(), row.doc()
        rules.check_delete(row, old)
        BY_HAND[entity](doc)
        if entity == "CreditMemo":
            company.links.release(entity, row.id)
        if rules.replace(row, doc, "Void"):
            rules.effects(row.id, old, doc)
        return rules.present(company.store.row(entity, row.id))
