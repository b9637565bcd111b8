from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import LazyTranslate
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..const import LOG_DAYS

_lt = LazyTranslate(__name__)

#: What was done, in words.
OPERATIONS = {
    "create": _lt("Created"),
    "update": _lt("Updated"),
    "link": _lt("Found and linked"),
    "merge": _lt("Merged"),
    "void": _lt("Voided"),
    "delete": _lt("Deleted"),
    "read": _lt("Taken over"),
    "compare": _lt("Compared"),
    "send": _lt("Made ready to send"),
    "settle": _lt("Settled"),
}


class QuickbooksSyncLog(models.Model):
    """One line for each thing exchanged with QuickBooks.

    Names, numbers and results only: neither secrets nor addresses are kept.
    """

    _name = "quickbooks.sync.log"
    _description = "QuickBooks Exchange"
    _order = "id desc"
    _rec_name = "summary"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    direction = fields.Selection(
        [("out", "To QuickBooks"), ("in", "From QuickBooks")], required=True
    )
    entity = fields.Char("QuickBooks Entity")
    kind = fields.Char(compute="_compute_words")
    operation = fields.Char()
    done = fields.Char("What Was Done", compute="_compute_words")
    kept_until = fields.Date(compute="_compute_words")
    res_model = fields.Char("Odoo Model")
    res_id = fields.Many2oneReference("Odoo Record", model_field="res_model")
    record_name = fields.Char("Record")
    qbo_id = fields.Char("QuickBooks ID")
    result = fields.Selection(
        [
            ("done", "Done"),
            ("waiting", "Waiting"),
            ("failed", "Failed"),
            ("skipped", "Left alone"),
        ],
        required=True,
    )
    summary = fields.Char(help="What happened, in one sentence.")
    code = fields.Char("QuickBooks Code")
    duration_ms = fields.Integer("Duration (ms)", help="Of the call it was part of.")
    tid = fields.Char("Intuit's Transaction ID")

    _lately_idx = models.Index("(connection_id, date)")
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends("entity", "operation", "date")
    @api.depends_context("lang")
    def _compute_words(self):
        entities = self.env["quickbooks.entity"]
        for line in self:
            entity = entities._find(line.entity, line.res_model)
            label = entity._get_label() if entity is not None else line.entity or ""
            line.kind = label[:1].upper() + label[1:]
            done = OPERATIONS.get(line.operation)
            line.done = self.env._(done) if done else line.operation
            line.kept_until = line.date + timedelta(days=LOG_DAYS)

    def action_open_record(self):
        """Open the record that the line is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    @api.autovacuum
    def _gc_old_lines(self):
        """Forget lines older than :data:`LOG_DAYS`."""
        limit = fields.Datetime.now() - timedelta(days=LOG_DAYS)
        lines = self.search([("date", "<", limit)], limit=GC_UNLINK_LIMIT)
        lines.unlink()
        return len(lines), len(lines) == GC_UNLINK_LIMIT
