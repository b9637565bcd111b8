from odoo import api, fields, models

from .quickbooks_connection import USER
from .quickbooks_problem_gather import NEEDY


class QuickbooksSyncedMixin(models.AbstractModel):
    """The button of a record's own bar: it mends what holds the record.

    It is the button of the problem that the record is part of, as on the To do list.
    Trying again is offered only where that can help: where the cause is mended on the
    record itself.
    """

    _inherit = "quickbooks.synced.mixin"

    qbo_mend_label = fields.Char(
        compute="_compute_qbo_mend", groups=USER, string="What Mends It"
    )
    qbo_may_retry = fields.Boolean(
        compute="_compute_qbo_mend", groups=USER, string="Trying Again May Help"
    )

    @api.depends("qbo_state")
    @api.depends_context("lang", "uid", "company")
    def _compute_qbo_mend(self):
        for record in self:
            is_held = record.qbo_state in ("failed", "conflict")
            problem = is_held and record._get_quickbooks_problem()
            record.qbo_mend_label = problem.mend_label if problem else False
            record.qbo_may_retry = is_held and problem is None

    def _get_quickbooks_problem(self):
        """Return the problem whose button mends this, None if this is to be retried.

        An empty one: it is mended elsewhere, and not by the reader.
        """
        self.ensure_one()
        problems = self.env["quickbooks.problem"]
        binding_sudo = self.sudo()._get_shown_binding()
        problem = problems._of_binding(binding_sudo)
        if not problem:
            # The list has not caught up with what just happened.
            return None
        way = problem._get_way()
        if way == "open" and binding_sudo.cause not in NEEDY:
            return None
        return problem if way else problems

    def action_quickbooks_mend(self):
        """Open the place where what holds this record is mended."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        problem = self._get_quickbooks_problem()
        if problem is None:
            return self.action_quickbooks_sync()
        return problem.action_mend()
