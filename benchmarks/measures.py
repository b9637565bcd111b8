"""The three measurements; each returns what is printed and kept."""

import os
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil

from qbo_simulator.testing import Simulator

from scripts.databases import Databases
from scripts.steps import SetupError

from .worker import Worker

BATCH = 30  # operations that QuickBooks takes in one call
SIZES = (1, 20)  # batches whose statements are counted, besides the full one


def size(name: str, default: int) -> int:
    """Return a size that the environment may set.

    :raises SetupError: it is set to what is no number
    """
    text = os.environ.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise SetupError(f"{name} is {text}, not a number above 0.")
    return int(text)


@dataclass(frozen=True)
class Sizes:
    """How much is measured; each can be set by an environment variable."""

    #: BENCH_INVOICES: posted in one go
    invoices: int
    #: BENCH_ROUNDS: turns of each side
    rounds: int
    #: BENCH_PUSH_INVOICES, BENCH_CUSTOMERS, BENCH_ITEMS: sent to QuickBooks
    push_invoices: int
    customers: int
    items: int

    @classmethod
    def from_environment(cls) -> "Sizes":
        """Return the sizes that the environment asks for."""
        return cls(
            invoices=size("BENCH_INVOICES", 200),
            rounds=size("BENCH_ROUNDS", 6),
            push_invoices=size("BENCH_PUSH_INVOICES", 300),
            customers=size("BENCH_CUSTOMERS", 60),
            items=size("BENCH_ITEMS", 40),
        )


class Measurement:
    """Two Odoos side by side: one without the add-on, one connected and live."""

    def __init__(self, databases: Databases, simulator: Simulator, sizes: Sizes, say):
        self.databases = databases
        self.simulator = simulator
        self.sizes = sizes
        self.say: Callable[[str], None] = say
        self.bare: Worker | None = None
        self.connected: Worker | None = None

    def run(self) -> dict:
        """Measure everything."""
        with ExitStack() as stack:
            self.bare = self._worker(stack, "odoo")
            self.connected = self._worker(stack, "addon")
            self.connected.ask("connect", simulator=self.simulator.base_url)
            posting = self.posting()
            sending = self.sending()
        one = posting["bare"]["seconds"] / self.sizes.invoices
        pushed = sending["seconds"] / self.sizes.push_invoices
        return {
            "sizes": asdict(self.sizes),
            "posting": posting,
            "sending": sending,
            "per_invoice": {
                "post_ms": 1000 * one,
                "push_ms": 1000 * pushed,
                "push_cpu_ms": 1000 * sending["cpu"] / self.sizes.push_invoices,
                "ratio": pushed / one,
            },
        }

    def _worker(self, stack: ExitStack, template: str) -> Worker:
        name = stack.enter_context(self.databases.clone(template, f"bench_{template}"))
        return stack.enter_context(Worker(self.databases, name))

    # === POSTING === #

    def posting(self) -> dict:
        """Compare posting with and without the add-on, in alternating pairs."""
        sizes = self.sizes
        pair = (self.bare, self.connected)
        self.say(f"preparing {sizes.invoices} draft invoices twice ...")
        for odoo in pair:
            odoo.ask(
                "prepare",
                invoices=sizes.invoices,
                customers=sizes.customers,
                items=sizes.items,
                name="Posted",
            )
            odoo.ask("post", count=sizes.invoices)  # fills the caches
        statements = {}
        for count in sorted({*SIZES, sizes.invoices}):
            bare, connected = (
                # The first of a size may still fill a cache.
                [odoo.ask("post", count=count) for _ in range(2)][-1]["statements"]
                for odoo in pair
            )
            statements[count] = {"bare": bare, "added": connected - bare}
        calls = [
            odoo.ask("count_calls", count=sizes.invoices)["calls"] for odoo in pair
        ]
        bare, connected = self._alternate()
        return {
            "bare": _medians(bare),
            "connected": _medians(connected),
            "ratio": statistics.median(_ratios(bare, connected, "seconds")),
            "ratio_cpu": statistics.median(_ratios(bare, connected, "cpu")),
            "ratio_fastest": _fastest(connected) / _fastest(bare),
            "ratio_calls": calls[1] / calls[0],
            "ratios": _ratios(bare, connected, "seconds"),
            "noise": [
                after["seconds"] / before["seconds"] for before, after in pairwise(bare)
            ],
            "statements": statements,
        }

    def _alternate(self) -> tuple[list[dict], list[dict]]:
        """Let both post in turns; the bare one begins and ends."""
        count = self.sizes.invoices
        bare, connected = [self.bare.ask("post", count=count)], []
        for number in range(self.sizes.rounds):
            self.say(f"posting, round {number + 1} of {self.sizes.rounds} ...")
            connected.append(self.connected.ask("post", count=count))
            bare.append(self.bare.ask("post", count=count))
        return bare, connected

    # === SENDING === #

    def sending(self) -> dict:
        """Send invoices with all their new customers and products, and count calls."""
        sizes = self.sizes
        self.say(f"sending {sizes.push_invoices} invoices ...")
        self.connected.ask(
            "prepare",
            invoices=sizes.push_invoices,
            customers=sizes.customers,
            items=sizes.items,
            name="Sent",
        )
        self.connected.ask("post_for_good")
        known = set(self._theirs())
        self.simulator.clear_journal()
        timing = self.connected.ask("push")
        calls = self.simulator.counts()
        outcome = self.connected.ask("outcome")
        self._check(outcome, known)
        least = sum(
            ceil(count / BATCH)
            for count in (sizes.customers, sizes.items, sizes.push_invoices)
        )
        return timing | {
            "calls": calls["requests"],
            "operations": calls["operations"],
            "objects": calls["objects"],
            "statuses": calls["statuses"],
            "ideal": least + 1,
        }

    def _theirs(self) -> dict[str, Decimal]:
        return {
            invoice["Id"]: Decimal(str(invoice["TotalAmt"]))
            for invoice in self.simulator.all("Invoice")
        }

    def _check(self, outcome: dict, known: set[str]) -> None:
        """Make sure that what was measured is work that was done.

        :raises SetupError: QuickBooks does not have all of it
        """
        new = [total for id_, total in self._theirs().items() if id_ not in known]
        ours = Decimal(outcome["total"])
        if outcome["synced"] != self.sizes.push_invoices or sum(new) != ours:
            raise SetupError(
                f"Of {self.sizes.push_invoices} invoices {outcome['synced']} are in "
                f"QuickBooks, which has {len(new)} of {sum(new)} in all; Odoo's total "
                f"is {ours}. Odoo says: {'; '.join(outcome['held']) or 'nothing'}"
            )


def _medians(found: list[dict]) -> dict:
    return {
        key: statistics.median(result[key] for result in found)
        for key in ("seconds", "cpu", "statements")
    }


def _fastest(found: list[dict]) -> float:
    """Return the shortest time: that of the turn which was disturbed least."""
    return min(result["seconds"] for result in found)


def _ratios(bare: list[dict], connected: list[dict], key: str) -> list[float]:
    """Return each turn over the mean of the bare ones before and after it.

    So whatever makes the machine faster or slower by and by cancels out.
    """
    return [
        2 * turn[key] / (before[key] + after[key])
        for turn, (before, after) in zip(connected, pairwise(bare), strict=True)
    ]
