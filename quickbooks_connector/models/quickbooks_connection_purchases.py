from odoo import fields, models

from ..const import NOTING


class QuickbooksConnection(models.Model):
    """What QuickBooks gets of a purchase, and when."""

    _inherit = "quickbooks.connection"

    purchase_sent = fields.Selection(
        [
            ("order", "The purchase order"),
            ("bill", "The bill"),
            ("both", "The purchase order and the bill"),
        ],
        "What Is Sent of a Purchase",
        required=True,
        default="order",
        help="The accountant makes the bill of a purchase order in QuickBooks, and it "
        "comes back. Bills that belong to no purchase order go in any case.",
        prefetch=NOTING,
    )
    purchase_moment = fields.Selection(
        [
            ("invoiced", "Once it is fully billed"),
            ("confirmed", "When it is confirmed"),
        ],
        "Send Purchase Orders",
        required=True,
        default="invoiced",
    )
    purchase_cancelled = fields.Selection(
        [("close", "Close it"), ("delete", "Delete it")],
        "Cancelled Purchase Orders",
        required=True,
        default="close",
        help="What happens in QuickBooks to a purchase order that is cancelled here.",
    )
    purchase_tax_account_id = fields.Many2one(
        "quickbooks.reference",
        "Account of Tax on Purchases",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('classification', 'in', ('Expense', 'Asset', 'Liability'))]",
        help="In the US bills carry no tax in QuickBooks: it is a line of its own, of "
        "the account that it has in Odoo, or of this one where that is not matched.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "purchase_tax_account_id" in vals:
            for connection in self:
                connection._replay(("account_unmatched",))
        return result

    def _sends_orders(self):
        """Tell whether purchase orders are in QuickBooks, by the settings."""
        self.ensure_one()
        return self.purchase_order_direction != "off" and self.purchase_sent != "bill"

    def _sends_bills_of_orders(self):
        """Tell whether bills of purchase orders are sent.

        Where the order alone is sent, the accountant makes the bill from it there.
        """
        return not self._sends_orders() or self.purchase_sent == "both"
