from odoo import models

from . import lookup, receipts


class QuickbooksEntityInvoice(models.AbstractModel):
    """A posted customer invoice."""

    _name = "quickbooks.entity.invoice"
    _inherit = "quickbooks.entity.sales.document"
    _description = "QuickBooks Invoice"

    _qbo_entity = "Invoice"
    _imports = True
    _move_types = ("out_invoice",)
    _web_path = "invoice?txnId={id}"

    def _get_label(self):
        return self.env._("invoice")

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) & ~receipts.IS_RECEIPT

    def _export_operation(self, record, binding):
        if record.state != "cancel":
            return super()._export_operation(record, binding)
        # What QuickBooks holds after a void is nothing that was sent.
        return "void" if binding.qbo_id and binding.synced_payload else None

    def _add_header(self, values, record, connection):
        super()._add_header(values, record, connection)
        links = self._get_links(record, connection)
        if links:
            values["LinkedTxn"] = links
        if record.invoice_date_due:
            values["DueDate"] = record.invoice_date_due.isoformat()
        terms = record.invoice_payment_term_id
        ref = lookup.matched_ref(connection, "Term", terms)
        if ref:
            values["SalesTermRef"] = ref

    def _get_links(self, record, connection):
        """Return the links to the estimates that the invoice was made from.

        QuickBooks closes an estimate by its first invoice: later ones of the same
        order are not linked.
        """
        links = []
        for order in record.invoice_line_ids.sale_line_ids.order_id:
            binding = order._quickbooks_binding("Estimate", connection)
            invoices = order.invoice_ids.filtered(
                lambda move: move.move_type == "out_invoice" and move.state == "posted"
            )
            if binding.qbo_id and invoices.sorted("id")[:1] == record:
                links.append({"TxnId": binding.qbo_id, "TxnType": "Estimate"})
        return links
