"""Balances, income and expenses of customers and vendors."""

from collections import defaultdict
from decimal import Decimal

from ...books import Company
from ...books.money import ZERO, money
from .ages import SHOWS, chosen, day_period, table_keys
from .entries import accounts_of, entries
from .filters import Filter
from .open_items import Open
from .period import head, period_of
from .tables import Col, Table, figure

COSTS = ("Cost of Goods Sold", "Expense", "Other Expense")
EARNINGS = ("Income", "Other Income")
NOBODY = "Not Specified"


def balance(company: Company, query: dict, kind: str) -> dict:
    """Return what each customer owes, or what each vendor is owed.

    :param kind: ``Customer`` or ``Vendor``
    """
    period = day_period(company, {"date_macro": "all", **query})
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO])
    for item in chosen(company, query, kind, period):
        sums[item.party][0] += item.open
    rows = named_rows(company, kind, sums)
    header = head(company, f"{kind}Balance", period, query, not sums, shows=SHOWS)
    return summary(header, kind, ["Total"], rows)


def balance_detail(company: Company, query: dict, kind: str) -> dict:
    """Return every open document under its customer or vendor."""
    period = day_period(company, {"date_macro": "all", **query})
    by_party: dict[str, list[Open]] = defaultdict(list)
    for item in chosen(company, query, kind, period):
        by_party[item.party].append(item)
    amount, is_open = table_keys(kind)
    table = Table(_detail_columns(amount, is_open), query, keyed=True)
    label = company.rules(kind).label
    named = [(label(kind, id_) or id_, id_) for id_ in by_party]
    rows = []
    whole: dict[str, Decimal] = {amount: ZERO, is_open: ZERO}
    for name, party in sorted(named, key=lambda one: one[0].casefold()):
        lines, sums = _party_lines(table, by_party[party], amount, is_open)
        shown = {key: figure(one) for key, one in sums.items()}
        rows.append(table.section((name, party), lines, shown))
        whole = {key: whole[key] + one for key, one in sums.items()}
    rows.append(table.total("TOTAL", {k: figure(v) for k, v in whole.items()}))
    name = f"{kind}BalanceDetail"
    header = head(company, name, period, query, not by_party, shows=SHOWS)
    return {"Header": header, "Columns": table.head(), "Rows": {"Row": rows}}


def _detail_columns(amount: str, is_open: str) -> tuple[Col, ...]:
    return (
        Col("tx_date", "Date", "Date"),
        Col("txn_type", "Transaction Type"),
        Col("doc_num", "Num"),
        Col("due_date", "Due Date", "Date"),
        Col(amount, "Amount", "Money"),
        Col(is_open, "Open Balance", "Money"),
        Col(_running(is_open), "Balance", "Money"),
    )


def _running(key: str) -> str:
    """Return the key of the column of running balances."""
    return key.replace("subt", "rbal")


def _party_lines(table: Table, items: list[Open], amount: str, is_open: str):
    """Return the rows of one customer or vendor, and their sums."""
    lines = []
    sums = {amount: ZERO, is_open: ZERO}
    for item in sorted(items, key=lambda one: one.day):
        sums[amount] += item.amount
        sums[is_open] += item.open
        cells = {
            "tx_date": item.day.isoformat(),
            "txn_type": (item.source.label, item.source.id),
            "doc_num": item.source.number,
            "due_date": item.due.isoformat(),
            amount: figure(item.amount),
            is_open: figure(item.open),
            _running(is_open): figure(sums[is_open]),
        }
        lines.append(table.row(cells))
    return lines, sums


