"""Sales by customer, product, class and location; the value of the stock."""

from collections import defaultdict
from decimal import Decimal

from ...books import Company
from ...books.lines import all_lines
from ...books.money import ZERO, money
from .ages import SHOWS, day_period
from .entries import accounts_of, entries
from .filters import Filter
from .parties import NOBODY, named_rows, summary
from .period import head, period_of
from .tables import figure

SIGNS = {"Invoice": 1, "SalesReceipt": 1, "CreditMemo": -1, "RefundReceipt": -1}
DETAIL = "SalesItemLineDetail"
SALES_COLUMNS = (
    "Quantity",
    "Amount",
    "% of Sales",
    "Avg Price",
    "COGS",
    "Gross Margin",
    "Gross Margin %",
)


def sold(company: Company, query: dict, kind: str, key: str) -> dict:
    """Return the sales of each record of a list.

    :param kind: the list: Customer, Department, Class
    :param key: the reference on the document that names the record
    """
    period = period_of(company, query)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO])
    for entry, shares in _shares(company, query, period, key):
        for id_, amount in shares:
            sums[id_][0] += amount * entry
    rows = named_rows(company, kind, sums)
    shows = "basis split"
    header = head(company, f"{kind}Sales", period, query, not sums, shows=shows)
    return summary(header, kind, ["Total"], rows)


def _income(company: Company, query: dict, period):
    """Yield the lines that sales documents posted to income in a period."""
    accounts = accounts_of(company)
    asked = Filter(query)
    for one in entries(company, period.basis):
        if one.source.entity not in SIGNS or not asked.takes(one):
            continue
        if period.start <= one.day <= period.end:
            if accounts[one.account]["Classification"] == "Revenue":
                yield one


def _shares(company: Company, query: dict, period, key: str):
    """Yield income with the records that share it; the shares of one sum up to 1."""
    for one in _income(company, query, period):
        ref = one.source.doc.get(key)
        if ref or key != "ClassRef":
            yield -one.amount, [((ref or {}).get("value", ""), Decimal(1))]
            continue
        yield -one.amount, _by_line(one.source.doc, key)


def _by_line(doc: dict, key: str) -> list[tuple[str, Decimal]]:
    """Return how the lines of a document share what it sold."""
    parts: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in all_lines(doc.get("Line", ())):
        detail = line.get(DETAIL)
        if detail:
            parts[(detail.get(key) or {}).get("value", "")] += line["Amount"]
    total = sum(parts.values(), ZERO)
    if not total:
        return [("", Decimal(1))]
    return [(id_, amount / total) for id_, amount in parts.items()]


def item_sales(company: Company, query: dict) -> dict:
    """Return ItemSales: quantity, amount and margin of each product.

    What no product accounts for (discounts, lines without one) has a line of its own,
    so that the sum is the income from sales documents.
    """
    period = period_of(company, query)
    sums = _sold_items(company, query, period)
    income = sum((-one.amount for one in _income(company, query, period)), ZERO)
    rest = income - sum((one[1] for one in sums.values()), ZERO)
    label = company.rules("Item").label
    named = [(label("Item", id_) or id_, id_, *one) for id_, one in sums.items()]
    rows: list[dict] = [
        {"ColData": [{"value": name, "id": id_}, *_sales_cells(*figures, income)]}
        for name, id_, *figures in sorted(named, key=lambda one: one[0].casefold())
    ]
    if rest:
        cells = [{"value": NOBODY}, *_sales_cells(None, rest, None, income)]
        rows.append({"ColData": cells, "group": "**"})
    total = [{"value": "TOTAL"}, *_sales_cells(None, income, None, income)]
    rows.append(
        {"Summary": {"ColData": total}, "type": "Section", "group": "GrandTotal"}
    )
    inner = [{"ColTitle": title, "ColType": "Money"} for title in SALES_COLUMNS]
    whole = {"ColTitle": "Total", "ColType": "Money", "Columns": {"Column": inner}}
    first = {"ColTitle": "", "ColType": "ProductsAndService"}
    shows = "basis split"
    return {
        "Header": head(company, "ItemSales", period, query, not sums, shows=shows),
        "Columns": {"Column": [first, whole]},
        "Rows": {"Row": rows},
    }


def _sold_items(company: Company, query: dict, period) -> dict[str, list]:
    """Return quantity, amount and cost of each product that was sold in a period.

    On the cash basis a document counts as far as it was paid in the period.
    """
    accounts = accounts_of(company)
    income = {i for i, a in accounts.items() if a["Classification"] == "Revenue"}
    earned: dict[tuple, Decimal] = defaultdict(lambda: ZERO)
    documents = {}
    for one in _income(company, query, period):
        key = (one.source.entity, one.source.id)
        documents[key] = one.source
        earned[key] += one.amount
    sums: dict[str, list] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for key, source in documents.items():
        whole = sum((p[1] for p in source.posted if p[0] in income), ZERO)
        part = SIGNS[source.entity] * (earned[key] / whole if whole else 1)
        rate = source.doc.get("ExchangeRate", 1)
        for line in all_lines(source.doc.get("Line", ())):
            item = ((line.get(DETAIL) or {}).get("ItemRef") or {}).get("value")
            if item and line.get("Amount"):
                sums[item][0] += part * line[DETAIL].get("Qty", 0)
                sums[item][1] += money(part * line["Amount"] * rate)
        for item, (value, _cost) in source.doc.get("_values", {}).items():
            # What a sale took out of the stock; a return puts it back.
            sums[item][2] -= money(abs(part) * value)
    return sums


def _sales_cells(quantity, amount: Decimal, cost, income: Decimal) -> list[dict]:
    share = f"{100 * amount / income:.2f} %" if income else ""
    each = figure(amount / quantity) if quantity else ""
    shown = [figure(quantity), figure(amount), share, each]
    if cost:
        margin = amount - cost
        percent = f"{100 * margin / amount:.2f} %" if amount else ""
        shown += [figure(cost), figure(margin), percent]
    else:
        shown += ["", "", ""]
    return [{"value": one} for one in shown]


def inventory_valuation(company: Company, query: dict) -> dict:
    """Return InventoryValuationSummary: what is in stock now and what it is worth."""
    period = day_period(company, query)
    rows: list[dict] = []
    total = ZERO
    items = [one for one in company.store.rows("Item").values() if one.live is not None]
    label = company.rules("Item").label
    for row in sorted(items, key=lambda one: (label("Item", one.id) or "").casefold()):
        doc = row.doc()
        layers = company.stock.layers(row.id)
        value = sum((worth for _quantity, worth in layers), ZERO)
        total += value
        each = figure(value / row.live) if row.live else ""
        cells = [doc.get("Sku", ""), figure(row.live), figure(value), each]
        first = {"value": label("Item", row.id), "id": row.id}
        rows.append({"ColData": [first, *({"value": one} for one in cells)]})
    last = ["TOTAL", " ", "", figure(total), ""]
    rows.append({"ColData": [{"value": one} for one in last], "group": "GrandTotal"})
    name = "InventoryValuationSummary"
    titles = ["SKU", "Qty", "Asset Value", "Avg Cost"]
    header = head(company, name, period, query, not items, shows=SHOWS)
    return summary(header, "ProductsAndService", titles, rows)
