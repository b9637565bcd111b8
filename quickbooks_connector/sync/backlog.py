"""What changed in QuickBooks, where change data capture can't tell all of it.

One answer tells of 1,000 objects and of 29 days. Beyond that queries read what changed,
some pages a call, and tell nothing of what was deleted: that is found by comparing all
ids. Of kinds with few changes change data capture is asked once more, by themselves.
"""

from odoo import fields

from ..api import QboError
from ..api.const import CDC_MAX_ROWS
from ..const import CDC_HORIZON
from . import statements
from .pages import IDS_A_CALL, Pages

#: Changes of kinds that are asked about together: deleted ones come on top.
FEW = CDC_MAX_ROWS // 2


class Backlog:
    """All that changed since a time, noted piece by piece.

    Each piece is committed: it is true by itself, and what is read again after a crash
    is known already. The cursor is the caller's business, once all is noted.

    :param poll: the ``Poll``, which notes
    :param since: a time of Odoo's
    """

    def __init__(self, poll, since):
        self.poll = poll
        self.client = poll.client
        self.entities = poll.pull.entities
        self.since = since

    def note(self, lists, is_recent):
        """Note all that changed.

        :param lists: names of what is asked along with kinds that have few changes
        :param bool is_recent: change data capture can tell of that long ago
        :return: how many objects nobody had told of before, and the changes that were
            asked for together, of ``lists`` among others
        """
        queries = {
            name: (name, statements.changed_since(entity, self.since))
            for name, entity in self.entities.items()
        }
        pages = Pages(self.client, queries)
        left = pages.count()
        few = self._choose_few(left) if is_recent else []
        since = self.since if is_recent else fields.Datetime.now() - CDC_HORIZON
        changes = self.client.cdc(sorted({*few, *lists}), statements.aware(since))
        if changes.truncated:
            few = []
        found = self._keep((name, changes[name]) for name in few)
        many = [name for name in self.entities if name not in few]
        left = {name: left[name] for name in many if name in left}
        while left:
            read, left = pages.fetch(left)
            found += self._keep(read)
        return found + self._keep(self._gone(many)), changes

    def _choose_few(self, left):
        """Return the names of kinds that one answer has room for."""
        few, rows = [], 0
        for name in sorted(self.entities, key=lambda name: _rows(left, name)):
            rows += _rows(left, name)
            if rows <= FEW:
                few.append(name)
        return few

    def _keep(self, read):
        """Note ``(name, objects)`` of each of ``read`` and commit."""
        found = sum(self.poll.note(name, objects) for name, objects in read)
        self.poll.pull._commit()
        return found

    def _gone(self, names):
        """Return notices of the linked objects that QuickBooks has not any more.

        Members of name lists are made inactive, never deleted.
        """
        names = [name for name in names if not self.entities[name]._has_active]
        # What is linked while the ids are read is not missing from them.
        linked = self._linked(names)
        self.poll.pull._commit()
        pages = Pages(
            self.client,
            {name: (name, "") for name in linked},
            columns=("Id",),
            rows_a_call=IDS_A_CALL,
        )
        left = pages.count() if linked else {}
        there = {name: set() for name in linked if name in left or self._is_empty(name)}
        while left:
            read, left = pages.fetch(left)
            for name, rows in read:
                there[name].update(row["Id"] for row in rows)
        return [
            (name, [{"Id": id_, "status": "Deleted"} for id_ in linked[name] - ids])
            for name, ids in there.items()
        ]

    def _is_empty(self, name):
        """Tell whether QuickBooks has none of a kind, and did not just refuse it."""
        try:
            return not self.client.count(name)
        except QboError as error:
            if error.scope == "connection":
                raise
            return False

    def _linked(self, names):
        """Return ``{name: ids in QuickBooks}`` of what is linked."""
        groups = self.poll.bindings._read_group(
            [
                ("connection_id", "=", self.poll.connection.id),
                ("entity", "in", names),
                ("qbo_id", "!=", False),
            ],
            groupby=["entity"],
            aggregates=["qbo_id:array_agg"],
        )
        return {name: set(ids) for name, ids in groups}


def _rows(left, name):
    return left[name]["rows"] if name in left else 0
