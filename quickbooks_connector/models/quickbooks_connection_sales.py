from odoo import fields, models

from ..sync.policy import CLOSED

#: Causes of what waits, by the setting whose change mends them.
_MENDED = {
    "receipt_way": ("not_paid_yet",),
    "discount_item_id": ("account_unmatched",),
    "number_way": ("number_taken",),
    "closed_way": (*CLOSED, "lock_date"),
    "difference_way": ("total_before", "total_differs", "tax_differs"),
    "difference_limit": ("total_before", "total_differs", "tax_differs"),
    "us_tax_way": ("tax_differs", "total_differs"),
}


class QuickbooksConnection(models.Model):
    """How documents of the sales side are said in QuickBooks."""

    _inherit = "quickbooks.connection"

    receipt_way = fields.Selection(
        [
            ("receipt", "One sales receipt"),
            ("invoice", "An invoice and its payment"),
        ],
        "Paid at the Moment of Sale",
        required=True,
        default="receipt",
        help="What an order becomes that is paid online before it is invoiced. What is "
        "in QuickBooks already stays what it is.",
    )
    discount_way = fields.Selection(
        [
            ("document", "One line for the document"),
            ("line", "A line below each discounted line"),
            ("net", "Net prices"),
        ],
        "Discount Lines",
        required=True,
        default="document",
        help="Where one line for all would move tax between lines that are taxed "
        "differently, the lines carry net prices.",
    )
    discount_item_id = fields.Many2one(
        "product.product",
        "Product for Discounts",
        check_company=True,
        help="Stands in QuickBooks for the line below a discounted one. Empty: the "
        "product for lines without one.",
    )
    number_way = fields.Selection(
        [("odoo", "Odoo's number"), ("quickbooks", "QuickBooks' own number")],
        "Document Numbers",
        required=True,
        default="odoo",
        help="Odoo's number stands in the memo where QuickBooks has another.",
    )
    closed_way = fields.Selection(
        [("hold", "Hold it"), ("next", "Date it to the next open day")],
        "Documents in Closed Books",
        required=True,
        default="hold",
        help="What is in the books already keeps its date and is held.",
    )
    difference_way = fields.Selection(
        [("hold", "Hold the document"), ("balance", "Balance it by a line")],
        "Differences in Totals",
        required=True,
        default="hold",
        help="What happens when QuickBooks totals a document otherwise than Odoo.",
    )
    difference_limit = fields.Monetary(
        "Balanced up to",
        default=0.05,
        currency_field="company_currency_id",
        help="What differs by more, in the currency of the document, is held.",
    )
    company_currency_id = fields.Many2one(
        string="Company Currency", related="company_id.currency_id"
    )
    us_tax_way = fields.Selection(
        [
            ("odoo", "Send Odoo's tax"),
            ("quickbooks", "QuickBooks computes the tax"),
        ],
        "Sales Tax in the US",
        required=True,
        default="odoo",
        help="In the US. Either way the tax on both sides is compared afterwards.",
    )

    _difference_limit_positive = models.Constraint(
        "CHECK(difference_limit >= 0)",
        "Enter the largest difference that a line may balance, 0 or more.",
    )

    def write(self, vals):
        result = super().write(vals)
        mended = {c for fname, cs in _MENDED.items() if fname in vals for c in cs}
        if mended:
            for connection in self:
                connection._replay(mended)
        return result
