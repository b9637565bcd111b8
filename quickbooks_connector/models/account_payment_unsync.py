from odoo import models

from ..sync.mark import mark


class AccountPayment(models.Model):
    """Payments that are taken out of QuickBooks, and stay in Odoo."""

    _inherit = "account.payment"

    def _get_there(self):
        """Return the links of these payments to QuickBooks, in the user's companies."""
        return (
            self.env["quickbooks.binding"]
            ._of_records(self)
            .filtered(lambda binding: binding.qbo_id and not binding.is_withdrawn)
        )

    def _get_quickbooks_refunds(self):
        """Return the refunds of these payments: money of them that was given back."""
        lines_sudo = self.sudo().move_id.line_ids
        partials_sudo = lines_sudo.matched_debit_ids | lines_sudo.matched_credit_ids
        others_sudo = partials_sudo.debit_move_id | partials_sudo.credit_move_id
        return (others_sudo.move_id.origin_payment_id - self.sudo()).sudo(False)

    def _quickbooks_unsync(self):
        """Let QuickBooks delete these payments with their refunds.

        :return: how many of them it deletes
        """
        self.env["quickbooks.connection"]._check_user()
        self.check_access("write")
        payments = self | self._get_quickbooks_refunds()
        there = payments._get_there()
        there._withdraw()
        # What was applied to them says less from now on.
        lines_sudo = payments.sudo().move_id.line_ids
        partials_sudo = lines_sudo.matched_debit_ids | lines_sudo.matched_credit_ids
        for records in partials_sudo._quickbooks_settling():
            mark(records)
        return len(there)
