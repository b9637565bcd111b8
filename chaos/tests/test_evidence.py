"""What the servers leave behind is read as it should be."""

from chaos.evidence import errors_in, renewals, renewals_at_once

LOG = """\
2026-11-02 12:00:00,001 7 ERROR db odoo.sql_db: bad query: b'SELECT 1'
Traceback (most recent call last):
  File "a.py", line 1, in f
{first}

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "b.py", line 2, in g
{last}
2026-11-02 12:00:01,002 7 INFO db odoo.service.server: Worker alive
"""
IGNORED = """\
2026-11-02 12:00:00,001 7 WARNING db odoo.sql_db: Cursor not closed explicitly
Exception ignored in: <function Cursor.__del__ at 0x7f>
Traceback (most recent call last):
  File "c.py", line 3, in __del__
RecursionError: maximum recursion depth exceeded
"""


def told(tmp_path, *lines):
    """Return a file of renewals."""
    path = tmp_path / "refreshes"
    path.write_text("\n".join([*lines, ""]))
    return path


def test_of_errors_that_led_to_each_other_the_last_one_is_told():
    log = LOG.format(first="KeyError: 53", last="TypeError: no")
    assert errors_in(log) == ["TypeError: no"]
    assert errors_in(log + log) == ["TypeError: no"] * 2


def test_a_database_that_was_away_explains_what_it_led_to():
    closed = "psycopg2.InterfaceError: connection already closed"
    for first, last in (
        ("KeyError: 53", closed),
        (closed, "our.QboUnavailableError: it can't be read"),
        ("OSError: x", "ValueError: InterfaceError('cursor already closed') while"),
    ):
        assert errors_in(LOG.format(first=first, last=last)) == []


def test_what_python_ignores_is_no_error():
    assert errors_in(IGNORED) == []


def test_two_renewals_of_a_sign_in_at_once_are_seen(tmp_path):
    path = told(
        tmp_path, "1.0 5 a begins", "1.1 5 b begins", "2.0 5 a ends", "3 5 b ends"
    )
    assert renewals(path) == 2
    assert len(renewals_at_once(path, [])) == 1
    # The lock was taken away with the database.
    assert renewals_at_once(path, [1.05]) == []


def test_renewals_one_after_the_other_or_of_two_companies_are_none(tmp_path):
    for lines in (
        ("1.0 5 a begins", "2.0 5 a ends", "2.0 5 b begins", "3.0 5 b ends"),
        ("1.0 5 a begins", "1.1 6 b begins", "2.0 5 a ends", "3.0 6 b ends"),
        # Its process was killed, and the lock with it.
        ("1.0 5 a begins", "1.1 5 b begins", "2.0 5 b ends"),
    ):
        assert renewals_at_once(told(tmp_path, *lines), []) == []


def test_nothing_noted_is_no_renewal(tmp_path):
    assert renewals(tmp_path / "none") == 0
    assert renewals_at_once(tmp_path / "none", []) == []
