from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..const import LOG_DAYS


class QuickbooksSyncLog(models.Model):
    """One line for each thing exchanged with QuickBooks.

    Names, numbers and results only: neither secrets nor addresses are kept.
    """

    _name = "quickbooks.sync.log"
    _description = "QuickBooks Exchange"
    _order = "id desc"
    _rec_name = "summary"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    direction = fields.Selection(
        [("out", "To QuickBooks"), ("in", "From QuickBooks")], required=True
    )
    entity = fields.Char("QuickBooks Entity")
    operation = fields.Char()
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

    @api.autovacuum
    def _gc_old_lines(self):
        """Forget lines older than :data:`LOG_DAYS`."""
        limit = fields.Datetime.now() - timedelta(days=LOG_DAYS)
        lines = self.search([("date", "<", limit)], limit=GC_UNLINK_LIMIT)
        lines.unlink()
        return len(lines), len(lines) == GC_UNLINK_LIMIT
