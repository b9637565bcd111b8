"""Objects under chosen ids, and books filled with many."""

import pytest

from qbo_simulator.testing import SimulatorError

ACCOUNT = {"IncomeAccountRef": {"value": "1"}}


def test_an_object_keeps_the_id_it_brings_and_the_books_compute_the_rest(qbo):
    qbo.load("Customer", {"Id": "777", "DisplayName": "From my sandbox"})
    line = {
        "Amount": 40,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
    }
    body = {"Id": "9001", "CustomerRef": {"value": "777"}, "Line": [line], "Balance": 1}
    made = qbo.load("Invoice", body)
    assert (made["Id"], made["SyncToken"], made["Balance"]) == ("9001", "0", 40)
    assert qbo.read("Customer", "777")["Balance"] == 40
    later = qbo.create("Customer", {"DisplayName": "Next"})
    assert int(later["Id"]) == 778


def test_loading_again_brings_the_object_to_the_new_state(qbo):
    qbo.load("Item", {"Id": "500", "Name": "Oil", "Type": "Service", **ACCOUNT})
    again = {"Id": "500", "Name": "Olive oil", "Type": "Service", **ACCOUNT}
    assert qbo.load("Item", again)["SyncToken"] == "1"
    assert qbo.read("Item", "500")["Name"] == "Olive oil"


def test_settings_are_merged_group_by_group(qbo):
    changed = {"SalesFormsPrefs": {"CustomTxnNumbers": True}}
    found = qbo.load("Preferences", changed)
    assert found["SalesFormsPrefs"]["CustomTxnNumbers"] is True
    assert found["CurrencyPrefs"]["HomeCurrency"] == {"value": "USD"}


@pytest.mark.parametrize("id_", ["", "12a"])
def test_an_object_without_a_usable_id_is_refused_in_words(qbo, id_):
    with pytest.raises(SimulatorError, match="digits only"):
        qbo.load("Customer", {"Id": id_, "DisplayName": "Nobody"})
    with pytest.raises(SimulatorError, match="6080"):
        qbo.load("Customer", {"Id": "900"})


def test_books_are_filled_alike_for_the_same_seed(qbo):
    found = []
    for seed in (1, 1, 2):
        qbo.reset()
        made = qbo.generate(customers=3, items=2, invoices=20, seed=seed)
        assert made == {"customers": 10, "items": 10, "invoices": 20}
        found.append([one["TotalAmt"] for one in qbo.all("Invoice")])
    assert found[0] == found[1] != found[2]
    trial = qbo.figures()["trial_balance"]
    assert trial["debit"] == trial["credit"]


@pytest.mark.parametrize("seed", ["uk", "ca"])
def test_other_countries_are_filled_too(qbo, seed):
    qbo.reset(seed=seed)
    assert qbo.generate(invoices=5)["invoices"] == 5


def test_what_cannot_be_made_is_told(qbo):
    with pytest.raises(TypeError, match="elephants"):
        qbo.generate(elephants=1)
    path = f"books/{qbo.realm_id}/generate"
    with pytest.raises(SimulatorError, match="cannot be made"):
        qbo.control("POST", path, {"elephants": 1})
    with pytest.raises(SimulatorError, match="ask repeatedly"):
        qbo.control("POST", path, {"invoices": 10**6})
    qbo.reset(seed=None)
    with pytest.raises(SimulatorError, match="make those first"):
        qbo.generate(invoices=1)
