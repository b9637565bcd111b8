"""The lines behind each figure of profit and loss."""

from collections import defaultdict

from ...books import Company
from ...books.money import ZERO
from .entries import Entry, accounts_in_order, entries
from .filters import Filter
from .ledger import LEDGER, Cells, by_time
from .period import head, period_of
from .tables import Table
from .tree import Tree, natural

ORDINARY = "Ordinary Income/Expenses"


def profit_and_loss_detail(company: Company, query: dict) -> dict:
    """Return ProfitAndLossDetail: the lines behind each figure of profit and loss."""
    period = period_of(company, query, "this month")
    accounts = accounts_in_order(company)
    moved: dict[str, list[Entry]] = defaultdict(list)
    asked = Filter(query)
    for one in entries(company, period.basis):
        if period.start <= one.day <= period.end and asked.takes(one):
            moved[one.account].append(one)
    table = Table(LEDGER, query, keyed=True)
    cells = Cells(company, accounts)

    def lines(id_: str):
        sign = natural(accounts[id_])
        rows, balance = [], None
        for one in sorted(moved.get(id_, ()), key=by_time):
            balance = (balance or ZERO) + one.amount
            rows.append(table.row(cells.line(one, sign, balance)))
        return rows, None if balance is None else sign * balance

    rows = _ordinary(table, Tree(table, accounts, lines, "subt_nat_amount", named=True))
    header = head(
        company, "ProfitAndLossDetail", period, query, not moved, shows="basis"
    )
    return {"Header": header, "Columns": table.head(), "Rows": {"Row": rows}}


def _ordinary(table: Table, tree: Tree) -> list[dict]:
    """Return the sections from income down to net income."""

    def part(title: str, kind: str, words: str = ""):
        rows, amount = tree.of_types((kind,))
        return table.section(title, rows, tree.sums(amount), words), amount

    income, earned = part("Income", "Income")
    cost, spent = part("Cost of Goods Sold", "Cost of Goods Sold")
    expenses, used = part("Expenses", "Expense")
    more, extra = part("Other Income", "Other Income")
    less, lost = part("Other Expense", "Other Expense")
    gross, ordinary = earned - spent, earned - spent - used
    inner = [income, cost, table.total("Gross Profit", tree.sums(gross)), expenses]
    ordinary_section = table.section(
        ORDINARY, inner, tree.sums(ordinary), "Net Ordinary Income"
    )
    other = table.section(
        "Other Income/Expense",
        [more, less],
        tree.sums(extra - lost),
        "Net Other Income",
    )
    net = table.total("Net Income", tree.sums(ordinary + extra - lost))
    return [ordinary_section, other, net]
