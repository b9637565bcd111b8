"""Which purchase orders are sent, and what comes back of them."""

from datetime import datetime
from decimal import Decimal

from pytz import utc

from odoo import models
from odoo.fields import Domain

from ..api import dumps_payload, loads_exact
from . import purchase_lines

#: QuickBooks' words for the state of an order, and ours.
STATUS = {"Open": "open", "Closed": "closed"}


class QuickbooksEntityPurchaseOrder(models.AbstractModel):
    _inherit = "quickbooks.entity.purchase.order"

    # QuickBooks closes what is billed, and need not raise the version for it.
    _changes_silently = True

    # === MARKING === #

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) | Domain(
            [
                ("company_id", "=", connection.company_id.id),
                ("state", "=", "purchase"),
            ]
        )

    def _domain_started(self, connection):
        started = Domain("date_approve", ">=", str(connection.start_date))
        return super()._domain_started(connection) & started

    def _domain_moment(self, connection):
        if connection.purchase_moment == "confirmed":
            return super()._domain_moment(connection)
        return Domain("invoice_status", "=", "invoiced")

    def _later_cause(self, connection):
        return "not_billed_yet"

    # === WHAT COMES BACK === #

    def _answer_vals(self, binding, obj):
        vals = super()._answer_vals(binding, obj)
        record = binding._get_record()
        if not record:
            return vals
        self._note_status(record, obj)
        return vals | {
            "qbo_lines": self._lines_there(record, obj, binding),
            "synced_payload": _with_line_ids(binding.request_payload, obj),
        }

    def _lines_there(self, record, obj, binding):
        """Return ``{id of a line: its id in QuickBooks}`` of what is the same."""
        known = binding.qbo_lines or {}
        lines = self._lines(record)
        items = {
            line: line.product_id._quickbooks_binding(
                "Item", binding.connection_id
            ).qbo_id
            for line in lines
        }

        def place(line):
            return known.get(str(line.id))

        def ordered(line):
            return items[line], Decimal(repr(line.product_qty))

        def ordered_there(part):
            return purchase_lines.item_of(part), purchase_lines.quantity_of(part)

        paired = purchase_lines.pair(
            lines,
            obj.get("Line") or (),
            [
                (place, lambda part: part["Id"]),
                (ordered, ordered_there),
                (items.get, purchase_lines.item_of),
            ],
        )
        return {str(line.id): part["Id"] for line, part in paired.items()}

    def _import_standing(self, obj, binding, connection):
        super()._import_standing(obj, binding, connection)
        self._note_status(binding._get_record(), obj)

    def _import_object(self, obj, binding, connection):
        record = super()._import_object(obj, binding, connection)
        if record:
            self._note_status(record, obj)
            binding.qbo_lines = self._lines_there(record, obj, binding)
        return record

    def _until_vals(self, record, obj):
        """Keep the hour at which it is expected: QuickBooks knows days alone."""
        day = super()._until_vals(record, obj)[self._until_field]
        if not day:
            return {}
        zone = record.get_order_timezone()
        planned = record.date_planned or record.date_order
        hour = utc.localize(planned).astimezone(zone).time()
        moment = zone.localize(datetime.combine(day, hour)).astimezone(utc)
        return {self._until_field: moment.replace(tzinfo=None)}

    def _take_parts(self, record, parts, before, reading):
        super()._take_parts(record, parts, before, reading)
        if "until" in parts:
            quiet = record.with_context(quickbooks_no_mark=True)
            lines = quiet.order_line.filtered(lambda line: not line.display_type)
            lines.date_planned = record.date_planned

    def _note_status(self, record, obj):
        """Note whether the order is open in QuickBooks, and its bills there."""
        ids = [
            link["TxnId"]
            for link in obj.get("LinkedTxn") or ()
            if link.get("TxnType") == "Bill"
        ]
        # Between commas, to be searched for one of them.
        bills = f",{','.join(ids)}," if ids else False
        before = record.qbo_order_status, record.qbo_bills
        status = STATUS.get(obj.get("POStatus"), False)
        if before == (status, bills):
            return
        record.write({"qbo_order_status": status, "qbo_bills": bills})
        if before[0] and status != before[0] and record.state == "purchase":
            told = {
                "closed": self.env._("The purchase order is closed in QuickBooks."),
                "open": self.env._("The purchase order is open again in QuickBooks."),
            }
            record._message_log(body=told.get(status, ""))

    def _forget(self, record):
        super()._forget(record)
        record.write({"qbo_order_status": False, "qbo_bills": False})


def _with_line_ids(payload, obj):
    """Return the text ``payload`` with the ids that QuickBooks gave its lines.

    They are said from now on, and saying them is no change.
    """
    values = loads_exact(payload)
    there = obj.get("Line") or ()
    for line, part in zip(values.get("Line") or (), there, strict=False):
        line["Id"] = part["Id"]
    return dumps_payload(values)
