from urllib.parse import quote, urlencode

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime
from odoo.tools.urls import urljoin

from .. import crypto
from ..api import (
    CUSTOM,
    PRODUCTION,
    SANDBOX,
    Endpoints,
    OAuthClient,
    QboAuthError,
    QboClient,
    QboConfigError,
    Transport,
)
from ..api.endpoints import checked_url
from ..sync import policy, words
from .quickbooks_connection import MANAGER
from .quickbooks_credential import AccessTokens
from .quickbooks_throttle import DatabaseLimiter

CALLBACK = "/quickbooks/oauth/callback"
SIGN_IN_ACTIVITY = "quickbooks_connector.mail_activity_type_sign_in"

#: Where people look at their books.
_WEB_HOSTS = {
    PRODUCTION: "https://app.qbo.intuit.com",
    SANDBOX: "https://app.sandbox.qbo.intuit.com",
}

#: What the stored secrets belong to: changed, they would go to somebody else.
_APP_FIELDS = ("client_id", "environment", "discovery_url", "api_base_url")

#: What only signing in, the set-up and the engine change.
_OWN_FIELDS = {
    "state",
    "is_live",
    "realm_id",
    "qbo_company_name",
    "qbo_country",
    "qbo_currency",
    "preferences",
    "database_uuid",
    "connected_by_id",
    "connected_at",
    "paused_by_id",
    "paused_at",
    "sign_in_warned_for",
    "wait_until",
    "wait_cause",
    "silent_since",
    "attempts",
    "cdc_cursor",
    "polled_at",
    "lists_read_at",
    "readiness_at",
    "lists_cursor",
    "push_cron_id",
    "pull_cron_id",
}


