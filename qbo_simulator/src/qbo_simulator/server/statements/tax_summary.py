"""The tax return of a period, box by box, for companies outside the US."""

from collections.abc import Iterator
from decimal import Decimal

from ...books import Company
from ...books.money import ZERO, money
from ..envelope import validation
from .entries import Source, sources
from .parties import summary
from .period import Period, head, period_of
from .tables import figure

SALES = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1}
PURCHASES = {"Bill": 1, "Purchase": 1, "VendorCredit": -1}
# Group, words, and what the box shows.
BOXES = {
    "GB": (
        ("Box 1", "VAT due in this period on sales and other outputs", "tax on sales"),
        ("Box 2", "VAT due in this period on acquisitions from other EC states", ""),
        ("Box 3", "Total VAT due (the sum of boxes 1 and 2)", "tax on sales"),
        (
            "Box 4",
            "VAT reclaimed in this period on purchases and other inputs",
            "tax on purchases",
        ),
        ("Box 5", "Net VAT to be paid or reclaimed", "net"),
        ("Box 6", "Total value of sales excluding VAT", "sales"),
        ("Box 7", "Total value of purchases excluding VAT", "purchases"),
        ("Box 8", "Total value of supplies of goods to other EC states", ""),
        ("Box 9", "Total value of acquisitions of goods from other EC states", ""),
    ),
    "CA": (
        ("Line 101", "Sales and other revenue", "sales"),
        ("Line 103", "Tax collected or collectible", "tax on sales"),
        ("Line 105", "Total tax and adjustments", "tax on sales"),
        ("Line 106", "Input tax credits (ITCs)", "tax on purchases"),
        ("Line 108", "Total ITCs and adjustments", "tax on purchases"),
        ("Line 109", "Net tax", "net"),
    ),
}


def tax_summary(company: Company, query: dict) -> dict:
    """Return TaxSummary for one tax agency.

    :raise Fault: 2020 without an agency, 5030 in companies that have no such return
    """
    boxes = BOXES.get(company.country)
    if boxes is None:
        raise validation(
            "5030",
            "Feature Not Supported Error",
            "Feature Not Supported Error : The report TaxSummary is not supported for "
            "this company's locale.",
        )
    agency = query.get("agency_id")
    if not agency:
        raise validation(
            "2020",
            "Required param missing, need to supply the required value for the API",
            "Required parameter agency_id is missing in the request",
            "agency_id",
        )
    period = period_of(company, query)
    figures = _figures(company, agency, period)
    rows: list[dict] = []
    for group, words, key in boxes:
        amount = figures.get(key) if any(figures.values()) else None
        cells = [{"value": f"{group} {words}"}, {"value": figure(amount)}]
        rows.append({"ColData": cells, "group": group})
    empty = not any(figures.values())
    header = head(company, "TaxSummary", period, query, empty, shows="split")
    return summary(header, "String", ["Total"], rows)


def _figures(company: Company, agency: str, period: Period) -> dict[str, Decimal]:
    """Return taxes and what they were computed on, in home currency."""
    sums = {"tax on sales": ZERO, "tax on purchases": ZERO}
    sums |= {"sales": ZERO, "purchases": ZERO}
    rates = {
        row.id
        for row in company.store.rows("TaxRate").values()
        if (row.doc().get("AgencyRef") or {}).get("value") == agency
    }
    for day, source in sources(company):
        if not period.start <= day <= period.end:
            continue
        side, sign = _side(source)
        rate = source.doc.get("ExchangeRate", 1)
        for amount, base in _taxed(source, rates) if side else ():
            sums[f"tax on {side}"] += sign * money(amount * rate)
            sums[side] += sign * money(base * rate)
    sums["net"] = sums["tax on sales"] - sums["tax on purchases"]
    return sums


def _side(source: Source) -> tuple[str, int]:
    if source.entity in SALES:
        return "sales", SALES[source.entity]
    if source.entity in PURCHASES:
        sign = -1 if source.doc.get("Credit") else 1
        return "purchases", sign * PURCHASES[source.entity]
    return "", 0


def _taxed(source: Source, rates: set[str]) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield tax and base of each tax line at a rate of the agency."""
    detail = source.doc.get("TxnTaxDetail") or {}
    for line in detail.get("TaxLine", ()):
        tax = line["TaxLineDetail"]
        if tax["TaxRateRef"]["value"] in rates:
            yield line["Amount"], tax.get("NetAmountTaxable", ZERO)
