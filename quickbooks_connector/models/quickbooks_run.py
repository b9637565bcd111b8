import base64
import itertools
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .. import spreadsheet
from ..api import QboError
from ..entities.cause import EntityError
from ..sync import policy, words
from ..sync.push import CONCURRENT_TRIES

_logger = logging.getLogger(__name__)

#: States of work that is not over.
OPEN = ("waiting", "stopped")


class QuickbooksRun(models.Model):
    """Long work of one connection in the background: progress, stop, resume, result.

    Each kind is a method ``_step_<kind>`` that does a bounded piece of the work, says
    in ``place`` where it stands, in ``done_count`` and ``total_count`` how far it is,
    and returns whether there is more to do. A step that is killed, or crossed by a
    user's commit, is done again from ``place``: what it did must be in the same
    transaction, or do no harm when it is done twice. A step that asks QuickBooks
    commits first (:meth:`_commit`), so that no lock is held and no snapshot is open
    meanwhile.

    A kind may say at its end, in ``_result_rows_<kind>``, what became of each record.
    """

    _name = "quickbooks.run"
    _description = "QuickBooks Run"
    _inherit = ["mail.thread"]
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    kind = fields.Selection([("lists", "Read the lists")], required=True)
    user_id = fields.Many2one(
        "res.users", "Started by", required=True, default=lambda self: self.env.user
    )
    # waiting ──▶ done
    #  │ ▲  └───▶ failed ──resume──▶ waiting
    #  ▼ │ resume
    # stopped
    state = fields.Selection(
        [
            ("waiting", "Under way"),
            ("stopped", "Stopped"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
    )
    args = fields.Json(readonly=True, help="What the run was started with.")
    place = fields.Json(help="How far it has come, in the words of its kind.")
    done_count = fields.Integer("Done", aggregator=None)
    total_count = fields.Integer("Of", aggregator=None, help="0 while not known.")
    progress = fields.Float("Progress (%)", compute="_compute_progress")
    cause = fields.Char(help="Why it waits or has failed, as a code.")
    cause_args = fields.Json()
    parts = fields.Json(compute="_compute_parts", help="Progress by part of the work.")
    message = fields.Char("Reason", compute="_compute_message")
    outcome = fields.Char(help="What it has done, in one sentence.")
    started_at = fields.Datetime("Started", default=fields.Datetime.now)
    ended_at = fields.Datetime("Ended")
    result_id = fields.Many2one("ir.attachment", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(connection_id, kind) WHERE state IN ('waiting', 'stopped')",
        "This is under way already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("done_count", "total_count", "state")
    def _compute_progress(self):
        for run in self:
            share = run.done_count / run.total_count if run.total_count else 0
            run.progress = 100 if run.state == "done" else min(100 * share, 99)

    @api.depends("place", "kind")
    @api.depends_context("lang")
    def _compute_parts(self):
        for run in self:
            run.parts = run._get_parts()

    @api.depends("cause", "cause_args")
    @api.depends_context("lang")
    def _compute_message(self):
        for run in self:
            run.message = words.sentence(self.env, run.cause, run.cause_args)

    @api.depends("kind", "started_at")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            started = fields.Datetime.context_timestamp(run, run.started_at)
            run.display_name = f"{kinds.get(run.kind)}, {started:%Y-%m-%d %H:%M}"

    # === STARTING, STOPPING === #

    @api.model
    def _start(self, connection, kind, args=None):
        """Start, or go on with, the run of ``kind`` of ``connection``.

        :param dict args: what the steps need to know
        :return: the run; one that is under way already is taken up again
        :raise UserError: the company is not connected
        """
        if connection.state != "connected":
            raise UserError(self.env._("Connect to QuickBooks first."))
        runs_sudo = self.sudo()
        run_sudo = runs_sudo.search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", kind),
                ("state", "in", OPEN),
            ]
        )
        if not run_sudo:
            run_sudo = runs_sudo.create(
                {
                    "connection_id": connection.id,
                    "kind": kind,
                    "args": args or {},
                    "user_id": self.env.uid,
                }
            )
        run_sudo._go_on()
        return run_sudo.sudo(self.env.su)

    def _go_on(self):
        self.write(
            {"state": "waiting", "cause": False, "cause_args": False, "ended_at": False}
        )
        self.connection_id.sudo().work_cron_id._trigger()

    def action_stop(self):
        """Stop after the present step; what is done stays."""
        self.connection_id._check_manager()
        self.sudo().filtered(lambda run: run.state == "waiting").state = "stopped"

    def action_resume(self):
        """Go on where it stopped or failed."""
        self.connection_id._check_manager()
        self.sudo().filtered(lambda run: run.state in ("stopped", "failed"))._go_on()

    def action_result(self):
        """Download the result."""
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().result_id:
            raise UserError(self.env._("There is no result to download yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().result_id.id}?download=true",
            "target": "download",
        }

    # === WORKING (the cron of the connection) === #

    @api.model
    def _work(self, connection):
        """Do what waits for ``connection``, oldest first, until the time is over."""
        cron = self.env["ir.cron"]
        waiting = [("connection_id", "=", connection.id), ("state", "=", "waiting")]
        seconds = True
        while seconds and connection._may_exchange():
            run = self.search(waiting, order="id", limit=1)
            if not run:
                return
            run._step()
            run._tell_progress()
            left = self.search_count(waiting)
            seconds = cron._commit_progress(1, remaining=left)
        if connection.state == "connected" and connection.wait_until:
            connection.work_cron_id._trigger(at=connection.wait_until)

    def _step(self):
        """Do one step, and follow what it comes to."""
        step = getattr(self, f"_step_{self.kind}")
        for attempt in range(CONCURRENT_TRIES):
            try:
                self._take_step(step)
                self.env.flush_all()
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                self.env.invalidate_all()
                if attempt == CONCURRENT_TRIES - 1:
                    raise

    def _take_step(self, step):
        try:
            more = step()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except QboError as error:
            self._undo()
            decision = policy.decide(error, self.connection_id.attempts)
            if decision.connection:
                self.connection_id._hold(decision)
                self.write({"cause": decision.cause, "cause_args": decision.args})
            else:
                self._fail(decision.cause, decision.args)
        except EntityError as error:
            self._undo()
            self._fail(error.cause, error.cause_args)
        except UserError as error:
            self._undo()
            self._fail("refused_here", {"detail": str(error)})
        except Exception:  # pylint: disable=broad-except
            # One run that can't be done must not stop those behind it.
            _logger.exception("The run %s of QuickBooks failed", self.id)
            self._undo()
            self._fail("internal", {})
        else:
            self.connection_id._answered()
            if self.cause:
                self.write({"cause": False, "cause_args": False})
            if not more:
                self._end()

    def _undo(self):
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _commit(self):
        """Commit what the step did so far; needed before QuickBooks is asked."""
        self.env["ir.cron"]._commit_progress(0)

    # === THE END === #

    def _fail(self, cause, args):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        self.write(
            {
                "state": "failed",
                "cause": cause,
                "cause_args": {"record": kinds.get(self.kind)} | args,
                "ended_at": fields.Datetime.now(),
            }
        )
        self._tell_end(self.message, "danger")

    def _end(self):
        rows = getattr(self, f"_result_rows_{self.kind}", lambda: ())()
        self.write(
            {
                "state": "done",
                "ended_at": fields.Datetime.now(),
                "done_count": self.total_count or self.done_count,
                "result_id": self._write_result(rows).id,
            }
        )
        self._tell_end(self.outcome or self.env._("Done."), "success")

    def _write_result(self, rows):
        """Return ``rows`` (the first is the heading) as a spreadsheet, or nothing."""
        attachments = self.env["ir.attachment"]
        rows = iter(rows)
        heading = next(rows, None)
        if heading is None:
            return attachments
        content = spreadsheet.write(itertools.chain([heading], rows))
        return attachments.create(
            {
                "name": f"{self.display_name}.xlsx",
                "datas": base64.b64encode(content),
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    # === TELLING PEOPLE === #

    def _prepare_progress(self):
        """Return what the web client shows of this run while it is open."""
        return {
            "id": self.id,
            "connection_id": self.connection_id.id,
            "kind": self.kind,
            "state": self.state,
            "done": self.done_count,
            "total": self.total_count,
            "progress": self.progress,
            "message": self.message or self.outcome or "",
            "parts": self._get_parts(),
        }

    def _get_parts(self):
        """Return ``[{label, done, total}]`` of the parts that have a bar each.

        A kind whose work has parts says so in ``_parts_<kind>``.
        """
        return getattr(self, f"_parts_{self.kind}", list)()

    def _tell_progress(self):
        self.user_id._bus_send("quickbooks_run", self._prepare_progress())

    def _tell_end(self, message, kind):
        """Tell who started it, now and in the connection's history."""
        self.user_id._bus_send(
            "simple_notification",
            {"title": self.display_name, "message": message, "type": kind},
        )
        attachments = self.result_id.ids
        self.connection_id.message_post(
            body=f"{self.display_name}: {message}", attachment_ids=attachments
        )
