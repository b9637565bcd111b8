from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..const import NOTING

USER = "quickbooks_connector.quickbooks_group_user"
MANAGER = "quickbooks_connector.quickbooks_group_manager"


#: Causes that a setting mends, by the setting; emptied it may mend as well.
_MENDS = {
    "payment_journal_id": ("deposit_unmatched",),
    "income_account_id": ("account_unmatched",),
    "expense_account_id": ("account_unmatched",),
    "asset_account_id": ("account_unmatched",),
    "cogs_account_id": ("account_unmatched",),
    "inventory_owner": ("inventory_here",),
    "fallback_item_id": ("account_unmatched",),
    "rounding_item_id": ("account_unmatched",),
    "discount_account_id": ("not_found",),
}


class QuickbooksConnection(models.Model):
    """The one link between an Odoo company and a QuickBooks company.

    This file holds what a connection is; the files beside it hold when it works
    (``_work``), where QuickBooks is and the client that talks to it (``_auth``),
    signing in (``_sign_in``) and what QuickBooks says of its company (``_company``).
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
        prefetch=NOTING,
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
    # Since when QuickBooks has not answered, nothing while it does.
    silent_since = fields.Datetime(copy=False, readonly=True)
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
        prefetch=NOTING,
    )
    send_moment = fields.Selection(
        [
            ("posted", "When posted"),
            ("sent", "When sent to the customer"),
            ("invoiced", "Once the sales order is fully invoiced"),
            ("hand", "By hand"),
        ],
        "Send Invoices",
        required=True,
        default="posted",
        prefetch=NOTING,
    )
    lists_cursor = fields.Datetime(
        copy=False, help="Changes in QuickBooks' lists are known up to here."
    )
    cdc_cursor = fields.Datetime(
        copy=False, help="Changes in QuickBooks are known up to here."
    )
    polled_at = fields.Datetime(copy=False, help="When changes were asked for last.")
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
    rounding_item_id = fields.Many2one(
        "product.product",
        "Product for Cash Rounding",
        check_company=True,
        help="Stands in QuickBooks for lines of cash rounding. Empty: the product for "
        "lines without one.",
    )
    discount_account_id = fields.Many2one(
        "quickbooks.reference",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('classification', 'in', ('Revenue', 'Expense'))]",
        help="Discounts that are one line of an invoice in QuickBooks are posted here. "
        "Empty: QuickBooks' own account for discounts.",
    )
    push_cron_id = fields.Many2one("ir.cron", copy=False, ondelete="restrict")
    pull_cron_id = fields.Many2one("ir.cron", copy=False, ondelete="restrict")
    work_cron_id = fields.Many2one("ir.cron", copy=False, ondelete="restrict")

    _company_uniq = models.Constraint(
        "UNIQUE(company_id)",
        "This company has a QuickBooks connection already.",
    )
    _realm_uniq = models.UniqueIndex(
        "(realm_id) WHERE realm_id IS NOT NULL",
        "This QuickBooks company is connected to another Odoo company already.",
    )

    _poll_minutes_positive = models.Constraint(
        "CHECK(poll_minutes > 0)",
        "Changes in QuickBooks are asked for every minute at most: enter 1 or more.",
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
        if "poll_minutes" in vals:
            self.sudo().pull_cron_id.interval_number = vals["poll_minutes"]
        mended = [c for fname, cs in _MENDS.items() if fname in vals for c in cs]
        if mended:
            for connection in self:
                connection._replay(mended)
        return result

    def unlink(self):
        crons_sudo = self.sudo()._get_crons()
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

    @api.model
    def _refuse_fields(self, rows, fnames, vals):
        """Refuse that people set some of ``fnames``, whatever they are.

        :param rows: of the model that has the fields
        :raise AccessError: ``vals`` name one of them
        """
        taboo = set() if self.env.su else fnames & vals.keys()
        if taboo:
            raise AccessError(
                self.env._(
                    "Only signing in at Intuit and the sync itself set: %s",
                    ", ".join(sorted(rows._fields[name].string for name in taboo)),
                )
            )

    def action_sync_now(self):
        """Send and read with the next run of the crons, at once."""
        self._check_user()
        self.check_access("read")
        self.sudo().write(
            {"wait_until": False, "wait_cause": False, "polled_at": False}
        )
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
