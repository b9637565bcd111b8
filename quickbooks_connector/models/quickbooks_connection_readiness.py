from datetime import timedelta

from babel.dates import format_timedelta

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.tools.misc import babel_locale_parse, get_lang

from ..readiness import finding
from .quickbooks_run import OPEN

#: The check reads the lists again when they are older.
FRESH = timedelta(hours=1)


class QuickbooksConnection(models.Model):
    """The readiness check: what has to be mended, or known, before going live."""

    _inherit = "quickbooks.connection"

    finding_ids = fields.One2many("quickbooks.finding", "connection_id")
    block_ids = fields.One2many(
        "quickbooks.finding",
        "connection_id",
        "Blocks",
        domain=[("severity", "=", finding.BLOCK)],
    )
    look_ids = fields.One2many(
        "quickbooks.finding",
        "connection_id",
        "To Look at",
        domain=[("severity", "=", finding.LOOK)],
    )
    fine_ids = fields.One2many(
        "quickbooks.finding",
        "connection_id",
        "All Right",
        domain=[("severity", "=", finding.FINE)],
    )
    blocking_count = fields.Integer(
        "Blocking", compute="_compute_finding_counts", help="Has to be mended first."
    )
    look_count = fields.Integer(
        "To Look At",
        compute="_compute_finding_counts",
        help="Has to be read; what somebody has accepted does not count.",
    )
    fine_count = fields.Integer("In Order", compute="_compute_finding_counts")
    readiness_at = fields.Datetime("Checked", copy=False, readonly=True)
    readiness_summary = fields.Char(compute="_compute_readiness_summary")
    is_reading_lists = fields.Boolean(compute="_compute_is_reading_lists")

    # === COMPUTE METHODS === #

    @api.depends("finding_ids.severity", "finding_ids.accepted_at")
    def _compute_finding_counts(self):
        rows_sudo = self.sudo().finding_ids
        by_connection = rows_sudo.grouped("connection_id")
        for connection in self:
            rows = by_connection.get(connection.sudo(), rows_sudo.browse())
            by_severity = rows.grouped("severity")
            none = rows.browse()
            looks = by_severity.get(finding.LOOK, none)
            connection.blocking_count = len(by_severity.get(finding.BLOCK, none))
            connection.look_count = len(looks.filtered(lambda r: not r.accepted_at))
            connection.fine_count = len(by_severity.get(finding.FINE, none))

    @api.depends("blocking_count", "look_count", "fine_count", "readiness_at")
    @api.depends_context("lang")
    def _compute_readiness_summary(self):
        for connection in self:
            connection.readiness_summary = connection._get_readiness_summary()

    def _get_readiness_summary(self):
        """Return the counts and the age of the check in one line."""
        if not self.readiness_at:
            return self.env._("Not checked yet.")
        counts = {
            "blocks": self.blocking_count,
            "looks": self.look_count,
            "fine": self.fine_count,
        }
        age = fields.Datetime.now() - self.readiness_at
        if age < timedelta(minutes=1):
            return self.env._(
                "%(blocks)s block · %(looks)s to look at · %(fine)s fine · "
                "just checked",
                **counts,
            )
        locale = babel_locale_parse(get_lang(self.env).code)
        return self.env._(
            "%(blocks)s block · %(looks)s to look at · %(fine)s fine · checked %(ago)s",
            ago=format_timedelta(-age, add_direction=True, locale=locale),
            **counts,
        )

    def _compute_is_reading_lists(self):
        runs_sudo = self.env["quickbooks.run"].sudo()
        reading = runs_sudo.search(
            [
                ("connection_id", "in", self.ids),
                ("kind", "=", "lists"),
                ("state", "in", OPEN),
            ]
        ).connection_id
        for connection in self:
            connection.is_reading_lists = connection.sudo() in reading

    # === ACTIONS === #

    def action_check_readiness(self):
        """Check, and open what was found."""
        self.action_check_again()
        return self.action_open_findings()

    def action_check_again(self):
        """Check with what is known; lists that are old are read, and it checks again.

        Reading them is work for the background: the answer is there at once, and is
        put right at the end of the reading.
        """
        self._check_manager()
        for connection in self:
            connection.sudo()._check_readiness()
            if connection.state == "connected" and connection._lists_older_than(FRESH):
                self.env["quickbooks.run"]._start(connection, "lists")

    def action_open_findings(self):
        """Open what the last check found."""
        self.ensure_one()
        self._check_user()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_readiness_action"
        )
        return action | {"res_id": self.id}

    # === BUSINESS METHODS === #

    def _check_readiness(self):
        """Ask all questions again; no request is made."""
        for connection in self:
            worker = connection._for_worker()
            if worker.lists_read_at:
                # Records that have come into use since need a row to be matched by.
                worker.env["quickbooks.mapping"]._propose(worker)
            found = worker.env["quickbooks.readiness"]._find(worker)
            worker.env["quickbooks.finding"]._take(worker, found)
            worker.readiness_at = fields.Datetime.now()

    def _check_go_live(self):
        """Refuse to go live while something would certainly go wrong.

        :raise UserError: the company is not connected
        :raise RedirectWarning: it names what blocks and leads to the check
        """
        super()._check_go_live()
        self.sudo()._check_readiness()
        if not self.block_ids:
            return
        action = self.env.ref("quickbooks_connector.quickbooks_finding_action_check")
        sentences = [f"{row.title}: {row.found}" for row in self.block_ids]
        raise RedirectWarning(
            "\n\n".join([self.env._("Mend this before you go live:"), *sentences]),
            action.id,
            self.env._("Open the readiness check"),
            {"active_model": self._name, "active_id": self.id, "active_ids": self.ids},
        )

    def _lists_older_than(self, period):
        """Tell whether the lists were read longer ago than ``period``, or never."""
        limit = fields.Datetime.now() - period
        return not self.lists_read_at or self.lists_read_at < limit


class QuickbooksRun(models.Model):
    _inherit = "quickbooks.run"

    def _end(self):
        result = super()._end()
        if self.kind == "lists":
            # Somebody may be waiting for the answer that only fresh lists give.
            self.connection_id._check_readiness()
        return result
