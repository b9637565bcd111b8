"""``make neighbours``: Odoo's own tests, without our add-ons and with them.

There are two databases with the same modules of Odoo. In one of them both add-ons are
installed, and each company that a test makes is connected and live. The same tests run
in both, and are compared test by test: a difference is a fault of ours, what fails in
both is none.

Environment: ``NEIGHBOURS`` (modules whose tests run, or Odoo's own words for some of
them: ``product``, ``post_install/sale``, ``/stock:TestStockFlow``; default: all),
``NEIGHBOURS_TOURS=1`` (with a browser), ``NEIGHBOURS_CONNECTED=0`` (installed only),
``NEIGHBOURS_JOBS=1`` (one database after the other), ``NEIGHBOURS_PUBLISH=1`` (put the
result into docs/reliability.md).
"""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from scripts import bootstrap, settings
from scripts.databases import Databases
from scripts.server import free_port
from scripts.steps import SetupError, say

from . import report
from .outcomes import Comparison, Incomplete, Outcome, compare, differences, read

ADDONS = Path(__file__).parent / "addons"
ADDON = "quickbooks_neighbours"
#: By what is most likely to meet us in the shortest time.
MODULES = ("product", "payment", "sale", "purchase", "stock", "account")
#: Thousands of combinations of taxes, which take longer than all the rest. They test
#: the arithmetic of account, where nothing of ours is; named in full they run.
LONG = {
    "account": (
        "TestTaxesDispatchingBaseLines",
        "TestTaxesDownPayment",
        "TestTaxesGlobalDiscount",
        "TestTaxesTaxTotalsSummary",
    ),
    "sale": (
        "TestTaxesDownPaymentSale",
        "TestTaxesGlobalDiscountSale",
        "TestTaxesTaxTotalsSummarySale",
    ),
}


class Side:
    """One of the two databases."""

    def __init__(self, databases: Databases, name: str, label: str):
        self.databases, self.name, self.label = databases, name, label
        self.process: subprocess.Popen | None = None

    def run(self, tests: str) -> dict[str, Outcome]:
        """Run tests and return what came out.

        :param tests: in the words of Odoo's ``--test-tags``
        :raises SetupError: the run broke off
        """
        path = settings.RUN / f"{self.name}.outcomes"
        log = settings.LOGS / f"neighbours-{self.label}.log"
        path.unlink(missing_ok=True)
        command = self.databases.odoo(
            self.name,
            f"--load=base,rpc,web,{ADDON}",
            f"--test-tags={tests}",
            f"--http-port={free_port()}",
            "--stop-after-init",
        )
        env = self.databases.environment(NEIGHBOURS_OUTCOMES=str(path))
        with log.open("w") as out:
            self.process = subprocess.Popen(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            # It fails for each test that fails; what matters is in the outcomes.
            self.process.wait()
        try:
            return read(path)
        except Incomplete as error:
            tail = "\n    ".join(log.read_text().splitlines()[-15:])
            raise SetupError(f"{self.label}: {error}\n    {tail}", str(log)) from error
        finally:
            path.unlink(missing_ok=True)

    def stop(self) -> None:
        """End what still runs, before its database is dropped."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def main() -> int:
    """Run and return the exit status: 0 if no test differs."""
    wanted = os.environ.get("NEIGHBOURS", "").split() or MODULES
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(130))
    jobs = 1 if os.environ.get("NEIGHBOURS_JOBS") == "1" else 2
    found = []
    try:
        # The stack ends what the pool waits for.
        with ThreadPoolExecutor(jobs) as pool, ExitStack() as stack:
            sides = _prepare(stack)
            for word in wanted:
                found.append(_compare(sides, word, pool))
                report.keep(found[-1])
                report.show(found[-1])
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if settings.flag("NEIGHBOURS_PUBLISH"):
        report.publish()
    differing = differences(found)
    print(f"neighbours: {differing} differ" if differing else "neighbours: ok")
    return 1 if differing else 0


def _prepare(stack: ExitStack) -> list[Side]:
    """Make both databases, and connect one of them."""
    bench = bootstrap.ensure()
    folders = [*bench.source.addons, *settings.addon_folders(), ADDONS]
    options = {"addons_path": ",".join(map(str, folders)), "log_level": "warn"}
    databases = Databases(bench, options)
    bare = stack.enter_context(databases.clone("odoo", "without"))
    ours = stack.enter_context(databases.clone("addon", "with"))
    if _is_connected():
        say("connecting ...")
        databases.install(ours, [ADDON], "neighbours-install")
    sides = [Side(databases, bare, "without"), Side(databases, ours, "with")]
    for side in sides:
        stack.callback(side.stop)
    return sides


def _is_connected() -> bool:
    return os.environ.get("NEIGHBOURS_CONNECTED") != "0"


def _compare(sides: list[Side], word: str, pool: ThreadPoolExecutor) -> Comparison:
    say(f"tests of {word} ...")
    tests = tags(word)
    # A list, so that both have come to an end before anything is put away.
    before, after = list(pool.map(lambda side: side.run(tests), sides))
    if not before:
        raise SetupError(f"Odoo has no tests that {word} means.", "See NEIGHBOURS.")
    label = word if _is_connected() else f"{word}, not connected"
    return compare(label, before, after)


def tags(word: str) -> str:
    """Return what a word means to Odoo's ``--test-tags``."""
    if "/" in word:
        return word
    return ",".join([f"/{word}", *(f"-/{word}:{name}" for name in LONG.get(word, ()))])


if __name__ == "__main__":
    sys.exit(main())
