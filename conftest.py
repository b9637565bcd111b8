"""Rules that every test run of the project obeys.

* A test that is skipped fails, unless its reason begins with "absent: " and so names
  what this machine lacks. A test that quietly stops running is no test.
* In Odoo, a test that leaves a record at WARNING or above in the log fails: the log is
  what an administrator reads. Expected ones are caught by ``assertLogs`` or
  ``mute_logger``; Odoo's own noise is listed in ``scripts/odoo_log.py``.
"""

import logging
import os
import time
from pathlib import Path

import pytest

from scripts.odoo_log import is_noise

STARTED = time.monotonic()
ALLOWED_SKIP = "absent: "


class Complaints(logging.Handler):
    """Keeps what Odoo logs at WARNING or above until somebody answers for it."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record):
        if not is_noise(record.name, record.getMessage()):
            self.records.append(self.format(record))

    def take(self) -> list[str]:
        """Return the records and forget them."""
        taken, self.records = self.records, []
        return taken


complaints = Complaints()


def pytest_collection_finish(session):
    # Odoo has configured the root logger by now; pytest's own run has no Odoo.
    if session.config.getoption("--odoo-config", None):
        logging.getLogger().addHandler(complaints)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _forbid_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = _forbid_skip((yield))
    records = complaints.take() if report.when == "teardown" else []
    if records and report.passed:
        report.outcome = "failed"
        report.longrepr = "in Odoo's log during this test:\n" + "\n".join(records)
    return report


def _forbid_skip(report):
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        # longrepr is (file, line, "Skipped: reason")
        reason = str(report.longrepr[2]).removeprefix("Skipped: ")
        if not reason.startswith(ALLOWED_SKIP):
            report.outcome = "failed"
            report.longrepr = (
                f'skipped with the reason "{reason}": only "{ALLOWED_SKIP}..." may be'
            )
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Fail for what Odoo logged outside of any test."""
    records = complaints.take()
    if records:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter:
            report = pytest.CollectReport(
                nodeid="Odoo's log, outside of any test",
                outcome="failed",
                longrepr="\n".join(records),
                result=[],
            )
            reporter.stats.setdefault("error", []).append(report)


def pytest_unconfigure(config):
    """Hand the closing line to scripts/testing.py, which may have to repeat it."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    target = os.environ.get("QBC_CLOSING_FILE")
    if reporter and target:
        parts, _color = reporter.build_summary_stats_line()
        counts = ", ".join(text for text, _markup in parts)
        seconds = time.monotonic() - STARTED
        Path(target).write_text(f" {counts} in {seconds:.2f}s ".center(79, "="))
