"""``make demo``: tell the story, then leave both web pages up.

Environment:

- ``DEMO_EXIT=1``: check the story, print ``demo: ok`` and end (1 if anything differs);
- ``PORT``: of Odoo, 8069 if that is free;
- ``QBO_CLIENT_ID``, ``QBO_CLIENT_SECRET``, ``QBO_REDIRECT_URI``: talk to an Intuit
  sandbox instead of the simulator (see README.rst);
- ``DEMO_SCREENSHOTS=DIR``: put pictures of the pages there.
"""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import requests
from qbo_simulator.testing import SimulatorError, SimulatorProcess

from . import bootstrap, odoo_log, settings
from .databases import Databases
from .demonstration import books as quickbooks
from .demonstration.report import Report, StoryError
from .demonstration.story import Story
from .demonstration.web_client import OdooRefusal, WebClient
from .server import Server, free_port
from .steps import STOPPED, SetupError, exit_status, say

ODOO_PORT = 8069
SIMULATOR_PORT = 8765
FAILURES = (StoryError, OdooRefusal, SimulatorError, requests.RequestException)


def main() -> int:
    """Run the demonstration and return its exit status."""
    status = exit_status(_demonstrate)
    if status == STOPPED:
        print("\nstopped; the demonstration's database is gone", flush=True)
    return status


def _demonstrate() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with ExitStack() as stack:
        return Demonstration(stack).run()


def _interrupt(_number, _frame) -> None:
    """End in order, once: the same Ctrl-C may arrive by several ways."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    print("\nputting everything away ...", flush=True)
    raise KeyboardInterrupt


class Demonstration:
    """Everything that runs while the story is told; the stack puts it away."""

    def __init__(self, stack: ExitStack):
        self.stack = stack
        self.report = Report()
        self.ends = settings.flag("DEMO_EXIT")
        self.pictures = os.environ.get("DEMO_SCREENSHOTS", "")

    def run(self) -> int:
        """Set everything up, tell the story, serve; return the exit status."""
        keys = quickbooks.intuit_keys()
        port = _odoo_port(keys)
        databases = Databases(bootstrap.ensure())
        # Pages are looked at by a browser only when somebody stays to look.
        template = "addon" if self.ends and not self.pictures else "warm"
        name = self.stack.enter_context(databases.clone(template, "demo"))
        odoo = Server(databases, name, port)
        say(f"starting Odoo on {odoo.url} ...")
        self.stack.enter_context(odoo)
        if keys:
            odoo.url = quickbooks.redirect_base() or f"http://localhost:{odoo.port}"
            books = quickbooks.IntuitBooks(databases, name, keys)
        else:
            books = self.stack.enter_context(simulated_books())
        client = partial(WebClient, odoo.url, name)
        try:
            story = Story(client, books, self.report)
            story.tell()
        except FAILURES as error:
            self.report.differences.append(str(error))
        self._check_log(odoo)
        if self.report.differences:
            return self._fail(odoo)
        return self._finish(odoo, books, story)

    def _check_log(self, odoo: Server) -> None:
        complaints = odoo_log.complaints(odoo.log.read_text())
        self.report.differences += [f"in Odoo's log: {line}" for line in complaints]

    def _fail(self, odoo: Server) -> int:
        print("\ndemo: FAILED", file=sys.stderr)
        for line in self.report.differences:
            print(f"  - {line}", file=sys.stderr)
        print(f"  Odoo's log: {odoo.log}", file=sys.stderr)
        return 1

    def _finish(self, odoo: Server, books: quickbooks.Books, story: Story) -> int:
        if self.pictures:
            from .demonstration.screenshots import take

            take(odoo.url, story, Path(self.pictures))
        if self.ends:
            print("demo: ok", flush=True)
            return 0
        self._show_the_way(odoo, books, story)
        status = odoo.wait()
        print(f"Odoo ended by itself with status {status}; its log: {odoo.log}")
        return 1

    def _show_the_way(
        self, odoo: Server, books: quickbooks.Books, story: Story
    ) -> None:
        page = story.clerk.read("account.move", story.invoice, "qbo_url")["qbo_url"]
        print(
            f"""
   Both are still there; look around:

   Odoo        {odoo.url}
               admin / admin may do everything, clerk / clerk sells and invoices
     order     {odoo.url}/odoo/sales/{story.order}
     invoice   {odoo.url}/odoo/customer-invoices/{story.invoice}
     settings  {odoo.url}/odoo/quickbooks-settings
   QuickBooks  {books.address}
     invoice   {page}

   Ctrl-C ends both and throws this database away.""",
            flush=True,
        )


@contextmanager
def simulated_books() -> Iterator[quickbooks.SimulatedBooks]:
    """Run a simulator with a US company, on its usual port if that is free."""
    port = str(SIMULATOR_PORT if _is_free(SIMULATOR_PORT) else 0)
    say("starting the simulated QuickBooks ...")
    process = SimulatorProcess("--port", port)
    try:
        process.start()
    except RuntimeError as error:
        raise SetupError(str(error)) from error
    try:
        yield quickbooks.SimulatedBooks(process.client())
    finally:
        process.stop()


def _odoo_port(keys: dict | None) -> int:
    """Return the port that Odoo listens on.

    :raises SetupError: a port was asked for, or is registered at Intuit, and is taken
    """
    wanted = os.environ.get("PORT")
    if not wanted and keys:
        registered = urlsplit(quickbooks.redirect_base())
        if registered.hostname in ("localhost", "127.0.0.1"):
            wanted = registered.port
    if not str(wanted or ODOO_PORT).isdigit():
        raise SetupError(f"PORT is {wanted}, not a number.")
    port = int(wanted or ODOO_PORT)
    if _is_free(port):
        return port
    if wanted or keys:
        raise SetupError(f"Port {port} is taken.", "Free it, or choose another PORT.")
    return free_port()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
