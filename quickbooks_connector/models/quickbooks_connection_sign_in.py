import re
import time
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date

from .. import crypto
from ..api import QboError, QboKeyError, get_logger
from ..api.endpoints import is_loopback
from ..api.payload import storable
from ..sync import policy, words
from .quickbooks_connection_auth import SIGN_IN_ACTIVITY
from .quickbooks_connection_work import NO_WAIT

_logger = get_logger(__name__)

#: Warn so long before the sign-in ends.
WARN_BEFORE = timedelta(days=14)

#: Times that a finished sign-in is stored again when a user's commit crossed it.
TRIES = 10

_REALM_ID = re.compile(r"[0-9]{1,32}")

#: Characters of what Intuit says that are shown.
_SHOWN = 300


def _told(text):
    """Return what came from outside as a page can keep and show it."""
    return storable(text or "")[:_SHOWN]


class SignInRefused(Exception):
    """A sign-in that Intuit accepted and we do not.

    :param str outcome: a code of ``wizards/quickbooks_sign_in.py``
    :param args: the names that its sentences need
    """

    def __init__(self, outcome, **args):
        super().__init__(outcome)
        self.outcome = outcome
        self.names = args


class QuickbooksConnection(models.Model):
    """Signing in at Intuit, signing out, and what happens to a copied database."""

    _inherit = "quickbooks.connection"

    connected_by_id = fields.Many2one(
        "res.users", "Connected by", copy=False, readonly=True
    )
    connected_at = fields.Datetime("Connected on", copy=False, readonly=True)
    paused_by_id = fields.Many2one("res.users", "Paused by", copy=False, readonly=True)
    paused_at = fields.Datetime("Paused on", copy=False, readonly=True)
    sign_in_ends_at = fields.Datetime(
        "Sign-in Ends",
        compute="_compute_sign_in_ends_at",
        compute_sudo=True,
        help="Moves on by itself while the connection is used, up to a last day that "
        "Intuit sets.",
    )
    sign_in_warned_for = fields.Date(copy=False)

    @api.depends("credential_ids.refresh_expires_at", "credential_ids.hard_expires_at")
    def _compute_sign_in_ends_at(self):
        for connection in self:
            credential = connection.credential_ids
            ends = (credential.refresh_expires_at, credential.hard_expires_at)
            connection.sign_in_ends_at = min(filter(None, ends), default=False)

    # === SIGNING IN === #

    def action_connect(self):
        """Send the administrator to Intuit; the answer comes to the callback.

        :raise UserError: something that Intuit needs is missing here
        """
        self.ensure_one()
        self._check_manager()
        connection_sudo = self.sudo()
        if not connection_sudo.client_id or not connection_sudo.has_client_secret:
            raise UserError(
                self.env._(
                    "Enter the client ID and the client secret of your Intuit app "
                    "first."
                )
            )
        self._check_redirect_uri()
        states = self.env["quickbooks.oauth.state"]
        try:
            crypto.check_key()
            state = states._issue(self, self.env.user, self._get_return_path())
            url = connection_sudo._get_oauth_client().authorization_url(state)
        except QboError as error:
            raise self._as_user_error(error) from error
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _check_redirect_uri(self):
        uri = self.redirect_uri
        if not uri.startswith("https://") and not is_loopback(uri):
            raise UserError(
                self.env._(
                    "Intuit sends people back to encrypted addresses only, and %(uri)s "
                    "is none. Serve Odoo over https and set the system parameter "
                    "web.base.url to that address.",
                    uri=uri,
                )
            )

    def _get_return_path(self):
        """Return the page of Odoo that the person comes back to."""
        started_at = self.env.context.get("quickbooks_return")
        if started_at in ("settings", "setup"):
            return f"/odoo/quickbooks-{started_at}"
        return f"/odoo/quickbooks-connection/{self.id}"

    @api.model
    def _finish_sign_in(self, params):
        """Take what Intuit sent the person back with.

        The caller has made sure that the user administers QuickBooks. Whatever
        happens is stored in transactions of its own: a repeated request could not
        repeat the exchange of the code.

        :param params: of the callback
        :return: ``(outcome, names for its sentences, page to go to)``; the outcome is
            a code of ``wizards/quickbooks_sign_in.py``, empty when all is well
        """
        connection, path = self._consume_state(params.get("state"))
        if not connection:
            return "expired", {}, path
        if connection.company_id not in self.env.user.company_ids:
            return "no_rights", {}, path
        if params.get("error") == "access_denied":
            return "refused", {}, path
        code, realm_id = params.get("code"), params.get("realmId") or ""
        if not code or not _REALM_ID.fullmatch(realm_id):
            return "unfinished", {"detail": _told(params.get("error"))}, path
        try:
            connection._take_sign_in(code, realm_id)
        except SignInRefused as refusal:
            return refusal.outcome, refusal.names, path
        except QboKeyError:
            return "key_missing", {}, path
        except QboError as error:
            _logger.warning("Signing in at Intuit failed: %s", error)
            return "unfinished", {"detail": _told(error.detail or error.message)}, path
        return "", {}, path

    def _consume_state(self, value):
        try:
            with self.env.registry.cursor() as cr:
                states = self.env["quickbooks.oauth.state"].sudo()
                found, path = states.with_env(
                    api.Environment(cr, self.env.uid, {}, su=True)
                )._consume(value, self.env.user)
                found_id = found.id
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # Another request has just used it.
            return self.sudo().browse(), ""
        return self.sudo().browse(found_id), path

    def _take_sign_in(self, code, realm_id):
        """Trade the code for tokens, check the company, keep both.

        :raise SignInRefused: it is not the company that belongs here
        :raise QboError: Intuit or QuickBooks did not go along
        """
        others = self.with_context(active_test=False).search(
            [("realm_id", "=", realm_id), ("id", "!=", self.id)]
        )
        if others:
            # Found out before a token exists: revoking it would end the other
            # connection as well.
            raise self._other_company(others.qbo_company_name or realm_id)
        oauth = self._get_oauth_client()
        tokens = oauth.exchange(code, realm_id)
        try:
            client = self._make_client(realm_id, lambda _refused: tokens.access_token)
            info, preferences = client.company_info(), client.preferences()
            self._check_books(realm_id, info, preferences)
            self._store_sign_in(realm_id, tokens, info, preferences)
        except (SignInRefused, QboError):
            if realm_id != self.realm_id:
                self._revoke(oauth, tokens.refresh_token)
            raise

    def _other_company(self, name):
        if self.realm_id:
            old = self.qbo_company_name or self.realm_id
            return SignInRefused("other_company", new=name, old=old)
        return SignInRefused("taken", new=name, odoo=self.company_id.display_name)

    def _check_books(self, realm_id, info, preferences):
        if self.realm_id and self.realm_id != realm_id:
            raise self._other_company(info.get("CompanyName") or realm_id)
        theirs = self._get_home_currency(preferences)
        ours = self.company_id.currency_id.name
        if theirs != ours:
            raise SignInRefused(
                "home_currency",
                odoo=ours,
                quickbooks=theirs or "?",
                company=info.get("CompanyName") or realm_id,
            )

    def _store_sign_in(self, realm_id, tokens, info, preferences):
        """Keep the tokens and the company, in a transaction of its own.

        :raise SignInRefused: another connection has just got that company
        """
        for attempt in range(TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    self.with_env(self.env(cr=cr))._write_sign_in(
                        realm_id, tokens, info, preferences
                    )
                return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                if attempt == TRIES - 1:
                    raise
                time.sleep(0.1)
            except psycopg2.errors.UniqueViolation as error:
                name = info.get("CompanyName") or realm_id
                raise self._other_company(name) from error

    def _write_sign_in(self, realm_id, tokens, info, preferences):
        self._get_credential()._write_tokens(tokens)
        self.write(
            {
                "realm_id": realm_id,
                "state": "connected",
                "database_uuid": self._get_database_identity(),
                "connected_by_id": self.env.uid,
                "connected_at": fields.Datetime.now(),
                **NO_WAIT,
            }
        )
        self._take_company(info, preferences)
        self.activity_unlink([SIGN_IN_ACTIVITY])
        self._wake()

    # === SIGNING OUT === #

    def action_disconnect(self):
        """End our access at Intuit, forget the tokens, keep every link.

        That Intuit can't be reached does not keep anybody connected.
        """
        self._check_manager()
        message, kind = self.env._("Disconnected from QuickBooks."), "info"
        for connection_sudo in self.sudo():
            if not connection_sudo._revoke_own():
                kind = "warning"
                message = self.env._(
                    "Disconnected here, but Intuit could not be told. End the access "
                    "in QuickBooks too, among its apps."
                )
            connection_sudo._sign_out()
        return self._notify(message, kind)

    def _sign_out(self):
        self._get_credential()._forget_tokens()
        self.write({"state": "draft", **NO_WAIT})
        self.activity_unlink([SIGN_IN_ACTIVITY])

    def _revoke_own(self):
        """Make our tokens worthless at Intuit, and tell whether that is certain."""
        if self.is_copy:
            # The tokens are the original's.
            return True
        try:
            token = self._get_credential()._read_secret("refresh_token")
            oauth = self._get_oauth_client() if token else None
        except QboError as error:
            _logger.warning("The sign-in can't be revoked: %s", error)
            return False
        return not token or self._revoke(oauth, token)

    @api.model
    def _revoke(self, oauth, token):
        try:
            oauth.revoke(token)
        except QboError as error:
            _logger.warning("Intuit did not revoke the sign-in: %s", error)
            return False
        return True

    # === COPIES OF A DATABASE === #

    def action_keep_off(self):
        """Leave this copy without a sign-in; the original keeps its own."""
        self._check_manager()
        for connection_sudo in self.sudo():
            if not connection_sudo.is_copy:
                raise UserError(self.env._("This database is not a copy."))
            connection_sudo._sign_out()
            connection_sudo.write({"is_live": False, "database_uuid": False})
        return self._notify(self.env._("This database stays off."))

    # === OTHER ACTIONS === #

    def action_test(self):
        """Ask QuickBooks for the company, and say what it answers."""
        self.ensure_one()
        self._check_manager()
        connection_sudo = self.sudo()
        try:
            info = connection_sudo._get_client().company_info()
        except QboError as error:
            decision = policy.decide(error)
            if decision.reauthorise:
                connection_sudo._require_sign_in(decision.cause, decision.args)
            return self._notify(self._word_at_once(decision), "danger")
        connection_sudo._answered()
        name = info.get("CompanyName") or connection_sudo.realm_id
        return self._notify(
            self.env._("QuickBooks answers: %(company)s.", company=name), "success"
        )

    def action_pause(self):
        result = super().action_pause()
        self.sudo().filtered(lambda c: c.state == "paused").write(
            {"paused_by_id": self.env.uid, "paused_at": fields.Datetime.now()}
        )
        return result

    def _as_user_error(self, error):
        return UserError(self._word_at_once(policy.decide(error)))

    def _word_at_once(self, decision):
        """Word an error for somebody who waits: nobody repeats what he has asked."""
        mends_itself = not words.CAUSES[decision.cause].told
        sentence = words.sentence(
            self.env, decision.cause, decision.args, advice=not mends_itself
        )
        if not mends_itself:
            return sentence
        return self.env._("%(sentence)s Try it again in a minute.", sentence=sentence)

    # === CRONS === #

    @api.model
    def _cron_warn_sign_in_end(self):
        """Tell administrators in time of sign-ins that end, and look where we are."""
        for connection in self.search([("state", "in", ("connected", "paused"))]):
            connection._follow_database()
            connection._warn_sign_in_end()

    def _warn_sign_in_end(self):
        ends = self.sign_in_ends_at
        if self.is_copy or not ends or ends > fields.Datetime.now() + WARN_BEFORE:
            return
        warned_for = self.sign_in_warned_for
        # The end is told in seconds from now, so it wanders a little.
        if warned_for and abs(warned_for - ends.date()) <= timedelta(days=1):
            return
        lang = self._get_administrator().lang
        date = format_date(self.env, ends.date(), lang_code=lang)
        self._tell_administrator("sign_in_ends", {"date": date})
        self.sign_in_warned_for = ends.date()
