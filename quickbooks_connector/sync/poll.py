"""What changed in QuickBooks, noted in the inbox: the asking half of a pull.

1. poll: change data capture is asked; what it names is noted in the inbox, and the
   cursor moves in the same transaction, never beyond what is stored. Entries of lists
   are taken over at once, before the company is live too;
2. read noted: what is noted without its content (webhooks) is fetched, in pages.
"""

from odoo import fields

from ..const import CDC_HORIZON, CDC_OVERLAP
from . import statements
from .lists import Lists


class Poll:
    """Asks QuickBooks for one pull.

    :param pull: the ``Pull``, which says what is asked for and commits
    :param client: to ask with
    """

    def __init__(self, pull, client):
        self.pull = pull
        self.client = client
        self.connection = pull.connection
        self.env = pull.env
        self.inbox = pull.inbox
        self.bindings = pull.bindings

    # === POLL === #

    def poll(self):
        """Note what change data capture names since the cursor, and move the cursor."""
        entities = self.pull.entities if self.connection.is_live else {}
        lists = self.env["quickbooks.reference"]._announced
        since = self._get_since()
        now = fields.Datetime.now()
        self.pull._commit()
        changes = self.client.cdc(
            sorted({*entities, *lists}),
            statements.aware(max(since, now - CDC_HORIZON) - CDC_OVERLAP),
        )
        changed = {name: changes[name] for name in entities if name in changes}
        if entities and (changes.truncated or since < now - CDC_HORIZON):
            changed = {name: self._all_changes(name, since) for name in entities}
        found = sum(self._note(name, objects) for name, objects in changed.items())
        self.connection._note_poll(found)
        Lists(self.connection).take(changes)
        self._move_cursors(statements.naive(changes.time) if changes.time else since)
        self.pull._commit()
        if changes.truncated:
            self.pull._read_lists()

    def _move_cursors(self, until):
        """Note that all is known up to ``until``; the cursors only go forward."""
        names = ["lists_cursor", "cdc_cursor"]
        vals = {
            name: max(self.connection[name], until)
            for name in names[: 1 + self.connection.is_live]
        }
        self.connection.write(vals | {"polled_at": fields.Datetime.now()})

    def _get_since(self):
        """Return from when on something may not be known here yet."""
        lists, entities = self.connection.lists_cursor, self.connection.cdc_cursor
        return min(lists, entities) if self.connection.is_live else lists

    def _all_changes(self, name, since):
        """Return what changed of one entity, where one answer did not hold everything.

        Change data capture is asked for it alone. Where that is too much as well, or
        too long ago, it is read by queries: they have no limit, but tell nothing of
        what was deleted, which is found by comparing all ids.
        """
        since -= CDC_OVERLAP
        if since >= fields.Datetime.now() - CDC_HORIZON - CDC_OVERLAP:
            changes = self.client.cdc([name], statements.aware(since))
            if not changes.truncated:
                return changes.get(name, ())
        where = statements.changed_since(self.pull.entities[name], since)
        pages = self.client.query_all(name, where)
        return [obj for page in pages for obj in page] + self._gone(name)

    def _gone(self, name):
        """Return a notice for each linked object that QuickBooks has not any more."""
        if self.pull.entities[name]._has_active:
            # Members of name lists are made inactive, never deleted.
            return []
        pages = self.client.query_all(name, columns=("Id",))
        there = {obj["Id"] for page in pages for obj in page}
        linked = self.bindings._read_group(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", name),
                ("qbo_id", "!=", False),
            ],
            groupby=["qbo_id"],
        )
        return [
            {"Id": qbo_id, "status": "Deleted"}
            for (qbo_id,) in linked
            if qbo_id not in there
        ]

    def _note(self, name, objects):
        """Put ``objects`` in the inbox, unless they are what Odoo knows already.

        :return: how many of them nobody had told of before
        """
        tokens = self._known_tokens(name, [obj["Id"] for obj in objects])
        entity = self.pull.entities[name]
        new = entity._takes_new(self.connection)
        rows = []
        for obj in objects:
            deleted = obj.get("status") == "Deleted"
            if obj["Id"] not in tokens and (deleted or not new):
                continue
            same = tokens.get(obj["Id"]) == obj.get("SyncToken")
            if same and not deleted and not entity._changes_silently:
                # Our own echo, or a change that touched nothing of the object itself.
                continue
            # What waits for a setting is read when its time comes.
            keep = name in self.pull.open and not deleted
            payload = entity._kept(obj) if keep else None
            rank = entity._import_rank(obj)
            # What was merged goes on with another before that one is looked for here.
            rows.append((obj["Id"], deleted, payload, rank - deleted))
        if not rows:
            return 0
        told = self.inbox.search_count(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", name),
                ("qbo_id", "in", [row[0] for row in rows]),
            ]
        )
        self.inbox._insert_notices(self.connection, entity, rows)
        return len(rows) - told

    def _known_tokens(self, name, qbo_ids):
        rows = self.bindings._read_group(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", name),
                ("qbo_id", "in", qbo_ids),
            ],
            groupby=["qbo_id", "sync_token"],
        )
        return dict(rows)

    # === READ === #

    def read_noted(self):
        """Fetch the content of what is only noted, many objects a call."""
        rows = self.inbox.search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "in", self.pull.open),
                ("state", "=", "pending"),
                ("payload", "=", False),
                ("deleted", "=", False),
            ]
        )
        wanted = {
            name: group.mapped("qbo_id")
            for name, group in rows.grouped("entity").items()
        }
        if not wanted:
            return
        self.connection.noticed_at = fields.Datetime.now()
        self.pull._commit()
        found = {
            name: [
                obj
                for statement in statements.by_ids(self.pull.entities[name], qbo_ids)
                for obj in self.client.query(statement)
            ]
            for name, qbo_ids in wanted.items()
        }
        for name, objects in found.items():
            by_id = {obj["Id"]: obj for obj in objects}
            for row in rows.filtered(lambda r, name=name: r.entity == name):
                obj = by_id.get(row.qbo_id)
                row.write(self._content(name, obj) if obj else {"deleted": True})
        self.pull._commit()

    def _content(self, name, obj):
        entity = self.pull.entities[name]
        return {"payload": entity._kept(obj), "rank": entity._import_rank(obj)}
