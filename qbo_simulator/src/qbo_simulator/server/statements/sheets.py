"""Balance sheet, profit and loss and trial balance."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ...books import Company
from ...books.money import ZERO
from .entries import RESULT, accounts_in_order, entries
from .filters import Filter
from .period import Column, Period, columns_of, fiscal_year, head, period_of
from .tables import Col, Table, figure

SIDES = (
    Col("account", "", "Account"),
    Col("debit", "Debit", "Money"),
    Col("credit", "Credit", "Money"),
)
Figures = dict[str, list[Decimal]]


def profit_and_loss(company: Company, query: dict) -> dict:
    """Return ProfitAndLoss: what was earned and spent in each column."""
    period = period_of(company, query)
    book = Book(company, period.columns, query, period.basis)
    sheet = Sheet(book)
    income = sheet.section("Income", "Income", ["Income"], -1)
    cost = sheet.section("Cost of Goods Sold", "COGS", ["Cost of Goods Sold"], 1)
    expense = sheet.section("Expenses", "Expenses", ["Expense"], 1)
    more = sheet.section("Other Income", "OtherIncome", ["Other Income"], -1)
    less = sheet.section("Other Expenses", "OtherExpenses", ["Other Expense"], 1)
    gross = plus(income.sums, minus(cost.sums))
    operating = plus(gross, minus(expense.sums))
    other = plus(more.sums, minus(less.sums))
    rows = [income.shown(always=True), cost.shown()]
    rows += [sheet.line("Gross Profit", "GrossProfit", gross)]
    rows += [expense.shown(always=True)]
    rows += [sheet.line("Net Operating Income", "NetOperatingIncome", operating)]
    rows += [more.shown(), less.shown()]
    if more.rows or less.rows:
        rows.append(sheet.line("Net Other Income", "NetOtherIncome", other))
    rows.append(sheet.line("Net Income", "NetIncome", plus(operating, other)))
    return _report(company, "ProfitAndLoss", period, query, rows, book.empty)


# Title, group, account type of what a balance sheet is made of.
CURRENT_ASSETS = (
    ("Bank Accounts", "BankAccounts", "Bank"),
    ("Accounts Receivable", "AR", "Accounts Receivable"),
    ("Other current assets", "OtherCurrentAssets", "Other Current Asset"),
)
ASSETS = (
    ("Fixed Assets", "FixedAssets", "Fixed Asset"),
    ("Other Assets", "OtherAssets", "Other Asset"),
)
CURRENT_LIABILITIES = (
    ("Accounts Payable", "AP", "Accounts Payable"),
    ("Credit Cards", "CreditCards", "Credit Card"),
    ("Other Current Liabilities", "OtherCurrentLiabilities", "Other Current Liability"),
)
LIABILITIES = (("Long-Term Liabilities", "LongTermLiabilities", "Long Term Liability"),)


def balance_sheet(company: Company, query: dict) -> dict:
    """Return BalanceSheet: what is there and owed at the end of each column."""
    period = period_of(company, query)
    until = tuple(Column(c.title, date.min, c.end, c.key) for c in period.columns)
    book = Book(company, until, {}, period.basis)
    sheet = Sheet(book)

    def parts(kinds, sign):
        return [sheet.section(title, key, [kind], sign) for title, key, kind in kinds]

    current = sheet.group("Current Assets", "CurrentAssets", *parts(CURRENT_ASSETS, 1))
    assets = sheet.group(
        "ASSETS", "TotalAssets", current, *parts(ASSETS, 1), total="TOTAL ASSETS"
    )
    soon = sheet.group(
        "Current Liabilities", "CurrentLiabilities", *parts(CURRENT_LIABILITIES, -1)
    )
    owed = sheet.group("Liabilities", "Liabilities", soon, *parts(LIABILITIES, -1))
    equity = sheet.section("Equity", "Equity", ["Equity"], -1)
    _close_years(company, book, equity)
    both = sheet.group(
        "LIABILITIES AND EQUITY",
        "TotalLiabilitiesAndEquity",
        owed,
        equity,
        total="TOTAL LIABILITIES AND EQUITY",
    )
    rows = [assets.shown(), both.shown()]
    return _report(company, "BalanceSheet", period, query, rows, book.empty)


def trial_balance(company: Company, query: dict) -> dict:
    """Return TrialBalance: every account's balance on its side."""
    period = period_of(company, query)
    start = fiscal_year(company, period.end)
    columns = (Column("", date.min, period.end), Column("", start, period.end))
    book = Book(company, columns, {}, period.basis)
    earlier = minus(book.result())
    table = Table(SIDES, {})
    lines = []
    for id_, account in book.accounts.items():
        whole, year = book.figures.get(id_, [ZERO, ZERO])
        amount = year if account["Classification"] in RESULT else whole
        if account.get("AccountSubType") == "RetainedEarnings":
            amount -= earlier[0] - earlier[1]
        if amount:
            lines.append((account, id_, amount))
    rows: list[Any] = []
    for account, id_, amount in lines:
        side = "debit" if amount > 0 else "credit"
        name = account["FullyQualifiedName"]
        cells = {"account": (name, id_) if account.get("Id") else name}
        rows.append(
            {"ColData": table.row({**cells, side: figure(abs(amount))})["ColData"]}
        )
    debit = sum((a for _n, _i, a in lines if a > 0), ZERO)
    credit = -sum((a for _n, _i, a in lines if a < 0), ZERO)
    sums = {"debit": figure(debit), "credit": figure(credit)}
    rows.append(table.total("TOTAL", sums, "GrandTotal"))
    columns_shown = [
        {"ColTitle": one.title, "ColType": one.kind} for one in table.columns
    ]
    return {
        "Header": head(company, "TrialBalance", period, query, not lines),
        "Columns": {"Column": columns_shown},
        "Rows": {"Row": rows},
    }


