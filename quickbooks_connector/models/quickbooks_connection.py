from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from ..const import LISTS_PERIOD
from ..sync.lists import Lists
from ..sync.pull import Pull
from ..sync.push import Push

USER = "quickbooks_connector.quickbooks_group_user"
MANAGER = "quickbooks_connector.quickbooks_group_manager"


#: Causes that a setting mends, by the setting.
_MENDS = {
    "payment_journal_id": ("deposit_unmatched",),
    "income_account_id": ("account_unmatched",),
    "expense_account_id": ("account_unmatched",),
    "fallback_item_id": ("account_unmatched",),
}


class QuickbooksConnection(models.Model):
    """The one link between an Odoo company and a QuickBooks company.

    This file holds what a connection is and when it works; signing in and tokens are
    in ``quickbooks_connection_auth.py``.
    """

    _name = "quickbooks.connection"
    _description = "QuickBooks Connection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _allow_sudo_commands = False

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Administrator",
        default=lambda self: self.env.user,
        help="Told when the connection itself needs somebody.",
    )

    # draft ──sign in──▶ connected ◀──resume── paused
    #   ▲                 │  ▲  └────pause──────▲
    #   │ disconnect      ▼  │ sign in
    #   └──────────── reauthorise   (Intuit refuses our tokens; work waits)
    state = fields.Selection(
        [
            ("draft", "Not connected"),
            ("connected", "Connected"),
            ("reauthorise", "Sign-in needed"),
            ("paused", "Paused"),
        ],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    is_live = fields.Boolean(
        "Live",
        copy=False,
        tracking=True,
        help="Until the set-up is finished nothing is written to QuickBooks.",
    )
    wait_until = fields.Datetime(
        copy=False, help="QuickBooks is not asked again before."
    )
    wait_cause = fields.Char(copy=False)
    attempts = fields.Integer(
        default=0, copy=False, help="Calls in a row that QuickBooks did not answer."
    )

    # What QuickBooks says of its company
    realm_id = fields.Char("Company ID", copy=False, readonly=True)
    qbo_company_name = fields.Char("QuickBooks Company", copy=False, readonly=True)
    qbo_country = fields.Char("Country", copy=False, readonly=True)
    qbo_currency = fields.Char("Home Currency", copy=False, readonly=True)
    preferences = fields.Json(copy=False, readonly=True)
    lists_read_at = fields.Datetime("Lists Read", copy=False, readonly=True)

    # What is synced and how
    start_date = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="Documents dated before are left alone.",
    )
    cdc_cursor = fields.Datetime(
        copy=False, help="Changes in QuickBooks are known up to here."
    )
    poll_minutes = fields.Integer(
        "Ask for Changes Every", default=5, help="Minutes between two polls."
    )
    payment_journal_id = fields.Many2one(
        "account.journal",
        "Journal of QuickBooks' Payments",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        help="Payments received in QuickBooks are registered here.",
    )
    income_account_id = fields.Many2one(
        "quickbooks.reference",
        "Default Income Account",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('classification', '=', 'Revenue')]",
    )
    expense_account_id = fields.Many2one(
        "quickbooks.reference",
        "Default Expense Account",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('classification', '=', 'Expense')]",
    )
    fallback_item_id = fields.Many2one(
        "product.product",
        "Product for Lines Without One",
        check_company=True,
        help="Stands in QuickBooks for invoice lines that have an account only.",
    )
    push_cron_id = fields.Many2one("ir.cron", copy=False, ondelete="restrict")
    pull_cron_id = fields.Many2one("ir.cron", copy=False, ondelete="restrict")

    _company_uniq = models.Constraint(
        "UNIQUE(company_id)",
        "This company has a QuickBooks connection already.",
    )
    _realm_uniq = models.UniqueIndex(
        "(realm_id) WHERE realm_id IS NOT NULL",
        "This QuickBooks company is connected to another Odoo company already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("qbo_company_name", "company_id")
    def _compute_name(self):
        for connection in self:
            connection.name = (
                connection.qbo_company_name or connection.company_id.display_name
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        connections._create_crons()
        self.env.registry.clear_cache()
        return connections

    def write(self, vals):
        result = super().write(vals)
        if not {"state", "is_live", "active", "company_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        mended = [c for fname, cs in _MENDS.items() if vals.get(fname) for c in cs]
        if mended:
            for connection in self:
                connection._replay(mended)
        return result

    def unlink(self):
        crons_sudo = self.sudo().push_cron_id + self.sudo().pull_cron_id
        result = super().unlink()
        crons_sudo.unlink()
        self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_linked(self):
        if (
            self.env["quickbooks.binding"]
            .sudo()
            .search_count(
                [("connection_id", "in", self.ids), ("qbo_id", "!=", False)], limit=1
            )
        ):
            raise UserError(
                self.env._(
                    "This connection knows which records belong together. Disconnect "
                    "it instead: the links are kept for the day you connect again."
                )
            )

    def _create_crons(self):
        """Give each connection its own two crons, run as OdooBot."""
        root = self.env.ref("base.user_root")
        model = self.env["ir.model"]._get_id(self._name)
        for connection in self.sudo():
            common = {
                "model_id": model,
                "state": "code",
                "user_id": root.id,
                "active": True,
            }
            name = connection.company_id.name
            crons = (
                self.env["ir.cron"]
                .sudo()
                .create(
                    [
                        common
                        | {
                            "name": f"QuickBooks: send ({name})",
                            "code": f"model.browse({connection.id})._cron_push()",
                            "interval_number": 1,
                            "interval_type": "hours",
                        },
                        common
                        | {
                            "name": f"QuickBooks: read ({name})",
                            "code": f"model.browse({connection.id})._cron_pull()",
                            "interval_number": connection.poll_minutes,
                            "interval_type": "minutes",
                        },
                    ]
                )
            )
            connection.push_cron_id, connection.pull_cron_id = crons

    # === CRONS === #

    def _cron_push(self):
        """Send what is due; see ``sync/push.py``."""
        connection = self._for_worker()
        if connection.is_live and connection._may_exchange():
            Push(connection).run()
        else:
            connection._book_push()

    def _cron_pull(self):
        """Read and apply what changed; see ``sync/pull.py``."""
        connection = self._for_worker()
        if connection._may_exchange():
            Pull(connection).run()

    def _for_worker(self):
        """Return this connection as its crons see it: OdooBot in the right company."""
        self.ensure_one()
        return (
            self.sudo()
            .with_company(self.company_id)
            .with_context(
                quickbooks_no_mark=True, lang=self.user_id.lang or self.env.lang
            )
        )

    # === WHEN IT WORKS === #

    @api.model
    @tools.ormcache()
    def _live_ids(self):
        """Return ``((company id, connection id), …)`` whose changes are noted.

        A connection that is paused, disconnected or waits for a sign-in notes them
        too: work waits, nothing is lost.
        """
        connections = self.sudo().search([("is_live", "=", True)])
        return tuple((c.company_id.id, c.id) for c in connections)

    @api.model
    def _live_by_company(self):
        """Return ``{company id: connection id}`` of the connections that note changes.

        Costs nothing where it is asked at every save: the answer is cached.
        """
        return dict(self._live_ids())

    def _may_exchange(self):
        """Tell whether QuickBooks may be asked now."""
        self.ensure_one()
        waits = self.wait_until and self.wait_until > fields.Datetime.now()
        return self.state == "connected" and not waits

    def _hold(self, decision):
        """Make the whole connection wait, as ``decision`` says.

        :param decision: a ``sync.policy.Decision`` about the connection
        """
        self.ensure_one()
        if decision.reauthorise:
            self._require_sign_in(decision.cause, decision.args)
            return
        delay = decision.delay or timedelta(minutes=1)
        self.write(
            {
                "wait_until": fields.Datetime.now() + delay,
                "wait_cause": decision.cause,
                "attempts": self.attempts + bool(decision.counted),
            }
        )

    def _answered(self):
        """Forget earlier silence: QuickBooks has just answered."""
        if self.attempts or self.wait_until:
            self.write({"attempts": 0, "wait_until": False, "wait_cause": False})

    # === WAKING THE CRONS === #

    def _wake_push(self):
        """Let the push of these connections run after the commit."""
        for connection in self.sudo():
            if connection.state == "connected" and connection.is_live:
                connection.push_cron_id._trigger()

    def _wake(self, at=None):
        """Let both crons run, now or ``at`` a time."""
        for connection in self.sudo():
            connection.push_cron_id._trigger(at=at)
            connection.pull_cron_id._trigger(at=at)

    def _book_push(self):
        """Come back for what waits for its next try."""
        self.ensure_one()
        if self.state != "connected" or not self.is_live:
            return
        waiting = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", self.id),
                ("next_try", "!=", False),
                "|",
                ("is_due", "=", True),
                ("request_id", "!=", False),
            ],
            order="next_try",
            limit=1,
        )
        times = [at for at in (waiting.next_try, self.wait_until) if at]
        if times:
            self.push_cron_id._trigger(at=max(times))

    def _replay(self, causes):
        """Send again what was held for one of ``causes``, now that it is mended.

        :param causes: codes of ``sync/words.py``
        """
        self.ensure_one()
        held = (
            self.env["quickbooks.binding"]
            .sudo()
            .search([("connection_id", "=", self.id), ("cause", "in", list(causes))])
        )
        held.write(
            {
                "state": "pending",
                "step": "expand",
                "is_due": True,
                "attempts": 0,
                "next_try": False,
            }
        )
        inbound = (
            self.env["quickbooks.inbound"]
            .sudo()
            .search([("connection_id", "=", self.id), ("cause", "in", list(causes))])
        )
        inbound.write({"state": "pending", "attempts": 0, "next_try": False})
        self._wake()

    # === LISTS === #

    def _lists_due(self):
        """Tell whether the lists that QuickBooks does not announce are to be read."""
        limit = fields.Datetime.now() - LISTS_PERIOD
        return not self.lists_read_at or self.lists_read_at < limit

    def _read_lists(self):
        """Mirror the company, its preferences and its lists."""
        self.ensure_one()
        Lists(self).run()

    # === ACTIONS === #

    @api.model
    def _check_user(self):
        """Let only people of our groups through.

        :raise AccessError: the user has none of our groups
        """
        if not self.env.su and not self.env.user.has_group(USER):
            raise AccessError(
                self.env._('This needs the access right "QuickBooks / User".')
            )

    def _check_manager(self):
        """Let only QuickBooks administrators of these connections' companies through.

        :raise AccessError: the user is none, or not of that company
        """
        if self.env.su:
            return
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._('This needs the access right "QuickBooks / Administrator".')
            )
        self.check_access("write")

    def action_sync_now(self):
        """Send and read with the next run of the crons, at once."""
        self._check_user()
        self.check_access("read")
        self.sudo().write({"wait_until": False, "wait_cause": False})
        self._wake()
        return self._notify(self.env._("The sync has started."))

    def action_pause(self):
        """Stop all exchange; changes are noted and wait."""
        self._check_manager()
        self.sudo().filtered(lambda c: c.state == "connected").state = "paused"

    def action_resume(self):
        """Go on after a pause."""
        self._check_manager()
        paused_sudo = self.sudo().filtered(lambda c: c.state == "paused")
        paused_sudo.state = "connected"
        paused_sudo._wake()

    def action_go_live(self):
        """Finish the set-up: from now on changes are sent and read."""
        self._check_manager()
        for connection_sudo in self.sudo():
            if connection_sudo.state != "connected":
                raise UserError(self.env._("Connect to QuickBooks first."))
            connection_sudo.write(
                {
                    "is_live": True,
                    "cdc_cursor": connection_sudo.cdc_cursor or fields.Datetime.now(),
                }
            )
            connection_sudo._wake()

    def _notify(self, message, kind="info"):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
