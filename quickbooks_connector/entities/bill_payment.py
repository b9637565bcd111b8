from odoo import models

from . import convert, lookup
from .cause import EntityError


class QuickbooksEntityBillPayment(models.AbstractModel):
    """A payment made to a vendor, from a bank account or by credit card."""

    _name = "quickbooks.entity.bill.payment"
    _inherit = ["quickbooks.entity.payment.money", "quickbooks.entity.payment.vendor"]
    _description = "QuickBooks Bill Payment"

    _qbo_entity = "BillPayment"

    def _account_of(self, obj):
        account = convert.get(obj, "CheckPayment.BankAccountRef.value")
        card = convert.get(obj, "CreditCardPayment.CCAccountRef.value")
        return "PaidFrom", account or card

    def _add_account(self, values, record, connection, before):
        if record.qbo_is_theirs and self._journal(before, connection) == (
            record.journal_id
        ):
            # QuickBooks knows more accounts than Odoo has journals.
            keys = ("PayType", "CheckPayment", "CreditCardPayment")
            values |= {key: before[key] for key in keys if key in before}
            return
        journal = record.journal_id
        entry = lookup.matched(connection, "PaidFrom", journal).get(journal.id)
        if not entry:
            raise EntityError("paid_from_unmatched", journal=journal.display_name)
        ref = {"value": entry.qbo_id}
        if entry.account_type == "Credit Card":
            values["PayType"] = "CreditCard"
            values["CreditCardPayment"] = {"CCAccountRef": ref}
            if self._rest(values):
                raise EntityError("card_not_applied")
        else:
            values["PayType"] = "Check"
            values["CheckPayment"] = {"BankAccountRef": ref}

    def _goes_in_steps(self, values):
        # What is paid by card is applied as a whole.
        return values["PayType"] != "CreditCard"
