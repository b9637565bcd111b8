from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """How documents arrive that were made in QuickBooks."""

    _inherit = "res.config.settings"

    quickbooks_arrival = fields.Selection(
        related="quickbooks_connection_id.arrival", readonly=False, groups=MANAGER
    )
