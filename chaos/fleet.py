"""Two Odoo servers on one database, whose processes may be killed."""

import os
import re
import signal
import threading
from contextlib import ExitStack

import psutil

from scripts import settings
from scripts.databases import Databases
from scripts.server import Server, free_port
from scripts.steps import SetupError, say

from .evidence import errors_in

SERVERS = 2
#: Cron workers and web workers of each server.
CRONS, WEB = 2, 1
ADDONS = settings.REPO / "chaos" / "addons"
ALIVE = re.compile(r"Worker (WorkerCron|WorkerHTTP) \((\d+)\) alive")


def options(bench) -> dict[str, str]:
    """Return what Odoo's configuration says beside the usual."""
    folders = [*bench.source.addons, *settings.addon_folders(), ADDONS]
    return {
        "addons_path": ",".join(map(str, folders)),
        "workers": str(WEB),
        "log_level": "warn",
        "log_handler": "odoo.service.server:INFO",
    }


class Fleet:
    """The servers, and who starts them again when they are gone."""

    def __init__(self, databases: Databases, database: str, stops: str):
        self.servers = [
            Server(
                databases,
                database,
                crons=CRONS,
                options=[
                    "--load=base,web,quickbooks_chaos",
                    f"--gevent-port={free_port()}",
                ],
                variables={"CHAOS_STOPS": stops},
            )
            for _server in range(SERVERS)
        ]
        for number, server in enumerate(self.servers):
            server.log = settings.LOGS / f"{database}-{number}.log"
        self.restarts = 0
        self._over = threading.Event()
        self._stack = ExitStack()
        self._guard = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Fleet":
        for server in self.servers:
            self._stack.callback(self._end, server)
            server.start()
        self._guard.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.close()

    def close(self) -> None:
        """Stop all servers, for good."""
        self._over.set()
        self._guard.join()
        self._stack.close()

    @property
    def urls(self) -> list[str]:
        """Return the servers' addresses."""
        return [server.url for server in self.servers]

    def _watch(self) -> None:
        """Start a server again that is gone, as the machine's own service does."""
        while not self._over.wait(0.5):
            for server in self.servers:
                if server.process.poll() is None:
                    continue
                self._kill_all(server)
                self.restarts += 1
                try:
                    server.start()
                except SetupError as error:
                    say(f"a server does not come up yet: {str(error)[-200:]}")

    @staticmethod
    def _kill_all(server: Server) -> None:
        try:
            os.killpg(server.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def _end(self, server: Server) -> None:
        if server.process is not None:
            self._kill_all(server)
            server.process.wait()

    # === KILLING === #

    def workers(self, kind: str) -> list[psutil.Process]:
        """Return the living workers of a kind, "WorkerCron" or "WorkerHTTP"."""
        found = []
        for server in self.servers:
            text = server.log.read_text(errors="replace")
            mine = {int(pid) for name, pid in ALIVE.findall(text) if name == kind}
            try:
                children = psutil.Process(server.process.pid).children()
            except psutil.NoSuchProcess:
                continue
            found += [child for child in children if child.pid in mine]
        return found

    def kill_worker(self, kind: str, chance) -> bool:
        """Kill one worker of a kind; tell whether there was one."""
        workers = self.workers(kind)
        if not workers:
            return False
        try:
            chance.choice(workers).send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            return False
        return True

    def kill_server(self, chance) -> bool:
        """Kill a server with all its workers at once."""
        self._kill_all(chance.choice(self.servers))
        return True

    def errors(self) -> list[str]:
        """Return what the servers have logged and no broken database explains."""
        return [
            f"logged: {error}"
            for server in self.servers
            for error in errors_in(server.log.read_text(errors="replace"))
        ]
