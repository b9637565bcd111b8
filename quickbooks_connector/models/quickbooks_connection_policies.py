from odoo import fields, models

_POLICIES = [
    ("odoo", "Odoo wins"),
    ("quickbooks", "QuickBooks wins"),
    ("ask", "Ask"),
]


class QuickbooksConnection(models.Model):
    """Who is right when the same thing was changed on both sides.

    An entity names its field in ``_policy_field``. What does not clash is brought
    together whatever is chosen here, and the values that are not kept stay in the log.
    """

    _inherit = "quickbooks.connection"

    customer_policy = fields.Selection(
        _POLICIES, "Customers Changed on Both Sides", required=True, default="ask"
    )
    vendor_policy = fields.Selection(
        _POLICIES, "Vendors Changed on Both Sides", required=True, default="ask"
    )
    product_policy = fields.Selection(
        _POLICIES, "Products Changed on Both Sides", required=True, default="odoo"
    )
    sale_policy = fields.Selection(
        _POLICIES, "Sales Documents Changed on Both Sides", required=True, default="ask"
    )
    purchase_policy = fields.Selection(
        _POLICIES,
        "Purchase Documents Changed on Both Sides",
        required=True,
        default="ask",
    )
    payment_policy = fields.Selection(
        _POLICIES, "Payments Changed on Both Sides", required=True, default="odoo"
    )
