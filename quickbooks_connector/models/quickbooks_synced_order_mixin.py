from odoo import api, models
from odoo.fields import Domain


class QuickbooksSyncedOrderMixin(models.AbstractModel):
    """An order shows its own place in QuickBooks and that of what it is invoiced by."""

    _name = "quickbooks.synced.order.mixin"
    _inherit = "quickbooks.synced.mixin"
    _description = "Order Synced with QuickBooks"

    _quickbooks_links = ("qbo_binding_ids", "invoice_ids.qbo_binding_ids")

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
