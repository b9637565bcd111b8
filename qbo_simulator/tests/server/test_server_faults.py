"""Rules that make things fail on purpose."""

import time

import pytest
import requests

from qbo_simulator.testing import SimulatorError


def create(qbo, token, name="A", **options):
    return qbo.api(
        "POST", "customer", token=token, json={"DisplayName": name}, **options
    )


def batch(qbo, token, *names, **options):
    items = [
        {"bId": str(n), "operation": "create", "Customer": {"DisplayName": name}}
        for n, name in enumerate(names)
    ]
    body = {"BatchItemRequest": items}
    return qbo.api("POST", "batch", token=token, json=body, **options)


def names(qbo):
    statement = "select * from Customer where DisplayName in ('A', 'B', 'C')"
    rows = qbo.query(statement).get("Customer", [])
    return sorted(row["DisplayName"] for row in rows)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_status_rule_answers_instead_of_working(qbo, token, status):
    qbo.fail_next(status=status)
    assert create(qbo, token).status_code == status
    assert names(qbo) == []
    assert create(qbo, token).status_code == 200
    assert [e["status"] for e in qbo.journal(operation="create")] == [status, 200]


def test_a_status_rule_can_strike_after_the_work_is_done(qbo, token):
    qbo.fail_next(status=504, when="after")
    assert create(qbo, token).status_code == 504
    assert names(qbo) == ["A"]


def test_a_throttling_rule_answers_xml_or_json(qbo, token):
    qbo.fail_next(status=429, headers={"Retry-After": "30"})
    answer = create(qbo, token)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert answer.text.startswith("<?xml")
    qbo.fail_next(status=429, format="json")
    assert create(qbo, token).json()["Fault"]["Error"][0]["code"] == "3001"


def test_a_401_rule_takes_the_gateways_shape(qbo, token):
    qbo.fail_next(status=401)
    assert create(qbo, token).json()["fault"]["error"][0]["code"] == "3200"


@pytest.mark.parametrize("code", ["6210", "6140", "5010", "2500", "6190"])
def test_a_fault_rule_answers_with_that_code(qbo, token, code):
    qbo.fail_next(code=code)
    answer = create(qbo, token)
    assert answer.status_code == 400
    assert answer.json()["Fault"]["Error"][0]["code"] == code
    assert names(qbo) == []


def test_a_fault_rule_strikes_one_item_of_a_batch(qbo, token):
    qbo.fail_next(code="6210", index=1)
    rows = batch(qbo, token, "A", "B", "C").json()["BatchItemResponse"]
    assert ["Fault" in row for row in rows] == [False, True, False]
    assert names(qbo) == ["A", "C"]


def test_a_fault_rule_strikes_the_items_of_its_entity(qbo, token):
    qbo.fail_next(code="6000", entity="customer", operation="create", count=2)
    rows = batch(qbo, token, "A", "B", "C").json()["BatchItemResponse"]
    assert ["Fault" in row for row in rows] == [True, True, False]


def test_a_fault_rule_on_the_batch_strikes_all_of_it(qbo, token):
    qbo.fail_next(code="10000", operation="batch", kind="fault")
    assert batch(qbo, token, "A").status_code == 400


def test_a_cut_before_the_work_leaves_nothing_done(qbo, token):
    qbo.fail_next(kind="cut", when="before")
    with pytest.raises(requests.ConnectionError):
        create(qbo, token)
    assert names(qbo) == []
    assert qbo.journal(operation="create")[0]["status"] == 0


def test_a_cut_after_the_work_leaves_it_done_and_the_replay_finds_it(qbo, token):
    qbo.fail_next(kind="cut", when="after", operation="create")
    with pytest.raises(requests.ConnectionError):
        create(qbo, token, params={"requestid": "r1"})
    assert names(qbo) == ["A"]
    answer = create(qbo, token, params={"requestid": "r1"})
    assert answer.status_code == 200
    assert names(qbo) == ["A"]
    assert qbo.counts()["replayed"] == 1


def test_a_rule_on_an_operation_finds_it_inside_a_batch(qbo, token):
    qbo.fail_next(kind="cut", when="after", operation="create", entity="Customer")
    with pytest.raises(requests.ConnectionError):
        batch(qbo, token, "A", "B", params={"requestid": "r1"})
    assert names(qbo) == ["A", "B"]


