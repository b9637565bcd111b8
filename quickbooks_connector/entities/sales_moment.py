"""At which moment documents of the sales side are sent."""

from odoo import models
from odoo.fields import Domain

#: Invoices without an order have nothing to wait for.
_NOTHING_LEFT_TO_INVOICE = ~Domain(
    "invoice_line_ids.sale_line_ids.order_id",
    "any",
    [("state", "!=", "cancel"), ("invoice_status", "in", ("no", "to invoice"))],
)

#: Why a document is sent later, by the moment of the settings.
_LATER = {"sent": "not_sent_yet", "invoiced": "not_invoiced_yet"}


class QuickbooksEntitySalesDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.sales.document"

    def _domain_moment(self, connection):
        moments = {
            "posted": Domain.TRUE,
            "sent": Domain("is_move_sent", "=", True),
            "invoiced": self._domain_invoiced(connection),
            "hand": Domain.FALSE,
        }
        return moments[connection.send_moment]

    def _domain_invoiced(self, connection):
        """Return the domain of what needs not wait for the rest of its order."""
        return _NOTHING_LEFT_TO_INVOICE

    def _brought_along(self, records, connection):
        # The last invoice of an order lets the earlier ones go.
        if connection.send_moment != "invoiced":
            return super()._brought_along(records, connection)
        return records.invoice_line_ids.sale_line_ids.order_id.invoice_ids

    def _later_cause(self, connection):
        return _LATER.get(connection.send_moment)
