"""How a record is made ready for QuickBooks: what the push and the dry run share.

What a record needs, whether QuickBooks has it already, and what would be sent. Nothing
here writes to QuickBooks, and each method belongs to the transaction of its caller and
commits nothing: the push keeps what comes out, the dry run rolls it back.
"""

import logging
import uuid
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2

from ..api import QboError, dumps_payload
from ..api.const import BATCH_MAX_ITEMS
from ..entities.cause import EntityError
from ..entities.need import Need
from . import compare, policy, statements

_logger = logging.getLogger(__name__)

#: How the approval of a link begins.
LINKED = "link:"


@dataclass(frozen=True)
class Look:
    """What is asked about the records of one entity and facet.

    :param entity: the entity model
    :param pairs: ``[(binding, record)]``
    :param keyed: ``[(key, statement)]``
    """

    entity: Any
    pairs: list
    keyed: list

    @property
    def texts(self):
        """Return the statements alone."""
        return [text for _key, text in self.keyed]

    @property
    def records(self):
        """Return the records together."""
        return self.pairs[0][1].browse(record.id for _row, record in self.pairs)

    def share(self, answers):
        """Take this look's part off the front of ``answers``, by key."""
        found = defaultdict(list)
        for key, _text in self.keyed:
            found[key] += answers.pop(0)
        return found


