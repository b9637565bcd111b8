"""Which documents of the sales side are sent, and at which moment."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from .cause import EntityError

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

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) | Domain(
            [
                ("company_id", "=", connection.company_id.id),
                ("move_type", "in", self._move_types),
                ("state", "=", "posted"),
            ]
        )

    def _domain_started(self, connection):
        started = Domain("invoice_date", ">=", str(connection.start_date))
        return super()._domain_started(connection) & started

    def _domain_moment(self, connection):
        moments = {
            "posted": Domain.TRUE,
            "sent": Domain("is_move_sent", "=", True),
            "invoiced": _NOTHING_LEFT_TO_INVOICE,
            "hand": Domain.FALSE,
        }
        return moments[connection.send_moment]

    def _brought_along(self, records, connection):
        # The last invoice of an order lets the earlier ones go.
        if connection.send_moment != "invoiced":
            return super()._brought_along(records, connection)
        return records.invoice_line_ids.sale_line_ids.order_id.invoice_ids

    def _later_cause(self, connection):
        return _LATER.get(connection.send_moment)

    def _receives(self, connection):
        # QuickBooks raises the version of what it is paid for: that has to be followed
        # wherever documents are sent.
        return self._imports and self._get_direction(connection) != "off"

    def _why_not_sent(self, record, connection):
        if not record.filtered_domain(self._domain_sendable(connection)):
            return None
        if not record.filtered_domain(self._domain_started(connection)):
            start = format_date(self.env, connection.start_date)
            return EntityError("before_start", start=start)
        if not record.filtered_domain(self._domain_moment(connection)):
            return EntityError(self._later_cause(connection) or "sent_by_hand")
        return None
