from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """What contacts become in QuickBooks."""

    _inherit = "res.config.settings"

    quickbooks_people_mode = fields.Selection(
        related="quickbooks_connection_id.people_mode", readonly=False, groups=MANAGER
    )
