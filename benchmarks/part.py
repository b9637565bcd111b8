"""A part of the measurements: run with the others, or alone."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

from qbo_simulator.testing import Simulator, running

from scripts import settings
from scripts.databases import Databases
from scripts.steps import exit_status, say

from . import report
from .charts import Chart
from .report import Row
from .worker import measured_databases


class Part(ABC):
    """One thing that is measured on databases of its own.

    :cvar title: what its figures are called in docs/performance.md
    """

    title = ""

    def __init__(self, databases: Databases, simulator: Simulator, say=say):
        self.databases = databases
        self.simulator = simulator
        self.say: Callable[[str], None] = say

    @abstractmethod
    def run(self) -> dict:
        """Measure, and return what is kept."""

    @staticmethod
    @abstractmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what :meth:`run` returned."""

    @staticmethod
    def chart(found: dict) -> Chart | None:
        """Return what is drawn of it, if anything."""
        return None

    @staticmethod
    def remark(found: dict) -> str:
        """Return how far the figures can be trusted, if that is to be told."""
        return ""


def measure(*parts: type[Part]) -> int:
    """Measure ``parts``, print and keep the figures; return the exit status."""
    return exit_status(lambda: measure_all(parts))


def measure_all(parts: Iterable[type[Part]]) -> int:
    """Measure ``parts`` one after the other, and tell of each as soon as it is done."""
    databases = measured_databases()
    publish = settings.flag("BENCH_PUBLISH")
    with running() as simulator:
        for part in parts:
            found = part(databases, simulator).run()
            report.show(part, found)
            say(f"kept in {report.keep(part, found).relative_to(settings.REPO)}")
            if publish:
                report.publish(part, found)
                say(f"published in {report.PAGE.relative_to(settings.REPO)}")
    return 0
