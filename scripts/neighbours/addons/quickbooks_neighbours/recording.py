"""Writes down what comes out of each of Odoo's tests, one JSON line for each.

A line says which test, what came out and why, and how many statements it took. What
tests assert about their number of statements is measured beside that, and fails
nothing: a count depends on what else is installed.
"""

import json
from contextlib import contextmanager
from functools import wraps
from unittest import SkipTest

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules import module
from odoo.tests import loader
from odoo.tests.case import _SubTest
from odoo.tests.common import BaseCase, HttpCase, TransactionCase
from odoo.tests.result import OdooTestResult
from odoo.tests.suite import OdooSuite

from odoo.addons.base.models.ir_qweb import IrQweb

#: More statements than any test makes, so that an assertion on them holds.
ANY = 10**9
#: How much of a traceback is kept.
TAIL = 4000


class Book:
    """What comes out, test by test."""

    def __init__(self, path):
        self.file = open(path, "a", buffering=1)
        self.start()

    def start(self):
        """Begin with a test."""
        self.outcome, self.said, self.counted = "passed", "", []
        self.began = sql_db.sql_counter

    def note(self, outcome, said):
        """Keep the first thing that went wrong; a mere skip gives way to it."""
        if self.outcome in ("passed", "skipped"):
            self.outcome, self.said = outcome, said[-TAIL:]

    def end(self, test):
        """Write down a test that is over, or what failed between two tests."""
        line = {
            "test": test.id(),
            "outcome": self.outcome,
            "said": self.said,
            "statements": sql_db.sql_counter - self.began,
            "counted": self.counted,
        }
        self.file.write(json.dumps(line) + "\n")
        self.start()

    def close(self):
        """Say that all tests were met: without this line the run broke off."""
        self.file.write(json.dumps({"end": True}) + "\n")


def apply(path, *, tours):
    """Let Odoo's runner write into ``path``.

    :param tours: let tests that drive a browser run
    """
    book = Book(path)
    _record(book)
    _select(book)
    _count(book)
    _write_what_is_noted(book)
    _refuse_requests(book)
    if not tours:
        HttpCase.browser_js = _no_browser
        IrQweb._pregenerate_assets_bundles = lambda self: None


def _record(book):
    """Note what Odoo's runner is told."""

    def told(name, outcome):
        original = getattr(OdooTestResult, name)

        @wraps(original)
        def add(self, test, what):
            is_error = isinstance(what, tuple)
            said = self._exc_info_to_string(what, test) if is_error else what
            book.note(outcome, said)
            if not isinstance(test, BaseCase | _SubTest):
                book.end(test)  # setUpClass: there is no test to be ended
            return original(self, test, what)

        setattr(OdooTestResult, name, add)

    told("addError", "error")
    told("addFailure", "failed")
    told("addSkip", "skipped")
    start, stop = OdooTestResult.startTest, OdooTestResult.stopTest

    def start_test(self, test):
        book.start()
        return start(self, test)

    def stop_test(self, test):
        book.end(test)
        return stop(self, test)

    OdooTestResult.startTest, OdooTestResult.stopTest = start_test, stop_test


def _select(book):
    """Let tests that Odoo runs before all is loaded run with the others.

    Odoo runs them right after their module, where nobody could be in their way yet.
    """
    make, run = loader.make_suite, loader.run_suite

    def make_suite(module_names, position="at_install"):
        if position == "at_install":
            return OdooSuite()
        return make(module_names, "at_install,post_install")

    def run_suite(suite, global_report=None):
        result = run(suite, global_report)
        book.close()
        return result

    loader.make_suite, loader.run_suite = make_suite, run_suite


def _count(book):
    """Measure where tests assert their number of statements."""
    original = BaseCase.assertQueryCount

    @contextmanager
    def measured(self, default=0, flush=True, **counters):
        if not self.warm:
            with original(self, ANY, flush):
                yield
            return
        if flush:
            self.env.flush_all()
            self.env.cr.flush()
        began = self.cr.sql_log_count
        with original(self, ANY, flush):
            yield
        asserted = counters.get(self.env.user.login, default)
        book.counted.append([asserted, self.cr.sql_log_count - began])

    BaseCase.assertQueryCount = measured


def _write_what_is_noted(book):
    """Let the connector write what it noted at the end of each test, as a commit does.

    A test is rolled back, and most of them flush nothing before.
    """
    set_up = TransactionCase.setUp

    def write(test):
        cr = test.env.cr
        if "quickbooks.mark" not in cr.precommit.data or book.outcome != "passed":
            return
        env = api.Environment(cr, SUPERUSER_ID, {})
        try:
            env.flush_all()
        except Exception:
            return  # what the test has left is no state that could be committed
        from odoo.addons.quickbooks_connector.sync import mark

        mark.flush(env)

    @wraps(set_up)
    def with_end(self):
        set_up(self)
        self.addCleanup(write, self)

    TransactionCase.setUp = with_end


def _refuse_requests(book):
    """Fail a test in which QuickBooks is asked anything: people would wait for it."""
    from odoo.addons.quickbooks_connector.api import OAuthClient, Transport

    def refuse(*_args, **_kwargs):
        book.note("error", f"QuickBooks was asked during {module.current_test}")
        raise ConnectionError("No request to QuickBooks belongs here.")

    Transport._send = OAuthClient._client = refuse


def _no_browser(*_args, **_kwargs):
    raise SkipTest("without a browser")
