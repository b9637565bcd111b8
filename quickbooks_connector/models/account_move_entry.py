from odoo import models


class AccountMove(models.Model):
    """Entries that settle documents without a payment: QuickBooks has them too."""

    _inherit = "account.move"

    def _get_settling_entries(self):
        """Return those of these that are no documents and that no payment made."""
        return self.filtered(
            lambda move: move.move_type == "entry" and not move.origin_payment_id
        )

    def _quickbooks_mark_targets(self):
        # Few entries have a counterpart, and they say it.
        targets = super()._quickbooks_mark_targets()
        entries_sudo = (self - targets).sudo()
        linked_sudo = entries_sudo.filtered("qbo_binding_ids")
        return targets | linked_sudo.sudo(False)


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def _quickbooks_settling(self):
        moves = (self.debit_move_id + self.credit_move_id).move_id.sudo()
        return [*super()._quickbooks_settling(), moves._get_settling_entries()]
