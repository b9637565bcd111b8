from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """What is particular to payments."""

    _inherit = "res.config.settings"

    quickbooks_sync_hand_payments = fields.Boolean(
        related="quickbooks_connection_id.sync_hand_payments",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_write_off_account_id = fields.Many2one(
        related="quickbooks_connection_id.write_off_account_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_payment_prefix = fields.Char(
        related="quickbooks_connection_id.payment_prefix",
        readonly=False,
        groups=MANAGER,
    )
