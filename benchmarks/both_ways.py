"""``make bench`` of changes, or this part alone: many contacts and products on the way.

Environment: ``BENCH_CONTACTS`` (changed here, then changed there), ``BENCH_REPRICED``
(products repriced in one go), ``BENCH_DRY`` (documents in a dry run),
``BENCH_PUBLISH=1``.
"""

import sys
from contextlib import ExitStack
from math import ceil

from scripts.steps import SetupError

from .measures import BATCH, size
from .part import Part, measure
from .report import Row, operations
from .worker import Worker

#: What the simulator makes, and changes, in one request.
MOST = 5000
#: Batches that QuickBooks takes in a minute.
BATCHES_PER_MINUTE = 40


class BothWays(Part):
    """A company whose contacts and products are all linked, and change."""

    title = "both ways"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.contacts = size("BENCH_CONTACTS", 1_000, 5_000)
        self.products = size("BENCH_REPRICED", 1_000, 20_000)
        self.documents = size("BENCH_DRY", 200, 2_000)
        self.odoo: Worker | None = None

    def run(self) -> dict:
        """Measure both ways, and what is shown before the first document goes."""
        return {"dry_run": self.dry_run()} | self.ways()

    def ways(self) -> dict:
        """Measure changes on their way out and in."""
        with ExitStack() as stack:
            database = stack.enter_context(self.databases.clone("addon", "bench_ways"))
            self.odoo = stack.enter_context(Worker(self.databases, database))
            self._fill()
            return {
                "pushed": self.push("Customer", "phone", "555-0142", self.contacts),
                "pulled": self.pull(),
                "repriced": self.push("Item", "list_price", 123.45, self.products),
            }

    # === BEFORE === #

    def dry_run(self) -> dict:
        """List what would be sent of many documents, before a company goes live."""
        self.say(f"a dry run of {self.documents} invoices ...")
        self.simulator.reset("us")
        self.simulator.set_throttle(enabled=False)
        with ExitStack() as stack:
            database = stack.enter_context(self.databases.clone("addon", "bench_dry"))
            odoo = stack.enter_context(Worker(self.databases, database))
            odoo.ask("lift_limits")
            odoo.ask("connect", simulator=self.simulator.base_url, live=False)
            odoo.ask(
                "prepare",
                invoices=self.documents,
                customers=max(self.documents // 5, 1),
                items=max(self.documents // 10, 2),
                name="Dry",
            )
            odoo.ask("post_for_good")
            self.simulator.clear_journal()
            found = odoo.ask("dry_run")
        counted = self.simulator.counts()
        if found["records"] < self.documents or found["refused"]:
            raise SetupError(f"The dry run lists something else: {found}")
        return found | {
            "documents": self.documents,
            "calls": counted["requests"],
            "operations": counted["operations"],
        }

    def _fill(self) -> None:
        """Let both sides have the same customers and products, linked."""
        simulator = self.simulator
        self.say(f"filling {self.contacts} customers, {self.products} products ...")
        simulator.reset("us")
        simulator.set_throttle(enabled=False)
        for name, count in (("customers", self.contacts), ("items", self.products)):
            for start in range(0, count, MOST):
                simulator.generate(**{name: min(MOST, count - start)})
        self.odoo.ask("lift_limits")
        self.odoo.ask("connect", simulator=simulator.base_url)
        self.odoo.ask("start_import")
        self.say("taking them over ...")
        self.odoo.ask("take_over", compare=False)

    # === OUT === #

    def push(self, kind: str, field: str, value, count: int) -> dict:
        """Change ``count`` records of Odoo at once, and send them."""
        self.say(f"changing {count} of {kind} in Odoo ...")
        changed = self.odoo.ask(
            "change", kind=kind, field=field, value=value, count=count
        )
        self.simulator.clear_journal()
        moved = self._move("push", changed["records"])
        self._check(kind, field, value, changed["records"])
        theirs = {"phone": "PrimaryPhone", "list_price": "UnitPrice"}[field]
        there = [str(obj.get(theirs)) for obj in self.simulator.all(kind)]
        if sum(str(value) in text for text in there) < changed["records"]:
            raise SetupError(f"Not every {kind} has its {theirs} in QuickBooks.")
        return moved | {
            "noting": changed["seconds"],
            "noting_statements": changed["statements"],
            "ideal": ceil(changed["records"] / BATCH),
            "minutes": ceil(changed["records"] / BATCH) / BATCHES_PER_MINUTE,
        }

    # === IN === #

    def pull(self) -> dict:
        """Change customers in QuickBooks, and take the changes over."""
        customers = self.simulator.all("Customer")[: self.contacts]
        self.say(f"changing {len(customers)} customers in QuickBooks ...")
        for customer in customers:
            edit = {"Id": customer["Id"], "sparse": True}
            self.simulator.update(
                "Customer", edit | {"PrimaryPhone": {"FreeFormNumber": "555-0177"}}
            )
        self.simulator.clear_journal()
        moved = self._move("pull", len(customers))
        self._check("Customer", "phone", "555-0177", len(customers))
        return moved

    def _move(self, way: str, count: int) -> dict:
        self.say(f"{way}: {count} ...")
        moved = self.odoo.ask("move", way=way)
        counted = self.simulator.counts()
        return moved | {
            "records": count,
            "calls": counted["requests"],
            "operations": counted["operations"],
        }

    def _check(self, kind: str, field: str, value, count: int) -> None:
        """Make sure that Odoo says what was changed.

        :raises SetupError: some records do not
        """
        found = self.odoo.ask("values_of", kind=kind, field=field)
        if found.get(str(value), 0) < count:
            raise SetupError(f"{count} of {kind} should have {value}; Odoo has {found}")

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        pushed, pulled, repriced = found["pushed"], found["pulled"], found["repriced"]
        dry = found["dry_run"]
        return [
            Row(
                f"Dry run of {dry['documents']:,} invoices, {dry['records']:,} lines",
                _way(dry),
            ),
            Row(
                f"Changed contacts pushed: {pushed['records']:,}",
                _way(pushed),
                f"full batches: {pushed['ideal']} calls",
            ),
            Row(
                f"Changed contacts pulled: {pulled['records']:,}",
                _way(pulled),
                "pages of 1,000",
            ),
            Row(
                f"Products repriced in one write and pushed: {repriced['records']:,}",
                _way(repriced),
                f"full batches: {repriced['ideal']} calls",
            ),
            Row(
                f"SQL statements that note {repriced['records']:,} repriced products, "
                f"and {pushed['records']:,} contacts",
                "{noting_statements} ({noting:.1f} s), ".format(**repriced)
                + "{noting_statements} ({noting:.1f} s)".format(**pushed),
                "constant",
            ),
            Row(
                f"Minutes that QuickBooks' limits ask for {repriced['records']:,}",
                f"{repriced['minutes']:.0f}",
            ),
        ]


def _way(moved: dict) -> str:
    count = moved["records"]
    return (
        f"{moved['calls']} calls ({operations(moved)}); "
        f"{moved['statements'] / count:.1f} statements each; 1,000 in "
        f"{1000 * moved['seconds'] / count:.1f} s (own work alone: "
        f"{1000 * moved['cpu'] / count:.1f} s)"
    )


if __name__ == "__main__":
    sys.exit(measure(BothWays))
