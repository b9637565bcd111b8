from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import format_date

#: Part of the month's budget from which reading slows down.
SLOW_FROM = 0.8

#: Part of what is left that polls may use; the rest is for what they find.
POLLS_SHARE = 0.5

#: Longest time between two polls while QuickBooks' notices come through.
QUIET_MINUTES = 120

#: Longest time between two polls that a shrinking budget makes.
SLOWEST_MINUTES = 24 * 60


class QuickbooksConnection(models.Model):
    """How much of the month's budget of reads is used, and what follows from it.

    Writes are not metered: sending goes on whatever happens to reading. The looking up
    of new contacts and products, which sending needs, is never held back.
    """

    _inherit = "quickbooks.connection"

    read_budget = fields.Integer(
        "Reads a Month",
        default=500_000,
        required=True,
        help="Reads that the app's plan at Intuit includes. Reading slows down when "
        "most of them are used, and waits for the next month when all are.",
    )
    noticed_at = fields.Datetime(
        copy=False, help="When notices of QuickBooks were followed last."
    )
    missed_at = fields.Datetime(
        copy=False, help="When a poll told last what no notice had told."
    )
    quiet_polls = fields.Integer(
        default=0, copy=False, help="Polls in a row since then that told nothing new."
    )
    usage_requests = fields.Integer("Requests", compute="_compute_usage")
    usage_batches = fields.Integer("Batches", compute="_compute_usage")
    usage_reads = fields.Integer("Reads", compute="_compute_usage")
    usage_throttled = fields.Integer("Throttlings", compute="_compute_usage")
    usage_share = fields.Float(
        "Used", compute="_compute_usage", help="Part of the budget, in percent."
    )
    usage_note = fields.Char("Reads This Month", compute="_compute_usage")

    _read_budget_positive = models.Constraint(
        "CHECK(read_budget > 0)",
        "Without reads nothing can be compared: enter 1 or more.",
    )

    # === COMPUTE METHODS === #

    @api.depends("realm_id", "read_budget")
    @api.depends_context("lang")
    def _compute_usage(self):
        usage_sudo = self.env["quickbooks.usage"].sudo()
        for connection in self:
            used = usage_sudo._of_month(connection.realm_id)
            for name, value in used.items():
                connection[f"usage_{name}"] = value
            connection.usage_share = 100 * used["reads"] / connection.read_budget
            connection.usage_note = connection._word_usage(used["reads"])

    def _word_usage(self, reads):
        """Return how many reads are used, and how many the month will take."""
        start, end = self._get_month()
        now = fields.Datetime.now()
        passed = max((now - start) / (end - start), 0.01)
        if self._reading_waits():
            return self.env._(
                "All %(budget)s reads of this month are used. Reading waits until "
                "%(date)s; sending goes on.",
                budget=f"{self.read_budget:,}",
                date=format_date(self.env, end.date()),
            )
        return self.env._(
            "%(reads)s of %(budget)s reads this month; at this pace %(expected)s.",
            reads=f"{reads:,}",
            budget=f"{self.read_budget:,}",
            expected=f"{round(reads / passed):,}",
        )

    @api.model
    def _get_month(self):
        """Return the first moments of this month and of the next, in UTC."""
        start = fields.Datetime.now().replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )
        return start, start + relativedelta(months=1)

    # === WHEN IT READS === #

    def _get_status(self):
        goes_on = self.state == "connected" and self.is_live and not self.is_copy
        if goes_on and not self.wait_cause and self._reading_waits():
            return self.usage_note
        return super()._get_status()

    def _get_reads(self):
        return self.env["quickbooks.usage"].sudo()._of_month(self.realm_id)["reads"]

    def _reading_waits(self):
        """Tell whether the month's reads are used up."""
        self.ensure_one()
        return self._get_reads() >= self.read_budget

    def _get_poll_minutes(self):
        """Return the minutes between two polls, as things are.

        While notices tell all that polls would, the polls become rarer. When most of
        the budget is used, what is left is spread over the rest of the month.
        """
        minutes = self.poll_minutes
        if self._are_notices_complete():
            doubled = minutes * 2 ** min(self.quiet_polls, 10)
            minutes = min(doubled, max(QUIET_MINUTES, minutes))
        reads = self._get_reads()
        if reads >= SLOW_FROM * self.read_budget:
            left = max((self.read_budget - reads) * POLLS_SHARE, 1)
            rest = self._get_month()[1] - fields.Datetime.now()
            paced = rest / timedelta(minutes=1) / left
            minutes = max(minutes, min(paced, SLOWEST_MINUTES))
        return minutes

    def _are_notices_complete(self):
        """Tell whether notices come, and no poll has found more since the last one."""
        noticed, missed = self.noticed_at, self.missed_at
        return bool(noticed) and not (missed and missed > noticed)

    def _note_poll(self, found):
        """Note whether a poll told anything that no notice had told.

        :param int found: how many changes it was the first to tell of
        """
        self.ensure_one()
        if found:
            self.write({"missed_at": fields.Datetime.now(), "quiet_polls": 0})
        elif self.noticed_at:
            self.quiet_polls += 1
