"""Objects of one kind that are taken over together, where Odoo is quickest so.

New ones are created many at a time; those in which all that Odoo said still stands (an
invoice that was paid in QuickBooks has a new version) are acknowledged so.
"""

import logging
from functools import partial

import psycopg2

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ..api import loads_exact
from . import compare

_logger = logging.getLogger(__name__)


def all_or_none(env, work):
    """Return what ``work`` returns; nothing of it stands where it fails.

    For what is done together: which one fails, and why, is told when each is done by
    itself.

    :param work: a function without arguments
    :return: ``None`` where it failed
    """
    try:
        with env.cr.savepoint():
            return work()
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        raise
    except Exception as error:  # pylint: disable=broad-except
        if isinstance(error, psycopg2.OperationalError):
            raise
        # Whatever it is: who is at fault is found out, and told, one by one.
        _logger.debug("Not applied together: %s", error)
        return None


class Together:
    """Takes objects over for one pull, in groups.

    :param pull: the ``Pull``, which applies by itself what is left
    """

    def __init__(self, pull):
        self.pull = pull
        self.connection = pull.connection
        self.env = pull.env

    def apply(self, rows):
        """Apply those of ``rows``, all of one kind, that can be taken over together.

        :return: their log lines, and the rows that are left
        """
        found = self.pull.bindings_of(rows)
        new = rows.filtered(
            lambda row: (
                (row.entity, row.qbo_id) not in found
                # What somebody has decided about is taken over by itself.
                and not (row.is_redated or row.same_as or row.is_new)
            )
        )
        standing = rows.filtered(lambda row: self._stands(row, found))
        lines, left = self._apply_new(new)
        work = partial(self.pull.apply_together, standing)
        more = all_or_none(self.env, work) if len(standing) > 1 else None
        if more is None:
            standing = rows.browse()
        return lines + (more or []), rows - (new - left) - standing

    def _stands(self, row, found):
        """Tell whether all that Odoo said of the object of ``row`` still stands."""
        binding = found.get((row.entity, row.qbo_id))
        if not binding or binding.request_id:
            return False
        entity = binding._get_entity()
        obj = loads_exact(row.payload)
        return entity._exports and compare.stands(entity, binding, obj)

    def _apply_new(self, rows):
        """Create what ``rows`` tell of; where one can't be, each half by itself.

        So all are created but that one, which is left.
        """
        if len(rows) < 2:
            return [], rows
        done = all_or_none(self.env, lambda: self._create(rows))
        if done is None:
            half = len(rows) // 2
            some, left = self._apply_new(rows[:half])
            more, also_left = self._apply_new(rows[half:])
            return some + more, left + also_left
        return done

    def _create(self, rows):
        connection, notes = self.connection._noting()
        entity = self.pull.entities[rows[:1].entity]
        objects = {row.qbo_id: loads_exact(row.payload) for row in rows}
        records = entity._import_together(list(objects.values()), connection)
        done = rows.filtered(lambda row: row.qbo_id in records)
        taken = [objects[row.qbo_id] for row in done]
        bindings = self.pull.bindings._link_many(entity, records, taken, connection)
        bindings.files_due = entity._takes_files
        lines = []
        for row, obj, binding in zip(done, taken, bindings, strict=True):
            record = records[row.qbo_id]
            entity._after_link(record, obj, binding, connection)
            lines.append(self.pull.taken(row, entity, record, binding))
        notes.publish()
        for row in done:
            self.pull.awaiting.arrived(row)
        done._discard()
        return lines, rows - done
