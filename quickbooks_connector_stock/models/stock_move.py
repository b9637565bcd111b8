from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.quickbooks_connector.sync.mark import mark

#: Locations of other people: what goes there or comes from there is traded.
TRADE = ("supplier", "customer")


class StockMove(models.Model):
    """Whether QuickBooks learns of a movement from a document or by an adjustment.

    Its invoices and bills move what it counts. Of all other movements (counts, scrap,
    manufacturing, goods that come back without a credit note) it hears by adjustments.
    """

    _inherit = "stock.move"

    qbo_adjustment_id = fields.Many2one(
        "quickbooks.stock.adjustment",
        "QuickBooks Adjustment",
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="quickbooks_connector.quickbooks_group_user",
    )
    qbo_is_sorted = fields.Boolean(
        "Sorted for QuickBooks",
        copy=False,
        readonly=True,
        help="It is settled whether QuickBooks learns of it by an adjustment.",
        groups="quickbooks_connector.quickbooks_group_user",
    )

    _qbo_unsorted_idx = models.Index(
        "(company_id, date) WHERE state = 'done' AND qbo_is_sorted IS NOT TRUE"
    )

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._quickbooks_wake()
        return moves

    def _quickbooks_wake(self):
        """Let the push sort these; nothing else is done in the user's transaction."""
        live = self.env["quickbooks.connection"]._live_by_company()
        companies = [company for company in self.company_id.ids if company in live]
        connections_sudo = self.env["quickbooks.connection"].sudo()
        for company in companies:
            connections_sudo.browse(live[company])._wake_stock()

    @api.model
    def _quickbooks_unsorted(self, connection, limit):
        """Return movements of which QuickBooks may have to be told, oldest first."""
        self.flush_model(["company_id", "date", "state", "is_in", "is_out"])
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM stock_move
                 WHERE company_id = %s AND state = 'done'
                   AND qbo_is_sorted IS NOT TRUE AND date >= %s AND (is_in OR is_out)
              ORDER BY date, id LIMIT %s
                """,
                connection.company_id.id,
                connection._get_inventory_start(),
                limit,
            )
        )
        return self.browse(id_ for (id_,) in self.env.cr.fetchall())

    def _quickbooks_is_document(self):
        """Tell whether documents move the quantity of this in QuickBooks.

        What a customer or vendor gets or gives is on the documents of its order. A
        transfer without an order is left to its invoice or bill, which may exist or
        come: to move the quantity twice would be worse than to wait for it. Parts of
        a kit are on no document, for that names the kit; nor is what comes back
        without a credit note.
        """
        self.ensure_one()
        if not {self.location_id.usage, self.location_dest_id.usage} & set(TRADE):
            return False
        ordered = self.sale_line_id.product_id or self.purchase_line_id.product_id
        if ordered and ordered != self.product_id:
            return False
        comes_back = self.origin_returned_move_id and not self.to_refund
        return not comes_back

    def _quickbooks_is_ordered(self):
        """Tell whether a document of its order is going to say what this moves."""
        ordered = self.sale_line_id or self.purchase_line_id
        return bool(ordered) and self._quickbooks_is_document()

    @api.model
    def _quickbooks_unordered(self, product, connection):
        """Return what is on stock of ``product`` without the transfers of orders.

        Documents tell QuickBooks of those; everything else up to the day from which
        on it hears of counts is in the quantity that it begins with.
        """
        before = [
            ("product_id", "=", product.id),
            ("company_id", "=", connection.company_id.id),
            ("state", "=", "done"),
            ("date", "<", connection._get_inventory_start()),
            "|",
            ("is_in", "=", True),
            ("is_out", "=", True),
        ]
        rest = self.search(before).filtered(
            lambda move: not move._quickbooks_is_ordered()
        )
        return sum(move._quickbooks_quantity() for move in rest)

    def _quickbooks_quantity(self):
        """Return by how much this changes the stock, in the product's unit."""
        self.ensure_one()
        quantity = self._get_valued_qty()
        return quantity if self.is_in else -quantity


class StockMoveLine(models.Model):
    """What was done is corrected on its lines: the adjustment follows."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._quickbooks_mark_adjustments()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self._quickbooks_mark_adjustments()
        return result

    def unlink(self):
        self._quickbooks_mark_adjustments()
        return super().unlink()

    def _quickbooks_mark_adjustments(self):
        """Note that the adjustments of these change."""
        if not self.env["quickbooks.connection"]._live_by_company():
            return
        done_sudo = self.sudo().move_id.filtered(lambda move: move.state == "done")
        mark(done_sudo.qbo_adjustment_id)
