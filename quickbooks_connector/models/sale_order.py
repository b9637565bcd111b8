from odoo import models


class SaleOrder(models.Model):
    """A sales order shows what became of its invoices in QuickBooks."""

    _name = "sale.order"
    _inherit = ["sale.order", "quickbooks.synced.order.mixin"]

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
