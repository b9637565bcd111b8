import time
from datetime import timedelta, timezone

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .. import crypto
from ..api import (
    QboAuthError,
    QboConfigError,
    QboUnavailableError,
    QboUncertainError,
    get_logger,
)

_logger = get_logger(__name__)

#: An access token that ends sooner is replaced before it is used.
MARGIN = timedelta(minutes=5)

#: Seconds to wait for another worker who is refreshing, and between two looks.
PATIENCE = 45.0
FIRST_LOOK, LAST_LOOK = 0.1, 1.0


class QuickbooksCredential(models.Model):
    """The secrets of a connection: the Intuit app's, and the tokens.

    They have a table of their own for two reasons: nobody has any access right to it,
    and refreshing a token locks this row only, never what users and crons write.

    Tokens are read and written through their own cursor (:class:`AccessTokens`): a
    rotated token must survive whatever becomes of the caller's transaction.
    """

    _name = "quickbooks.credential"
    _description = "QuickBooks Sign-in"
    _rec_name = "connection_id"
    _allow_sudo_commands = False

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    client_secret = fields.Text(copy=False, groups=fields.NO_ACCESS)
    webhook_token = fields.Text(copy=False, groups=fields.NO_ACCESS)
    access_token = fields.Text(copy=False, groups=fields.NO_ACCESS)
    refresh_token = fields.Text(copy=False, groups=fields.NO_ACCESS)
    access_expires_at = fields.Datetime(copy=False)
    refresh_expires_at = fields.Datetime(
        copy=False, help="End of the sign-in when it is not used until then."
    )
    hard_expires_at = fields.Datetime(
        copy=False, help="End of the sign-in whatever is done, if Intuit tells it."
    )

    _connection_uniq = models.Constraint(
        "UNIQUE(connection_id)", "This connection has its sign-in already."
    )

    def _read_secret(self, fname):
        """Return the secret in ``fname``, or nothing.

        :raise QboKeyError: it can't be decrypted here
        """
        sealed = self[fname]
        return crypto.unseal(sealed) if sealed else ""

    def _read_webhook_token(self):
        """Return the verifier of webhooks; nothing when it can't be decrypted here."""
        try:
            return self._read_secret("webhook_token")
        except QboConfigError:
            _logger.warning("The verifier of webhooks can't be decrypted")
            return ""

    def _write_tokens(self, tokens):
        """Keep ``tokens``, an ``api.TokenSet``."""
        self.write(
            {
                "access_token": crypto.seal(tokens.access_token),
                "refresh_token": crypto.seal(tokens.refresh_token),
                "access_expires_at": _naive(tokens.access_expires_at),
                "refresh_expires_at": _naive(tokens.refresh_expires_at),
                "hard_expires_at": _naive(tokens.hard_expires_at),
            }
        )

    def _forget_tokens(self):
        """Forget the tokens; the app's secret stays."""
        self.write(
            {
                "access_token": False,
                "refresh_token": False,
                "access_expires_at": False,
                "refresh_expires_at": False,
                "hard_expires_at": False,
            }
        )

    # === ACCESS TOKENS === #

    def _get_access_token(self, refused):
        """Return an access token, refreshing it when it must be.

        To be called at the start of a transaction that is committed right after.

        :param refused: a token that QuickBooks did not accept, or ``None``
        :return: the token
        :raise QboAuthError: nobody is signed in, or Intuit wants a new sign-in
        :raise psycopg2.errors.LockNotAvailable: another worker is refreshing
        :raise psycopg2.errors.SerializationFailure: another worker has refreshed
        """
        if not self.refresh_token:
            raise QboAuthError("Nobody is signed in", reauthorise=True)
        if self.connection_id.is_copy:
            # The first refresh of a copy would shut the original out.
            raise QboConfigError("This database is a copy of the one that signed in.")
        held = self._read_secret("access_token")
        if held != refused and self.access_expires_at > fields.Datetime.now() + MARGIN:
            return held
        self.env.cr.execute(
            SQL(
                "SELECT id FROM quickbooks_credential WHERE id = %s"
                " FOR NO KEY UPDATE NOWAIT",
                self.id,
            ),
            log_exceptions=False,
        )
        return self._refresh()

    def _refresh(self):
        oauth = self.connection_id._get_oauth_client()
        try:
            tokens = oauth.refresh(self._read_secret("refresh_token"))
        except QboUncertainError as error:
            # It is the sign-in that was not answered, not the request it was for.
            raise QboUnavailableError(
                "Intuit did not answer the refresh of the sign-in",
                http_status=error.http_status,
                tid=error.tid,
            ) from error
        self._write_tokens(tokens)
        return tokens.access_token


class AccessTokens:
    """What the transport asks for access tokens: one refresh at a time, everywhere.

    The row lock on the credential makes the refresh single over all workers and
    machines. Whoever does not get it looks again in a new transaction, for at Odoo's
    isolation level the old one would never see the other's token.
    """

    def __init__(self, connection):
        self._registry = connection.env.registry
        self._connection_id = connection.id
        self._held = None

    def __call__(self, refused=False):
        """Return a token that should be accepted.

        :param bool refused: the one returned last was not
        :raise QboError: there is none
        """
        self._held = self._fetch(self._held if refused else None)
        return self._held

    def _fetch(self, refused):
        ends = time.monotonic() + PATIENCE
        pause = FIRST_LOOK
        while True:
            try:
                with self._registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    credential = env["quickbooks.credential"].search(
                        [("connection_id", "=", self._connection_id)]
                    )
                    return credential._get_access_token(refused)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY as error:
                if time.monotonic() > ends:
                    raise QboUnavailableError(
                        "Another process has been renewing the sign-in for too long"
                    ) from error
            except psycopg2.Error as error:
                # The transport's caller understands errors of QuickBooks only.
                _logger.exception("The sign-in can't be read or kept")
                raise QboUnavailableError(
                    "The sign-in can't be read or kept"
                ) from error
            time.sleep(pause)
            pause = min(pause * 2, LAST_LOOK)


def _naive(moment):
    """Return an aware time as Odoo stores it, or nothing."""
    return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)
