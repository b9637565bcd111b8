"""``make bench``: measure everything, print and keep the figures.

Environment: ``BENCH_PROFILE=full`` (all parts, in the sizes that docs/performance.md
tells of; without it some parts in sizes that take ten minutes together),
``BENCH_PARTS="desk push"`` (those alone; titles with ``-`` for blanks), the sizes that
each part names, ``BENCH_PUBLISH=1`` (put the figures into docs/performance.md).
"""

import os
import sys

from scripts.steps import SetupError, exit_status

from .both_ways import BothWays
from .desk import Desk
from .first_import import FirstImport
from .growing import Growing
from .idle import Idle
from .latency import Latency
from .ledgers import Ledgers
from .measures import is_full
from .notices import Notices
from .part import Part, measure_all
from .pulling import Pulling
from .pushing import Pushing
from .scaling import Scaling

#: What people and their quota feel every day, in ten minutes.
DAILY: tuple[type[Part], ...] = (
    Desk,
    Pushing,
    Pulling,
    Growing,
    Latency,
    Scaling,
    Idle,
)
PARTS = (*DAILY, FirstImport, Notices, BothWays, Ledgers)


def wanted() -> list[type[Part]]:
    """Return the parts that the environment asks for; those of its profile if none.

    :raises SetupError: there is none of that name
    """
    parts = {part.title.replace(" ", "-"): part for part in PARTS}
    names = os.environ.get("BENCH_PARTS", "").split()
    if not names:
        return list(PARTS if is_full() else DAILY)
    unknown = [name for name in names if name not in parts]
    if unknown:
        raise SetupError(
            f"BENCH_PARTS names {', '.join(unknown)}.", f"Known: {', '.join(parts)}."
        )
    return [parts[name] for name in names]


if __name__ == "__main__":
    sys.exit(exit_status(lambda: measure_all(wanted())))
