"""All tests run in parts, at once, and each of them once."""

import os
import sys
import time

import pytest

from scripts import settings, testing
from scripts.parallel import call_all


def _python(code):
    return [sys.executable, "-c", code], dict(os.environ)


def _files(target):
    path = settings.REPO / target
    return [path] if path.is_file() else list(path.rglob("test_*.py"))


def test_every_test_file_is_in_one_part():
    _plain, odoo = testing._all()
    for addon, targets in odoo.items():
        parts = testing._deal(addon, targets)
        dealt = [f for part in parts for t in part.targets for f in _files(t)]
        assert sorted(dealt) == sorted(_files(addon))


def test_browsers_are_opened_in_one_part_only():
    _plain, odoo = testing._all()
    for addon, targets in odoo.items():
        parts = testing._deal(addon, targets)
        assert sum(testing._uses_browser(part.targets) for part in parts) == 1


def test_programs_run_at_once_and_what_they_print_stays_together(tmp_path, capsys):
    wait = """
import pathlib, sys, time
pathlib.Path({mine!r}).touch()
while not pathlib.Path({other!r}).exists():
    time.sleep(0.01)
print("{name} said this")
sys.exit({status})
"""
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    states = call_all(
        {
            "one": _python(wait.format(mine=one, other=other, name="one", status=0)),
            "other": _python(
                wait.format(mine=other, other=one, name="other", status=3)
            ),
        },
        jobs=2,
    )
    assert states == {"one": 0, "other": 3}
    printed = capsys.readouterr().out
    assert "one said this" in printed and "other said this" in printed


def test_no_more_run_than_are_allowed(tmp_path):
    count = """
import os, pathlib, time
mine = pathlib.Path({folder!r}, str(os.getpid()))
mine.touch()
print(len(list(mine.parent.iterdir())))
assert len(list(mine.parent.iterdir())) == 1
time.sleep(0.1)
mine.unlink()
"""
    commands = {name: _python(count.format(folder=str(tmp_path))) for name in "abc"}
    assert set(call_all(commands, jobs=1).values()) == {0}


def test_what_still_runs_is_ended_when_something_goes_wrong(tmp_path):
    began = time.monotonic()
    missing = ([str(tmp_path / "missing")], {})
    with pytest.raises(FileNotFoundError):
        call_all(
            {"long": _python("import time; time.sleep(60)"), "none": missing}, jobs=2
        )
    assert time.monotonic() - began < 30