def _close_years(company: Company, book: "Book", equity: "Section") -> None:
    """Add earlier years' result to retained earnings, this year's as net income."""
    before = tuple(
        Column("", date.min, fiscal_year(company, c.end) - timedelta(days=1))
        for c in book.columns
    )
    earlier = minus(Book(company, before, {}, book.basis).result())
    current = plus(minus(book.result()), minus(earlier))
    if any(earlier):
        equity.add_to("RetainedEarnings", "Retained Earnings", earlier)
    if any(current):
        row = equity.sheet.data("Net Income", None, current)
        equity.rows.append({**row, "group": "NetIncome"})
        equity.sums = plus(equity.sums, current)


class Book:
    """What was posted to each account, column by column; debits are positive."""

    def __init__(self, company: Company, columns, query: dict, basis: str):
        self.columns: tuple[Column, ...] = columns
        self.basis = basis
        self.accounts = accounts_in_order(company)
        self.figures: Figures = defaultdict(lambda: [ZERO] * len(columns))
        asked = Filter(query)
        for one in entries(company, basis):
            if not asked.takes(one):
                continue
            for place, column in enumerate(columns):
                if column.start <= one.day <= column.end:
                    self.figures[one.account][place] += one.amount

    @property
    def empty(self) -> bool:
        return not self.figures

    def result(self) -> list[Decimal]:
        """Return the sums of all accounts of profit and loss (a loss is positive)."""
        sums = [ZERO] * len(self.columns)
        for id_, figures in self.figures.items():
            if self.accounts[id_]["Classification"] in RESULT:
                sums = plus(sums, figures)
        return sums


class Section:
    """Rows under a heading, and their sums."""

    def __init__(self, sheet: "Sheet", title: str, group: str, total: str = ""):
        self.sheet = sheet
        self.title = title
        self.group = group
        self.total = total or f"Total {title}"
        self.rows: list[dict] = []
        self.sums = sheet.zeros()

    def add_to(self, subtype: str, name: str, figures: list[Decimal]) -> None:
        """Add figures to the row of the account of that subtype."""
        accounts = self.sheet.book.accounts
        known = [i for i, a in accounts.items() if a.get("AccountSubType") == subtype]
        id_ = known[0] if known else None
        own = self.sheet.book.figures.get(id_ or "") or self.sheet.zeros()
        row = self.sheet.data(name, id_, plus(minus(own), figures))
        cells = [r for r in self.rows if r.get("ColData", [{}])[0].get("id") == id_]
        if cells and id_:
            self.rows[self.rows.index(cells[0])] = row
        else:
            self.rows.append(row)
        self.sums = plus(self.sums, figures)

    def shown(self, always: bool = False) -> dict | None:
        """Return the section, None when there is nothing in it."""
        if not self.rows and not always:
            return None
        blank = [{"value": ""} for _column in self.sums]
        section: dict = {"Header": {"ColData": [{"value": self.title}, *blank]}}
        if self.rows:
            section["Rows"] = {"Row": self.rows}
        cells = self.sheet.cells(self.sums)
        section["Summary"] = {"ColData": [{"value": self.total}, *cells]}
        section["type"] = "Section"
        section["group"] = self.group
        return section


