from odoo import fields, models


class QuickbooksConnection(models.Model):
    """What contacts become in QuickBooks."""

    _inherit = "quickbooks.connection"

    people_mode = fields.Selection(
        [
            ("own", "Customers of their own, billed with their company"),
            ("company", "Only their company is a customer"),
        ],
        "People of Companies",
        required=True,
        default="own",
        help="What a person of a company is in QuickBooks. Whoever is a customer there "
        "already stays one.",
    )
