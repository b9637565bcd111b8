from math import ceil

from odoo import api, fields, models
from odoo.tools import formatLang

from ..sync import words
from .quickbooks_connection import MANAGER


class QuickbooksRun(models.Model):
    """What the web client shows of a run; see ``static/src/quickbooks_run``."""

    _inherit = "quickbooks.run"

    progress_data = fields.Json(
        "Progress", compute="_compute_progress_data", help="What the bar shows."
    )

    @api.depends("state", "done_count", "total_count", "cause", "outcome", "result_id")
    @api.depends_context("lang", "uid")
    def _compute_progress_data(self):
        for run in self:
            run.progress_data = run._prepare_progress()

    def get_progress(self):
        """Return what the bars of these runs show, for a page that is open."""
        self.check_access("read")
        return [run._prepare_progress() for run in self.exists()]

    def _prepare_progress(self):
        return super()._prepare_progress() | {
            "label": self._get_kind_label(),
            "numbers": self._word_numbers(self.done_count, self.total_count),
            "message": self._word_progress(),
            "has_result": bool(self.sudo().result_id),
            "may_control": self.env.user.has_group(MANAGER),
        }

    def _get_kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _format_count(self, count):
        return formatLang(self.env, count, digits=0)

    def _get_parts(self):
        return [
            part | {"numbers": self._word_numbers(part["done"], part["total"])}
            for part in super()._get_parts()
        ]

    def _word_numbers(self, done, total):
        if not total or done == total:
            return self._format_count(total) if total else ""
        return self.env._(
            "%(done)s of %(total)s",
            done=self._format_count(done),
            total=self._format_count(total),
        )

    def _word_progress(self):
        """Return what there is to say beside the bar, maybe nothing."""
        if self.state == "done":
            return self.outcome or ""
        if self.state == "failed":
            return self.message or ""
        done = self._format_count(self.done_count)
        if self.state == "stopped":
            return self.env._("Stopped at %(done)s. What is done stays.", done=done)
        connection_sudo = self.connection_id.sudo()
        if connection_sudo.state != "connected":
            return connection_sudo.status
        wait_until = connection_sudo.wait_until
        if not self.cause or not wait_until or wait_until <= fields.Datetime.now():
            return ""
        wait = wait_until - fields.Datetime.now()
        return self.env._(
            "Stopped at %(done)s: %(reason)s Going on by itself in %(minutes)s min.",
            done=done,
            reason=words.sentence(self.env, self.cause, self.cause_args, advice=False),
            minutes=ceil(wait.total_seconds() / 60),
        )


class QuickbooksConnection(models.Model):
    """The runs that stand beside the steps of the set-up guide."""

    _inherit = "quickbooks.connection"

    runs_data = fields.Json(
        "Runs", compute="_compute_runs_data", help="The newest run of each kind."
    )

    def _compute_runs_data(self):
        runs = self.env["quickbooks.run"]
        for connection in self:
            newest = runs._read_group(
                [("connection_id", "=", connection.id)],
                groupby=["kind"],
                aggregates=["id:max"],
            )
            connection.runs_data = [
                run._prepare_progress()
                for run in runs.browse(sorted(id_ for _kind, id_ in newest))
            ]
