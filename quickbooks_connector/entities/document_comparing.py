from odoo import models
from odoo.tools import format_amount, format_date

from ..api import dumps_payload, loads_exact
from . import convert, document_state, read_lines
from .comparing import told
from .reading import Reading


class QuickbooksEntityTwoSided(models.AbstractModel):
    """Documents and orders are compared by parts: lines are one, for their tax is."""

    _inherit = "quickbooks.entity.two.sided"

    #: State in which a record was when both sides agreed on it.
    _live_state = "posted"

    @staticmethod
    def _is_void(obj):
        """Tell whether somebody voided ``obj``, of a kind that can be void."""
        return False

    def _compare(self, record, obj, binding, connection):
        mine = self._said(record, connection)
        before = document_state.loads(binding.synced_object)
        here = self._changed_here(record, binding, connection)
        there = document_state.changed(before, document_state.kept(obj or {}))
        objects = (before, mine, obj or {})
        rows = [self._told_state(record, obj, here), self._told_total(record, objects)]
        for part in document_state.PARTS:
            texts = [self._part_text(part, one, record) for one in objects]
            if any(texts) and obj is not None and not self._is_void(obj):
                changed = (part in here, part in there)
                rows.append(told(part, self._part_label(part), texts, changed))
        return [row for row in rows if row]

    def _told_state(self, record, obj, here):
        """Return the row that says who has cancelled the document, if one has."""
        words = dict(record._fields["state"]._description_selection(self.env))
        if obj is None:
            there = self.env._("Deleted")
        elif self._is_void(obj):
            there = self.env._("Voided")
        elif "state" in here:
            there = self.env._("Changed")
        else:
            return None
        texts = (words[self._live_state], words[record.state], there)
        return told("state", self.env._("Status"), texts, (bool(here), True))

    def _told_total(self, record, objects):
        """Return the row of the totals, for the eye: they follow from the parts."""
        before, _mine, obj = objects
        totals = [before.get("TotalAmt"), None, obj.get("TotalAmt")]
        texts = [
            "" if total is None else format_amount(self.env, total, record.currency_id)
            for total in map(_float, totals)
        ]
        texts[1] = format_amount(self.env, record.amount_total, record.currency_id)
        changed = (texts[1] != texts[0], texts[2] != texts[0])
        return told("total", self.env._("Total"), texts, changed, is_money=True)

    def _part_label(self, part):
        fields = self.env[self._odoo_model]._fields
        return fields[self._part_fields()[part]]._description_string(self.env)

    def _part_fields(self):
        """Return the field that gives each part its name."""
        return {
            "party": "partner_id",
            "date": "invoice_date",
            "due": "invoice_date_due",
            "number": "name",
            "memo": "narration",
            "note": "ref",
            "currency": "currency_id",
            "lines": "invoice_line_ids",
            "money": "journal_id",
        }

    def _part_text(self, part, obj, record):
        """Return a part of an object as people read it."""
        if part == "party":
            return self._party_text(obj, record)
        if part == "date":
            return format_date(self.env, obj.get("TxnDate"))
        if part == "due":
            return format_date(self.env, obj.get("DueDate"))
        if part == "lines":
            return "\n".join(
                self._line_text(line, record) for line in read_lines.read(obj)
            )
        if part == "currency":
            return convert.get(obj, "CurrencyRef.value") or ""
        if part == "until":
            return format_date(
                self.env, obj.get("ExpectedDate") or obj.get("ExpirationDate")
            )
        if part == "memo":
            return convert.get(obj, "CustomerMemo.value") or obj.get("Memo") or ""
        key = {"number": "DocNumber", "note": "PrivateNote"}.get(part)
        return str(obj.get(key) or "") if key else ""

    def _party_text(self, obj, record):
        ref = obj.get(f"{self._party_entity}Ref") or {}
        mine = self._party(record)
        own = mine.qbo_binding_ids.filtered(lambda b: b.qbo_id == ref.get("value"))
        return mine.display_name if own else str(ref.get("name") or "")

    def _line_text(self, line, record):
        if line.kind == "note":
            return line.description
        amount = format_amount(self.env, float(line.amount), record.currency_id)
        quantity = "" if line.quantity is None else f"{line.quantity.normalize():f} × "
        return f"{quantity}{line.description}: {amount}"

    def _snapshot(self, record, connection):
        said = self._said(record, connection)
        if not said:
            return {}
        total = self._decimal(record.amount_total, record.currency_id)
        return loads_exact(dumps_payload(said | {"TotalAmt": total}))


class QuickbooksEntityDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.document"

    def _restore(self, record, obj, part, connection):
        sided = self.with_context(quickbooks_choices={part: "quickbooks"})
        reading = Reading(obj, sided, connection)
        quiet = record.with_context(quickbooks_no_mark=True)
        if part == "lines":
            sided._take([sided._change(quiet, {part}, reading, {})])
        else:
            post = quiet.state == "posted"
            partials = self._open(quiet)
            quiet.write(self._part_vals({part}, reading))
            if post:
                quiet._post(soft=False)
                self._reconcile_again(quiet, partials[quiet])
        # What a person brings back goes to QuickBooks as any other edit does.
        record.with_context(quickbooks_no_mark=False)._quickbooks_mark()


def _float(value):
    return None if value is None else float(value)
