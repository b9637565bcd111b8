"""The general ledger: postings move the balances of accounts and names.

A posting is `(account id, home amount, name, amount)`: debits are positive; `name` is
`("Customer", id)` or `("Vendor", id)` on receivables and payables, and `amount` is in
that name's currency. Balances are therefore always the sum of the postings in force.
"""

from decimal import Decimal

from .money import ZERO, money


def move(company, old: tuple, new: tuple) -> None:
    """Replace the postings `old` by `new` in the balances of accounts and names."""
    accounts: dict[str, Decimal] = {}
    names: dict[tuple[str, str], Decimal] = {}
    for sign, postings in ((-1, old), (1, new)):
        for account, amount, name, foreign in postings:
            accounts[account] = accounts.get(account, ZERO) + sign * amount
            if name:
                names[name] = names.get(name, ZERO) + sign * foreign
    assert_balanced(new)
    for account, amount in accounts.items():
        _add(company, "Account", account, amount)
    for (entity, id_), amount in names.items():
        # A vendor's balance is what we owe: a credit.
        _add(company, entity, id_, -amount if entity == "Vendor" else amount)
        if entity == "Customer":
            _touch_parents(company, id_)


def assert_balanced(postings: tuple) -> None:
    """Stop the request when debits differ from credits: a defect of the simulator."""
    total = sum((amount for _account, amount, _name, _foreign in postings), ZERO)
    if total:
        raise RuntimeError(f"Postings are out of balance by {total}: {postings}")


def _add(company, entity, id_, amount):
    # Time moves even if the balance comes out unchanged: the record was used.
    store = company.store
    row = store.row(entity, id_)
    if row is not None:
        live = (row.live or ZERO) + amount
        store.put(entity, row.but(live=live, updated=company.now))


def _touch_parents(company, id_):
    store = company.store
    row = store.row("Customer", id_)
    parent = row and row.keys[company.customer_parent_at]
    while parent:
        row = store.row("Customer", parent)
        store.put("Customer", row.but(updated=company.now))
        parent = row.keys[company.customer_parent_at]


class Entry:
    """Collect the postings of one document in its currency at its rate."""

    def __init__(self, rate: Decimal | int = 1):
        self.rate = rate
        self.lines: list[list] = []

    def add(self, account: str, amount: Decimal, name=None) -> None:
        """Post `amount` (debit positive, document currency) to an account."""
        if amount or name:
            home = amount if self.rate == 1 else money(amount * self.rate)
            self.lines.append([account, home, name, amount])

    def add_home(self, account: str, amount: Decimal) -> None:
        """Post an amount that is in home currency already."""
        if amount:
            self.lines.append([account, amount, None, amount])

    def postings(self) -> tuple:
        """Return the postings; what rounding leaves over goes to the first line."""
        rest = sum((line[1] for line in self.lines), ZERO)
        if rest:
            self.lines[0][1] -= rest
        return tuple(tuple(line) for line in self.lines)
