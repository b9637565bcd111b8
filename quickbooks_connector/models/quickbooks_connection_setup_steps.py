from odoo import api, fields, models
from odoo.tools import format_datetime


class QuickbooksConnection(models.Model):
    """The steps of the set-up guide: where each stands, and what it does."""

    _inherit = "quickbooks.connection"

    lists_summary = fields.Char(compute="_compute_lists_summary")
    sure_match_count = fields.Integer(compute="_compute_sure_match_count")
    plan_state = fields.Char(compute="_compute_plan", help="Key of the plan's state.")
    plan_summary = fields.Char(
        compute="_compute_plan", help="What the newest dry run would do, counted."
    )
    plan_open_count = fields.Integer(
        compute="_compute_plan", help="What it would send and nobody has approved."
    )
    plan_total = fields.Char(compute="_compute_plan")
    plan_approval = fields.Char(compute="_compute_plan")

    # === COMPUTE METHODS === #

    def _compute_lists_summary(self):
        kinds = dict(
            self.env["quickbooks.reference"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        for connection in self:
            counts = self.env["quickbooks.reference"]._read_group(
                [("connection_id", "=", connection.id), ("active", "=", True)],
                groupby=["kind"],
                aggregates=["__count"],
            )
            connection.lists_summary = " · ".join(
                f"{kinds.get(kind, kind)}: {count}" for kind, count in counts
            )

    def _compute_sure_match_count(self):
        mappings = self.env["quickbooks.mapping"]
        for connection in self:
            # Counted as those to match are: what is not in use hurries nobody.
            connection.sure_match_count = mappings.search_count(
                connection._domain_sure_matches() + [("section", "!=", "unused")]
            )

    def _domain_sure_matches(self):
        return [
            ("connection_id", "in", self.ids),
            ("state", "=", "proposed"),
            ("confidence", "=", "sure"),
        ]

    @api.depends("plan_ids.state")
    @api.depends_context("lang", "tz")
    def _compute_plan(self):
        for connection in self:
            plan = connection.plan_id
            told = plan.get_summary() if plan else {}
            connection.plan_state = plan.state
            count = told.get("approvable", 0)
            connection.plan_open_count = count
            connection.plan_summary = self._word_plan_counts(told.get("counts", {}))
            connection.plan_total = count and self.env._(
                "%(count)s, in documents %(total)s", count=count, total=told["total"]
            )
            connection.plan_approval = plan.state == "approved" and self.env._(
                "%(count)s, by %(person)s on %(time)s",
                count=told["approved"],
                person=told["approved_by"],
                time=format_datetime(self.env, plan.approved_at),
            )

    def _word_plan_counts(self, counts):
        labels = dict(
            self.env["quickbooks.plan.line"]
            ._fields["operation"]
            ._description_selection(self.env)
        )
        return " · ".join(
            f"{labels[name]}: {count}" for name, count in counts.items() if count
        )

    # === WHERE EACH STEP STANDS: (done, what is open) === #

    def _setup_connect(self):
        return self.state in ("connected", "paused") and not self.is_copy, ""

    def _setup_lists(self):
        return bool(self.lists_read_at), ""

    def _setup_match(self):
        read = self.lists_read_at and self.counterparts_read_at
        count = self.open_match_count + self.open_pairing_count
        note = self.env._("Open: %(count)s", count=count) if count else ""
        return bool(read) and not count, note

    def _setup_sync(self):
        pays_there = self.payment_direction in ("both", "in")
        missing = not self.income_account_id or (
            pays_there and not self.payment_journal_id
        )
        return not missing, self.env._("Accounts to choose") if missing else ""

    def _setup_check(self):
        if not self.readiness_at:
            return False, ""
        count = self.blocking_count
        return not count, self.env._("Blocks: %(count)s", count=count) if count else ""

    def _setup_plan(self):
        """Done once somebody approved, or when there is nothing to approve."""
        plan = self.plan_id
        done = plan.state == "approved" or (
            plan.state == "ready" and not self.plan_open_count
        )
        notes = {
            "computing": self.env._("Under way"),
            "ready": self.env._("Needs approval"),
        }
        return done, "" if done else notes.get(plan.state, "")

    def _setup_live(self):
        return self.is_live, ""

    # === WHAT BEGINS BY ITSELF === #

    def _enter_setup_lists(self):
        if not self.lists_read_at:
            self.action_setup_read_lists()

    def _enter_setup_match(self):
        if not self.counterparts_read_at:
            self.action_setup_read_counterparts()

    def _enter_setup_sync(self):
        """Take the only bank journal for the payments; of several, nobody guesses."""
        if not self.payment_journal_id:
            journals = self.env["account.journal"].search(
                [("company_id", "=", self.company_id.id), ("type", "=", "bank")],
                limit=2,
            )
            if len(journals) == 1:
                self.payment_journal_id = journals

    def _enter_setup_check(self):
        self.action_check_again()

    def _enter_setup_plan(self):
        if not self.plan_id and not self.is_live:
            self.action_setup_dry_run()

    # === WHAT THE STEPS DO === #

    def action_setup_read_lists(self):
        """Read the lists of QuickBooks in the background."""
        self._start_in_setup("lists")

    def action_setup_read_counterparts(self):
        """Read contacts and products of QuickBooks in the background."""
        self._start_in_setup("read_counterparts")

    def _start_in_setup(self, kind):
        """Start a run whose bar the guide shows, so that no toast has to tell of it."""
        self.ensure_one()
        self._check_manager()
        self.env["quickbooks.run"]._start(self, kind)

    def action_setup_accept_sure(self):
        """Accept every match that is sure; the others wait for a choice."""
        self._check_manager()
        mappings = self.env["quickbooks.mapping"]
        mappings.search(self._domain_sure_matches()).action_accept()

    def action_setup_dry_run(self):
        """Find out in the background what going live would do."""
        self.ensure_one()
        self._check_manager()
        self.env["quickbooks.plan"]._start(self)

    def action_setup_approve(self):
        """Approve everything that the dry run says can be sent."""
        self.ensure_one()
        self.plan_id.action_approve()
