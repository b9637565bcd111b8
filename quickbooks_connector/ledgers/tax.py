from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..entities import lookup
from ..entities.sales_tax import rate_for, rates_of
from ..readiness.scope import listed
from . import here
from .figures import DOCUMENTS
from .scope import Scope

#: Kinds of journal entry by the side of their tax, and its sign in their lines.
_SIDES = {
    "sale": (("out_invoice", "out_refund", "out_receipt"), -1),
    "purchase": (("in_invoice", "in_refund", "in_receipt"), 1),
}
#: In the US QuickBooks keeps one figure of tax for a document.
_ALL = "all"


class QuickbooksLedgerTax(models.AbstractModel):
    """The tax of the period's documents: by rate, in the US as one figure.

    In the US QuickBooks knows no tax on purchases: it is in their lines.
    """

    _name = "quickbooks.ledger.tax"
    _inherit = "quickbooks.ledger.part"
    _description = "QuickBooks Ledger Part: Tax"

    _code = "tax"
    _sequence = 30

    def _get_label(self):
        return self.env._("Tax")

    def _compare(self, comparison):
        scope = Scope(comparison)
        ours, taxes = self._ours(scope)
        theirs = self._theirs(scope)
        totals = defaultdict(Decimal)
        for key in ours.keys() | theirs.keys():
            side, _rate, currency = key
            totals[side, currency] += ours[key] - theirs[key]
        documents = self._documents(scope)
        for key in sorted(ours.keys() | theirs.keys()):
            side, rate, currency = key
            amount, there = ours[key], theirs[key]
            if not (amount or there):
                continue
            vals = {
                "name": self._name_of(scope, side, rate, taxes),
                "currency_id": currency,
                "amount": amount,
                "qbo_amount": there,
                "size": abs(amount - there),
            }
            if amount != there:
                found = documents[side, currency]
                vals |= self._why(rate, totals[side, currency], found)
            yield vals

    def _sides(self, scope):
        return ("sale",) if scope.is_us else tuple(_SIDES)

    # === BOTH SIDES === #

    def _theirs(self, scope):
        """Return ``{(side, rate, currency id): amount}`` of QuickBooks."""
        amounts = defaultdict(Decimal)
        for kind, _id, kept in scope.comparison._iter_objects(DOCUMENTS):
            of = DOCUMENTS[kind]
            if of.side not in self._sides(scope) or not scope.is_within(kept["date"]):
                continue
            taxes = {_ALL: kept["tax"]} if scope.is_us else kept["taxes"]
            currency = scope.currency(kept["currency"]).id
            for rate, amount in taxes.items():
                amounts[of.side, rate, currency] += of.sign * Decimal(amount)
        return amounts

    def _ours(self, scope):
        """Return the same of Odoo, and ``{rate: tax}`` of taxes that stand for none."""
        amounts, unmatched = defaultdict(Decimal), {}
        for side in self._sides(scope):
            types, sign = _SIDES[side]
            for tax_id, group_id, currency_id, amount in self._booked(scope, types):
                tax = self.env["account.tax"].browse(tax_id)
                group = self.env["account.tax"].browse(group_id or tax_id)
                rate = _ALL if scope.is_us else self._rate(scope, tax, group, side)
                if not rate:
                    rate = f"t{tax.id}"
                    unmatched[rate] = tax
                currency = self.env["res.currency"].browse(currency_id)
                exact = here.decimal(sign * amount, currency)
                amounts[side, rate, currency_id] += exact
        return amounts, unmatched

    def _booked(self, scope, types):
        comparison = scope.comparison
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT line.tax_line_id, line.group_tax_id, line.currency_id,
                       SUM(line.amount_currency)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.company_id = %s
                   AND line.parent_state = 'posted'
                   AND line.tax_line_id IS NOT NULL
                   AND move.move_type = ANY(%s)
                   AND COALESCE(move.invoice_date, move.date) BETWEEN %s AND %s
              GROUP BY 1, 2, 3
                """,
                comparison.company_id.id,
                list(types),
                comparison.date_from,
                comparison.date_to,
            )
        )

    def _rate(self, scope, tax, group, side):
        """Return the id of the rate that ``tax`` stands for, maybe none."""
        code = lookup.matched(scope.connection, "TaxCode", group).get(group.id)
        rate = rate_for(tax, rates_of(code, side)) if code else None
        return rate and rate[0]

    # === WORDS === #

    def _name_of(self, scope, side, rate, unmatched):
        if rate == _ALL:
            return self.env._("Sales tax")
        if rate in unmatched:
            return unmatched[rate].name
        entry = (
            self.env["quickbooks.reference"]
            .with_context(active_test=False)
            .search(
                [
                    ("connection_id", "=", scope.connection.id),
                    ("kind", "=", "TaxRate"),
                    ("qbo_id", "=", rate),
                ]
            )
        )
        if side == "sale":
            return self.env._("%s on sales", entry.name or rate)
        return self.env._("%s on purchases", entry.name or rate)

    def _documents(self, scope):
        """Return ``{(side, currency id): [amount, names]}`` of what differs."""
        found = defaultdict(lambda: [Decimal(0), []])
        document = scope.comparison._get_part("document")
        for line in scope.comparison._search_lines(
            document, [("is_different", "=", True)]
        ):
            side, sign = _side_of(line)
            places = line.currency_id
            own = here.decimal(line.tax, places) if _is_within(scope, line.date) else 0
            other = 0
            if _is_within(scope, line.qbo_date):
                other = here.decimal(line.qbo_tax, places)
            if side and own != other:
                found[side, places.id][0] += sign * (own - other)
                found[side, places.id][1].append(line.name)
        return found

    def _why(self, rate, total, documents):
        amount, names = documents
        if rate.startswith("t"):
            return {"cause": "ledger_tax_unmatched"}
        if names and amount == total:
            args = {"count": len(names), "names": listed(names)}
            return {"cause": "ledger_documents", "cause_args": args}
        if not total:
            return {"cause": "ledger_tax_rates"}
        return {}


def _is_within(scope, day):
    return bool(day) and scope.is_within(day)


def _side_of(line):
    """Return the side of a document and the sign of its tax; nothing of a payment."""
    if line.entity in DOCUMENTS:
        of = DOCUMENTS[line.entity]
        return of.side, of.sign
    if line.res_model == "account.move":
        move = line._get_record()
        for side, (types, _sign) in _SIDES.items():
            if move.move_type in types:
                return side, -1 if move.move_type.endswith("refund") else 1
    return None, 1
