from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError

from .quickbooks_connection import MANAGER

#: What has to be done before a step, by step; in the order of the guide.
STEPS = {
    "connect": (),
    "lists": ("connect",),
    "match": ("connect", "lists"),
    "sync": ("connect", "lists"),
    "check": ("connect", "lists", "sync"),
    "live": ("connect", "lists", "sync", "check"),
}
#: How long each step takes a person who has done it before.
SECONDS = {
    "connect": 120,
    "lists": 40,
    "match": 120,
    "sync": 50,
    "check": 70,
    "live": 60,
}


class QuickbooksConnection(models.Model):
    """The guided set-up: seven steps whose state is read off what is there.

    No step is done because somebody clicked through it, so leaving at any moment loses
    nothing, and what is undone later opens its step again. A further step is an entry
    in ``STEPS``, in ``SECONDS`` and in the selection, and a method ``_setup_<step>``.
    """

    _inherit = "quickbooks.connection"

    setup_step = fields.Selection(
        [
            ("connect", "Connect"),
            ("lists", "Read the lists"),
            ("match", "Match"),
            ("sync", "What syncs"),
            ("check", "Check"),
            ("live", "Go live"),
        ],
        required=True,
        default="connect",
        copy=False,
        help="The step of the set-up guide that was open last.",
    )
    setup_steps = fields.Json(
        compute="_compute_setup", groups=MANAGER, help="What the guide shows."
    )
    setup_progress = fields.Char(compute="_compute_setup", groups=MANAGER)
    setup_note = fields.Char(
        compute="_compute_setup_note",
        help="How far the set-up is, for other screens.",
    )
    setup_obstacle = fields.Char(
        compute="_compute_setup",
        groups=MANAGER,
        help="What has to be done before the guide goes on.",
    )
    setup_is_first = fields.Boolean(compute="_compute_setup", groups=MANAGER)
    setup_is_last = fields.Boolean(compute="_compute_setup", groups=MANAGER)
    lists_summary = fields.Char(compute="_compute_lists_summary")
    sure_match_count = fields.Integer(compute="_compute_sure_match_count")

    # === COMPUTE METHODS === #

    @api.depends(
        "setup_step",
        "state",
        "is_live",
        "is_copy",
        "lists_read_at",
        "income_account_id",
        "payment_journal_id",
        "payment_direction",
        "readiness_at",
        "blocking_count",
    )
    @api.depends_context("lang")
    def _compute_setup(self):
        for connection in self:
            steps = connection._get_setup_steps()
            order = list(STEPS)
            place = order.index(connection.setup_step)
            following = steps[min(place + 1, len(order) - 1)]
            connection.setup_steps = steps
            connection.setup_progress = connection._word_setup_progress(steps)
            connection.setup_obstacle = connection._word_obstacle(
                steps[place], following
            )
            connection.setup_is_first = place == 0
            connection.setup_is_last = place == len(order) - 1

    def _compute_setup_note(self):
        for connection in self:
            connection.setup_note = self.env._(
                "Nothing has been sent yet. Set-up: %(progress)s",
                progress=connection._word_setup_progress(connection._get_setup_steps()),
            )

    def _get_setup_steps(self):
        """Return ``[{"key", "label", "state", "note"}]`` of the steps, in order.

        The state is ``done``, ``open`` or ``blocked``; the note says what is open, or
        which step has to come first.
        """
        self.ensure_one()
        labels = dict(self._fields["setup_step"]._description_selection(self.env))
        facts = {step: getattr(self, f"_setup_{step}")() for step in STEPS}
        steps = []
        for step, needed in STEPS.items():
            done, note = facts[step]
            # What was needed to go live is history then; a lost sign-in is not.
            done = done or (self.is_live and step != "connect")
            missing = next((other for other in needed if not facts[other][0]), None)
            state = "done" if done else "blocked" if missing else "open"
            if state == "blocked":
                note = self.env._("First: %(step)s", step=labels[missing])
            steps.append(
                {"key": step, "label": labels[step], "state": state, "note": note}
            )
        return steps

    def _word_obstacle(self, step, following):
        """Return why the guide does not go on from ``step``, nothing when it does."""
        if following["state"] != "blocked":
            return False
        if step["state"] == "done":
            return following["note"]
        return self.env._("Finish this step to go on.")

    def _word_setup_progress(self, steps):
        left = [step["key"] for step in steps if step["state"] != "done"]
        numbers = {"done": len(steps) - len(left), "steps": len(steps)}
        if not left:
            return self.env._("%(done)s of %(steps)s done", **numbers)
        return self.env._(
            "%(done)s of %(steps)s done · minutes left: about %(minutes)s",
            minutes=ceil(sum(SECONDS[step] for step in left) / 60),
            **numbers,
        )

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

    # === WHERE EACH STEP STANDS: (done, what is open) === #

    def _setup_connect(self):
        return self.state in ("connected", "paused") and not self.is_copy, ""

    def _setup_lists(self):
        return bool(self.lists_read_at), ""

    def _setup_match(self):
        count = self.open_match_count
        note = self.env._("Open: %(count)s", count=count) if count else ""
        return bool(self.lists_read_at) and not count, note

    def _setup_sync(self):
        pays_there = self.payment_direction != "off"
        missing = not self.income_account_id or (
            pays_there and not self.payment_journal_id
        )
        return not missing, self.env._("Accounts to choose") if missing else ""

    def _setup_check(self):
        if not self.readiness_at:
            return False, ""
        count = self.blocking_count
        return not count, self.env._("Blocks: %(count)s", count=count) if count else ""

    def _setup_live(self):
        return self.is_live, ""

    # === OPENING THE GUIDE, MOVING IN IT === #

    def action_open_setup(self):
        """Open the guide of this connection, else of the current company's."""
        connection = self or self._get_mine()
        connection._check_manager()
        view = self.env.ref("quickbooks_connector.quickbooks_connection_view_setup")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set-up guide"),
            "res_model": self._name,
            "res_id": connection.id,
            "views": [(view.id, "form")],
            "path": "quickbooks-setup",
        }

    def action_setup_open(self, step):
        """Show ``step`` in the guide, and begin there what can begin by itself.

        :raise UserError: another step has to be done first
        """
        self.ensure_one()
        self._check_manager()
        found = next((s for s in self._get_setup_steps() if s["key"] == step), None)
        if not found:
            raise UserError(self.env._("The set-up guide has no such step."))
        if found["state"] == "blocked":
            raise UserError(found["note"])
        self.setup_step = step
        getattr(self, f"_enter_setup_{step}", lambda: None)()

    def _move_setup(self, distance):
        order = list(STEPS)
        place = order.index(self.setup_step) + distance
        self.action_setup_open(order[max(0, min(place, len(order) - 1))])

    def action_setup_next(self):
        """Go on to the next step; the form has saved what was entered."""
        self._move_setup(1)

    def action_setup_back(self):
        """Go back to the step before; nothing is lost."""
        self._move_setup(-1)

    def action_setup_leave(self):
        """Leave the guide; everything entered is kept."""
        self._check_manager()
        return self.action_open_mine() | {"target": "main"}

    def _enter_setup_lists(self):
        if not self.lists_read_at:
            self.action_setup_read_lists()

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

    # === WHAT THE STEPS DO === #

    def action_setup_read_lists(self):
        """Read the lists of QuickBooks in the background."""
        self.ensure_one()
        self._check_manager()
        self.env["quickbooks.run"]._start(self, "lists")

    def action_setup_accept_sure(self):
        """Accept every match that is sure; the others wait for a choice."""
        self._check_manager()
        mappings = self.env["quickbooks.mapping"]
        mappings.search(self._domain_sure_matches()).action_accept()
