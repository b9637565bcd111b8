"""A template is reused exactly as long as it equals a fresh installation."""

import os

import pytest

from scripts import databases, settings, testing


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "an_addon"
    for name in ("__manifest__.py", "models/sale.py", "static/src/a.js"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    return folder


def _state(addon):
    return settings.digest(*databases.addon_files([addon]))


@pytest.mark.parametrize("name", ["models/sale.py", "views/new.xml", "static/src/a.js"])
def test_a_changed_or_new_file_asks_for_a_new_template(addon, name):
    before = _state(addon)
    (addon / name).parent.mkdir(exist_ok=True)
    (addon / name).write_text("changed")
    assert _state(addon) != before


def test_a_renamed_file_asks_for_a_new_template(addon):
    before = _state(addon)
    (addon / "models/sale.py").rename(addon / "models/order.py")
    assert _state(addon) != before


@pytest.mark.parametrize(
    "name", ["tests/test_a.py", "static/tests/tours/t.js", "models/__pycache__/a.pyc"]
)
def test_tests_and_byte_code_leave_the_template_alone(addon, name):
    before = _state(addon)
    (addon / name).parent.mkdir(parents=True)
    (addon / name).write_text("new")
    assert _state(addon) == before


def test_a_served_file_counts_with_its_time_as_compiled_bundles_do(addon):
    before = _state(addon)
    os.utime(addon / "static/src/a.js", (1, 1))
    assert _state(addon) != before


def test_each_add_on_is_tested_without_what_only_others_need():
    plain, stock = settings.own_addons()
    assert settings.own_addons_up_to(plain) == [plain]
    assert settings.own_addons_up_to(stock) == [plain, stock]
    assert "sale_stock" not in settings.modules_below([plain])
    assert "sale_stock" in settings.modules_below([plain, stock])


def test_targets_are_run_with_their_add_on():
    plain, stock = settings.own_addons()
    odoo_tests = [f"{addon.name}/tests/test_x.py::A" for addon in (stock, plain)]
    outside, inside = testing._split([*odoo_tests, "scripts/tests"])
    assert outside == [str(settings.REPO / "scripts/tests")]
    assert inside == {
        stock: [str(settings.REPO / odoo_tests[0])],
        plain: [str(settings.REPO / odoo_tests[1])],
    }
