from odoo import models

from odoo.addons.quickbooks_connector.ledgers import here


class QuickbooksLedgerInventory(models.AbstractModel):
    """What the stock is worth, item by item, or by account where Odoo counts.

    It is the stock of today, whatever the period: QuickBooks tells quantities, which
    explain most of what differs, of no other day. The rows are those of the stock
    comparison (``quickbooks.stock.line``), which is made anew for it.
    """

    _name = "quickbooks.ledger.inventory"
    _inherit = "quickbooks.ledger.part"
    _description = "QuickBooks Ledger Part: Inventory"

    _code = "inventory"
    _sequence = 50

    def _get_label(self):
        return self.env._("Inventory value today")

    def _concerns(self, connection):
        return (
            connection.inventory_owner == "quickbooks"
            or connection._sends_stock_entries()
        )

    def _step(self, comparison, place):
        place = comparison.run_id._go_on_with_stock(place)
        if not place:
            comparison._add_lines(self, self._compare(comparison))
        return place

    def _compare(self, comparison):
        currency = comparison.currency_id
        rows = self.env["quickbooks.stock.line"].search(
            [("connection_id", "=", comparison.connection_id.id)]
        )
        for row in rows:
            amount = here.decimal(row.value, currency)
            there = here.decimal(row.qbo_value, currency)
            vals = self._record_vals(row) | {
                "name": row.name,
                "currency_id": currency.id,
                "amount": amount,
                "qbo_amount": there,
                "size": abs(amount - there),
            }
            if amount != there and row.state == "explained":
                vals["cause"] = "ledger_stock"
                vals["cause_args"] = {"record": row.name}
            yield vals

    def _record_vals(self, row):
        """Return what the line of ``row`` stands for on both sides."""
        if row.account_id:
            return {"res_model": row.account_id._name, "res_id": row.account_id.id}
        entity = self.env["quickbooks.entity.item"]
        return {
            "res_model": row.product_id._name,
            "res_id": row.product_id.id,
            "entity": entity._qbo_entity,
            "qbo_id": row.qbo_id,
        }

    # === MENDING === #

    def _get_mend(self, line):
        return "part"

    def _mend(self, line):
        """Open the stock comparison, which says why, order by order."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector_stock.quickbooks_stock_line_action"
        )
        return action | {"context": {"search_default_name": line.name}}
