"""``make bench``: measure, print, and keep the figures.

Environment: ``BENCH_INVOICES``, ``BENCH_ROUNDS``, ``BENCH_PUSH_INVOICES``,
``BENCH_CUSTOMERS``, ``BENCH_ITEMS``, ``BENCH_IMPORT``, ``BENCH_KILLED``,
``BENCH_NOTICES``, ``BENCH_NOTICES_PACE``,
``BENCH_CONTACTS``, ``BENCH_REPRICED``, ``BENCH_DRY`` (sizes),
``BENCH_PUBLISH=1`` (put the figures into docs/performance.md).
"""

import sys

from qbo_simulator.testing import running

from scripts import settings
from scripts.steps import SetupError, say

from . import report
from .both_ways import BothWays
from .first_import import FirstImport
from .measures import Measurement, Sizes
from .notices import Notices
from .worker import measured_databases


def main() -> int:
    """Measure everything and return the exit status."""
    try:
        sizes = Sizes.from_environment()
        databases = measured_databases()
        with running() as simulator:
            found = Measurement(databases, simulator, sizes, say).run()
            found["first_import"] = FirstImport(databases, simulator, say).run()
            found["notices"] = Notices(databases, simulator, say).run()
            found["both_ways"] = BothWays(databases, simulator, say).run()
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    report.show(found)
    say(f"kept in {report.keep(found).relative_to(settings.REPO)}")
    if settings.flag("BENCH_PUBLISH"):
        report.publish(found)
        say(f"published in {report.PAGE.relative_to(settings.REPO)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
