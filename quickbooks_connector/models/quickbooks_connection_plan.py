from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: Settings that may make more documents go, beside the direction of each kind.
_WIDENS = ("start_date", "send_moment", "purchase_sent", "purchase_moment")


class QuickbooksConnection(models.Model):
    """From the dry run to going live, and what settings may set in motion later."""

    _inherit = "quickbooks.connection"

    plan_ids = fields.One2many("quickbooks.plan", "connection_id", "Dry Runs")
    plan_id = fields.Many2one(
        "quickbooks.plan",
        "Dry Run",
        compute="_compute_plan_id",
        help="The newest one that was not thrown away.",
    )

    # === COMPUTE METHODS === #

    @api.depends("plan_ids.state")
    def _compute_plan_id(self):
        for connection in self:
            plans = connection.plan_ids.filtered(lambda plan: plan.state != "discarded")
            connection.plan_id = plans.sorted("id")[-1:]

    # === CRUD METHODS === #

    def write(self, vals):
        result = super().write(vals)
        if any(name in _WIDENS or name.endswith("_direction") for name in vals):
            # A changed setting sends nothing by itself.
            bindings_sudo = self.env["quickbooks.binding"].sudo()
            for connection_sudo in self.sudo().filtered("is_live"):
                bindings_sudo._leave_out_existing(connection_sudo)
        return result

    # === DRY RUN === #

    def action_dry_run(self):
        """Find out in the background what going live would do, and show it."""
        self.ensure_one()
        self._check_manager()
        self.env["quickbooks.plan"]._start(self)
        return self.action_open_plan()

    def action_open_plan(self):
        """Show the newest dry run; make one when there is none."""
        self.ensure_one()
        self._check_user()
        self.check_access("read")
        if not self.plan_id:
            return self.action_dry_run()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_plan_line_action"
        )
        return action | {
            "name": self.plan_id.display_name,
            "domain": [("plan_id", "=", self.plan_id.id)],
            "context": {
                "search_default_group_operation": 1,
                "plan_id": self.plan_id.id,
            },
        }

    # === GOING LIVE === #

    def action_go_live(self):
        """Finish the set-up: send what was approved, and note changes from now on.

        Without an approved dry run, and with documents there already, it is asked
        first: none of them is sent.
        """
        self._check_manager()
        for connection in self:
            connection._check_go_live()
            if connection.plan_id.state != "approved" and connection._count_existing():
                return connection._ask_go_live()
        return self._go_live()

    def _check_go_live(self):
        """Raise when the set-up can't be finished.

        :raise UserError: the company is not connected
        """
        self.ensure_one()
        if self.state != "connected":
            raise UserError(self.env._("Connect to QuickBooks first."))

    def _ask_go_live(self):
        """Return the question whether to go live without what is there."""
        wizard = self.env["quickbooks.go.live"].create({"connection_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Go live without a dry run?"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _count_existing(self):
        """Return how many documents are there that going live could send."""
        self.ensure_one()
        return sum(
            self.env[entity._odoo_model]
            .sudo()
            .search_count(
                entity._domain_started(self)
                & ~Domain("qbo_binding_ids.connection_id", "in", self.ids)
            )
            for entity in self.env["quickbooks.entity"]._all()
            if entity._sends(self)
        )

    def _go_live(self):
        """Send what was approved, leave out the rest, note changes from now on."""
        self._check_manager()
        bindings_sudo = self.env["quickbooks.binding"].sudo()
        left_out = 0
        for connection_sudo in self.sudo():
            connection_sudo.write(
                {
                    "is_live": True,
                    "cdc_cursor": connection_sudo.cdc_cursor or fields.Datetime.now(),
                }
            )
            plan_sudo = connection_sudo.plan_id
            if plan_sudo.state == "approved":
                bindings_sudo._release(plan_sudo)
            bindings_sudo._hold_unapproved(connection_sudo)
            left_out += bindings_sudo._leave_out_existing(connection_sudo, plan_sudo)
            connection_sudo._wake()
        message = self.env._("QuickBooks is live.")
        if left_out:
            message = self.env._(
                "QuickBooks is live. Documents left out, as they were not approved: %s",
                left_out,
            )
        return self._notify(message, "success")

    # === MOMENTS === #

    def _cron_pull(self):
        connection = self._for_worker()
        # Nothing is edited on an invoice when its order becomes fully invoiced; and
        # what was posted while going live was under way saw no live connection yet.
        # Which takes a look at every document: with each poll, not with each notice.
        if connection.is_live and connection._poll_due():
            if connection.env["quickbooks.binding"]._note_come(connection):
                connection._wake_push()
        return super()._cron_pull()
