"""``make bench`` of latency, or this part alone: how soon the other side knows.

An Odoo with a cron, whose queue is empty, and a QuickBooks that takes 200 ms for each
call. Orders are invoiced one by one; contacts are changed in QuickBooks one by one.

Environment: ``BENCH_LATENCY`` (how many of each), ``BENCH_PUBLISH=1``.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from scripts.server import Server
from scripts.steps import SetupError

from .measures import size
from .notices import PATH, VERIFIER
from .part import Part, measure
from .report import Row
from .worker import Worker

#: Seconds that QuickBooks takes for each call.
CALL = 0.2
#: Seconds between two looks whether the other side knows, and until we give up.
LOOK, PATIENCE = 0.02, 60
#: Seconds between customers who are new: each costs some of the 40 batches that
#: QuickBooks takes in a minute, and nobody is to wait for a turn here.
APART = 5


class Latency(Part):
    """One document, one change at a time, to a server that has nothing else to do."""

    title = "latency"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = size("BENCH_LATENCY", 4, 40)
        self.draw = random.Random(1)

    def run(self) -> dict:
        """Measure both ways, in seconds."""
        self.simulator.reset("us")
        with ExitStack() as stack:
            database = stack.enter_context(self.databases.clone("addon", "bench_late"))
            odoo = stack.enter_context(Worker(self.databases, database))
            odoo.ask("connect", simulator=self.simulator.base_url)
            odoo.ask("listen", verifier=VERIFIER)
            odoo.ask(
                "prepare",
                invoices=2 * self.count,
                customers=2 * self.count,
                items=10,
                name="Late",
            )
            odoo.ask("furnish", posted=self.count, orders=self.count)
            odoo.ask("move", way="push")
            self.simulator.fail_next(None, kind="delay", seconds=CALL)
            server = stack.enter_context(Server(self.databases, database, crons=2))
            self.simulator.settings(
                webhooks={"url": server.url + PATH, "verifier_token": VERIFIER}
            )
            self._wake(database)
            time.sleep(5)  # it looks for work when it is woken for the first time
            found = {
                "known": [self._send(odoo, "invoice_order") for _ in range(self.count)],
                "new": [
                    self._send(odoo, "post_next", APART) for _ in range(self.count)
                ],
                "notice": [self._tell(odoo, n) for n in range(self.count)],
            }
            self.simulator.clear_faults()
        return found | {"count": self.count}

    def _wake(self, database: str) -> None:
        notify = f"SELECT pg_notify('cron_trigger', '{database}')"
        self.databases.server.sql(notify, "postgres")

    # === OUT === #

    def _send(self, odoo: Worker, method: str, pause: float = 0) -> float:
        """Return the seconds from a commit until QuickBooks has the invoice.

        :param pause: seconds before it, besides a moment of random length
        """
        time.sleep(pause + self.draw.uniform(0.5, 1.5))
        before = self._invoices()
        odoo.ask(method)
        return self._wait(lambda: self._invoices() > before)

    def _invoices(self) -> int:
        return len(self.simulator.all("Invoice"))

    # === IN === #

    def _tell(self, odoo: Worker, number: int) -> float:
        """Return the seconds from a notice until Odoo has what it tells of."""
        time.sleep(self.draw.uniform(0.5, 1.5))
        phone = f"555-{number:04}"
        customers = self.simulator.all("Customer", "DisplayName LIKE 'Late customer%'")
        self.simulator.update(
            "Customer",
            {
                "Id": customers[number % len(customers)]["Id"],
                "sparse": True,
                "PrimaryPhone": {"FreeFormNumber": phone},
            },
        )
        began = time.perf_counter()
        self.simulator.deliver_webhooks()
        self._wait(lambda: odoo.ask("has_phone", phone=phone)["found"])
        return time.perf_counter() - began

    @staticmethod
    def _wait(is_there: Callable[[], bool]) -> float:
        began = time.perf_counter()
        while not is_there():
            if time.perf_counter() - began > PATIENCE:
                raise SetupError("The other side does not get to know of it.")
            time.sleep(LOOK)
        return time.perf_counter() - began

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        rows = (
            ("Order invoiced, until QuickBooks has the invoice", "known"),
            ("The same for a customer who is new to QuickBooks", "new"),
            ("Notice of a change, until Odoo has it", "notice"),
        )
        return [
            Row(
                what,
                f"median {statistics.median(found[name]):.2f} s, "
                f"slowest of {found['count']}: {max(found[name]):.2f} s",
                "below 2 s",
            )
            for what, name in rows
        ]


if __name__ == "__main__":
    sys.exit(measure(Latency))
