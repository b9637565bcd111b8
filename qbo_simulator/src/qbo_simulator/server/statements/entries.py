"""Everything that was posted, line by line, on the accrual or on the cash basis.

On the cash basis income and expense of invoices, bills and credits count when they
are paid, in proportion to what is paid; the receivable takes up the difference. What
such documents post to other balance sheet accounts (tax, stock) stays at their own
date, so that a receivable may show here too: QuickBooks' own reports do the same. Money
that is not applied to any document is income, or expense, of an account of its own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ...books import Company
from ...books.links import applications, unapplied
from ...books.model import ENTITIES
from ...books.money import ZERO, money
from ..envelope import PACIFIC

RESULT = ("Revenue", "Expense")
PAID = ("Invoice", "CreditMemo", "Bill", "VendorCredit")
PAYMENTS = ("Payment", "BillPayment")
CONTROL = ("Accounts Receivable", "Accounts Payable")
# Accounts of the cash basis that the books themselves do not have.
UNAPPLIED = {
    "Payment": {
        "Name": "Unapplied Cash Payment Income",
        "FullyQualifiedName": "Unapplied Cash Payment Income",
        "AccountType": "Income",
        "Classification": "Revenue",
    },
    "BillPayment": {
        "Name": "Unapplied Cash Bill Payment Expense",
        "FullyQualifiedName": "Unapplied Cash Bill Payment Expense",
        "AccountType": "Expense",
        "Classification": "Expense",
    },
}
PURCHASES = {"Check": "Check", "CreditCard": "Credit Card Expense"}


@dataclass(frozen=True)
class Source:
    """The document that something was posted by."""

    entity: str
    id: str
    doc: dict
    posted: tuple

    @property
    def label(self) -> str:
        """The kind of document as reports name it."""
        doc = self.doc
        if self.entity == "Purchase":
            if doc.get("Credit"):
                return "Credit Card Credit"
            return PURCHASES.get(doc["PaymentType"], "Expense")
        if self.entity == "BillPayment":
            card = doc["PayType"] == "CreditCard"
            return f"Bill Payment ({'Credit Card' if card else 'Check'})"
        if self.entity == "Item":
            return "Inventory Starting Value"
        return ENTITIES[self.entity].txn_label or "Opening Balance"

    @property
    def number(self) -> str:
        """The number of the document, or of the payment."""
        return self.doc.get("DocNumber") or self.doc.get("PaymentRefNum") or ""

    @property
    def name(self) -> tuple[str, str] | None:
        """The customer, vendor or employee that it is about."""
        for key, kind in (("CustomerRef", "Customer"), ("VendorRef", "Vendor")):
            if self.doc.get(key):
                return kind, self.doc[key]["value"]
        ref = self.doc.get("EntityRef")
        return (ref.get("type", "Vendor"), ref["value"]) if ref else None


@dataclass(frozen=True)
class Entry:
    """One line of the ledger; debits are positive, amounts in home currency.

    :ivar foreign: the amount in the currency of `name`
    """

    day: date
    account: str
    amount: Decimal
    source: Source
    name: tuple[str, str] | None = None
    foreign: Decimal = ZERO


def accounts_of(company: Company) -> dict[str, dict]:
    """Return all accounts by id, those of the cash basis alone last."""
    rows = company.store.rows("Account").values()
    found = {row.id: row.doc() | {"Id": row.id} for row in rows}
    return found | {f"unapplied-{name}": one for name, one in UNAPPLIED.items()}


def accounts_in_order(company: Company) -> dict[str, dict]:
    """Return all accounts by id, in the order of their names."""
    by_name = sorted(
        accounts_of(company).items(),
        key=lambda item: item[1]["FullyQualifiedName"].casefold(),
    )
    return dict(by_name)


def entries(company: Company, basis: str = "Accrual") -> Iterator[Entry]:
    """Yield all lines of the ledger, in no order of time."""
    if basis == "Cash":
        yield from _Cash(company).entries()
        return
    for day, source in sources(company):
        yield from _lines(day, source)


def sources(company: Company) -> Iterator[tuple[date, Source]]:
    """Yield every document that has postings, with its day."""
    for entity, table in company.store.tables.items():
        for row in list(table.rows.values()):
            if row.posted:
                doc = row.doc()
                yield _day(row, doc), Source(entity, row.id, doc, row.posted)


def _day(row, doc: dict) -> date:
    day = doc.get("TxnDate") or doc.get("InvStartDate")
    if day:
        return date.fromisoformat(day)
    return datetime.fromtimestamp(row.created, PACIFIC).date()


def _lines(day: date, source: Source) -> Iterator[Entry]:
    for account, amount, name, foreign in source.posted:
        yield Entry(day, account, amount, source, name, foreign)


class _Cash:
    """The ledger of one company as cash moved."""

    def __init__(self, company: Company):
        accounts = accounts_of(company)
        self.result = {i for i, a in accounts.items() if a["Classification"] in RESULT}
        self.control = {i for i, a in accounts.items() if a["AccountType"] in CONTROL}
        self.known = list(sources(company))
        self.settled: dict[tuple[str, str], list] = defaultdict(list)
        days = {(one.entity, one.id): day for day, one in self.known}
        for day, one in self.known:
            if one.entity in PAYMENTS:
                self._note(day, one.doc, days)
        # A payment of nothing applies a credit and posts nothing itself.
        for entity in PAYMENTS:
            for row in company.store.rows(entity).values():
                if not row.posted:
                    doc = row.doc()
                    self._note(_day(row, doc), doc, days)

    def _note(self, day: date, doc: dict, days: dict) -> None:
        for key, amount in applications(doc).items():
            place = key[:2]
            if place in days:
                self.settled[place].append((max(day, days[place]), amount))

    def entries(self) -> Iterator[Entry]:
        """Yield all lines of the ledger."""
        for day, source in self.known:
            if source.entity in PAID:
                yield from self._spread(day, source)
                continue
            yield from _lines(day, source)
            if source.entity in PAYMENTS:
                yield from self._unapplied(day, source)

    def _spread(self, day: date, source: Source) -> Iterator[Entry]:
        control = next((p[0] for p in source.posted if p[0] in self.control), None)
        result = [p for p in source.posted if p[0] in self.result]
        if control is None or not result:
            yield from _lines(day, source)
            return
        for account, amount, name, foreign in source.posted:
            if account not in self.result:
                yield Entry(day, account, amount, source, name, foreign)
        # Taken out of the receivable until it is paid.
        yield Entry(day, control, sum((p[1] for p in result), ZERO), source)
        done = [ZERO] * len(result)
        for when, part in self._parts(day, source):
            for place, (account, amount, name, foreign) in enumerate(result):
                due = money(amount * part) - done[place]
                if due:
                    done[place] += due
                    yield Entry(when, account, due, source, name, foreign)
                    yield Entry(when, control, -due, source)

    def _parts(self, day: date, source: Source) -> Iterator[tuple[date, Decimal]]:
        """Yield when which part of a document has been paid, summed up."""
        total = source.doc["TotalAmt"]
        if not total:
            yield day, Decimal(1)
            return
        paid = source.doc.get("Deposit") or ZERO
        if paid:
            yield day, paid / total
        for when, amount in sorted(self.settled[source.entity, source.id]):
            paid += amount
            yield when, paid / total

    def _unapplied(self, day: date, source: Source) -> Iterator[Entry]:
        left = unapplied(source.doc)
        control = next((p[0] for p in source.posted if p[0] in self.control), None)
        if not left or control is None:
            return
        home = money(left * source.doc.get("ExchangeRate", 1))
        home = -home if source.entity == "Payment" else home
        yield Entry(day, f"unapplied-{source.entity}", home, source)
        yield Entry(day, control, -home, source)
