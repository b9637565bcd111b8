"""The control plane: reset, snapshot, clock, settings, companies, journal, books."""

from datetime import datetime, timedelta, timezone

import pytest
import requests

from qbo_simulator.testing import SimulatorError


def test_reset_returns_to_the_first_moment(qbo, token):
    qbo.create("Customer", {"DisplayName": "A"})
    qbo.fail_next(count=None, status=500)
    qbo.set_throttle(per_minute=1)
    qbo.clock.advance(86400)
    qbo.api("GET", "preferences", token=token)
    qbo.reset()
    assert qbo.query("select * from Customer where DisplayName = 'A'") == {}
    assert qbo.api("GET", "preferences", token=token).status_code == 401
    assert qbo.count() == 1
    assert qbo.settings()["throttle"]["per_minute"] == 500
    assert abs(qbo.clock.now() - datetime.now(timezone.utc)) < timedelta(seconds=30)
    assert qbo.api("GET", "preferences").status_code == 200


@pytest.mark.parametrize(
    ("seed", "country"), [("us", "US"), ("ca", "CA"), ("uk", "GB")]
)
def test_each_seed_is_a_company_of_its_country(qbo, seed, country):
    qbo.reset(seed=seed)
    assert [company["country"] for company in qbo.companies] == [country]


def test_a_company_may_have_a_chosen_realm_id(qbo):
    qbo.reset(realm_id="4620816365000000001")
    assert qbo.realm_id == "4620816365000000001"
    with pytest.raises(SimulatorError, match="already"):
        qbo.add_company(realm_id="4620816365000000001")
    with pytest.raises(SimulatorError, match="digits"):
        qbo.add_company(realm_id="abc")


def test_companies_do_not_share_books(qbo):
    other = qbo.add_company("us")
    qbo.create("Customer", {"DisplayName": "Mine"})
    where = "select * from Customer where DisplayName = 'Mine'"
    assert qbo.query(where)["Customer"]
    assert qbo.query(where, realm_id=other) == {}


def test_a_snapshot_brings_back_books_tokens_and_replays(qbo, token):
    params = {"requestid": "r1"}
    body = {"DisplayName": "Before"}
    first = qbo.api("POST", "customer", token=token, json=body, params=params)
    state = qbo.snapshot()
    qbo.create("Customer", {"DisplayName": "After"})
    qbo.reset(seed=None)
    qbo.restore(state)
    assert qbo.query("select * from Customer where DisplayName = 'After'") == {}
    again = qbo.api("POST", "customer", token=token, json=body, params=params)
    assert again.json()["Customer"] == first.json()["Customer"]


def test_nonsense_is_not_a_snapshot(qbo):
    with pytest.raises(SimulatorError, match="not a snapshot"):
        qbo.restore(b"{}")
    assert qbo.create("Customer", {"DisplayName": "A"})["Id"]


def test_the_clock_stamps_what_is_written(qbo):
    moment = datetime(2031, 7, 4, 12, 0, tzinfo=timezone.utc)
    qbo.clock.set(moment)
    made = qbo.create("Customer", {"DisplayName": "A"})
    assert made["MetaData"]["CreateTime"].startswith("2031-07-04T05:00:0")
    assert made["MetaData"]["CreateTime"].endswith("-07:00")
    qbo.clock.reset()
    assert qbo.clock.now() < moment


@pytest.mark.parametrize("text", ["2031-07-04T12:00:00Z", "2031-07-04T05:00:00-07:00"])
def test_the_clock_takes_any_offset_and_refuses_none(qbo, text):
    now = qbo.control("POST", "clock", {"set": text})["now"]
    assert now.startswith("2031-07-04T12:00:0")
    for wrong in ("2031-07-04T12:00:00", "tomorrow"):
        with pytest.raises(SimulatorError):
            qbo.control("POST", "clock", {"set": wrong})


