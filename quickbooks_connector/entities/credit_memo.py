from odoo import models
from odoo.fields import Domain

from . import receipts
from .cause import EntityError


class QuickbooksEntityCreditMemo(models.AbstractModel):
    """A posted customer credit note.

    QuickBooks lets no app void a credit memo: one that is cancelled is deleted, and
    comes as a new one when it is posted again.
    """

    _name = "quickbooks.entity.credit.memo"
    _inherit = "quickbooks.entity.sales.document"
    _description = "QuickBooks Credit Memo"

    _qbo_entity = "CreditMemo"
    _rank = 45
    _imports = True
    _move_types = ("out_refund",)
    _web_path = "creditmemo?txnId={id}"

    def _get_label(self):
        return self.env._("credit memo")

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) & ~receipts.IS_RECEIPT

    def _domain_moment(self, connection):
        # What was paid at the moment of sale may be paid back, and then is another
        # document: that is known once the credit is used.
        return super()._domain_moment(connection) & receipts.NOT_TO_PAY_BACK

    def _domain_invoiced(self, connection):
        # A credited order has something to invoice again. What counts is whether
        # QuickBooks has, or was denied, what is credited.
        return Domain("reversed_entry_id", "=", False) | Domain(
            "reversed_entry_id.qbo_binding_ids.connection_id", "in", connection.ids
        )

    def _why_not_sent(self, record, connection):
        why = super()._why_not_sent(record, connection)
        if why and not record.filtered_domain(receipts.NOT_TO_PAY_BACK):
            receipt = record.reversed_entry_id.display_name
            return EntityError("not_paid_back_yet", receipt=receipt)
        return why

    def _export_operation(self, record, binding):
        if record.state != "cancel":
            return super()._export_operation(record, binding)
        return "delete" if binding.qbo_id else None

    def _compares_balance(self, obj):
        # QuickBooks may apply it at once to what is open.
        return False
