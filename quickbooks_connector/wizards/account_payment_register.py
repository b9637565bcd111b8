from odoo import api, fields, models


class AccountPaymentRegister(models.TransientModel):
    """Registering a payment: whether QuickBooks gets it is asked where it is made."""

    _inherit = "account.payment.register"

    qbo_sync = fields.Boolean(
        "Sync with QuickBooks",
        compute="_compute_qbo_sync",
        store=True,
        readonly=False,
        help="Whether QuickBooks gets this payment. It can be changed until it has.",
    )
    qbo_is_shown = fields.Boolean(compute="_compute_qbo_is_shown")

    @api.depends("company_id")
    def _compute_qbo_sync(self):
        payments = self.env["account.payment"]
        for wizard in self:
            wizard.qbo_sync = payments._get_default_qbo_sync(wizard.company_id)

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_qbo_is_shown(self):
        live = self.env["quickbooks.connection"]._live_by_company()
        user = self.env.user.has_group("quickbooks_connector.quickbooks_group_user")
        for wizard in self:
            wizard.qbo_is_shown = user and wizard.company_id.id in live

    def _create_payment_vals_from_wizard(self, batch_result):
        vals = super()._create_payment_vals_from_wizard(batch_result)
        return vals | {"qbo_sync": self.qbo_sync}

    def _create_payment_vals_from_batch(self, batch_result):
        vals = super()._create_payment_vals_from_batch(batch_result)
        return vals | {"qbo_sync": self.qbo_sync}
