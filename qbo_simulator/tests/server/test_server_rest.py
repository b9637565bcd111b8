"""REST v3 over HTTP: writing, reading, querying, change data, replay, XML."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest

NS = "{http://schema.intuit.com/finance/v3}"


def create_customer(qbo, token, name="Azure Interior", **options):
    return qbo.api(
        "POST", "customer", token=token, json={"DisplayName": name}, **options
    )


def error_of(answer):
    (error,) = answer.json()["Fault"]["Error"]
    return error


def test_a_create_answers_200_with_the_object(qbo, token):
    answer = create_customer(qbo, token)
    assert answer.status_code == 200
    customer = answer.json()["Customer"]
    assert customer["DisplayName"] == "Azure Interior"
    assert customer["SyncToken"] == "0"
    assert customer["Id"].isdigit()


def test_an_object_is_read_updated_and_made_inactive(qbo, token):
    customer = create_customer(qbo, token).json()["Customer"]
    path = f"customer/{customer['Id']}"
    assert qbo.api("GET", path, token=token).json()["Customer"] == customer
    body = {
        "Id": customer["Id"],
        "SyncToken": "0",
        "sparse": True,
        "CompanyName": "Azure",
    }
    changed = qbo.api("POST", "customer", token=token, json=body).json()["Customer"]
    assert (changed["SyncToken"], changed["CompanyName"]) == ("1", "Azure")
    body = {"Id": customer["Id"], "SyncToken": "1", "sparse": True, "Active": False}
    gone = qbo.api("POST", "customer", token=token, json=body).json()["Customer"]
    assert gone["Active"] is False


def test_a_stale_token_is_refused(qbo, token):
    customer = create_customer(qbo, token).json()["Customer"]
    body = {"Id": customer["Id"], "SyncToken": "7", "sparse": True, "Notes": "x"}
    answer = qbo.api("POST", "customer", token=token, json=body)
    assert answer.status_code == 400
    assert error_of(answer)["code"] == "5010"


def make_invoice(qbo, amount="100.00"):
    customer = qbo.create("Customer", {"DisplayName": f"Buyer {amount}"})
    item = qbo.query("select * from Item where Type = 'Service'")["Item"][0]
    line = {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": item["Id"]}},
    }
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    return qbo.create("Invoice", body)


def test_a_transaction_is_deleted_with_the_recorded_answer(qbo, token):
    invoice = make_invoice(qbo)
    body = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}
    answer = qbo.api("POST", "invoice?operation=delete", token=token, json=body)
    assert answer.json()["Invoice"] == {
        "domain": "QBO",
        "status": "Deleted",
        "Id": invoice["Id"],
    }
    late = qbo.api("GET", f"invoice/{invoice['Id']}", token=token)
    assert (late.status_code, error_of(late)["code"]) == (400, "610")


def test_an_invoice_is_voided_by_operation_void(qbo, token):
    invoice = make_invoice(qbo)
    body = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}
    answer = qbo.api("POST", "invoice?operation=void", token=token, json=body)
    voided = answer.json()["Invoice"]
    assert voided["TotalAmt"] == 0
    assert voided["PrivateNote"].startswith("Voided")


def test_a_payment_is_voided_by_an_update_that_includes_void(qbo, token):
    invoice = make_invoice(qbo)
    link = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
    payment = qbo.create(
        "Payment",
        {
            "CustomerRef": invoice["CustomerRef"],
            "TotalAmt": 100,
            "Line": [{"Amount": 100, "LinkedTxn": [link]}],
        },
    )
    body = {"Id": payment["Id"], "SyncToken": payment["SyncToken"], "sparse": True}
    path = "payment?operation=update&include=void"
    voided = qbo.api("POST", path, token=token, json=body).json()["Payment"]
    assert voided["TotalAmt"] == 0
    assert qbo.read("Invoice", invoice["Id"])["Balance"] == 100
    assert qbo.count("Payment.void") == 1


def test_a_malformed_id_is_refused_as_recorded(qbo, token):
    answer = qbo.api("GET", "customer/1.5", token=token)
    assert answer.status_code == 400
    assert answer.json() == {
        "Fault": {
            "Error": [
                {
                    "Message": "Invalid ID",
                    "Detail": "Id should be a valid number. Supplied value:1.5",
                    "code": "2030",
                    "element": "Id",
                }
            ],
            "type": "ValidationFault",
        }
    }


def test_singletons_are_read(qbo, token):
    company = qbo.api("GET", f"companyinfo/{qbo.realm_id}", token=token).json()
    assert company["CompanyInfo"]["CompanyName"]
    preferences = qbo.api("GET", "preferences", token=token).json()
    assert "SalesFormsPrefs" in preferences["Preferences"]


# === BODIES === #


@pytest.mark.parametrize("body", [b"", b"{", b"[1", b'{"DisplayName": NaN}', b"\x00"])
def test_a_body_that_is_not_json_is_refused_with_2010(qbo, token, body):
    answer = qbo.api("POST", "customer", token=token, data=body)
    assert (answer.status_code, error_of(answer)["code"]) == (400, "2010")


@pytest.mark.parametrize("body", [b"[]", b"7", b'"x"', b"null"])
def test_a_body_that_is_not_an_object_is_refused(qbo, token, body):
    answer = qbo.api("POST", "customer", token=token, data=body)
    assert answer.status_code == 400
    assert answer.json()["Fault"]["type"] == "ValidationFault"


def test_a_body_that_is_not_utf8_is_unsupported(qbo, token):
    body = '{"DisplayName":"Käse"}'.encode("latin-1")
    answer = qbo.api("POST", "customer", token=token, data=body)
    assert (answer.status_code, error_of(answer)["code"]) == (400, "500")


def test_an_unknown_property_is_refused_with_2010(qbo, token):
    answer = qbo.api("POST", "invoice", token=token, json={"BadJson": True})
    error = error_of(answer)
    assert error["code"] == "2010"
    assert error["Message"] == "Request has invalid or unsupported property"
    assert error["Detail"].startswith('Property Name:Unrecognized field "BadJson"')
    assert "element" not in error


def test_a_deeply_nested_body_is_refused_not_crashed_on(qbo, token):
    answer = qbo.api("POST", "customer", token=token, data=b"[" * 100_000)
    assert answer.status_code == 400


# === QUERY AND CHANGE DATA === #


def test_a_query_works_by_get_and_by_post_with_the_same_answer(qbo, token):
    create_customer(qbo, token, "O'Brien & Søn")
    statement = "select * from Customer where DisplayName = 'O\\'Brien & Søn'"
    got = qbo.api("GET", "query", token=token, params={"query": statement})
    posted = qbo.api(
        "POST",
        "query",
        token=token,
        data=statement.encode(),
        headers={"Content-Type": "application/text"},
    )
    rows = got.json()["QueryResponse"]
    assert rows == posted.json()["QueryResponse"]
    assert [row["DisplayName"] for row in rows["Customer"]] == ["O'Brien & Søn"]
    assert (rows["startPosition"], rows["maxResults"]) == (1, 1)


def test_a_count_answers_a_total_alone(qbo, token):
    create_customer(qbo, token)
    answer = qbo.api("GET", "query?query=select count(*) from Customer", token=token)
    assert list(answer.json()["QueryResponse"]) == ["totalCount"]


def test_no_match_is_an_empty_response(qbo, token):
    path = "query?query=select * from Customer where DisplayName = 'nobody'"
    assert qbo.api("GET", path, token=token).json()["QueryResponse"] == {}


@pytest.mark.parametrize(
    ("statement", "code"),
    [("select", "4000"), ("select * from Nothing", "4001"), ("'", "4000")],
)
def test_bad_queries_have_their_codes(qbo, token, statement, code):
    answer = qbo.api("GET", "query", token=token, params={"query": statement})
    assert (answer.status_code, error_of(answer)["code"]) == (400, code)


def test_a_missing_query_is_a_system_fault(qbo, token):
    answer = qbo.api("GET", "query", token=token)
    assert answer.status_code == 400
    assert answer.json()["Fault"]["type"] == "SystemFault"
    assert error_of(answer)["code"] == "10000"


def cdc(qbo, token, **params):
    return qbo.api("GET", "cdc", token=token, params=params)


def test_change_data_groups_what_changed_by_entity(qbo, token):
    since = qbo.clock.now() - timedelta(seconds=1)
    qbo.clock.advance(5)
    customer = create_customer(qbo, token).json()["Customer"]
    answer = cdc(
        qbo,
        token,
        entities="Customer,Invoice",
        changedSince=(since + timedelta(seconds=4)).isoformat(timespec="seconds"),
    ).json()
    customers, invoices = answer["CDCResponse"][0]["QueryResponse"]
    assert [row["Id"] for row in customers["Customer"]] == [customer["Id"]]
    assert invoices == {}


def test_change_data_tells_deleted_objects(qbo, token):
    invoice = make_invoice(qbo)
    qbo.delete("Invoice", invoice["Id"])
    since = (qbo.clock.now() - timedelta(hours=1)).isoformat(timespec="seconds")
    answer = cdc(qbo, token, entities="invoice", changedSince=since).json()
    (group,) = answer["CDCResponse"][0]["QueryResponse"]
    (row,) = [row for row in group["Invoice"] if row["Id"] == invoice["Id"]]
    assert row["status"] == "Deleted"
    assert "SyncToken" not in row


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"changedSince": "2026-01-01"}, "entities is required"),
        (
            {"entities": "estimates", "changedSince": "2026-01-01"},
            "Invalid entity supplied : entity=estimates",
        ),
    ],
)
def test_malformed_change_data_requests_are_system_faults(qbo, token, params, words):
    answer = cdc(qbo, token, **params)
    error = error_of(answer)
    assert (answer.status_code, error["code"]) == (400, "10000")
    assert words in error["Detail"]


def test_a_change_date_that_is_none_is_refused(qbo, token):
    answer = cdc(qbo, token, entities="Customer", changedSince="yesterday")
    assert answer.status_code == 400


# === REPLAY === #


def test_a_repeated_request_id_is_answered_without_doing_it_again(qbo, token):
    params = {"requestid": "a" * 50}
    first = create_customer(qbo, token, params=params).json()["Customer"]
    again = create_customer(qbo, token, params=params)
    assert again.json()["Customer"] == first
    assert len(qbo.query("select * from Customer where DisplayName like 'Azure%'")) > 0
    assert qbo.counts()["replayed"] == 1
    assert [entry["replayed"] for entry in qbo.journal(operation="create")] == [
        False,
        True,
    ]


def test_the_first_answer_is_replayed_even_after_the_object_changed(qbo, token):
    params = {"requestid": "r1"}
    first = create_customer(qbo, token, params=params).json()["Customer"]
    qbo.update("Customer", {"Id": first["Id"], "sparse": True, "Notes": "later"})
    again = create_customer(qbo, token, params=params).json()["Customer"]
    assert again == first


def test_a_delete_is_replayed_too(qbo, token):
    invoice = make_invoice(qbo)
    body = {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}
    path = "invoice?operation=delete&requestid=d1"
    for _try in range(2):
        answer = qbo.api("POST", path, token=token, json=body)
        assert answer.json()["Invoice"]["status"] == "Deleted"


def test_a_request_id_with_another_payload_is_error_600(qbo, token):
    params = {"requestid": "r1"}
    create_customer(qbo, token, "One", params=params)
    answer = create_customer(qbo, token, "Two", params=params)
    assert (answer.status_code, error_of(answer)["code"]) == (400, "600")


def test_request_ids_are_per_company(qbo, token):
    other = qbo.add_company("us")
    theirs = qbo.issue_tokens(other)["access_token"]
    params = {"requestid": "r1"}
    assert create_customer(qbo, token, "One", params=params).status_code == 200
    answer = create_customer(qbo, theirs, "Two", params=params, realm_id=other)
    assert answer.status_code == 200


def test_a_refused_request_may_be_corrected_under_the_same_id(qbo, token):
    params = {"requestid": "r1"}
    body = {"DisplayName": ""}
    refused = qbo.api("POST", "customer", token=token, json=body, params=params)
    assert refused.status_code == 400
    assert create_customer(qbo, token, params=params).status_code == 200


def test_a_request_id_of_51_characters_is_refused(qbo, token):
    answer = create_customer(qbo, token, params={"requestid": "a" * 51})
    assert (answer.status_code, error_of(answer)["code"]) == (400, "2130")


def test_an_empty_request_id_counts_as_none(qbo, token):
    create_customer(qbo, token, "One", params={"requestid": ""})
    answer = create_customer(qbo, token, "Two", params={"requestid": ""})
    assert answer.json()["Customer"]["DisplayName"] == "Two"


# === XML === #


def test_xml_is_the_default_answer(qbo, token):
    invoice = make_invoice(qbo)
    answer = qbo.api(
        "GET", f"invoice/{invoice['Id']}", token=token, headers={"Accept": "*/*"}
    )
    assert answer.headers["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == NS + "IntuitResponse"
    assert root.get("time")
    element = root.find(NS + "Invoice")
    assert element.get("domain") == "QBO"
    assert element.findtext(NS + "Id") == invoice["Id"]
    customer = element.find(NS + "CustomerRef")
    assert customer.text == invoice["CustomerRef"]["value"]
    assert customer.get("name") == invoice["CustomerRef"]["name"]
    assert len(element.findall(NS + "Line")) == len(invoice["Line"])


def test_an_xml_fault_carries_code_and_element_as_attributes(qbo, token):
    answer = qbo.api(
        "GET", "invoice/999999", token=token, headers={"Accept": "text/xml"}
    )
    assert answer.status_code == 400
    error = ElementTree.fromstring(answer.content).find(f".//{NS}Error")
    assert error.get("code") == "610"
    assert error.findtext(NS + "Message") == "Object Not Found"


def test_numbers_are_spelt_as_quickbooks_spells_them(qbo, token):
    invoice = make_invoice(qbo, "100.00")
    text = qbo.api("GET", f"invoice/{invoice['Id']}", token=token).text
    assert '"TotalAmt":100.00' in text
    assert json.loads(text)["Invoice"]["Balance"] == 100
