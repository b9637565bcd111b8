"""An upgrade keeps what the add-on knows, and what it loses is told."""

import pytest

from scripts.upgrades.run import kept, lacking, wrote

LINKS = {"1": {"id": 1, "qbo_id": "7", "state": "synced"}}


def _with(**changes):
    return {"quickbooks_binding": {"1": LINKS["1"] | changes}, "res_partner": 3}


def test_what_is_kept_is_no_fault():
    assert kept(_with(), _with()) == []
    assert kept(_with(), _with(facet="")) == [], "a column that came with the upgrade"


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (_with(state="pending"), "state was 'synced' and is 'pending'"),
        (_with(qbo_id=None), "qbo_id was '7' and is None"),
        (_with() | {"quickbooks_binding": {}}, "binding 1 is gone"),
        (_with() | {"quickbooks_binding": LINKS | {"2": {"id": 2}}}, "2 is new"),
        (_with() | {"res_partner": 4}, "res_partner had 3 rows and has 4"),
    ],
)
def test_what_is_lost_or_double_or_another_is_told(after, said):
    (fault,) = kept(_with(), after)
    assert said in fault


def test_what_is_sent_without_an_edit_is_told():
    assert wrote("then", {"Customer.update": 1}, {"Customer.update": 1}) == []
    (fault,) = wrote("then", {"Customer.update": 1, "Item.create": 1}, {})
    assert "Item.create" in fault


def test_a_state_that_nothing_is_in_is_told():
    assert len(lacking({"quickbooks_binding": LINKS})) == 3
