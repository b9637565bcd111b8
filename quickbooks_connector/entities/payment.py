from odoo import models

from . import convert, lookup


class QuickbooksEntityPayment(models.AbstractModel):
    """A payment received from a customer."""

    _name = "quickbooks.entity.payment"
    _inherit = ["quickbooks.entity.payment.money", "quickbooks.entity.payment.customer"]
    _description = "QuickBooks Payment"

    _qbo_entity = "Payment"

    def _account_of(self, obj):
        return "Deposit", convert.get(obj, "DepositToAccountRef.value")

    def _add_account(self, values, record, connection, before):
        if record.qbo_is_theirs and self._journal(before, connection) == (
            record.journal_id
        ):
            # QuickBooks knows more accounts than Odoo has journals.
            deposit = before.get("DepositToAccountRef")
        else:
            deposit = lookup.matched_ref(connection, "Deposit", record.journal_id)
        if deposit:
            values["DepositToAccountRef"] = deposit
        method = self._said_method(record, connection, before)
        if method:
            values["PaymentMethodRef"] = method

    def _said_method(self, record, connection, before):
        """Return the payment method as QuickBooks names it, maybe nothing."""
        line = record.payment_method_line_id
        if record.qbo_is_theirs:
            if self._method_line(before, record.journal_id, connection) == line:
                return before.get("PaymentMethodRef")
        return lookup.matched_ref(connection, "PaymentMethod", line)
