from odoo import models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Payments that QuickBooks has are undone there, unless the settings allow it."""

    _inherit = "account.payment"

    def action_draft(self):
        self._check_quickbooks_undo()
        return super().action_draft()

    def action_cancel(self):
        self._check_quickbooks_undo()
        return super().action_cancel()

    def unlink(self):
        self._check_quickbooks_undo()
        return super().unlink()

    def _check_quickbooks_undo(self):
        """Refuse to undo what QuickBooks has, with the way out.

        What QuickBooks itself has undone is let through.

        :raise UserError: one of these is in QuickBooks
        """
        # Odoo unlinks "the payments of these invoices", which mostly have none.
        if not self or self.env.context.get("quickbooks_no_mark"):
            return
        bindings_sudo = (
            self.env["quickbooks.binding"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("qbo_id", "!=", False),
                    ("is_withdrawn", "=", False),
                    ("connection_id.is_live", "=", True),
                    ("connection_id.undo_payments", "=", False),
                ],
                limit=1,
            )
        )
        if not bindings_sudo:
            return
        payment = self.browse(bindings_sudo.res_id)
        raise UserError(
            self.env._(
                "%(payment)s is in QuickBooks, so it is undone there: delete or void "
                "it in QuickBooks, and it is undone here within %(minutes)s minutes. "
                "To take it out of QuickBooks alone, unsync it first.",
                payment=payment.display_name,
                minutes=bindings_sudo.connection_id.poll_minutes,
            )
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def button_draft(self):
        self._check_quickbooks_undo()
        return super().button_draft()

    def button_cancel(self):
        self._check_quickbooks_undo()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_quickbooks_undo()
        return super()._reverse_moves(default_values_list, cancel)

    def _check_quickbooks_undo(self):
        """Refuse to undo the entries of payments that QuickBooks has."""
        payments_sudo = self.sudo().origin_payment_id
        if payments_sudo:
            payments_sudo.sudo(False)._check_quickbooks_undo()
