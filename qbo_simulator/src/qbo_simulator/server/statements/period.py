"""The time that a report covers, its columns, and the head of its answer."""

from dataclasses import dataclass
from datetime import date, timedelta

from ...books import Company
from ..envelope import pacific, validation
from .entries import sources
from .macros import FIRST, macro_days, next_month

MONTHS = "January February March April May June July August September October".split()
MONTHS += ["November", "December"]
STEPS = {"month": 1, "quarter": 3, "year": 12}
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
    basis: str = "Accrual"


def period_of(company: Company, query: dict, default: str = "") -> Period:
    """Return what the parameters of a report ask for.

    :param default: the words for the time that the report covers when none is asked for
    :raise Fault: 2060 for a bad date, 2170 for words that are not understood
    """
    today = company.today
    macro = query.get("date_macro", "")
    if not macro and not (query.get("start_date") or query.get("end_date")):
        macro = default
    start, end = macro_days(macro, today, fiscal_year(company, today))
    if query.get("start_date"):
        start = day_of("start_date", query["start_date"])
    if query.get("end_date"):
        end = day_of("end_date", query["end_date"])
    basis = (query.get("accounting_method") or "Accrual").capitalize()
    if basis not in ("Accrual", "Cash"):
        raise unknown("accounting_method", query["accounting_method"])
    split = query.get("summarize_column_by", "Total")
    if split.lower() in STEPS:
        first = max(start, _first_day(company, end))
        if (end.year - first.year) * 12 // STEPS[split.lower()] > MOST_COLUMNS:
            raise unknown("end_date", f"{end} makes too many columns and")
        columns = tuple(_columns(first, end, STEPS[split.lower()]))
    else:
        key = "" if split == "Total" else "TOTAL"
        columns = (Column(key or "Total", start, end, "total"),)
    return Period(start, end, macro, split, columns, basis)


def fiscal_year(company: Company, day: date) -> date:
    """Return the first day of the fiscal year that `day` lies in."""
    name = company.pref("AccountingInfoPrefs", "FirstMonthOfFiscalYear") or "January"
    month = MONTHS.index(name) + 1 if name in MONTHS else 1
    year = day.year if day.month >= month else day.year - 1
    return date(year, month, 1)


def head(
    company: Company,
    name: str,
    period: Period,
    query: dict,
    empty: bool,
    *,
    shows: str = "basis split standard",
) -> dict:
    """Return the ``Header`` of a report.

    :param shows: which of basis, split, standard and report_date the report tells
    """
    header = {
        "Time": pacific(company.clock.now(), "seconds"),
        "ReportName": name,
    }
    if period.macro:
        header["DateMacro"] = period.macro
    if "basis" in shows:
        header["ReportBasis"] = period.basis
    if period.macro.lower() != "all":
        header["StartPeriod"] = period.start.isoformat()
        header["EndPeriod"] = period.end.isoformat()
    if "split" in shows:
        header["SummarizeColumnsBy"] = period.split
    header["Currency"] = company.home_currency
    for key in ("customer", "vendor", "department", "class", "item"):
        if query.get(key):
            header[key.capitalize()] = query[key]
    options = []
    if "report_date" in shows:
        options.append({"Name": "report_date", "Value": period.end.isoformat()})
    if "standard" in shows:
        options.append({"Name": "AccountingStandard", "Value": "GAAP"})
    options.append({"Name": "NoReportData", "Value": "true" if empty else "false"})
    header["Option"] = options
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


def _columns(start: date, end: date, months: int):
    while start <= end:
        base = date(start.year, (start.month - 1) // months * months + 1, 1)
        last = min(next_month(base, months) - timedelta(days=1), end)
        yield Column(_title(start, last, months), start, last)
        start = last + timedelta(days=1)


def _title(start: date, end: date, months: int) -> str:
    if start.day == 1 and (end + timedelta(days=1)).day == 1:
        if months == 1:
            return f"{start:%b %Y}"
        return f"{start:%b} - {end:%b %Y}"
    return f"{start:%b} {start.day} - {end:%b} {end.day}, {end.year}"


def _first_day(company: Company, end: date) -> date:
    """Return the first day with postings, so that columns start there."""
    return min((day for day, _source in sources(company)), default=end)


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


def unknown(name: str, value: str):
    """Return the fault for a word that a parameter does not know."""
    return validation(
        "2170",
        "Invalid Enumeration",
        f"Invalid Enumeration : {name} {value} is not supported by the simulator",
        name,
    )
