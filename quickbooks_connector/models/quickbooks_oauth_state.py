import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: Time that a person has for signing in at Intuit.
LIFETIME = timedelta(minutes=15)


class QuickbooksOauthState(models.Model):
    """A sign-in under way at Intuit.

    The value that travels is kept as a hash only, works once, for one user and one
    connection, and for a quarter of an hour.
    """

    _name = "quickbooks.oauth.state"
    _description = "QuickBooks Sign-in under Way"
    _rec_name = "connection_id"

    digest = fields.Char(required=True, groups=fields.NO_ACCESS)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    return_path = fields.Char(required=True, help="Where the person came from.")
    expires_at = fields.Datetime(required=True)

    _digest_uniq = models.Constraint("UNIQUE(digest)", "This value is in use.")

    @api.model
    def _issue(self, connection, user, return_path):
        """Return an unpredictable value that stands for this sign-in."""
        value = secrets.token_urlsafe(32)
        self.sudo().create(
            {
                "digest": _digest(value),
                "user_id": user.id,
                "connection_id": connection.id,
                "return_path": return_path,
                "expires_at": fields.Datetime.now() + LIFETIME,
            }
        )
        return value

    @api.model
    def _consume(self, value, user):
        """Return ``(connection, return path)`` of a value, which is used up by this.

        Commit it at once. The connection is empty when the value is unknown, used,
        too old or somebody else's.
        """
        # One statement, so that of two requests with one value only one finds it.
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM quickbooks_oauth_state
                      WHERE digest = %s
                  RETURNING user_id, connection_id, return_path,
                            expires_at > %s
                """,
                _digest(value or ""),
                fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        row = self.env.cr.fetchone()
        connections = self.env["quickbooks.connection"].sudo()
        if not row or row[0] != user.id or not row[3]:
            return connections, row[2] if row and row[0] == user.id else ""
        return connections.browse(row[1]).exists(), row[2]

    @api.autovacuum
    def _gc_expired(self):
        """Forget sign-ins that nobody finished."""
        self.search([("expires_at", "<", fields.Datetime.now())]).unlink()


def _digest(value):
    return hashlib.sha256(value.encode()).hexdigest()
