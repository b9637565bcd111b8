"""What customers and vendors had open on a day: documents, credits and payments."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...books import Company
from ...books.links import applications, is_credit
from ...books.money import ZERO, money
from ...books.openlines import Target, open_lines
from .entries import PAYMENTS, Source, sources


@dataclass
class Open:
    """One open document, in home currency; what is owed to the other side is negative.

    :ivar party: the id of the customer or vendor
    """

    source: Source
    party: str
    day: date
    due: date
    amount: Decimal
    open: Decimal


def open_items(company: Company, kind: str, day: date) -> list[Open]:
    """Return what was open at the end of a day.

    :param kind: ``Customer`` or ``Vendor``
    """
    sign = 1 if kind == "Customer" else -1
    found: dict[tuple[str, str], Open] = {}
    for when, source in sources(company):
        if when > day:
            continue
        named = [p for p in source.posted if p[2] and p[2][0] == kind]
        for party in {p[2][1] for p in named}:
            amount = sign * sum((p[3] for p in named if p[2][1] == party), ZERO)
            due = date.fromisoformat(source.doc.get("DueDate") or when.isoformat())
            # One entry may concern several names; documents concern one.
            key = (source.entity, f"{source.id}/{party}")
            found[key] = Open(source, party, when, due, amount, amount)
    _settle(company, found, kind, day)
    rows = []
    for item in found.values():
        rate = item.source.doc.get("ExchangeRate", 1)
        item.amount, item.open = money(item.amount * rate), money(item.open * rate)
        if item.open:
            rows.append(item)
    return sorted(rows, key=lambda one: (one.due, one.day, one.source.id.zfill(20)))


def _settle(company: Company, found: dict, kind: str, day: date) -> None:
    """Take off what payments of up to that day settled."""
    ref = f"{kind}Ref"
    by_document = {(e, key.partition("/")[0]): one for (e, key), one in found.items()}
    for entity in PAYMENTS:
        for row in company.store.rows(entity).values():
            doc = row.doc()
            if ref not in doc or date.fromisoformat(doc["TxnDate"]) > day:
                continue
            payment = by_document.get((entity, row.id))
            for target, amount in applications(doc).items():
                settled = by_document.get(target[:2])
                if target.line is not None:
                    party = _party(company, target)
                    settled = found.get((target.entity, f"{target.id}/{party}"))
                if settled is None:
                    continue
                part = -amount if is_credit(doc, target) else amount
                settled.open -= part
                if payment is not None:
                    payment.open += part


def _party(company: Company, target: Target) -> str:
    """Return whose balance a line of a journal entry or deposit moves."""
    doc = company.store.row(target.entity, target.id).doc()
    return open_lines(company, target.entity, doc)[target.line].partner
