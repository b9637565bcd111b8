from odoo import api, fields, models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    qbo_payment_id = fields.Char(
        "QuickBooks Payment",
        index="btree_not_null",
        copy=False,
        help="The payment made in QuickBooks that says this application of a credit.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        payment_id = self.env.context.get("quickbooks_payment_id")
        if payment_id:
            partials.qbo_payment_id = payment_id
        return partials

    def _quickbooks_settling(self):
        moves = (self.debit_move_id + self.credit_move_id).move_id.sudo()
        refunds = moves.filtered(
            lambda move: move.move_type in ("out_refund", "in_refund")
        )
        return [*super()._quickbooks_settling(), refunds]
