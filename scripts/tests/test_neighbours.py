"""What came out of two runs of Odoo's tests is read and compared test by test."""

import json

import pytest

from scripts.neighbours import report
from scripts.neighbours.outcomes import Incomplete, compare, differences, read, reason
from scripts.neighbours.run import tags

TEST = "odoo.addons.sale.tests.test_order.TestOrder.test_"
TRACEBACK = """Traceback (most recent call last):
  File "odoo/addons/sale/tests/test_order.py", line 7, in test_a
    self.assertEqual(order.state, "sale")
AssertionError: 'draft' != 'sale'
- draft
+ sale
"""


def _written(tmp_path, rows, end=True):
    path = tmp_path / "outcomes"
    lines = [
        {"test": TEST + name, "outcome": outcome, "said": "", "statements": 1}
        | {"counted": []}
        | more
        for name, outcome, more in rows
    ]
    lines += [{"end": True}] if end else []
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return read(path)


@pytest.fixture
def written(tmp_path):
    return lambda *rows, **more: _written(tmp_path, rows, **more)


def test_the_same_outcomes_are_no_difference(written):
    rows = ("a", "passed", {}), ("b", "skipped", {}), ("c", "failed", {"said": "no"})
    found = compare("sale", written(*rows), written(*rows))
    assert found.alike == {"passed": 1, "skipped": 1, "failed": 1}
    assert [row["test"] for row in found.failing] == [
        "sale.test_order.TestOrder.test_c"
    ]
    assert differences([found]) == 0 and found.tests == 3


@pytest.mark.parametrize("other", ["failed", "error", "skipped"])
def test_a_test_that_comes_out_otherwise_differs_and_says_why(written, other):
    found = compare(
        "sale", written(("a", "passed", {})), written(("a", other, {"said": TRACEBACK}))
    )
    (row,) = found.differing
    assert (row["without"], row["with"]) == ("passed", other)
    assert differences([found]) == 1 and not found.alike


def test_a_test_that_one_run_has_not_met_differs(written):
    one, both = [("a", "passed", {})], [("a", "passed", {}), ("b", "passed", {})]
    found = compare("sale", written(*both), written(*one))
    (row,) = found.differing
    assert (row["without"], row["with"]) == ("passed", "not run")


def test_a_run_that_broke_off_counts_for_nothing(written, tmp_path):
    with pytest.raises(Incomplete, match="test_a"):
        written(("a", "passed", {}), end=False)
    with pytest.raises(Incomplete):
        read(tmp_path / "no such file")


def test_added_statements_are_told_and_are_no_difference(written):
    before = written(
        ("a", "passed", {"statements": 10, "counted": [[5, 5], [7, 6]]}),
        ("b", "passed", {"statements": 4}),
        ("c", "failed", {"statements": 90}),
    )
    after = written(
        ("a", "passed", {"statements": 13, "counted": [[5, 7], [7, 6]]}),
        ("b", "passed", {"statements": 9}),
        ("c", "failed", {"statements": 1}),
    )
    found = compare("sale", before, after)
    assert found.statements == [14, 22], "what fails may stop anywhere"
    assert [row["added"] for row in found.growing] == [5, 3]
    (counted,) = found.counted
    assert (counted["asserted"], counted["without"], counted["with"]) == (5, 5, 7)
    assert differences([found]) == 0


def test_the_reason_is_the_line_that_names_the_error():
    assert reason(TRACEBACK) == "AssertionError: 'draft' != 'sale'"
    assert reason("without a browser") == "without a browser"
    assert reason("") == ""


def test_the_table_of_the_page_names_what_differs(written, tmp_path, monkeypatch):
    monkeypatch.setattr(report, "KEPT", tmp_path / "results" / "neighbours.json")
    passed, failed = ("a", "passed", {}), ("a", "failed", {"said": TRACEBACK})
    report.keep(compare("sale", written(passed), written(passed)))
    report.keep(compare("stock", written(passed), written(failed)))
    text = "\n".join(report.table(json.loads(report.KEPT.read_text())))
    assert "| sale |" in text and "| stock |" in text
    assert "Differs: `sale.test_order.TestOrder.test_a`: AssertionError" in text


def test_a_module_is_all_its_tests_but_the_long_ones_and_other_words_are_odoo_s():
    assert tags("product") == "/product"
    assert tags("sale").startswith("/sale,-/sale:TestTaxesDownPaymentSale,")
    assert tags("post_install/sale") == "post_install/sale"
