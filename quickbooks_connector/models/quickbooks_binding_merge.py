from odoo import api, fields, models
from odoo.tools import SQL

from ..api import dumps_payload
from ..entities.cause import EntityError
from ..sync.store import Store


class QuickbooksBinding(models.Model):
    """What becomes of links when two contacts or products become one, on either side.

    A record has one counterpart, and a counterpart one record: after a merge one of the
    two links leads. The other one stands behind it: it is never sent, and whoever asks
    for its counterpart is given that of the one that leads.
    """

    _inherit = "quickbooks.binding"

    survivor_id = fields.Many2one(
        "quickbooks.binding",
        "Stands Behind",
        ondelete="cascade",
        index="btree_not_null",
        help="The link that leads since the two were merged in QuickBooks or in Odoo.",
    )

    def _lead(self):
        """Return the link whose counterpart stands for this one's record."""
        return self.survivor_id or self

    def _own_leads(self):
        """Return those of these links that stand behind no other."""
        return self.filtered(lambda row: not row.survivor_id)

    def _forget_inactive(self):
        """Let the next update say that it is active: nothing is agreed on that now."""
        agreed = self._get_agreed() | {"Active": None}
        self.synced_payload = dumps_payload(agreed)

    def _take_from_deleted(self, qbo_ids):
        """Remove what links ``qbo_ids`` to records that were deleted in Odoo.

        :param list qbo_ids: what these links are about to be linked to
        """
        rows = self.search(
            [
                ("connection_id", "in", self.connection_id.ids),
                ("entity", "in", list(set(self.mapped("entity")))),
                ("qbo_id", "in", qbo_ids),
                ("id", "not in", self.ids),
            ]
        )
        for row, record in rows._get_records().items():
            if not record:
                row.unlink()
        self.env.flush_all()

    # === MERGED IN QUICKBOOKS === #

    def _follow_merge(self, obj):
        """Go on with ``obj``, into which QuickBooks has merged the counterpart.

        Where ``obj`` has a record of its own, whether the two records are one is for a
        person to say: the documents of both name ``obj`` from now on.

        :raise EntityError: the record is being sent at this moment
        """
        self.ensure_one()
        if self.request_id:
            raise EntityError("under_way")
        entity = self._get_entity()
        other = self.search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("entity", "=", self.entity),
                ("qbo_id", "=", obj["Id"]),
            ]
        )
        self._rename_references(entity._named_as, self.qbo_id, obj["Id"])
        if not other:
            self._go_on_as(obj)
        elif (other.res_model, other.res_id) != (self.res_model, self.res_id):
            lost = dict.fromkeys(("qbo_id", "sync_token", "qbo_name"), False)
            self._stand_behind(other._lead(), synced_payload=False, **lost)
        elif self.survivor_id:
            self._give_way_to(other)
        else:
            other._give_way_to(self)
            self._go_on_as(obj)

    def _go_on_as(self, obj):
        """Link the record to ``obj`` as if it had been found there."""
        edited = self.is_due or self.state == "modified"
        entity, record = self._get_entity(), self._get_record()
        if record and entity._merges:
            # Both have a history: only what is empty here is filled in.
            entity._merge(record, obj, self.browse(), self.connection_id)
        self.survivor_id = False
        Store(self.connection_id).link_many([(self, obj)], "merge")
        if edited:
            self.write({"state": "modified", "is_due": True})
        self.connection_id._wake_push()

    def _stand_behind(self, other, cause="merged_there", **vals):
        """Let ``other`` lead, and its counterpart stand for this one's record too.

        :param vals: what else becomes of this link
        """
        names = {
            "record": self._get_record().display_name or "",
            "other": other._get_record().display_name or "",
        }
        vals |= {
            "survivor_id": other.id,
            "state": "synced",
            "step": "expand",
            "is_due": False,
            "next_try": False,
            "cause": cause,
            "cause_args": names,
        }
        self.write(vals)
        self._hand_over_to(other)
        told = {row._get_record(): self.message for row in self | other}
        for record, message in told.items():
            if record and hasattr(record, "_message_log"):
                record._message_log(body=message)

    def _hand_over_to(self, other):
        """Let ``other`` have what stood behind this, and wake what waited for it."""
        self.search([("survivor_id", "in", self.ids)]).survivor_id = other
        Store(self.connection_id).wake(self)

    def _give_way_to(self, other):
        """Remove this link: ``other`` is all that the record needs."""
        self._hand_over_to(other)
        self.unlink()
        self.env.flush_all()

    def _rename_references(self, keys, lost, kept):
        """Let what was last agreed on about documents name ``kept``, as they do there.

        Else each of them would look as if somebody had given it another customer. One
        statement for each of ``keys``, whatever the number of documents.
        """
        self.env.flush_all()
        for key in keys:
            before = rf'("{key}":\{{([^{{}}"]|"(\\.|[^"\\])*")*?"value":)"{lost}"'
            own = SQL("AND entity = %s", self.entity) if key == "ParentRef" else SQL()
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE quickbooks_binding
                       SET synced_payload = regexp_replace(
                               synced_payload, %(before)s, %(after)s, 'g'),
                           synced_object = regexp_replace(
                               synced_object, %(before)s, %(after)s, 'g')
                     WHERE connection_id = %(connection)s %(own)s
                       AND (synced_payload ~ %(before)s OR synced_object ~ %(before)s)
                    """,
                    before=before,
                    after=rf'\1"{kept}"',
                    connection=self.connection_id.id,
                    own=own,
                )
            )
        self.invalidate_model(["synced_payload", "synced_object"])

    def _search_naming(self, keys, qbo_id, limit):
        """Return links of documents that name the object ``qbo_id``, newest first."""
        self.env.flush_all()
        patterns = [f'%"{key}":{{"value":"{qbo_id}"%' for key in keys]
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM quickbooks_binding
                 WHERE connection_id = %s AND qbo_id IS NOT NULL
                   AND synced_payload LIKE ANY(%s)
              ORDER BY id DESC LIMIT %s
                """,
                self.connection_id.id,
                patterns,
                limit,
            )
        )
        return self.browse(id_ for (id_,) in self.env.cr.fetchall())

    @api.model
    def _recall(self, connection, entity, qbo_id):
        """Link again what was given up because ``qbo_id`` was gone without a trace."""
        rows = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity._qbo_entity),
                ("qbo_id", "=", False),
                ("cause", "=", "gone_there"),
            ]
        )
        gone = rows.filtered(lambda row: row.cause_args.get("gone") == qbo_id)
        gone.qbo_id = qbo_id

    # === MERGED IN ODOO === #

    @api.model
    def _follow_records(self, sources, target):
        """Go on with ``target``, into which Odoo has merged ``sources``."""
        rows = self.search(
            [("res_model", "=", target._name), ("res_id", "in", sources.ids)],
            order="id",
        )
        for row in rows:
            own = self.search(
                [
                    ("connection_id", "=", row.connection_id.id),
                    ("entity", "=", row.entity),
                    ("facet", "=", row.facet),
                    ("res_model", "=", target._name),
                    ("res_id", "=", target.id),
                ]
            )
            row._join(own, target)
        target.invalidate_recordset(["qbo_binding_ids"])

    def _join(self, own, target):
        """Become a link of ``target``, beside its ``own`` one if it has any."""
        if own and (self.survivor_id == own or not (self.qbo_id or self.request_id)):
            self._give_way_to(own)
            return
        if own and (own.survivor_id == self or not (own.qbo_id or own.request_id)):
            own._give_way_to(self)
            own = self.browse()
        if not own:
            self.res_id = target.id
            return
        # Two in QuickBooks for one here: what names the other one comes to it as well.
        self.res_id = target.id
        self._stand_behind(own._lead(), "merged_here", facet=f"merged {self.id}")
