from odoo import api, models
from odoo.fields import Domain


class QuickbooksSyncedOrderMixin(models.AbstractModel):
    """An order shows its own place in QuickBooks and that of what it is invoiced by."""

    _name = "quickbooks.synced.order.mixin"
    _inherit = "quickbooks.synced.mixin"
    _description = "Order Synced with QuickBooks"

    @api.depends(
        "invoice_ids.qbo_binding_ids.state",
        "invoice_ids.qbo_binding_ids.cause",
        "invoice_ids.qbo_binding_ids.doc_number",
    )
    def _compute_qbo(self):
        super()._compute_qbo()
        for order in self:
            numbers = order._get_shown_bindings().mapped("doc_number")
            order.qbo_doc_number = ", ".join(filter(None, numbers))

    @api.depends(
        "invoice_ids.qbo_binding_ids.state", "invoice_ids.qbo_binding_ids.cause"
    )
    def _compute_qbo_message(self):
        return super()._compute_qbo_message()

    @api.depends(
        "invoice_ids.qbo_binding_ids.state", "invoice_ids.qbo_binding_ids.cause"
    )
    def _compute_qbo_ways(self):
        return super()._compute_qbo_ways()

    def _get_shown_bindings(self):
        own = super()._get_shown_bindings()
        return own | self.invoice_ids.qbo_binding_ids.filtered(
            lambda binding: (
                binding.company_id == self.env.company and not binding._is_hanging()
            )
        )

    @api.model
    def _domain_linked(self, states):
        invoices = self.env["account.move"]._domain_linked(states)
        return super()._domain_linked(states) | Domain("invoice_ids", "any", invoices)

    @api.model
    def _search_qbo_doc_number(self, operator, value):
        own = super()._search_qbo_doc_number(operator, value)
        if own is NotImplemented:
            return own
        return Domain(own) | Domain("invoice_ids.qbo_doc_number", operator, value)
