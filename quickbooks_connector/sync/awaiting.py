"""What objects of QuickBooks wait for before they can become records of Odoo.

A document names a customer and products. What of them is not known yet is noted in the
inbox, read, and taken over first; the document follows in the same run.
"""

from collections import defaultdict

#: The cause of a row that waits, see ``entities/linked.py``.
WAITS = "waits_there"


class Awaiting:
    """The rows of one connection's inbox that wait for others.

    :param entities: ``{name: entity model}`` of all that may be taken over
    :param open_: names of those whose changes the settings let in
    """

    def __init__(self, connection, entities, open_):
        self.connection = connection
        self.inbox = connection.env["quickbooks.inbound"]
        self.entities = entities
        self.open = open_
        self._noted = False
        self._come = set()

    def wait(self, row, error):
        """Have what ``row`` needs taken over first; tell whether that may help.

        :param error: an ``EntityError`` with the objects that are missing
        """
        if error.cause != WAITS or row.cause == WAITS:
            return False
        missing = defaultdict(list)
        for name, qbo_id in error.cause_args["objects"]:
            if name not in self.open:
                return False
            missing[name].append(qbo_id)
        for name, qbo_ids in missing.items():
            self._note(name, qbo_ids)
        row.write({"cause": WAITS, "cause_args": error.cause_args, "next_try": False})
        self._noted = True
        return True

    def has_noted(self):
        """Tell whether something was noted since this was asked last, to be read."""
        noted, self._noted = self._noted, False
        return noted

    def _note(self, name, qbo_ids):
        """Note objects to be read, though they are inactive by now."""
        entity = self.entities[name]
        rows = [(qbo_id, False, None, entity._rank) for qbo_id in qbo_ids]
        self.inbox._insert_notices(self.connection, entity, rows)
        self.inbox.search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "=", name),
                ("qbo_id", "in", qbo_ids),
            ]
        ).write({"is_needed": True, "state": "pending", "next_try": False})

    def arrived(self, row):
        """Note that the object of ``row`` has become a record."""
        self._come.add((row.entity, row.qbo_id))

    def wake(self):
        """Bring back what was held for want of what has arrived."""
        if not self._come:
            return
        held = self.inbox.search(
            [
                ("connection_id", "=", self.connection.id),
                ("cause", "=", WAITS),
                ("state", "=", "failed"),
            ]
        )
        held.filtered(
            lambda row: any(
                tuple(ref) in self._come for ref in row.cause_args.get("objects", ())
            )
        ).write({"state": "pending", "cause": False, "attempts": 0, "next_try": False})
        self._come.clear()