def customer_income(company: Company, query: dict) -> dict:
    """Return CustomerIncome: what each customer brought in and cost.

    What belongs to nobody has a line of its own, so that the sum is the net income.
    """
    period = period_of(company, query)
    accounts = accounts_of(company)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    asked = Filter(query)
    for one in entries(company, period.basis):
        kind = accounts[one.account]["AccountType"]
        if kind not in EARNINGS + COSTS or not period.start <= one.day <= period.end:
            continue
        if asked.takes(one):
            ref = one.source.doc.get("CustomerRef") or {}
            _earn(sums[ref.get("value", "")], -one.amount, kind)
            _pass_on(sums, one, kind)
    rows = named_rows(company, "Customer", sums)
    header = head(company, "CustomerIncome", period, query, not sums, shows="basis")
    titles = ["Total Income", "Total Expenses", "Net Income"]
    return summary(header, "Customer", titles, rows)


def _earn(figures: list[Decimal], amount: Decimal, kind: str) -> None:
    figures[0 if kind in EARNINGS else 1] += amount
    figures[2] += amount


def _pass_on(sums: dict, entry, kind: str) -> None:
    """Give a cost to the customer that the line of its bill names."""
    doc = entry.source.doc
    sign = -1 if entry.source.entity == "VendorCredit" or doc.get("Credit") else 1
    total = sum((p[1] for p in entry.source.posted if p[0] == entry.account), ZERO)
    for line in doc.get("Line", ()) if kind in COSTS and total else ():
        detail = line.get("AccountBasedExpenseLineDetail") or {}
        customer = (detail.get("CustomerRef") or {}).get("value")
        if customer and detail["AccountRef"]["value"] == entry.account:
            # A line posted in parts (cash basis) is passed on in the same parts.
            amount = sign * line["Amount"] * doc.get("ExchangeRate", 1)
            part = money(amount * entry.amount / total)
            _earn(sums[customer], -part, kind)
            _earn(sums[""], part, kind)


def vendor_expenses(company: Company, query: dict) -> dict:
    """Return VendorExpenses: what was spent with each vendor."""
    period = period_of(company, query)
    accounts = accounts_of(company)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO])
    asked = Filter(query)
    for one in entries(company, period.basis):
        inside = period.start <= one.day <= period.end
        kind = accounts[one.account]["AccountType"]
        if inside and kind in COSTS and asked.takes(one):
            party = one.source.name
            vendor = party[1] if party and party[0] == "Vendor" else ""
            sums[vendor][0] += one.amount
    rows = named_rows(company, "Vendor", sums)
    header = head(company, "VendorExpenses", period, query, not sums, shows="basis")
    return summary(header, "Vendor", ["Total"], rows)


# === SUMMARIES BY NAME === #


def named_rows(company: Company, kind: str, sums: dict[str, list[Decimal]]) -> list:
    """Return a row per record of a list by name, what is nobody's, and the total."""
    label = company.rules(kind).label
    found = [
        ((label(kind, id_) or id_), id_, figures)
        for id_, figures in sums.items()
        if id_ and any(figures)
    ]
    found.sort(key=lambda one: one[0].casefold())
    rows: list[dict] = [
        {"ColData": [{"value": name, "id": id_}, *_cells(figures)]}
        for name, id_, figures in found
    ]
    if any(sums.get("") or ()):
        cells = [{"value": NOBODY}, *_cells(sums[""])]
        rows.append({"ColData": cells, "group": "**"})
    totals = [sum(one, ZERO) for one in zip(*sums.values(), strict=True)]
    if totals:
        total = {"ColData": [{"value": "TOTAL"}, *_cells(totals)]}
        rows.append({"Summary": total, "type": "Section", "group": "GrandTotal"})
    return rows


def summary(header: dict, kind: str, titles: list[str], rows: list[dict]) -> dict:
    """Return a report of one column of names and some of figures."""
    columns = [{"ColTitle": "", "ColType": kind}]
    columns += [{"ColTitle": title, "ColType": "Money"} for title in titles]
    return {"Header": header, "Columns": {"Column": columns}, "Rows": {"Row": rows}}


def _cells(figures: list[Decimal]) -> list[dict]:
    return [{"value": figure(one)} for one in figures]
