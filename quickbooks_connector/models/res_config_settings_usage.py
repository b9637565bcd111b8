from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """How much is read of QuickBooks, and how much of it the plan includes."""

    _inherit = "res.config.settings"

    quickbooks_read_budget = fields.Integer(
        related="quickbooks_connection_id.read_budget", readonly=False, groups=MANAGER
    )
    quickbooks_usage_share = fields.Float(
        related="quickbooks_connection_id.usage_share", groups=MANAGER
    )
    quickbooks_usage_note = fields.Char(
        related="quickbooks_connection_id.usage_note", groups=MANAGER
    )
