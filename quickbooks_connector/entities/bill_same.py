"""One bill is one bill, whichever side made it, and if both did.

It is recognised by vendor, currency, number, total, date and purchase order; linked
where these leave no doubt, and shown to a person where they do.
"""

from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..api import query
from . import convert, lookup, names, same_bill
from .cause import EntityError
from .reading import Reading


class QuickbooksEntityBill(models.AbstractModel):
    _inherit = "quickbooks.entity.bill"

    # Bills may be made on both sides.
    _seeks = True
    _asks = False

    # === WHICH BILL HERE === #

    def _find_record(self, obj, connection):
        """Return the bill of Odoo that ``obj`` evidently is, or none.

        :raise EntityError: cause ``bill_alike``, a person has to say it
        """
        notice = self.env["quickbooks.inbound"]._of(connection, self, obj["Id"])
        if notice.same_as or notice.is_new:
            return self.env[self._odoo_model].browse(notice.same_as or ()).exists()
        reading = Reading(obj, self, connection)
        here = self._unlinked_bills([_commercial(reading.party)], connection)
        here = here.filtered(lambda move: move.currency_id == reading.currency)
        there = self._known_by(obj, connection)
        others = [(self._facts(move), move) for move in here]
        verdict, move = same_bill.choose(there, others)
        if verdict == same_bill.MAYBE and not self._is_another(move, there, reading):
            raise EntityError(
                "bill_alike",
                bill=move.display_name,
                number=obj.get("DocNumber") or obj["Id"],
                date=format_date(self.env, obj["TxnDate"]),
                move=move.id,
                **self._both(move, move.amount_total, reading.total),
            )
        return move if verdict == same_bill.SAME else self.env[self._odoo_model]

    def _maybe_here(self, readings, connection):
        """Leave those out too whose vendor has a bill that QuickBooks does not have."""
        doubtful = super()._maybe_here(readings, connection)
        vendors = {_commercial(reading.party) for reading in readings}
        bills = self._unlinked_bills(list(vendors), connection)
        asked = set(bills.commercial_partner_id.ids)
        return doubtful | {r for r in readings if _commercial(r.party) in asked}

    def _unlinked_bills(self, vendor_ids, connection):
        """Return the bills of some vendors that are not in QuickBooks, drafts too."""
        linked = [("connection_id", "=", connection.id), ("qbo_id", "!=", False)]
        started = Domain("invoice_date", ">=", str(connection.start_date))
        return self.env[self._odoo_model].search(
            Domain(
                [
                    ("company_id", "=", connection.company_id.id),
                    ("move_type", "in", self._move_types),
                    ("state", "in", ("draft", "posted")),
                    ("commercial_partner_id", "in", vendor_ids),
                    ("qbo_binding_ids", "not any", linked),
                ]
            )
            & (started | Domain("invoice_date", "=", False))
        )

    def _facts(self, move):
        """Return what a bill of Odoo is known by."""
        return same_bill.Bill(
            move.ref or "",
            self._decimal(move.amount_total, move.currency_id),
            move.invoice_date,
            frozenset(move.line_ids.purchase_line_id.order_id.ids),
        )

    def _known_by(self, obj, connection):
        """Return what a bill of QuickBooks is known by."""
        return same_bill.Bill(
            obj.get("DocNumber") or "",
            Decimal(str(obj.get("TotalAmt") or 0)),
            fields.Date.to_date(obj["TxnDate"]),
            frozenset(self._orders_of(obj, connection).ids),
        )

    def _is_another(self, move, there, reading):
        """Tell whether the order still awaits what QuickBooks has billed.

        Then it is a further part, and ``move`` is one of its own.
        """
        if self._facts(move).key == there.key != "":
            return False
        wanted = defaultdict(float)
        for line in reading.lines:
            order_line = self._order_lines(reading).get(line.id)
            if order_line:
                wanted[order_line] += float(line.quantity or 0)
        return bool(wanted) and all(
            line.product_qty - line.qty_invoiced >= quantity
            for line, quantity in wanted.items()
        )

    def _after_link(self, record, obj, binding, connection):
        if not record.env.context.get("quickbooks_born_there"):
            self._take_head(record, obj, connection)
        super()._after_link(record, obj, binding, connection)

    def _take_head(self, record, obj, connection):
        """Take over number and dates of a bill that was made here as well.

        Whoever has the vendor's paper knows them; a draft is confirmed by them.
        """
        reading = Reading(obj, self, connection)
        reading.record = record = record.with_context(quickbooks_no_mark=True)
        vals = self._part_vals({"number", "date"}, reading)
        vals = {
            key: value for key, value in vals.items() if _plain(record, key) != value
        }
        if not vals and record.state == "posted":
            return
        post = record.state == "posted" or self._arrives_posted(connection)
        partials = self._open(record)
        record.write(vals)
        self._complete([(record, reading)], record if post else ())
        if record.state == "posted":
            self._reconcile_again(record, partials[record])

    # === WHICH BILL THERE === #

    def _refusal_statements(self, records, connection):
        # Two vendors may use the same number; what is alike is looked for anyway.
        return []

    def _match_statements(self, records, connection):
        waiting = {
            record: record._quickbooks_binding(self._qbo_entity, connection)
            for record in records
        }
        numbers = {names.fit_number(record.ref) for record in records if record.ref}
        ids = {row.same_as for row in waiting.values() if row.same_as}
        for order in records.line_ids.purchase_line_id.order_id:
            ids.update(order._get_quickbooks_bills())
        statements = [("bill", c) for c in query.where_in("DocNumber", sorted(numbers))]
        statements += [("bill", c) for c in query.where_in("Id", sorted(ids))]
        return [
            (key, query.select(self._qbo_entity, condition))
            for key, condition in statements
        ]

    def _match(self, records, rows, connection):
        objects = {obj["Id"]: obj for obj in rows.get("bill", ())}
        objects = lookup.unlinked(self, objects, connection)
        chosen = {}
        for record in records:
            found = self._match_one(record, objects, connection)
            if found:
                chosen[record] = found
        return chosen

    def _match_one(self, record, objects, connection):
        """Return the bill of QuickBooks that ``record`` is, or why it is not clear."""
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if binding.is_new:
            return None
        if binding.same_as in objects:
            return objects[binding.same_as]
        vendor = self._party_need(record, connection)
        vendor = vendor.record._quickbooks_binding(
            vendor.entity, connection, vendor.facet
        )
        there = [
            (self._known_by(obj, connection), obj)
            for obj in objects.values()
            if convert.get(obj, "VendorRef.value") == vendor.qbo_id
            and lookup.currency_of(obj, record.company_id) == record.currency_id
        ]
        verdict, obj = same_bill.choose(self._facts(record), there)
        if verdict == same_bill.SAME:
            return obj
        if verdict == same_bill.MAYBE:
            number = obj.get("DocNumber") or obj["Id"]
            both = self._both(record, record.amount_total, obj.get("TotalAmt") or 0)
            date = format_date(self.env, obj["TxnDate"])
            return EntityError(
                "bill_there", number=number, date=date, there_id=obj["Id"], **both
            )
        return None


def _commercial(party):
    return party.commercial_partner_id.id if party else False


def _plain(record, fname):
    """Return the value of a field as it would be written."""
    value = record[fname]
    return value.id if isinstance(value, models.BaseModel) else value
