"""Members of name lists that QuickBooks has no more: merged into others, or gone.

A notice says into what (``quickbooks.inbound.merged_into``). Without one, documents
tell: what named the lost one names the survivor now.
"""

from odoo import fields

from ..api import dumps_payload, loads_exact
from . import missing, statements
from .store import Store

#: Documents that are read to find out what they name now.
_WITNESSES = 5


class Merges:
    """Finds out what became of what is gone, and follows.

    :param pull: the ``Pull``, which says what is asked for and commits
    """

    def __init__(self, pull):
        self.pull = pull
        self.connection = pull.connection
        self.env = pull.env
        self.bindings = pull.bindings

    # === FINDING OUT === #

    def trace(self, client):
        """Note into what the lost ones of the inbox were merged, as far as it shows."""
        rows = self._lost()
        if not rows:
            return
        found = self.pull.bindings_of(rows)
        self._trace_by_documents(client, rows, found)
        self._read_survivors(client, rows)

    def _lost(self):
        names = [
            name
            for name, entity in self.pull.entities.items()
            if entity._named_as and name in self.pull.open
        ]
        return self.pull.inbox.search(
            [
                ("connection_id", "=", self.connection.id),
                ("entity", "in", names),
                ("deleted", "=", True),
                ("payload", "=", False),
                "|",
                ("next_try", "=", False),
                ("next_try", "<=", fields.Datetime.now()),
            ]
        )

    def _trace_by_documents(self, client, rows, found):
        for row in rows.filtered(lambda row: not row.merged_into):
            binding = found.get((row.entity, row.qbo_id))
            if not binding:
                continue
            keys = binding._get_entity()._named_as
            witnesses = binding._search_naming(keys, row.qbo_id, _WITNESSES)
            said = {
                (witness.entity, witness.qbo_id): _named(witness._get_agreed(), keys)
                for witness in witnesses
            }
            texts = [
                text
                for name, group in witnesses.grouped("entity").items()
                for text in statements.by_ids(
                    group[0]._get_entity(), group.mapped("qbo_id")
                )
            ]
            self.pull._commit()
            named = _news(client, texts, said, keys)
            if len(named) == 1:
                row.merged_into = named.pop()

    def _read_survivors(self, client, rows):
        for name, group in rows.filtered("merged_into").grouped("entity").items():
            texts = statements.by_ids(
                self.pull.entities[name], sorted(set(group.mapped("merged_into")))
            )
            self.pull._commit()
            objects = {obj["Id"]: obj for text in texts for obj in client.query(text)}
            for row in group:
                if row.merged_into in objects:
                    row.payload = dumps_payload(objects[row.merged_into])
        self.pull._commit()

    # === FOLLOWING === #

    def follow(self, row, binding):
        """Let what is linked to the lost one go on with the survivor, or ask."""
        if row.payload:
            binding._follow_merge(loads_exact(row.payload))
        elif not binding.survivor_id:
            missing.give_up(Store(self.connection), binding, binding._get_record())


def _news(client, texts, said, keys):
    """Return the ids that documents name now and did not name before.

    :param dict said: ``{(kind, id): ids that it named}``
    """
    named = set()
    kinds = {id_: before for (_kind, id_), before in said.items()}
    for text in texts:
        for obj in client.query(text):
            named |= _named(obj, keys) - kinds.get(obj["Id"], set())
    return named


def _named(value, keys):
    """Return the ids that ``value``, at any depth, names under one of ``keys``."""
    if isinstance(value, list):
        return set().union(*(_named(item, keys) for item in value))
    if not isinstance(value, dict):
        return set()
    found = set()
    for key, item in value.items():
        if key in keys and isinstance(item, dict) and item.get("value"):
            found.add(item["value"])
        else:
            found |= _named(item, keys)
    return found