class QuickbooksConnection(models.Model):
    """Where QuickBooks is, who we are there, and the client that talks to it."""

    _inherit = "quickbooks.connection"

    environment = fields.Selection(
        [
            (PRODUCTION, "Production"),
            (SANDBOX, "Sandbox"),
            (CUSTOM, "Custom addresses"),
        ],
        required=True,
        default=PRODUCTION,
        help="Intuit gives an app one pair of keys for real companies (production) "
        "and another one for its test companies (sandbox).",
    )
    discovery_url = fields.Char(
        "Discovery Address",
        help="Of the document that tells where people sign in and tokens are issued.",
    )
    api_base_url = fields.Char("API Address")
    web_base_url = fields.Char(
        "Web Address", help="Where links to QuickBooks lead; empty: the API address."
    )
    client_id = fields.Char("Client ID", copy=False, groups=MANAGER)
    # Goes in and never comes out again.
    client_secret = fields.Char(
        compute="_compute_client_secret",
        inverse="_inverse_client_secret",
        groups=MANAGER,
    )
    has_client_secret = fields.Boolean(
        compute="_compute_has_client_secret", compute_sudo=True, groups=MANAGER
    )
    redirect_uri = fields.Char(
        "Redirect Address",
        compute="_compute_redirect_uri",
        groups=MANAGER,
        help="To be entered among the redirect addresses of the app at Intuit.",
    )
    credential_ids = fields.One2many(
        "quickbooks.credential", "connection_id", groups=fields.NO_ACCESS
    )

    # === COMPUTE METHODS === #

    def _compute_client_secret(self):
        self.client_secret = False

    def _inverse_client_secret(self):
        for connection in self:
            if connection.client_secret:
                try:
                    sealed = crypto.seal(connection.client_secret.strip())
                except QboConfigError as error:
                    raise connection._user_error("key_missing") from error
                connection._get_credential().client_secret = sealed

    @api.depends("credential_ids.client_secret")
    def _compute_has_client_secret(self):
        for connection in self:
            connection.has_client_secret = bool(connection.credential_ids.client_secret)

    @api.depends("company_id")
    def _compute_redirect_uri(self):
        for connection in self:
            connection.redirect_uri = urljoin(connection.get_base_url(), CALLBACK)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_set(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_set(vals)
        for connection in self:
            connection._check_realm_stays(vals)
        moved = self.filtered(
            lambda connection: any(
                fname in vals and (connection[fname] or False) != (vals[fname] or False)
                for fname in _APP_FIELDS
            )
        )
        moved._forget_app()
        return super().write(vals)

    def _check_may_set(self, vals):
        """Refuse what people do not set, whatever they are.

        :raise AccessError: they try to
        """
        self._refuse_fields(self, _OWN_FIELDS, vals)
        if self.env.su:
            return
        custom = vals.get("environment") == CUSTOM and any(
            connection.environment != CUSTOM for connection in self or [self]
        )
        if custom and not self.env.user.has_group("base.group_no_one"):
            raise AccessError(
                self.env._("Custom addresses can be chosen in developer mode only.")
            )

    def _check_realm_stays(self, vals):
        """Keep a connection with the two companies that it has once connected.

        :raise UserError: ``vals`` name another one
        """
        if not self.realm_id:
            return
        if "realm_id" in vals and vals["realm_id"] != self.realm_id:
            raise UserError(
                self.env._(
                    "This connection belongs to the QuickBooks company %(company)s "
                    "for good.",
                    company=self.qbo_company_name or self.realm_id,
                )
            )
        if "company_id" in vals and vals["company_id"] != self.company_id.id:
            raise UserError(
                self.env._(
                    "The books of %(quickbooks)s belong to %(odoo)s for good.",
                    quickbooks=self.qbo_company_name or self.realm_id,
                    odoo=self.company_id.display_name,
                )
            )

    @api.constrains("web_base_url")
    def _check_web_base_url(self):
        """Keep links to web addresses: a browser would run some others as script."""
        for connection in self:
            if connection.web_base_url:
                try:
                    checked_url(connection.web_base_url, "web address")
                except QboConfigError as error:
                    raise connection._as_user_error(error) from error

    def _forget_app(self):
        """Forget what belongs to the Intuit app or the addresses that are replaced.

        :raise UserError: the sign-in is still in use
        """
        for connection in self:
            if connection.state in ("connected", "paused"):
                raise UserError(
                    self.env._(
                        "Disconnect from QuickBooks before you change the Intuit app "
                        "or the environment."
                    )
                )
            credential_sudo = connection.sudo().credential_ids
            credential_sudo.client_secret = False
            credential_sudo._forget_tokens()

    # === WHO AND WHERE === #

    @api.model
    def _for_company(self, company=None):
        """Return the connection of ``company`` or of the current one, maybe empty."""
        company = company or self.env.company
        return self.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )

    def _get_credential(self):
        """Return the sudoed row of this connection's secrets, making it when needed."""
        self.ensure_one()
        connection_sudo = self.sudo()
        if not connection_sudo.credential_ids:
            connection_sudo.credential_ids.create({"connection_id": self.id})
            connection_sudo.invalidate_recordset(["credential_ids"], flush=False)
        return connection_sudo.credential_ids

    def _get_endpoints(self):
        """Return where QuickBooks is.

        :raise QboConfigError: a custom address is unusable
        """
        return Endpoints(
            self.environment, self.discovery_url or "", self.api_base_url or ""
        )

    def _get_oauth_client(self):
        """Return the client of Intuit's sign-in.

        :raise QboConfigError: something is missing in the settings, or the key is
        """
        self.ensure_one()
        connection_sudo = self.sudo()
        secret = connection_sudo._get_credential()._read_secret("client_secret")
        if not connection_sudo.client_id or not secret:
            raise QboConfigError("The client ID or the client secret is missing.")
        return OAuthClient(
            connection_sudo.client_id,
            secret,
            connection_sudo.redirect_uri,
            connection_sudo._get_endpoints(),
        )

    def _get_client(self, on_exchange=None):
        """Return a client of the QuickBooks company, ready for use.

        It never uses the database transaction of the caller: tokens and turns are
        got through cursors of their own.

        :param on_exchange: called with an ``api.Exchange`` after every request
        :return: an ``api.QboClient``
        :raise QboError: nobody has signed in yet, or an address is unusable
        """
        self.ensure_one()
        connection_sudo = self.sudo()
        if not connection_sudo.realm_id:
            raise QboAuthError("Nobody is signed in", reauthorise=True)
        return self._make_client(
            connection_sudo.realm_id, AccessTokens(connection_sudo), on_exchange
        )

    def _make_client(self, realm_id, access_token, on_exchange=None):
        limiter = DatabaseLimiter(self.env.registry, realm_id)

        def note(exchange):
            limiter.note(exchange)
            if on_exchange:
                on_exchange(exchange)

        return QboClient(
            Transport(
                self.sudo()._get_endpoints(),
                realm_id,
                access_token,
                limiter,
                on_exchange=note,
            )
        )

    def _get_web_url(self, path):
        """Return the address that shows ``path`` of these books to a person.

        A browser that is in another QuickBooks company would show that company's
        document of the same id, so the address names the company. This form is the
        one that QuickBooks itself puts into its links.

        :param str path: as in ``invoice?txnId=145``
        """
        self.ensure_one()
        path = path.removeprefix("/").removeprefix("app/")
        if self.environment == CUSTOM:
            base = (self.web_base_url or self.api_base_url or "").rstrip("/")
            mark = "&" if "?" in path else "?"
            return f"{base}/{path}{mark}{urlencode({'companyId': self.realm_id or ''})}"
        query = urlencode(
            {"pagereq": path, "deeplinkcompanyid": self.realm_id or ""},
            quote_via=quote,
            safe="",
        )
        return f"{_WEB_HOSTS[self.environment]}/app/login?{query}"

    # === WHEN IT WORKS === #

    def _hold(self, decision):
        super()._hold(decision)
        told = words.CAUSES.get(decision.cause)
        if not decision.reauthorise and told and told.told == "administrator":
            self._tell_administrator(decision.cause, decision.args)
        self._tell_silence(policy.SILENT.get(decision.cause))

    def _tell_silence(self, limit):
        """Tell the administrator once QuickBooks has been silent for ``limit``."""
        since = self.silent_since
        if not limit or not since or fields.Datetime.now() - since < limit:
            return
        user = self._get_administrator()
        time = format_datetime(self.env, since, user.tz, lang_code=user.lang)
        self._tell_administrator("silent", {"time": time})

    def _answered(self):
        waited = self.wait_cause or self.silent_since
        super()._answered()
        if waited:
            self.activity_unlink([SIGN_IN_ACTIVITY])

    def _require_sign_in(self, cause="auth", args=None):
        """Stop until a person has signed in again; the work waits.

        :param str cause: why, a code of ``sync/words/``
        """
        for connection in self.sudo():
            if connection.state == "draft":
                continue
            connection.write(
                {"state": "reauthorise", "wait_until": False, "wait_cause": cause}
            )
            connection._tell_administrator(cause, args)

    def _tell_administrator(self, cause, args=None):
        """Give the connection's administrator one activity, and no second one."""
        self.ensure_one()
        connection_sudo = self.sudo()
        if not connection_sudo.activity_search([SIGN_IN_ACTIVITY]):
            connection_sudo._schedule_told(SIGN_IN_ACTIVITY, cause, args)

    def _schedule_told(self, activity, cause, args=None):
        """Give the connection's administrator an activity in the words of ``cause``."""
        user = self._get_administrator()
        connection = self.with_context(lang=user.lang)
        sentence = words.sentence(connection.env, cause, args)
        connection.activity_schedule(
            activity, note=Markup("<p>%s</p>") % sentence, user_id=user.id
        )

    def _get_administrator(self):
        """Return who is told about this connection: an active administrator of ours."""
        group = self.env.ref(MANAGER).sudo()
        users = group.all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
        return (self.user_id & users) or users[:1] or self.env.ref("base.user_admin")

    def _user_error(self, cause, args=None):
        return UserError(words.sentence(self.env, cause, args))
