from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """What QuickBooks gets of a purchase, and when."""

    _inherit = "res.config.settings"

    quickbooks_purchase_sent = fields.Selection(
        related="quickbooks_connection_id.purchase_sent",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_purchase_moment = fields.Selection(
        related="quickbooks_connection_id.purchase_moment",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_purchase_cancelled = fields.Selection(
        related="quickbooks_connection_id.purchase_cancelled",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_purchase_tax_account_id = fields.Many2one(
        related="quickbooks_connection_id.purchase_tax_account_id",
        readonly=False,
        groups=MANAGER,
    )
