"""Which records the objects of QuickBooks are that a document names."""

from collections import defaultdict

from .cause import EntityError


class Linked:
    """Answers for many documents, with one look at the database per kind.

    :param refs: ``(QuickBooks entity, id)`` of all that may be asked about
    """

    def __init__(self, connection, refs):
        self.connection = connection
        self._records = {}
        wanted = defaultdict(set)
        for entity, qbo_id in refs:
            wanted[entity].add(qbo_id)
        bindings = connection.env["quickbooks.binding"]
        for entity, ids in wanted.items():
            bindings += bindings.search(
                [
                    ("connection_id", "=", connection.id),
                    ("entity", "=", entity),
                    ("qbo_id", "in", list(ids)),
                ]
            )
        for binding, record in bindings._get_records().items():
            self._records[binding.entity, binding.qbo_id] = record

    def record(self, entity, qbo_id):
        """Return the record, or ``None``."""
        return self._records.get((entity, qbo_id)) or None

    def require(self, refs, names=None):
        """Make sure that all of ``refs`` are there.

        :param dict names: what QuickBooks calls them
        :raise EntityError: cause ``waits_there``, with what is to be taken over first
        """
        missing = sorted({ref for ref in refs if not self.record(*ref)})
        if missing:
            told = [(names or {}).get(ref) or f"{ref[0]} {ref[1]}" for ref in missing]
            raise EntityError(
                "waits_there",
                needed=", ".join(told),
                objects=[list(ref) for ref in missing],
            )
