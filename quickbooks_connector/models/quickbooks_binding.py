from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..api import loads_exact
from ..sync import words
from ..sync.policy import ASKED


class QuickbooksBinding(models.Model):
    """The link between one Odoo record and its counterpart in QuickBooks.

    A binding is two things: the proof that a record has exactly one counterpart
    (both sides are unique in the database), and the to-do list of the push, for the
    rows that are due. Two hands write it: the user's transaction marks
    (``sync/mark.py``), the worker claims and stores (``sync/push.py``,
    ``sync/pull.py``). So the model is read-only for every user.
    """

    _name = "quickbooks.binding"
    _inherit = ["quickbooks.record.mixin"]
    _description = "QuickBooks Link"
    _order = "rank, id"
    _rec_name = "qbo_id"

    # Neither has an index of its own: those below begin with the connection.
    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="connection_id.company_id", store=True)
    res_model = fields.Char("Odoo Model", required=True)
    res_id = fields.Many2oneReference(
        "Odoo Record", model_field="res_model", required=True
    )
    entity = fields.Char(
        "QuickBooks Entity", required=True, help="QuickBooks' name of the kind."
    )
    facet = fields.Char(
        required=True,
        default="",
        help="Tells several counterparts of one record apart, such as the customer "
        "that QuickBooks wants for each currency.",
    )
    rank = fields.Integer(
        required=True, default=0, help="Lower ranks are sent before higher ones."
    )
    qbo_id = fields.Char("QuickBooks ID")
    sync_token = fields.Char("QuickBooks Version")
    qbo_name = fields.Char(
        "Name in QuickBooks", help="When it can't be the same as in Odoo."
    )
    doc_number = fields.Char("QuickBooks Number")
    qbo_lines = fields.Json(
        "QuickBooks Lines", help="The ids of its lines there, by those of Odoo's."
    )
    is_new = fields.Boolean(
        help="Somebody has decided that it is none of those in QuickBooks: it is "
        "created, whatever is alike there.",
    )

    same_as = fields.Char(help="Somebody has decided that it is this one there.")

    # not_synced ──(no row yet)
    #     │ mark
    #     ▼        answer            mark               answer
    #  pending ───────────▶ synced ────────▶ modified ─────────▶ synced
    #     │ ▲                                  │ ▲
    #     │ └─ retry, mend, edit ─┐            │ │ retry, mend, edit
    #     └──────▶ failed ────────┴────────────┘ │
    #              conflict ─────────────────────┘   skipped: left out by hand
    state = fields.Selection(
        [
            ("not_synced", "Not synced"),
            ("pending", "Waiting"),
            ("synced", "Synced"),
            ("modified", "Edited since"),
            ("failed", "Failed"),
            ("conflict", "Conflict"),
            ("skipped", "Left out"),
        ],
        required=True,
        default="pending",
    )
    cause = fields.Char(help="Why the record waits or is held, as a code.")
    cause_args = fields.Json(help="The names that the sentence of the cause needs.")
    message = fields.Char("Reason", compute="_compute_message")
    attempts = fields.Integer(default=0, help="Tries since the last success or edit.")
    # expand: what the record needs gets bindings; match: QuickBooks is searched for an
    # existing one; reread: QuickBooks' version is fetched, to compare; send.
    step = fields.Selection(
        [
            ("expand", "Gather what it needs"),
            ("match", "Look for it in QuickBooks"),
            ("reread", "Read it in QuickBooks"),
            ("send", "Send"),
        ],
        required=True,
        default="expand",
        help="What the next run does first.",
    )
    is_due = fields.Boolean(
        default=True, help="Something is to be sent, now or at the next try."
    )
    next_try = fields.Datetime(help="Empty: with the next run.")
    last_synced_at = fields.Datetime("Last Synced")

    files_due = fields.Boolean(
        help="What hangs on it in QuickBooks is still to be asked for."
    )

    # What the user's transactions and the push tell each other (see sync/push.py).
    change_seq = fields.Integer(
        default=1, required=True, help="Rises with every edit of the record."
    )
    claimed_seq = fields.Integer(
        default=0, help="The edit that the request under way was built from."
    )
    approved_as = fields.Char(
        help="What was approved in a dry run: the digest of what is said, or how it is "
        "matched. Anything else is not sent before somebody approves it too."
    )
    request_id = fields.Char(help="Of the request whose answer is not stored yet.")
    request_item = fields.Char(help="Of the record within that request.")
    request_operation = fields.Char()
    alone = fields.Boolean(help="Sent in a call of its own: it spoilt a common one.")
    request_payload = fields.Text()
    synced_payload = fields.Text(help="What QuickBooks accepted last.")
    synced_object = fields.Text(
        help="What QuickBooks said of a document when both sides last agreed."
    )
    is_born_there = fields.Boolean(
        "Made in QuickBooks", help="The record was made from what QuickBooks has."
    )

    _record_uniq = models.Constraint(
        "UNIQUE(connection_id, res_model, res_id, entity, facet)",
        "This record is linked to QuickBooks already.",
    )
    _counterpart_uniq = models.UniqueIndex(
        "(connection_id, entity, qbo_id) WHERE qbo_id IS NOT NULL",
        "Another record is linked to this one in QuickBooks already.",
    )
    _record_idx = models.Index("(res_model, res_id)")
    # Of years of links a few are at work: those are found without the others.
    # ``IS TRUE`` is how Odoo asks; PostgreSQL uses the index for no other wording.
    _due_idx = models.Index("(connection_id, step, rank, id) WHERE is_due IS TRUE")
    _files_due_idx = models.Index("(connection_id) WHERE files_due IS TRUE")
    _claimed_idx = models.Index("(connection_id) WHERE request_id IS NOT NULL")
    _later_idx = models.Index("(connection_id, next_try) WHERE next_try IS NOT NULL")
    _cause_idx = models.Index("(connection_id, cause) WHERE cause IS NOT NULL")
    _unsynced_idx = models.Index(
        "(connection_id, state, entity, res_model) WHERE state <> 'synced'"
    )
    # Holds all that the Overview counts of the others.
    _synced_idx = models.Index(
        "(connection_id, entity, res_model, last_synced_at) WHERE state = 'synced'"
    )

    # === COMPUTE METHODS === #

    @api.depends("cause", "cause_args")
    @api.depends_context("lang")
    def _compute_message(self):
        for binding in self:
            binding.message = words.sentence(
                self.env, binding.cause, binding.cause_args
            )

    def _compute_display_name(self):
        for binding in self:
            record = binding._get_record()
            name = record.display_name if record else binding.res_id
            binding.display_name = f"{name} · {binding.doc_number or binding.qbo_id}"

    # === CRUD METHODS === #

    def unlink(self):
        # How many there are of earlier days is remembered, see `_count_all`.
        counted = fields.Datetime.now() - timedelta(days=1)
        if any(not b.create_date or b.create_date < counted for b in self):
            self.env.registry.clear_cache()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _is_hanging(self):
        """Tell whether its record, or a part of it, is shown with another one."""
        entity = self._get_entity()
        return entity is not None and entity._is_hanging

    def _get_agreed(self):
        """Return what both sides last agreed on in QuickBooks' words, maybe nothing."""
        return loads_exact(self.synced_payload or "{}")

    @api.model
    def _domain_due(self, connection):
        """Return the domain of what a push of ``connection`` may send now."""
        return [
            ("connection_id", "=", connection.id),
            ("is_due", "=", True),
            ("request_id", "=", False),
            "|",
            ("next_try", "=", False),
            ("next_try", "<=", fields.Datetime.now()),
            *self._domain_open(connection),
        ]

    @api.model
    def _domain_open(self, connection):
        """Return the domain of what the settings do not keep back.

        What others need is still looked up in QuickBooks, to be linked or held.
        """
        entities = self.env["quickbooks.entity"]
        closed = entities._closed(connection)
        if not closed:
            return []
        looked_up = [name for name in closed if entities._get(name)._matches]
        still_open = [
            Domain("entity", "=", kind) & Domain("res_model", "=", model)
            for kind, model in entities._open_variants(connection)
            if kind in closed
        ]
        return list(
            Domain("entity", "not in", closed)
            | Domain("qbo_id", "=", False) & Domain("entity", "in", looked_up)
            | Domain.OR(still_open)
        )

    @api.model
    def _insert_due(self, wanted):
        """Create a due binding for each of ``wanted`` that has none, in one statement.

        :param list wanted: ``(connection id, entity, record)``; the entity says which
            facet is meant
        """
        rows = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s)",
                connection_id,
                record._name,
                record.id,
                entity._qbo_entity,
                entity._get_facet(),
                entity._get_rank(record),
                company_id,
            )
            for connection_id, entity, record in wanted
            for company_id in [self._company_of(connection_id)]
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_binding (
                    connection_id, res_model, res_id, entity, rank, company_id,
                    facet, state, step, is_due, change_seq, claimed_seq, attempts,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT row.connection_id, row.res_model, row.res_id, row.entity,
                       row.rank, row.company_id,
                       row.facet, 'pending', 'expand', TRUE, 1, 0, 0,
                       %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM (VALUES %(rows)s) AS row(
                       connection_id, res_model, res_id, entity, facet, rank,
                       company_id)
                ON CONFLICT DO NOTHING
                """,
                uid=self.env.uid,
                rows=rows,
            )
        )

    @api.model
    def _company_of(self, connection_id):
        return self.env["quickbooks.connection"].browse(connection_id).company_id.id

    @api.model
    def _domain_unanswered(self, connection):
        """Return the domain of requests to be repeated now, word for word."""
        return [
            ("connection_id", "=", connection.id),
            ("request_id", "!=", False),
            "|",
            ("next_try", "=", False),
            ("next_try", "<=", fields.Datetime.now()),
        ]

    def _touch(self):
        """Let what another transaction writes to these rows cross with this one."""
        self.env.cr.execute(
            SQL(
                "UPDATE quickbooks_binding SET write_date = write_date "
                "WHERE id = ANY(%s)",
                self.ids,
            )
        )

    def _search_waiting_for(self, needed):
        """Return the bindings that sleep until one of ``needed`` is in QuickBooks."""
        if not needed:
            return self.browse()
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM quickbooks_binding
                 WHERE connection_id = ANY(%s)
                   AND cause IN ('waits_for', 'needs', 'needs_choice')
                   AND (cause_args ->> 'binding')::int = ANY(%s)
                """,
                needed.connection_id.ids,
                needed.ids,
            )
        )
        return self.browse(id_ for (id_,) in self.env.cr.fetchall())

    def _get_asked(self):
        """Return the bindings about which a person is asked, for these to go on."""
        own = self.filtered(lambda binding: binding.cause in ASKED)
        needed = [
            (binding.cause_args or {}).get("binding")
            for binding in self
            if binding.cause == "needs_choice"
        ]
        return own | self.browse(filter(None, needed)).exists()

    def _get_url(self):
        """Return the address of the counterpart in the QuickBooks web application."""
        self.ensure_one()
        entity, qbo_id = self._get_entity(), self._lead().qbo_id
        if entity is None or not entity._web_path or not qbo_id:
            return False
        return self.connection_id._get_web_url(entity._web_path.format(id=qbo_id))
