"""``make bench`` of people's own work, or this part alone: what they wait for.

Two Odoos side by side, one without the add-on, one connected and live, do the same in
turns: the one posts, confirms, edits, pays, opens a list, then the other does.

Environment: ``BENCH_INVOICES`` (most that are posted in one go), ``BENCH_ORDERS``,
``BENCH_PARTNERS``, ``BENCH_PAYMENTS``, ``BENCH_ROUNDS`` (turns of each side),
``BENCH_REPEAT`` (how often short work is done in a turn), ``BENCH_PUBLISH=1``.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass

from .charts import Chart
from .measures import compared, in_turns, size
from .part import Part, measure
from .report import Row
from .worker import Worker

#: Rows of a list on one page.
LIST = 80
#: Statements are counted for a batch of this size too; what we add shall be the same.
SMALL = 10


@dataclass(frozen=True)
class Action:
    """One thing that people do.

    :param method: of the worker
    :param what: in words; ``{}`` is the count
    :param repeat: how often in one turn: a turn shall take a second or more
    """

    method: str
    count: int
    what: str
    repeat: int = 1

    @property
    def label(self) -> str:
        """Return what is done, with the count."""
        return self.what.format(f"{self.count:,}")


class Desk(Part):
    """Two Odoos side by side: one without the add-on, one connected and live."""

    title = "desk"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rounds = size("BENCH_ROUNDS", 3, 9)
        self.repeat = size("BENCH_REPEAT", 8, 20)
        self.invoices = size("BENCH_INVOICES", 50, 1000)
        self.drafts = max(self.invoices, LIST)
        self.orders = size("BENCH_ORDERS", 30, 200)
        self.partners = size("BENCH_PARTNERS", 100, 1000)
        self.payments = size("BENCH_PAYMENTS", 15, 500)
        self.bare: Worker | None = None
        self.connected: Worker | None = None

    @property
    def actions(self) -> list[Action]:
        """Return what is done, in this order."""
        posting = "Posting {} invoices in one go"
        return [
            Action("open", LIST, "Opening a list of {} posted invoices", self.repeat),
            Action("open_drafts", LIST, "Opening a list of {} drafts", self.repeat),
            Action("post", 1, "Posting {} invoice", self.repeat),
            *(
                Action("post", count, posting)
                for count in sorted({min(100, self.invoices), self.invoices})
            ),
            Action("confirm", self.orders, "Confirming {} orders"),
            Action("edit", self.partners, "Editing {} contacts in one write", 4),
            Action("pay", self.payments, "Registering {} payments"),
        ]

    def run(self) -> dict:
        """Measure everything."""
        with ExitStack() as stack:
            self.bare = self._worker(stack, "odoo")
            self.connected = self._worker(stack, "addon")
            self.connected.ask("lift_limits")
            self.connected.ask("connect", simulator=self.simulator.base_url)
            self._prepare()
            done = [self._compare(action) for action in self.actions]
        return {"rounds": self.rounds, "actions": done}

    def _worker(self, stack: ExitStack, template: str) -> Worker:
        name = stack.enter_context(self.databases.clone(template, f"bench_{template}"))
        return stack.enter_context(Worker(self.databases, name))

    def _prepare(self) -> None:
        """Let both have the same, and the connected one all of it in QuickBooks."""
        posted = max(self.partners, self.payments, self.orders, LIST)
        self.say(f"preparing {posted + self.drafts} invoices twice ...")
        self.simulator.set_throttle(enabled=False)
        pair = (self.bare, self.connected)
        with ThreadPoolExecutor(len(pair)) as pool:
            list(pool.map(lambda odoo: self._furnish(odoo, posted), pair))
        self.say("sending what is posted ...")
        self.connected.ask("move", way="push")

    def _furnish(self, odoo: Worker, posted: int) -> None:
        odoo.ask(
            "prepare",
            invoices=posted + self.drafts,
            customers=posted,
            items=40,
            name="Desk",
        )
        odoo.ask("furnish", posted=posted, orders=self.orders)

    # === COMPARING === #

    def _compare(self, action: Action) -> dict:
        self.say(f"{action.label.lower()} ...")
        pair = (self.bare, self.connected)
        statements = {
            count: self._statements(action.method, count)
            for count in sorted({min(SMALL, action.count), action.count})
        }
        calls = [
            odoo.ask("count_calls", action=action.method, count=action.count)["calls"]
            for odoo in pair
        ]
        turns = in_turns(*(self._turn(odoo, action) for odoo in pair), self.rounds)
        return (
            asdict(action)
            | {"label": action.label, "statements": statements}
            | {"ratio_calls": calls[1] / calls[0]}
            | compared(*turns)
        )

    @staticmethod
    def _turn(odoo: Worker, action: Action):
        return lambda: odoo.ask(
            "act", action=action.method, count=action.count, repeat=action.repeat
        )

    def _statements(self, method: str, count: int) -> dict:
        bare, connected = (
            # The first of a size may still fill a cache.
            [odoo.ask("act", action=method, count=count) for _ in range(2)][-1]
            for odoo in (self.bare, self.connected)
        )
        return {
            "bare": bare["statements"],
            "added": connected["statements"] - bare["statements"],
        }

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        return [
            row
            for done in found["actions"]
            for row in (
                Row(
                    f"{done['label']}: connected over without the add-on",
                    "{ratio:.3f} (fastest turns: {ratio_fastest:.3f}; processor time "
                    "of Odoo and PostgreSQL: {ratio_work:.3f}; Python calls: "
                    "{ratio_calls:.3f})".format(**done),
                    "at most 1.05" if _is_list(done) else "at most 1.03",
                ),
                Row(*_statements(done)),
            )
        ]

    @staticmethod
    def chart(found: dict) -> Chart:
        """Return the processor time with the add-on over that without it."""
        bars = [(done["label"], done["ratio_work"]) for done in found["actions"]]
        return Chart("Processor time with the add-on over without", bars, limit=1.03)

    @staticmethod
    def remark(found: dict) -> str:
        """Return how far the figures can be trusted."""
        noise = [value for done in found["actions"] for value in done["noise"]]
        return (
            f"medians of {found['rounds']} turns; the same work without the add-on, "
            f"done again, took {min(noise):.2f} to {max(noise):.2f} times as long"
        )


def _is_list(done: dict) -> bool:
    return done["method"].startswith("open")


def _statements(done: dict) -> tuple[str, str, str]:
    added = ", ".join(
        f"{figures['added']} for {int(count):,}"
        for count, figures in done["statements"].items()
    )
    aim = "at most 3" if _is_list(done) else "constant"
    return "· SQL statements added", added, aim


if __name__ == "__main__":
    sys.exit(measure(Desk))
