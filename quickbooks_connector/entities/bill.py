from odoo import models
from odoo.fields import Domain

from . import lookup


class QuickbooksEntityBill(models.AbstractModel):
    """A posted vendor bill."""

    _name = "quickbooks.entity.bill"
    _inherit = "quickbooks.entity.purchase.document"
    _description = "QuickBooks Bill"

    _qbo_entity = "Bill"
    _move_types = ("in_invoice",)
    _web_path = "bill?txnId={id}"

    def _get_label(self):
        return self.env._("bill")

    # === MOMENT === #

    def _domain_moment(self, connection):
        moment = super()._domain_moment(connection)
        if connection._sends_bills_of_orders():
            return moment
        return moment & ~Domain("invoice_line_ids.purchase_line_id", "!=", False)

    def _later_cause(self, connection):
        return "billed_there"

    # === EXPORT === #

    def _add_header(self, values, record, connection):
        super()._add_header(values, record, connection)
        if record.invoice_date_due:
            values["DueDate"] = record.invoice_date_due.isoformat()
        ref = lookup.matched_ref(connection, "Term", record.invoice_payment_term_id)
        if ref:
            values["SalesTermRef"] = ref

    def _order_line(self, line, connection):
        order_line = line.purchase_line_id
        if not order_line or self.env.context.get("quickbooks_unplaced"):
            return super()._order_line(line, connection)
        binding = order_line.order_id._quickbooks_binding("PurchaseOrder", connection)
        there = (binding.qbo_lines or {}).get(str(order_line.id))
        return (binding.qbo_id, there) if binding.qbo_id and there else None
