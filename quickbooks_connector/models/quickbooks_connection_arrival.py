from odoo import fields, models


class QuickbooksConnection(models.Model):
    """How documents arrive that were made in QuickBooks."""

    _inherit = "quickbooks.connection"

    arrival = fields.Selection(
        [("posted", "Confirmed"), ("draft", "As drafts")],
        "Documents from QuickBooks Arrive",
        required=True,
        default="posted",
        help="What is made in QuickBooks is confirmed in Odoo at once, or left as a "
        "draft for somebody to look at.",
    )
