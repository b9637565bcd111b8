"""Batches: order, partial failure, limits, replay."""

import pytest


def customer(bid, name, **more):
    return {
        "bId": bid,
        "operation": "create",
        "Customer": {"DisplayName": name},
        **more,
    }


def send(qbo, token, items, **params):
    body = {"BatchItemRequest": items}
    return qbo.api("POST", "batch", token=token, json=body, params=params)


def answers(qbo, token, items, **params):
    answer = send(qbo, token, items, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()["BatchItemResponse"]


def code_of(item):
    return item["Fault"]["Error"][0]["code"]


def error_of(answer):
    return answer.json()["Fault"]["Error"][0]


def test_items_are_answered_in_order_with_their_id_last(qbo, token):
    rows = answers(qbo, token, [customer("b", "Two"), customer("a", "One")])
    assert [row["bId"] for row in rows] == ["b", "a"]
    assert [list(row) for row in rows] == [["Customer", "bId"]] * 2
    assert rows[0]["Customer"]["DisplayName"] == "Two"


def test_one_refused_item_stops_no_neighbour(qbo, token):
    rows = answers(
        qbo, token, [customer("1", "A"), customer("2", "A"), customer("3", "B")]
    )
    assert "Customer" in rows[0]
    assert (code_of(rows[1]), rows[1]["Fault"]["type"]) == ("6240", "ValidationFault")
    assert "Customer" in rows[2]
    (entry,) = qbo.journal(operation="batch")
    assert [item["result"] for item in entry["items"]] == ["200", "6240", "200"]
    assert qbo.count("Customer.create") == 3
    assert qbo.count("batch") == 1


def test_all_kinds_of_operations_work_in_a_batch(qbo, token):
    made = qbo.create("Customer", {"DisplayName": "A"})
    item = qbo.query("select * from Item where Type = 'Service'")["Item"][0]
    line = {
        "Amount": 5,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}},
    }
    body = {"CustomerRef": {"value": made["Id"]}, "Line": [line]}
    one, two = qbo.create("Invoice", body), qbo.create("Invoice", body)
    key = {"Id": made["Id"], "SyncToken": "0"}
    rows = answers(
        qbo,
        token,
        [
            {
                "bId": "1",
                "operation": "update",
                "Customer": {**key, "sparse": True, "Notes": "n"},
            },
            {
                "bId": "2",
                "operation": "delete",
                "Invoice": {"Id": one["Id"], "SyncToken": one["SyncToken"]},
            },
            {
                "bId": "3",
                "operation": "void",
                "Invoice": {"Id": two["Id"], "SyncToken": two["SyncToken"]},
            },
            {"bId": "4", "Query": "select * from Customer where DisplayName = 'A'"},
            {"bId": "5", "Query": "select * from Nothing"},
        ],
    )
    assert rows[0]["Customer"]["Notes"] == "n"
    assert rows[1]["Invoice"]["status"] == "Deleted"
    assert rows[2]["Invoice"]["TotalAmt"] == 0
    assert rows[3]["QueryResponse"]["Customer"][0]["Id"] == made["Id"]
    assert code_of(rows[4]) == "4001"


def test_a_payment_is_voided_by_option_data(qbo, token):
    made = qbo.create("Customer", {"DisplayName": "A"})
    payment = qbo.create(
        "Payment", {"CustomerRef": {"value": made["Id"]}, "TotalAmt": 5}
    )
    item = {
        "bId": "1",
        "operation": "update",
        "optionsData": "include=void",
        "Payment": {"Id": payment["Id"], "SyncToken": payment["SyncToken"]},
    }
    (row,) = answers(qbo, token, [item])
    assert row["Payment"]["TotalAmt"] == 0


def test_thirty_items_are_the_limit(qbo, token):
    items = [customer(str(n), f"C{n}") for n in range(31)]
    assert len(answers(qbo, token, items[:30])) == 30
    refused = send(qbo, token, items)
    assert (refused.status_code, error_of(refused)["code"]) == (400, "1040")


def test_an_empty_batch_is_answered_with_nothing(qbo, token):
    assert answers(qbo, token, []) == []


@pytest.mark.parametrize(
    "body",
    [{}, [], {"BatchItemRequest": {}}, {"BatchItemRequest": [], "Extra": 1}, "text"],
)
def test_a_malformed_batch_is_refused_as_a_whole(qbo, token, body):
    answer = qbo.api("POST", "batch", token=token, json=body)
    assert answer.status_code == 400
    assert answer.json()["Fault"]["type"] == "ValidationFault"


