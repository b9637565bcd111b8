"""Accounts under their parents, each with its lines: the body of detailed reports."""

from collections.abc import Callable
from decimal import Decimal

from ...books.money import ZERO
from .tables import Table, figure

# The order in which reports list the types of accounts.
TYPES = (
    "Bank",
    "Accounts Receivable",
    "Other Current Asset",
    "Fixed Asset",
    "Other Asset",
    "Accounts Payable",
    "Credit Card",
    "Other Current Liability",
    "Long Term Liability",
    "Equity",
    "Income",
    "Cost of Goods Sold",
    "Expense",
    "Other Income",
    "Other Expense",
)
NATURAL_DEBIT = ("Asset", "Expense")


def natural(account: dict) -> int:
    """Return the sign that shows an account's usual balance as positive."""
    return 1 if account["Classification"] in NATURAL_DEBIT else -1


class Tree:
    """Sections of accounts.

    :param lines: gives the rows of an account and their sum; no rows, no section
    :param sum_key: the column that sums are shown in
    :param named: headings carry the names of accounts without their ids
    """

    def __init__(
        self,
        table: Table,
        accounts: dict[str, dict],
        lines: Callable[[str], tuple[list[dict], Decimal | None]],
        sum_key: str,
        named: bool = False,
    ):
        self.table = table
        self.accounts = accounts
        self.lines = lines
        self.sum_key = sum_key
        self.named = named
        self.children: dict[str | None, list[str]] = {}
        for id_, account in accounts.items():
            parent = (account.get("ParentRef") or {}).get("value")
            self.children.setdefault(parent, []).append(id_)

    def of_types(self, types: tuple[str, ...]) -> tuple[list[dict], Decimal]:
        """Return the sections of all accounts of some types, and their sum."""
        rows: list[dict] = []
        total = ZERO
        for kind in types:
            for id_ in self.children.get(None, ()):
                if self.accounts[id_]["AccountType"] == kind:
                    more, amount = self._branch(id_)
                    rows += more
                    total += amount or ZERO
        return rows, total

    def sums(self, amount: Decimal | None) -> dict[str, str]:
        """Return the cells of a sum."""
        return {self.sum_key: figure(amount)}

    def _branch(
        self, id_: str, bare: bool = False
    ) -> tuple[list[dict], Decimal | None]:
        """Return the sections of an account and of those below it.

        :param bare: the first account below a mere heading is shown without its id
        """
        account = self.accounts[id_]
        own, amount = self.lines(id_)
        below: list[dict] = []
        whole = amount
        for child in self.children.get(id_, ()):
            rows, part = self._branch(child, bare=not own and not below)
            below += rows
            if part is not None:
                whole = (whole or ZERO) + part
        name = account["Name"]
        plain = bare or self.named or "Id" not in account
        title = name if plain else (name, id_)
        if not own:
            if not below:
                return [], None
            return [self.table.section(title, below, self.sums(whole))], whole
        found = [self.table.section(title, own, self.sums(amount))]
        if below:
            words = f"Total for {name} with sub-accounts"
            found += [*below, self.table.total(words, self.sums(whole))]
        return found, whole
