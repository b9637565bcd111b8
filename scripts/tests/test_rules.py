"""The rules of the repository's conftest, each tried on a test run of its own."""

import re
import subprocess
import sys

import pytest

from scripts import settings

# Stands in for pytest-odoo, whose option tells conftest.py that Odoo is being tested.
ODOO_OPTION = """
def pytest_addoption(parser):
    parser.addoption("--odoo-config")
"""


@pytest.fixture
def run_tests(tmp_path):
    """Return a function that runs pytest on some code, giving status and output."""
    (tmp_path / "conftest.py").write_text((settings.REPO / "conftest.py").read_text())

    def run(code, plugin=""):
        (tmp_path / "stand_in.py").write_text(ODOO_OPTION + plugin)
        (tmp_path / "test_it.py").write_text("import logging, pytest\n" + code)
        words = ["-p", "no:odoo", "-p", "stand_in", "--odoo-config=x", "-q", "-rs"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words, "-c", "/dev/null", "."],
            cwd=tmp_path,
            env=settings.environment() | {"PYTHONPATH": f"{settings.REPO}:{tmp_path}"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return run


def test_a_plain_run_is_green(run_tests):
    status, output = run_tests("def test_a(): logging.info('fine')")
    assert status == 0, output


def test_a_skip_fails_the_run_and_is_counted_as_failed(run_tests):
    status, output = run_tests("def test_a(): pytest.skip('later')")
    assert status == 1
    assert re.search(r"^1 failed", output, re.MULTILINE), output
    assert 'skipped with the reason "later"' in output


def test_a_skipped_module_fails_the_run(run_tests):
    status, output = run_tests("pytest.skip('later', allow_module_level=True)")
    assert status != 0, output


def test_a_skip_that_names_what_is_absent_is_allowed(run_tests):
    status, output = run_tests("def test_a(): pytest.skip('absent: a printer')")
    assert status == 0, output
    assert "1 skipped" in output


def test_an_expected_failure_is_no_skip(run_tests):
    status, output = run_tests(
        "@pytest.mark.xfail(reason='known', strict=True)\ndef test_a(): assert 0"
    )
    assert status == 0, output


def test_a_warning_in_the_log_fails_the_test_that_left_it(run_tests):
    status, output = run_tests(
        "def test_a(): logging.getLogger('odoo.x').warning('look %s', 'here')"
    )
    assert status == 1
    assert "WARNING odoo.x: look here" in output
    assert re.search(r"^1 passed, 1 error", output, re.MULTILINE), output


def test_a_warning_outside_of_any_test_fails_the_run(run_tests):
    status, output = run_tests(
        "def test_a(): pass",
        "import logging\n"
        "def pytest_runtest_logfinish(): logging.getLogger('odoo.x').error('late')\n",
    )
    assert status == 1
    assert "ERROR odoo.x: late" in output
    assert re.search(r"^1 passed, 1 error", output, re.MULTILINE), output


def test_a_warning_that_the_test_expects_is_fine(run_tests):
    status, output = run_tests(
        "import unittest\n"
        "class TestA(unittest.TestCase):\n"
        "    def test_a(self):\n"
        "        with self.assertLogs('odoo.x', 'WARNING'):\n"
        "            logging.getLogger('odoo.x').warning('look')\n"
    )
    assert status == 0, output
