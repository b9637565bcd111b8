from odoo import api, fields, models

from .quickbooks_connection import USER


class SaleOrder(models.Model):
    """A sales order shows what became of it, and of its invoices, in QuickBooks."""

    _name = "sale.order"
    _inherit = ["sale.order", "quickbooks.synced.order.mixin"]

    qbo_document_ids = fields.Many2many(
        "quickbooks.binding",
        string="In QuickBooks",
        compute="_compute_qbo_document_ids",
        compute_sudo=True,
        groups=USER,
        help="Its documents there, its customer and the customer's company.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "qbo_binding_ids.state",
        "invoice_ids.qbo_binding_ids.state",
        "partner_id.qbo_binding_ids.state",
        "partner_id.commercial_partner_id.qbo_binding_ids.state",
        "partner_invoice_id.commercial_partner_id.qbo_binding_ids.state",
    )
    @api.depends_context("company")
    def _compute_qbo_document_ids(self):
        for order in self:
            partners = (
                order.partner_id
                | order.partner_id.commercial_partner_id
                | order.partner_invoice_id.commercial_partner_id
            )
            parties = partners.qbo_binding_ids.filtered(
                lambda binding: (
                    binding.entity == "Customer"
                    and binding.company_id == self.env.company
                )
            )
            order.qbo_document_ids = order._get_shown_bindings() | parties

    # === BUSINESS METHODS === #

    def _quickbooks_mark_targets(self):
        # Quotations that nobody has seen yet are of no interest.
        return self.filtered(lambda order: order.state in ("sent", "sale", "cancel"))

    def _quickbooks_are_sent(self):
        """Tell whether orders of these go to QuickBooks themselves, as estimates."""
        live = self.env["quickbooks.connection"]._live_by_company()
        connection_sudo = (
            self.env["quickbooks.connection"]
            .sudo()
            .browse(live.get(self.company_id[:1].id))
        )
        estimate = self.env["quickbooks.entity.estimate"]
        return bool(connection_sudo) and estimate._sends(connection_sudo)

    # === ACTION METHODS === #

    def action_quickbooks_sync(self):
        """Send the invoices of these orders with the next run, and estimates of them.

        :return: what the invoices say, where there are any
        """
        action = self.invoice_ids.action_quickbooks_sync() if self.invoice_ids else None
        if self._quickbooks_are_sent() or not action:
            own = super().action_quickbooks_sync()
            return action or own
        return action

    def action_quickbooks_skip(self):
        """Leave these orders out, and their invoices."""
        action = self.invoice_ids.action_quickbooks_skip() if self.invoice_ids else None
        if self._quickbooks_are_sent() or not action:
            own = super().action_quickbooks_skip()
            return action or own
        return action


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "quickbooks.synced.line.mixin"]

    _quickbooks_document_field = "order_id"
