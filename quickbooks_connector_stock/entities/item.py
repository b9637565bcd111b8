from odoo import models


class QuickbooksEntityItem(models.AbstractModel):
    """Which products are stocked, where Odoo keeps a stock."""

    _inherit = "quickbooks.entity.item"

    def _is_stocked(self, record):
        return record.is_storable

    def _import_type(self, vals, obj):
        super()._import_type(vals, obj)
        vals["is_storable"] = obj.get("Type") == "Inventory"
