from odoo import fields, models

from ..sync.mark import mark

_SOLD = ("out_invoice", "out_receipt")
_PAID = ("in_payment", "paid")


class AccountMove(models.Model):
    """Documents that carry their own money in QuickBooks, and what a payment sets off.

    Whether an invoice is a sales receipt is decided once, when it is posted: when the
    customer had paid the order online by then. Whether a credit note over one is a
    refund receipt is decided when it is paid back.
    """

    _inherit = "account.move"

    qbo_is_receipt = fields.Boolean(
        "Receipt in QuickBooks",
        copy=False,
        readonly=True,
        help="It carries its own money in QuickBooks: a sales or refund receipt.",
    )

    # === WHETHER IT IS ONE === #

    def _post(self, soft=True):
        # EXTENDS account
        posted = super()._post(soft)
        for move in posted.filtered(lambda move: move.transaction_ids):
            if move.move_type == "out_invoice" and not move._quickbooks_was_sent():
                move.sudo().qbo_is_receipt = move._quickbooks_is_paid_at_sale()
        return posted

    def _quickbooks_was_sent(self):
        """Tell whether QuickBooks has this, or may have it after an unanswered call."""
        return bool(
            self.sudo().qbo_binding_ids.filtered(
                lambda binding: binding.qbo_id or binding.request_id
            )
        )

    def _quickbooks_is_paid_at_sale(self):
        """Tell whether the customer paid the order online before it was invoiced.

        Odoo registers the payment of a transaction after the invoice that it pays: the
        transactions without one count as paid.
        """
        self.ensure_one()
        connection_sudo = self.env["quickbooks.connection"]._for_company(
            self.company_id
        )
        if connection_sudo.sudo().receipt_way == "invoice":
            return False
        done_sudo = self.sudo().transaction_ids.filtered(
            lambda tx: tx.state == "done" and tx.sale_order_ids
        )
        if done_sudo.payment_id.qbo_binding_ids.filtered("qbo_id"):
            # The money is in QuickBooks as a payment already.
            return False
        new_sudo = done_sudo.filtered(lambda tx: not tx.payment_id)
        coming = sum(new_sudo.mapped("amount"))
        return bool(done_sudo) and (
            self.currency_id.compare_amounts(coming, self.amount_residual) >= 0
        )

    def _quickbooks_carries_money(self):
        """Tell whether this is a sales receipt or refund receipt in QuickBooks."""
        self.ensure_one()
        return self.qbo_is_receipt or self.move_type == "out_receipt"

    def _quickbooks_money(self):
        """Return the payments of this document, the largest first."""
        self.ensure_one()
        payments_sudo = self.sudo().reconciled_payment_ids.filtered(
            lambda payment: payment.state != "canceled"
        )
        return payments_sudo.sorted("amount", reverse=True)

    # === ONCE IT IS PAID === #

    def _invoice_paid_hook(self):
        # EXTENDS account
        result = super()._invoice_paid_hook()
        self._quickbooks_paid()
        return result

    def _quickbooks_paid(self):
        """Follow that these are paid, or paid back: in constant statements."""
        if not self.env["quickbooks.connection"]._live_by_company():
            return
        paid = self.filtered(
            lambda move: move.state == "posted" and move.payment_state in _PAID
        )
        over_receipts = paid.filtered(
            lambda move: (
                move.move_type == "out_refund"
                and not move.qbo_is_receipt
                and move.reversed_entry_id
                and move.reversed_entry_id._quickbooks_carries_money()
                and not move._quickbooks_was_sent()
            )
        )
        if over_receipts:
            over_receipts._quickbooks_decide_refund()
        waiting = paid.filtered(
            lambda move: move._quickbooks_carries_money() or move.reversed_entry_id
        )
        if waiting:
            mark(waiting)
        self.env["quickbooks.review.request"]._note_paid(
            paid.filtered(lambda move: move.move_type in _SOLD and move.amount_total)
        )

    def _quickbooks_decide_refund(self):
        """Decide what these credit notes over receipts are, now that they are used."""
        self.filtered(
            lambda move: move._quickbooks_is_paid_back()
        ).sudo().qbo_is_receipt = True
        # Credited before its money came it never was a sale paid at once.
        unpaid = self.reversed_entry_id.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.payment_state == "reversed"
                and not move._quickbooks_was_sent()
            )
        )
        unpaid.sudo().qbo_is_receipt = False
        mark(unpaid | self)

    def _quickbooks_is_paid_back(self):
        """Tell whether all of this credit was given back as money."""
        lines = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        used = lines.matched_debit_ids.debit_move_id.move_id
        return bool(used or self.sudo().matched_payment_ids) and all(
            move.origin_payment_id or move.statement_line_id for move in used
        )
