from odoo import models

from .cause import EntityError


class QuickbooksEntityRefundReceipt(models.AbstractModel):
    """A credit note over a sales receipt whose money was paid back.

    QuickBooks lets no app void one: cancelled here it is deleted there.
    """

    _name = "quickbooks.entity.refund.receipt"
    _inherit = "quickbooks.entity.sales.receipt"
    _description = "QuickBooks Refund Receipt"

    _qbo_entity = "RefundReceipt"
    _rank = 45
    _move_types = ("out_refund",)
    _web_path = "refundreceipt?txnId={id}"
    _unpaid_cause = "refund_undone"

    def _get_label(self):
        return self.env._("refund receipt")

    def _domain_invoiced(self, connection):
        # It was paid back: there is nothing to wait for.
        return self.env["quickbooks.entity.credit.memo"]._domain_invoiced(connection)

    def _export_operation(self, record, binding):
        if record.state != "cancel":
            return super()._export_operation(record, binding)
        return "delete" if binding.qbo_id else None

    def _money_account(self, payments, record, connection):
        account = super()._money_account(payments, record, connection)
        if not account:
            # QuickBooks has to be told where the money came from.
            raise EntityError("refund_account_unknown")
        return account
