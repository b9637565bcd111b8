from odoo import api, fields, models, tools
from odoo.tools import SQL

_SERVER = "pg_control_system()"


class QuickbooksConnection(models.Model):
    """Which database signed in: its copies exchange nothing with QuickBooks.

    Odoo gives each copy that it makes a uuid of its own. PostgreSQL's copies
    (``createdb -T``) keep it, and are known by their place: another database of the
    same server, beside the one that signed in. Where that one is gone, this is it,
    restored or moved.
    """

    _inherit = "quickbooks.connection"

    # The uuid, a blank, and the place as far as the server tells it.
    database_uuid = fields.Char(
        copy=False,
        groups=fields.NO_ACCESS,
        help="Identity of the database that signed in; a copy has another one.",
    )
    is_copy = fields.Boolean(
        compute="_compute_is_copy",
        compute_sudo=True,
        help="This database was copied from the one that signed in.",
    )

    @api.depends("database_uuid")
    def _compute_is_copy(self):
        own = self._get_database_uuid()
        for connection in self:
            uuid, _blank, place = (connection.database_uuid or "").partition(" ")
            connection.is_copy = bool(uuid) and (
                uuid != own or self._is_beside_another(place)
            )

    def _may_exchange(self):
        return not self.is_copy and super()._may_exchange()

    def _follow_database(self):
        """Let the identity follow a database that moved; a copy stays a copy.

        Else a copy would take over on the day when the original is deleted.
        """
        self.ensure_one()
        uuid = self._get_database_uuid()
        if (self.database_uuid or "").partition(" ")[0] != uuid:
            return
        identity = f"copied {uuid}" if self.is_copy else self._get_database_identity()
        if self.database_uuid != identity:
            self.database_uuid = identity

    # === WHERE WE ARE === #

    @api.model
    def _get_database_identity(self):
        """Return what tells this database from its copies."""
        return f"{self._get_database_uuid()} {self._get_database_place()}".strip()

    @api.model
    def _get_database_uuid(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")

    @api.model
    @tools.ormcache()
    def _get_database_place(self):
        """Return ``server/database`` in PostgreSQL's numbers, or nothing.

        Both stay when a database is renamed, and a number of a database means nothing
        at another server.
        """
        cr = self.env.cr
        # Asked first: the refusal would end the transaction.
        cr.execute(SQL("SELECT has_function_privilege(%s, 'EXECUTE')", _SERVER))
        if not cr.fetchone()[0]:
            return ""
        cr.execute(
            SQL(
                """
                SELECT system_identifier || '/' || pg_database.oid
                  FROM pg_control_system(), pg_database
                 WHERE datname = current_database()
                """
            )
        )
        return cr.fetchone()[0]

    @api.model
    def _is_beside_another(self, place):
        """Tell whether ``place`` is that of another database, which is still there."""
        own = self._get_database_place() if place else ""
        server, _slash, database = place.partition("/")
        if not own or place == own or server != own.partition("/")[0]:
            return False
        self.env.cr.execute(
            SQL("SELECT TRUE FROM pg_database WHERE oid = %s::oid", database)
        )
        return bool(self.env.cr.fetchone())
