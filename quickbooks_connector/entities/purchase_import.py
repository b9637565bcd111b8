"""What bills and vendor credits of QuickBooks say in their own way."""

from odoo import models

from . import convert, lookup, read_lines


class QuickbooksEntityPurchaseDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.purchase.document"

    # === HEADER === #

    def _import_numbers(self, vals, reading):
        """Read the vendor's own number; Odoo has a sequence of its own beside it."""
        number = reading.obj.get("DocNumber") or False
        record = reading.record
        if record and number in (
            record.name,
            convert.get(self._said(record, reading.connection), "DocNumber"),
        ):
            # It is what Odoo says, cut to fit or for want of a reference.
            return
        vals["ref"] = vals["payment_reference"] = number

    def _import_memo(self, vals, reading):
        """Read the note, without the numbers that Odoo puts before it."""
        note = reading.obj.get("PrivateNote") or ""
        if reading.record:
            head = self._note_head(reading.obj, reading.record)
            note = note.removeprefix(head).strip()
        vals["narration"] = convert.to_odoo("plain_text", {"note": note}, "note", None)

    # === LINES === #

    def _line_commands(self, record, parts, reading, before):
        self._leave_tax_out(record, reading, before)
        return super()._line_commands(record, parts, reading, before)

    def _leave_tax_out(self, record, reading, before):
        """Keep lines apart that stand for the taxes of ``record``, in the US."""
        has_tax = record.line_ids.filtered("tax_repartition_line_id")
        if not has_tax or not lookup.is_us(reading.connection):
            return
        told = len(self._told_lines(record))
        taxes = {line.id for line in read_lines.read(before)[told:]}
        reading.lines = [line for line in reading.lines if line.id not in taxes]
