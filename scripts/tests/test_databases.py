"""A template is reused exactly as long as it equals a fresh installation."""

import os

import pytest

from scripts import databases, settings


@pytest.fixture
def addon(tmp_path, monkeypatch):
    folder = tmp_path / "an_addon"
    for name in ("__manifest__.py", "models/sale.py", "static/src/a.js"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    monkeypatch.setattr(settings, "own_addons", lambda: [folder])
    return folder


def _state():
    return settings.digest(*databases.addon_files())


@pytest.mark.parametrize("name", ["models/sale.py", "views/new.xml", "static/src/a.js"])
def test_a_changed_or_new_file_asks_for_a_new_template(addon, name):
    before = _state()
    (addon / name).parent.mkdir(exist_ok=True)
    (addon / name).write_text("changed")
    assert _state() != before


def test_a_renamed_file_asks_for_a_new_template(addon):
    before = _state()
    (addon / "models/sale.py").rename(addon / "models/order.py")
    assert _state() != before


@pytest.mark.parametrize(
    "name", ["tests/test_a.py", "static/tests/tours/t.js", "models/__pycache__/a.pyc"]
)
def test_tests_and_byte_code_leave_the_template_alone(addon, name):
    before = _state()
    (addon / name).parent.mkdir(parents=True)
    (addon / name).write_text("new")
    assert _state() == before


def test_a_served_file_counts_with_its_time_as_compiled_bundles_do(addon):
    before = _state()
    os.utime(addon / "static/src/a.js", (1, 1))
    assert _state() != before
