"""``make bench`` of size, or this part alone: what is asked every day, after years.

Environment: ``BENCH_BINDINGS``, ``BENCH_LOG`` (how many links and lines of the log
there are in the end), ``BENCH_ASKED`` (how often each question is asked),
``BENCH_PUBLISH=1``.
"""

import sys

from .charts import Chart
from .measures import size
from .part import Part, measure
from .report import Row
from .worker import Worker

#: How many links and lines of the log there are at first.
FEW = 10_000

#: What is asked, in words.
QUESTIONS = {
    "claim": "Claiming what is due",
    "wake": "Who waits for what was sent",
    "known": "Which of 1,000 changed objects are known",
    "ticks": "The ticks of 80 invoices",
    "failed": "The filter for what failed",
    "problems": "The list of problems",
    "overview": "The Overview",
    "log": "The first page of the log",
    "log_of_record": "The log of one record",
    "clean_up": "Forgetting 1,000 old lines of the log",
}


class Growing(Part):
    """The same company with few links and lines of the log, then with many."""

    title = "size"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.bindings = size("BENCH_BINDINGS", 50_000, 1_000_000)
        self.lines = size("BENCH_LOG", 100_000, 5_000_000)
        self.times = size("BENCH_ASKED", 5, 15)

    def run(self) -> dict:
        """Ask at both sizes."""
        self.simulator.reset("us")
        with self.databases.clone("addon", "bench_size") as database:
            with Worker(self.databases, database) as odoo:
                odoo.ask("connect", simulator=self.simulator.base_url)
                odoo.ask("prepare", invoices=80, customers=20, items=10, name="Shown")
                odoo.ask("post_for_good")
            few = self._ask(database, FEW, FEW)
            many = self._ask(database, self.bindings, self.lines)
        return {
            "bindings": self.bindings,
            "lines": self.lines,
            "questions": {
                name: {
                    "few": few[name],
                    "many": many[name],
                    "ratio": min(many[name]["seconds"]) / min(few[name]["seconds"]),
                }
                for name in QUESTIONS
            },
        }

    def _ask(self, database: str, bindings: int, lines: int) -> dict:
        self.say(f"{bindings:,} links, {lines:,} lines of the log ...")
        with Worker(self.databases, database) as odoo:
            odoo.ask("grow", bindings=bindings, lines=lines)
            odoo.ask("stir")
            for table in ("quickbooks_binding", "quickbooks_sync_log"):
                # As autovacuum does by and by.
                self.databases.server.sql(f"VACUUM ANALYZE {table}", database)
            return {
                name: odoo.ask("ask_size", question=name, repeat=self.times)
                for name in QUESTIONS
            }

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        return [
            Row(
                f"{QUESTIONS[name]}: {found['bindings']:,} links and "
                f"{found['lines']:,} lines of the log over {FEW:,} of each",
                f"{asked['ratio']:.2f} ({_ms(asked['many'])} over "
                f"{_ms(asked['few'])}); {_found_by(asked['many'])}",
                "at most 1.5",
            )
            for name, asked in found["questions"].items()
        ]

    @staticmethod
    def chart(found: dict) -> Chart:
        """Return the time at many over the time at few."""
        caption = (
            f"Time with {found['bindings']:,} links, {found['lines']:,} lines of the "
            f"log over {FEW:,} of each"
        )
        bars = [
            (QUESTIONS[name], asked["ratio"])
            for name, asked in found["questions"].items()
        ]
        return Chart(caption, bars, limit=1.5)


def _ms(asked: dict) -> str:
    return f"{1000 * min(asked['seconds']):.1f} ms"


def _found_by(asked: dict) -> str:
    """Tell the indexes that the statements use, and what they read whole."""
    indexes = sorted({name for plan in asked["plans"] for name in plan["indexes"]})
    whole = sorted({name for plan in asked["plans"] for name in plan["whole"]})
    told = ", ".join(f"`{name}`" for name in indexes) or "no index of ours"
    return f"{told}; reads whole: {', '.join(whole)}" if whole else told


if __name__ == "__main__":
    sys.exit(measure(Growing))
