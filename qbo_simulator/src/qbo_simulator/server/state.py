"""Everything one running simulator remembers, with reset and snapshot over it all."""

import base64
import json
from datetime import datetime, timezone
from typing import Any

from ..books import Books, Clock, Company
from .faults import FaultRules
from .files import FileStore
from .identity import Identity
from .journal import Journal
from .replay import Remembered, ReplayStore
from .settings import Settings
from .statefile import StateFile
from .throttle import Throttle
from .tokens import TokenStore

REALMS = {
    "us": "9130357000000001",
    "ca": "9130357000000002",
    "uk": "9130357000000003",
}


class Simulator:
    """The state behind the HTTP server: books, tokens, rules, journal, settings."""

    def __init__(self, data: str | None = None):
        self.clock = Clock()
        self.books = Books(data, self.clock)
        self.settings = Settings()
        self.identity = Identity()
        self.tokens = TokenStore(self.clock.now, self.settings.oauth)
        self.throttle = Throttle()
        self.replays = ReplayStore()
        self.files = FileStore()
        self.faults = FaultRules()
        self.journal = Journal(self.clock.now)
        self.webhook_seq: dict[str, int] = {}
        self._file = StateFile(data) if data else None
        if self._file:
            self._continue(self._file)

    # === COMPANIES === #

    def companies(self) -> list[Company]:
        """Return the companies, in the order in which they were added."""
        return list(self.books.companies())

    def realms(self) -> list[str]:
        """Return the realm ids of all companies."""
        return [company.realm_id for company in self.companies()]

    def add_company(
        self, seed: str | None = "us", realm: str | None = None, **options: Any
    ) -> Company:
        """Add a company; without `realm` one is chosen that is free.

        :raise ValueError: when the realm id is taken or malformed
        """
        if realm is None:
            realm = self._free_realm(seed)
        if not realm.isdigit():
            raise ValueError(f"A realm id has digits only, unlike {realm!r}.")
        if realm in self.realms():
            raise ValueError(f"There already is a company {realm}.")
        company = self.books.add_company(realm, seed=seed, **options)
        # Seed data is what was there before anybody listened.
        self.webhook_seq[realm] = self.last_change(company)
        return company

    def _free_realm(self, seed: str | None) -> str:
        taken = set(self.realms())
        number = int(REALMS.get(seed or "", "9130357000000010"))
        while str(number) in taken:
            number += 10
        return str(number)

    @staticmethod
    def last_change(company: Company) -> int:
        """Return the number of the newest change in a company's books."""
        changes = company.changes(0)
        return changes[-1].seq if changes else 0

    # === RESET, SNAPSHOT === #

    def reset(self, companies: list[dict] | None = None) -> None:
        """Return to the first moment: no memory but the companies asked for.

        :param companies: one dictionary per company: seed, realm and options of the
            books; None adds one US company
        """
        companies = [{"seed": "us"}] if companies is None else companies
        if not all(isinstance(values, dict) for values in companies):
            raise ValueError("Each company is an object with seed, realm and options.")
        self.clock.reset()
        self.books.reset()
        self.settings = Settings()
        self.tokens.settings = self.settings.oauth
        self.tokens.clear()
        self.throttle.clear()
        self.replays.clear()
        self.files.clear()
        self.faults.clear()
        self.journal.clear()
        self.webhook_seq.clear()
        for values in companies:
            self.add_company(**values)
        self.persist(whole=True)

    def snapshot(self) -> bytes:
        """Return everything that answers depend on (not the journal)."""
        state = {
            "books": base64.b64encode(self.books.snapshot()).decode(),
            "replays": self.replays.dump(),
            "files": self.files.dump(),
            **self._state(),
        }
        return json.dumps(state).encode()

    def restore(self, data: bytes) -> None:
        """Return to a snapshot; rules, journal and throttle windows are emptied.

        :raise ValueError, KeyError: when `data` is not a snapshot
        """
        state = json.loads(data)
        self.books.restore(base64.b64decode(state["books"]))
        self.replays.load(state["replays"])
        self.files.load(state["files"])
        self._load(state)
        self.throttle.clear()
        self.faults.clear()
        self.journal.clear()
        self.persist(whole=True)

    def _state(self) -> dict:
        offset = (self.clock.now() - datetime.now(timezone.utc)).total_seconds()
        return {
            "settings": self.settings.as_dict(),
            "tokens": self.tokens.dump(),
            "webhook_seq": self.webhook_seq,
            "clock_offset": round(offset),
        }

    def _load(self, state: dict) -> None:
        self.settings.update(state["settings"])
        self.tokens.load(state["tokens"])
        self.webhook_seq = dict(state["webhook_seq"])
        self.clock.reset()
        self.clock.advance(state["clock_offset"])

    # === THE DATA FILE === #

    def _continue(self, file: StateFile) -> None:
        """Go on where the file's last process stopped."""
        self.replays.load(file.replays())
        self.replays.kept = self._write_replay
        self.files.load(file.files())
        self.files.kept = file.add_file
        state = file.state()
        if state:
            self._load(state)

    def _write_replay(self, key: tuple, record: Remembered) -> None:
        """Write a note of a request together with what the request does."""
        self.books.company(key[0]).also(*StateFile.replay_row(key, record))

    def persist(self, whole: bool = False) -> None:
        """Write what changed outside the books to the data file, if there is one."""
        if self._file is None:
            return
        self._file.save(self._state())
        if whole:
            self._file.set_replays(self.replays.dump())
            self._file.set_files(self.files.dump())

    # === CLOCK === #

    def advance(self, seconds: float) -> None:
        """Let time pass, for the books, the tokens and the throttle alike."""
        self.clock.advance(seconds)
        self.throttle.advance(max(0.0, seconds))

    def set_clock(self, moment: datetime) -> None:
        """Make `moment` the present."""
        before = self.clock.now()
        self.clock.set(moment)
        forward = (self.clock.now() - before).total_seconds()
        self.throttle.advance(max(0.0, forward))

    def close(self) -> None:
        """Close the data file."""
        self.books.close()
        if self._file:
            self._file.close()
