"""All companies of one simulator."""

import json
import threading
import zlib

from .clock import Clock
from .company import Company
from .disk import Disk
from .seeds import plant
from .store import Change, row_from_list, row_to_list


class Books:
    """The companies of one simulator, in memory or in a SQLite file.

    With a `path` every request is on disk before it is answered, and a new `Books` on
    the same file continues where the last one stopped, however it was stopped.
    """

    def __init__(self, path: str | None = None, clock: Clock | None = None):
        self.clock = clock or Clock()
        self._lock = threading.RLock()
        self._companies: dict[str, Company] = {}
        self._disk = Disk(path) if path else None
        if self._disk:
            for realm_id in self._disk.realms():
                company = self._new(realm_id)
                _fill(company, *self._disk.load(realm_id))

    def add_company(self, realm_id: str, seed: str | None = "us", **options) -> Company:
        """Add a company with the data of a seed: "us", "ca", "uk" or None (empty).

        Options: `name`; `multicurrency`, `ast` (automated sales tax, US),
        `custom_txn_numbers` (booleans); `closing_date` (ISO day, books are closed up
        to it). Raise `ValueError` if the realm exists or an option is unknown.
        """
        with self._lock:
            if realm_id in self._companies:
                raise ValueError(f"Company {realm_id} exists already.")
            company = self._new(realm_id)
            try:
                with company.request():
                    plant(company, seed, options)
            except BaseException:
                del self._companies[realm_id]
                raise
            return company

    def company(self, realm_id: str) -> Company:
        """Return a company. Raise `KeyError` if there is none of that id."""
        return self._companies[realm_id]

    def companies(self) -> list[Company]:
        """Return all companies in the order they were added."""
        return list(self._companies.values())

    def reset(self) -> None:
        """Drop every company."""
        with self._lock:
            self._companies.clear()
            if self._disk:
                self._disk.clear()

    def snapshot(self) -> bytes:
        """Return everything as one opaque block for `restore`."""
        with self._lock:
            content = {one.realm_id: _dump(one) for one in self.companies()}
        return zlib.compress(json.dumps(content).encode(), 6)

    def restore(self, snapshot: bytes) -> None:
        """Replace everything by a snapshot. Raise `ValueError` if it is not one."""
        try:
            content = json.loads(zlib.decompress(snapshot))
        except (zlib.error, ValueError) as error:
            raise ValueError("This is not a snapshot of the simulator.") from error
        with self._lock:
            self.reset()
            for realm_id, parts in content.items():
                company = self._new(realm_id)
                _fill(company, *parts)
                if self._disk:
                    self._disk.save_all(realm_id, company.store)

    def close(self) -> None:
        """Close the file; nothing is lost without it."""
        if self._disk:
            self._disk.close()

    def _new(self, realm_id):
        company = Company(realm_id, self.clock, self._disk)
        self._companies[realm_id] = company
        return company


def _dump(company):
    with company.lock:
        store = company.store
        rows = [
            (name, row_to_list(row))
            for name, table in store.tables.items()
            for row in table.rows.values()
        ]
        gone = [
            (name, id_, when)
            for name, table in store.tables.items()
            for id_, when in table.gone.items()
        ]
        changes = [list(one) for one in store.changes]
        return rows, gone, dict(store.counters), changes, store.seq


def _fill(company, rows, gone, counters, changes, seq):
    store = company.store
    for name, values in rows:
        rules = company.rules(name)

        def keys_of(doc, live, rules=rules):
            return rules.keys(doc), rules.index(doc)

        row = row_from_list(values, keys_of)
        store.load(name, row, row.id, None)
    for name, id_, when in gone:
        store.load(name, None, id_, when)
    store.counters.update(counters)
    store.changes.extend(Change(*one) for one in changes)
    store.seq = seq
