from odoo import api, models
from odoo.fields import Domain


class SaleOrder(models.Model):
    """A sales order shows what became of its invoices in QuickBooks."""

    _name = "sale.order"
    _inherit = ["sale.order", "quickbooks.synced.mixin"]

    # === COMPUTE AND SEARCH METHODS === #

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

    def _get_shown_bindings(self):
        own = super()._get_shown_bindings()
        return own | self.invoice_ids.qbo_binding_ids.filtered(
            lambda binding: (
                binding.company_id == self.env.company and not binding._is_hanging()
            )
        )

    @api.model
    def _search_qbo_state(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        states = [state for state in value if state and state != "not_synced"]
        domain = Domain("invoice_ids.qbo_state", "in", states)
        if "not_synced" in value:
            domain |= ~Domain("invoice_ids.qbo_state", "not in", ["not_synced"])
        return domain if operator == "in" else ~domain

    @api.model
    def _search_qbo_doc_number(self, operator, value):
        if operator not in ("in", "ilike", "="):
            return NotImplemented
        return Domain("invoice_ids.qbo_doc_number", operator, value)

    # === BUSINESS METHODS === #

    def _quickbooks_mark_targets(self):
        # Orders themselves are not sent; their invoices are noted by themselves.
        return self.browse()

    # === ACTION METHODS === #

    def action_quickbooks_sync(self):
        """Send the invoices of these orders with the next run."""
        return self.invoice_ids.action_quickbooks_sync()

    def action_quickbooks_skip(self):
        """Leave the invoices of these orders out."""
        return self.invoice_ids.action_quickbooks_skip()
