"""Any bytes on any route get an answer in shape, and never a broken server."""

import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    assert "time" in body
    if answer.status_code == 400:
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
    from urllib.parse import quote

    address = prefix + quote(path, safe="", errors="replace")
    answer = requests.get(address, params=query, headers=headers, timeout=30)
    assert answer.status_code < 500
