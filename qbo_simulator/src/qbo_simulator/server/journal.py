"""Remember every request received, so that tests can ask what really arrived."""

import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from .http import Answer, Call

CAPACITY = 20_000
BODY_LIMIT = 200_000
SECRETS = re.compile(
    r'((?:^|[&?"])(?:code|refresh_token|access_token|token|client_secret)'
    r'(?:"\s*:\s*"|=))([^&"]+)'
)


@dataclass
class Item:
    """One operation of a batch and how it ended (200, or the code of its fault)."""

    kind: str
    entity: str | None
    bid: str | None
    result: str = ""
    replayed: bool = False


@dataclass
class Entry:
    """One request; `status` 0 means that the connection was cut instead."""

    seq: int
    when: str
    method: str
    path: str
    query: dict[str, str]
    body: str
    operation: str
    entity: str | None
    realm: str | None
    client_id: str | None
    request_id: str | None
    status: int = 0
    replayed: bool = False
    rules: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return asdict(self)


def mask(text: str) -> str:
    """Return `text` with codes, tokens and secrets blotted out."""
    return SECRETS.sub(r"\1***", text)


class Journal:
    """The last requests, and counts of all of them."""

    def __init__(self, now: Callable[[], datetime]):
        self._now = now
        self.clear()

    def clear(self) -> None:
        """Forget all entries and counts."""
        self.entries: deque[Entry] = deque(maxlen=CAPACITY)
        self.counts: dict[str, Counter] = {
            name: Counter() for name in ("operations", "objects", "statuses")
        }
        self.total = 0

    def open(self, call: Call) -> Entry:
        """Enter a request that has just been read."""
        self.total += 1
        body = call.body[:BODY_LIMIT].decode("utf-8", "replace")
        entry = Entry(
            seq=self.total,
            when=self._now().isoformat(),
            method=call.method,
            path=call.path,
            query={k: mask(f"{k}={v}")[len(k) + 1 :] for k, v in call.query.items()},
            body=mask(body),
            operation=call.operation.kind,
            entity=call.operation.entity,
            realm=call.realm,
            client_id=call.client_id,
            request_id=call.request_id,
        )
        entry.items = [Item(op.kind, op.entity, op.bid) for op in call.items]
        self.entries.append(entry)
        self.counts["operations"][entry.operation] += 1
        for part in call.items or [call.operation]:
            self.counts["objects"][part.name] += 1
        return entry

    def close(self, entry: Entry, call: Call, answer: Answer | None) -> None:
        """Note how a request ended; no answer means a cut connection."""
        entry.client_id = call.client_id
        for item, operation in zip(entry.items, call.items, strict=True):
            item.result, item.replayed = operation.result, operation.replayed
        if answer is not None:
            entry.status = answer.status
            entry.replayed = answer.replayed
        self.counts["statuses"][str(entry.status)] += 1

    def find(self, **wanted: str) -> list[Entry]:
        """Return the entries whose fields equal `wanted`; `path` matches a part."""
        path = wanted.pop("path", None)
        found = []
        for entry in self.entries:
            if path is not None and path not in entry.path:
                continue
            if all(str(getattr(entry, k)) == str(v) for k, v in wanted.items()):
                found.append(entry)
        return found

    def summary(self) -> dict:
        """Return all counts since the last clear."""
        return {"requests": self.total, **{k: dict(v) for k, v in self.counts.items()}}
