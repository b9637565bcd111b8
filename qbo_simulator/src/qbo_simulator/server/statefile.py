"""Keep the server's own state beside the books, in tables of the same SQLite file.

The books write each request in one transaction before it is answered, and the replay
record of the request with it. Settings, apps, tokens, files and the webhook position
are written when they have changed.
"""

import base64
import json
import sqlite3

from .files import StoredFile
from .replay import Remembered

SCHEMA = """
CREATE TABLE IF NOT EXISTS server_state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS server_replay (
    key TEXT PRIMARY KEY, fingerprint TEXT, content TEXT, at TEXT
);
CREATE TABLE IF NOT EXISTS server_file (
    realm TEXT, id TEXT, name TEXT, content_type TEXT, content TEXT,
    PRIMARY KEY (realm, id)
);
"""


class StateFile:
    """The server's tables in the data file."""

    def __init__(self, path: str):
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        self._written: dict[str, str] = {}

    def state(self) -> dict:
        """Return what :meth:`save` wrote last; empty for a new file."""
        rows = self._db.execute("SELECT name, value FROM server_state")
        return {name: json.loads(value) for name, value in rows}

    def save(self, state: dict) -> None:
        """Write the parts of `state` that differ from what is in the file."""
        for name, value in state.items():
            text = json.dumps(value)
            if self._written.get(name) != text:
                self._db.execute(
                    "INSERT OR REPLACE INTO server_state VALUES (?, ?)", (name, text)
                )
                self._written[name] = text

    def replays(self) -> list:
        """Return all replay records, oldest first, as ``ReplayStore.load`` wants."""
        rows = self._db.execute(
            "SELECT key, fingerprint, content, at FROM server_replay ORDER BY rowid"
        )
        return [[json.loads(key), *rest] for key, *rest in rows]

    @staticmethod
    def replay_row(key: tuple, record: Remembered) -> tuple[str, tuple]:
        """Return the statement that writes one replay record, and its values."""
        values = (
            json.dumps(list(key)),
            record.fingerprint,
            record.content.decode(),
            record.when.isoformat(),
        )
        return "INSERT OR REPLACE INTO server_replay VALUES (?, ?, ?, ?)", values

    def set_replays(self, rows: list) -> None:
        """Replace all replay records."""
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM server_replay")
        self._db.executemany(
            "INSERT INTO server_replay VALUES (?, ?, ?, ?)",
            [(json.dumps(key), *rest) for key, *rest in rows],
        )
        self._db.execute("COMMIT")

    def files(self) -> list:
        """Return all uploaded files, as ``FileStore.load`` wants."""
        return [list(row) for row in self._db.execute("SELECT * FROM server_file")]

    def add_file(self, realm: str, id_: str, file: StoredFile) -> None:
        """Write one uploaded file."""
        content = base64.b64encode(file.content).decode()
        self._db.execute(
            "INSERT OR REPLACE INTO server_file VALUES (?, ?, ?, ?, ?)",
            (realm, id_, file.name, file.content_type, content),
        )

    def set_files(self, rows: list) -> None:
        """Replace all uploaded files."""
        self._db.execute("BEGIN")
        self._db.execute("DELETE FROM server_file")
        self._db.executemany("INSERT INTO server_file VALUES (?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._db.close()
