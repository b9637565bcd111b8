from odoo import fields, models

from ..const import NOTING
from .quickbooks_connection_directions import _BOTH_WAYS


class QuickbooksConnection(models.Model):
    """Whether the files of documents are shared, and the printed document with them."""

    _inherit = "quickbooks.connection"

    attachment_direction = fields.Selection(
        _BOTH_WAYS,
        "Attachments",
        required=True,
        default="both",
        help="Which way the files of documents go. What is removed on one side stays "
        "on the other.",
        prefetch=NOTING,
    )
    send_pdf = fields.Boolean(
        "Attach the PDF",
        help="The PDF of each invoice and credit note goes to QuickBooks with it, and "
        "is replaced when the document changes.",
    )
