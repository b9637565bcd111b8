"""The general ledger: postings move the balances of accounts and names.

A posting is `(account id, home amount, name, amount)`: debits are positive; `name` is
`("Customer", id)` or `("Vendor", id)` on receivables and payables, and `amount` is in
that name's currency. Balances are therefore always the sum of the postings in force.
"""

from decimal import Decimal

from .money import ZERO, money


def home(amount: Decimal, rate: Decimal | int) -> Decimal:
    """Return an amount in home currency, in cents."""
    return money(amount if rate == 1 else amount * rate)


def move(company, old: tuple, new: tuple, quietly: bool = False) -> None:
    """Replace the postings `old` by `new` in the balances of accounts and names.

    Accounts and names of the postings count as changed, `quietly` only those whose
    balance is another one.
    """
    accounts: dict[str, Decimal] = {}
    names: dict[tuple[str, str], Decimal] = {}
    for sign, postings in ((-1, old), (1, new)):
        for account, amount, name, foreign in postings:
            accounts[account] = accounts.get(account, ZERO) + sign * amount
            if name:
                names[name] = names.get(name, ZERO) + sign * foreign
    assert_balanced(new)
    if quietly:
        accounts = {key: amount for key, amount in accounts.items() if amount}
        names = {key: amount for key, amount in names.items() if amount}
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

    def add(self, account: str, amount: Decimal, name=None, exact=False) -> None:
        """Post `amount` (debit positive, document currency) to an account.

        What rounding leaves over is never put on an `exact` line.
        """
        if amount or name:
            amounts = home(amount, self.rate), name, amount
            self.lines.append([account, *amounts, exact])

    def add_home(self, account: str, amount: Decimal, name=None, foreign=None) -> None:
        """Post an amount that is in home currency already.

        `foreign` is what it is in the currency of `name`.
        """
        if amount or foreign:
            foreign = amount if foreign is None else foreign
            self.lines.append([account, amount, name, foreign, True])

    def rest(self) -> Decimal:
        """Return by how much debits exceed credits so far, in home currency."""
        return sum((line[1] for line in self.lines), ZERO)

    def postings(self, spare=None) -> tuple:
        """Return the postings; what rounding leaves over goes to the first line.

        :param spare: returns the account for it where all lines are exact
        """
        rest = self.rest()
        if rest:
            line = next((one for one in self.lines if not one[4]), None)
            if line is None or (spare and line[2]):
                self.add_home(spare(), -rest)
            else:
                line[1] -= rest
        return tuple(tuple(line[:4]) for line in self.lines)
