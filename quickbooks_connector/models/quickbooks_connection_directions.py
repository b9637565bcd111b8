from odoo import fields, models

from ..const import NOTING

_BOTH_WAYS = [
    ("both", "Both ways"),
    ("out", "Odoo → QuickBooks"),
    ("in", "QuickBooks → Odoo"),
    ("off", "Not synced"),
]
_ORDERS = [
    ("both", "Both ways"),
    ("out", "Odoo → QuickBooks"),
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
        prefetch=NOTING,
    )
    vendor_direction = fields.Selection(
        _BOTH_WAYS,
        "Vendors",
        required=True,
        default="both",
        help="Which way new vendors and changes go.",
        prefetch=NOTING,
    )
    product_direction = fields.Selection(
        _BOTH_WAYS,
        "Products",
        required=True,
        default="both",
        help="Which way new products and changes go.",
        prefetch=NOTING,
    )
    invoice_direction = fields.Selection(
        _BOTH_WAYS,
        "Sales Documents",
        required=True,
        default="both",
        help="Invoices, credit notes and receipts: which way new ones and changes go.",
        prefetch=NOTING,
    )
    estimate_direction = fields.Selection(
        _ORDERS,
        "Quotations",
        required=True,
        default="off",
        help="Quotations are estimates in QuickBooks. Both ways: what is changed there "
        "is changed here too; new ones are made here.",
        prefetch=NOTING,
    )
    payment_direction = fields.Selection(
        _BOTH_WAYS,
        "Customer Payments",
        required=True,
        default="both",
        help="Where customers' payments are registered: the other system follows.",
        prefetch=NOTING,
    )
    purchase_order_direction = fields.Selection(
        _ORDERS,
        "Purchase Orders",
        required=True,
        default="out",
        help="Purchase orders are sent, ready to be copied to a bill in QuickBooks. "
        "Both ways: what is changed there is changed here too; new ones are made here.",
        prefetch=NOTING,
    )
    bill_direction = fields.Selection(
        _BOTH_WAYS,
        "Vendor Bills",
        required=True,
        default="both",
        help="Bills and vendor credits: which way new ones and changes go.",
        prefetch=NOTING,
    )
    bill_payment_direction = fields.Selection(
        _BOTH_WAYS,
        "Vendor Payments",
        required=True,
        default="both",
        help="Where bills are paid: the other system follows.",
        prefetch=NOTING,
    )

    def write(self, vals):
        result = super().write(vals)
        if any(fname.endswith("_direction") for fname in vals):
            for connection in self:
                connection._replay(("kind_not_sent", "waits_there"))
        return result
