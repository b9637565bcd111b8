"""Odoo's side of the comparison: what its journal entries and payments say."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from odoo.tools import SQL

from .figures import PAYABLE, RECEIVABLE

#: Types of the accounts of each ledger, and the sign of what is owed on it.
ACCOUNT_TYPES = {"asset_receivable": RECEIVABLE, "liability_payable": PAYABLE}
SIGNS = {RECEIVABLE: 1, PAYABLE: -1}
#: States of payments that count.
PAID = ("in_process", "paid")


@dataclass
class Side:
    """One record as it stands in Odoo's books.

    :param record: a journal entry or a payment
    :param bool counts: it is posted; else its amounts are zero
    :param dict effects: ``{(ledger, partner id, currency id): amount}``, see figures
    """

    record: Any
    date: date
    currency: Any
    partner: Any
    counts: bool
    total: Decimal
    tax: Decimal = Decimal(0)
    balance: Decimal = Decimal(0)
    effects: dict = field(default_factory=dict)


def decimal(amount, currency):
    """Return an amount of Odoo's as a Decimal of ``currency``."""
    return Decimal(f"{amount or 0:.{currency.decimal_places}f}")


def moves(records):
    """Return ``{journal entry: Side}``; what is no document totals what it does."""
    effects = _effects_of(records)
    sides = {}
    for move in records:
        own = effects.get(move.id, {})
        is_document = move.is_invoice(include_receipts=True)
        counts = move.state == "posted"
        total = move.amount_total if is_document else abs(sum(own.values(), Decimal(0)))
        currency = move.currency_id
        sides[move] = Side(
            move,
            move.invoice_date or move.date,
            currency,
            move.partner_id,
            counts,
            decimal(total if counts else 0, currency),
            decimal(move.amount_tax if counts and is_document else 0, currency),
            decimal(move.amount_residual if counts and is_document else 0, currency),
            own,
        )
    return sides


def payments(records):
    """Return ``{payment: Side}``."""
    effects = _effects_of(records.move_id)
    return {
        payment: Side(
            payment,
            payment.date,
            payment.currency_id,
            payment.partner_id,
            payment.state in PAID,
            decimal(
                payment.amount if payment.state in PAID else 0, payment.currency_id
            ),
            effects=effects.get(payment.move_id.id, {}),
        )
        for payment in records
    }


def _effects_of(records):
    """Return ``{id: {(ledger, partner id, currency id): amount}}`` of posted ones."""
    if not records:
        return {}
    found = defaultdict(dict)
    condition = SQL("line.move_id = ANY(%s)", records.ids)
    for id_, *key, amount in _sums(records.env, SQL("line.move_id"), condition):
        found[id_][tuple(key)] = amount
    return found


def owed(comparison, account_type):
    """Return ``{(partner id, currency id): amount}`` at the end of the period."""
    condition = SQL(
        "line.company_id = %s AND account.account_type = %s AND %s <= %s",
        comparison.company_id.id,
        account_type,
        _DATE,
        comparison.date_to,
    )
    rows = _sums(comparison.env, SQL("0"), condition)
    return {
        (partner, currency): amount for _id, _ledger, partner, currency, amount in rows
    }


#: The date that QuickBooks gets of a document; of what is none, that of the entry.
_DATE = SQL("COALESCE(line.invoice_date, line.date)")


def _sums(env, key, condition):
    """Yield ``(key, ledger, partner id, currency id, amount)`` of posted lines."""
    env.flush_all()
    currencies = {currency.id: currency for currency in _currencies(env)}
    rows = env.execute_query(
        SQL(
            """
            SELECT %s, account.account_type, line.partner_id, line.currency_id,
                   SUM(line.amount_currency)
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
             WHERE line.parent_state = 'posted'
               AND account.account_type = ANY(%s)
               AND %s
          GROUP BY 1, 2, 3, 4
            """,
            key,
            list(ACCOUNT_TYPES),
            condition,
        )
    )
    for id_, account_type, partner, currency, amount in rows:
        ledger = ACCOUNT_TYPES[account_type]
        exact = decimal(SIGNS[ledger] * amount, currencies[currency])
        if exact:
            yield id_, ledger, partner or 0, currency, exact


def _currencies(env):
    return env["res.currency"].with_context(active_test=False).search([])


def entry_ids(comparison):
    """Return the ids of the posted entries of the period that a ledger knows."""
    rows = comparison.env.execute_query(
        SQL(
            """
            SELECT DISTINCT line.move_id
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
             WHERE line.company_id = %s
               AND line.parent_state = 'posted'
               AND account.account_type = ANY(%s)
               AND %s BETWEEN %s AND %s
            """,
            comparison.company_id.id,
            list(ACCOUNT_TYPES),
            _DATE,
            comparison.date_from,
            comparison.date_to,
        )
    )
    return [id_ for (id_,) in rows]
