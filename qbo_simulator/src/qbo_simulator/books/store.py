"""Records in memory: rows, indexes, id sequences, and undo for refused requests.

A row keeps its document as JSON text, which is a quarter of the memory of a tree of
dictionaries and hands every reader a private copy. What other records' changes move
(balances, quantities, the time of the last change) sits beside the text, so that
posting an invoice does not rewrite the customer.

Rows are never changed in place: every change puts a new `Row`. The journal of replaced
rows is the undo of a request that fails half way and the work list of the disk.
"""

from decimal import Decimal
from typing import NamedTuple

from .jsonio import dump_text, loads


class Row:
    """One record. `created` and `updated` are epoch seconds, `token` the SyncToken.

    `live` is the balance or quantity that other records move, `posted` the postings in
    force, `keys` the values of the filterable properties, `index` the index entries.
    """

    __slots__ = (
        "created",
        "id",
        "index",
        "keys",
        "live",
        "posted",
        "text",
        "token",
        "updated",
    )

    def __init__(self, id, token, created, updated, live, text, posted, keys, index):
        self.id = id
        self.token = token
        self.created = created
        self.updated = updated
        self.live = live
        self.text = text
        self.posted = posted
        self.keys = keys
        self.index = index

    def but(self, **changes) -> "Row":
        """Return a copy with some attributes replaced."""
        values = {name: getattr(self, name) for name in self.__slots__}
        values.update(changes)
        return Row(**values)

    def doc(self) -> dict:
        """Return a private copy of the stored document."""
        return loads(self.text)


class Change(NamedTuple):
    """One notification: what happened to which record."""

    seq: int
    entity: str
    id: str
    operation: str
    when: float
    deleted_id: str | None = None


class Table:
    """The rows of one entity, in the order of their last change, and its deletions."""

    def __init__(self):
        self.rows: dict[str, Row] = {}
        self.gone: dict[str, float] = {}


class Store:
    """All records of one company."""

    def __init__(self, entities):
        self.tables = {name: Table() for name in entities}
        self.index: dict[tuple, tuple[str, ...]] = {}
        self.counters: dict[str, int] = {}
        self.changes: list[Change] = []
        self.seq = 0
        self._journal: list[tuple[str, str, Row | None, float | None]] = []
        self._marks: tuple = ({}, 0, 0)

    # === requests ===

    def begin(self) -> None:
        """Start a request: from here on everything can be undone."""
        self._journal = []
        self._marks = (dict(self.counters), len(self.changes), self.seq)

    def rollback(self) -> None:
        """Undo everything since `begin`."""
        for entity, id_, row, gone in reversed(self._journal):
            self._set(entity, id_, row, gone)
        self.counters, length, self.seq = self._marks
        del self.changes[length:]
        self._journal = []

    def written(self) -> dict[tuple[str, str], Row | None]:
        """Return what was touched since `begin`: {(entity, id): the row before}."""
        before: dict[tuple[str, str], Row | None] = {}
        for entity, id_, row, _gone in self._journal:
            before.setdefault((entity, id_), row)
        return before

    def new_changes(self) -> list[Change]:
        """Return the notifications since `begin`."""
        return self.changes[self._marks[1] :]

    # === reading ===

    def row(self, entity: str, id_: str) -> Row | None:
        return self.tables[entity].rows.get(id_)

    def rows(self, entity: str) -> dict[str, Row]:
        return self.tables[entity].rows

    def gone(self, entity: str) -> dict[str, float]:
        return self.tables[entity].gone

    def find(self, *key) -> tuple[str, ...]:
        """Return the ids under an index entry."""
        return self.index.get(key, ())

    # === writing ===

    def next_number(self, counter: str, first: int = 1) -> int:
        """Draw the next number of a sequence."""
        value = self.counters.get(counter, first - 1) + 1
        self.counters[counter] = value
        return value

    def put(self, entity: str, row: Row) -> None:
        """Add or replace a row."""
        table = self.tables[entity]
        self._journal.append(
            (entity, row.id, table.rows.get(row.id), table.gone.get(row.id))
        )
        self._set(entity, row.id, row, None)

    def remove(self, entity: str, id_: str, when: float) -> None:
        """Delete a row and remember when, for change data capture."""
        table = self.tables[entity]
        self._journal.append((entity, id_, table.rows.get(id_), table.gone.get(id_)))
        self._set(entity, id_, None, when)

    def note(self, entity, id_, operation, when, deleted_id=None) -> None:
        """Record a notification."""
        self.seq += 1
        self.changes.append(Change(self.seq, entity, id_, operation, when, deleted_id))

    def load(self, entity: str, row: Row | None, id_: str, gone: float | None) -> None:
        """Take over a row from the disk or a snapshot, outside any request."""
        self._set(entity, id_, row, gone)

    def _set(self, entity, id_, row, gone):
        table = self.tables[entity]
        old = table.rows.pop(id_, None)
        if old is not None:
            for key in old.index:
                rest = tuple(one for one in self.index[key] if one != id_)
                if rest:
                    self.index[key] = rest
                else:
                    del self.index[key]
        if row is not None:
            table.rows[id_] = row
            for key in row.index:
                self.index[key] = (*self.index.get(key, ()), id_)
        if gone is None:
            table.gone.pop(id_, None)
        else:
            table.gone[id_] = gone


def row_to_list(row: Row) -> list:
    """Return what the disk and snapshots keep of a row."""
    posted = dump_text(row.posted) if row.posted else None
    live = None if row.live is None else str(row.live)
    return [row.id, row.token, row.created, row.updated, live, row.text, posted]


def row_from_list(values, keys_of) -> Row:
    """Rebuild a row; `keys_of(doc, live)` gives its keys and index entries."""
    id_, token, created, updated, live, text, posted = values
    live = None if live is None else Decimal(live)
    posted = tuple(_posting(one) for one in loads(posted)) if posted else ()
    keys, index = keys_of(loads(text), live)
    return Row(id_, token, created, updated, live, text, posted, keys, index)


def _posting(values):
    account, amount, name, foreign = values
    name = tuple(name) if name else None
    return (account, Decimal(amount), name, Decimal(foreign))
