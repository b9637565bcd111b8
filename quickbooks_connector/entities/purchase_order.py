from dataclasses import replace
from decimal import Decimal

from pytz import utc

from odoo import models
from odoo.tools import format_amount, html2plaintext

from ..api import loads_exact
from . import convert, document_lines, lookup, names, purchase_lines
from .cause import EntityError
from .need import Need
from .purchase_tax import OrderTaxes
from .sales_tax import is_included
from .tracking import Tracking


class QuickbooksEntityPurchaseOrder(models.AbstractModel):
    """A purchase order, ready to be copied to a bill in QuickBooks.

    What comes back is whether it is open there, which bills were made of it, and by
    setting what somebody changed of it.
    """

    _name = "quickbooks.entity.purchase.order"
    _inherit = "quickbooks.entity.order"
    _description = "QuickBooks Purchase Order"

    _qbo_entity = "PurchaseOrder"
    _odoo_model = "purchase.order"
    _rank = 30
    _area = "purchases"
    _imports = True
    _direction_field = "purchase_order_direction"
    _policy_field = "purchase_policy"
    _party_entity = "Vendor"
    _side = "purchase"
    _live_state = "purchase"
    _quantity_field = "product_qty"
    _until_field = "date_planned"
    _duplicate_cause = "number_taken"
    _web_path = "purchaseorder?txnId={id}"
    _watched = {
        "purchase.order": (
            "state",
            "name",
            "partner_id",
            "partner_ref",
            "origin",
            "note",
            "dest_address_id",
            "currency_id",
            "date_approve",
            "date_planned",
            "payment_term_id",
            "order_line",
        ),
        "purchase.order.line": (
            "name",
            "product_id",
            "product_qty",
            "price_unit",
            "discount",
            "tax_ids",
            "analytic_distribution",
            "sequence",
            "display_type",
        ),
    }

    # === WHICH ORDER === #

    def _get_label(self):
        return self.env._("purchase order")

    def _sends(self, connection):
        return super()._sends(connection) and connection.sudo()._sends_orders()

    def _responsible(self, record):
        user = record.user_id
        if user.active and user._is_internal():
            return user
        return super()._responsible(record)

    def _export_ready(self, record, connection):
        return record.state in ("purchase", "cancel")

    def _party(self, record):
        return record.partner_id

    def _vendor(self, record, connection):
        """Return what the vendor of the order is in QuickBooks, by its currency."""
        return self._get("Vendor")._need_of(
            record.partner_id, record.currency_id, connection
        )

    def _export_needs(self, record, connection):
        if record.state == "cancel":
            return []
        items = [Need("Item", product) for product in self._lines(record).product_id]
        return [self._vendor(record, connection), *items]

    def _lines(self, record):
        """Return the lines with an amount, in the order's order."""
        return record.order_line.filtered(
            lambda line: not line.display_type and line.product_id and line.product_qty
        )

    # === EXPORT === #

    def _export_operation(self, record, binding):
        if record.state != "cancel":
            return super()._export_operation(record, binding)
        if not binding.qbo_id:
            return None
        deletes = binding.connection_id.purchase_cancelled == "delete"
        return "delete" if deletes else "update"

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if record.state == "cancel":
            return
        if record.currency_id.compare_amounts(record.amount_total, 0) < 0:
            raise EntityError("negative")
        foreign = record.currency_id != record.company_id.currency_id
        if foreign and not lookup.has_multicurrency(connection):
            raise EntityError("currency_off", currency=record.currency_id.name)
        if not self._lines(record):
            raise EntityError("nothing_ordered")

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        values["VendorRef"] = self._ref_of(self._vendor(record, connection), connection)
        if record.state == "cancel":
            return values | {"POStatus": "Closed"}
        self._add_header(values, record, connection)
        self._add_currency(values, record, connection)
        self._add_memo(values, record)
        self._add_lines(values, record, connection)
        self._check_total(values, record)
        return values

    def _add_header(self, values, record, connection):
        values["DocNumber"] = names.fit_number(record.name)
        values["TxnDate"] = self._date(record).isoformat()
        if record.date_planned:
            expected = self._day(record, record.date_planned)
            values["ExpectedDate"] = expected.isoformat()
        if record.payment_term_id:
            term = lookup.matched_ref(connection, "Term", record.payment_term_id)
            if term:
                values["SalesTermRef"] = term
        company = record.company_id.partner_id
        values["ShipAddr"] = convert.address(
            record.dest_address_id or company,
            (record.dest_address_id or company).display_name,
        )
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        said = loads_exact(binding.synced_payload or "{}")
        if said.get("POStatus") == "Closed":
            # It was cancelled here, and is not any more.
            values["POStatus"] = "Open"

    def _date(self, record):
        """Return the date: not after the bills, which QuickBooks would refuse."""
        billed = filter(None, record.invoice_ids.mapped("invoice_date"))
        ordered = record.date_approve or record.date_order
        return min([self._day(record, ordered), *billed])

    @staticmethod
    def _day(record, moment):
        """Return the day of ``moment`` where the order was written."""
        zone = record.get_order_timezone()
        return utc.localize(moment).astimezone(zone).date()

    def _add_currency(self, values, record, connection):
        if not lookup.has_multicurrency(connection):
            return
        values["CurrencyRef"] = {"value": record.currency_id.name}
        if record.currency_id != record.company_id.currency_id:
            # Odoo counts foreign units for one of its own, QuickBooks the reverse.
            values["ExchangeRate"] = round(
                Decimal(1) / Decimal(repr(record.currency_rate)), 8
            )

    def _add_memo(self, values, record):
        memo = html2plaintext(record.note or "").strip()
        if memo:
            values["Memo"] = convert.cut(memo, 4000)
        parts = [record.partner_ref, record.origin]
        if values["DocNumber"] != record.name:
            parts.insert(0, record.name)
        note = " · ".join(dict.fromkeys(part for part in parts if part))
        if note:
            values["PrivateNote"] = convert.cut(note, 4000)

    def _add_lines(self, values, record, connection):
        order_lines = self._lines(record)
        taxes = OrderTaxes(record, order_lines, connection)
        tracking = Tracking(order_lines, connection, lambda line: line.price_subtotal)
        decimal = self._in_currency(record)
        known = self._known_lines(record, connection)
        lines = [
            replace(
                self._line(line, taxes, connection),
                class_ref=tracking.class_of(line),
                line_id=known.get(str(line.id)),
            )
            for line in order_lines
        ]
        lines += taxes.account_lines(connection, decimal)
        rounding = decimal(record.currency_id.rounding)
        values["Line"] = [purchase_lines.expense_line(line, rounding) for line in lines]
        values |= taxes.values(order_lines, decimal)
        values |= tracking.values(order_lines)

    def _known_lines(self, record, connection):
        """Return ``{id of a line, as text: its id in QuickBooks}``.

        Bills there are tied to these ids: a line that keeps its id keeps its bills.
        """
        if self.env.context.get("quickbooks_unplaced"):
            return {}
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        return binding.qbo_lines or {}

    def _line(self, line, taxes, connection):
        """Return a line of the order as figures."""
        decimal = self._in_currency(line.order_id)
        plain = not line.discount and not is_included(line.tax_ids)
        quantity, price = self._said_in_unit(
            line.product_qty,
            line.price_unit if plain else None,
            line.product_uom_id,
            line.product_id,
            connection,
        )
        return purchase_lines.PurchaseLine(
            amount=decimal(taxes.base_of(line)),
            quantity=quantity,
            price=price,
            description=convert.cut(line.name, 4000),
            item=self._ref("Item", line.product_id, connection),
            tax_code=taxes.code_of(line),
        )

    def _in_currency(self, record):
        """Return the function that makes a Decimal of an amount of ``record``."""
        return lambda amount: self._decimal(amount, record.currency_id)

    def _check_total(self, values, record):
        """Hold what QuickBooks would total otherwise than Odoo."""
        there = document_lines.total(values)
        here = self._decimal(record.amount_total, record.currency_id)
        if there != here:
            raise EntityError("total_before", **self._both(record, here, there))

    def _check_answer(self, record, obj, connection):
        here = self._decimal(record.amount_total, record.currency_id)
        there = obj.get("TotalAmt")
        if there is None or Decimal(str(there)) == here or record.state == "cancel":
            return None
        return EntityError("total_differs", **self._both(record, here, there))

    def _both(self, record, here, there):
        """Return both figures in words."""
        return {
            "here": format_amount(self.env, float(here), record.currency_id),
            "there": format_amount(self.env, float(there), record.currency_id),
        }

    def _summarise(self, record, values=None):
        told = {
            "partner_name": record.partner_id.display_name,
            "date": self._date(record),
            "currency_id": record.currency_id.id,
            "total": record.amount_total,
            "amount": record.amount_total_cc,
        }
        if values and "Line" in values:
            told["qbo_total"] = float(document_lines.total(values))
        return super()._summarise(record, values) | told

    def _describe(self, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        total = format_amount(self.env, float(obj.get("TotalAmt") or 0), currency)
        return self.env._("Total %(total)s.", total=total)
