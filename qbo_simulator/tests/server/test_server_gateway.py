"""What stands before the books: tokens, scopes, limits, negotiation, wrong paths."""

import socket

import pytest
import requests

NAMESPACE = "http://schema.intuit.com/finance/v3"


def read_company(qbo, token, **options):
    return qbo.api("GET", f"companyinfo/{qbo.realm_id}", token=token, **options)


def test_a_missing_token_gets_the_gateways_own_shape(qbo):
    address = f"{qbo.base_url}/v3/company/{qbo.realm_id}/companyinfo/1"
    headers = {"Accept": "application/json"}
    answer = requests.get(address, headers=headers, timeout=30)
    assert answer.status_code == 401
    challenge = 'Bearer realm="Intuit", error="invalid_token"'
    assert answer.headers["WWW-Authenticate"] == challenge
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert "Fault" not in body
    assert body["fault"]["type"] == "AUTHENTICATION"
    (error,) = body["fault"]["error"]
    assert error["code"] == "3200"
    assert error["message"] == (
        "message=AuthenticationFailed; errorCode=003200; statusCode=401"
    )
    assert isinstance(body["time"], int)
    assert list(body) == [
        "warnings",
        "intuitObject",
        "fault",
        "report",
        "queryResponse",
        "batchItemResponse",
        "attachableResponse",
        "syncErrorResponse",
        "requestId",
        "time",
        "status",
        "cdcresponse",
    ]


def test_an_expired_token_says_so(qbo, token):
    qbo.expire_access_tokens()
    body = read_company(qbo, token).json()
    assert body["fault"]["error"][0]["detail"] == f"Token expired: {token}"


def test_a_refusal_is_xml_for_clients_that_did_not_ask_for_json(qbo):
    answer = read_company(qbo, "nonsense", headers={"Accept": "*/*"})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert f'xmlns="{NAMESPACE}"' in answer.text
    assert '<Fault type="AUTHENTICATION"><Error code="3200">' in answer.text


def test_a_token_of_another_company_gets_error_100_in_xml(qbo, token):
    other = qbo.add_company("uk")
    answer = qbo.api("GET", f"companyinfo/{other}", token=token, realm_id=other)
    assert answer.status_code == 401
    assert '<Fault type="AuthenticationFault"><Error code="100">' in answer.text
    assert "SRV-110-Authentication Failure" in answer.text


def test_a_token_without_the_accounting_scope_is_forbidden(qbo):
    token = qbo.issue_tokens(scopes=["openid"])["access_token"]
    answer = read_company(qbo, token)
    assert answer.status_code == 403
    body = answer.json()
    assert body["fault"]["type"] == "SERVICE"
    assert body["fault"]["error"][0]["code"] == "3100"


def test_success_headers_are_as_recorded(qbo, token):
    answer = read_company(qbo, token)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
    for name in ("intuit_tid", "QBO-Version", "Service-Time", "Cache-Control", "Date"):
        assert answer.headers[name]


def test_fault_headers_are_as_recorded(qbo, token):
    answer = qbo.api("GET", "customer/999999", token=token)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/json"
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_the_envelope_ends_with_a_pacific_time(qbo, token):
    answer = read_company(qbo, token)
    body = answer.json()
    assert list(body) == ["CompanyInfo", "time"]
    assert body["time"][-6:] in ("-08:00", "-07:00")
    assert body["time"][-10] == "."


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "customer/1/5"),
        ("GET", "customer"),
        ("GET", "nosuchentity/1"),
        ("POST", "nosuchentity"),
        ("PUT", "customer"),
        ("DELETE", "customer/1"),
        ("GET", "batch"),
        ("POST", "cdc"),
        ("POST", "customer/1"),
    ],
)
def test_paths_and_verbs_that_do_not_exist_are_unsupported(qbo, token, method, path):
    answer = qbo.api(method, path, token=token)
    assert answer.status_code == 400
    (error,) = answer.json()["Fault"]["Error"]
    assert error["code"] == "500"
    assert error["Message"] == "Unsupported Operation"
    whole = f"/v3/company/{qbo.realm_id}/{path}"
    assert f"Could not find resource for relative : {whole}" in error["Detail"]


