"""``make bench``: measure everything, print and keep the figures.

Environment: ``BENCH_PROFILE=full`` (the sizes that docs/performance.md tells of;
without it all parts together take some minutes), ``BENCH_PARTS="desk push"`` (those
alone; titles with ``-`` for blanks), the sizes that each part names,
``BENCH_PUBLISH=1`` (put the figures into docs/performance.md).
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
from .notices import Notices
from .part import Part, measure_all
from .pulling import Pulling
from .pushing import Pushing
from .scaling import Scaling

PARTS: tuple[type[Part], ...] = (
    Desk,
    Pushing,
    Pulling,
    Growing,
    Latency,
    Scaling,
    Idle,
    FirstImport,
    Notices,
    BothWays,
    Ledgers,
)


def wanted() -> list[type[Part]]:
    """Return the parts that the environment asks for, all if it names none.

    :raises SetupError: there is none of that name
    """
    parts = {part.title.replace(" ", "-"): part for part in PARTS}
    names = os.environ.get("BENCH_PARTS", "").split() or list(parts)
    unknown = [name for name in names if name not in parts]
    if unknown:
        raise SetupError(
            f"BENCH_PARTS names {', '.join(unknown)}.", f"Known: {', '.join(parts)}."
        )
    return [parts[name] for name in names]


if __name__ == "__main__":
    sys.exit(exit_status(lambda: measure_all(wanted())))
