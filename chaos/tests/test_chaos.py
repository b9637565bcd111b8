"""The short profile of ``make chaos``, and that its comparison sees what is wrong."""

from contextlib import ExitStack

import pytest

from chaos import report
from chaos.profile import Profile
from chaos.run import Chaos

SHORT = Profile(
    documents=40,
    faults=20,
    companies=1,
    seconds=180,
    pause=0.3,
    settling=180,
    seed=20261122,
)


@pytest.fixture(scope="module")
def chaos():
    """Run the chaos once; give it, still standing, and what it found."""
    with ExitStack() as stack:
        chaos = Chaos(SHORT, stack)
        yield chaos, chaos.run()


def test_whatever_fails_nothing_is_lost_or_double_or_waits_for_a_person(chaos):
    _chaos, found = chaos
    assert not report.faults_of(found)
    assert sum(found["faults"].values()) >= SHORT.faults
    assert found["documents"] == SHORT.documents
    assert found["linked"]["Invoice"] >= SHORT.documents / 4


def test_what_is_lost_double_or_different_is_seen(chaos):
    chaos, _found = chaos
    # Else the next poll puts right what is put wrong here.
    chaos.fleet.close()
    qbo = chaos.simulator
    lost, other, *_rest = [
        one for one in qbo.all("Invoice") if one["Balance"] == one["TotalAmt"] > 0
    ][-3:]
    qbo.delete("Invoice", lost["Id"])
    kept = {key: other[key] for key in ("CustomerRef", "TxnDate")}
    line = {
        "Amount": 12,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
    }
    double = qbo.create("Invoice", kept | {"Line": [line], "DocNumber": "TWICE"})
    qbo.create("Vendor", {"DisplayName": "Nobody's Vendor"})
    problems = "\n".join(chaos.compare()["problems"])
    assert f"Invoice {lost['Id']}" in problems
    assert f"Invoice {double['DocNumber']} over 12.00 is not in Odoo" in problems
    assert "Vendor Nobody's Vendor has no record in Odoo" in problems
    assert "here," in problems, "what the customers owe differs"
