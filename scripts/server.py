"""An Odoo server as a subprocess, for the demo and for people."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from . import settings
from .databases import Databases
from .steps import SetupError

START_LIMIT = 120  # seconds


def free_port() -> int:
    """Return a TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One threaded Odoo server (web client, websocket and crons in one process).

    ::

        with databases.clone("warm", "demo") as name, Server(databases, name) as odoo:
            print(odoo.url)

    :param port: a free one is taken when it is not given
    :param crons: how many scheduled jobs may run at once; 0 runs none
    :param options: more words for Odoo's command line
    """

    def __init__(
        self,
        databases: Databases,
        database: str,
        port: int | None = None,
        *,
        crons: int = 1,
        options: Sequence[str] = (),
        variables: dict[str, str] | None = None,
    ):
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = settings.LOGS / f"{database}.log"
        self.command = databases.odoo(
            database,
            f"--http-port={self.port}",
            f"--max-cron-threads={crons}",
            *options,
        )
        self.env = databases.environment(**(variables or {}))
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.stop()

    def start(self) -> None:
        """Start Odoo and wait until it answers.

        :raises SetupError: with the end of its log, when it does not come up
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # Started again, it goes on where it stopped.
        with self.log.open("a" if self.process else "w") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us, and we stop it in order
            )
        limit = time.monotonic() + START_LIMIT
        while time.monotonic() < limit and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(0.2)
        self.stop()
        tail = "\n    ".join(self.log.read_text().splitlines()[-20:])
        raise SetupError(f"Odoo's server did not start:\n    {tail}", str(self.log))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/web/health", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def wait(self) -> int:
        """Wait until Odoo ends and return its exit status."""
        return self.process.wait()

    def stop(self) -> None:
        """Stop Odoo, at once if it does not go by itself."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
