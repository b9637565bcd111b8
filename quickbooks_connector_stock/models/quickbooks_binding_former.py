from odoo import fields, models


class QuickbooksBinding(models.Model):
    """Links to items that others have taken the place of."""

    _inherit = "quickbooks.binding"

    replaced_on = fields.Date(
        readonly=True,
        help="From this day on documents name another item for the product.",
    )
    qbo_name_before = fields.Char(
        readonly=True, help="What the item was called until then."
    )
    was_counted = fields.Boolean(
        readonly=True, help="QuickBooks kept the quantity of the item until then."
    )