class Preparation:
    """The steps before a request, for some bindings of one connection.

    :param store: a ``sync.store.Store``, told what becomes of each binding
    """

    def __init__(self, connection, store):
        self.connection = connection
        self.env = connection.env
        self.bindings = self.env["quickbooks.binding"]
        self.entities = self.env["quickbooks.entity"]
        self.store = store
        self.client = None

    def _with_records(self, rows):
        """Yield ``(entity, row, record)``; rows whose record is gone are settled.

        The record is empty where QuickBooks is to delete what it has of it.
        """
        for row, record in rows._get_records().items():
            entity = row._get_entity()
            if record or (entity._deletes_along and row.qbo_id):
                yield entity, row, record
            else:
                self.store.settle(row, "skipped", "deleted_here")

    @contextmanager
    def _held_alone(self, row, record):
        """Hold ``row`` for what goes wrong inside, without harm to its neighbours."""
        try:
            yield
        except EntityError as error:
            self.store.hold(row, record, error)
        except psycopg2.Error:
            raise
        except Exception:  # pylint: disable=broad-except
            _logger.exception("%s %s can't be prepared", record._name, record.id)
            self.store.hold(row, record, EntityError("internal"))

    # === WHAT IT NEEDS === #

    def _gather(self, rows):
        """Move ``rows`` on to their next step; return ``{row: what it needs}``."""
        needs = {}
        for entity, row, record in self._with_records(rows):
            search = not row.qbo_id and entity._is_sought(record, row)
            row.step = "match" if search else "send"
            needs[row] = self._needs(entity, row, record) if record else []
            if row.qbo_id:
                self._put_in_order(entity, row, record)
        return needs

    def _put_in_order(self, entity, row, record):
        """Let what makes room for others go before them, the last ones first."""
        with self._held_alone(row, record):
            rank = entity._get_rank(record) if record else entity._rank
            room = row.is_withdrawn or entity._makes_room(record, row)
            row.rank = -rank if room else rank

    def _needs(self, entity, row, record):
        """Return what ``record`` needs; nothing when that can't be told."""
        with self._held_alone(row, record):
            needs = entity._export_needs(record, self.connection)
            return [Need(*need) for need in needs]
        return []

    def _entity_of(self, need):
        entity = self.entities._get(need.entity, need.record._name)
        return entity._for_facet(need.facet)

    def _binding_of(self, need):
        """Return the binding of what is needed, empty when it has none yet."""
        entity, record, facet = need
        return record._quickbooks_binding(entity, self.connection, facet)

    # === WHETHER IT IS THERE === #

    def _ask(self, rows, question="_match_statements"):
        """Return a :class:`Look` for each entity of ``rows``.

        :param question: the method of the entities that words it
        """
        groups = defaultdict(list)
        for entity, row, record in self._with_records(rows):
            groups[(entity._name, row.facet)].append((row, record))
        looks = []
        for (name, facet), pairs in groups.items():
            entity = self.env[name]._for_facet(facet)
            records = pairs[0][1].browse([record.id for _row, record in pairs])
            keyed = getattr(entity, question)(records, self.connection)
            looks.append(Look(entity, pairs, keyed))
        return looks

    def _take_matches(self, look, found, rows):
        """Follow what QuickBooks answered about those of ``rows`` in ``look``.

        :param dict found: objects by the keys of ``look``
        """
        pairs = [pair for pair in look.pairs if pair[0] in rows]
        matches = look.entity._match(look.records, found, self.connection)
        created, taken = {}, set()
        for row, record in pairs:
            match = matches.get(record)
            if isinstance(match, EntityError):
                self.store.hold(row, record, match)
            elif not self._may_link(row, match, taken):
                created[row] = match if isinstance(match, str) else None
            elif self._is_approved(row, record, match):
                taken.add(match["Id"])
                self.store.link(row, record, match)
        unasked = {
            row: name
            for row, name in created.items()
            if name and not (row.qbo_name or row.is_new)
        }
        for row, name in unasked.items():
            row.qbo_name = name
        if not unasked:
            # Else all look again: whether those names are free was not asked yet.
            self._create_unmatched(created, dict(pairs))

    def _create_unmatched(self, names, records):
        """Let those go that QuickBooks has not got, unless a person is asked first."""
        for row, name in names.items():
            record = records[row]
            if not self._is_approved(row, record, None):
                continue
            asks = self.connection.ask_before_create and row._get_entity()._asks
            if row.last_synced_at and not row.is_new:
                # It was there: only a person knows whether there should be another.
                gone = (row.cause_args or {}).get("gone")
                self.store.hold(row, record, EntityError("gone_there", gone=gone))
            elif asks and not row.is_new:
                self.store.hold(row, record, EntityError("ask_create"))
            else:
                row.write({"step": "send", "qbo_name": name or row.qbo_name})

    def _is_approved(self, row, record, obj):
        """Tell whether ``row`` may be what was found; hold it when it may not."""
        if row.approved_as and row.approved_as != as_matched(obj):
            self.store.approval_lost(row, record)
            return False
        return True

    def _may_link(self, row, match, taken):
        return (
            isinstance(match, dict)
            and match["Id"] not in taken
            and self._free(row, match)
        )

    def _free(self, row, obj):
        """Tell whether no other record is linked to ``obj`` yet."""
        linked = self.bindings.search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", row.entity),
                ("qbo_id", "=", obj["Id"]),
            ]
        )
        return not any(linked._get_records().values())

    def _query(self, texts):
        """Return the rows of each statement, or nothing when none could be asked."""
        answers = []
        for start in range(0, len(texts), BATCH_MAX_ITEMS):
            items = statements.as_items(texts[start : start + BATCH_MAX_ITEMS])
            try:
                results = self.client.batch(items, str(uuid.uuid4()))
            except QboError as error:
                self.store.connection_error(error)
                return None
            failed = [
                # A company without employees in its plan has no names of theirs.
                result.error
                for result in results
                if result.error and result.error.kind != "feature"
            ]
            if failed:
                self.store.connection_error(failed[0])
                return None
            answers += [result.rows or [] for result in results]
        self.connection._answered()
        return answers

    # === WHAT WOULD BE SENT === #

    def _build(self, entity, row, record):
        """Return ``(operation, payload text)``; nothing of both when none is sent.

        What became of ``row`` instead is written there.
        """
        with self._held_alone(row, record):
            operation, payload = self._compose(entity, row, record)
            if payload:
                return operation, payload
            if operation == "wait":
                row.is_due = False
            else:
                self.store.unchanged(row, record)
        return None, None

    def _compose(self, entity, row, record):
        """Return ``(operation, payload text)``, or what is not an operation of theirs.

        ``"wait"``: not as it is now; nothing: QuickBooks holds it so already.
        """
        connection = self.connection
        entity._check_sent(connection)
        if not record or (row.is_withdrawn and row.qbo_id):
            return "delete", self._bare(row)
        if not entity._export_ready(record, connection):
            return "wait", None
        operation = entity._export_operation(record, row)
        if operation in ("void", "delete"):
            return operation, self._bare(row)
        if not operation:
            return None, None
        entity._export_constraints(record, connection)
        values = entity._export_values(record, connection)
        if operation == "update":
            if self._is_said(row, values):
                return None, None
            values = entity._export_changes(values, row)
            values |= {"Id": row.qbo_id, "sparse": True} | _version(row)
        return operation, dumps_payload(values)

    @staticmethod
    def _is_said(row, values):
        """Tell whether QuickBooks has all of ``values`` and totals them as Odoo does.

        What it totals otherwise is said again, and compared anew.
        """
        said = row.synced_payload and compare.same(row.synced_payload, values)
        return bool(said) and row.cause not in policy.DIFFERENCES

    @staticmethod
    def _bare(row):
        """Return what names the object of ``row`` and says nothing of it."""
        return dumps_payload({"Id": row.qbo_id} | _version(row))

    def _digest(self, entity, record):
        """Return what identifies all that would be said of ``record``.

        :raise EntityError: it can't be said
        """
        unplaced = entity.with_context(quickbooks_unplaced=True)
        unplaced._export_constraints(record, self.connection)
        values = unplaced._export_values(record, self.connection)
        return compare.digest(dumps_payload(values))


def as_matched(obj):
    """Return the outcome of a match as it is written into an approval.

    :param dict obj: what was found in QuickBooks, or nothing
    """
    return f"{LINKED}{obj['Id']}" if obj else "create"


def _version(row):
    return {"SyncToken": row.sync_token or "0"}
