from odoo import fields, models


class QuickbooksBinding(models.Model):
    """What somebody, or the settings, decided about a document that was held."""

    _inherit = "quickbooks.binding"

    balance = fields.Char(
        help="What a line in QuickBooks makes up for, because QuickBooks computes "
        "otherwise than Odoo: a number in the document's currency."
    )
    is_redated = fields.Boolean(
        "Dated Otherwise",
        help="Somebody chose to date it to the next open day of QuickBooks' books.",
    )
