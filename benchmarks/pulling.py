"""``make bench`` of documents from QuickBooks, or this part alone: many on the way in.

Environment: ``BENCH_PULLED`` (invoices made in QuickBooks, then changed there),
``BENCH_PUBLISH=1``.
"""

import os
import random
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from qbo_simulator.testing import Simulator, running

from scripts.databases import Databases
from scripts.steps import SetupError, say

from .measures import size
from .worker import Worker, measured_databases

PAGE = 1000  # objects that QuickBooks answers in one call


class Pulling:
    """A company whose bookkeeper works in QuickBooks."""

    def __init__(self, databases: Databases, simulator: Simulator, say):
        self.databases = databases
        self.simulator = simulator
        self.say: Callable[[str], None] = say
        self.count = size("BENCH_PULLED", 2_000)
        self.profile = os.environ.get("BENCH_PROFILE", "")
        self.odoo: Worker | None = None
        self.customers: list[str] = []
        self.items: list[str] = []

    def run(self) -> dict:
        """Measure new documents, the same by Odoo's own means, and changed ones."""
        with ExitStack() as stack:
            database = stack.enter_context(self.databases.clone("addon", "bench_pull"))
            self.odoo = stack.enter_context(Worker(self.databases, database))
            self._fill()
            made = self._make()
            new = self._pull(self.profile)
            self._check(made)
            bare = {
                name: self.odoo.ask("create_documents", quiet=quiet)
                for name, quiet in (("plain", False), ("quiet", True))
            }
            return {"new": new, "bare": bare}

    def _fill(self) -> None:
        simulator = self.simulator
        customers, items = max(self.count // 20, 20), max(self.count // 50, 10)
        self.say(f"filling {customers} customers, {items} products ...")
        simulator.reset("us")
        simulator.set_throttle(enabled=False)
        simulator.generate(customers=customers, items=items)
        found = simulator.all("Customer", "Active = true")
        self.customers = [row["Id"] for row in found]
        found = simulator.all("Item", "Active = true")
        self.items = [row["Id"] for row in found if row.get("Type") == "Service"]
        self.odoo.ask("lift_limits")
        self.odoo.ask("connect", simulator=simulator.base_url)
        self.odoo.ask("start_import")
        self.odoo.ask("take_over", compare=False)
        start = date.today() - timedelta(days=400)
        self.odoo.ask("begin_books", start=str(start), percent=self._percent())
        self.odoo.ask("pull_documents")

    def _percent(self) -> float:
        """Return the percentage of tax that QuickBooks adds to a sale."""
        sold = self._new_invoice(random.Random(0))
        self.simulator.delete("Invoice", sold["Id"])
        return float(
            sum(
                Decimal(str(line["TaxLineDetail"]["TaxPercent"]))
                for line in sold["TxnTaxDetail"]["TaxLine"]
            )
        )

    def _make(self) -> Decimal:
        """Make invoices of two lines, one taxed; return their total."""
        self.say(f"making {self.count} invoices in QuickBooks ...")
        draw = random.Random(1)
        made = (self._new_invoice(draw) for _number in range(self.count))
        return sum((Decimal(str(invoice["TotalAmt"])) for invoice in made), Decimal(0))

    def _new_invoice(self, draw: random.Random) -> dict:
        day = date.today() - timedelta(days=draw.randrange(365))
        return self.simulator.create(
            "Invoice",
            {
                "CustomerRef": {"value": draw.choice(self.customers)},
                "TxnDate": day.isoformat(),
                "Line": [
                    _line(draw, self.items, {"TaxCodeRef": {"value": code}})
                    for code in ("TAX", "NON")
                ],
            },
        )

    def _pull(self, profile: str = "") -> dict:
        self.simulator.clear_journal()
        self.say(f"pulling {self.count} ...")
        pulled = self.odoo.ask("pull_documents", profile=profile)
        counted = self.simulator.counts()
        return pulled | {
            "documents": self.count,
            "calls": counted["requests"],
            "operations": counted["operations"],
            "ideal": ceil(self.count / PAGE),
        }

    def _check(self, total: Decimal) -> None:
        found = self.odoo.ask("documents")
        if found["posted"] < self.count or Decimal(found["total"]) < total:
            raise SetupError(f"{self.count} of {total} should be there: {found}")
        self.say(str(found))


def _line(draw: random.Random, items: list[str], detail: dict) -> dict:
    quantity, price = draw.randint(1, 9), Decimal(draw.randint(500, 50000)) / 100
    return {
        "Amount": quantity * price,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": draw.choice(items)},
            "Qty": quantity,
            "UnitPrice": price,
        }
        | detail,
    }


def main() -> int:
    """Measure this part alone and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(130))
    try:
        databases = measured_databases()
        with running() as simulator:
            found = Pulling(databases, simulator, say).run()
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 2
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
