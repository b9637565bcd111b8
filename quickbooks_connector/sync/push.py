"""Work on its way to QuickBooks: one run for one connection.

Every exchange goes the same way, and the order matters (each line is a commit):

1. claim: rows are locked, values built, the request's id and text stored;
2. call: no lock is held and no SQL runs until the answer is in memory;
3. store: each row on its own, and ``synced`` only if nobody edited it meanwhile.

A run that dies between 1 and 3 leaves the request stored; the next run sends the very
same text under the very same id, which QuickBooks answers without doing it again.
"""

import logging
import uuid

from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..api import QboError
from ..api.const import BATCH_MAX_ITEMS
from ..const import EXPAND_CHUNK, MATCH_CHUNK
from ..entities.cause import HELD, LOOKED_FOR, EntityError
from . import calls, compare, policy, statements, store
from .conflicts import Conflicts
from .preparation import LINKED, Preparation

_logger = logging.getLogger(__name__)

#: Times that a step is repeated when a user's commit crossed it.
CONCURRENT_TRIES = 8


class Push(Preparation):
    """One run of the push of one connection."""

    def __init__(self, connection):
        super().__init__(connection, store.Store(connection))
        self.exchange = None

    # === THE RUN === #

    def run(self):
        """Do what is due, step by step, until nothing is or the time is over."""
        client = self.connection._get_client(on_exchange=self._note_exchange)
        with client as self.client:
            self._work()
        self.connection._book_push()
        self.connection._follow_problems()

    def _work(self):
        steps = (
            self._resend,
            self._collect,
            self._expand,
            self._match,
            self._reread,
            self._send,
        )
        going_on = True
        while going_on:
            done = next((count for step in steps if (count := self._retry(step))), 0)
            left = self._count_due() if done else 0
            seconds = self.env["ir.cron"]._commit_progress(done, remaining=left)
            going_on = left and seconds and self.connection._may_exchange()

    def _collect(self):
        """Note what is to be sent that no edit of a record says."""
        return self.connection._collect()

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
                _logger.debug("Another commit crossed a step of the push")
                if attempt == CONCURRENT_TRIES - 1:
                    raise
        return 0

    def _count_due(self):
        if not self.connection._may_exchange():
            return 0
        return self.bindings.search_count(
            self.bindings._domain_due(self.connection)
        ) + self.bindings.search_count(
            self.bindings._domain_unanswered(self.connection)
        )

    def _due(self, step, limit, extra=()):
        """Lock and return due rows at ``step``, those of the lowest rank first."""
        domain = self.bindings._domain_due(self.connection)
        domain += [("step", "=", step), *extra]
        rows = self.bindings.search(domain, limit=limit)
        return rows.try_lock_for_update().filtered_domain(domain)

    def _commit(self):
        self.env["ir.cron"]._commit_progress(0)

    # === GATHER AND MATCH === #

    def _expand(self):
        """Give a binding to every record that the due ones need; return their count."""
        rows = self._due("expand", EXPAND_CHUNK)
        wanted = {}
        for needs in self._gather(rows - self._no_longer_approved(rows)).values():
            for need in needs:
                binding = self._binding_of(need)
                if binding:
                    self._bring_back(binding._lead())
                else:
                    entity = self._entity_of(need)
                    wanted[need] = (self.connection.id, entity, need.record)
        if wanted:
            self.env.flush_all()
            self.bindings._insert_due(list(wanted.values()))
            self.bindings.invalidate_model()
            for _connection, _entity, needed in wanted.values():
                needed.invalidate_recordset(["qbo_binding_ids"])
        return len(rows)

    def _bring_back(self, row):
        """Have what ``row`` links made active on both sides: a document needs it."""
        record = row._get_record()
        if not row.qbo_id or row.request_id or row.state in HELD:
            return
        if record and row._get_entity()._is_inactive(row):
            if "active" in record:
                record.action_unarchive()
            row._forget_inactive()
            row.write({"state": "modified", "is_due": True, "step": "send"})

    def _no_longer_approved(self, rows):
        """Hold and return those of ``rows`` that changed since they were approved.

        Before what they need is sent, which nobody has approved either.
        """
        held = self.bindings
        for entity, row, record in self._with_records(rows.filtered("approved_as")):
            matched = entity._matches or row.approved_as.startswith(LINKED)
            if not record or (matched and not row.qbo_id):
                continue  # What was approved was how it is matched.
            held |= row
            with self._held_alone(row, record):
                if row.approved_as == self._digest(entity, record):
                    row.approved_as = False
                    held -= row
                else:
                    self.store.approval_lost(row, record)
        return held

    def _match(self):
        """Search QuickBooks for existing ones, many records a call."""
        rows = self._due("match", MATCH_CHUNK)
        if not rows:
            return 0
        asked = self._ask(rows)
        edits = self._edits(rows)
        self._commit()
        answers = self._query([text for look in asked for text in look.texts])
        if answers is None:
            return 0
        unedited = self._unedited(rows, edits)
        for look in asked:
            found = look.share(answers)
            self._take_matches(look, found, unedited)
            self._list_asked(look, found, unedited)
        return len(rows)

    @staticmethod
    def _edits(rows):
        return {row: row.change_seq for row in rows}

    @staticmethod
    def _unedited(rows, edits):
        """Return those of ``rows`` that nobody edited while QuickBooks was asked.

        An edit has put the others back to their first step: what was found out about
        them is out of date, and writing it would lose the edit.
        """
        rows.invalidate_recordset()
        return rows.filtered(lambda row: row.change_seq == edits[row])

    def _list_asked(self, look, found, rows):
        """List what a person has to decide about, with what QuickBooks has."""
        asked = [
            record
            for row, record in look.pairs
            if row in rows and row.cause in policy.ASKED
        ]
        if not asked:
            return
        entity = look.entity
        objects = {
            obj["Id"]: obj
            for name in (*entity._match_sources(), entity._qbo_entity)
            for obj in found.get(name, ())
        }
        self.env["quickbooks.pairing"]._ask(
            self.connection, entity, asked[0].union(*asked), list(objects.values())
        )

    # === STALE VERSIONS === #

    def _reread(self):
        """Fetch what somebody saved in QuickBooks meanwhile, and compare."""
        rows = self._due("reread", MATCH_CHUNK)
        if not rows:
            return 0
        groups = rows.grouped("entity")
        texts = []
        for name, group in groups.items():
            entity = self.entities._get(name)
            texts += statements.by_ids(entity, group.mapped("qbo_id"))
        edits = self._edits(rows)
        self._commit()
        answers = self._query(texts)
        if answers is None:
            return 0
        found = dict(zip(texts, answers, strict=True))
        unedited = self._unedited(rows, edits)
        for name, group in groups.items():
            entity = self.entities._get(name)
            by_id = {
                obj["Id"]: obj
                for text in statements.by_ids(entity, group.mapped("qbo_id"))
                for obj in found[text]
            }
            for own, row, record in self._with_records(group & unedited):
                obj = by_id.get(row.qbo_id)
                if obj is None:
                    self._lost(own, row, record)
                elif not record or compare.stands(own, row, obj):
                    row.write({"sync_token": obj.get("SyncToken"), "step": "send"})
                else:
                    self._bring_together(own, row, record, obj)
        return len(rows)

    def _lost(self, entity, row, record):
        """Hold ``row``, which QuickBooks has not any more, or let the pull find out."""
        if not entity._named_as:
            gone = EntityError("deleted_there")
            Conflicts(self.connection).meet(entity, row, None, gone)
            return
        inbox, rank = self.env["quickbooks.inbound"], entity._rank - 1
        inbox._insert_notices(self.connection, entity, [(row.qbo_id, True, None, rank)])
        row.write({"is_due": False, "step": "expand", "cause": LOOKED_FOR})
        self.connection.pull_cron_id._trigger()

    def _bring_together(self, entity, row, record, obj):
        """Take over what was changed in QuickBooks only; else it is a conflict."""
        conflicts = Conflicts(self.connection)
        if entity._stands(row, obj) is None:
            # Nobody can tell what was changed there.
            conflicts.meet(entity, row, obj, EntityError("changed_both"))
            return
        wanted = row.cause == LOOKED_FOR
        try:
            with self.env.cr.savepoint():
                # What is wanted is not archived on its way.
                seen = obj | {"Active": True} if wanted else obj
                entity._import_object(seen, row, self.connection)
                row._take_over(obj)
                row.write({"step": "send", "cause": False})
                if wanted:
                    self._bring_back(row)
        except EntityError as error:
            conflicts.meet(entity, row, obj, error)
        except UserError as error:
            refused = EntityError("refused_here", detail=str(error))
            conflicts.meet(entity, row, obj, refused)

    # === SEND === #

    def _send(self):
        """Claim, send and store one batch; return how many rows were dealt with."""
        rows = self._due("send", BATCH_MAX_ITEMS)
        if not rows:
            return 0
        rows = rows.filtered(lambda row: row.rank == rows[0].rank)
        if rows[:1]._get_entity()._has_content:
            # Each is a call of its own: nothing is gained by preparing more.
            rows = rows[:1]
        claimed = self._claim(rows)
        if claimed:
            self._commit()
            self._call(claimed, claimed[0].request_id)
        return len(rows)

    def _claim(self, rows):
        """Build and store the request of each of ``rows``; return those to send."""
        request_id = str(uuid.uuid4())
        claimed = self.bindings
        for entity, row, record in self._with_records(rows):
            operation, payload = self._build(entity, row, record)
            if payload:
                row.write(
                    {
                        "request_id": request_id,
                        "request_item": str(len(claimed) + 1),
                        "request_operation": operation,
                        "request_payload": payload,
                        "claimed_seq": row.change_seq,
                    }
                )
                claimed |= row
        return self._alone(claimed)

    def _alone(self, claimed):
        """Keep to one row when it can't be part of a batch."""
        single = claimed.filtered(
            lambda row: row.alone or row.request_operation in calls.SINGLE
        )
        if not single:
            return claimed
        keep = single[:1]
        (claimed - keep).write({"request_id": False, "request_payload": False})
        return keep

    def _resend(self):
        """Repeat a request whose answer never came, word for word."""
        waiting = self.bindings._domain_unanswered(self.connection)
        row = self.bindings.search(waiting, limit=1)
        request_id = row.request_id
        rows = self.bindings.search(
            waiting + [("request_id", "=", request_id)], order="id"
        )
        if not rows:
            return 0
        self._commit()
        self._call(rows, request_id)
        return len(rows)

    def _call(self, rows, request_id):
        """Send the stored request of ``rows`` and store their answers."""
        unanswered = self._unanswered(rows, request_id)
        if not unanswered:
            return
        try:
            work = calls.prepare(self.client, unanswered)
        except EntityError as error:
            self.store.withdraw(unanswered, error)
            return
        # From here to the answer no SQL: a snapshot opened now would make storing
        # the answer fail whenever a user edits one of the rows meanwhile.
        self._commit()
        try:
            answers = {result.bid: result for result in work(request_id)}
        except QboError as error:
            write, args = self.store.call_failed, (error,)
        else:
            write, args = self.store.answers, (answers, self.exchange)
        self._retry(lambda: write(self._unanswered(rows, request_id), *args))

    def _unanswered(self, rows, request_id):
        """Return those of ``rows`` that still hold the request.

        The last commit of a worker that was killed may come after its end: PostgreSQL
        finishes it, while another worker has begun where it seemed to have stopped.
        """
        held = [("id", "in", rows.ids), ("request_id", "=", request_id)]
        return self.bindings.search(held, order="id")

    def _note_exchange(self, exchange):
        self.exchange = exchange
