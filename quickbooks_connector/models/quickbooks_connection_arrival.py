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
    walk_in_partner_id = fields.Many2one(
        "res.partner",
        "Customer of Receipts Without One",
        check_company=True,
        help="Sales receipts of QuickBooks need not name a customer; Odoo's do.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("walk_in_partner_id"):
            for connection in self:
                connection._replay(("nobody_bought",))
        return result
