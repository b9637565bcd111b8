from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """How products are shown in QuickBooks, and who counts them."""

    _inherit = "res.config.settings"

    quickbooks_inventory_owner = fields.Selection(
        related="quickbooks_connection_id.inventory_owner",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_asset_account_id = fields.Many2one(
        related="quickbooks_connection_id.asset_account_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_cogs_account_id = fields.Many2one(
        related="quickbooks_connection_id.cogs_account_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_send_categories = fields.Boolean(
        related="quickbooks_connection_id.send_categories",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_has_categories = fields.Boolean(
        related="quickbooks_connection_id.has_categories", groups=MANAGER
    )
