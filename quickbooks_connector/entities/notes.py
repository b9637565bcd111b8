"""Lines of the chatter of many records, written together."""

from collections import defaultdict

CONTEXT_KEY = "quickbooks_notes"


class Notes:
    """Keeps what is to be told of records until all of them are there."""

    def __init__(self):
        self._told = defaultdict(list)

    def add(self, record, body):
        """Keep a line for ``record``, after those that it has already."""
        self._told[record].append(body)

    def publish(self):
        """Write all that was kept, in as few statements as Odoo allows."""
        while self._told:
            first = {record: bodies.pop(0) for record, bodies in self._told.items()}
            records = next(iter(first)).union(*first)
            records._message_log_batch({rec.id: body for rec, body in first.items()})
            self._told = {rec: bodies for rec, bodies in self._told.items() if bodies}


def gathering(connection, notes):
    """Return ``connection`` for a piece of work whose lines ``notes`` keeps."""
    return connection.with_context(**{CONTEXT_KEY: notes})


def tell(record, body, connection):
    """Write ``body`` into the chatter of ``record``, together with others if wanted.

    :param connection: as the piece of work has it, see :func:`gathering`
    """
    notes = connection.env.context.get(CONTEXT_KEY)
    if notes is None:
        record._message_log(body=body)
    else:
        notes.add(record, body)
