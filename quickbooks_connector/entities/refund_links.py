"""Refunds as what payments and credits are applied to.

Money that is given back is a journal entry in QuickBooks, whose line on receivables or
payables waits to be settled as an invoice does: by the credit note, or by the payment
that was more than was due.
"""

from odoo import models

from .payment_base import link_line, sort_lines

REFUND = "JournalEntry"
#: Which way the money of a refund goes, by the kind of partner.
_WAYS = {"customer": "outbound", "supplier": "inbound"}
#: States in which the money of a payment counts.
PAID = ("in_process", "paid")


class QuickbooksEntityPaymentBase(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.base"

    def _refund_of(self, document):
        """Return the refund that ``document`` is, or is the entry of; maybe none.

        A refund has no entry where the bank is matched in Odoo: it is one itself then.
        """
        payment = document
        if document._name == "account.move":
            payment = document.origin_payment_id
        return payment.filtered(
            lambda refund: (
                refund.partner_type == self._partner_type
                and refund.payment_type == _WAYS[self._partner_type]
            )
        )

    def _is_debt(self, move):
        """Tell whether ``move`` is what payments and credits are applied to."""
        return move.move_type in self._debts or bool(self._refund_of(move))

    def _debt_kinds(self):
        """Return the QuickBooks entities of what payments and credits settle."""
        return {*self._debts.values(), REFUND}

    def _entity_of(self, move):
        return REFUND if self._refund_of(move) else super()._entity_of(move)

    def _document_binding(self, move, connection):
        refund = self._refund_of(move)
        if refund:
            return refund._quickbooks_binding(REFUND, connection)
        return super()._document_binding(move, connection)

    def _link_lines(self, parts, connection):
        refunds = {move: self._refund_of(move) for move in parts}
        lines = super()._link_lines(
            {move: amount for move, amount in parts.items() if not refunds[move]},
            connection,
        )
        for move, refund in refunds.items():
            if refund:
                ref = self._ref(REFUND, refund, connection)
                lines.append(link_line(REFUND, ref["value"], parts[move]))
        return sort_lines(lines)

    def _documents(self, obj, connection, kinds):
        found = super()._documents(obj, connection, kinds)
        if kinds is not self._debts:
            return found
        linked = self._linked(obj)
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", REFUND),
                ("qbo_id", "in", [id_ for kind, id_ in linked if kind == REFUND]),
            ],
            order="id",
        )
        for binding in bindings:
            payment = binding._get_record()
            if self._refund_of(payment):
                refund = payment.move_id or payment
                found[refund] = linked[REFUND, binding.qbo_id]
        return found
