"""What changed in QuickBooks, noted in the inbox: the asking half of a pull.

1. poll: change data capture is asked; what it names is noted in the inbox, and the
   cursor moves in the same transaction, never beyond what is stored; where that is too
   much or too long ago, all of it is read (``sync/backlog.py``). Entries of lists are
   taken over at once, before the company is live too;
2. read noted: what is noted without its content (webhooks) is fetched, in pages.
"""

from odoo import fields

from ..api import QboError
from ..const import CDC_HORIZON, CDC_OVERLAP
from . import policy, statements
from .backlog import Backlog
from .lists import Lists
from .merges import Merges


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

    # === ASK === #

    def ask(self):
        """Read lists and changes; tell whether there may be something to apply."""
        if self.connection._reading_waits():
            # What has been read is applied all the same.
            return self.connection.is_live
        return self._asking(self._ask_changes)

    def _ask_changes(self):
        if self.connection._lists_due():
            self._read_lists()
        if not self.connection._may_exchange():
            # What was read says that these are not the books to go on with.
            return False
        if self.connection._poll_due():
            self.poll()
        if self.connection.is_live:
            self.read_noted()
            Merges(self.pull).trace(self.client)
        self.connection._answered()
        return self.connection.is_live

    def ask_files(self):
        """Note what hangs on records that have come; tell whether there may be more."""
        waits = self.connection._reading_waits()
        return not waits and self._asking(lambda: self.pull.files.note(self))

    def _asking(self, ask):
        """Return what ``ask`` returns; nothing where QuickBooks can't be asked."""
        try:
            return ask()
        except QboError as error:
            self.connection._hold(policy.decide(error, self.connection.attempts))
            self.pull._commit()
            self.connection._book_push()
            return False

    def _read_lists(self):
        for _place in Lists(self.connection).steps():
            self.pull._commit()

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
        until = statements.naive(changes.time) if changes.time else since
        if entities and (changes.truncated or since < now - CDC_HORIZON):
            backlog = Backlog(self, since - CDC_OVERLAP)
            found, changes = backlog.note(lists, since >= now - CDC_HORIZON)
            if since < now - CDC_HORIZON:
                self.connection._tell_away(found)
        else:
            found = sum(self.note(name, changes[name]) for name in entities)
        self.connection._note_poll(found)
        Lists(self.connection).take(changes)
        self._move_cursors(until)
        self.pull._commit()
        if changes.truncated:
            self._read_lists()

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

    def note(self, name, objects):
        """Put ``objects`` in the inbox, unless they are what Odoo knows already.

        :return: how many of them nobody had told of before
        """
        tokens = self._known_tokens(name, [obj["Id"] for obj in objects])
        entity = self.pull.entities[name]
        new = entity._takes_new(self.connection)
        rows = []
        # What is read in pages may come twice.
        for obj in {obj["Id"]: obj for obj in objects}.values():
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
