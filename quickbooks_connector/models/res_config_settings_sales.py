from odoo import fields, models

from .quickbooks_connection import MANAGER


def _setting(fname, **kwargs):
    """Return the twin of a field of the connection."""
    return {
        "related": f"quickbooks_connection_id.{fname}",
        "readonly": False,
        "groups": MANAGER,
        **kwargs,
    }


class ResConfigSettings(models.TransientModel):
    """How documents of the sales side are said in QuickBooks."""

    _inherit = "res.config.settings"

    quickbooks_receipt_way = fields.Selection(
        **_setting("receipt_way", string="QuickBooks: Paid at the Moment of Sale")
    )
    quickbooks_discount_way = fields.Selection(
        **_setting("discount_way", string="QuickBooks: Discount Lines")
    )
    quickbooks_discount_item_id = fields.Many2one(
        **_setting("discount_item_id", string="QuickBooks: Product for Discounts")
    )
    quickbooks_number_way = fields.Selection(
        **_setting("number_way", string="QuickBooks: Document Numbers")
    )
    quickbooks_closed_way = fields.Selection(
        **_setting("closed_way", string="QuickBooks: Closed Books")
    )
    quickbooks_difference_way = fields.Selection(
        **_setting("difference_way", string="QuickBooks: Differences in Totals")
    )
    quickbooks_difference_limit = fields.Monetary(
        **_setting("difference_limit", currency_field="quickbooks_currency_id")
    )
    quickbooks_currency_id = fields.Many2one(
        string="QuickBooks: Currency",
        related="quickbooks_connection_id.company_currency_id",
        groups=MANAGER,
    )
    quickbooks_us_tax_way = fields.Selection(
        **_setting("us_tax_way", string="QuickBooks: Sales Tax in the US")
    )
    quickbooks_review_request = fields.Boolean(**_setting("review_request"))
    quickbooks_review_template_id = fields.Many2one(**_setting("review_template_id"))
