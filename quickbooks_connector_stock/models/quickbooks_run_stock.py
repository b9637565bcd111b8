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
        """Read the values, then the items page by page, then compare some products."""
        lines = self.env["quickbooks.stock.line"]
        if not self.place:
            self.place = self._begin_stock() | {"start": 1, "after": 0}
        elif self.place["start"]:
            self._read_items(lines)
        else:
            began = fields.Datetime.to_datetime(self.place["began"])
            last = lines._compare_some(
                self.connection_id, began, self.place["after"], CHUNK
            )
            if not last:
                lines._finish(self.connection_id, began, self.place["balances"])
                self.outcome = lines._word_outcome(self.connection_id)
                return False
            self.place = self.place | {"after": last}
        return True

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

    def _read_items(self, lines):
        start = self.place["start"]
        self._commit()
        with self.connection_id._get_client() as client:
            statement = query.select(
                "Item", query.equals("Type", "Inventory"), order_by="Id", start=start
            )
            items = client.query(statement)
        began = fields.Datetime.to_datetime(self.place["began"])
        lines._take_items(self.connection_id, items, self.place["values"], began)
        more = len(items) == PAGE_MAX_ROWS
        self.done_count = start - 1 + len(items)
        self.place = self.place | {"start": start + PAGE_MAX_ROWS if more else 0}
