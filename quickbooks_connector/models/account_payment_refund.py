from odoo import models

from ..sync.mark import mark


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _quickbooks_mark(self, fnames=None):
        """Note the credit notes, too, that are paid back without a journal entry.

        Nothing is reconciled with them before the bank is matched.
        """
        super()._quickbooks_mark(fnames)
        if self.env.context.get("quickbooks_no_mark"):
            return
        if fnames is not None and not {"state", "invoice_ids", "amount"} & set(fnames):
            return
        if self.env["quickbooks.connection"]._live_by_company():
            credits = self.filtered(lambda p: not p.move_id).invoice_ids.filtered(
                lambda move: move.move_type in ("out_refund", "in_refund")
            )
            if credits:
                mark(credits)
