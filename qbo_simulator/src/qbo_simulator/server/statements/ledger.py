"""What was posted, line by line: general ledger, journal, list of transactions."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from ...books import Company
from ...books.model import ENTITIES
from ...books.money import ZERO, money
from .entries import (
    RESULT,
    Entry,
    Source,
    accounts_in_order,
    entries,
    sources,
)
from .filters import Filter
from .period import Period, fiscal_year, head, period_of
from .tables import Cell, Col, Table, figure
from .tree import TYPES, Tree, natural

THIS_MONTH = "this month-to-date"
LEDGER = (
    Col("tx_date", "Date", "Date"),
    Col("txn_type", "Transaction Type"),
    Col("doc_num", "Num"),
    Col("name", "Name"),
    Col("memo", "Memo/Description"),
    Col("split_acc", "Split"),
    Col("subt_nat_amount", "Amount", "Money"),
    Col("rbal_nat_amount", "Balance", "Money"),
)
TRANSACTIONS = (
    Col("tx_date", "Date", "Date"),
    Col("txn_type", "Transaction Type"),
    Col("doc_num", "#"),
    Col("is_no_post", "Posting", "Boolean"),
    Col("name", "Name"),
    Col("memo", "Memo/Description"),
    Col("account_name", "Account"),
    Col("other_account", "Split"),
    Col("subt_nat_amount", "Amount", "Money"),
)
JOURNAL = (
    Col("tx_date", "Date", "Date"),
    Col("txn_type", "Transaction Type"),
    Col("doc_num", "Num"),
    Col("name", "Name"),
    Col("memo", "Memo/Description"),
    Col("account_name", "Account"),
    Col("debt_amt", "Debit", "Money"),
    Col("credit_amt", "Credit", "Money"),
)


def by_time(entry: Entry):
    """Return what sorts lines by day, then as the documents were made."""
    return entry.day, entry.source.id.zfill(20), entry.source.entity


class Cells:
    """What lines of the ledger show in the columns that all these reports share."""

    def __init__(self, company: Company, accounts: dict[str, dict]):
        self.label = company.rules("Account").label
        self.accounts = accounts

    def of(self, day: date, source: Source, name=None) -> dict[str, Cell]:
        """Return the cells that tell which document a line comes from."""
        party = name or source.name
        shown: Cell = ("", "")
        if party:
            shown = (self.label(*party) or "", party[1])
        return {
            "tx_date": day.isoformat(),
            "txn_type": (source.label, source.id),
            "doc_num": source.number,
            "name": shown,
            "memo": source.doc.get("PrivateNote", ""),
        }

    def account(self, id_: str) -> Cell:
        """Return the cell of an account."""
        account = self.accounts[id_]
        name = account["FullyQualifiedName"]
        return (name, id_) if "Id" in account else name

    def split(self, source: Source, account: str) -> Cell:
        """Return the account on the other side, if there is one alone."""
        others = list(dict.fromkeys(p[0] for p in source.posted if p[0] != account))
        if len(others) == 1:
            return self.account(others[0])
        return ("-Split-", "") if others else ""

    def line(self, one: Entry, sign: int, balance: Decimal) -> dict[str, Cell]:
        """Return the cells of a line of an account, with the balance after it."""
        return {
            **self.of(one.day, one.source, one.name),
            "split_acc": self.split(one.source, one.account),
            "subt_nat_amount": figure(sign * one.amount),
            "rbal_nat_amount": figure(sign * balance),
        }


def general_ledger(company: Company, query: dict) -> dict:
    """Return GeneralLedger: each account's lines between its balances."""
    period = period_of(company, query, THIS_MONTH)
    accounts = accounts_in_order(company)
    opening, moved = _balances(company, query, period, accounts)
    table = Table(LEDGER, query, keyed=True)
    cells = Cells(company, accounts)

    def lines(id_: str):
        start, sign = opening.get(id_, ZERO), natural(accounts[id_])
        rows, balance, total = [], start, None
        if start:
            first = {table.columns[0].key: "Beginning Balance"}
            rows.append(table.row({**first, "rbal_nat_amount": figure(sign * start)}))
        for one in sorted(moved.get(id_, ()), key=by_time):
            balance += one.amount
            total = (total or ZERO) + sign * one.amount
            rows.append(table.row(cells.line(one, sign, balance)))
        return rows, total

    rows, _total = Tree(table, accounts, lines, "subt_nat_amount").of_types(TYPES)
    header = head(company, "GeneralLedger", period, query, not rows, shows="basis")
    return {"Header": header, "Columns": table.head(), "Rows": {"Row": rows}}


