from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date

from ..sync import policy, words
from .quickbooks_connection_readiness import FRESH

#: What people are told of when it changes in QuickBooks, and the causes that it mends.
TOLD = {
    "qbo_currency": (),
    "pref_multicurrency": ("currency_off",),
    "pref_closing_date": policy.CLOSED,
    "pref_custom_numbers": (),
    "pref_tax": ("tax_off",),
    "pref_inventory": ("inventory_off",),
}


class QuickbooksConnection(models.Model):
    """QuickBooks' own settings: what matters of them is shown, told and obeyed."""

    _inherit = "quickbooks.connection"

    pref_auto_apply = fields.Boolean(
        "Applies Credits by Itself",
        compute="_compute_other_preferences",
        help="On: an invoice may be paid in QuickBooks the moment it arrives, by a "
        "credit that is open there.",
    )
    pref_classes = fields.Boolean(
        "Classes",
        compute="_compute_other_preferences",
        help="On: QuickBooks reports by class.",
    )
    pref_departments = fields.Boolean(
        "Locations",
        compute="_compute_other_preferences",
        help="On: QuickBooks reports by location.",
    )
    pref_discounts = fields.Boolean(
        "Discounts",
        compute="_compute_other_preferences",
        help="Off: lines are sent at their net prices.",
    )

    @api.depends("preferences")
    def _compute_other_preferences(self):
        for connection in self:
            prefs = connection.preferences or {}
            sales = prefs.get("SalesFormsPrefs") or {}
            accounting = prefs.get("AccountingInfoPrefs") or {}
            connection.pref_auto_apply = sales.get("AutoApplyCredit") or sales.get(
                "AutoApplyPayments"
            )
            connection.pref_classes = accounting.get(
                "ClassTrackingPerTxn"
            ) or accounting.get("ClassTrackingPerTxnLine")
            connection.pref_departments = accounting.get("TrackDepartments")
            connection.pref_discounts = sales.get("AllowDiscount")

    # === WHAT CHANGED === #

    def _take_company(self, info, preferences):
        # Before the first reading there is nothing that could have changed.
        before = {name: self[name] for name in TOLD} if self.preferences else {}
        super()._take_company(info, preferences)
        changed = [name for name in before if self[name] != before[name]]
        if changed:
            self._tell_changed_settings(changed, before)
            if mended := [cause for name in changed for cause in TOLD[name]]:
                self._replay(mended)
        self._check_home_currency()

    def _tell_changed_settings(self, changed, before):
        """Say in the connection's history what somebody changed in QuickBooks."""
        rows = [
            self.env._(
                "%(setting)s: %(before)s → %(after)s. %(why)s",
                setting=self._fields[name]._description_string(self.env),
                before=self._word_setting(name, before[name]),
                after=self._word_setting(name, self[name]),
                why=self._fields[name]._description_help(self.env) or "",
            ).strip()
            for name in changed
        ]
        listed = Markup().join(Markup("<li>%s</li>") % row for row in rows)
        title = self.env._("These settings were changed in QuickBooks:")
        self.message_post(body=Markup("<p>%s</p><ul>%s</ul>") % (title, listed))

    @api.model
    def _word_setting(self, name, value):
        """Return the value of a setting as people read it."""
        field = self._fields[name]
        if field.type == "boolean":
            return self.env._("turned on") if value else self.env._("turned off")
        if not value:
            return self.env._("none")
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        return value

    # === THE HOME CURRENCY === #

    def _get_currency_names(self):
        """Return the names for the sentence about two home currencies."""
        ours = self.company_id.currency_id.name
        return {"odoo": ours, "quickbooks": self.qbo_currency or "?"}

    def _differs_in_currency(self):
        theirs = self.qbo_currency
        return bool(theirs) and theirs != self.company_id.currency_id.name

    def _check_home_currency(self):
        """Pause where the two companies no longer keep their books in one currency."""
        if self.state != "connected" or not self._differs_in_currency():
            return
        self.write(
            {
                "state": "paused",
                "paused_by_id": False,
                "paused_at": fields.Datetime.now(),
            }
        )
        self._tell_administrator("home_currency", self._get_currency_names())

    def _get_status(self):
        if self.state == "paused" and self._differs_in_currency() and not self.is_copy:
            names = self._get_currency_names()
            return words.sentence(self.env, "home_currency", names)
        return super()._get_status()

    def action_resume(self):
        """Go on after a pause.

        :raise UserError: the two companies keep their books in different currencies
        """
        self._check_manager()
        for connection in self:
            if connection._differs_in_currency():
                names = connection._get_currency_names()
                raise connection._user_error("home_currency", names)
        return super().action_resume()

    # === WHEN THEY ARE READ === #

    def _hold_for(self, decisions):
        super()._hold_for(decisions)
        if any(one and one.cause in policy.CLOSED for one in decisions):
            # With a closing date that is known here nothing would have been sent.
            self.sudo().pull_cron_id._trigger()

    def _lists_due(self):
        """Read them more often while documents are held for what they say.

        At once where QuickBooks has refused something for a date that it closed since
        they were read.
        """
        if super()._lists_due():
            return True
        causes = [cause for mended in TOLD.values() for cause in mended]
        held = [("connection_id", "=", self.id), ("cause", "in", causes)]
        if not self._lists_older_than(FRESH):
            held = [
                ("connection_id", "=", self.id),
                ("cause", "in", policy.CLOSED),
                ("write_date", ">=", self.lists_read_at),  # whole seconds
            ]
        bindings_sudo = self.env["quickbooks.binding"].sudo()
        return bool(bindings_sudo.search_count(held, limit=1))
