"""``make bench`` of the first import, or this part alone: taking everything over.

Environment: ``BENCH_IMPORT`` (customers and products, of each), ``BENCH_KILLED`` (of
each, where the worker is killed in the middle), ``BENCH_PUBLISH=1``.
"""

import random
import sys
from contextlib import ExitStack
from math import ceil

from scripts.steps import SetupError

from .importing import KINDS
from .measures import size
from .part import Part, measure
from .report import Row
from .worker import Worker

PAGE = 1000  # rows that QuickBooks answers in one call

#: Which step is killed, after how many like it.
KILLS = (("read_counterparts", 2), ("apply_pairings", 1), ("apply_pairings", 2))


class FirstImport(Part):
    """A company with many customers and products is taken over, whole and killed."""

    title = "first import"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = size("BENCH_IMPORT", 2_500, 10_000)
        self.killed = size("BENCH_KILLED", 2_500, 2_500)

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

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        whole, killed = found["whole"], found["killed"]
        created = whole["created"]
        return [
            Row(
                f"QuickBooks calls for a first import ({whole['rows']:,} objects read, "
                f"{created:,} records created)",
                "{calls}; the fewest that could do it: {ideal}".format(**whole),
                "one for 1,000, plus 5 %",
            ),
            Row(
                "First import over a bare creation of the same records",
                "{ratio_all:.2f}, reading and proposing included (own work alone: "
                "{ratio_all_cpu:.2f}); creating and linking {ratio_creating:.2f} "
                "({ratio_creating_cpu:.2f}); 1,000 bare: {bare_seconds:.2f} s".format(
                    bare_seconds=1000 * whole["bare"]["seconds"] / created,
                    **whole,
                ),
                "at most 1.5",
            ),
            Row(
                "Most memory of that import above its start",
                f"{whole['memory']} MB",
                "flat, below 300 MB",
            ),
            Row(
                f"First import of {killed['created']:,} whose worker was killed "
                f"(kill -9) {killed['count']} times",
                "all there, nothing twice",
                "no duplicates",
            ),
        ]


if __name__ == "__main__":
    sys.exit(measure(FirstImport))
