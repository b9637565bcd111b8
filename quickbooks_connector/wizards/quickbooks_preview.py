import json
import re
from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount

from ..entities import convert
from ..models.quickbooks_connection import MANAGER

#: What a line of a document is found under in QuickBooks' words.
_DETAILS = (
    "SalesItemLineDetail",
    "ItemBasedExpenseLineDetail",
    "AccountBasedExpenseLineDetail",
)
#: A figure on its way through ``json``, see :func:`_pretty`.
_FIGURE = re.compile(r'"<<([-+.\deE]+)>>"')


class QuickbooksPreview(models.TransientModel):
    """Show a record as QuickBooks will hold it, before anything is sent."""

    _name = "quickbooks.preview"
    _inherit = ["quickbooks.record.mixin", "quickbooks.asked.mixin"]
    _description = "Preview for QuickBooks"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    # Composed once, by the action: who reads a form may not write, even for a while.
    obstacle = fields.Char(readonly=True)
    operation = fields.Char("In QuickBooks", readonly=True)
    lines = fields.Html(sanitize=False, readonly=True)
    properties = fields.Html(sanitize=False, readonly=True)
    total_there = fields.Char("Total in QuickBooks", readonly=True)
    total_here = fields.Char("Total in Odoo", readonly=True)
    difference = fields.Char(readonly=True)
    payload = fields.Text(
        "What Is Sent", readonly=True, help="For administrators alone."
    )

    @api.model
    def _prepare(self, record):
        """Return a new preview of ``record``, which the user may read."""
        preview = record._get_quickbooks_preview()
        here, there, difference = self._word_totals(record, preview.total)
        may_see_payload = self.env.user.has_group(MANAGER)
        return self.create(
            {
                "res_model": record._name,
                "res_id": record.id,
                "obstacle": preview.obstacle,
                "operation": self._word_operation(preview),
                "lines": self._draw_lines(preview.values),
                "properties": self._draw_properties(preview.values),
                "total_here": here,
                "total_there": there,
                "difference": difference,
                "payload": may_see_payload and _pretty(preview.payload),
            }
        )

    # === WORDS === #

    def _word_operation(self, preview):
        verbs = {
            "create": self.env._("It would be created in QuickBooks."),
            "update": self.env._("It would be updated in QuickBooks."),
            "void": self.env._("It would be voided in QuickBooks."),
            "delete": self.env._("It would be deleted in QuickBooks."),
        }
        if preview.obstacle:
            return False
        same = self.env._("QuickBooks has it so already: nothing would be sent.")
        return verbs.get(preview.operation, same)

    def _word_totals(self, record, there):
        """Return both totals and what lies between them; nothing for contacts."""
        if there is None or "amount_total" not in record._fields:
            return False, False, False
        currency = record.currency_id
        here = Decimal(f"{record.amount_total:.{currency.decimal_places}f}")
        return tuple(
            format_amount(self.env, float(amount), currency)
            for amount in (here, there, here - there)
        )

    # === TABLES === #

    def _draw_lines(self, values):
        """Return the lines of a document as a table."""
        if "Line" not in values:
            return False
        heads = (
            self.env._("Description"),
            self.env._("Quantity"),
            self.env._("Price"),
            self.env._("Tax code"),
            self.env._("Amount"),
        )
        rows = [_line_cells(line) for line in values["Line"]]
        tax = convert.get(values, "TxnTaxDetail.TotalTax")
        if tax is not None:
            rows.append((self.env._("Tax"), "", "", "", tax))
        return _table(heads, rows)

    def _draw_properties(self, values):
        """Return what is said beside the lines, in QuickBooks' own names."""
        rows = [
            (name, _plain(value))
            for name, value in values.items()
            if name not in ("Line", "TxnTaxDetail", "Id", "SyncToken", "sparse")
        ]
        heads = (self.env._("In QuickBooks"), self.env._("Value"))
        return rows and _table(heads, rows)


def _line_cells(line):
    detail = next((line[name] for name in _DETAILS if name in line), {})
    return (
        line.get("Description") or "",
        detail.get("Qty", ""),
        detail.get("UnitPrice", ""),
        convert.get(detail, "TaxCodeRef.value") or "",
        line.get("Amount", ""),
    )


def _plain(value):
    """Return a property of QuickBooks as one line of text."""
    if isinstance(value, dict):
        return ", ".join(text for text in map(_plain, value.values()) if text)
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return "" if value is None else str(value)


def _table(heads, rows):
    head = Markup().join(Markup('<th scope="col">%s</th>') % one for one in heads)
    body = Markup().join(
        Markup("<tr>%s</tr>")
        % Markup().join(Markup("<td>%s</td>") % cell for cell in row)
        for row in rows
    )
    table = '<table class="table table-sm"><thead><tr>%s</tr></thead><tbody>%s</tbody>'
    return Markup(table + "</table>") % (head, body)


def _pretty(payload):
    if not payload:
        return False
    # The figures stay as they are written: they are texts only on the way.
    said = json.loads(payload, parse_float=lambda text: f"<<{text}>>")
    pretty = json.dumps(said, indent=2, ensure_ascii=False)
    return _FIGURE.sub(r"\1", pretty)
