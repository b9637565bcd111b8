from odoo import fields, models

_BOTH_WAYS = [
    ("both", "Both ways"),
    ("out", "Odoo → QuickBooks"),
    ("in", "QuickBooks → Odoo"),
    ("off", "Not synced"),
]


class QuickbooksConnection(models.Model):
    """Which kinds of record are synced, and which way.

    An entity names its field in ``_direction_field``; mark, push and pull ask the
    entity and know none of these names. Closing a way loses nothing: what waits, and
    what is edited meanwhile, goes on when the way is opened again.
    """

    _inherit = "quickbooks.connection"

    customer_direction = fields.Selection(
        _BOTH_WAYS,
        "Customers",
        required=True,
        default="both",
        help="Which way new customers and changes go.",
    )
    vendor_direction = fields.Selection(
        _BOTH_WAYS,
        "Vendors",
        required=True,
        default="both",
        help="Which way new vendors and changes go.",
    )
    product_direction = fields.Selection(
        _BOTH_WAYS,
        "Products",
        required=True,
        default="both",
        help="Which way new products and changes go.",
    )
    invoice_direction = fields.Selection(
        [("out", "Odoo → QuickBooks"), ("off", "Not synced")],
        "Customer Invoices",
        required=True,
        default="out",
        help="Invoices are written in Odoo and sent to QuickBooks.",
    )
    payment_direction = fields.Selection(
        [("in", "QuickBooks → Odoo"), ("off", "Not synced")],
        "Customer Payments",
        required=True,
        default="in",
        help="Payments are received in QuickBooks and settle the invoices in Odoo.",
    )

    def write(self, vals):
        result = super().write(vals)
        if any(fname.endswith("_direction") for fname in vals):
            for connection in self:
                connection._replay(("kind_not_sent",))
        return result
