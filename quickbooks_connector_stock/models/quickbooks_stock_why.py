from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.quickbooks_connector.entities import lookup
from odoo.addons.quickbooks_connector.readiness.scope import listed

#: How posted documents change what QuickBooks counts.
_SIGNS = {
    "out_invoice": -1,
    "out_receipt": -1,
    "out_refund": 1,
    "in_invoice": 1,
    "in_receipt": 1,
    "in_refund": -1,
}
_DOCUMENTS = ("Invoice", "SalesReceipt", "CreditMemo", "RefundReceipt")
_DOCUMENTS += ("Bill", "VendorCredit")

#: Of each side of trade: who is at the other end, and what a surplus or lack says.
_SIDES = {
    "sale": ("customer", "invoiced", "delivered"),
    "purchase": ("supplier", "received", "billed"),
}


class Said(NamedTuple):
    """What one document says of one product."""

    product_id: int
    sale_line_id: int
    purchase_line_id: int
    move_id: int
    move_type: str
    uom_id: int
    date: object
    is_there: bool
    quantity: float


class QuickbooksStockWhy(models.AbstractModel):
    """Why Odoo and QuickBooks have different quantities of a product.

    QuickBooks' quantity is what it began with, what documents say and what adjustments
    say. So the difference is, order by order, what was moved and not documented or the
    other way round; documents and transfers without an order; and what is still on its
    way. What is left nothing here explains.
    """

    _name = "quickbooks.stock.why"
    _description = "QuickBooks Stock Differences"

    @api.model
    def _explain(self, products, connection):
        """Return ``{product id: [reason]}``.

        The amounts of a product's reasons add up to Odoo's quantity less QuickBooks',
        as far as they explain it.
        """
        found = defaultdict(list)
        documented = self._read_documents(products, connection)
        for side in _SIDES:
            self._explain_orders(found, side, products, documented)
        self._explain_documents(found, documented)
        self._explain_moves(found, products, connection)
        self._explain_adjustments(found, products, connection)
        return found

    @api.model
    def _reason(self, code, amount, records):
        """Return a reason as it is kept in a row."""
        names = records.mapped("display_name")
        return {
            "code": code,
            "amount": amount,
            "model": records._name,
            "ids": records.ids,
            "names": listed(names),
        }

    def _add(self, found, product, code, parts):
        """Add a reason for ``parts``, ``{record: quantity}``, unless it is nothing."""
        parts = {r: q for r, q in parts.items() if not product.uom_id.is_zero(q)}
        if parts:
            records = next(iter(parts)).union(*parts)
            found[product.id].append(self._reason(code, sum(parts.values()), records))

    # === ORDERS === #

    def _explain_orders(self, found, side, products, documented):
        """Explain what orders moved and documents do not say, or the other way."""
        _usage, surplus, lack = _SIDES[side]
        lines = self.env[f"{side}.order.line"]
        left = defaultdict(float, self._read_moved(side, products))
        for said, quantity in documented:
            line_id = getattr(said, f"{side}_line_id")
            if line_id:
                left[said.product_id, line_id] -= quantity
        orders = defaultdict(lambda: defaultdict(float))
        for (product_id, line_id), quantity in left.items():
            orders[product_id][lines.browse(line_id).order_id] += quantity
        for product in products:
            by_order = orders[product.id]
            for code, sign in ((surplus, 1), (lack, -1)):
                parts = {o: q for o, q in by_order.items() if q * sign > 0}
                self._add(found, product, code, parts)

    def _read_moved(self, side, products):
        """Return ``{(product id, order line id): change}`` of what orders moved.

        Goods that never touch the stock (drop-shipping) count on both sides, as their
        documents do in QuickBooks.
        """
        usage = _SIDES[side][0]
        column = SQL.identifier("move", f"{side}_line_id")
        self.env["stock.move.line"].flush_model()
        self.env["stock.move"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT move.product_id, %(column)s,
                       SUM(CASE WHEN source.usage = %(usage)s THEN 1 ELSE -1 END
                           * line.quantity_product_uom)
                  FROM stock_move_line line
                  JOIN stock_move move ON move.id = line.move_id
                  JOIN stock_location source ON source.id = line.location_id
                  JOIN stock_location target ON target.id = line.location_dest_id
                  JOIN %(orders)s own ON own.id = %(column)s
                 WHERE move.state = 'done'
                   AND move.company_id = %(company)s
                   AND move.product_id = ANY(%(products)s)
                   AND own.product_id = move.product_id
                   AND (move.origin_returned_move_id IS NULL OR move.to_refund)
                   AND (source.usage = %(usage)s) <> (target.usage = %(usage)s)
              GROUP BY move.product_id, %(column)s
                """,
                column=column,
                orders=SQL.identifier(f"{side}_order_line"),
                usage=usage,
                company=self.env.company.id,
                products=products.ids,
            )
        )
        return {
            (product, line): quantity
            for product, line, quantity in self.env.cr.fetchall()
        }

    # === DOCUMENTS === #

    def _read_documents(self, products, connection):
        """Return ``[(Said, change)]`` of what QuickBooks has, or began with.

        What orders from before QuickBooks' start were documented by is in the quantity
        that it began with.
        """
        items = self.env["quickbooks.entity.item"]
        starts = {one.id: items._get_start(one, connection) for one in products}
        self.env["account.move.line"].flush_model()
        self.env["quickbooks.binding"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT line.product_id, rel.order_line_id, line.purchase_line_id,
                       move.id, move.move_type, line.product_uom_id, move.invoice_date,
                       link.id IS NOT NULL, SUM(line.quantity)
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = line.id
             LEFT JOIN quickbooks_binding link
                    ON link.res_model = 'account.move' AND link.res_id = move.id
                   AND link.connection_id = %(connection)s
                   AND link.entity = ANY(%(kinds)s) AND link.qbo_id IS NOT NULL
                 WHERE line.company_id = %(company)s
                   AND line.product_id = ANY(%(products)s)
                   AND line.display_type = 'product'
                   AND line.parent_state = 'posted'
                   AND move.move_type = ANY(%(types)s)
              GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
                """,
                connection=connection.id,
                kinds=list(_DOCUMENTS),
                company=connection.company_id.id,
                products=products.ids,
                types=list(_SIGNS),
            )
        )
        found = []
        for said in map(Said._make, self.env.cr.fetchall()):
            ordered = said.sale_line_id or said.purchase_line_id
            is_older = said.date < starts[said.product_id]
            counts = (said.is_there or is_older) if ordered else said.is_there
            if counts and (ordered or not is_older):
                found.append((said, self._change_of(said)))
        return found

    def _change_of(self, said):
        """Return by how much a document changes the stock, in the product's unit."""
        product = self.env["product.product"].browse(said.product_id)
        unit = self.env["uom.uom"].browse(said.uom_id) or product.uom_id
        quantity = unit._compute_quantity(said.quantity, product.uom_id)
        return _SIGNS[said.move_type] * quantity

    def _explain_documents(self, found, documented):
        """Explain what documents without an order took or brought in QuickBooks."""
        parts = defaultdict(lambda: defaultdict(float))
        for said, quantity in documented:
            if not (said.sale_line_id or said.purchase_line_id):
                move = self.env["account.move"].browse(said.move_id)
                parts[said.product_id][move] -= quantity
        for product_id, by_move in parts.items():
            product = self.env["product.product"].browse(product_id)
            self._add(found, product, "document", by_move)

    # === MOVEMENTS === #

    def _explain_moves(self, found, products, connection):
        """Explain transfers without an order, and what nobody has sorted yet."""
        moves = self.env["stock.move"].search(
            [
                ("product_id", "in", products.ids),
                ("company_id", "=", connection.company_id.id),
                ("state", "=", "done"),
                ("date", ">=", connection._get_inventory_start()),
                ("qbo_adjustment_id", "=", False),
                "|",
                ("is_in", "=", True),
                ("is_out", "=", True),
                "|",
                ("qbo_is_sorted", "=", False),
                "&",
                ("sale_line_id", "=", False),
                ("purchase_line_id", "=", False),
            ]
        )
        parts = defaultdict(lambda: defaultdict(float))
        for move in moves:
            if move._quickbooks_is_ordered():
                continue
            alone = move._quickbooks_is_document()
            if alone or not move.qbo_is_sorted:
                code = "transfer" if alone else "waiting"
                parts[move.product_id, code][move] += move._quickbooks_quantity()
        for (product, code), by_move in parts.items():
            self._add(found, product, code, by_move)

    def _explain_adjustments(self, found, products, connection):
        """Explain what adjustments say here and not there yet."""
        adjustments = self.env["quickbooks.stock.adjustment"].search(
            [
                ("connection_id", "=", connection.id),
                ("move_ids.product_id", "in", products.ids),
                ("qbo_state", "!=", "synced"),
            ]
        )
        parts = defaultdict(dict)
        for adjustment in adjustments:
            here = adjustment._get_quantities()
            there = self._read_adjusted(adjustment, connection)
            for product in products & (adjustment.move_ids.product_id):
                left = here.get(product, 0) - float(there.get(product, 0))
                parts[product][adjustment] = left
        for product, by_adjustment in parts.items():
            self._add(found, product, "waiting", by_adjustment)

    def _read_adjusted(self, adjustment, connection):
        """Return ``{product: change}`` of what QuickBooks was told last."""
        entity = self.env["quickbooks.entity.inventory.adjustment"]
        binding = adjustment._quickbooks_binding(entity._qbo_entity, connection)
        if not binding.qbo_id:
            return {}
        items = self.env["quickbooks.entity.item"]
        return {
            lookup.record_of(connection, items, detail["ItemRef"]): detail["QtyDiff"]
            for line in binding._get_agreed().get("Line") or ()
            for detail in [line["ItemAdjustmentLineDetail"]]
        }
