"""``make bench`` of days without work, or this part alone: what polling costs.

Intuit counts reads against a budget of the month. Days pass in which nothing happens,
with notices of QuickBooks that come through, and without.

Environment: ``BENCH_IDLE`` (days), ``BENCH_PUBLISH=1``.
"""

import sys

from .measures import size
from .part import Part, measure
from .report import Row
from .worker import Worker


class Idle(Part):
    """A company that is live, and where nobody works."""

    title = "idle"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.days = size("BENCH_IDLE", 1, 7)

    def run(self) -> dict:
        """Let days pass, by polls alone and with notices."""
        return {
            "days": self.days,
            "polling": self._pass(notices=False),
            "notices": self._pass(notices=True),
        }

    def _pass(self, *, notices: bool) -> list[dict]:
        self.say(f"{self.days} days {'with' if notices else 'without'} notices ...")
        self.simulator.reset("us")
        with self.databases.clone("addon", "bench_idle") as database:
            with Worker(self.databases, database) as odoo:
                address = self.simulator.base_url
                odoo.ask("connect", simulator=address)
                return odoo.ask(
                    "idle", simulator=address, days=self.days, notices=notices
                )["days"]

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        return [
            Row(
                f"Metered reads of an idle day {what}; most of {found['days']}",
                f"{max(day['reads'] for day in found[name]):,} (requests: "
                f"{max(day['requests'] for day in found[name]):,})",
                aim,
            )
            for name, what, aim in (
                ("polling", "asked every 5 minutes", "at most 300"),
                ("notices", "with notices", "below 30"),
            )
        ]


if __name__ == "__main__":
    sys.exit(measure(Idle))
