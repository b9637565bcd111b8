"""Objects of one kind that are taken over together, where Odoo is quickest so.

New ones are created many at a time, and edits that meet none of Odoo's are followed so.
Those in which all that Odoo said still stands (an invoice that was paid in QuickBooks
has a new version) are acknowledged together.
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
            lambda row: (row.entity, row.qbo_id) not in found and not _is_decided(row)
        )
        standing = rows.filtered(lambda row: self._stands(row, found))
        edited = (rows - standing).filtered(lambda row: self._is_edited(row, found))
        lines, new_left = self._in_halves(new, self._create)
        more, edited_left = self._in_halves(edited, self._follow)
        left = rows - new - edited - standing + new_left + edited_left
        if len(standing) > 1:
            work = partial(self.pull.apply_together, standing)
            acknowledged = all_or_none(self.env, work)
            if acknowledged is not None:
                return lines + more + acknowledged, left
        return lines + more, left + standing

    def _stands(self, row, found):
        """Tell whether all that Odoo said of the object of ``row`` still stands."""
        binding = found.get((row.entity, row.qbo_id))
        if not binding or binding.request_id:
            return False
        entity = binding._get_entity()
        obj = loads_exact(row.payload)
        return entity._exports and compare.stands(entity, binding, obj)

    def _is_edited(self, row, found):
        """Tell whether ``row`` tells of a change that meets none of Odoo's."""
        binding = found.get((row.entity, row.qbo_id))
        return (
            binding
            and binding.state == "synced"
            and not (binding.request_id or binding.survivor_id or _is_decided(row))
            and binding._get_entity() == self.pull.entities[row.entity]
        )

    def _in_halves(self, rows, work):
        """Do ``work`` on ``rows``; where one of them can't be, on each half by itself.

        So all are done but that one, which is left.

        :param work: takes rows, returns log lines and the rows that it has left out
        """
        if len(rows) < 2:
            return [], rows
        done = all_or_none(self.env, lambda: work(rows))
        if done is None:
            half = len(rows) // 2
            some, left = self._in_halves(rows[:half], work)
            more, also_left = self._in_halves(rows[half:], work)
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

    def _follow(self, rows):
        connection, notes = self.connection._noting()
        entity = self.pull.entities[rows[:1].entity]
        found = self.pull.bindings_of(rows)
        objects = {
            found[row.entity, row.qbo_id]: loads_exact(row.payload) for row in rows
        }
        records = entity._follow_together(list(objects.items()), connection)
        done, lines = rows.browse(), []
        for row in rows:
            binding = found[row.entity, row.qbo_id]
            if binding in records:
                binding._take_over(objects[binding], connection)
                lines.append(self.pull.taken(row, entity, records[binding], binding))
                done += row
        notes.publish()
        done._discard()
        return lines, rows - done


def _is_decided(row):
    """Tell whether somebody has decided about ``row``: it is taken over by itself."""
    return row.is_redated or row.same_as or row.is_new
