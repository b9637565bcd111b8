"""Orders: nothing is booked for them, so that they follow line by line."""

from decimal import Decimal

from odoo import Command, models
from odoo.fields import Date
from odoo.tools import format_amount, plaintext2html

from . import convert, document_state, purchase_lines, read_lines
from .cause import WHOLE, EntityError
from .reading import Reading
from .sales_tax import is_included

#: Parts of an order that are taken over; the others are Odoo's to say.
_FOLLOWED = frozenset(("lines", "until", "memo"))


class QuickbooksEntityOrder(models.AbstractModel):
    """An order of Odoo that people may edit in QuickBooks too.

    Odoo leads it, unless the settings let changes come back. What a change there can't
    do to an order here is told, and said again by the next change here.
    """

    _name = "quickbooks.entity.order"
    _inherit = "quickbooks.entity.two.sided"
    _description = "QuickBooks Order"

    _imports_together = False
    #: Fields of the line and of the order, which sales and purchases name differently.
    _quantity_field = ""
    _until_field = ""

    def _comes_back(self, connection):
        """Tell whether changes in QuickBooks are taken over, by the settings."""
        return self._get_direction(connection) == "both"

    def _receives(self, connection):
        # What was sent is followed as long as orders are.
        return self._imports and self._get_direction(connection) != "off"

    def _get_policy(self, connection):
        policy = super()._get_policy(connection)
        return policy if self._comes_back(connection) else "odoo"

    def _part_fields(self):
        return {
            "party": "partner_id",
            "date": "date_order",
            "due": "payment_term_id",
            "until": self._until_field,
            "number": "name",
            "memo": "note",
            "note": "origin",
            "currency": "currency_id",
            "lines": "order_line",
        }

    # === FOLLOWING === #

    def _import_object(self, obj, binding, connection):
        record = binding._get_record() if binding else self.env[self._odoo_model]
        if not record:
            return record
        if binding.request_id:
            raise EntityError("is_being_sent", document=record.display_name)
        before = document_state.loads(binding.synced_object)
        theirs = document_state.changed(before, document_state.kept(obj))
        mine = self._changed_here(record, binding, connection)
        followed = theirs & _FOLLOWED
        if not before or not self._comes_back(connection) or "state" in mine:
            followed = set()
        taken = followed - self._kept_here(followed & mine)
        if taken:
            said = self._said(record, connection)
            self._take_parts(record, taken, before, Reading(obj, self, connection))
            self._agree(record, said, binding, connection)
        if theirs - followed or not before:
            self._tell_kept(record)
        return record

    def _import_deleted(self, binding, connection):
        """Leave the order out from now on; whoever syncs it by hand sends it anew."""
        record = binding._get_record()
        binding._forget_counterpart()
        binding.write(
            {
                "state": "skipped",
                "cause": "deleted_there",
                "cause_args": {"record": record.display_name},
            }
        )
        record._message_log(body=binding.message)

    def _tell_kept(self, record):
        """Tell that Odoo leads what somebody changed in QuickBooks."""
        record._message_log(
            body=self.env._(
                "It was changed in QuickBooks. It stays as it is here, and the next "
                "change here is sent over that one."
            )
        )

    def _take_parts(self, record, parts, before, reading):
        """Write ``parts`` of what is read into ``record``.

        :raise EntityError: Odoo would total it otherwise, or does not know a product
        """
        quiet = record.with_context(quickbooks_no_mark=True)
        vals = {}
        if "until" in parts:
            vals |= self._until_vals(quiet, reading.obj)
        if "memo" in parts:
            memo = reading.obj.get("Memo")
            memo = memo or convert.get(reading.obj, "CustomerMemo.value") or ""
            vals["note"] = plaintext2html(memo) if memo else False
        if "lines" in parts:
            reading.require()
            vals["order_line"] = self._order_commands(quiet, before, reading)
        quiet.write(vals)
        if "lines" in parts:
            self._check_taken(quiet, reading.obj)

    def _until_vals(self, record, obj):
        """Return the value of the day until which the order is valid, or expected."""
        day = obj.get("ExpectedDate") or obj.get("ExpirationDate")
        return {self._until_field: Date.to_date(day)}

    def _check_taken(self, record, obj):
        here = self._decimal(record.amount_total, record.currency_id)
        there = read_lines.number(obj.get("TotalAmt"))
        if here != there:
            raise EntityError(
                "order_totals_otherwise",
                order=record.display_name,
                here=format_amount(self.env, float(here), record.currency_id),
                there=format_amount(self.env, float(there), record.currency_id),
            )

    # === LINES === #

    def _order_commands(self, record, before, reading):
        """Return the commands that bring the lines in step with ``reading``.

        A line that is gone is not wanted any more: its quantity is zero.
        """
        paired = self._pair_ordered(record, before, reading)
        anew = self._side_of("lines") == "quickbooks"
        olds = {} if anew else {line.id: line for line in read_lines.read(before)}
        commands = []
        for mine, line in paired.items():
            vals = self._ordered_vals(mine, line, olds.get(line.id), reading)
            if vals:
                commands.append(Command.update(mine.id, vals))
        for mine in self._lines(record) - record.order_line.browse().union(*paired):
            commands.append(Command.update(mine.id, {self._quantity_field: 0}))
        known = {line.id for line in paired.values()}
        for line in _ordered(reading.lines):
            if line.id not in known:
                commands.append(Command.create(self._new_vals(line, reading)))
        return commands

    def _pair_ordered(self, record, before, reading):
        """Return ``{line of Odoo: line of QuickBooks}`` of what is the same."""
        lines = self._lines(record)
        items = {line: self._item_id(line, reading.connection) for line in lines}
        former = purchase_lines.pair(
            lines,
            _ordered(read_lines.read(before)),
            [(items.get, lambda line: line.item)],
        )
        ids = {mine: line.id for mine, line in former.items()}
        return purchase_lines.pair(
            lines,
            _ordered(reading.lines),
            [
                (ids.get, lambda line: line.id),
                (items.get, lambda line: line.item),
            ],
        )

    def _item_id(self, line, connection):
        product = line.product_id or connection.fallback_item_id
        return product._quickbooks_binding("Item", connection).qbo_id

    def _ordered_vals(self, mine, line, old, reading):
        """Return what of a line has to be written, with what Odoo would compute anew.

        :param old: as QuickBooks had it, if it is Odoo's otherwise
        """
        product = reading.product(line)
        if product and product != mine.product_id:
            return self._new_vals(line, reading)
        vals = {
            self._quantity_field: mine[self._quantity_field],
            "price_unit": mine.price_unit,
            "name": mine.name,
        }
        before = dict(vals)
        if not old or line.quantity != old.quantity:
            vals[self._quantity_field] = float(line.quantity or 1)
        if not old or _price(line) != _price(old):
            vals["price_unit"] = float(self._price_here(mine, _price(line)))
        if line.description and (not old or line.description != old.description):
            vals["name"] = line.description
        if vals == before:
            return {}
        own = mine.product_id.uom_id
        if mine.product_uom_id != own and self._counts_in_one_unit(
            mine.product_id, reading.connection
        ):
            # QuickBooks speaks of its own unit.
            vals |= self._new_vals(line, reading) | {"product_uom_id": own.id}
        return vals

    def _price_here(self, mine, price):
        """Return what ``price``, net of discount and tax, is in the line ``mine``."""
        if mine.discount or is_included(mine.tax_ids):
            net = Decimal(repr(mine.price_subtotal))
            if net:
                quantity = Decimal(repr(mine[self._quantity_field]))
                return price * quantity * Decimal(repr(mine.price_unit)) / net
        return price

    def _new_vals(self, line, reading):
        return {
            "product_id": reading.product(line).id,
            self._quantity_field: float(line.quantity or 1),
            "price_unit": float(_price(line)),
            **({"name": line.description} if line.description else {}),
        }

    # === BRINGING BACK === #

    def _restore(self, record, obj, part, connection):
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        before = document_state.loads(binding.synced_object)
        sided = self.with_context(quickbooks_choices={WHOLE: "quickbooks"})
        reading = Reading(obj, sided, connection)
        sided._take_parts(record, {part} & _FOLLOWED or _FOLLOWED, before, reading)
        # What a person brings back goes to QuickBooks as any other edit does.
        record.with_context(quickbooks_no_mark=False)._quickbooks_mark()


def _ordered(lines):
    """Return the lines of products: taxes and notes follow from them."""
    return [line for line in lines if line.kind == "item"]


def _price(line):
    """Return the price of one, as QuickBooks has it."""
    return line.price if line.price is not None else line.amount / (line.quantity or 1)
