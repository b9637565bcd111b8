"""``make bench`` of scaling out, or this part alone: many companies, more workers.

Eight companies, each with its own QuickBooks company, whose real limits are kept and
which takes 200 ms for each call. The same documents are sent by more and more cron
workers, of one server and of two.

Environment: ``BENCH_SPREAD`` (invoices of each company), ``BENCH_PUBLISH=1``.
"""

import os
import sys
import time
from contextlib import ExitStack

from scripts.server import Server, free_port
from scripts.steps import SetupError

from .charts import Chart
from .latency import CALL
from .measures import size
from .part import Part, measure
from .report import Row
from .worker import Worker

COMPANIES = 8
#: Servers, and cron workers of each.
FLEETS = ((1, 1), (1, 2), (1, 4), (2, 2))
#: What is not in QuickBooks yet.
LEFT = "SELECT count(*) FROM quickbooks_binding WHERE is_due OR request_id IS NOT NULL"
#: Seconds between two looks, and after which we give up.
LOOK, PATIENCE = 0.5, 900


class Scaling(Part):
    """The same work for more and more workers."""

    title = "scale out"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invoices = size("BENCH_SPREAD", 10, 150)

    def run(self) -> dict:
        """Send the same documents again and again, by other workers each time."""
        with ExitStack() as stack:
            original = stack.enter_context(
                self.databases.clone("addon", "bench_spread")
            )
            documents = self._prepare(original)
            template = self._move(original)
            stack.callback(self.databases.drop, template)
            books = self.simulator.snapshot()
            found = []
            for servers, crons in FLEETS:
                self.simulator.restore(books)
                self.simulator.fail_next(None, kind="delay", seconds=CALL)
                self.say(f"{servers} servers with {crons} cron workers ...")
                found.append(self._send(template, servers, crons) | documents)
        return {"fleets": found, "invoices": self.invoices, "cores": os.cpu_count()}

    def _prepare(self, database: str) -> dict:
        """Let every company post its invoices; return how many documents wait."""
        self.simulator.reset("us")
        realms = [self.simulator.realm_id]
        while len(realms) < COMPANIES:
            realms.append(self.simulator.add_company("us"))
        self.say(f"connecting {COMPANIES} companies ...")
        with Worker(self.databases, database) as odoo:
            address = self.simulator.base_url
            odoo.ask("connect_companies", simulator=address, realms=realms)
            self.say(f"posting {self.invoices} invoices for each ...")
            odoo.ask("spread", invoices=self.invoices)
        return {"documents": int(self._sql(LEFT, database))}

    def _move(self, database: str) -> str:
        """Return another database in the place of ``database``, which is dropped.

        Copies beside the one that signed in would exchange nothing.
        """
        moved = f"{database}_moved"
        self.databases.copy(database, moved)
        self.databases.drop(database)
        return moved

    def _sql(self, statement: str, database: str) -> str:
        return self.databases.server.sql(statement, database)[0]

    # === SENDING === #

    def _send(self, template: str, servers: int, crons: int) -> dict:
        """Return seconds, calls and refusals of one fleet."""
        with ExitStack() as stack:
            database = f"{template}_{servers}_{crons}"
            stack.callback(self.databases.drop, database)
            self.databases.copy(template, database)
            for number in range(servers):
                stack.enter_context(self._server(database, number, crons))
            self.simulator.clear_journal()
            began = time.perf_counter()
            self._wait(database)
            seconds = time.perf_counter() - began
            counted = self.simulator.counts()
            self._check(database)
        return {
            "servers": servers,
            "crons": crons,
            "seconds": seconds,
            "calls": counted["requests"],
            "refused": counted["statuses"].get("429", 0),
        }

    def _server(self, database: str, number: int, crons: int) -> Server:
        # Workers are processes then; the web client's own socket has a port of its own.
        options = ("--workers=1", f"--gevent-port={free_port()}")
        server = Server(self.databases, database, crons=crons, options=options)
        server.log = server.log.with_stem(f"{database}-{number}")
        return server

    def _wait(self, database: str) -> None:
        end = time.monotonic() + PATIENCE
        while self._sql(LEFT, database) != "0":
            if time.monotonic() > end:
                raise SetupError(f"{self._sql(LEFT, database)} documents still wait.")
            # A worker that found all companies taken looks again, as it does by itself
            # once a minute.
            notify = f"SELECT pg_notify('cron_trigger', '{database}')"
            self.databases.server.sql(notify, "postgres")
            time.sleep(LOOK)

    def _check(self, database: str) -> None:
        """Make sure that what was measured is work that was done.

        :raises SetupError: QuickBooks does not have all of it
        """
        synced = self._sql(
            "SELECT count(*) FROM quickbooks_binding "
            "WHERE entity = 'Invoice' AND state = 'synced'",
            database,
        )
        if int(synced) != COMPANIES * self.invoices:
            raise SetupError(f"Only {synced} invoices are in QuickBooks.")

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        return [
            Row(
                f"{fleet['servers']} server{'s' if fleet['servers'] > 1 else ''} with "
                f"{fleet['crons']} cron workers",
                f"{fleet['documents'] / fleet['seconds']:.1f} documents a second "
                f"({fleet['documents']:,} in {fleet['seconds']:.0f} s, "
                f"{fleet['calls']:,} calls, {fleet['refused']} refused as too many)",
                "more with more workers; nothing refused",
            )
            for fleet in found["fleets"]
        ]

    @staticmethod
    def chart(found: dict) -> Chart:
        """Return the throughput of each fleet."""
        bars = [
            (
                f"{fleet['servers']} × {fleet['crons']} cron workers",
                fleet["documents"] / fleet["seconds"],
            )
            for fleet in found["fleets"]
        ]
        return Chart("Documents a second", bars, "{:.1f}")

    @staticmethod
    def remark(found: dict) -> str:
        """Return how far the figures can be trusted."""
        return (
            f"{COMPANIES} companies; {found['cores']} cores, which Odoo, PostgreSQL "
            "and the simulated QuickBooks share"
        )


if __name__ == "__main__":
    sys.exit(measure(Scaling))
