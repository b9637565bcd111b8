from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """Where payments are undone."""

    _inherit = "res.config.settings"

    quickbooks_undo_payments = fields.Boolean(
        related="quickbooks_connection_id.undo_payments",
        string="QuickBooks: Undo Payments in Odoo",
        readonly=False,
        groups=MANAGER,
    )