def test_a_delay_holds_the_answer_back_but_not_other_clients(qbo, token):
    qbo.fail_next(kind="delay", seconds=2, when="after")
    with pytest.raises(requests.ReadTimeout):
        create(qbo, token, timeout=0.3)
    started = time.monotonic()
    assert names(qbo) == ["A"]
    assert time.monotonic() - started < 1


def test_a_truncated_answer_is_half_a_document(qbo, token):
    qbo.fail_next(kind="truncate")
    answer = create(qbo, token)
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        answer.json()
    assert names(qbo) == ["A"]


def test_batch_answers_can_come_out_of_order(qbo, token):
    qbo.fail_next(kind="shuffle")
    rows = batch(qbo, token, "A", "B").json()["BatchItemResponse"]
    assert [row["bId"] for row in rows] == ["1", "0"]
    assert [row["Customer"]["DisplayName"] for row in rows] == ["B", "A"]


def test_rules_can_skip_and_repeat(qbo, token):
    qbo.fail_next(status=503, skip=1, count=2)
    statuses = [create(qbo, token, name).status_code for name in "ABCD"]
    assert statuses == [200, 503, 503, 200]


def test_a_rule_without_count_stays_until_it_is_cleared(qbo, token):
    qbo.fail_next(count=None, status=503)
    assert [create(qbo, token).status_code for _ in range(3)] == [503] * 3
    qbo.clear_faults()
    assert create(qbo, token).status_code == 200


def test_probability_is_repeatable_with_a_seed(qbo, token):
    qbo.set_throttle(enabled=False)
    seen = []
    for _round in range(2):
        qbo.clear_faults()
        qbo.fail_next(count=None, status=503, probability=0.5, seed=7)
        calls = [qbo.api("GET", "preferences", token=token) for _ in range(20)]
        seen.append([call.status_code for call in calls])
    assert seen[0] == seen[1]
    assert set(seen[0]) == {200, 503}


def test_rules_spare_the_oauth_endpoints_unless_they_name_them(qbo, token):
    qbo.fail_next(status=500)
    document = requests.get(qbo.discovery_url, timeout=30)
    assert document.status_code == 200
    qbo.clear_faults()
    qbo.fail_next(status=503, operation="discovery")
    assert requests.get(qbo.discovery_url, timeout=30).status_code == 503


def test_the_answer_to_a_refresh_can_be_lost_after_the_token_changed(qbo):
    qbo.settings(oauth={"rotation": "always"})
    tokens = qbo.issue_tokens()
    qbo.fail_next(kind="cut", when="after", operation="refresh")
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    keys = (qbo.app.client_id, qbo.app.client_secret)
    address = qbo.base_url + "/oauth2/v1/tokens/bearer"
    with pytest.raises(requests.ConnectionError):
        requests.post(address, data=form, auth=keys, timeout=30)
    again = requests.post(address, data=form, auth=keys, timeout=30)
    assert again.json()["error"] == "invalid_grant"


def test_a_rule_can_give_any_body(qbo, token):
    qbo.fail_next(status=200, body={"surprise": True})
    assert create(qbo, token).json() == {"surprise": True}
    qbo.fail_next(status=200, body="<html>maintenance</html>")
    assert create(qbo, token).text == "<html>maintenance</html>"


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({"kind": "explode"}, "kind"),
        ({"status": "500"}, "status"),
        ({"kind": "status"}, "status"),
        ({"status": 500, "when": "never"}, "when"),
        ({"status": 500, "colour": "red"}, "colour"),
        ({"status": 500, "path": "("}, "path"),
        ({"status": 500, "probability": "often"}, "probability"),
        ({"status": 500, "skip": 1.5}, "skip"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_a_reason(qbo, rule, word):
    with pytest.raises(SimulatorError, match=word):
        qbo.fail_next(**rule)


def test_the_control_plane_is_never_struck(qbo):
    qbo.fail_next(count=None, status=500)
    qbo.fail_next(count=None, path=".*", kind="cut")
    assert qbo.create("Customer", {"DisplayName": "A"})["Id"]
    assert qbo.counts()["requests"] == 0
