from odoo import api, fields, models
from odoo.tools import SQL

from ..sync import words


class QuickbooksInbound(models.Model):
    """A change in QuickBooks that Odoo has heard of and not applied yet.

    Webhooks and change data capture only write rows here, in the transaction that
    moves their cursor; applying them is a step of its own (``sync/pull.py``). A row
    disappears once it is applied, and stays with its cause when it can't be.
    """

    _name = "quickbooks.inbound"
    _description = "Change in QuickBooks"
    _order = "rank, id"
    _rec_name = "qbo_id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    qbo_id = fields.Char("QuickBooks ID", required=True)
    rank = fields.Integer(required=True, default=0)
    payload = fields.Text(help="The object as QuickBooks sent it; empty: to be read.")
    deleted = fields.Boolean(help="QuickBooks says that it no longer exists.")
    merged_into = fields.Char(
        help="The id of what QuickBooks has merged it into; the payload is of that one."
    )
    state = fields.Selection(
        [("pending", "Waiting"), ("failed", "Failed")],
        required=True,
        default="pending",
    )
    cause = fields.Char()
    cause_args = fields.Json()
    message = fields.Char("Reason", compute="_compute_message")
    attempts = fields.Integer(default=0)
    is_needed = fields.Boolean(
        help="A document names it, so that it is taken over though it is inactive."
    )
    next_try = fields.Datetime()
    is_redated = fields.Boolean(
        help="Somebody has decided that it is booked on the next open day."
    )
    same_as = fields.Integer(help="Somebody has decided that it is this record.")
    is_new = fields.Boolean(help="Somebody has decided that it is none of Odoo's.")

    _object_uniq = models.Constraint(
        "UNIQUE(connection_id, entity, qbo_id)",
        "This change is noted already.",
    )
    _order_idx = models.Index("(connection_id, rank, id)")

    def _compute_message(self):
        for inbound in self:
            inbound.message = words.sentence(
                self.env, inbound.cause, inbound.cause_args
            )

    @api.model
    def _of(self, connection, entity, qbo_id):
        """Return the notice of one object, maybe none."""
        return self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity._qbo_entity),
                ("qbo_id", "=", qbo_id),
            ]
        )

    @api.model
    def _insert_merges(self, connection, entity, merges):
        """Note that objects were merged into others.

        :param dict merges: ``{QuickBooks id of the lost one: of the survivor}``
        """
        rank = entity._rank - 1
        rows = [(lost, True, None, rank) for lost in merges]
        self._insert_notices(connection, entity, rows)
        known = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity._qbo_entity),
                ("qbo_id", "in", list(merges)),
            ]
        )
        for row in known:
            vals = {"merged_into": merges[row.qbo_id], "payload": False}
            row.write(vals | {"state": "pending", "next_try": False})
            self.env["quickbooks.binding"]._recall(connection, entity, row.qbo_id)

    @api.model
    def _insert_notices(self, connection, entity, rows):
        """Note that objects changed; a newer notice replaces an older one.

        The overlap of two polls brings the same notice again: what is held stays held.

        :param entity: the entity model of the objects
        :param list rows: ``(QuickBooks id, deleted, payload text or nothing, rank)``
        """
        values = SQL(", ").join(SQL("(%s, %s, %s, %s)", *row) for row in rows)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_inbound (
                    connection_id, company_id, entity, rank, qbo_id, deleted, payload,
                    state, attempts, create_uid, create_date, write_uid, write_date
                )
                SELECT %(connection)s, %(company)s, %(entity)s, row.rank,
                       row.qbo_id, row.deleted::boolean, row.payload::text,
                       'pending', 0, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM (VALUES %(values)s) AS row(qbo_id, deleted, payload, rank)
                ON CONFLICT (connection_id, entity, qbo_id) DO UPDATE
                   SET payload = EXCLUDED.payload, deleted = EXCLUDED.deleted,
                       state = 'pending', attempts = 0, next_try = NULL,
                       cause = NULL, cause_args = NULL
                 WHERE quickbooks_inbound.payload IS DISTINCT FROM EXCLUDED.payload
                    OR quickbooks_inbound.deleted <> EXCLUDED.deleted
                """,
                connection=connection.id,
                company=connection.company_id.id,
                entity=entity._qbo_entity,
                uid=self.env.uid,
                values=values,
            )
        )
        self.invalidate_model()

    def action_next_open_day(self):
        """Book these documents on the next open day of Odoo's books."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        locked_sudo = self.sudo()._filter_datable()
        locked_sudo.write(
            {"is_redated": True, "state": "pending", "attempts": 0, "next_try": False}
        )
        locked_sudo.connection_id._wake()

    def _filter_datable(self):
        """Return the new documents among these that locked books keep out."""
        entities = self.env["quickbooks.entity"]
        documents = self.env["account.move"]._name
        return self.filtered(
            lambda row: (
                row.cause == "lock_date"
                and not row.deleted
                and entities._get(row.entity)._odoo_model == documents
            )
        )

    def _discard(self):
        """Delete these rows, which are applied: one statement, whatever their number.

        Nothing hangs on them that Odoo would have to look for.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("DELETE FROM quickbooks_inbound WHERE id = ANY(%s)", self.ids)
        )
        self.invalidate_recordset(flush=False)
