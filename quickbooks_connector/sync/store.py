"""What a run writes down: results, waits, reasons, and what people read of them.

Each method belongs to the transaction of its caller and commits nothing.
"""

import logging
from collections import defaultdict

import psycopg2

from odoo import fields

from ..api import QboUncertainError
from ..entities.cause import HELD, EntityError
from . import compare, missing, policy
from .dependants import Dependants
from .mark import flush, mark
from .told import Told

_logger = logging.getLogger(__name__)

_ANSWERED = {
    "request_id": False,
    "request_item": False,
    "request_operation": False,
    "request_payload": False,
}


class Store(Dependants):
    """Writes what became of the bindings of one connection."""

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env
        self.bindings = self.env["quickbooks.binding"]

    def _told(self, exchange=None):
        """Return what collects the words for people, see :class:`.told.Told`."""
        return Told(self.connection, exchange)

    # === ANSWERS === #

    def answers(self, rows, answers, exchange):
        """Store the answer of each of ``rows``, independently of its neighbours.

        :param answers: ``{request_item: api.BatchResult}``
        :param exchange: the ``api.Exchange`` they came with
        """
        rows.invalidate_recordset()
        self.connection._answered()
        told = self._told(exchange)
        new = defaultdict(list)
        decisions = []
        for row, record in rows._get_records().items():
            answer = answers.get(row.request_item)
            error = answer.error if answer else QboUncertainError()
            if error and row.request_operation == "delete" and policy.is_gone(error):
                self._deleted(row, record, {"Id": row.qbo_id}, told)
            elif error:
                decisions.append(self._refused(row, record, error, told))
            elif row.request_operation == "delete":
                self._deleted(row, record, answer.obj, told)
            else:
                if record and row.request_operation == "create":
                    new[record._name].append(record.id)
                self._accepted(row, record, answer.obj, told)
        self.connection._hold_for(decisions)
        told.publish()
        self._wake_dependants(rows)
        self._bring_hanging(rows)
        self._bring(new)

    def _accepted(self, row, record, obj, told):
        """Store that QuickBooks did what was asked."""
        entity = row._get_entity()
        operation = row.request_operation
        unedited = row.change_seq == row.claimed_seq
        vals = dict(
            _ANSWERED,
            qbo_id=obj["Id"],
            sync_token=obj.get("SyncToken", row.sync_token),
            doc_number=entity._doc_number(obj) or row.doc_number,
            synced_payload=self._agreed_payload(row),
            last_synced_at=fields.Datetime.now(),
            cause=False,
            cause_args=False,
            attempts=0,
            next_try=False,
            is_due=not unedited,
            state="synced" if unedited else "modified",
        )
        vals |= entity._answer_vals(row, obj)
        difference = None
        if record and operation in ("create", "update"):
            difference = self._difference(entity, record, obj)
        mending = difference and unedited and self._mending(row, difference)
        if mending:
            vals |= mending
        elif difference and unedited:
            vals |= self._held_vals(record, difference)
        before = row.state
        row.write(vals)
        if difference and unedited and not mending:
            told.held(row, record, before, operation)
            return
        told.done(row, record, before, operation, entity, obj)
        if unedited and record and entity._says_otherwise(record, row):
            row._say_again()

    def _mending(self, row, difference):
        """Return how the next try makes up for ``difference``, by the settings."""
        entity = row._get_entity()
        vals = entity._mend_difference(row, difference, self.connection)
        again = {"state": "modified", "is_due": True, "step": "send", "attempts": 1}
        return vals and again | vals

    def _deleted(self, row, record, obj, told):
        """Store that QuickBooks has nothing of ``record`` any more."""
        unedited = row.change_seq == row.claimed_seq
        told.done(row, record, row.state, "delete", row._get_entity(), obj)
        withdrawn = row.is_withdrawn
        row._forget_counterpart()
        row.write(dict(_ANSWERED, last_synced_at=fields.Datetime.now()))
        if not record:
            self.settle(row, "skipped", "deleted_here")
        elif withdrawn:
            self.settle(row, "skipped", "withdrawn")
        elif not unedited or self._comes_again(row, record):
            row.write({"state": "pending", "is_due": True})

    @staticmethod
    def _comes_again(row, record):
        """Tell whether what was deleted makes way for something new."""
        entity = row._get_entity()
        return entity._is_replaced(record, row) or entity._says_otherwise(record, row)

    @staticmethod
    def _agreed_payload(row):
        """Return all that was said of the record; an update says what changed."""
        if row.request_operation == "void":
            return False
        if row.request_operation == "update" and row.synced_object:
            return compare.joined(row.synced_payload, row.request_payload)
        return row.request_payload

    def _bring(self, new):
        """Note what may go now that QuickBooks has new records: ``{model: ids}``."""
        for model, ids in new.items():
            records = self.env[model].browse(ids)
            for entity in self.env["quickbooks.entity"]._all():
                brought = entity._brought_by(records)
                if brought:
                    mark(brought)
        if new:
            flush(self.env)

    def _difference(self, entity, record, obj):
        """Return what differs between ``record`` and ``obj``, as an EntityError.

        Whatever happens here: the object exists, and its id has to be stored.
        """
        try:
            return entity._check_answer(record, obj, self.connection)
        except psycopg2.Error:
            raise
        except Exception:  # pylint: disable=broad-except
            _logger.exception("%s %s can't be compared", record._name, record.id)
            return EntityError("internal")

    def _refused(self, row, record, error, told):
        """Store what follows from ``error`` for one row."""
        decision = policy.decide(error, row.attempts)
        entity = row._get_entity()
        if (
            error.kind in ("duplicate", "duplicate_number")
            and (entity._matches or entity._matches_refused)
            and row.request_operation == "create"
            and not row.attempts
        ):
            # What has the name, or number, is looked at: maybe it is this one.
            row.write(dict(_ANSWERED, step="match", attempts=1, is_due=True))
            told.waiting(row, record, decision, error)
            return
        if policy.is_missing(error) and not row.attempts:
            row.write(_ANSWERED)
            missing.look_again(self, row, record)
            told.waiting(row, record, decision, error)
            return
        before = row.state
        cause = decision.cause
        if cause == "name_taken":
            cause = entity._duplicate_cause
        cause = entity._code_causes.get(error.code, cause)
        args = decision.args | entity._refusal_args(record, self.connection)
        vals = {
            "cause": cause,
            "cause_args": self._args(record, args, name=row.qbo_name),
            "attempts": row.attempts + bool(decision.counted),
        }
        if not decision.keep_request:
            vals |= _ANSWERED
        if decision.reread:
            vals["step"] = "reread"
        if decision.state:
            edited = row.change_seq != row.claimed_seq
            vals |= {
                "state": self._due_state(row) if edited else decision.state,
                "is_due": edited,
                "next_try": False,
            }
        elif decision.delay is not None:
            vals["next_try"] = fields.Datetime.now() + decision.delay
        row.write(vals)
        if row.state == "failed":
            told.held(row, record, before, row.request_operation, error)
        else:
            told.waiting(row, record, decision, error)
        return decision

    @staticmethod
    def _due_state(row):
        return "modified" if row.qbo_id else "pending"

    def call_failed(self, rows, error):
        """Store that a whole request was not answered, or refused as a whole."""
        told = self._told()
        rows.invalidate_recordset()
        if len(rows) > 1 and policy.decide(error).state:
            # One of them spoils the request for all: send each by itself.
            rows.write(dict(_ANSWERED, alone=True))
            return
        self.connection._hold_for(
            [
                self._refused(row, record, error, told)
                for row, record in rows._get_records().items()
            ]
        )
        told.publish()

    def connection_error(self, error):
        """Store that QuickBooks could not even be asked."""
        self.connection._hold(policy.decide(error, self.connection.attempts))

    # === ONE ROW === #

    def hold(self, row, record, error):
        """Store that ``row`` can't be sent, for the reason in ``error``."""
        if error.cause == "waits_for" and self._wait_for(row, record, error):
            return
        if error.cause in policy.AWAITED:
            self._await_reading(row, record, error)
            return
        before = row.state
        row.write(self._held_vals(record, error))
        told = self._told()
        told.held(row, record, before, "send")
        told.publish()

    def withdraw(self, rows, error):
        """Hold ``rows``, whose request can't be sent any more as it is stored."""
        for row, record in rows._get_records().items():
            row.write(_ANSWERED)
            if record:
                self.hold(row, record, error)
            else:
                self.settle(row, "skipped", "deleted_here")

    def _wait_for(self, row, record, error):
        """Let ``row`` sleep until what it needs is there; not if that failed."""
        needed = self.bindings.browse(error.cause_args.get("binding")).exists()
        if not needed:
            # A fault in a mapping: it stops this record, not its neighbours.
            _logger.error(
                "%s %s needs a record that its entity does not name",
                record._name,
                record.id,
            )
            error.cause = "internal"
            return False
        if needed.state in HELD:
            error.cause = "needs_choice" if needed.cause in policy.ASKED else "needs"
            return False
        # Whatever brings it, in another transaction: one of both begins again, and
        # sees the other.
        needed._touch()
        row.write(
            {
                "is_due": False,
                "cause": "waits_for",
                "cause_args": self._args(record, error.cause_args),
            }
        )
        return True

    def _await_reading(self, row, record, error):
        """Let ``row`` wait until QuickBooks has been read once more."""
        row.write(
            {
                "next_try": fields.Datetime.now() + policy.AWAITED[error.cause],
                "cause": error.cause,
                "cause_args": self._args(record, error.cause_args),
            }
        )

    def _held_vals(self, record, error):
        return {
            "state": "failed",
            "is_due": False,
            "next_try": False,
            "cause": error.cause,
            "cause_args": self._args(record, error.cause_args),
        }

    def _args(self, record, args, **more):
        names = {key: value for key, value in more.items() if value}
        return {"record": record.display_name or ""} | names | args

    def settle(self, row, state, cause):
        """Store that nothing more will be done about ``row``."""
        row.write(
            dict(_ANSWERED, state=state, is_due=False, cause=cause, cause_args=False)
        )

    def approval_lost(self, row, record):
        """Store that ``row`` is not what was approved any more, and isn't sent."""
        before = row.state
        row.approved_as = False
        self.settle(row, "skipped", "approval_lost")
        told = self._told()
        told.held(row, record, before, "send")
        told.publish()

    def unchanged(self, row, record):
        """Store that QuickBooks holds the record as it is already."""
        row.write(
            {
                "state": "synced" if row.qbo_id else "not_synced",
                "is_due": False,
                "cause": False,
                "cause_args": False,
            }
        )

    def link(self, row, record, obj):
        """Store that ``record`` was found in QuickBooks, and is used as it is."""
        self.link_many([(row, obj)])

    def link_many(self, pairs, operation="link"):
        """Store which objects of QuickBooks the records of some rows are.

        :param list pairs: ``(row, object)``
        :param str operation: what the chatter calls it
        """
        told = self._told()
        rows = self.bindings.browse(row.id for row, _obj in pairs)
        records = rows._get_records()
        rows._take_from_deleted([obj["Id"] for _row, obj in pairs])
        for row, obj in pairs:
            entity = row._get_entity()
            before = row.state
            row.write(
                {
                    "qbo_id": obj["Id"],
                    "sync_token": obj.get("SyncToken"),
                    "survivor_id": False,
                    "state": "synced",
                    "step": "expand",
                    "is_due": False,
                    "cause": False,
                    "cause_args": False,
                    "last_synced_at": fields.Datetime.now(),
                }
            )
            row.write(entity._found_vals(records[row], obj, self.connection))
            entity._follow_link(records[row], obj, self.connection)
            told.done(row, records[row], before, operation, entity, obj)
        told.publish()
        self._wake_dependants(rows)
        self._bring_hanging(rows)
        borne = rows.filtered(lambda row: row._get_entity()._takes_files)
        borne.files_due = True

    def conflict(self, row, record, error=None):
        """Store that both sides changed since they last agreed.

        :param error: why nothing could be decided by itself
        """
        before = row.state
        error = error or EntityError("changed_both")
        vals = self._held_vals(record, error)
        row.write(dict(vals, state="conflict"))
        told = self._told()
        told.held(row, record, before, "compare")
        told.publish()
