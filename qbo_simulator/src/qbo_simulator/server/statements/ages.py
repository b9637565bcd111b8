"""How old open receivables and payables are: summaries and their details."""

from collections import defaultdict
from decimal import Decimal

from ...books import Company
from ...books.money import ZERO
from .filters import NAMES
from .open_items import Open, open_items
from .period import Period, day_of, head, period_of
from .tables import Col, Table, figure

AGES = (("Current", 0), ("1 - 30", 30), ("31 - 60", 60), ("61 - 90", 90))
OLDEST = "91 and over"
SHOWS = "report_date"


def aged(company: Company, query: dict, kind: str) -> dict:
    """Return the open balance of each name by days overdue, in home currency.

    :param kind: ``Customer`` or ``Vendor``
    """
    period = day_period(company, query)
    sums: dict[str, list[Decimal]] = {}
    for item in chosen(company, query, kind, period):
        found = sums.setdefault(item.party, [ZERO] * (len(AGES) + 1))
        found[_place((period.end - item.due).days)] += item.open
    label = company.rules(kind).label
    rows = [
        _row(label(kind, id_) or id_, figures, id_) for id_, figures in sums.items()
    ]
    rows.sort(key=lambda row: row["ColData"][0]["value"].casefold())
    total = [sum(one, ZERO) for one in zip(*sums.values(), strict=True)]
    total = total or [ZERO] * (len(AGES) + 1)
    summary = {"ColData": _row("TOTAL", total)["ColData"]}
    rows.append({"Summary": summary, "type": "Section", "group": "GrandTotal"})
    titles = [title for title, _days in AGES] + [OLDEST, "Total"]
    columns = [{"ColTitle": "", "ColType": kind}]
    columns += [{"ColTitle": title, "ColType": "Money"} for title in titles]
    name = "AgedReceivables" if kind == "Customer" else "AgedPayables"
    shows = f"{SHOWS} split"
    return {
        "Header": head(company, name, period, query, not sums, shows=shows),
        "Columns": {"Column": columns},
        "Rows": {"Row": rows},
    }


def aged_detail(company: Company, query: dict, kind: str) -> dict:
    """Return every open document under its age, the oldest first."""
    period = day_period(company, query)
    items = chosen(company, query, kind, period)
    table = Table(_detail_columns(kind), query)
    by_age: dict[int, list[Open]] = defaultdict(list)
    for item in items:
        by_age[_place((period.end - item.due).days)].append(item)
    amount, is_open = table_keys(kind)
    label = company.rules(kind).label
    rows = []
    for place in sorted(by_age, reverse=True):
        lines = []
        for item in by_age[place]:
            cells = {
                "tx_date": item.day.isoformat(),
                "txn_type": (item.source.label, item.source.id),
                "doc_num": item.source.number,
                "due_date": item.due.isoformat(),
                "past_due": str((period.end - item.due).days),
                amount: figure(item.amount),
                is_open: figure(item.open),
            }
            name = (label(kind, item.party) or item.party, item.party)
            cells["cust_name" if kind == "Customer" else "vend_name"] = name
            lines.append(table.row(cells))
        sums = _sums(by_age[place], kind)
        title = _words(place)
        rows.append(table.section(title, lines, sums))
    rows.append(table.total("TOTAL", _sums(items, kind)))
    name = "AgedReceivableDetail" if kind == "Customer" else "AgedPayableDetail"
    return {
        "Header": head(company, name, period, query, not items, shows=SHOWS),
        "Columns": table.head(),
        "Rows": {"Row": rows},
    }


def day_period(company: Company, query: dict) -> Period:
    """Return the one day that a report of open balances is about."""
    asked = query.get("report_date")
    if asked:
        day = day_of("report_date", asked).isoformat()
        return period_of(company, {"start_date": day, "end_date": day})
    macro = query.get("date_macro") or "today"
    period = period_of(company, {"date_macro": macro})
    return period


def chosen(company: Company, query: dict, kind: str, period: Period) -> list[Open]:
    """Return what is open, of the names that are asked for."""
    ids = {
        one.strip()
        for key, of in NAMES
        if of == kind
        for one in query.get(key, "").split(",")
        if one.strip()
    }
    items = open_items(company, kind, period.end)
    return [one for one in items if not ids or one.party in ids]


def table_keys(kind: str) -> tuple[str, str]:
    """Return the keys of the columns of amount and open balance."""
    middle = "" if kind == "Customer" else "neg_"
    return f"subt_{middle}amount", f"subt_{middle}open_bal"


def _sums(items: list[Open], kind: str) -> dict[str, str]:
    amount, is_open = table_keys(kind)
    return {
        amount: figure(sum((one.amount for one in items), ZERO)),
        is_open: figure(sum((one.open for one in items), ZERO)),
    }


def _detail_columns(kind: str) -> list[Col]:
    amount, is_open = table_keys(kind)
    columns = [
        Col("tx_date", "Date", "Date"),
        Col("txn_type", "Transaction Type"),
        Col("doc_num", "Num"),
        Col("cust_name", "Customer") if kind == "Customer" else Col("vend_name", kind),
        Col("due_date", "Due Date", "Date"),
        Col(amount, "Amount", "Money"),
        Col(is_open, "Open Balance", "Money"),
    ]
    if kind == "Vendor":
        columns.insert(5, Col("past_due", "Past Due"))
    return columns


def _words(place: int) -> str:
    if place == 0:
        return "Current"
    if place == len(AGES):
        return "91 or more days past due"
    return f"{AGES[place][0]} days past due"


def _place(days: int) -> int:
    for place, (_title, most) in enumerate(AGES):
        if days <= most:
            return place
    return len(AGES)


def _row(name: str, figures: list[Decimal], id_: str = "") -> dict:
    first = {"value": name, "id": id_} if id_ else {"value": name}
    cells = [{"value": f"{one:.2f}" if one else ""} for one in figures]
    return {"ColData": [first, *cells, {"value": f"{sum(figures, ZERO):.2f}"}]}
