import json

from odoo import api, fields, models
from odoo.tools import format_datetime

from ..api import dumps_payload
from ..sync import words


class QuickbooksConnection(models.Model):
    """What QuickBooks says of its company, and what people read of the connection."""

    _inherit = "quickbooks.connection"

    pref_multicurrency = fields.Boolean(
        "Multicurrency",
        compute="_compute_preferences",
        help="Off: documents in other currencies can't be sent. Once on, QuickBooks "
        "can't turn it off again.",
    )
    pref_custom_numbers = fields.Boolean(
        "Custom Transaction Numbers",
        compute="_compute_preferences",
        help="On: documents keep Odoo's numbers. Off: QuickBooks may number by itself "
        "what is entered there.",
    )
    pref_inventory = fields.Boolean(
        "Inventory Tracking",
        compute="_compute_preferences",
        help="Off: QuickBooks keeps no quantities of stocked products.",
    )
    pref_tax = fields.Selection(
        [
            ("off", "No sales tax"),
            ("automated", "QuickBooks computes the tax"),
            ("codes", "Tax codes"),
        ],
        "Sales Tax",
        compute="_compute_preferences",
        help="Who decides what tax a document has in QuickBooks.",
    )
    pref_closing_date = fields.Date(
        "Books Closed up to",
        compute="_compute_preferences",
        help="QuickBooks refuses documents dated up to this day.",
    )
    summary = fields.Char(
        compute="_compute_summary", help="Country, currency, environment and id."
    )
    web_url = fields.Char("Open in QuickBooks", compute="_compute_web_url")
    waiting_count = fields.Integer("Waiting", compute="_compute_waiting_count")
    open_match_count = fields.Integer(
        "To Match",
        compute="_compute_open_match_count",
        help="Records that wait for a choice of their counterpart in QuickBooks.",
    )
    status = fields.Char(compute="_compute_status")
    connected_note = fields.Char(
        compute="_compute_connected_note", help="Who connected, and when."
    )

    # === COMPUTE METHODS === #

    @api.depends("preferences")
    def _compute_preferences(self):
        for connection in self:
            prefs = connection.preferences or {}
            currency = prefs.get("CurrencyPrefs") or {}
            sales = prefs.get("SalesFormsPrefs") or {}
            products = prefs.get("ProductAndServicesPrefs") or {}
            tax = prefs.get("TaxPrefs") or {}
            accounting = prefs.get("AccountingInfoPrefs") or {}
            connection.pref_multicurrency = currency.get("MultiCurrencyEnabled")
            connection.pref_custom_numbers = sales.get("CustomTxnNumbers")
            connection.pref_inventory = products.get("QuantityOnHand")
            connection.pref_tax = _get_tax_regime(tax) if prefs else False
            connection.pref_closing_date = fields.Date.to_date(
                accounting.get("BookCloseDate")
            )

    @api.depends("qbo_country", "qbo_currency", "environment", "realm_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        countries = self.env["res.country"]
        for connection in self:
            code = connection.qbo_country
            country = countries.search([("code", "=", code)], limit=1).name or code
            environment = dict(
                self._fields["environment"]._description_selection(self.env)
            ).get(connection.environment)
            realm = connection.realm_id
            company_id = realm and self.env._("ID %s", realm)
            parts = (country, connection.qbo_currency, environment, company_id)
            connection.summary = " · ".join(filter(None, parts)) if realm else False

    @api.depends("realm_id", "environment", "web_base_url", "api_base_url")
    def _compute_web_url(self):
        for connection in self:
            connection.web_url = connection.realm_id and connection._get_web_url(
                "homepage"
            )

    def _compute_waiting_count(self):
        counts = dict(
            self.env["quickbooks.binding"]
            .sudo()
            ._read_group(
                [
                    ("connection_id", "in", self.ids),
                    "|",
                    ("is_due", "=", True),
                    ("request_id", "!=", False),
                ],
                groupby=["connection_id"],
                aggregates=["__count"],
            )
        )
        for connection in self:
            connection.waiting_count = counts.get(connection._origin.sudo(), 0)

    def _compute_open_match_count(self):
        counts = dict(
            self.env["quickbooks.mapping"]
            .sudo()
            ._read_group(
                [
                    ("connection_id", "in", self.ids),
                    ("state", "in", ("open", "proposed")),
                    ("section", "!=", "unused"),
                ],
                groupby=["connection_id"],
                aggregates=["__count"],
            )
        )
        for connection in self:
            connection.open_match_count = counts.get(connection._origin.sudo(), 0)

    @api.depends("state", "is_live", "wait_cause", "wait_until", "is_copy", "paused_at")
    @api.depends_context("lang", "tz")
    def _compute_status(self):
        for connection in self:
            connection.status = connection._get_status()

    def _get_status(self):
        """Return the state of the connection as one sentence."""
        if self.is_copy:
            return self._get_copy_status()
        if self.state == "draft":
            return self.env._("Not connected.")
        if self.wait_cause:
            return words.sentence(self.env, self.wait_cause)
        if self.state == "reauthorise":
            return words.sentence(self.env, "auth")
        if self.state == "paused":
            return self._get_pause_status()
        if not self.is_live:
            return self.env._("Connected. Nothing has been sent yet.")
        return self.env._("Connected.")

    def _get_copy_status(self):
        if not self.qbo_company_name:
            return self.env._("This database is a copy; nothing is exchanged.")
        return self.env._(
            "This database is a copy; nothing is exchanged with %(company)s.",
            company=self.qbo_company_name,
        )

    def _get_pause_status(self):
        if not self.paused_by_id:
            return self.env._("Paused; changes are noted and wait.")
        return self.env._(
            "Paused by %(person)s on %(time)s; changes are noted and wait.",
            person=self.paused_by_id.display_name,
            time=format_datetime(self.env, self.paused_at),
        )

    @api.depends("connected_by_id", "connected_at")
    @api.depends_context("lang", "tz")
    def _compute_connected_note(self):
        for connection in self:
            connection.connected_note = connection.connected_at and self.env._(
                "Connected by %(person)s on %(time)s",
                person=connection.connected_by_id.display_name,
                time=format_datetime(self.env, connection.connected_at),
            )

    # === BUSINESS METHODS === #

    def _take_company(self, info, preferences):
        """Keep what QuickBooks says of its company; read at sign-in and daily.

        :param dict info: CompanyInfo
        :param dict preferences: Preferences
        """
        self.ensure_one()
        self.write(
            {
                "qbo_company_name": info.get("CompanyName"),
                "qbo_country": info.get("Country"),
                "qbo_currency": self._get_home_currency(preferences),
                "preferences": json.loads(dumps_payload(preferences)),
            }
        )

    @api.model
    def _get_home_currency(self, preferences):
        """Return the code of the currency that the books are kept in, maybe empty."""
        currency = preferences.get("CurrencyPrefs") or {}
        home = currency.get("HomeCurrency")
        return home.get("value") or "" if isinstance(home, dict) else ""

    # === ACTIONS === #

    @api.model
    def _get_mine(self):
        """Return the connection of the current company, a new empty one if needed."""
        connection = self._for_company()
        if not connection:
            connection._check_manager()
            connection = self.create({"company_id": self.env.company.id})
        return connection

    def action_open_mine(self):
        """Open the connection of the current company, making an empty one if needed."""
        connection = self._get_mine()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_connection_action"
        )
        view = self.env.ref("quickbooks_connector.quickbooks_connection_view_form")
        return action | {"res_id": connection.id, "views": [(view.id, "form")]}

    def action_open_matching(self):
        """Open what is matched, and to be matched, for these connections."""
        self.check_access("read")
        action = self.env["quickbooks.mapping"].action_open()
        return action | {"domain": [("connection_id", "in", self.ids)]}


def _get_tax_regime(tax):
    """Return the key of ``pref_tax``.

    ``PartnerTaxEnabled`` exists only where QuickBooks computes sales tax itself, and
    is false until that is set up.
    """
    if not tax.get("UsingSalesTax"):
        return "off"
    return "automated" if tax.get("PartnerTaxEnabled") else "codes"
