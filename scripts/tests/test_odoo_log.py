"""Complaints are told from ordinary lines in what Odoo prints."""

from scripts import odoo_log

LOG = """\
Warn: not a line of the log
2026-11-21 22:17:45,403 85 INFO db odoo.modules.loading: loading WARNING 1 of 2
2026-11-21 22:17:45,404 85 WARNING db odoo.modules.module: Missing `author` key
2026-11-21 22:17:45,405 85 ERROR ? odoo.http: it broke
Traceback (most recent call last):
  ValueError: no
2026-11-21 22:17:45,406 85 INFO db odoo.http: all is well
plain text after an ordinary line
"""


def test_warnings_and_errors_are_kept_with_their_tracebacks():
    assert odoo_log.complaints(LOG) == LOG.splitlines()[2:6]


def test_noise_of_odoo_itself_is_left_out(monkeypatch):
    noise = ("odoo.modules.module", "Missing `author`", "an example")
    monkeypatch.setattr(odoo_log, "NOISE", (noise,))
    assert odoo_log.complaints(LOG) == LOG.splitlines()[3:6]
