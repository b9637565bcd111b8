from odoo import fields, models


class QuickbooksConnection(models.Model):
    _inherit = "quickbooks.connection"

    undo_payments = fields.Boolean(
        "Undo Payments in Odoo",
        help="Payments that QuickBooks has may be reset, cancelled and reversed here, "
        "and QuickBooks follows. Otherwise they are undone in QuickBooks, and Odoo "
        "follows.",
    )
