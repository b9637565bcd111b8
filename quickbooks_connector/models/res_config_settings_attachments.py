from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """What goes along with documents."""

    _inherit = "res.config.settings"

    quickbooks_attachment_direction = fields.Selection(
        string="QuickBooks Direction of Attachments",
        related="quickbooks_connection_id.attachment_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_send_pdf = fields.Boolean(
        string="Attach the PDF in QuickBooks",
        related="quickbooks_connection_id.send_pdf",
        readonly=False,
        groups=MANAGER,
    )
