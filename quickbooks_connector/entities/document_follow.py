"""Changes of a document in QuickBooks reach the move that it is linked to."""

from dataclasses import dataclass

from odoo import Command, models
from odoo.exceptions import UserError

from . import convert, document_state, read_lines
from .cause import WHOLE, EntityError
from .document import AMOUNTS
from .reading import Reading

#: Parts that a posted move takes without being opened.
_LIGHT = frozenset(("number", "memo", "note"))
#: The values of the header that each part is, by the step that reads them.
_STEPS = {
    "date": "_import_dates",
    "due": "_import_dates",
    "currency": "_import_currency",
    "number": "_import_numbers",
    "memo": "_import_memo",
    "note": "_import_memo",
}


@dataclass(frozen=True)
class Change:
    """What is to be written into a move.

    :param reading: of the document, with the move as its ``record``
    :param bool is_light: a posted move takes it without being opened
    """

    reading: Reading
    vals: dict
    is_light: bool

    @property
    def record(self):
        """The move."""
        return self.reading.record


class QuickbooksEntityDocument(models.AbstractModel):
    """What only QuickBooks changed is taken over, part by part. A posted move is reset
    to draft, written and posted again, and what was reconciled with it is reconciled
    again; where something forbids that, nothing is changed and the reason is told.
    """

    _inherit = "quickbooks.entity.document"

    # === WHAT IS SENT OF IT === #

    def _export_changes(self, values, binding):
        values = super()._export_changes(values, binding)
        before = document_state.loads(binding.synced_payload)
        if not (before and binding.synced_object):
            return values
        return document_state.without_unchanged(values, before)

    def _add_header(self, values, record, connection):
        super()._add_header(values, record, connection)
        number = self._number_there(record, connection)
        if number:
            # The other party knows it.
            values["DocNumber"] = number

    def _has_other_number(self, values, record, connection):
        differs = super()._has_other_number(values, record, connection)
        return differs and not self._number_there(record, connection)

    def _number_there(self, record, connection):
        """Return the number of a document that was made in QuickBooks, or nothing."""
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        return binding.is_born_there and binding.doc_number

    # === FOLLOWING === #

    def _follow(self, obj, binding, connection):
        """Take over what QuickBooks changed of the move that ``binding`` is about.

        :raise EntityError: both sides changed the same, or Odoo does not let it be done
        """
        record = binding._get_record()
        if not record or self._get_direction(connection) == "out":
            return record.browse()
        if binding.request_id:
            raise EntityError("is_being_sent", document=record.display_name)
        before = document_state.loads(binding.synced_object)
        theirs = document_state.changed(before, document_state.kept(obj))
        mine = self._changed_here(record, binding, connection)
        if self._is_void(obj):
            return self._follow_void(record, binding, mine)
        if self._side_of(WHOLE) == "quickbooks":
            theirs |= mine - {"state"}
        theirs -= self._kept_here({"state"} if "state" in mine else mine & theirs)
        if self._side_of("state") == "odoo" or not theirs:
            return record
        reading = Reading(obj, self, connection)
        reading.require()
        said = self._said(record, connection)
        self._take([self._change(record, theirs, reading, before)])
        self._agree(record, said, binding, connection)
        self._note_state(record, obj, binding)
        return record

    def _change(self, record, parts, reading, before):
        """Return the :class:`Change` that brings ``parts`` of what is read.

        :param dict before: the document as it was when both sides last agreed
        :raise EntityError: something of it can't be said in Odoo
        """
        reading.record = record = record.with_context(quickbooks_no_mark=True)
        commands = self._line_commands(record, parts, reading, before)
        vals = self._part_vals(parts, reading)
        if commands:
            vals["line_ids"] = commands
        is_light = record.state == "posted" and parts <= _LIGHT
        return Change(reading, vals, is_light)

    def _take(self, changes):
        """Write ``changes``; what has to be opened for it is so together.

        Odoo resets, computes and posts many moves in little more time than one.
        """
        for change in changes:
            if change.is_light:
                change.record.write(change.vals)
        changes = [change for change in changes if not change.is_light]
        if not changes:
            return
        moves = self.env[self._odoo_model].union(*(c.record for c in changes))
        posted = [
            c.record for c in changes if self._is_posted_again(c.record, c.reading)
        ]
        partials = self._open(moves)
        for change in changes:
            change.record.write(change.vals)
        self._complete([(c.record, c.reading) for c in changes], posted)
        for change in changes:
            if change.record.state == "posted":
                self._reconcile_again(change.record, partials[change.record])
                self._settle_money(change.record, change.reading)

    def _is_posted_again(self, record, reading):
        """Tell whether ``record`` is posted afterwards; what people open stays open."""
        if record.state != "draft":
            return True
        held = record._quickbooks_binding(self._qbo_entity, reading.connection)
        return held.cause == "total_taken" and self._arrives_posted(reading.connection)

    def _part_vals(self, parts, reading):
        """Return the values of the header that belong to ``parts``."""
        vals = {}
        if "party" in parts:
            vals["partner_id"] = self._party_there(reading).id
        for part in parts & _STEPS.keys():
            getattr(self, _STEPS[part])(vals, reading)
        if "due" not in parts and parts & {"party", "date"}:
            # Odoo would take the terms of the partner.
            self._import_dates(vals, reading)
        return vals

    # === OPENING A MOVE === #

    def _open(self, records):
        """Reset ``records`` to draft and return what each was reconciled with.

        :return: ``{record: [(line of another entry, amount, QuickBooks payment)]}``
        :raise EntityError: Odoo does not let it be done, with the reason
        """
        partials = {}
        for record in records:
            partials[record] = []
            if record.state != "draft":
                self._check_lock_dates(record)
                partials[record] = self._partials(record)
        opened = records.filtered(lambda record: record.state != "draft")
        opened.line_ids.remove_move_reconcile()
        try:
            opened.button_draft()
        except UserError as error:
            raise EntityError("not_opened", detail=str(error)) from error
        return partials

    @staticmethod
    def _partials(record):
        """Return ``[(line of another entry, amount, QuickBooks payment)]``.

        The amount is what is reconciled, in the currency of ``record``; the payment,
        mostly none, is the id of that which says so.
        """
        lines = record.line_ids
        exchange = (lines.matched_credit_ids + lines.matched_debit_ids).exchange_move_id
        return [
            (other, amount, partial.qbo_payment_id)
            for matched, side, own in (
                (lines.matched_credit_ids, "credit_move_id", "debit"),
                (lines.matched_debit_ids, "debit_move_id", "credit"),
            )
            for partial in matched
            for other in partial[side]
            for amount in [partial[f"{own}_amount_currency"]]
            if amount and other.move_id not in exchange
        ]

    def _reconcile_again(self, record, partials):
        """Reconcile ``record`` with what it was reconciled with, as far as it goes."""
        currency = record.currency_id
        for other, amount, payment_id in partials:
            open_lines = record.line_ids.filtered(
                lambda line, other=other: (
                    line.account_id == other.account_id and not line.reconciled
                )
            )
            for line in open_lines.sorted("date_maturity"):
                part = min(amount, abs(line.amount_residual_currency))
                if other.reconciled or currency.is_zero(part):
                    continue
                other.with_context(
                    quickbooks_payment_id=payment_id
                )._quickbooks_reconcile(line, part)
                amount -= part

    # === LINES === #

    def _line_commands(self, record, parts, reading, before):
        """Return the commands that make the lines those of ``reading``.

        A line that QuickBooks did not touch stays as it is; one that it changed is
        the same line here, so that it stays with its order.
        """
        if "lines" not in parts:
            return []
        former = read_lines.read(before)
        pairs = self._pair_lines(record, former)
        anew = self._rewrites(reading, before)
        commands, kept = [], record.line_ids.browse()
        for number, line in enumerate(reading.lines, start=1):
            old, mine = pairs.get(line.id, (None, record.line_ids.browse()))
            vals = self._changed_vals(line, old, mine, reading, anew)
            if mine:
                kept |= mine
                if mine.sequence != number:
                    vals["sequence"] = number
                if vals:
                    commands.append(Command.update(mine.id, vals))
            else:
                commands.append(Command.create({"sequence": number, **vals}))
        discounts = self._discount_vals(reading) if anew else []
        if not anew:
            kept |= self._untold(record, former)
        gone = self._all_lines(record) - kept
        first = len(reading.lines) + 1
        return [
            *commands,
            *(Command.delete(line.id) for line in gone),
            *(
                Command.create({"sequence": number, **vals})
                for number, vals in enumerate(discounts, start=first)
            ),
        ]

    def _told_lines(self, record):
        """Return the lines that QuickBooks is told of, in their order."""
        return self._all_lines(record).filtered(
            lambda line: line.display_type in AMOUNTS or line.name
        )

    def _pair_lines(self, record, former):
        """Return ``{id in QuickBooks: (line as it was there, move line)}``.

        Both sides had them in the same order when they last agreed.
        """
        pairs = {}
        for old, mine in zip(former, self._told_lines(record), strict=False):
            if (old.kind == "note") == (mine.display_type not in AMOUNTS):
                pairs[old.id] = (old, mine)
        return pairs

    def _untold(self, record, former):
        """Return the lines that no line of QuickBooks stands for: its discount."""
        return self._told_lines(record)[len(former) :]

    def _rewrites(self, reading, before):
        """Tell whether all lines are to be written: a discount goes over all."""
        then = read_lines.discount_of(before)
        same_mode = before.get("GlobalTaxCalculation") == reading.obj.get(
            "GlobalTaxCalculation"
        )
        decided = self._side_of("lines") == "quickbooks"
        return bool(then or reading.discount) or not same_mode or decided

    def _changed_vals(self, line, old, mine, reading, anew):
        """Return what of a line has to be written.

        :param old: the line as it was in QuickBooks, ``None`` when it is new
        :param mine: the move line, empty when it is new
        """
        if mine and old and not anew and _same(line, old):
            return {}
        vals = self._line_vals(line, reading)
        if not mine:
            return vals
        if line.kind == "note":
            return {"name": vals["name"]}
        if vals.get("product_id") == mine.product_id.id:
            # Its unit and account are Odoo's business.
            vals.pop("product_id")
            if not self._counts_in_one_unit(mine.product_id, reading.connection):
                vals.pop("product_uom_id", None)
        if old and old.description == line.description:
            vals.pop("name", None)
        if old and old.tax_code == line.tax_code and mine.tax_ids:
            vals.pop("tax_ids")
            vals |= reading.figures(line, mine.tax_ids)
        distribution = reading.distribution(line, mine.analytic_distribution)
        if distribution is not None:
            vals["analytic_distribution"] = distribution
        return vals


def _same(line, old):
    """Tell whether two lines of QuickBooks say the same of what Odoo knows."""
    names = ("kind", "amount", "gross", "quantity", "price", "description", "item")
    return (
        all(getattr(line, name) == getattr(old, name) for name in names)
        and line.tax_code == old.tax_code
        and _id(line.account) == _id(old.account)
        and _id(line.class_ref) == _id(old.class_ref)
    )


def _id(ref):
    return convert.get(ref or {}, "value")
