from odoo import api, fields, models

from .quickbooks_connection import USER


class PurchaseOrder(models.Model):
    """A purchase order shows what became of it, and of its bills, in QuickBooks."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "quickbooks.synced.order.mixin"]

    qbo_order_status = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        "Status in QuickBooks",
        copy=False,
        readonly=True,
        groups=USER,
        help="QuickBooks closes an order once all of it is billed there.",
    )
    qbo_bills = fields.Char(
        "Bills in QuickBooks",
        copy=False,
        readonly=True,
        index="trigram",
        groups=USER,
        help="The ids of the bills that were made of it there, between commas.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "invoice_status", "date_approve")
    def _compute_qbo_message(self):
        super()._compute_qbo_message()
        self._word_what_waits()

    def _get_invoiced(self):
        # EXTENDS purchase: nothing is written on an order that becomes fully billed.
        super()._get_invoiced()
        saved = self.browse(id_ for id_ in self._ids if isinstance(id_, int))
        billed = saved.filtered(lambda order: order.invoice_status == "invoiced")
        if billed:
            billed._quickbooks_mark()

    # === BUSINESS METHODS === #

    def _quickbooks_mark_targets(self):
        # Requests for quotation are of no interest before they are confirmed.
        return self.filtered(lambda order: order.state in ("purchase", "cancel"))

    def _get_quickbooks_bills(self):
        """Return the ids of the bills that QuickBooks has of this order."""
        self.ensure_one()
        return [id_ for id_ in (self.sudo().qbo_bills or "").split(",") if id_]

    # === ACTION METHODS === #

    def action_quickbooks_sync(self):
        """Send these orders with the next run; where those do not go, their bills."""
        if self._quickbooks_are_sent():
            return super().action_quickbooks_sync()
        return self.invoice_ids.action_quickbooks_sync()

    def action_quickbooks_skip(self):
        """Leave these orders out; where those do not go, their bills."""
        if self._quickbooks_are_sent():
            return super().action_quickbooks_skip()
        return self.invoice_ids.action_quickbooks_skip()

    def _quickbooks_are_sent(self):
        live = self.env["quickbooks.connection"]._live_by_company()
        connection_sudo = (
            self.env["quickbooks.connection"]
            .sudo()
            .browse(live.get(self.company_id[:1].id))
        )
        return bool(connection_sudo) and connection_sudo._sends_orders()


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "quickbooks.synced.line.mixin"]

    _quickbooks_document_field = "order_id"