@pytest.mark.parametrize(
    "item",
    [
        {},
        7,
        {"bId": "1"},
        {"bId": "1", "operation": "create"},
        {"bId": "1", "operation": "paint", "Customer": {}},
        {"bId": "1", "operation": "create", "Customer": 7},
        {"bId": "1", "operation": "create", "Nothing": {}},
        {"bId": "1", "Query": 7},
    ],
)
def test_a_malformed_item_is_refused_alone(qbo, token, item):
    rows = answers(qbo, token, [item, customer("ok", "A")])
    assert "Fault" in rows[0]
    assert "Customer" in rows[1]


def test_a_repeated_batch_is_answered_without_doing_it_again(qbo, token):
    items = [customer("1", "A"), customer("2", "B")]
    first = answers(qbo, token, items, requestid="r1")
    again = answers(qbo, token, items, requestid="r1")
    assert again == first
    assert qbo.journal(operation="batch")[-1]["replayed"] is True


def test_replay_needs_both_ids_to_match(qbo, token):
    first = answers(qbo, token, [customer("1", "A")], requestid="r1")
    other = answers(qbo, token, [customer("2", "A")], requestid="r1")
    assert "Customer" in first[0]
    assert code_of(other[0]) == "6240"


def test_after_a_partial_failure_only_the_failed_item_is_done_again(qbo, token):
    qbo.create("Customer", {"DisplayName": "Taken"})
    items = [customer("1", "A"), customer("2", "Taken")]
    first = answers(qbo, token, items, requestid="r1")
    assert code_of(first[1]) == "6240"
    taken = qbo.query("select * from Customer where DisplayName = 'Taken'")
    holder = taken["Customer"][0]
    qbo.update("Customer", {"Id": holder["Id"], "sparse": True, "DisplayName": "X"})
    again = answers(qbo, token, items, requestid="r1")
    assert again[0] == first[0]
    assert "Customer" in again[1]


def test_the_same_ids_with_another_payload_are_error_600(qbo, token):
    answers(qbo, token, [customer("1", "A")], requestid="r1")
    (row,) = answers(qbo, token, [customer("1", "B")], requestid="r1")
    assert code_of(row) == "600"


@pytest.mark.parametrize(
    ("request_id", "bid", "status"),
    [("r" * 36, "1" * 10, 200), ("r" * 37, "1", 400), ("r", "1" * 11, 400)],
)
def test_the_ids_of_a_replayable_batch_are_short(qbo, token, request_id, bid, status):
    answer = send(qbo, token, [customer(bid, "A")], requestid=request_id)
    assert answer.status_code == status
    if status == 400:
        assert error_of(answer)["code"] == "2130"


def test_without_a_request_id_item_ids_may_be_long(qbo, token):
    (row,) = answers(qbo, token, [customer("x" * 36, "A")])
    assert row["bId"] == "x" * 36


def test_a_batch_answers_xml_by_default(qbo, token):
    body = {"BatchItemRequest": [customer("one", "A"), customer("two", "A")]}
    headers = {"Accept": "*/*"}
    text = qbo.api("POST", "batch", token=token, json=body, headers=headers).text
    assert '<BatchItemResponse bId="one"><Customer domain="QBO"' in text
    assert '<BatchItemResponse bId="two"><Fault type="ValidationFault">' in text


def test_only_the_documented_operations_work_in_a_batch(qbo, token):
    items = [
        {"bId": kind, "operation": kind, "Customer": {"Id": "1"}}
        for kind in ("send", "merge", "revert", "read", "download")
    ]
    answer = qbo.api("POST", "batch", token=token, json={"BatchItemRequest": items})
    assert answer.status_code == 200
    for item in answer.json()["BatchItemResponse"]:
        (error,) = item["Fault"]["Error"]
        assert error["code"] == "500"
        assert error["Detail"] == f"Operation {item['bId']} is not supported."


def test_a_card_payment_has_a_key_of_its_own_in_a_batch(qbo, token):
    values = {
        "Amount": 5,
        "BankAccountRef": {"value": "35"},
        "CreditCardAccountRef": {"value": "41"},
    }
    item = {"bId": "1", "operation": "create", "CreditCardPaymentTxn": values}
    answer = qbo.api("POST", "batch", token=token, json={"BatchItemRequest": [item]})
    (result,) = answer.json()["BatchItemResponse"]
    assert result["CreditCardPaymentTxn"]["Amount"] == 5
