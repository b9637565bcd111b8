"""Payments of QuickBooks that use credits beside the money, or end in a write-off.

What a credit settles is reconciled with it directly, and the reconciliation carries
the payment's id (see ``credit_application.py``). A credit that Odoo does not have,
such as a journal entry by which the accountant has written off the rest, becomes a
write-off of the payment: else the document would stay open here.
"""

from decimal import Decimal

from odoo import models

from .cause import EntityError
from .payment_base import number


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    # === WHAT QUICKBOOKS SAYS === #

    def _shared_out(self, obj, connection):
        """Return ``{document: money}`` and ``[(credit, document, amount)]`` of ``obj``.

        QuickBooks does not say which credit settles which document; the sums are the
        same however they are paired.
        """
        money = self._documents(obj, connection, self._debts)
        pairs = []
        for credit, left in self._documents(obj, connection, self._credits).items():
            for debt in money:
                amount = min(left, money[debt])
                if amount > 0:
                    pairs.append((credit, debt, amount))
                    money[debt] -= amount
                    left -= amount
        return {move: amount for move, amount in money.items() if amount}, pairs

    def _written_off(self, obj, connection):
        """Return what settles documents of ``obj`` and is neither money nor known."""
        money, _pairs = self._shared_out(obj, connection)
        short = sum(money.values(), Decimal(0)) - number(obj.get("TotalAmt"))
        return max(short, Decimal(0))

    def _write_off_account(self, payment, connection):
        """Return the account for what is written off, maybe none."""
        before = self._write_offs(payment) if payment else None
        return before and before[0].account_id or connection.write_off_account_id

    def _check_credits(self, obj, payment, connection):
        if self._written_off(obj, connection):
            if not self._write_off_account(payment, connection):
                raise EntityError("credit_in_payment")

    # === MAKING ODOO SAY IT === #

    def _import_settlement(self, payment, obj, connection):
        money, pairs = self._shared_out(obj, connection)
        applying = self._applying(obj, connection)
        applying._settle_credits(obj["Id"], pairs, connection)
        applying._settle(self._counterparts(payment), money, connection)

    def _settle_credits(self, qbo_id, pairs, connection):
        """Reconcile credit notes by exactly what the payment ``qbo_id`` says."""
        wanted = {(credit, debt): amount for credit, debt, amount in pairs}
        for credit, debt, amount, partial in self._said_credits(qbo_id, connection):
            if wanted.get((credit, debt)) == amount:
                del wanted[credit, debt]
            else:
                partial.unlink()
        for (credit, debt), amount in wanted.items():
            lines = self._waiting_lines(credit)
            lines = lines.with_context(quickbooks_payment_id=qbo_id)
            self._apply(lines, debt, amount)

    def _said_credits(self, qbo_id, connection):
        """Return ``[(credit, document, amount, partial)]`` of a payment there."""
        partials = self.env["account.partial.reconcile"].search(
            [
                ("qbo_payment_id", "=", qbo_id),
                ("company_id", "child_of", connection.company_id.id),
            ]
        )
        found = []
        for partial in partials:
            sides = (
                (partial.debit_move_id, partial.credit_move_id),
                (partial.credit_move_id, partial.debit_move_id),
            )
            for credit, debt in sides:
                if self._is_credit(credit.move_id):
                    side = "debit" if debt == partial.debit_move_id else "credit"
                    amount = partial[f"{side}_amount_currency"]
                    amount = self._decimal(amount, debt.currency_id)
                    found.append((credit.move_id, debt.move_id, amount, partial))
        return found

    # === WHAT ODOO SAYS === #

    def _parts_said(self, record, connection):
        parts = super()._parts_said(record, connection)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if binding.qbo_id:
            said = self._said_credits(binding.qbo_id, connection)
            for credit, debt, amount, _partial in said:
                for move in (credit, debt):
                    parts[move] = parts.get(move, Decimal(0)) + amount
        return parts