class Sheet:
    """Builds the sections of one report from its book."""

    def __init__(self, book: Book):
        self.book = book

    def zeros(self) -> list[Decimal]:
        return [ZERO] * len(self.book.columns)

    def cells(self, figures: list[Decimal]) -> list[dict]:
        """Return figures as cells; a report without data shows none."""
        if self.book.empty:
            return [{"value": ""} for _one in figures]
        return [{"value": f"{one:.2f}"} for one in figures]

    def data(self, name: str, id_: str | None, figures: list[Decimal]) -> dict:
        """Return the row of one account."""
        real = id_ and "Id" in self.book.accounts[id_]
        first = {"value": name, "id": id_} if real else {"value": name}
        cells = [{"value": f"{one:.2f}" if one else ""} for one in figures]
        return {"ColData": [first, *cells], "type": "Data"}

    def line(self, title: str, group: str, figures: list[Decimal]) -> dict:
        """Return a section of a sum alone."""
        cells = [{"value": title}, *self.cells(figures)]
        return {"Summary": {"ColData": cells}, "type": "Section", "group": group}

    def section(self, title: str, group: str, types: list[str], sign: int) -> Section:
        """Return the accounts of some types under a heading."""
        section = Section(self, title, group)
        for id_, account in self.book.accounts.items():
            if account["AccountType"] not in types or account.get("ParentRef"):
                continue
            row, sums = self._branch(id_, sign)
            if row is not None:
                section.rows.append(row)
                section.sums = plus(section.sums, sums)
        return section

    def group(self, title, group, *parts: Section, total: str = "") -> Section:
        """Return sections under a heading of their own."""
        whole = Section(self, title, group, total)
        for part in parts:
            shown = part.shown()
            if shown is not None:
                whole.rows.append(shown)
            whole.sums = plus(whole.sums, part.sums)
        return whole

    def _branch(self, id_: str, sign: int) -> tuple[dict | None, list[Decimal]]:
        """Return an account with those below it, and their sums."""
        book = self.book
        account = book.accounts[id_]
        own = [sign * one for one in book.figures.get(id_, self.zeros())]
        rows, sums = [], own
        for child, one in book.accounts.items():
            if (one.get("ParentRef") or {}).get("value") == id_:
                row, below = self._branch(child, sign)
                if row is not None:
                    rows.append(row)
                    sums = plus(sums, below)
        name = account["Name"]
        if not rows:
            posted = id_ in book.figures
            return (self.data(name, id_, own) if posted else None), own
        head_cells = self.data(name, id_, own)["ColData"]
        total = [{"value": f"Total {name}"}, *self.cells(sums)]
        return {
            "Header": {"ColData": head_cells},
            "Rows": {"Row": rows},
            "Summary": {"ColData": total},
            "type": "Section",
        }, sums


def _report(company, name, period: Period, query, rows, empty: bool) -> dict:
    return {
        "Header": head(company, name, period, query, empty),
        "Columns": {"Column": columns_of(period)},
        "Rows": {"Row": [row for row in rows if row is not None]},
    }


def plus(one: list[Decimal], other: list[Decimal]) -> list[Decimal]:
    """Return the sums of two rows of figures."""
    return [a + b for a, b in zip(one, other, strict=True)]


def minus(one: list[Decimal]) -> list[Decimal]:
    """Return a row of figures with the other sign."""
    return [-a for a in one]
