from odoo import fields, models

from odoo.addons.quickbooks_connector.models.quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """How quantities are shared."""

    _inherit = "res.config.settings"

    quickbooks_inventory_start = fields.Date(
        related="quickbooks_connection_id.inventory_start",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_adjustment_grouping = fields.Selection(
        related="quickbooks_connection_id.adjustment_grouping",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_adjustment_account_id = fields.Many2one(
        related="quickbooks_connection_id.adjustment_account_id",
        readonly=False,
        groups=MANAGER,
    )

    def action_quickbooks_change_owner(self):
        """Ask before somebody else counts the stock."""
        return self.quickbooks_connection_id.action_change_owner()
