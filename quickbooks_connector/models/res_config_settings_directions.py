from odoo import fields, models

from .quickbooks_connection import MANAGER


class ResConfigSettings(models.TransientModel):
    """Which way each kind goes, and who is right when both sides changed."""

    _inherit = "res.config.settings"

    quickbooks_customer_direction = fields.Selection(
        string="QuickBooks Direction of Customers",
        related="quickbooks_connection_id.customer_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_vendor_direction = fields.Selection(
        string="QuickBooks Direction of Vendors",
        related="quickbooks_connection_id.vendor_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_product_direction = fields.Selection(
        string="QuickBooks Direction of Products",
        related="quickbooks_connection_id.product_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_invoice_direction = fields.Selection(
        string="QuickBooks Direction of Sales Documents",
        related="quickbooks_connection_id.invoice_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_estimate_direction = fields.Selection(
        string="QuickBooks Direction of Quotations",
        related="quickbooks_connection_id.estimate_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_payment_direction = fields.Selection(
        string="QuickBooks Direction of Customer Payments",
        related="quickbooks_connection_id.payment_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_purchase_order_direction = fields.Selection(
        string="QuickBooks Direction of Purchase Orders",
        related="quickbooks_connection_id.purchase_order_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_bill_direction = fields.Selection(
        string="QuickBooks Direction of Vendor Bills",
        related="quickbooks_connection_id.bill_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_bill_payment_direction = fields.Selection(
        string="QuickBooks Direction of Vendor Payments",
        related="quickbooks_connection_id.bill_payment_direction",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_customer_policy = fields.Selection(
        related="quickbooks_connection_id.customer_policy",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_vendor_policy = fields.Selection(
        related="quickbooks_connection_id.vendor_policy", readonly=False, groups=MANAGER
    )
    quickbooks_product_policy = fields.Selection(
        related="quickbooks_connection_id.product_policy",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_sale_policy = fields.Selection(
        related="quickbooks_connection_id.sale_policy", readonly=False, groups=MANAGER
    )
    quickbooks_purchase_policy = fields.Selection(
        related="quickbooks_connection_id.purchase_policy",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_payment_policy = fields.Selection(
        related="quickbooks_connection_id.payment_policy",
        readonly=False,
        groups=MANAGER,
    )
