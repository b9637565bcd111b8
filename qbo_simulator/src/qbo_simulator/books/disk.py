"""The SQLite file behind the books: each request's effects in one transaction."""

import json
import sqlite3
import threading

from .store import row_to_list

SCHEMA = """
CREATE TABLE IF NOT EXISTS realm (realm TEXT PRIMARY KEY, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS row (
    realm TEXT, entity TEXT, id TEXT, token INTEGER, created REAL, updated REAL,
    live TEXT, doc TEXT, posted TEXT, PRIMARY KEY (realm, entity, id)
);
CREATE TABLE IF NOT EXISTS gone (
    realm TEXT, entity TEXT, id TEXT, at REAL, PRIMARY KEY (realm, entity, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS change (
    realm TEXT, seq INTEGER, entity TEXT, id TEXT, operation TEXT, at REAL,
    deleted_id TEXT, PRIMARY KEY (realm, seq)
) WITHOUT ROWID;
"""


class Disk:
    """A SQLite file. A killed process loses no answered request.

    Write-ahead logging without a sync per request survives the death of the process;
    only a power cut may lose the last requests, and never leaves half of one.
    """

    def __init__(self, path: str):
        self._lock = threading.Lock()
        self._also: list[tuple[str, tuple]] = []
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        # A checkpoint is the only wait for the disk: let it be rare.
        self._db.execute("PRAGMA wal_autocheckpoint=10000")
        self._db.executescript(SCHEMA)

    def realms(self) -> list[str]:
        return [one for (one,) in self._db.execute("SELECT realm FROM realm")]

    def save(self, realm: str, store) -> None:
        """Write what the request changed."""
        self._write(realm, store, store.written(), store.new_changes())

    def also(self, statement: str, values: tuple) -> None:
        """Execute a statement in the transaction of the request that is under way.

        For what must be on disk exactly when the request's effects are.
        """
        self._also.append((statement, values))

    def forget(self) -> None:
        """Drop what :meth:`also` took: the request was refused."""
        self._also.clear()

    def save_all(self, realm: str, store) -> None:
        """Write a whole company."""
        every = {
            (name, id_): None
            for name, table in store.tables.items()
            for id_ in (*table.rows, *table.gone)
        }
        self._write(realm, store, every, store.changes)

    def load(self, realm: str) -> tuple:
        """Return rows, deletions, sequences, notifications and their last number."""
        query = self._db.execute
        rows = [
            (entity, list(values))
            for entity, *values in query(
                "SELECT entity, id, token, created, updated, live, doc, posted "
                "FROM row WHERE realm = ? ORDER BY updated",
                (realm,),
            )
        ]
        gone = query(
            "SELECT entity, id, at FROM gone WHERE realm = ?", (realm,)
        ).fetchall()
        changes = query(
            "SELECT seq, entity, id, operation, at, deleted_id FROM change "
            "WHERE realm = ? ORDER BY seq",
            (realm,),
        ).fetchall()
        (state,) = query("SELECT state FROM realm WHERE realm = ?", (realm,)).fetchone()
        state = json.loads(state)
        return rows, gone, state["counters"], changes, state["seq"]

    def clear(self) -> None:
        with self._lock, self._db:
            self._db.execute("BEGIN")
            for table in ("realm", "row", "gone", "change"):
                self._db.execute(f"DELETE FROM {table}")

    def close(self) -> None:
        self._db.close()

    def _write(self, realm, store, written, changes):
        with self._lock:
            database = self._db
            database.execute("BEGIN")
            try:
                for (entity, id_), before in written.items():
                    self._write_row(realm, entity, id_, before, store)
                database.executemany(
                    "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [(realm, *one) for one in changes],
                )
                state = json.dumps({"counters": store.counters, "seq": store.seq})
                database.execute(
                    "INSERT OR REPLACE INTO realm VALUES (?, ?)", (realm, state)
                )
                for statement, values in self._also:
                    database.execute(statement, values)
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
            finally:
                self._also.clear()

    def _write_row(self, realm, entity, id_, before, store):
        table = store.tables[entity]
        row = table.rows.get(id_)
        if row and before and row.text is before.text and row.posted is before.posted:
            # Only what other records move has moved.
            live = None if row.live is None else str(row.live)
            self._db.execute(
                "UPDATE row SET token = ?, updated = ?, live = ? "
                "WHERE realm = ? AND entity = ? AND id = ?",
                (row.token, row.updated, live, realm, entity, id_),
            )
        elif row is None:
            self._db.execute(
                "DELETE FROM row WHERE realm = ? AND entity = ? AND id = ?",
                (realm, entity, id_),
            )
        else:
            self._db.execute(
                "INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (realm, entity, *row_to_list(row)),
            )
        if id_ in table.gone:
            self._db.execute(
                "INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?)",
                (realm, entity, id_, table.gone[id_]),
            )
