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
    "plan": ("connect", "lists", "sync", "check"),
    "live": ("connect", "lists", "sync", "check", "plan"),
}
#: How long each step takes a person who has done it before.
SECONDS = {
    "connect": 120,
    "lists": 40,
    "match": 120,
    "sync": 50,
    "check": 70,
    "plan": 90,
    "live": 60,
}


class QuickbooksConnection(models.Model):
    """The guided set-up: seven steps whose state is read off what is there.

    No step is done because somebody clicked through it, so leaving at any moment loses
    nothing, and what is undone later opens its step again. A further step is an entry
    in ``STEPS``, in ``SECONDS`` and in the selection, and a method ``_setup_<step>``;
    those of the seven stand in ``quickbooks_connection_setup_steps``.
    """

    _inherit = "quickbooks.connection"

    setup_step = fields.Selection(
        [
            ("connect", "Connect"),
            ("lists", "Read the lists"),
            ("match", "Match"),
            ("sync", "What syncs"),
            ("check", "Check"),
            ("plan", "Dry run"),
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
        "counterparts_read_at",
        "plan_ids.state",
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
        if self.state == "connected":
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
