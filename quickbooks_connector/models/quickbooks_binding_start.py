from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Causes of what stays out until a person approves or includes it.
NOT_APPROVED, APPROVAL_LOST = UNAPPROVED = ("not_approved", "approval_lost")


class QuickbooksBinding(models.Model):
    """What starts and what stays out: many records at once, in constant statements."""

    _inherit = "quickbooks.binding"

    @api.model
    def _insert_of(self, connection, entity, domain, state="pending", cause=None):
        """Create a binding for each record of ``domain`` that has none.

        In one statement, whatever the number of records.

        :param state: ``"pending"``, to be sent; or ``"skipped"``
        :return: how many were created
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_binding (
                    connection_id, res_model, res_id, entity, rank, company_id,
                    facet, state, cause, step, is_due, change_seq, claimed_seq,
                    attempts, create_uid, create_date, write_uid, write_date
                )
                SELECT %(connection)s, %(model)s, listed.id, %(entity)s, %(rank)s,
                       %(company)s, '', %(state)s, %(cause)s, 'expand', %(due)s,
                       1, 0, 0,
                       %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM %(unknown)s
                 ORDER BY listed.id
                ON CONFLICT DO NOTHING
                """,
                connection=connection.id,
                model=entity._odoo_model,
                entity=entity._qbo_entity,
                rank=entity._rank,
                company=connection.company_id.id,
                state=state,
                cause=cause,
                due=state == "pending",
                unknown=self._sql_unknown(connection, entity, domain),
                uid=self.env.uid,
            )
        )
        created = self.env.cr.rowcount
        if created:
            self.env.invalidate_all()
        return created

    @api.model
    def _sql_unknown(self, connection, entity, domain):
        """Return the records of ``domain`` that have no binding, as ``listed(id)``."""
        records = self.env[entity._odoo_model].sudo().with_context(active_test=False)
        return SQL(
            """
            %(listed)s AS listed(id)
             WHERE NOT EXISTS (
                   SELECT 1 FROM quickbooks_binding AS known
                    WHERE known.connection_id = %(connection)s
                      AND known.res_model = %(model)s
                      AND known.res_id = listed.id
                      AND known.entity = %(entity)s
                      AND known.facet = '')
            """,
            listed=records._search(domain).subselect(),
            connection=connection.id,
            model=records._name,
            entity=entity._qbo_entity,
        )

    @api.model
    def _is_unknown(self, connection, entity, domain):
        """Tell whether any record of ``domain`` has no binding."""
        self.env.flush_all()
        unknown = self._sql_unknown(connection, entity, domain)
        self.env.cr.execute(SQL("SELECT EXISTS (SELECT 1 FROM %s)", unknown))
        return self.env.cr.fetchone()[0]

    @api.model
    def _leave_out_existing(self, connection, plan=None):
        """Leave out what is there and nobody approved; return how many records.

        Otherwise their next edit would send them.

        :param plan: the list that people saw when they went live. What has not come
            to its moment then stays out too, unless it was approved there; afterwards
            a changed setting leaves out only what it would send
        """
        count = 0
        for entity in self.env["quickbooks.entity"]._all():
            if not entity._sends(connection):
                continue
            domain = entity._domain_eligible(connection)
            if plan is not None:
                approved = plan._get_approved_later(entity)
                domain = entity._domain_started(connection)
                domain &= Domain("id", "not in", approved)
            count += self._insert_of(
                connection, entity, domain, state="skipped", cause=NOT_APPROVED
            )
        return count

    @api.model
    def _note_come(self, connection):
        """Note what is to be sent and no transaction has noted; return how many.

        What stays out has a row that says so, so nothing else is without one. Most
        kinds have none that lacks a row, and are not asked whether its moment has come:
        PostgreSQL thinks longer about that of a payment than about all else of a poll.
        """
        return sum(
            self._insert_of(connection, entity, entity._domain_eligible(connection))
            for entity in self.env["quickbooks.entity"]._all()
            if entity._sends(connection)
            and self._is_unknown(connection, entity, entity._domain_started(connection))
        )

    @api.model
    def _hold_unapproved(self, connection):
        """Take back what was due before going live and is not in an approved list.

        What has no counterpart yet and is only needed by others comes back by itself
        when a document needs it. What somebody decided to create in QuickBooks, one by
        one, is approved by that.
        """
        due = self.search(
            [
                ("connection_id", "=", connection.id),
                ("is_due", "=", True),
                ("approved_as", "=", False),
                ("is_new", "=", False),
                ("request_id", "=", False),
            ]
        )
        shared = due.filtered("qbo_id")
        shared.write({"is_due": False, "cause": NOT_APPROVED})
        needed = (due - shared).filtered(lambda row: row._get_entity()._matches)
        (due - shared - needed).write(
            {"state": "skipped", "is_due": False, "cause": NOT_APPROVED}
        )
        needed.unlink()

    @api.model
    def _release(self, plan):
        """Make due what is approved in ``plan`` and was not released before."""
        self.env.flush_all()
        approved = SQL(
            """
            SELECT line.* FROM quickbooks_plan_line AS line
             WHERE line.plan_id = %s AND line.is_approved
               AND line.released_at IS NULL AND line.digest IS NOT NULL
            """,
            plan.id,
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE quickbooks_binding AS binding
                   SET state = CASE WHEN binding.qbo_id IS NULL
                                    THEN 'pending' ELSE 'modified' END,
                       is_due = TRUE, step = 'expand', cause = NULL, cause_args = NULL,
                       attempts = 0, next_try = NULL,
                       change_seq = binding.change_seq + 1, approved_as = line.digest
                  FROM (%s) AS line
                 WHERE binding.connection_id = line.connection_id
                   AND binding.entity = line.entity
                   AND binding.res_model = line.res_model
                   AND binding.res_id = line.res_id
                   AND binding.facet = line.facet
                   AND binding.request_id IS NULL
                """,
                approved,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_binding (
                    connection_id, res_model, res_id, entity, rank, company_id,
                    facet, state, step, is_due, approved_as, change_seq, claimed_seq,
                    attempts, create_uid, create_date, write_uid, write_date
                )
                SELECT line.connection_id, line.res_model, line.res_id, line.entity,
                       line.rank, line.company_id,
                       line.facet, 'pending', 'expand', TRUE, line.digest, 1, 0, 0,
                       %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM (%(approved)s) AS line
                 ORDER BY line.rank, line.id
                ON CONFLICT DO NOTHING
                """,
                uid=self.env.uid,
                approved=approved,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE quickbooks_plan_line
                   SET released_at = now() AT TIME ZONE 'UTC'
                 WHERE plan_id = %s AND is_approved AND released_at IS NULL
                """,
                plan.id,
            )
        )
        self.env.invalidate_all()
