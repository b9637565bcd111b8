"""A scripted HTTP server on loopback, for answers that no well-behaved server gives.

What a QuickBooks company answers is the simulator's business; here are broken lines,
cut bodies and exact bytes.
"""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from ..api import Endpoints, Limiter, LocalLimiter, Transport


@dataclass
class Received:
    """One request as it arrived."""

    method: str
    path: str
    params: dict
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self):
        return dict(parse_qsl(self.body.decode()))


Answer = Callable[["_Handler"], None]


def reply(body="", status=200, **headers) -> Answer:
    """Answer properly; a dictionary becomes JSON. ``_`` in header names is kept."""
    if isinstance(body, dict):
        body = json.dumps(body)
    data = body if isinstance(body, bytes) else body.encode()

    def answer(handler):
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def raw(data: bytes) -> Answer:
    """Send these bytes and close the line."""

    def answer(handler):
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def reset(handler) -> None:
    """Break the line without a word, as a crashing server does."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()
    handler.close_connection = True


def hang(seconds: float) -> Answer:
    """Say nothing for so long, then close."""

    def answer(handler):
        time.sleep(seconds)
        handler.close_connection = True

    return answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self):
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        self.server.received.append(
            Received(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query)),
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
        )
        script = self.server.script
        answer = script.pop(0) if len(script) > 1 else script[0]
        answer(self)

    do_GET = do_POST = _serve

    def log_message(self, *args):
        pass

    def finish(self):
        with suppress(OSError):
            return super().finish()


class Stub:
    """The server. The last answer of its script repeats."""

    def __init__(self, *script: Answer, ssl_context=None):
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *args: None
        self._server.received = []
        self.play(*script)
        scheme = "http"
        if ssl_context:
            scheme = "https"
            self._server.socket = ssl_context.wrap_socket(
                self._server.socket, server_side=True
            )
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.01},
            daemon=True,
        )
        self._thread.start()

    def play(self, *script: Answer) -> None:
        """Set what the next requests are answered."""
        self._server.script = list(script or [reply({})])

    @property
    def received(self) -> list[Received]:
        return self._server.received

    def stop(self) -> None:
        """Close the port. Twice is fine."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class NoLimit:
    """Limiter that lets all through and keeps account."""

    def __init__(self):
        self.acquired = []
        self.penalties = []

    def acquire(self, is_batch):
        self.acquired.append(is_batch)

    def penalise(self, seconds):
        self.penalties.append(seconds)


def make_endpoints(url: str) -> Endpoints:
    return Endpoints("custom", f"{url}/discovery", url)


def make_transport(
    url: str, access_token=lambda force: "token", limiter: Limiter | None = None, **more
) -> Transport:
    """Return a transport to company 123 with short time-outs."""
    more.setdefault("timeout", (2, 5))
    return Transport(
        make_endpoints(url), "123", access_token, limiter or LocalLimiter(), **more
    )
