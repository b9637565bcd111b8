from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from ..sync import words

ACTIVITY = "quickbooks_connector.mail_activity_type_ledgers"


class QuickbooksConnection(models.Model):
    """When both ledgers are compared by themselves, and what is told of it."""

    _inherit = "quickbooks.connection"

    comparison_ids = fields.One2many("quickbooks.comparison", "connection_id")
    compares_monthly = fields.Boolean(
        "Compare Both Ledgers Every Month",
        default=True,
        help="The month before, with one read for a thousand documents or so.",
    )
    comparison_day = fields.Integer(
        "On Day",
        default=3,
        help="Day of the month on which the month before is compared.",
    )

    _comparison_day_exists = models.Constraint(
        "CHECK(comparison_day BETWEEN 1 AND 28)",
        "Both ledgers are compared on a day that every month has: enter 1 to 28.",
    )

    # === BY ITSELF === #

    @api.model
    def _cron_compare_ledgers(self):
        """Compare the month before, where its day has come and nobody has done it."""
        today = fields.Date.context_today(self)
        wanted = [
            ("state", "=", "connected"),
            ("is_live", "=", True),
            ("compares_monthly", "=", True),
            ("comparison_day", "<=", today.day),
        ]
        for connection in self.search(wanted):
            connection._compare_month_before(today)

    def _compare_month_before(self, today):
        end = today.replace(day=1) - relativedelta(days=1)
        start = max(end.replace(day=1), self.start_date)
        comparisons = self.env["quickbooks.comparison"]
        known = comparisons.search_count(
            [
                ("connection_id", "=", self.id),
                ("date_to", "=", end),
                ("is_scheduled", "=", True),
            ],
            limit=1,
        )
        if start <= end and not known:
            comparisons._start(self, start, end, is_scheduled=True)

    def _tell_differences(self, comparison):
        """Give the administrator one activity about what differs, or close it."""
        connection_sudo = self.sudo()
        connection_sudo.activity_unlink([ACTIVITY])
        if comparison.is_agreed:
            return
        user = connection_sudo._get_administrator()
        names = {
            "start": format_date(self.env, comparison.date_from, lang_code=user.lang),
            "end": format_date(self.env, comparison.date_to, lang_code=user.lang),
            "count": comparison.difference_count,
        }
        sentence = words.sentence(
            self.with_context(lang=user.lang).env, "ledgers_differ", names
        )
        connection_sudo.activity_schedule(
            ACTIVITY, note=Markup("<p>%s</p>") % sentence, user_id=user.id
        )

    # === SHOWING IT === #

    def action_open_comparison(self):
        """Show the newest comparison of both ledgers."""
        self.ensure_one()
        self._check_user()
        self.check_access("read")
        newest = self.env["quickbooks.comparison"].search(
            [("connection_id", "=", self.id)], limit=1
        )
        if newest:
            return newest.action_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_comparison_line_action"
        )
        return action | {"domain": [("connection_id", "=", self.id)]}

    def _get_overview(self):
        overview = super()._get_overview()
        newest = self.env["quickbooks.comparison"].search(
            [("connection_id", "=", self.id), ("state", "=", "done")], limit=1
        )
        if newest:
            text, level = newest._word_outcome(), "look"
            if newest.is_agreed:
                end = format_date(self.env, newest.date_to)
                text, level = self.env._("Both ledgers agree up to %s.", end), "ok"
            overview["facts"].append(
                self._prepare_fact(
                    "ledgers",
                    text,
                    level,
                    self.env._("Compare"),
                    "action_open_comparison",
                )
            )
        return overview
