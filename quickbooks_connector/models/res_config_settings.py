from odoo import api, fields, models

from .quickbooks_connection import MANAGER

#: Settings that exist before there is a connection, by their name there.
_APP_SETTINGS = {
    "quickbooks_client_id": "client_id",
    "quickbooks_client_secret": "client_secret",
    "quickbooks_environment": "environment",
    "quickbooks_discovery_url": "discovery_url",
    "quickbooks_api_base_url": "api_base_url",
    "quickbooks_web_base_url": "web_base_url",
}


class ResConfigSettings(models.TransientModel):
    """The same fields as on the connection, for people who look in the settings."""

    _inherit = "res.config.settings"

    quickbooks_connection_id = fields.Many2one(
        "quickbooks.connection",
        compute="_compute_quickbooks_connection_id",
        groups=MANAGER,
    )
    quickbooks_state = fields.Selection(
        related="quickbooks_connection_id.state", groups=MANAGER
    )
    quickbooks_is_live = fields.Boolean(
        related="quickbooks_connection_id.is_live", groups=MANAGER
    )
    quickbooks_is_copy = fields.Boolean(
        related="quickbooks_connection_id.is_copy", groups=MANAGER
    )
    quickbooks_status = fields.Char(
        related="quickbooks_connection_id.status", groups=MANAGER
    )
    quickbooks_waiting_count = fields.Integer(
        related="quickbooks_connection_id.waiting_count", groups=MANAGER
    )

    # The Intuit app. Not stored, so that no secret stays in the settings' own table.
    quickbooks_client_id = fields.Char(
        "QuickBooks Client ID",
        compute="_compute_quickbooks_app",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_client_secret = fields.Char(
        "QuickBooks Client Secret",
        compute="_compute_quickbooks_app",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_has_client_secret = fields.Boolean(
        related="quickbooks_connection_id.has_client_secret", groups=MANAGER
    )
    quickbooks_redirect_uri = fields.Char(
        "QuickBooks Redirect Address",
        compute="_compute_quickbooks_app",
        groups=MANAGER,
    )
    quickbooks_environment = fields.Selection(
        selection=lambda self: (
            self.env["quickbooks.connection"]
            ._fields["environment"]
            ._description_selection(self.env)
        ),
        string="QuickBooks Environment",
        compute="_compute_quickbooks_app",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_discovery_url = fields.Char(
        "QuickBooks Discovery Address",
        compute="_compute_quickbooks_app",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_api_base_url = fields.Char(
        "QuickBooks API Address",
        compute="_compute_quickbooks_app",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_web_base_url = fields.Char(
        "QuickBooks Web Address",
        compute="_compute_quickbooks_app",
        readonly=False,
        groups=MANAGER,
    )

    # What QuickBooks says
    quickbooks_realm_id = fields.Char(
        related="quickbooks_connection_id.realm_id", groups=MANAGER
    )
    quickbooks_company_name = fields.Char(
        related="quickbooks_connection_id.qbo_company_name", groups=MANAGER
    )
    quickbooks_summary = fields.Char(
        related="quickbooks_connection_id.summary", groups=MANAGER
    )
    quickbooks_web_url = fields.Char(
        related="quickbooks_connection_id.web_url", groups=MANAGER
    )
    quickbooks_connected_note = fields.Char(
        related="quickbooks_connection_id.connected_note", groups=MANAGER
    )
    quickbooks_lists_read_at = fields.Datetime(
        related="quickbooks_connection_id.lists_read_at", groups=MANAGER
    )
    quickbooks_sign_in_ends_at = fields.Datetime(
        related="quickbooks_connection_id.sign_in_ends_at", groups=MANAGER
    )
    quickbooks_pref_multicurrency = fields.Boolean(
        related="quickbooks_connection_id.pref_multicurrency", groups=MANAGER
    )
    quickbooks_pref_custom_numbers = fields.Boolean(
        related="quickbooks_connection_id.pref_custom_numbers", groups=MANAGER
    )
    quickbooks_pref_inventory = fields.Boolean(
        related="quickbooks_connection_id.pref_inventory", groups=MANAGER
    )
    quickbooks_qbo_country = fields.Char(
        string="QuickBooks Country",
        related="quickbooks_connection_id.qbo_country",
        groups=MANAGER,
    )
    quickbooks_pref_discounts = fields.Boolean(
        string="QuickBooks Discounts",
        related="quickbooks_connection_id.pref_discounts",
        groups=MANAGER,
    )
    quickbooks_pref_auto_apply = fields.Boolean(
        string="QuickBooks Automatic Credits",
        related="quickbooks_connection_id.pref_auto_apply",
        groups=MANAGER,
    )
    quickbooks_pref_classes = fields.Boolean(
        string="QuickBooks Classes",
        related="quickbooks_connection_id.pref_classes",
        groups=MANAGER,
    )
    quickbooks_pref_departments = fields.Boolean(
        string="QuickBooks Locations",
        related="quickbooks_connection_id.pref_departments",
        groups=MANAGER,
    )
    quickbooks_pref_tax = fields.Selection(
        related="quickbooks_connection_id.pref_tax", groups=MANAGER
    )
    quickbooks_pref_closing_date = fields.Date(
        related="quickbooks_connection_id.pref_closing_date", groups=MANAGER
    )

    # What is synced and how
    quickbooks_send_moment = fields.Selection(
        related="quickbooks_connection_id.send_moment", readonly=False, groups=MANAGER
    )
    quickbooks_ask_before_create = fields.Boolean(
        related="quickbooks_connection_id.ask_before_create",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_start_date = fields.Date(
        related="quickbooks_connection_id.start_date", readonly=False, groups=MANAGER
    )
    quickbooks_poll_minutes = fields.Integer(
        related="quickbooks_connection_id.poll_minutes", readonly=False, groups=MANAGER
    )
    quickbooks_payment_journal_id = fields.Many2one(
        related="quickbooks_connection_id.payment_journal_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_income_account_id = fields.Many2one(
        related="quickbooks_connection_id.income_account_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_expense_account_id = fields.Many2one(
        related="quickbooks_connection_id.expense_account_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_fallback_item_id = fields.Many2one(
        related="quickbooks_connection_id.fallback_item_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_rounding_item_id = fields.Many2one(
        related="quickbooks_connection_id.rounding_item_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_discount_account_id = fields.Many2one(
        related="quickbooks_connection_id.discount_account_id",
        readonly=False,
        groups=MANAGER,
    )
    quickbooks_user_id = fields.Many2one(
        related="quickbooks_connection_id.user_id", readonly=False, groups=MANAGER
    )
    quickbooks_open_match_count = fields.Integer(
        related="quickbooks_connection_id.open_match_count", groups=MANAGER
    )

    @api.depends("company_id")
    def _compute_quickbooks_connection_id(self):
        connections = self.env["quickbooks.connection"]
        for settings in self:
            settings.quickbooks_connection_id = connections._for_company(
                settings.company_id
            )

    @api.depends("company_id")
    def _compute_quickbooks_app(self):
        connections = self.env["quickbooks.connection"]
        for settings in self:
            source = settings.quickbooks_connection_id or connections.new(
                {"company_id": settings.company_id.id}
            )
            for fname, original in _APP_SETTINGS.items():
                settings[fname] = source[original]
            settings.quickbooks_redirect_uri = source.redirect_uri

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        settings = super().create(vals_list)
        for record, vals in zip(settings, vals_list, strict=True):
            record._save_quickbooks_app(vals)
        return settings

    def write(self, vals):
        result = super().write(vals)
        for record in self:
            record._save_quickbooks_app(vals)
        return result

    def _save_quickbooks_app(self, vals):
        """Keep what ``vals`` say of the Intuit app, in the connection.

        It is made when there is something to keep: empty fields of a company that does
        not use QuickBooks make none. No inverse does this, for it would also see the
        fields that ``vals`` do not name, all empty.
        """
        if not _APP_SETTINGS.keys() & vals.keys():
            # Most likely somebody who has nothing to do with QuickBooks.
            return
        connection = self.env["quickbooks.connection"]._for_company(self.company_id)
        changed = {
            original: vals[fname]
            for fname, original in _APP_SETTINGS.items()
            if fname in vals and (vals[fname] or False) != connection[original]
        }
        if connection and changed:
            connection.write(changed)
        elif changed.get("client_id") or changed.get("client_secret"):
            connection.create(changed | {"company_id": self.company_id.id})
        if changed:
            self.invalidate_recordset()

    # === ACTIONS === #

    def _run_on_quickbooks(self, action, save=False):
        """Run an action of the connection, coming back to the settings afterwards.

        :param bool save: keep everything that was edited on the page first
        """
        self.ensure_one()
        if save:
            self.execute()
        connection = self.env["quickbooks.connection"]._for_company(self.company_id)
        if not connection:
            connection = connection.create({"company_id": self.company_id.id})
        return getattr(connection.with_context(quickbooks_return="settings"), action)()

    def action_quickbooks_connect(self):
        """Save the settings, then go to Intuit."""
        return self._run_on_quickbooks("action_connect", save=True)

    def action_quickbooks_disconnect(self):
        """See ``quickbooks.connection``."""
        return self._run_on_quickbooks("action_disconnect")

    def action_quickbooks_sync_now(self):
        """See ``quickbooks.connection``."""
        return self._run_on_quickbooks("action_sync_now")

    def action_quickbooks_pause(self):
        """See ``quickbooks.connection``."""
        self._run_on_quickbooks("action_pause")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_quickbooks_resume(self):
        """See ``quickbooks.connection``."""
        self._run_on_quickbooks("action_resume")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_quickbooks_test(self):
        """See ``quickbooks.connection``."""
        return self._run_on_quickbooks("action_test")

    def action_quickbooks_open_setup(self):
        """Save the settings, then go on in the set-up guide."""
        connection = self.quickbooks_connection_id
        if connection.state == "connected" and connection.setup_step == "connect":
            # It was done on this page.
            connection.action_setup_open("lists")
        return self._run_on_quickbooks("action_open_setup", save=True)

    def action_quickbooks_keep_off(self):
        """See ``quickbooks.connection``."""
        return self._run_on_quickbooks("action_keep_off")

    def action_quickbooks_open_matching(self):
        """See ``quickbooks.connection``."""
        return self._run_on_quickbooks("action_open_matching")
