"""``make bench`` of sending, or this part alone: many documents, all of them new.

Environment: ``BENCH_PUSH_INVOICES``, ``BENCH_CUSTOMERS``, ``BENCH_ITEMS`` (new with
them), ``BENCH_PUBLISH=1``.
"""

import sys
from decimal import Decimal
from math import ceil

from scripts.steps import SetupError

from .charts import Chart
from .measures import BATCH, size
from .part import Part, measure
from .report import Row, operations
from .worker import Worker

#: What one document may cost of one core, in milliseconds, so that a worker keeps up
#: with what QuickBooks takes (40 batches of 30 a minute: 50 ms) and has three quarters
#: of its time left.
AIM = 12


class Pushing(Part):
    """Invoices with their customers and products, all of them new to QuickBooks."""

    title = "push"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invoices = size("BENCH_PUSH_INVOICES", 200, 10_000)
        self.customers = size("BENCH_CUSTOMERS", 60, 2_000)
        self.items = size("BENCH_ITEMS", 40, 500)

    def run(self) -> dict:
        """Send them, and count calls, own work and memory."""
        self.simulator.reset("us")
        self.simulator.set_throttle(enabled=False)
        with self.databases.clone("addon", "bench_push") as database:
            with Worker(self.databases, database) as odoo:
                self._fill(odoo)
            # Another process, so that the memory is that of sending alone.
            with Worker(self.databases, database) as odoo:
                odoo.ask("lift_limits")
                self.simulator.clear_journal()
                self.say("sending ...")
                moved = odoo.ask("move", way="push")
                counted = self.simulator.counts()
                self._check(odoo.ask("outcome"))
        kinds = (self.customers, self.items, self.invoices)
        return moved | {
            "invoices": self.invoices,
            "customers": self.customers,
            "items": self.items,
            "documents": sum(kinds),
            "calls": counted["requests"],
            "operations": counted["operations"],
            "ideal": sum(ceil(count / BATCH) for count in kinds),
        }

    def _fill(self, odoo: Worker) -> None:
        odoo.ask("connect", simulator=self.simulator.base_url)
        self.say(f"entering and posting {self.invoices} invoices ...")
        odoo.ask(
            "prepare",
            invoices=self.invoices,
            customers=self.customers,
            items=self.items,
            name="Sent",
        )
        odoo.ask("post_for_good")

    def _check(self, outcome: dict) -> None:
        """Make sure that what was measured is work that was done.

        :raises SetupError: QuickBooks does not have all of it
        """
        there = [Decimal(str(obj["TotalAmt"])) for obj in self.simulator.all("Invoice")]
        ours = Decimal(outcome["total"])
        if outcome["synced"] != self.invoices or sum(there) != ours:
            raise SetupError(
                f"Of {self.invoices} invoices {outcome['synced']} are in QuickBooks, "
                f"which has {len(there)} of {sum(there)} in all; Odoo's total is "
                f"{ours}. Odoo says: {'; '.join(outcome['held']) or 'nothing'}"
            )

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        count, memory = found["documents"], found["memory"]
        return [
            Row(
                "QuickBooks calls for {invoices:,} invoices with {customers:,} new "
                "customers and {items:,} new products".format(**found),
                f"{found['calls']:,} ({operations(found)}), looking for existing ones "
                f"included; {found['calls'] / found['ideal']:.2f} times the "
                f"{found['ideal']:,} full batches that carry them",
                "at most 1.10 times",
            ),
            Row(
                "Processor time of Odoo for each of them",
                f"{1000 * found['cpu'] / count:.1f} ms",
                f"at most {AIM} ms",
            ),
            Row(
                "SQL statements for each of them", f"{found['statements'] / count:.1f}"
            ),
            Row(
                "Sent in an hour if QuickBooks had no limits, the simulator's own work "
                "included",
                f"{3600 * count / found['seconds']:,.0f}",
                "72,000, which QuickBooks takes",
            ),
            Row(
                "Memory before, after the first turn of the cron, most, at the end",
                f"{memory[0]}, {memory[1]}, {max(memory)}, {memory[-1]} MB",
                "flat",
            ),
        ]

    @staticmethod
    def chart(found: dict) -> Chart:
        """Return the memory after each turn of the cron."""
        bars = [
            (f"turn {turn}" if turn else "before", megabytes)
            for turn, megabytes in enumerate(found["memory"])
        ]
        return Chart("Memory of Odoo's process in MB", bars, "{:.0f}")


if __name__ == "__main__":
    sys.exit(measure(Pushing))
