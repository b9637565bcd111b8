from collections import defaultdict
from typing import NamedTuple

import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from ..sync import words

ACTIVITY = "quickbooks_connector.mail_activity_type_sync"

#: Causes of what waits for another record, whose problem it shares.
NEEDY = ("needs", "needs_choice", "waits_for")

#: Left out, and somebody is told all the same.
TOLD_OUT = "approval_lost"


class Held(NamedTuple):
    """A link, or a notice of the inbox, that stands still."""

    table: str
    id: int
    entity: str
    res_model: str
    res_id: int
    cause: str
    args: dict
    state: str

    @property
    def key(self):
        """Return state, cause and thing to mend: what makes it one problem."""
        about = words.mending(self.cause).about
        if self.state == "waiting" or about == words.ALL:
            return self.state, self.cause, ""
        if about:
            return self.state, self.cause, str(self.args.get(about) or "")
        return self.state, self.cause, f"{self.table},{self.id}"


class QuickbooksProblem(models.Model):
    """How the list of problems follows what the links and the inbox say.

    Nothing is noted where records are held: the list is made equal to what stands
    there, at the end of each run and when somebody opens it, so that it can't drift.
    """

    _inherit = "quickbooks.problem"

    @api.model
    def _refresh(self, connection):
        """Make the problems of ``connection`` equal to what is held now."""
        known = {
            (problem.state, problem.cause, problem.about): problem
            for problem in self.search(
                [("connection_id", "=", connection.id), ("state", "!=", "done")]
            )
        }
        groups = self._gather(connection)
        for key, rows in groups.items():
            problem = known.pop(key, None)
            if problem is None:
                self._open(connection, key, rows)
            else:
                problem._follow(rows)
        gone = self.browse(problem.id for problem in known.values())
        gone._close()

    @api.model
    def _gather(self, connection):
        """Return ``{(state, cause, about): rows}`` of all that is held."""
        self.env.flush_all()
        links = self._read_links(connection)
        by_id = {row.id: row for row in links}
        groups = defaultdict(list)
        for row in links:
            groups[self._root(row, by_id).key].append(row)
        for row in self._read_notices(connection):
            groups[row.key].append(row)
        return {
            key: sorted(rows, key=lambda row, key=key: row.key != key)
            for key, rows in groups.items()
        }

    @staticmethod
    def _root(row, by_id):
        """Return what keeps ``row``, through all that needs one another."""
        seen = set()
        while row.cause in NEEDY and row.id not in seen:
            seen.add(row.id)
            needed = by_id.get(row.args.get("binding"))
            if needed is None:
                break
            row = needed
        return row

    @api.model
    def _read_links(self, connection):
        """Return the links that are held, or wait for a time or for others."""
        self.env.cr.execute(
            SQL(
                """
                SELECT 'link', id, entity, res_model, res_id, cause, cause_args,
                       CASE WHEN state IN ('pending', 'modified') THEN 'waiting'
                            ELSE 'open' END
                  FROM quickbooks_binding
                 WHERE connection_id = %s AND cause IS NOT NULL
                   AND (state IN ('failed', 'conflict')
                        OR state = 'skipped' AND cause = %s
                        OR state IN ('pending', 'modified')
                           AND (next_try > now() AT TIME ZONE 'UTC' OR NOT is_due))
                 ORDER BY id
                """,
                connection.id,
                TOLD_OUT,
            )
        )
        return self._as_held()

    @api.model
    def _read_notices(self, connection):
        """Return what of the inbox can't be applied, or is tried again by itself."""
        self.env.cr.execute(
            SQL(
                """
                SELECT 'notice', id, entity, NULL, 0, cause, cause_args,
                       CASE WHEN state = 'failed' THEN 'open' ELSE 'waiting' END
                  FROM quickbooks_inbound
                 WHERE connection_id = %s AND cause IS NOT NULL
                   AND (state = 'failed' OR next_try > now() AT TIME ZONE 'UTC')
                 ORDER BY id
                """,
                connection.id,
            )
        )
        return self._as_held()

    def _as_held(self):
        return [
            held._replace(args=held.args or {})
            for held in map(Held._make, self.env.cr.fetchall())
        ]

    # === ONE PROBLEM === #

    @api.model
    def _open(self, connection, key, rows):
        state, cause, about = key
        vals = {"connection_id": connection.id, "state": state}
        vals |= {"cause": cause, "about": about, **self._prepare_vals(rows)}
        try:
            with self.env.cr.savepoint():
                problem = self.create(vals)
        except psycopg2.errors.UniqueViolation:
            # A worker has listed it since this transaction began.
            return
        if state == "open":
            problem._tell(rows[0])

    def _follow(self, rows):
        """Take over what it holds now; nothing is written where that is the same."""
        changed = self._get_members(rows) != self.members
        if changed or (rows[0].args or {}) != (self.cause_args or {}):
            self.write(self._prepare_vals(rows))

    def _close(self):
        """Note that these are mended; what waited by itself is forgotten."""
        waiting = self.filtered(lambda problem: problem.state == "waiting")
        waiting.unlink()
        mended = self - waiting
        mended.activity_unlink([ACTIVITY])
        mended.write({"state": "done", "closed_at": fields.Datetime.now()})

    @api.model
    def _prepare_vals(self, rows):
        first = rows[0]
        documents, amount = self._sum_up(rows)
        return {
            "cause_args": first.args,
            "members": self._get_members(rows),
            "res_model": first.res_model,
            "res_id": first.res_id,
            "count": len(rows),
            "document_count": documents,
            "amount": amount,
        }

    @staticmethod
    def _get_members(rows):
        return {
            "links": sorted(row.id for row in rows if row.table == "link"),
            "notices": sorted(row.id for row in rows if row.table == "notice"),
        }

    @api.model
    def _sum_up(self, rows):
        """Return how many documents are among ``rows``, and their total.

        Payments count where there is nothing else: they are of the same money.
        """
        links = self.env["quickbooks.binding"].browse(
            row.id for row in rows if row.table == "link"
        )
        amounts = defaultdict(list)
        for link, record in links._get_records().items():
            entity = link._get_entity()
            if entity is None or not record or entity._is_hanging:
                continue
            told = entity._summarise(record)
            if "amount" in told:
                amounts[entity._area == "payments"].append(told["amount"])
        found = amounts[False] or amounts[True]
        return len(found), sum(found)

    # === WHO IS TOLD === #

    def _tell(self, row):
        """Give the person in charge one activity for the whole problem."""
        told = words.CAUSES.get(self.cause, words.CAUSES["misunderstood"]).told
        if not told:
            return
        user = self._get_user(told, row)
        self.user_id = user
        # One activity for all that it holds is enough: no mail besides.
        problem = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        problem.activity_schedule(
            ACTIVITY,
            summary=problem.env._("QuickBooks needs you"),
            note=Markup("<p>%s %s</p>") % (problem.message, problem.advice),
            user_id=user.id,
        )

    def _get_user(self, told, row):
        """Return whom to tell: who is in charge of the document, if he may see this."""
        administrator = self.connection_id._get_administrator()
        if told == "administrator" or row.table != "link":
            return administrator
        link = self.env["quickbooks.binding"].browse(row.id)
        record, entity = link._get_record(), link._get_entity()
        if not record or entity is None:
            return administrator
        user = entity._responsible(record)
        may = (
            user.has_group("quickbooks_connector.quickbooks_group_user") if user else 0
        )
        return user if may and self.company_id in user.company_ids else administrator
