"""``make bench`` of the first import, or this part alone: taking everything over.

Environment: ``BENCH_IMPORT`` (customers and products, of each), ``BENCH_KILLED`` (of
each, where the worker is killed in the middle), ``BENCH_PUBLISH=1``.
"""

import random
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from math import ceil

from qbo_simulator.testing import Simulator, running

from scripts import settings
from scripts.databases import Databases
from scripts.steps import SetupError, say

from . import report
from .importing import KINDS
from .measures import size
from .worker import Worker, measured_databases

PAGE = 1000  # rows that QuickBooks answers in one call

#: Which step is killed, after how many like it.
KILLS = (("read_counterparts", 2), ("apply_pairings", 1), ("apply_pairings", 2))


class FirstImport:
    """A company with many customers and products is taken over, whole and killed."""

    def __init__(self, databases: Databases, simulator: Simulator, say):
        self.databases = databases
        self.simulator = simulator
        self.say: Callable[[str], None] = say
        self.count = size("BENCH_IMPORT", 10_000)
        self.killed = size("BENCH_KILLED", 2_500)

    def run(self) -> dict:
        """Measure, then kill."""
        return {"whole": self.whole(), "killed": self.kill()}

    def _fill(self, count: int) -> dict[str, int]:
        """Fill QuickBooks; return how many active ones it has of each kind."""
        self.say(f"filling QuickBooks with {count} customers and products ...")
        self.simulator.reset("us")
        self.simulator.generate(customers=count, items=count)
        return {kind: len(self._theirs(kind)) for kind in KINDS}

    def _theirs(self, kind: str) -> list[dict]:
        return [
            row
            for row in self.simulator.all(kind, "Active = true")
            if row.get("Type") != "Category"
        ]

    # === WHOLE === #

    def whole(self) -> dict:
        """Take everything over once, beside bare creations of the same records."""
        there = self._fill(self.count)
        with ExitStack() as stack:
            odoo = self._worker(stack, self._database(stack))
            odoo.ask("connect", simulator=self.simulator.base_url)
            odoo.ask("start_import")
            self.simulator.clear_journal()
            self.say(f"taking over {sum(there.values())} ...")
            timing = odoo.ask("take_over", compare=True)
            calls = self.simulator.counts()["requests"]
            outcome = odoo.ask("imported")
        self._check(outcome, there)
        rows = [len(self.simulator.all(kind)) for kind in (*KINDS, "Vendor")]
        ratios = {
            f"ratio_{name}": sum(timing[kind][clock] for kind in kinds)
            / timing["bare"][clock]
            for name, kinds, clock in (
                ("all", ("reading", "applying"), "seconds"),
                ("all_cpu", ("reading", "applying"), "cpu"),
                ("creating", ("applying",), "seconds"),
                ("creating_cpu", ("applying",), "cpu"),
            )
        }
        return (
            timing
            | {
                "rows": sum(rows),
                "calls": calls,
                # Vendors are read too: a person may be both.
                "ideal": sum(ceil(count / PAGE) for count in rows),
                "created": sum(there.values()),
            }
            | ratios
        )

    # === KILLED === #

    def kill(self) -> dict:
        """Kill the worker in the middle of its steps, and let another go on."""
        there = self._fill(self.killed)
        draw = random.Random(1)
        with ExitStack() as stack:
            database = self._database(stack)
            with Worker(self.databases, database) as odoo:
                odoo.ask("connect", simulator=self.simulator.base_url)
                odoo.ask("start_import")
            for kind, after in KILLS:
                with Worker(self.databases, database) as odoo:
                    odoo.kill_within(
                        "take_over",
                        f"step: {kind} ",
                        after,
                        draw.uniform(0.2, 1.0),
                        compare=False,
                    )
            self.say("going on after the kills ...")
            with Worker(self.databases, database) as odoo:
                odoo.ask("take_over", compare=False)
                outcome = odoo.ask("imported")
        self._check(outcome, there)
        return {"count": len(KILLS), "created": sum(there.values())}

    def _check(self, outcome: dict, there: dict[str, int]) -> None:
        """Make sure that all is there, once.

        :raises SetupError: something is missing or double
        """
        for kind, count in there.items():
            found = outcome[kind]
            if set(found.values()) != {count}:
                raise SetupError(
                    f"QuickBooks has {count} of {kind}; Odoo has {found}, "
                    f"{outcome['failed']} failed."
                )

    def _database(self, stack: ExitStack) -> str:
        return stack.enter_context(self.databases.clone("addon", "bench_import"))

    def _worker(self, stack: ExitStack, database: str) -> Worker:
        return stack.enter_context(Worker(self.databases, database))


def main() -> int:
    """Measure the first import alone and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(130))
    try:
        databases = measured_databases()
        with running() as simulator:
            found = FirstImport(databases, simulator, say).run()
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 2
    report.show_import(found)
    kept = report.keep({"first_import": found})
    say(f"kept in {kept.relative_to(settings.REPO)}")
    if settings.flag("BENCH_PUBLISH"):
        report.publish_import(found)
        say(f"published in {report.PAGE.relative_to(settings.REPO)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
