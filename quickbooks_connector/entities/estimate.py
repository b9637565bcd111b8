from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, html2plaintext

from . import convert, lookup
from .cause import EntityError
from .order_tax import Unbooked
from .sales_tax import SalesTaxes
from .tracking import Tracking

#: What an order is, as QuickBooks calls the state of an estimate.
_STATUS = {"sent": "Pending", "sale": "Accepted", "cancel": "Rejected"}


class QuotationTaxes(Unbooked, SalesTaxes):
    """The tax codes and figures of a quotation."""


class QuickbooksEntityEstimate(models.AbstractModel):
    """A quotation or sales order: a sales document for which nothing is booked.

    Once it is invoiced QuickBooks closes it, by the link that its
    invoice has (``_get_links``).
    """

    _name = "quickbooks.entity.estimate"
    _inherit = ["quickbooks.entity.order", "quickbooks.entity.sales.document"]
    _description = "QuickBooks Estimate"

    _qbo_entity = "Estimate"
    _odoo_model = "sale.order"
    _rank = 30
    _direction_field = "estimate_direction"
    _imports = True
    _imports_new = False
    _live_state = "sale"
    _quantity_field = "product_uom_qty"
    _until_field = "validity_date"
    _web_path = "estimate?txnId={id}"
    _watched = {
        "sale.order": (
            "state",
            "name",
            "partner_id",
            "partner_invoice_id",
            "partner_shipping_id",
            "date_order",
            "validity_date",
            "client_order_ref",
            "currency_id",
            "note",
            "order_line",
        ),
        "sale.order.line": (
            "name",
            "product_id",
            "product_uom_qty",
            "price_unit",
            "discount",
            "tax_ids",
            "analytic_distribution",
            "sequence",
            "display_type",
        ),
    }

    _unready_cause = "quotation_draft"

    def _get_label(self):
        return self.env._("estimate")

    def _number_born_with(self, record):
        return ""  # quotations are made here

    # === WHICH, AND WHEN === #

    def _domain_sendable(self, connection):
        return Domain(
            [
                ("company_id", "=", connection.company_id.id),
                ("state", "in", ("sent", "sale")),
            ]
        )

    def _domain_started(self, connection):
        started = Domain("date_order", ">=", str(connection.start_date))
        return self._domain_sendable(connection) & started

    def _domain_moment(self, connection):
        # What counts is that the customer has it. By hand is by hand.
        return Domain.FALSE if connection.send_moment == "hand" else Domain.TRUE

    def _brought_along(self, records, connection):
        return records.browse()

    def _export_ready(self, record, connection):
        return record.state in _STATUS

    def _export_operation(self, record, binding):
        if record.state == "cancel" and not binding.qbo_id:
            return None
        return "update" if binding.qbo_id else "create"

    def _responsible(self, record):
        user = record.user_id
        if user.active and user._is_internal():
            return user
        return super()._responsible(record)

    # === WHAT IT SAYS === #

    def _date(self, record):
        # The day on which it was written, where the seller is.
        zone = record.user_id.tz or record.company_id.partner_id.tz or "UTC"
        placed = record.with_context(tz=zone)
        return fields.Datetime.context_timestamp(placed, record.date_order).date()

    def _rate(self, record):
        return record.currency_rate

    def _billed(self, record):
        return record.partner_invoice_id

    def _party(self, record):
        """Return the customer: the one that the invoice of the order will have."""
        customer_of = self.env["quickbooks.entity.customer"]._customer_of
        customer = customer_of(record.partner_invoice_id)
        person = customer_of(record.partner_id)
        if customer == record.partner_invoice_id:
            return customer
        return person if person.commercial_partner_id == customer else customer

    def _txn_date(self, record, connection):
        # Nothing is booked: closed books are closed to others.
        return self._date(record)

    def _add_header(self, values, record, connection):
        super()._add_header(values, record, connection)
        if record.validity_date:
            values["ExpirationDate"] = record.validity_date.isoformat()
        invoices = record.invoice_ids.filtered(lambda move: move.state == "posted")
        if not invoices:
            values["TxnStatus"] = _STATUS[record.state]
        elif all(move._quickbooks_carries_money() for move in invoices):
            # No receipt has a link that would close it.
            values["TxnStatus"] = "Closed"

    def _add_memo(self, values, record, connection):
        memo = html2plaintext(record.note or "").strip()
        if memo:
            values["CustomerMemo"] = {"value": convert.cut(memo, 1000)}
        parts = [record.client_order_ref, record.origin]
        if values.get("DocNumber") != record.name:
            parts.insert(0, record.name)
        note = " · ".join(dict.fromkeys(part for part in parts if part))
        if note:
            values["PrivateNote"] = convert.cut(note, 4000)

    def _lines(self, record):
        return self._all_lines(record).filtered(lambda line: not line.display_type)

    def _all_lines(self, record):
        return record.order_line.filtered(lambda line: not line.is_downpayment)

    def _product(self, line, connection):
        return line.product_id or connection.fallback_item_id

    def _quantity(self, line):
        return line.product_uom_qty

    def _buyer(self, line):
        return line.order_partner_id

    def _taxes(self, record, lines, connection):
        return QuotationTaxes(record, lines, connection)

    def _tracking(self, lines, connection):
        return Tracking(lines, connection, lambda line: line.price_subtotal)

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if not self._lines(record):
            raise EntityError("nothing_ordered")

    def _compares_balance(self, obj):
        # Nobody owes it.
        return False

    # === IN WORDS === #

    def _at_home(self, record):
        return record.amount_total / (record.currency_rate or 1)

    def _describe(self, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        total = format_amount(self.env, float(obj.get("TotalAmt") or 0), currency)
        return self.env._("Total %(total)s.", total=total)
