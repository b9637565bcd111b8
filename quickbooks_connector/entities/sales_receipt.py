from odoo import models

from . import lookup, receipts
from .cause import EntityError


class QuickbooksEntitySalesReceipt(models.AbstractModel):
    """A sale that was paid at once: one document with its money in it.

    The method and the account are those of the payments in Odoo. QuickBooks knows one
    of each: payments through journals of several accounts can't be one receipt.
    """

    _name = "quickbooks.entity.sales.receipt"
    _inherit = "quickbooks.entity.sales.document"
    _description = "QuickBooks Sales Receipt"

    _qbo_entity = "SalesReceipt"
    _imports = True
    _move_types = ("out_invoice", "out_receipt")
    _web_path = "salesreceipt?txnId={id}"

    def _get_label(self):
        return self.env._("sales receipt")

    # === WHICH, AND WHEN === #

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) & receipts.IS_RECEIPT

    def _domain_moment(self, connection):
        return super()._domain_moment(connection) & receipts.PAID

    def _why_not_sent(self, record, connection):
        why = super()._why_not_sent(record, connection)
        if why and why.cause == "before_start":
            return why
        if not record.filtered_domain(self._domain_sendable(connection)):
            return why
        if not record.filtered_domain(receipts.PAID):
            return EntityError(self._unpaid_cause)
        return why

    #: Why a receipt without its money waits.
    _unpaid_cause = "not_paid_yet"

    def _export_ready(self, record, connection):
        # Cancelled is cancelled, whatever became of the money.
        if record.state == "cancel":
            return True
        paid = bool(record.filtered_domain(receipts.PAID))
        return super()._export_ready(record, connection) and paid

    def _export_operation(self, record, binding):
        if record.state != "cancel":
            return super()._export_operation(record, binding)
        # What QuickBooks holds after a void is nothing that was sent.
        return "void" if binding.qbo_id and binding.synced_payload else None

    # === THE MONEY IN IT === #

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        self._add_money(values, record, connection)
        return values

    def _add_money(self, values, record, connection):
        """Add where the money went and how it was paid."""
        payments = record._quickbooks_money()
        account = self._money_account(payments, record, connection)
        if account:
            values["DepositToAccountRef"] = account
        method = payments[:1].payment_method_line_id
        ref = lookup.matched_ref(connection, "PaymentMethod", method)
        if ref:
            values["PaymentMethodRef"] = ref
        reference = payments[:1].memo or payments[:1].name
        if reference:
            values["PaymentRefNum"] = reference[:21]

    def _money_account(self, payments, record, connection):
        """Return the one account of ``payments``; none: QuickBooks' own for deposits.

        :raise EntityError: a journal has no account there, or several have different
        """
        accounts = lookup.matched(connection, "Deposit", payments.journal_id)
        for journal in payments.journal_id:
            if journal.id not in accounts:
                raise EntityError("journal_unmatched", journal=journal.display_name)
        entries = set(accounts.values())
        if len(entries) > 1:
            names = ", ".join(sorted(payments.journal_id.mapped("display_name")))
            raise EntityError("receipt_accounts", journals=names)
        return {"value": entries.pop().qbo_id} if entries else None

    def _compares_balance(self, obj):
        # It has no balance: its money is in it.
        return False