def test_options_of_the_books_reach_them_and_unknown_ones_are_refused(qbo):
    qbo.reset(multicurrency=True)
    preferences = qbo.read("Preferences", 1)
    assert preferences["CurrencyPrefs"]["MultiCurrencyEnabled"] is True
    with pytest.raises(SimulatorError, match="colour"):
        qbo.add_company(colour="red")


@pytest.mark.parametrize(
    ("sections", "word"),
    [
        ({"throttel": {}}, "throttel"),
        ({"throttle": {"per_hour": 1}}, "per_hour"),
        ({"throttle": {"per_minute": "many"}}, "per_minute"),
        ({"throttle": {"per_minute": -1}}, "per_minute"),
        ({"throttle": {"enabled": 1}}, "enabled"),
        ({"throttle": {"format": "yaml"}}, "format"),
        ({"oauth": {"rotation": "weekly"}}, "rotation"),
        ({"webhooks": {"entities": "Invoice"}}, "entities"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_with_a_reason(qbo, sections, word):
    before = qbo.settings()
    with pytest.raises(SimulatorError, match=word):
        qbo.settings(**{"throttle": {"per_minute": 3}, **sections})
    assert qbo.settings() == before


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"7"])
@pytest.mark.parametrize("path", ["reset", "settings", "faults", "clock", "companies"])
def test_bad_bodies_get_a_sentence(qbo, path, body):
    answer = requests.post(f"{qbo.base_url}/_sim/{path}", data=body, timeout=30)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_unknown_names_in_a_body_are_refused(qbo):
    with pytest.raises(SimulatorError, match="'sead'"):
        qbo.control("POST", "reset", {"sead": "us"})


def test_the_journal_tells_what_was_received(qbo, token):
    body = {"DisplayName": "A"}
    params = {"requestid": "r1"}
    qbo.api("POST", "customer", token=token, json=body, params=params)
    qbo.api("GET", "query?query=select * from Item", token=token)
    first, second = qbo.journal()
    assert (first["operation"], first["entity"]) == ("create", "Customer")
    assert first["request_id"] == "r1"
    assert first["status"] == 200
    assert '"DisplayName": "A"' in first["body"]
    assert first["client_id"] == qbo.app.client_id
    assert token not in str(first)
    assert second["query"]["query"] == "select * from Item"
    assert [e["seq"] for e in qbo.journal(operation="query")] == [second["seq"]]
    assert qbo.journal(path="/customer") == [first]
    assert qbo.counts()["statuses"] == {"200": 2}
    qbo.clear_journal()
    assert qbo.journal() == [] and qbo.count() == 0


def test_the_accountants_writes_are_not_in_the_journal(qbo):
    made = qbo.create("Customer", {"DisplayName": "A"})
    qbo.update("Customer", {"Id": made["Id"], "sparse": True, "Notes": "x"})
    assert qbo.count() == 0


def test_a_refusal_of_the_books_carries_its_code(qbo):
    qbo.create("Customer", {"DisplayName": "A"})
    with pytest.raises(SimulatorError) as caught:
        qbo.create("Customer", {"DisplayName": "A"})
    assert caught.value.fault["Error"][0]["code"] == "6240"


def test_unknown_companies_and_entities_are_told(qbo):
    with pytest.raises(SimulatorError, match="no company"):
        qbo.query("select * from Item", realm_id="1")
    with pytest.raises(SimulatorError, match="not an entity"):
        qbo.create("Elephant", {})


def test_all_pages_through_a_list_with_inactive_records(qbo):
    made = qbo.create("Customer", {"DisplayName": "A"})
    qbo.update("Customer", {"Id": made["Id"], "sparse": True, "Active": False})
    assert made["Id"] in [row["Id"] for row in qbo.all("Customer")]
    assert made["Id"] not in [row["Id"] for row in qbo.all("Customer", "Active = true")]


def test_figures_balance(qbo):
    figures = qbo.figures()
    assert set(figures) == {"balances", "trial_balance"}
