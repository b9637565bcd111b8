from odoo import api, models
from odoo.tools import SQL

from ..entities.cause import HELD, EntityError

#: Links that are looked at one by one, in one check.
_LOOKS = 10_000

#: What becomes of a record, told from its link alone; ``look``: it has to be asked.
_BUCKET = SQL(
    """
    CASE WHEN link.survivor_id IS NOT NULL OR link.state = 'skipped' THEN 'left_out'
         WHEN link.state IN ('failed', 'conflict') THEN
              CASE WHEN link.cause IS NULL THEN 'reason_missing' ELSE 'held' END
         WHEN link.is_due OR link.request_id IS NOT NULL THEN 'waiting'
         WHEN link.state = 'synced' THEN
              CASE WHEN link.qbo_id IS NULL THEN 'number_missing' ELSE 'synced' END
         WHEN link.cause = 'not_approved' THEN 'left_out'
         ELSE 'look' END
    """
)
#: The four of which each record is in exactly one.
BUCKETS = ("synced", "waiting", "held", "left_out")


class QuickbooksCensus(models.AbstractModel):
    """Finds out of every record that is to be in QuickBooks what becomes of it.

    Reads Odoo's database alone, in statements whose number does not grow with it;
    only what is odd is looked at one by one.
    """

    _name = "quickbooks.census"
    _description = "What Becomes of Each Record"

    @api.model
    def _take(self, connection):
        """Return how many are in each bucket, and what is in none.

        :param connection: as its worker sees it
        :return: ``{bucket: count}`` and ``{(model, id, entity, facet): cause}``
        """
        self.env.flush_all()
        counts = dict.fromkeys(BUCKETS, 0) | self._count(connection)
        found = {}
        for cause in ("reason_missing", "number_missing"):
            found |= self._keyed(self._links(connection, cause), cause)
            counts.pop(cause, None)
        looked_at = self._links(connection, "look")
        lost = looked_at.filtered(lambda link: self._is_forgotten(link, connection))
        found |= self._keyed(lost, "not_on_its_way")
        idle = (looked_at - lost).filtered(lambda link: link.state == "not_synced")
        counts["waiting"] += counts.pop("look", 0) - len(lost) - len(idle)
        # Nothing is to be said of them: they are cancelled, or said by others.
        counts["left_out"] += len(idle)
        found |= self._not_told(connection)
        found |= self._not_noted(connection)
        return counts, found

    # === BY THEIR LINKS === #

    def _count(self, connection):
        self.env.cr.execute(
            SQL(
                """
                SELECT %s AS bucket, count(*) FROM quickbooks_binding AS link
                 WHERE link.connection_id = %s GROUP BY 1
                """,
                _BUCKET,
                connection.id,
            )
        )
        return dict(self.env.cr.fetchall())

    def _links(self, connection, bucket):
        self.env.cr.execute(
            SQL(
                """
                SELECT link.id FROM quickbooks_binding AS link
                 WHERE link.connection_id = %s AND %s = %s ORDER BY link.id LIMIT %s
                """,
                connection.id,
                _BUCKET,
                bucket,
                _LOOKS,
            )
        )
        bindings = connection.env["quickbooks.binding"]
        return bindings.browse(id_ for (id_,) in self.env.cr.fetchall())

    @staticmethod
    def _keyed(links, cause):
        return {
            (link.res_model, link.res_id, link.entity, link.facet): cause
            for link in links
        }

    def _is_forgotten(self, link, connection):
        """Tell whether there is something to send of what nothing would send."""
        entity, record = link._get_entity(), link._get_record()
        if entity is None or not record or link._is_looked_for():
            return False
        if link.cause == "waits_for":
            return not self._comes(link)
        if link.state == "not_synced":
            if not entity._sends(connection):
                return False
            if not entity._filter_eligible(record, connection):
                return False
        try:
            ready = entity._export_ready(record, connection)
            return ready and bool(entity._export_operation(record, link))
        except EntityError:
            # It says why as soon as it is sent.
            return True

    @staticmethod
    def _comes(link):
        """Tell whether what ``link`` waits for may still wake it."""
        needed = link.browse((link.cause_args or {}).get("binding")).exists()
        there = needed.state == "synced" and not needed.is_due
        return bool(needed) and needed.state not in HELD and not there

    def _not_told(self, connection):
        """Return the links of records that are gone, which QuickBooks still has."""
        found = {}
        links = self.env["quickbooks.binding"]
        groups = links._read_group(
            [("connection_id", "=", connection.id)], ["res_model"]
        )
        for (model,) in groups:
            if model not in self.env:
                continue
            self.env.cr.execute(
                SQL(
                    """
                    SELECT link.id FROM quickbooks_binding AS link
                     WHERE link.connection_id = %s AND link.res_model = %s
                       AND link.qbo_id IS NOT NULL AND NOT link.is_due
                       AND link.request_id IS NULL AND link.survivor_id IS NULL
                       AND link.state NOT IN ('skipped', 'failed', 'conflict')
                       AND NOT EXISTS (SELECT 1 FROM %s AS record
                                        WHERE record.id = link.res_id)
                     LIMIT %s
                    """,
                    connection.id,
                    model,
                    SQL.identifier(self.env[model]._table),
                    _LOOKS,
                )
            )
            gone = links.browse(id_ for (id_,) in self.env.cr.fetchall())
            found |= self._keyed(gone, "gone_here")
        return found

    # === WITHOUT A LINK === #

    def _not_noted(self, connection):
        """Return what is to be sent by itself and has no link."""
        found = {}
        for entity in connection.env["quickbooks.entity"]._all():
            if not entity._sends(connection):
                continue
            missing = self._without_link(entity, connection)
            for record in entity._filter_eligible(missing, connection):
                key = (record._name, record.id, entity._qbo_entity, "")
                found[key] = "not_noted"
        return found

    def _without_link(self, entity, connection):
        """Return the records of ``entity`` that are to go and have no link."""
        domain = entity._domain_eligible(connection)
        records = connection.env[entity._odoo_model].with_context(active_test=False)
        connection.env.cr.execute(
            SQL(
                """
                SELECT listed.id FROM %s AS listed(id)
                 WHERE NOT EXISTS (
                       SELECT 1 FROM quickbooks_binding AS link
                        WHERE link.connection_id = %s AND link.res_model = %s
                          AND link.res_id = listed.id AND link.entity = %s)
                 ORDER BY listed.id LIMIT %s
                """,
                records._search(domain).subselect(),
                connection.id,
                records._name,
                entity._qbo_entity,
                _LOOKS,
            )
        )
        return records.browse(id_ for (id_,) in connection.env.cr.fetchall())
