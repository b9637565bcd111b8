"""Any bytes on any route get an answer in shape, and never a broken server."""

from urllib.parse import quote
from xml.etree import ElementTree

import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qbo_simulator.server.statements import REPORTS

ROUTES = ["customer", "invoice", "batch", "query", "cdc", "preferences", "item/%00"]
SETTINGS = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Id", "SyncToken", "Line", "DisplayName", "Amount", "value"]
            )
            | st.text(max_size=8),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def in_shape(answer):
    assert answer.status_code in (200, 400), (answer.status_code, answer.text)
    body = answer.json()
    if answer.status_code == 200:
        assert "time" in body
    else:
        for error in body["Fault"]["Error"]:
            assert error["code"] != "10000" or "java.lang" in error["Detail"], body
    return body


@SETTINGS
@given(route=st.sampled_from(ROUTES), body=st.binary(max_size=200))
def test_random_bytes_are_answered_in_shape(qbo, token, route, body):
    qbo.set_throttle(enabled=False)
    in_shape(qbo.api("POST", route, token=token, data=body))


@SETTINGS
@given(route=st.sampled_from(["customer", "invoice", "payment", "batch"]), body=values)
def test_random_json_is_answered_in_shape(qbo, token, route, body):
    qbo.set_throttle(enabled=False)
    in_shape(qbo.api("POST", route, token=token, json=body))


SPACE = "http://schema.intuit.com/finance/v3"
TAGS = st.sampled_from(
    ["Id", "SyncToken", "Line", "DisplayName", "CustomerRef", "BillAddr", "X", "Query"]
)
elements = st.recursive(
    st.text(st.characters(exclude_characters="<&"), max_size=10),
    lambda inner: st.lists(
        st.builds("<{0}>{1}</{0}>".format, TAGS, inner), max_size=4
    ).map("".join),
    max_leaves=10,
)


@SETTINGS
@given(
    route=st.sampled_from([("customer", "Customer"), ("batch", "IntuitBatchRequest")]),
    content=elements,
    wrapped=st.booleans(),
)
def test_random_xml_is_answered_in_shape(qbo, token, route, content, wrapped):
    qbo.set_throttle(enabled=False)
    path, root = route
    text = f'<{root} xmlns="{SPACE}">{content}</{root}>' if wrapped else content
    headers = {"Content-Type": "application/xml"}
    body = text.encode("utf-8", "replace")
    in_shape(qbo.api("POST", path, token=token, data=body, headers=headers))


@SETTINGS
@given(statement=st.text(max_size=80))
def test_random_queries_are_answered_in_shape(qbo, token, statement):
    qbo.set_throttle(enabled=False)
    in_shape(
        qbo.api("POST", "query", token=token, data=statement.encode("utf-8", "replace"))
    )


@SETTINGS
@given(path=st.text(max_size=30), query=st.text(max_size=30))
def test_random_addresses_are_answered(qbo, token, path, query):
    qbo.set_throttle(enabled=False)
    prefix = f"{qbo.base_url}/v3/company/{qbo.realm_id}/"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    address = prefix + quote(path, safe="", errors="replace")
    answer = requests.get(address, params=query, headers=headers, timeout=30)
    assert answer.status_code < 500


OUTSIDE = [
    "/oauth2/v1/tokens/bearer",
    "/v2/oauth2/tokens/revoke",
    "/connect/oauth2",
    "/v1/openid_connect/userinfo",
    "/_sim/reset",
    "/_sim/settings",
    "/_sim/faults",
    "/_sim/tokens",
    "/_sim/companies",
    "/_sim/restore",
    "/_sim/webhooks/deliver",
    "/books/9130357000000001/customers",
    "/app/invoice",
]
HEADERS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40)


@SETTINGS
@given(route=st.sampled_from(OUTSIDE), body=st.binary(max_size=100), header=HEADERS)
def test_nothing_breaks_the_other_addresses(qbo, route, body, header):
    for method in ("GET", "POST"):
        answer = requests.request(
            method,
            qbo.base_url + route,
            data=body,
            headers={"Authorization": f"Basic {header}"},
            timeout=30,
        )
        assert answer.status_code < 500, answer.text


@SETTINGS
@given(path=st.text(max_size=20), query=st.text(max_size=20))
def test_nothing_breaks_the_pages(qbo, path, query):
    tail = quote(path, safe="/", errors="replace")
    for start in (f"/books/{qbo.realm_id}/", "/books/", "/app/"):
        answer = requests.get(qbo.base_url + start + tail, params=query, timeout=30)
        assert answer.status_code < 500, answer.text


PIECES = st.sampled_from(
    [
        b"--XX",
        b"--XX--",
        b"\n",
        b"\r\n",
        b"\r\n\r\n",
        b'Content-Disposition: form-data; name="file_content_01"; filename="a"',
        b'Content-Disposition: form-data; name="file_metadata_01"',
        b"Content-Transfer-Encoding: base64",
        b"Content-Type: application/json",
        b'{"FileName": "a"}',
        b'{"AttachableRef": 5}',
        b"[",
        b"\xff\x00",
    ]
)


@SETTINGS
@given(pieces=st.lists(PIECES, max_size=14), kind=st.sampled_from(["XX", "X", ""]))
def test_random_uploads_are_answered_in_shape(qbo, token, pieces, kind):
    qbo.set_throttle(enabled=False)
    headers = {"Content-Type": f"multipart/form-data; boundary={kind}"}
    body = b"".join(pieces)
    in_shape(qbo.api("POST", "upload", token=token, data=body, headers=headers))


NAMES = st.sampled_from([*REPORTS, "X"])
PARAMS = st.sampled_from(
    (
        "start_date end_date report_date date_macro summarize_column_by customer "
        "vendor department account columns accounting_method agency_id"
    ).split()
)
WORDS = st.sampled_from(
    [
        "2026-03-05",
        "Month",
        "Year",
        "all",
        "Cash",
        "Last Week",
        "1",
        "tx_date,",
        "9999-12-31",
        "1900-01-01",
        "0001-01-01",
    ]
)


@settings(SETTINGS, max_examples=400)
@example(
    name="BalanceSheet",
    params={"end_date": "9999-12-31", "start_date": "9999-01-01"}
    | {"summarize_column_by": "Month"},
)
@given(name=NAMES, params=st.dictionaries(PARAMS, WORDS | st.text(max_size=12)))
def test_random_report_requests_are_answered(qbo, token, name, params):
    qbo.set_throttle(enabled=False)
    for accept in ("application/json", "application/xml"):
        headers = {"Accept": accept}
        answer = qbo.api(
            "GET", f"reports/{name}", token=token, params=params, headers=headers
        )
        assert answer.status_code in (200, 400), answer.text
        if accept == "application/json":
            answer.json()
        else:
            ElementTree.fromstring(answer.content)


FORMS = ["customers/1", "vendors/30", "items/5", "accounts/7"]
FIELDS = st.sampled_from(
    ["DisplayName", "Name", "UnitPrice", "winner", "PrimaryEmailAddr.Address", "x"]
)


@SETTINGS
@given(
    path=st.sampled_from(FORMS),
    action=st.sampled_from(["edit", "merge", "make-inactive", "void"]),
    form=st.dictionaries(FIELDS, st.text(max_size=12)),
)
def test_random_forms_are_answered_with_a_page(qbo, path, action, form):
    address = f"{qbo.base_url}/books/{qbo.realm_id}/{path}/do/{action}"
    answer = requests.post(address, data=form, timeout=30)
    assert answer.status_code in (200, 400, 404), answer.text
    assert "<main" in answer.text
