from odoo import api, models


class QuickbooksConnection(models.Model):
    """What the Overview tells of the stock."""

    _inherit = "quickbooks.connection"

    @api.model
    def _get_areas(self):
        return super()._get_areas() | {"stock": self.env._("Inventory")}
