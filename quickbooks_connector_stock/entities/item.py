from odoo import models

from .quantity import said_quantity

#: How documents change the stock.
_SIGNS = {"out_invoice": -1, "out_refund": 1, "in_invoice": 1, "in_refund": -1}


class QuickbooksEntityItem(models.AbstractModel):
    """Which products are stocked, where Odoo keeps a stock."""

    _inherit = "quickbooks.entity.item"

    def _is_stocked(self, record):
        # Of a kit there are as many as its parts allow; QuickBooks counts the parts.
        is_kit = "is_kits" in record._fields and record.is_kits
        return record.is_storable and not is_kit

    def _import_type(self, vals, obj):
        super()._import_type(vals, obj)
        vals["is_storable"] = obj.get("Type") == "Inventory"

    # === WHAT QUICKBOOKS BEGINS WITH === #

    def _get_opening_quantity(self, record, connection):
        """Return how many there are when QuickBooks begins to count, as a Decimal.

        It is what makes both sides equal once all documents are there: the stock, as
        if what orders brought and took had never moved, and what older documents say
        of them in its place. So goods that were delivered before the start and are
        invoiced after it are still counted, and the invoice takes them away.
        """
        product = record.with_company(connection.company_id)
        moved = self.env["stock.move"]._quickbooks_unordered(product, connection)
        start = self._get_start(record, connection)
        return said_quantity(moved + self._get_billed(product, start), product)

    def _get_billed(self, product, start):
        """Return what documents of orders from before ``start`` change the stock by."""
        lines = self.env["account.move.line"].search(
            [
                ("product_id", "=", product.id),
                ("company_id", "=", self.env.company.id),
                ("display_type", "=", "product"),
                ("parent_state", "=", "posted"),
                ("move_id.invoice_date", "<", start),
                "|",
                ("sale_line_ids", "!=", False),
                ("purchase_line_id", "!=", False),
            ]
        )
        return sum(
            _SIGNS.get(line.move_type, 0)
            * line.product_uom_id._compute_quantity(line.quantity, product.uom_id)
            for line in lines
        )
