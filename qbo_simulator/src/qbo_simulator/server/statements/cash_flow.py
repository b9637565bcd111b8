"""Where the money came from and went to."""

from datetime import date, timedelta
from decimal import Decimal

from ...books import Company
from .period import Column, columns_of, head, period_of
from .sheets import Book, Section, Sheet, minus, plus

OPERATING = (
    "Accounts Receivable",
    "Other Current Asset",
    "Accounts Payable",
    "Credit Card",
    "Other Current Liability",
)
INVESTING = ("Fixed Asset", "Other Asset")
FINANCING = ("Long Term Liability", "Equity")
ADJUSTMENTS = "Adjustments to reconcile Net Income to Net Cash provided by operations:"


def cash_flow(company: Company, query: dict) -> dict:
    """Return CashFlow: net income, led back to the change of the bank accounts."""
    period = period_of(company, query)
    book = Book(company, period.columns, query, "Accrual")
    sheet = Sheet(book)
    result = minus(book.result())
    adjusted = sheet.section(ADJUSTMENTS, "OperatingAdjustments", list(OPERATING), -1)
    operating = Section(
        sheet,
        "OPERATING ACTIVITIES",
        "OperatingActivities",
        "Net cash provided by operating activities",
    )
    operating.rows = [{**sheet.data("Net Income", None, result), "group": "NetIncome"}]
    if adjusted.rows:
        operating.rows.append(adjusted.shown())
    operating.sums = plus(result, adjusted.sums)
    investing = sheet.section(
        "INVESTING ACTIVITIES", "InvestingActivities", list(INVESTING), -1
    )
    investing.total = "Net cash provided by investing activities"
    financing = sheet.section(
        "FINANCING ACTIVITIES", "FinancingActivities", list(FINANCING), -1
    )
    financing.total = "Net cash provided by financing activities"
    increase = plus(operating.sums, plus(investing.sums, financing.sums))
    rows = [operating.shown(), investing.shown(), financing.shown()]
    rows.append(sheet.line("Net cash increase for period", "CashIncrease", increase))
    before = _cash_before(company, period.columns, query)
    if any(before):
        rows.append(sheet.line("Cash at beginning of period", "BeginningCash", before))
    ending = plus(before, increase)
    rows.append(sheet.line("Cash at end of period", "EndingCash", ending))
    return {
        "Header": head(company, "CashFlow", period, query, book.empty, shows="split"),
        "Columns": {"Column": columns_of(period)},
        "Rows": {"Row": [row for row in rows if row is not None]},
    }


def _cash_before(company: Company, columns, query: dict) -> list[Decimal]:
    """Return what was in the bank before each column."""
    before = tuple(
        Column("", date.min, max(one.start, date(2, 1, 1)) - timedelta(days=1))
        for one in columns
    )
    book = Book(company, before, query, "Accrual")
    return Sheet(book).section("", "", ["Bank"], 1).sums
