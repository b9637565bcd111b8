"""How old open invoices and bills are."""

from datetime import date
from decimal import Decimal

from ...books import Company
from .period import day_of, head, period_of

ZERO = Decimal("0.00")
AGES = (("Current", 0), ("1 - 30", 30), ("31 - 60", 60), ("61 - 90", 90))
KINDS = {
    "Invoice": ("AgedReceivables", "CustomerRef", "Customer"),
    "Bill": ("AgedPayables", "VendorRef", "Vendor"),
}


def aged(company: Company, query: dict, entity: str) -> dict:
    """Return the open balance of each name by days overdue, in home currency."""
    name, party, kind = KINDS[entity]
    period = period_of(company, {k: v for k, v in query.items() if k == "date_macro"})
    as_of = query.get("report_date")
    day = day_of("report_date", as_of) if as_of else period.end
    sums: dict[str, list[Decimal]] = {}
    for row in company.store.rows(entity).values():
        doc = company.rules(entity).present(row)
        balance = doc.get("HomeBalance", doc.get("Balance", ZERO))
        if not balance or date.fromisoformat(doc["TxnDate"]) > day:
            continue
        due = date.fromisoformat(doc.get("DueDate", doc["TxnDate"]))
        place = _place((day - due).days)
        found = sums.setdefault(doc[party]["value"], [ZERO] * (len(AGES) + 1))
        found[place] += balance
    label = company.rules(kind).label
    rows = [
        _row(label(kind, id_) or id_, figures, id_) for id_, figures in sums.items()
    ]
    rows.sort(key=lambda row: row["ColData"][0]["value"].casefold())
    total = [sum(one, ZERO) for one in zip(*sums.values(), strict=True)]
    total = total or [ZERO] * (len(AGES) + 1)
    summary = {"ColData": _row("TOTAL", total)["ColData"]}
    rows.append({"Summary": summary, "type": "Section", "group": "GrandTotal"})
    titles = [title for title, _days in AGES] + ["91 and over", "Total"]
    columns = [{"ColTitle": "", "ColType": kind}]
    columns += [{"ColTitle": title, "ColType": "Money"} for title in titles]
    return {
        "Header": head(company, name, period, query, not sums),
        "Columns": {"Column": columns},
        "Rows": {"Row": rows},
    }


def _place(days: int) -> int:
    for place, (_title, most) in enumerate(AGES):
        if days <= most:
            return place
    return len(AGES)


def _row(name: str, figures: list[Decimal], id_: str = "") -> dict:
    first = {"value": name, "id": id_} if id_ else {"value": name}
    cells = [{"value": f"{one:.2f}" if one else ""} for one in figures]
    return {"ColData": [first, *cells, {"value": f"{sum(figures, ZERO):.2f}"}]}
