"""The two values that travel through the server: a request read whole, and an answer.

Starlette routes; these small classes carry. Reading the body at once keeps handlers
synchronous, which is what makes one event loop a safe owner of the books.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

MAX_BODY = 105 * 1024 * 1024  # QuickBooks takes uploads of up to 100 MB


class BodyTooLarge(Exception):
    """Raised when a request body passes :data:`MAX_BODY`."""


class ClientGone(Exception):
    """Raised when a client leaves before its request is complete."""


@dataclass
class Operation:
    """One thing a request wants done; a batch has one per item.

    :ivar kind: create, update, delete, void, read, query, cdc, batch ...
    :ivar entity: QuickBooks' name of the entity (``SalesReceipt``), if it has one
    :ivar index: position in the batch, or None outside a batch
    :ivar result: how a batch item ended: "200", or the code of its fault
    """

    kind: str
    entity: str | None = None
    body: Any = None
    params: dict[str, str] = field(default_factory=dict)
    object_id: str | None = None
    index: int | None = None
    bid: str | None = None
    result: str = ""
    replayed: bool = False

    @property
    def name(self) -> str:
        """Name used by counters: ``Invoice.create``, or ``query`` alone."""
        return f"{self.entity}.{self.kind}" if self.entity else self.kind


@dataclass
class Call:
    """A request, read completely."""

    method: str
    path: str
    raw_path: str
    query: dict[str, str]
    query_string: str
    headers: dict[str, str]
    body: bytes
    base_url: str
    operation: Operation
    items: list[Operation] = field(default_factory=list)
    realm: str | None = None
    client_id: str | None = None

    @property
    def wants_json(self) -> bool:
        """QuickBooks answers XML unless JSON is asked for by name."""
        return "json" in self.headers.get("accept", "").lower()

    @property
    def request_id(self) -> str | None:
        """The idempotency key; an empty one counts as none (recorded)."""
        return self.query.get("requestid") or None

    def form(self) -> dict[str, str]:
        """Return the fields of a form-encoded body, the first value of each."""
        return flat_query(self.body.decode("utf-8", "replace"))

    def json(self) -> Any:
        """Return the body as plain JSON; raises ValueError when it is not."""
        return json.loads(self.body.decode("utf-8")) if self.body.strip() else None


@dataclass
class Answer:
    """What goes back: status, headers, bytes, plus notes for the journal."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    replayed: bool = False

    @classmethod
    def of_json(cls, value: Any, status: int = 200, headers=()) -> "Answer":
        """Return `value` as plain JSON (control plane and OAuth, not the books)."""
        body = json.dumps(value).encode()
        return cls(
            status, [("Content-Type", "application/json;charset=UTF-8"), *headers], body
        )

    @classmethod
    def of_html(cls, text: str, status: int = 200, headers=()) -> "Answer":
        """Return an HTML page that no cache keeps."""
        fixed = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
        ]
        return cls(status, [*fixed, *headers], text.encode())

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> "Answer":
        """Return a redirect to `location`."""
        headers = [("Location", location), ("Cache-Control", "no-store")]
        return cls(status, headers, b"")

    async def send(self, send, head_only: bool = False) -> None:
        """Write the answer to an ASGI ``send``."""
        headers = [
            (name.encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in self.headers
        ]
        headers.append((b"content-length", str(len(self.body)).encode()))
        await send(
            {"type": "http.response.start", "status": self.status, "headers": headers}
        )
        body = b"" if head_only else self.body
        await send({"type": "http.response.body", "body": body})


def flat_query(text: str) -> dict[str, str]:
    """Return the first value of each key of a query string or form."""
    try:
        pairs = parse_qs(text, keep_blank_values=True, errors="replace")
    except ValueError:  # too many fields: not something a client of ours sends
        return {}
    return {key: values[0] for key, values in pairs.items()}


async def read_body(receive) -> bytes:
    """Return the whole body; raises BodyTooLarge or ClientGone."""
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            raise BodyTooLarge
        chunks.append(chunk)
        if not message.get("more_body"):
            break
    return b"".join(chunks)


async def read_call(scope, receive) -> Call:
    """Read one request from ASGI into a :class:`Call`."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in scope["headers"]
    }
    query_string = scope["query_string"].decode("latin-1")
    server = scope.get("server") or ("127.0.0.1", 80)
    host = headers.get("host") or f"{server[0]}:{server[1]}"
    return Call(
        method=scope["method"],
        path=scope["path"],
        raw_path=scope.get("raw_path", b"").decode("latin-1"),
        query=flat_query(query_string),
        query_string=query_string,
        headers=headers,
        body=await read_body(receive),
        base_url=f"{scope['scheme']}://{host}",
        operation=Operation("unknown"),
    )
