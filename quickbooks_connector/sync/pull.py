"""Work on its way from QuickBooks: one run for one connection.

1. poll and read (``sync/poll.py``): what changed is noted in the inbox;
2. apply, in dependency order: contacts and products together, or one by one where one
   of them can't be; so are documents, new and edited ones (``sync/together.py``), and
   the rest goes one by one. What fails stays with its cause.
"""

import logging
from functools import partial
from itertools import groupby

import psycopg2

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..api import loads_exact
from ..const import APPLY_CHUNK, COUNTED
from ..entities.cause import EntityError
from . import compare, policy, words
from .awaiting import Awaiting
from .conflicts import CLASHES, Conflicts
from .files import Files
from .mark import mark
from .merges import Merges
from .poll import Poll
from .push import CONCURRENT_TRIES
from .store import Store
from .together import Together, all_or_none

_logger = logging.getLogger(__name__)


class Pull:
    """One run of the pull of one connection."""

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env
        self.inbox = self.env["quickbooks.inbound"]
        self.bindings = self.env["quickbooks.binding"]
        self.entities = {
            name: entity
            for name, entity in self.env["quickbooks.entity"]._registry().items()
            if entity._imports
        }
        #: Names of those whose changes the settings let in; the others' wait.
        self.open = [
            name
            for name, entity in self.entities.items()
            if entity._receives(connection)
        ]
        self.awaiting = Awaiting(connection, self.entities, self.open)
        self.files = Files(self)
        #: Names of those that are applied many at a time.
        self.plain = [name for name in self.open if name not in self.files.names]

    # === THE RUN === #

    def run(self):
        """Poll, read, apply, until nothing is due or the time is over."""
        self._work()
        self.connection._follow_problems()

    def _work(self):
        while self._retry(self._sort):
            self._commit()
        with self.connection._get_client() as client:
            poll = Poll(self, client)
            steps = (self._apply_chunk, partial(self.files.apply_one, client))
            going_on = self._retry(poll.ask)
            while going_on:
                done = next((n for step in steps if (n := self._retry(step))), 0)
                due = self._domain_due(self.open)
                left = self.inbox.search_count(due, limit=COUNTED) if done else 0
                seconds = self.env["ir.cron"]._commit_progress(done, remaining=left)
                # What hangs on documents is asked for once they are there, of many.
                left = left or self._retry(poll.ask_files)
                going_on = left and seconds and self.connection._may_exchange()
                if going_on and self.awaiting.has_noted():
                    going_on = self._retry(poll.ask)

    def _sort(self):
        return self.connection._sort_notices()

    def _commit(self):
        self.env["ir.cron"]._commit_progress(0)

    def _retry(self, step):
        """Run ``step`` again when another transaction committed in between."""
        for attempt in range(CONCURRENT_TRIES):
            self.connection = self.connection._remembering()
            try:
                done = step()
                # What waited for the commit would fail with it, past this loop.
                self.env.flush_all()
                return done
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                self.env.invalidate_all()
                if attempt == CONCURRENT_TRIES - 1:
                    raise
        return 0

    # === APPLY === #

    def _domain_due(self, names):
        return [
            ("connection_id", "=", self.connection.id),
            ("entity", "in", names),
            # What is only noted is read first.
            "|",
            ("deleted", "=", True),
            ("payload", "!=", False),
            "|",
            ("next_try", "<=", fields.Datetime.now()),
            "&",
            ("state", "=", "pending"),
            ("next_try", "=", False),
        ]

    def _apply_chunk(self):
        """Apply some of the inbox; return how many rows were dealt with."""
        domain = self._domain_due(self.plain)
        rows = self.inbox.search(domain, limit=APPLY_CHUNK)
        rows, lines = rows.try_lock_for_update().filtered_domain(domain), []
        # Odoo's own would join runs that others stand between: order matters here.
        # pylint: disable-next=bad-builtin-groupby
        for (way, _kind), group in groupby(rows, self._way):
            lines += way(rows.browse(row.id for row in group))
        self.awaiting.wake()
        self.env["quickbooks.sync.log"].create(lines)
        return len(rows)

    def _way(self, row):
        """Return how ``row`` is applied, and with which of its neighbours."""
        entity = self.entities[row.entity]
        if row.deleted or not (entity._merges or entity._imports_together):
            # What is gone may take another's place among those that follow.
            return self._apply_each, ""
        if entity._merges:
            return self._apply_many, ""
        return self._apply_group, row.entity

    def _apply_group(self, rows):
        """Apply documents of one kind together, and what can't be so one by one."""
        lines, left = Together(self).apply(rows)
        return lines + self._apply_each(left)

    def _apply_many(self, rows):
        """Apply ``rows`` together and return their log lines.

        Where one of them can't be applied, each half by itself: few are read again.
        """
        if len(rows) == 1:
            return self._apply_each(rows)
        lines = all_or_none(self.env, lambda: self.apply_together(rows))
        if lines is not None:
            return lines
        half = len(rows) // 2
        return self._apply_many(rows[:half]) + self._apply_many(rows[half:])

    def apply_together(self, rows):
        """Apply all of ``rows`` and return their log lines."""
        found = self.bindings_of(rows)
        lines = []
        for row in rows:
            binding = found.get((row.entity, row.qbo_id), self.bindings)
            entity = self._entity_of(row, binding)
            lines += self._import(entity, row, binding)
        rows._discard()
        return lines

    def _apply_each(self, rows):
        """Apply ``rows`` one after the other and return their log lines."""
        found = self.bindings_of(rows)
        lines = []
        for number, row in enumerate(rows, 1):
            merges = row.deleted
            binding = found.get((row.entity, row.qbo_id), self.bindings)
            lines += self._apply(row, binding, quickbooks_redated=row.is_redated)
            if merges:
                # What comes next may be linked to another record since.
                found = self.bindings_of(rows[number:])
        return lines

    def bindings_of(self, rows):
        bindings = self.bindings.search(
            [
                ("connection_id", "=", self.connection.id),
                ("qbo_id", "in", rows.mapped("qbo_id")),
                ("entity", "in", rows.mapped("entity")),
            ]
        )
        return {(b.entity, b.qbo_id): b for b in bindings}

    def _apply(self, row, binding, **context):
        """Apply one notice and return its log lines; a failure keeps the row.

        :param context: what the entity finds in its context
        """
        entity = self._entity_of(row, binding).with_context(**context)
        try:
            with self.env.cr.savepoint():
                lines = self._import(entity, row, binding)
                row._discard()
                return lines
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except EntityError as error:
            if self.awaiting.wait(row, error):
                return []
            if error.cause in CLASHES and binding and not binding.request_id:
                return [self._meet(entity, row, binding, error)]
            cause, args = error.cause, error.cause_args
        except (UserError, ValidationError) as error:
            cause, args = "refused_here", {"detail": str(error)}
        except Exception as error:  # pylint: disable=broad-except
            # One object that can't be applied must not stop the others.
            if isinstance(error, psycopg2.OperationalError):
                raise
            _logger.exception("%s %s can't be applied", row.entity, row.qbo_id)
            cause, args = "internal", {}
        return [self._held(row, binding, cause, args)]

    def _meet(self, entity, row, binding, error):
        """Settle what both sides changed, or ask; return the line for the log."""
        obj = None if row.deleted else loads_exact(row.payload)
        settled = Conflicts(self.connection).meet(entity, binding, obj, error)
        summary = words.sentence(self.env, binding.cause, binding.cause_args)
        line = self._line(row, binding, "done" if settled else "failed", summary)
        row._discard()
        return line

    def _entity_of(self, row, binding):
        return binding._get_entity() if binding else self.entities[row.entity]

    def _held(self, row, binding, cause, args):
        """Keep ``row`` with the cause for which it can't be applied; return the line.

        :param str cause: a code of ``sync/words/``
        """
        label = self._entity_of(row, binding)._get_label()
        args = {"record": f"{label} {row.qbo_id}"} | args
        row.write(
            {
                "state": "failed",
                "cause": cause,
                "cause_args": args,
                "attempts": row.attempts + 1,
                # People mend these in Odoo, and nothing tells us when they have.
                "next_try": fields.Datetime.now() + policy.backoff(row.attempts + 1),
            }
        )
        summary = words.sentence(self.env, cause, args)
        return self._line(row, binding, "failed", summary)

    def _import(self, entity, row, binding):
        if row.deleted:
            line = self._line(row, binding, "done" if binding else "skipped")
            if binding and entity._named_as:
                Merges(self).follow(row, binding)
            elif binding:
                entity._import_deleted(binding, self.connection)
            return [line]
        obj = loads_exact(row.payload)
        if binding and row.is_needed and not binding._get_record():
            # Its record was deleted in Odoo, and a document needs one again.
            binding.unlink()
            binding = self.bindings
        if not binding:
            entity = entity.with_context(quickbooks_needed=row.is_needed)
            entity = entity._for_object(obj, self.connection)
        if binding and self._acknowledge(entity, binding, obj):
            return []
        if binding.survivor_id:
            # The record follows the counterpart that leads.
            binding.sync_token = obj["SyncToken"]
            return []
        record = entity._import_object(obj, binding, self.connection)
        if not record and (entity._is_hanging or not entity._imports_new):
            return []
        if not record:
            refusal = entity._why_not_taken(obj, self.connection)
            refusal = refusal or EntityError("not_ours")
            why = words.sentence(
                self.env, refusal.cause, refusal.cause_args, advice=False
            )
            return [self._line(row, binding, "skipped", why)]
        if binding:
            binding._take_over(obj, self.connection)
            if binding.state == "conflict":
                Conflicts(self.connection).over(entity, binding)
        else:
            binding = self._link(entity, record, obj)
            entity._after_link(record, obj, binding, self.connection)
            self.awaiting.arrived(row)
            binding.files_due = entity._takes_files
        return [self.taken(row, entity, record, binding)]

    def taken(self, row, entity, record, binding):
        """Follow that ``record`` has what ``row`` tells; return its log line."""
        if not entity._is_hanging:
            self._tell_others(binding)
        if binding._get_entity()._says_otherwise(record, binding):
            binding._say_again()
        return self._line(row, binding, "done")

    def _acknowledge(self, entity, binding, obj):
        """Take over the version of ``obj`` when all that was sent still stands.

        QuickBooks raises an invoice's version when it is paid, for instance; what
        Odoo said of it is unchanged. While a request is under way nothing is taken
        over: its answer will tell.
        """
        if not entity._exports or binding.request_id:
            return False
        if compare.stands(entity, binding, obj):
            binding.sync_token = obj["SyncToken"]
            entity._import_standing(obj, binding, self.connection)
            if binding.state == "conflict":
                Conflicts(self.connection).over(entity, binding)
            return True
        return False

    def _link(self, entity, record, obj):
        """Link ``record``, which may wait to be sent, to what it has come from."""
        facet = entity._facet_of(record, obj, self.connection)
        entity = entity._for_facet(facet)
        row = self.bindings.search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", entity._qbo_entity),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("facet", "=", facet),
            ]
        )
        if row:
            Store(self.connection).link(row, record, obj)
            return row
        return self.bindings._link_many(
            entity, {obj["Id"]: record}, [obj], self.connection
        )

    def _tell_others(self, binding):
        """Note that the record changed for its other counterparts, if it has any."""
        record = binding._get_record()
        if "qbo_binding_ids" in record and record.sudo().qbo_binding_ids - binding:
            mark(record)

    def _line(self, row, binding, result, summary=False):
        record = binding._get_record() if binding else None
        return {
            "connection_id": self.connection.id,
            "direction": "in",
            "entity": row.entity,
            "operation": "delete" if row.deleted else "read",
            "res_model": binding.res_model if binding else False,
            "res_id": binding.res_id if binding else False,
            "record_name": record.display_name if record else False,
            "qbo_id": row.qbo_id,
            "result": result,
            "summary": summary,
        }
