"""Bills made in QuickBooks from a purchase order belong to its lines in Odoo too.

They name the lines of the order; or only the order knows its bills there.
"""

from odoo import models
from odoo.fields import Domain

from . import purchase_lines


class QuickbooksEntityBill(models.AbstractModel):
    _inherit = "quickbooks.entity.bill"

    # === WHICH ORDER === #

    def _maybe_here(self, readings, connection):
        """Leave those of orders out too, and note that the others are of none."""
        doubtful = super()._maybe_here(readings, connection)
        billed = self._billing_orders([r.obj["Id"] for r in readings], connection)
        bills = ",".join(order.qbo_bills for order in billed).split(",")
        for reading in readings:
            if _named_orders(reading.obj) or reading.obj["Id"] in bills:
                doubtful.add(reading)
            else:
                reading.orders = billed.browse()
        return doubtful

    def _orders_of(self, obj, connection):
        """Return the purchase orders that the bill ``obj`` is of."""
        ids = _named_orders(obj)
        orders = self.env["purchase.order"]
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", purchase_lines.ORDER),
                ("qbo_id", "in", list(ids)),
            ]
        )
        named = orders.browse(bindings.mapped("res_id")).exists()
        return named | self._billing_orders([obj["Id"]], connection)

    def _billing_orders(self, qbo_ids, connection):
        """Return the orders that QuickBooks says were billed by any of ``qbo_ids``."""
        return self.env["purchase.order"].search(
            Domain("company_id", "=", connection.company_id.id)
            & Domain.OR(Domain("qbo_bills", "like", f",{id_},") for id_ in qbo_ids)
        )

    def _orders_read(self, reading):
        """Return the orders of a bill, looked for once."""
        if reading.orders is None:
            reading.orders = self._orders_of(reading.obj, reading.connection)
        return reading.orders

    def _order_lines(self, reading):
        """Return ``{id of a line of the bill: the order's line that it is of}``."""
        obj, connection = reading.obj, reading.connection
        orders = self._orders_read(reading)
        places = {}
        for order in orders:
            binding = order._quickbooks_binding(purchase_lines.ORDER, connection)
            for line in order.order_line:
                there = (binding.qbo_lines or {}).get(str(line.id))
                if there:
                    places[binding.qbo_id, there] = line
        found, rest = {}, []
        for line in obj.get("Line") or ():
            order_line = next(
                (
                    places[key]
                    for link in line.get("LinkedTxn") or ()
                    if (key := (link.get("TxnId"), link.get("TxnLineId"))) in places
                ),
                None,
            )
            if order_line:
                found[line["Id"]] = order_line
            else:
                rest.append(line)
        return found | self._paired_by_product(rest, orders, found.values(), reading)

    def _paired_by_product(self, rest, orders, taken, reading):
        """Pair what names no line of an order with the lines that await a bill."""
        products = {
            line.id: reading.product(line) for line in reading.lines if line.item
        }
        awaiting = [
            line
            for line in orders.order_line
            if line.product_id and line not in list(taken)
        ]
        paired = purchase_lines.pair(
            [line["Id"] for line in rest],
            awaiting,
            [(products.get, lambda order_line: order_line.product_id)],
        )
        return {id_: line for id_, line in paired.items() if products.get(id_)}

    # === WHAT A LINE BECOMES === #

    def _all_line_vals(self, reading):
        reading.order_lines = self._order_lines(reading)
        return super()._all_line_vals(reading)

    def _line_commands(self, record, parts, reading, before):
        if "lines" in parts:
            reading.order_lines = self._order_lines(reading)
        return super()._line_commands(record, parts, reading, before)

    def _import_line_vals(self, line, obj, connection, known):
        vals = super()._import_line_vals(line, obj, connection, known)
        order_line = known.order_lines.get(line.id)
        if order_line:
            vals["purchase_line_id"] = order_line.id
            product = order_line.product_id
            same = product.id == vals.get("product_id")
            if same and not self._counts_in_one_unit(product, connection):
                # The order was sent in this unit, and the bill counts as it does.
                vals["product_uom_id"] = order_line.product_uom_id.id
        return vals

    def _import_header(self, reading):
        vals = super()._import_header(reading)
        orders = self._orders_read(reading)
        if orders:
            vals["invoice_origin"] = ", ".join(orders.sorted("id").mapped("name"))
        return vals


def _named_orders(obj):
    """Return the ids of the purchase orders that the lines of ``obj`` name."""
    return {
        link["TxnId"]
        for line in obj.get("Line") or ()
        for link in line.get("LinkedTxn") or ()
        if link.get("TxnType") == purchase_lines.ORDER
    }
