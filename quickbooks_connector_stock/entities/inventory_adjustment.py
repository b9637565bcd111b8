from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.quickbooks_connector.api import dumps_payload
from odoo.addons.quickbooks_connector.entities import lookup
from odoo.addons.quickbooks_connector.entities.cause import EntityError

from .quantity import said_quantity

_LINE = "ItemAdjustmentLineDetail"


class QuickbooksEntityInventoryAdjustment(models.AbstractModel):
    """What was counted, scrapped or made: changes of quantities that QuickBooks keeps.

    QuickBooks values them by its own layers of cost, and takes no value from outside.
    """

    _name = "quickbooks.entity.inventory.adjustment"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Inventory Adjustment"

    _qbo_entity = "InventoryAdjustment"
    _odoo_model = "quickbooks.stock.adjustment"
    # After the documents of the same run: what is bought is there before it is used up.
    _rank = 70
    _area = "stock"
    _imports = True
    _web_path = "inventoryadjustment?txnId={id}"

    def _get_label(self):
        return self.env._("inventory adjustment")

    # === WHICH ONES GO === #

    def _domain_sendable(self, connection):
        return Domain("connection_id", "=", connection.id)

    # === EXPORT === #

    def _export_operation(self, record, binding):
        if record._get_quantities():
            return super()._export_operation(record, binding)
        return "delete" if binding.qbo_id else None

    def _export_needs(self, record, connection):
        return [("Item", product) for product in record._get_quantities()]

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if not connection.pref_inventory:
            raise EntityError("stock_inventory_off")
        if lookup.is_closed(connection, record.date):
            closing = format_date(self.env, lookup.closing_date(connection))
            raise EntityError("closed_books", closing=closing)
        if not self._account_ref(record, connection):
            raise EntityError(
                "account_unmatched", use=self.env._("account for stock adjustments")
            )

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        values |= {
            "TxnDate": record.date.isoformat(),
            "AdjustAccountRef": self._account_ref(record, connection),
            "PrivateNote": record.operation or record.name,
            "Line": [
                {
                    "DetailType": _LINE,
                    _LINE: {
                        "ItemRef": self._ref("Item", product, connection),
                        "QtyDiff": said_quantity(change, product),
                    },
                }
                for product, change in sorted(
                    record._get_quantities().items(), key=lambda pair: pair[0].id
                )
            ],
        }
        return values

    def _account_ref(self, record, connection):
        """Return the account that the value is booked to, maybe none."""
        matched = lookup.matched_ref(connection, "Account", record.account_id)
        entry = connection.adjustment_account_id
        return matched or (entry and {"value": entry.qbo_id})

    def _describe(self, obj, connection):
        return self.env._("Products: %s.", len(obj.get("Line") or ()))

    # === IMPORT === #

    def _import_object(self, obj, binding, connection):
        """Keep what was counted in Odoo; it is said again, see `_says_otherwise`."""
        return binding._get_record()

    def _taken_vals(self, record, obj, binding, connection):
        said = {key: obj[key] for key in ("TxnDate", "Line") if key in obj}
        vals = super()._taken_vals(record, obj, binding, connection)
        return vals | {"synced_payload": dumps_payload(said)}

    def _says_otherwise(self, record, binding):
        values = self._export_values(record, binding.connection_id)
        return _changes(values) != _changes(binding._get_agreed())

    def _import_deleted(self, binding, connection):
        """Leave it out from now on; whoever syncs it by hand sends it anew."""
        record = binding._get_record()
        binding._forget_counterpart()
        binding.write(
            {
                "state": "skipped",
                "cause": "deleted_there",
                "cause_args": {"record": record.display_name},
            }
        )
        record._message_log(body=binding.message)


def _changes(obj):
    """Return what an adjustment says, to be compared."""
    return sorted(
        (detail["ItemRef"]["value"], Decimal(str(detail["QtyDiff"])))
        for line in obj.get("Line") or ()
        for detail in [line[_LINE]]
    )