def test_addresses_outside_the_api_are_not_found(qbo):
    answer = requests.get(qbo.base_url + "/v4/company", timeout=30)
    assert answer.status_code == 404
    assert "Not Found" in answer.text


def test_raw_bytes_that_are_not_http_get_a_400(qbo):
    host, port = qbo.base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as sock:
        sock.sendall(b"\xff\xfe garbage\r\n\r\n")
        assert sock.recv(1000).startswith(b"HTTP/1.1 400")


def test_half_a_request_is_not_worked_on(qbo, token):
    host, port = qbo.base_url.removeprefix("http://").split(":")
    body = b'{"DisplayName": "Half"}'
    head = (
        f"POST /v3/company/{qbo.realm_id}/customer HTTP/1.1\r\nHost: {host}\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body) + 5}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as sock:
        sock.sendall(head.encode() + body)
    assert qbo.query("select * from Customer where DisplayName = 'Half'") == {}
    assert qbo.count() == 0


# === THROTTLE === #


def fire(qbo, token, times, path="companyinfo/1", method="GET", **options):
    return [
        qbo.api(method, path, token=token, **options).status_code for _ in range(times)
    ]


def test_the_eleventh_request_within_a_second_is_refused_in_xml(qbo, token):
    answers = fire(qbo, token, 11)
    assert answers[:10] == [200] * 10
    assert answers[10] == 429
    answer = read_company(qbo, token)
    assert answer.status_code == 429
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert '<Fault type="SERVICE"><Error code="3001">' in answer.text
    assert (
        "<Message>message=ThrottleExceeded; errorCode=003001; statusCode=429</Message>"
        "<Detail>The request limit was reached.  Try again later</Detail>"
    ) in answer.text
    assert "Retry-After" not in answer.headers
    assert qbo.counts()["throttled"] == 2


def test_a_second_later_requests_are_welcome_again(qbo, token):
    fire(qbo, token, 11)
    qbo.clock.advance(1.1)
    assert fire(qbo, token, 1) == [200]


def test_the_limit_per_minute_is_the_companys_whatever_the_app(qbo):
    qbo.set_throttle(per_second=10000, per_minute=6)
    qbo.add_app("other", "secret")
    one = qbo.issue_tokens()["access_token"]
    two = qbo.issue_tokens(client_id="other")["access_token"]
    assert fire(qbo, one, 3) + fire(qbo, two, 4) == [200] * 6 + [429]
    qbo.clock.advance(61)
    assert fire(qbo, two, 1) == [200]


def test_another_company_is_not_throttled_along(qbo, token):
    other = qbo.add_company("uk")
    fire(qbo, token, 11)
    theirs = qbo.issue_tokens(other)["access_token"]
    answer = qbo.api("GET", "companyinfo/1", token=theirs, realm_id=other)
    assert answer.status_code == 200


def test_reports_have_a_limit_of_their_own(qbo, token):
    qbo.set_throttle(per_second=10000, reports_per_minute=2)
    codes = [
        qbo.api("GET", "reports/TrialBalance", token=token).status_code
        for _time in range(3)
    ]
    assert codes == [200, 200, 429]
    assert fire(qbo, token, 1) == [200]
    qbo.clock.advance(61)
    assert qbo.api("GET", "reports/TrialBalance", token=token).status_code == 200


def test_batches_have_a_limit_of_their_own(qbo, token):
    qbo.set_throttle(per_second=10000, batches_per_minute=2)
    batch = {"BatchItemRequest": [{"bId": "1", "Query": "select * from Customer"}]}
    options = {"path": "batch", "method": "POST", "json": batch}
    assert fire(qbo, token, 3, **options) == [200, 200, 429]
    assert fire(qbo, token, 1) == [200]


@pytest.mark.parametrize(("form", "key"), [("json", "Fault"), ("gateway", "fault")])
def test_the_refusal_can_be_json_and_carry_retry_after(qbo, token, form, key):
    qbo.set_throttle(per_minute=0, format=form, retry_after=7)
    answer = read_company(qbo, token)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "7"
    assert key in answer.json()


def test_the_throttle_can_be_switched_off(qbo, token):
    qbo.set_throttle(enabled=False)
    assert set(fire(qbo, token, 30)) == {200}
