from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """When both ledgers are compared by themselves."""

    _inherit = "res.config.settings"

    quickbooks_compares_monthly = fields.Boolean(
        related="quickbooks_connection_id.compares_monthly",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_comparison_day = fields.Integer(
        related="quickbooks_connection_id.comparison_day",
        readonly=False,
        groups=MANAGER,
    )
