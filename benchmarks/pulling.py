"""``make bench`` of documents from QuickBooks, or this part alone: many on the way in.

Environment: ``BENCH_PULLED`` (invoices made in QuickBooks), ``BENCH_EDITED`` (of them,
edited there afterwards), ``BENCH_PULL_PROFILE`` (a file for a profile of the last turn,
and with ``.edits`` behind its name for one of the edits), ``BENCH_PUBLISH=1``.
"""

import os
import random
import sys
from collections import deque
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from scripts.steps import SetupError

from .measures import size
from .part import Part, measure
from .report import Row, operations
from .worker import Worker

PAGE = 1000  # objects that QuickBooks answers in one call
#: Documents that one batch makes, and seconds from batch to batch: 40 a minute.
TOGETHER, PACE = 30, 60 / 40
#: Turns of the pull between two creations by Odoo's own means.
BESIDE = 4
#: Documents that are created so in one go.
BARE = 300
#: Turns after which something is wrong.
TURNS = 2000


class Pulling(Part):
    """A company whose bookkeeper works in QuickBooks."""

    title = "pulling"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = size("BENCH_PULLED", 600, 20_000)
        self.edits = min(size("BENCH_EDITED", 100, 1_000), self.count)
        self.profile = os.environ.get("BENCH_PULL_PROFILE", "")
        self.profile_of_edits = self.profile and f"{self.profile}.edits"
        self.customers: list[str] = []
        self.items: list[str] = []
        #: Those that are edited later.
        self.made: deque[dict] = deque(maxlen=self.edits)

    def run(self) -> dict:
        """Take them over, and create the same by Odoo's own means in between."""
        with ExitStack() as stack:
            database = stack.enter_context(self.databases.clone("addon", "bench_pull"))
            with Worker(self.databases, database) as odoo:
                self._fill(odoo)
            total = self._make()
            pulls = stack.enter_context(Worker(self.databases, database))
            creates = stack.enter_context(Worker(self.databases, database))
            pulls.ask("lift_limits")
            self.simulator.clear_journal()
            found = self._take_over(pulls, creates)
            counted = self.simulator.counts()
            self._check(pulls.ask("documents"), total)
            total += self._edit()
            found["edit"] = self._follow(pulls, creates)
            self._check(pulls.ask("documents"), total)
        return found | {
            "documents": self.count,
            "edits": self.edits,
            "calls": counted["requests"],
            "operations": counted["operations"],
            "ideal": ceil(self.count / PAGE),
        }

    # === BEFORE === #

    def _fill(self, odoo: Worker) -> None:
        """Let both sides have the same customers and products, linked."""
        customers, items = max(self.count // 20, 20), max(self.count // 50, 10)
        self.say(f"filling {customers} customers, {items} products ...")
        simulator = self.simulator
        simulator.reset("us")
        simulator.set_throttle(enabled=False)
        simulator.generate(customers=customers, items=items)
        found = simulator.all("Customer", "Active = true")
        self.customers = [row["Id"] for row in found]
        found = simulator.all("Item", "Active = true")
        self.items = [row["Id"] for row in found if row.get("Type") == "Service"]
        odoo.ask("lift_limits")
        odoo.ask("connect", simulator=simulator.base_url)
        odoo.ask("start_import")
        odoo.ask("take_over", compare=False)
        start = date.today() - timedelta(days=400)
        odoo.ask("begin_books", start=str(start), percent=self._percent())
        # What the company began with is none of what is measured.
        odoo.ask("move", way="pull")
        simulator.clock.advance(600)
        odoo.ask("move", way="pull")

    def _percent(self) -> float:
        """Return the percentage of tax that QuickBooks adds to a sale."""
        sold = self._new_invoice(random.Random(0))
        self.simulator.delete("Invoice", sold["Id"])
        lines = sold["TxnTaxDetail"]["TaxLine"]
        percents = (line["TaxLineDetail"]["TaxPercent"] for line in lines)
        return float(sum(Decimal(str(percent)) for percent in percents))

    def _make(self) -> Decimal:
        """Make the invoices, as fast as QuickBooks lets anybody, by its own clock.

        :return: their total
        """
        self.say(f"making {self.count} invoices in QuickBooks ...")
        draw = random.Random(1)
        total = Decimal(0)
        for number in range(self.count):
            if number % TOGETHER == 0:
                self.simulator.clock.advance(PACE)
            invoice = self._new_invoice(draw)
            total += _total(invoice)
            self.made.append(invoice)
        return total

    def _new_invoice(self, draw: random.Random) -> dict:
        """Make an invoice of two lines, one of them taxed."""
        day = date.today() - timedelta(days=draw.randrange(365))
        return self.simulator.create(
            "Invoice",
            {
                "CustomerRef": {"value": draw.choice(self.customers)},
                "TxnDate": day.isoformat(),
                "Line": [_line(draw, self.items, code) for code in ("TAX", "NON")],
            },
        )

    def _edit(self) -> Decimal:
        """Sell one more of the first line of some; return what that adds to all."""
        self.say(f"editing {self.edits} of them in QuickBooks ...")
        more = Decimal(0)
        for invoice in self.made:
            more -= _total(invoice)
            line = invoice["Line"][0]
            sold = line["SalesItemLineDetail"]
            sold["Qty"] += 1
            line["Amount"] = sold["Qty"] * Decimal(str(sold["UnitPrice"]))
            news = {key: invoice[key] for key in ("Id", "SyncToken", "Line")}
            more += _total(self.simulator.update("Invoice", news | {"sparse": True}))
        return more

    # === MEASURED === #

    def _take_over(self, pulls: Worker, creates: Worker) -> dict:
        self.say(f"pulling {self.count} ...")
        turns: list[dict] = []
        bare: dict[str, list[dict]] = {"plain": [], "quiet": []}
        while not turns or turns[-1]["more"]:
            if len(turns) > TURNS:
                raise SetupError(f"Still due after {TURNS} turns of the cron.")
            turns.append(pulls.ask("pull_turn", poll=not turns, profile=self.profile))
            if len(turns) == 1:
                read = self.simulator.counts()
            if len(turns) % BESIDE == 1:
                for name, done in bare.items():
                    done.append(
                        creates.ask(
                            "create_documents", count=BARE, quiet=name == "quiet"
                        )
                    )
        return {
            "read": {key: read[key] for key in ("requests", "operations")},
            "pull": _each(turns),
            "bare": {name: _each(done) for name, done in bare.items()},
            "memory": [turn["memory"] for turn in turns],
            "turns": len(turns),
        }

    def _follow(self, pulls: Worker, creates: Worker) -> dict:
        self.say("pulling them again ...")
        turns: list[dict] = []
        while not turns or turns[-1]["more"]:
            if len(turns) > TURNS:
                raise SetupError(f"Still due after {TURNS} turns of the cron.")
            turns.append(
                pulls.ask("pull_turn", poll=not turns, profile=self.profile_of_edits)
            )
        bare = creates.ask("edit_documents", count=self.edits)
        return {"pull": _each(turns, self.edits), "bare": _each([bare])}

    def _check(self, found: dict, total: Decimal) -> None:
        """Make sure that all is there, to the cent.

        :raises SetupError: something is missing, double or held
        """
        wanted = {"linked": self.count, "posted": self.count, "total": f"{total:.2f}"}
        if found != wanted | {"held": []}:
            raise SetupError(f"There should be {wanted}; Odoo has {found}.")

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        pull, bare, memory = found["pull"], found["bare"], found["memory"]
        edit, edit_bare = found["edit"]["pull"], found["edit"]["bare"]
        return [
            Row(
                f"QuickBooks calls that read {found['documents']:,} new invoices",
                f"{found['read']['requests']} ({operations(found['read'])}); pages of "
                f"1,000: {found['ideal']}",
                "one for 1,000, plus 5 %",
            ),
            Row(
                "The same with all polls until the last of them was taken over",
                f"{found['calls']} ({operations(found)})",
            ),
            Row(
                "Taking them over, confirmed, over creating the same by one `create` "
                "and one `action_post`",
                "{:.2f} (own work alone: {:.2f}); 1,000: {:.1f} s over {:.1f} s".format(
                    pull["seconds"] / bare["plain"]["seconds"],
                    pull["cpu"] / bare["plain"]["cpu"],
                    1000 * pull["seconds"],
                    1000 * bare["plain"]["seconds"],
                ),
                "at most 1.25",
            ),
            Row(
                "The same, over creating without Odoo's line in the chatter",
                "{:.2f} (own work alone: {:.2f})".format(
                    pull["seconds"] / bare["quiet"]["seconds"],
                    pull["cpu"] / bare["quiet"]["cpu"],
                ),
            ),
            Row(
                "SQL statements for each",
                "{:.1f} over {:.1f}".format(
                    pull["statements"], bare["plain"]["statements"]
                ),
            ),
            Row(
                f"Following an edit of {found['edits']:,} posted ones, over resetting, "
                "writing and posting them by Odoo's own means, all at once",
                "{:.2f} (own work alone: {:.2f}); 1,000: {:.1f} s; "
                "{:.1f} statements each over {:.1f}".format(
                    edit["seconds"] / edit_bare["seconds"],
                    edit["cpu"] / edit_bare["cpu"],
                    1000 * edit["seconds"],
                    edit["statements"],
                    edit_bare["statements"],
                ),
            ),
            Row(
                "Memory after the first turn of the cron, and at most",
                f"{memory[0]} MB, {max(memory)} MB ({found['turns']} turns)",
                "flat",
            ),
        ]


def _each(turns: list[dict], documents: int = 0) -> dict:
    """Return what one document took of all that was done in ``turns``.

    :param documents: how many they were, unless the turns say so
    """
    documents = documents or sum(turn["documents"] for turn in turns)
    return {
        key: sum(turn[key] for turn in turns) / documents
        for key in ("seconds", "cpu", "statements")
    }


def _total(invoice: dict) -> Decimal:
    return Decimal(str(invoice["TotalAmt"]))


def _line(draw: random.Random, items: list[str], tax: str) -> dict:
    quantity, price = draw.randint(1, 9), Decimal(draw.randint(500, 50000)) / 100
    return {
        "Amount": quantity * price,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": draw.choice(items)},
            "Qty": quantity,
            "UnitPrice": price,
            "TaxCodeRef": {"value": tax},
        },
    }


if __name__ == "__main__":
    sys.exit(measure(Pulling))
