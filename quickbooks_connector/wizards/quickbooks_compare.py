from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class QuickbooksCompare(models.TransientModel):
    """Ask which period of both ledgers is compared."""

    _name = "quickbooks.compare"
    _description = "Compare Both Ledgers"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        required=True,
        readonly=True,
        default=lambda self: self.env["quickbooks.connection"]._for_company(),
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._get_last_month()[0]
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: self._get_last_month()[1]
    )
    start_date = fields.Date(related="connection_id.start_date", related_sudo=False)

    @api.model
    def _get_last_month(self):
        """Return first and last day of the last month; of this one where that is none.

        Before the start date there is nothing to compare.
        """
        today = fields.Date.context_today(self)
        end = today.replace(day=1) - relativedelta(days=1)
        start = self.env["quickbooks.connection"]._for_company().start_date
        if start and start > end:
            return start, max(start, today)
        return max(end.replace(day=1), start or end.replace(day=1)), end

    def action_compare(self):
        """Start comparing, and show it."""
        self.ensure_one()
        self.connection_id._check_user()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The period ends before it begins."))
        comparison = self.env["quickbooks.comparison"]._start(
            self.connection_id, self.date_from, self.date_to
        )
        return comparison.action_open()
