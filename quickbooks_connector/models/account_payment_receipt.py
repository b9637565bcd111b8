from odoo import models


class AccountPayment(models.Model):
    """Payments that are part of a sales receipt or refund receipt."""

    _inherit = "account.payment"

    def _quickbooks_in_receipt(self, connection):
        """Tell whether QuickBooks has this payment inside a receipt, or will have.

        So it is not sent on its own. The money of an online order that is still to be
        invoiced belongs to the receipt that it will become.
        """
        self.ensure_one()
        payment_sudo = self.sudo()
        documents = payment_sudo.invoice_ids | payment_sudo.reconciled_invoice_ids
        if any(move._quickbooks_carries_money() for move in documents):
            return True
        if documents or connection.sudo().receipt_way != "receipt":
            return False
        return any(
            order.state in ("draft", "sent", "sale")
            and order.invoice_status != "invoiced"
            for order in payment_sudo.payment_transaction_id.sale_order_ids
        )

    def action_post(self):
        # EXTENDS account
        result = super().action_post()
        # A payment without an entry pays without reconciling: Odoo tells nobody.
        documents = self.filtered(lambda payment: not payment.move_id).invoice_ids
        documents._quickbooks_paid()
        return result
