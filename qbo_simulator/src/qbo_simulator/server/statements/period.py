"""The time that a report covers, its columns, and the head of its answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ...books import Company
from ..envelope import PACIFIC, pacific, validation

MONTHS = "January February March April May June July August September October".split()
MONTHS += ["November", "December"]
STEPS = {"month": 1, "quarter": 3, "year": 12}
FIRST = date(1900, 1, 1)
LAST = date(9998, 12, 31)  # the first day of the next month must exist
MOST_COLUMNS = 120


@dataclass(frozen=True)
class Column:
    """A column of figures: its title and the days that it sums up."""

    title: str
    start: date
    end: date
    key: str = ""


@dataclass(frozen=True)
class Period:
    """The days of a report and how they are split into columns."""

    start: date
    end: date
    macro: str
    split: str
    columns: tuple[Column, ...]


def period_of(company: Company, query: dict) -> Period:
    """Return what the parameters of a report ask for.

    :raise Fault: 2060 for a bad date, 2170 for words that are not understood
    """
    today = company.today
    macro = query.get("date_macro", "")
    start, end = _macro(company, macro, today)
    if query.get("start_date"):
        start = day_of("start_date", query["start_date"])
    if query.get("end_date"):
        end = day_of("end_date", query["end_date"])
    if query.get("accounting_method", "Accrual").lower() != "accrual":
        raise _unknown("accounting_method", query["accounting_method"])
    split = query.get("summarize_column_by", "Total")
    if split.lower() in STEPS:
        first = max(start, _first_day(company, end))
        if (end.year - first.year) * 12 // STEPS[split.lower()] > MOST_COLUMNS:
            raise _unknown("end_date", f"{end} makes too many columns and")
        columns = tuple(_columns(first, end, STEPS[split.lower()]))
    else:
        key = "" if split == "Total" else "TOTAL"
        columns = (Column(key or "Total", start, end, "total"),)
    return Period(start, end, macro, split, columns)


def fiscal_year(company: Company, day: date) -> date:
    """Return the first day of the fiscal year that `day` lies in."""
    name = company.pref("AccountingInfoPrefs", "FirstMonthOfFiscalYear") or "January"
    month = MONTHS.index(name) + 1 if name in MONTHS else 1
    year = day.year if day.month >= month else day.year - 1
    return date(year, month, 1)


def head(company: Company, name: str, period: Period, query: dict, empty: bool) -> dict:
    """Return the ``Header`` of a report."""
    header = {
        "Time": pacific(company.clock.now(), "seconds"),
        "ReportName": name,
    }
    if period.macro:
        header["DateMacro"] = period.macro
    header["ReportBasis"] = "Accrual"
    if period.macro.lower() != "all":
        header["StartPeriod"] = period.start.isoformat()
        header["EndPeriod"] = period.end.isoformat()
    header["SummarizeColumnsBy"] = period.split
    header["Currency"] = company.home_currency
    if query.get("customer"):
        header["Customer"] = query["customer"]
    header["Option"] = [
        {"Name": "AccountingStandard", "Value": "GAAP"},
        {"Name": "NoReportData", "Value": "true" if empty else "false"},
    ]
    return header


def columns_of(period: Period) -> list[dict]:
    """Return the columns of a report with one column of names before the figures."""
    keyed = len(period.columns) == 1 and period.columns[0].key
    first: dict = {"ColTitle": "", "ColType": "Account"}
    if keyed:
        first["MetaData"] = [{"Name": "ColKey", "Value": "account"}]
    found = [first]
    for column in period.columns:
        if column.key:
            meta = [{"Name": "ColKey", "Value": column.key}]
        else:
            meta = [
                {"Name": "StartDate", "Value": column.start.isoformat()},
                {"Name": "EndDate", "Value": column.end.isoformat()},
            ]
        found.append({"ColTitle": column.title, "ColType": "Money", "MetaData": meta})
    return found


def _macro(company: Company, macro: str, today: date) -> tuple[date, date]:
    year = fiscal_year(company, today)
    month = today.replace(day=1)
    known = {
        "": (year, today),
        "all": (FIRST, today),
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "this month": (month, _next_month(month) - timedelta(days=1)),
        "this month-to-date": (month, today),
        "this fiscal year": (year, _next_month(year, 12) - timedelta(days=1)),
        "this fiscal year-to-date": (year, today),
        "last fiscal year": (
            fiscal_year(company, year - timedelta(days=1)),
            year - timedelta(days=1),
        ),
    }
    if macro.lower() not in known:
        raise _unknown("date_macro", macro)
    return known[macro.lower()]


def _columns(start: date, end: date, months: int):
    while start <= end:
        base = date(start.year, (start.month - 1) // months * months + 1, 1)
        last = min(_next_month(base, months) - timedelta(days=1), end)
        yield Column(_title(start, last, months), start, last)
        start = last + timedelta(days=1)


def _title(start: date, end: date, months: int) -> str:
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        if months == 1:
            return f"{start:%b %Y}"
        return f"{start:%b} - {end:%b %Y}"
    return f"{start:%b} {start.day} - {end:%b} {end.day}, {end.year}"


def _next_month(day: date, months: int = 1) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _first_day(company: Company, end: date) -> date:
    """Return the first day with postings, so that columns start there."""
    days = [day for day, _amount, _account, _doc in postings(company)]
    return min(days, default=end)


def postings(company: Company):
    """Yield day, amount, account id and document of everything posted."""
    for entity, table in company.store.tables.items():
        for row in table.rows.values():
            if not row.posted:
                continue
            doc = row.doc()
            day = doc.get("TxnDate") or doc.get("InvStartDate")
            day = date.fromisoformat(day) if day else _created(row)
            for account, amount, *_rest in row.posted:
                yield day, amount, account, (entity, doc)


def _created(row) -> date:
    return datetime.fromtimestamp(row.created, PACIFIC).date()


def day_of(name: str, text: str) -> date:
    """Return the day that a parameter names, or refuse it with 2060."""
    try:
        day = date.fromisoformat(text)
        if not FIRST <= day <= LAST:
            raise ValueError
        return day
    except ValueError:
        raise validation(
            "2060",
            "Invalid Date format",
            f"{name} should be a date as YYYY-MM-DD. Supplied value:{text}",
            name,
        ) from None


def _unknown(name: str, value: str):
    return validation(
        "2170",
        "Invalid Enumeration",
        f"Invalid Enumeration : {name} {value} is not supported by the simulator",
        name,
    )
