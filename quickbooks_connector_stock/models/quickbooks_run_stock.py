from odoo import fields, models

from odoo.addons.quickbooks_connector.api import query
from odoo.addons.quickbooks_connector.api.const import PAGE_MAX_ROWS

from ..entities.valuation_report import read_values

#: Products that are compared in one step.
CHUNK = 200
_REPORT = "InventoryValuationSummary"


class QuickbooksRun(models.Model):
    """Comparing the stock, as background work; see ``quickbooks.stock.line``.

    One read tells all values, one a thousand items their quantities.
    """

    _inherit = "quickbooks.run"

    kind = fields.Selection(
        selection_add=[("stock", "Stock comparison")], ondelete={"stock": "cascade"}
    )

    def _step_stock(self):
        """Do the next piece of it, and keep where to go on."""
        place = self._go_on_with_stock(self.place)
        if not place:
            lines = self.env["quickbooks.stock.line"]
            self.outcome = lines._word_outcome(self.connection_id)
            return False
        self.place = place
        self.done_count = place["read"]
        return True

    def _go_on_with_stock(self, place):
        """Read the values, then the items page by page, then compare some products.

        :param dict place: what the piece before returned, empty at first
        :return: where to go on, nothing at the end
        """
        if not place:
            return self._begin_stock() | {"start": 1, "read": 0, "after": 0}
        if place["start"]:
            return self._read_items(place)
        lines = self.env["quickbooks.stock.line"]
        began = fields.Datetime.to_datetime(place["began"])
        last = lines._compare_some(self.connection_id, began, place["after"], CHUNK)
        if last:
            return place | {"after": last}
        lines._finish(self.connection_id, began, place["balances"])
        return None

    def _begin_stock(self):
        """Return when it began, and what QuickBooks values its stock at."""
        began = fields.Datetime.now()
        accounts = self.env["quickbooks.stock.line"]._accounts_there(self.connection_id)
        ids = sorted({entry.qbo_id for entry in accounts.values()})
        counts = self.connection_id.pref_inventory
        self._commit()
        values, balances = {}, {}
        with self.connection_id._get_client() as client:
            if counts:
                values = read_values(client.report(_REPORT))
            for condition in query.where_in("Id", ids):
                for obj in client.query(query.select("Account", condition)):
                    balances[obj["Id"]] = str(obj.get("CurrentBalance") or 0)
        return {
            "began": fields.Datetime.to_string(began),
            "values": {id_: str(value) for id_, value in values.items()},
            "balances": balances,
        }

    def _read_items(self, place):
        start = place["start"]
        self._commit()
        with self.connection_id._get_client() as client:
            statement = query.select(
                "Item", query.equals("Type", "Inventory"), order_by="Id", start=start
            )
            items = client.query(statement)
        self.env["quickbooks.stock.line"]._take_items(
            self.connection_id,
            items,
            place["values"],
            fields.Datetime.to_datetime(place["began"]),
        )
        more = len(items) == PAGE_MAX_ROWS
        return place | {
            "start": start + PAGE_MAX_ROWS if more else 0,
            "read": start - 1 + len(items),
        }
