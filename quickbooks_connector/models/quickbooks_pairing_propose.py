from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import matching
from .quickbooks_pairing import NOTHING, ONLY_THERE

#: Rows written by one statement.
_CHUNK = 1000
#: What is done with a proposal unless somebody decides otherwise.
_DECISIONS = {
    matching.SURE: "link",
    matching.LIKELY: "link",
    matching.UNCLEAR: "ask",
    NOTHING: "create_qbo",
    ONLY_THERE: "create_odoo",
}


class QuickbooksPairing(models.Model):
    """Which records and objects need a decision, and what is proposed for them."""

    _inherit = "quickbooks.pairing"

    @api.model
    def _propose(self, connection, entity):
        """Bring the rows of ``entity`` up to date with both sides.

        Whole lists are looked at together. What somebody decided by hand stays; rows
        of what is linked, deleted or inactive meanwhile go. The number of statements
        grows with the thousands of rows only.
        """
        records = self._get_unlinked_records(connection, entity)
        objects = self._get_free_objects(connection, entity)
        proposals = self._match_pairs(entity, records, objects)
        rows, near, sends = [], set(), entity._sends(connection)
        for record, proposal in proposals.items():
            confidence = self._get_confidence(proposal)
            if confidence == NOTHING and not (sends and entity._match_wanted(record)):
                continue
            near.update(proposal.candidates, (proposal.entry,))
            rows.append((record, confidence, proposal))
        written = self._write_rows(connection, entity, rows)
        alone = [
            (id_, obj["name"], obj["level"])
            for id_, obj in objects.items()
            if obj["active"] and id_ not in near
        ]
        written += self._write_only_there(connection, entity, alone)
        self._drop_outdated(connection, entity, written)

    @api.model
    def _ask(self, connection, entity, records, objects):
        """Ask what ``records`` are in QuickBooks, whose documents wait for it.

        :param list objects: what QuickBooks was found to have that may be one of them
        """
        counterparts = self.env["quickbooks.counterpart"]
        counterparts._store_objects(connection, entity, objects)
        free = self._get_free_objects(connection, entity)
        proposals = self._match_pairs(entity, records, free)
        rows = [
            (record, self._get_confidence(proposal), proposal)
            for record, proposal in proposals.items()
        ]
        self._write_rows(connection, entity, rows, decision="ask")
        near = {
            key
            for _record, _confidence, proposal in rows
            for key in (proposal.entry, *proposal.candidates)
            if key
        }
        self._share_out(counterparts.browse(near))

    # === BOTH SIDES AS VALUES === #

    @api.model
    def _get_unlinked_records(self, connection, entity):
        """Return the records that may have a counterpart and have none yet."""
        records = connection.env[entity._odoo_model]
        linked = SQL(
            """(SELECT res_id FROM quickbooks_binding
                 WHERE connection_id = %s AND entity = %s AND res_model = %s
                   AND (qbo_id IS NOT NULL OR survivor_id IS NOT NULL
                        OR state = 'skipped'))""",
            connection.id,
            entity._qbo_entity,
            entity._odoo_model,
        )
        self.env["quickbooks.binding"].flush_model()
        domain = entity._match_domain(connection) & Domain("id", "not in", linked)
        return records.search(domain, order="id")

    @api.model
    def _get_free_objects(self, connection, entity):
        """Return ``{id of the counterpart: its values}`` of those not linked yet."""
        self.env["quickbooks.counterpart"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT c.id, c.name, c.email, c.tax_id, c.reference, c.place, c.level,
                       c.active
                  FROM quickbooks_counterpart c
             LEFT JOIN quickbooks_binding b ON b.connection_id = c.connection_id
                   AND b.entity = c.entity AND b.qbo_id = c.qbo_id
                 WHERE c.connection_id = %s AND c.entity = %s AND b.id IS NULL
                   AND %s
              ORDER BY c.id
                """,
                connection.id,
                entity._qbo_entity,
                entity._sql_of_facet("c.payload"),
            )
        )
        return {row["id"]: row for row in self.env.cr.dictfetchall()}

    @api.model
    def _match_pairs(self, entity, records, objects):
        """Return ``{record: Proposal}``."""
        ours = [
            matching.Side(record.id, **entity._match_keys(record)) for record in records
        ]
        theirs = [
            matching.Side(
                obj["id"],
                obj["name"],
                tuple((obj["email"] or "").split(", ")) if obj["email"] else (),
                obj["tax_id"] or "",
                obj["reference"] or "",
                obj["place"] or "",
                obj["active"],
            )
            for obj in objects.values()
        ]
        proposals = matching.propose_pairs(ours, theirs)
        return {record: proposals[record.id] for record in records}

    @api.model
    def _get_confidence(self, proposal):
        return NOTHING if proposal.reason == "nothing" else proposal.confidence

    # === ROWS === #

    @api.model
    def _write_rows(self, connection, entity, rows, decision=None):
        """Write one row for each record; what was decided by hand is left alone.

        :param list rows: ``(record, confidence, Proposal)``
        :param decision: instead of the one that follows from the proposal
        """
        values = [
            (
                record._name,
                record.id,
                entity._match_keys(record)["name"],
                proposal.entry,
                confidence,
                proposal.reason,
                decision or _DECISIONS[confidence],
                self._get_sequence(decision or _DECISIONS[confidence], confidence),
                0,
            )
            for record, confidence, proposal in rows
        ]
        candidates = {record.id: p.candidates for record, _c, p in rows}
        written = self._upsert(connection, entity, values, "res_id IS NOT NULL")
        self._write_candidates(
            [(id_, key) for id_, res_id in written for key in candidates[res_id]],
            [id_ for id_, _res_id in written],
        )
        return written

    @api.model
    def _write_only_there(self, connection, entity, alone):
        """Write one row for each object that only QuickBooks has.

        :param list alone: ``(id of the counterpart, name, level)``
        """
        if not entity._imports_new:
            return []
        decision = _DECISIONS[ONLY_THERE]
        end = (ONLY_THERE, "only_there", decision)
        end += (self._get_sequence(decision, ONLY_THERE),)
        values = [
            (entity._odoo_model, None, name, id_, *end, level)
            for id_, name, level in alone
        ]
        return self._upsert(connection, entity, values, "res_id IS NULL")

    @api.model
    def _upsert(self, connection, entity, values, condition):
        """Insert rows, or bring open ones up to date; return ``[(id, res_id)]``.

        :param list values: tuples, see the statement
        :param condition: which of the unique indexes tells that a row is there
        """
        keys = "connection_id, counterpart_id"
        if condition != "res_id IS NULL":
            keys = "connection_id, entity, res_model, res_id, facet"
        self.flush_model()
        written = []
        head = (connection.id, connection.company_id.id, entity._qbo_entity)
        head += (entity._get_facet(), self.env.uid, self.env.uid)
        for start in range(0, len(values), _CHUNK):
            rows = [(*head, *row) for row in values[start : start + _CHUNK]]
            # What is put in is a choice between constants.
            # pylint: disable-next=sql-injection
            written += self.env.cr.execute_values(
                f"""
                INSERT INTO quickbooks_pairing AS p (
                    connection_id, company_id, entity, facet, create_uid, write_uid,
                    res_model, res_id, name, counterpart_id, confidence, reason_code,
                    decision, sequence, level, state, is_chosen, create_date, write_date
                ) VALUES %s
                ON CONFLICT ({keys}) WHERE {condition} DO UPDATE
                   SET name = EXCLUDED.name,
                       counterpart_id = EXCLUDED.counterpart_id,
                       confidence = EXCLUDED.confidence,
                       reason_code = EXCLUDED.reason_code,
                       decision = EXCLUDED.decision,
                       sequence = EXCLUDED.sequence,
                       write_date = EXCLUDED.write_date
                 WHERE p.state = 'open' AND NOT p.is_chosen AND p.run_id IS NULL
             RETURNING id, res_id
                """,
                rows,
                template=f"({', '.join(['%s'] * len(rows[0]))}, 'open', FALSE, "
                "now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')",
                page_size=_CHUNK,
                fetch=True,
            )
        self.invalidate_model()
        return written

    @api.model
    def _write_candidates(self, pairs, pairing_ids):
        """Replace the candidates of some rows by ``pairs``: ``(row, counterpart)``."""
        if not pairing_ids:
            return
        self.env.cr.execute(
            SQL(
                "DELETE FROM quickbooks_pairing_candidate_rel "
                "WHERE pairing_id = ANY(%s)",
                pairing_ids,
            )
        )
        if pairs:
            self.env.cr.execute_values(
                "INSERT INTO quickbooks_pairing_candidate_rel "
                "(pairing_id, counterpart_id) VALUES %s",
                pairs,
                page_size=_CHUNK,
            )

    @api.model
    def _drop_outdated(self, connection, entity, written):
        """Delete open rows that have no reason any more: neither ``written`` now nor
        decided by hand, or of records that are linked meanwhile."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM quickbooks_pairing p
                 WHERE connection_id = %s AND entity = %s
                   AND (state = 'open' AND run_id IS NULL
                        AND NOT is_chosen AND facet = '' AND id != ALL(%s)
                        OR (state = 'failed' OR state = 'open' AND run_id IS NULL)
                        AND EXISTS (
                            SELECT FROM quickbooks_binding b
                             WHERE b.connection_id = p.connection_id
                               AND b.entity = p.entity AND b.qbo_id IS NOT NULL
                               AND (b.res_model = p.res_model AND b.res_id = p.res_id
                                    AND b.facet = p.facet
                                    OR p.res_id IS NULL AND b.qbo_id = (
                                        SELECT c.qbo_id FROM quickbooks_counterpart c
                                         WHERE c.id = p.counterpart_id))))
                """,
                connection.id,
                entity._qbo_entity,
                [id_ for id_, _res_id in written],
            )
        )
        self.invalidate_model()

    # === AFTER A DECISION === #

    def _share_out(self, counterparts):
        """Let ``counterparts`` be offered as new to Odoo, unless a record has them.

        What one row lets go of would be listed nowhere; what it takes must not be
        created a second time.
        """
        if not counterparts:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT c.id FROM quickbooks_counterpart c
                 WHERE c.id = ANY(%(ids)s) AND (
                    EXISTS (SELECT FROM quickbooks_pairing p
                             WHERE p.counterpart_id = c.id AND p.res_id IS NOT NULL
                               AND p.decision IN ('link', 'ask')
                               AND p.state != 'applied')
                 OR EXISTS (SELECT FROM quickbooks_pairing p
                              JOIN quickbooks_pairing_candidate_rel r
                                ON r.pairing_id = p.id
                             WHERE r.counterpart_id = c.id AND p.state = 'open'
                               AND p.decision = 'ask')
                 OR EXISTS (SELECT FROM quickbooks_binding b
                             WHERE b.connection_id = c.connection_id
                               AND b.entity = c.entity AND b.qbo_id = c.qbo_id))
                """,
                ids=counterparts.ids,
            )
        )
        used = counterparts.browse(id_ for (id_,) in self.env.cr.fetchall())
        rows_sudo = self.sudo().search(
            [
                ("counterpart_id", "in", counterparts.ids),
                ("res_id", "=", False),
                ("state", "=", "open"),
            ]
        )
        outdated_sudo = rows_sudo.filtered(lambda row: row.counterpart_id in used)
        listed = (rows_sudo - outdated_sudo).counterpart_id
        outdated_sudo.unlink()
        entities = self.env["quickbooks.entity"]._registry()
        free_sudo = (counterparts - used - listed).sudo()
        free_sudo = free_sudo.filtered("active")
        for (connection, name), group in free_sudo.grouped(
            lambda one: (one.connection_id, one.entity)
        ).items():
            alone = [(one.id, one.name, one.level) for one in group]
            self.sudo()._write_only_there(connection, entities[name], alone)
