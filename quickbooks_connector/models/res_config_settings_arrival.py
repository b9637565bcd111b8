from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """How documents arrive that were made in QuickBooks."""

    _inherit = "res.config.settings"

    quickbooks_arrival = fields.Selection(
        related="quickbooks_connection_id.arrival", readonly=False, groups=MANAGER
    )
    quickbooks_walk_in_partner_id = fields.Many2one(
        related="quickbooks_connection_id.walk_in_partner_id",
        readonly=False,
        groups=MANAGER,
    )