def _balances(company: Company, query: dict, period: Period, accounts: dict):
    """Return what each account held before the period, and its lines of the period.

    Income and expense begin anew with each fiscal year; what earlier years left is in
    retained earnings.
    """
    year = fiscal_year(company, period.start)
    opening: dict[str, Decimal] = defaultdict(lambda: ZERO)
    moved: dict[str, list[Entry]] = defaultdict(list)
    earlier = ZERO
    asked = Filter(query)
    for one in entries(company, period.basis):
        result = accounts[one.account]["Classification"] in RESULT
        if one.day > period.end or not asked.takes(one):
            continue
        if one.day >= period.start:
            moved[one.account].append(one)
        elif result and one.day < year:
            earlier += one.amount
        else:
            opening[one.account] += one.amount
    _retain(accounts, opening, earlier)
    return opening, moved


def _retain(accounts: dict, opening: dict, earlier: Decimal) -> None:
    """Add the result of earlier years to retained earnings."""
    for id_, account in accounts.items():
        if account.get("AccountSubType") == "RetainedEarnings" and earlier:
            opening[id_] += earlier
            return


def transaction_list(company: Company, query: dict) -> dict:
    """Return TransactionList: one line for each document, posting or not."""
    period = period_of(company, query, THIS_MONTH)
    accounts = accounts_in_order(company)
    cells = Cells(company, accounts)
    table = Table(TRANSACTIONS, query)
    asked = Filter(query)
    lines = []
    for day, source in _transactions(company):
        if not period.start <= day <= period.end:
            continue
        first = source.posted[0] if source.posted else None
        account = _main_account(accounts, source)
        entry = Entry(day, account or "", ZERO, source, first and first[2])
        if asked.takes(entry):
            lines.append((entry, _transaction(cells, entry)))
    lines.sort(key=lambda line: by_time(line[0]))
    rows = [table.row(shown) for _entry, shown in lines]
    header = head(company, "TransactionList", period, query, not rows, shows="")
    return {"Header": header, "Columns": table.head(), "Rows": {"Row": rows}}


def _transaction(cells: Cells, entry: Entry) -> dict[str, Cell]:
    source = entry.source
    doc = source.doc
    total = doc.get("TotalAmt") or doc.get("Amount") or _debits(source)
    shown = cells.of(entry.day, source)
    shown["is_no_post"] = "Yes" if source.posted or not total else "No"
    shown["subt_nat_amount"] = figure(money(total * doc.get("ExchangeRate", 1)))
    if entry.account:
        shown["account_name"] = cells.account(entry.account)
        shown["other_account"] = cells.split(source, entry.account)
    return shown


def _debits(source: Source) -> Decimal:
    return sum((p[1] for p in source.posted if p[1] > 0), ZERO)


def _main_account(accounts: dict, source: Source) -> str | None:
    """Return the account that a document is entered in: that of its total."""
    kinds = ("Accounts Receivable", "Accounts Payable", "Bank", "Credit Card")
    posted = [p[0] for p in source.posted]
    for kind in kinds:
        for id_ in posted:
            if accounts[id_]["AccountType"] == kind:
                return id_
    return posted[0] if posted else None


def _transactions(company: Company):
    """Yield the day and source of every transaction, also of those without postings."""
    yield from sources(company)
    for name, entity in ENTITIES.items():
        if entity.is_transaction:
            for row in company.store.rows(name).values():
                if not row.posted:
                    doc = row.doc()
                    day = date.fromisoformat(doc["TxnDate"])
                    yield day, Source(name, row.id, doc, ())


def journal_report(company: Company, query: dict) -> dict:
    """Return JournalReport: the debits and credits of each document."""
    period = period_of(company, query, THIS_MONTH)
    accounts = accounts_in_order(company)
    cells = Cells(company, accounts)
    table = Table(JOURNAL, query)
    rows: list[dict] = []
    total = ZERO
    known = [x for x in sources(company) if period.start <= x[0] <= period.end]
    known.sort(key=lambda x: (x[0], x[1].id.zfill(20)))
    for day, source in known:
        shown: dict[str, Cell] = cells.of(day, source)
        for account, amount, *_rest in source.posted:
            side = "debt_amt" if amount > 0 else "credit_amt"
            line = {"account_name": cells.account(account), side: figure(abs(amount))}
            rows.append(table.row({**shown, **line}))
            shown = {}
        part = _debits(source)
        total += part
        rows.append(
            table.total("", {"debt_amt": figure(part), "credit_amt": figure(part)})
        )
    sums = {"debt_amt": figure(total), "credit_amt": figure(total)}
    rows.append(table.total("TOTAL", sums, "GrandTotal"))
    header = head(company, "JournalReport", period, query, not known, shows="")
    return {"Header": header, "Columns": table.head(), "Rows": {"Row": rows}}
