from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import NOTING

#: Room that the number of a payment needs beside the prefix.
_PREFIX_LIMIT = 10


class QuickbooksConnection(models.Model):
    """What is particular to payments."""

    _inherit = "quickbooks.connection"

    sync_hand_payments = fields.Boolean(
        "Sync Payments Entered by Hand",
        default=True,
        help="The default of the tick on each payment; it can be changed there until "
        "QuickBooks has the payment.",
        prefetch=NOTING,
    )
    write_off_account_id = fields.Many2one(
        "account.account",
        "Account for Write-offs of QuickBooks",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_other', 'income', "
        "'income_other'))]",
        help="What settles a document in QuickBooks without money or a credit that "
        "Odoo has, such as a journal entry, is posted here. Empty: the payment waits.",
    )
    payment_prefix = fields.Char(
        "Prefix of Payment References",
        default="ODOO-",
        help="Payments made in Odoo carry it, and their number, in QuickBooks.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("write_off_account_id"):
            for connection in self:
                connection._replay(("credit_in_payment",))
        return result

    @api.constrains("payment_prefix")
    def _check_payment_prefix(self):
        for connection in self:
            if len(connection.payment_prefix or "") > _PREFIX_LIMIT:
                raise ValidationError(
                    self.env._(
                        "Choose a prefix of payment references of %s characters at "
                        "most: QuickBooks has room for 21 in all.",
                        _PREFIX_LIMIT,
                    )
                )
