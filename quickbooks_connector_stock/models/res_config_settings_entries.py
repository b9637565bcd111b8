from odoo import fields, models

from odoo.addons.quickbooks_connector.models.quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """Whether the value of the stock goes to QuickBooks."""

    _inherit = "res.config.settings"

    quickbooks_stock_entries = fields.Boolean(
        related="quickbooks_connection_id.stock_entries", readonly=False, groups=MANAGER
    )
    quickbooks_stock_entries_through = fields.Date(
        related="quickbooks_connection_id.stock_entries_through", groups=MANAGER
    )
