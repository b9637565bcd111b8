"""OAuth 2.0: discovery, consent, tokens and their ends."""

import base64
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from qbo_simulator.testing import ACCOUNTING, SimulatorError

CALLBACK = "http://localhost:8069/quickbooks/callback"


def basic(app, secret=None):
    pair = f"{app.client_id}:{secret or app.client_secret}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def callback_values(location):
    return {k: v[0] for k, v in parse_qs(urlsplit(location).query).items()}


def token_call(qbo, headers=None, **form):
    headers = {**basic(qbo.app), **(headers or {})}
    address = qbo.base_url + "/oauth2/v1/tokens/bearer"
    return requests.post(address, data=form, headers=headers, timeout=30)


def new_code(qbo, **options):
    return callback_values(qbo.authorize(CALLBACK, "s1", **options))["code"]


def connect(qbo, **options):
    answer = token_call(
        qbo,
        grant_type="authorization_code",
        code=new_code(qbo, **options),
        redirect_uri=CALLBACK,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def refresh(qbo, value, **options):
    return token_call(qbo, grant_type="refresh_token", refresh_token=value, **options)


@pytest.mark.parametrize(
    "name", ["openid_configuration", "openid_sandbox_configuration"]
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_discovery_names_all_endpoints_on_this_server(qbo, name, slash):
    answer = requests.get(f"{qbo.base_url}/.well-known/{name}{slash}", timeout=30)
    document = answer.json()
    for key in (
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "revocation_endpoint",
        "jwks_uri",
    ):
        assert document[key].startswith(qbo.base_url)
    assert document["response_types_supported"] == ["code"]
    assert answer.headers["intuit_tid"]


def test_consent_returns_code_state_and_company(qbo):
    location = qbo.authorize(CALLBACK, "a state & more")
    assert location.startswith(CALLBACK + "?")
    values = callback_values(location)
    assert values["state"] == "a state & more"
    assert values["realmId"] == qbo.realm_id
    assert 0 < len(values["code"]) <= 512


def test_consent_without_accounting_scope_names_no_company(qbo):
    assert "realmId" not in callback_values(qbo.authorize(CALLBACK, "s", "openid"))


def test_consent_keeps_the_query_of_the_redirect_address(qbo):
    values = callback_values(qbo.authorize(CALLBACK + "?db=demo", "s"))
    assert values["db"] == "demo"
    assert values["code"]


def test_consent_lets_a_person_choose_among_companies(qbo):
    other = qbo.add_company("uk")
    location = qbo.authorize(CALLBACK, "s", realm_id=other)
    assert callback_values(location)["realmId"] == other


def test_a_refused_consent_returns_access_denied_and_state(qbo):
    values = callback_values(qbo.authorize(CALLBACK, "s9", accept=False))
    assert values == {"error": "access_denied", "state": "s9"}


def test_an_unknown_scope_returns_invalid_scope(qbo):
    values = callback_values(qbo.authorize(CALLBACK, "s", "com.intuit.everything"))
    assert values["error"] == "invalid_scope"


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"client_id": "nobody"}, "client_id"),
        ({"redirect_uri": "https://evil.example/x"}, "redirect_uri"),
        ({"redirect_uri": ""}, "redirect_uri"),
        ({"state": ""}, "state"),
        ({"response_type": "token"}, "response_type"),
    ],
)
def test_a_bad_request_is_told_to_the_person_and_never_redirected(qbo, changed, word):
    query = {
        "client_id": qbo.app.client_id,
        "response_type": "code",
        "scope": ACCOUNTING,
        "redirect_uri": CALLBACK,
        "state": "s",
        **changed,
    }
    address = qbo.base_url + "/connect/oauth2"
    for method in ("GET", "POST"):
        fields = {"params": query} if method == "GET" else {"data": query}
        answer = requests.request(
            method, address, allow_redirects=False, timeout=30, **fields
        )
        assert answer.status_code == 400
        assert word in answer.text


def test_redirect_addresses_of_an_app_must_match_exactly(qbo):
    app = qbo.add_app("app-2", "secret-2", ["https://odoo.example/callback"])
    location = qbo.authorize(
        "https://odoo.example/callback", "s", client_id=app.client_id
    )
    assert "code=" in location
    with pytest.raises(SimulatorError, match="redirect_uri"):
        qbo.authorize("https://odoo.example/callback/", "s", client_id=app.client_id)


def test_the_consent_page_escapes_what_the_app_sends(qbo):
    query = {
        "client_id": qbo.app.client_id,
        "scope": ACCOUNTING,
        "redirect_uri": CALLBACK,
        "state": '"><script>alert(1)</script>',
    }
    page = requests.get(qbo.base_url + "/connect/oauth2", params=query, timeout=30)
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert qbo.app.client_id in page.text


def test_tokens_have_the_documented_shape(qbo):
    tokens = connect(qbo)
    assert tokens["token_type"] == "bearer"
    assert tokens["expires_in"] == 3600
    assert tokens["x_refresh_token_expires_in"] == 8726400
    assert "x_refresh_token_hard_expires_in" not in tokens
    assert "id_token" not in tokens
    assert qbo.api("GET", "companyinfo/" + qbo.realm_id, token=tokens["access_token"])


def test_the_hard_expiry_is_told_when_asked_for(qbo):
    headers = {"x-include-refresh-token-hard-expires-in": "true"}
    answer = refresh(qbo, connect(qbo)["refresh_token"], headers=headers).json()
    five_years = 5 * 365 * 86400
    assert five_years - 60 < answer["x_refresh_token_hard_expires_in"] <= five_years


def test_a_code_works_once(qbo):
    form = {
        "grant_type": "authorization_code",
        "code": new_code(qbo),
        "redirect_uri": CALLBACK,
    }
    assert token_call(qbo, **form).status_code == 200
    again = token_call(qbo, **form)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_is_short_lived(qbo):
    code = new_code(qbo)
    qbo.clock.advance(301)
    answer = token_call(
        qbo, grant_type="authorization_code", code=code, redirect_uri=CALLBACK
    )
    assert answer.json()["error"] == "invalid_grant"


def test_a_code_needs_the_redirect_address_it_was_sent_to(qbo):
    answer = token_call(
        qbo,
        grant_type="authorization_code",
        code=new_code(qbo),
        redirect_uri="http://localhost/other",
    )
    assert answer.json()["error"] == "invalid_grant"


def test_a_code_belongs_to_its_app(qbo):
    code = new_code(qbo)
    other = qbo.add_app("app-2", "secret-2")
    answer = token_call(
        qbo,
        basic(other),
        grant_type="authorization_code",
        code=code,
        redirect_uri=CALLBACK,
    )
    assert answer.json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": ""},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Bearer x"},
    ],
)
def test_the_token_endpoint_needs_basic_credentials(qbo, headers):
    value = qbo.issue_tokens()["refresh_token"]
    answer = refresh(qbo, value, headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


def test_a_wrong_secret_is_invalid_client(qbo):
    headers = basic(qbo.app, "guess")
    answer = refresh(qbo, qbo.issue_tokens()["refresh_token"], headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
    ],
)
def test_malformed_token_requests(qbo, form, error):
    answer = token_call(qbo, **form)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["intuit_tid"]


def test_within_a_day_a_refresh_returns_the_same_value_with_less_life(qbo):
    first = connect(qbo)
    qbo.clock.advance(3600)
    second = refresh(qbo, first["refresh_token"]).json()
    assert second["refresh_token"] == first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert second["x_refresh_token_expires_in"] <= 8726400 - 3600


def test_after_a_day_the_value_changes_and_the_old_one_dies_at_once(qbo):
    first = connect(qbo)
    qbo.clock.advance(24 * 3600 + 1)
    second = refresh(qbo, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["x_refresh_token_expires_in"] == 8726400
    late = refresh(qbo, first["refresh_token"])
    assert late.status_code == 400
    assert late.json() == {
        "error": "invalid_grant",
        "error_description": "Incorrect or invalid refresh token",
    }
    assert refresh(qbo, second["refresh_token"]).status_code == 200


def test_rotation_on_each_refresh_can_be_switched_on(qbo):
    qbo.settings(oauth={"rotation": "always"})
    first = connect(qbo)
    second = refresh(qbo, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]


def test_a_refresh_token_dies_of_disuse(qbo):
    first = connect(qbo)
    qbo.clock.advance(8726400 + 1)
    assert refresh(qbo, first["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_refresh_token_dies_at_the_hard_limit_however_much_it_is_used(qbo):
    qbo.settings(oauth={"hard_expiry_seconds": 172800})
    tokens = connect(qbo)
    qbo.clock.advance(100000)
    tokens = refresh(qbo, tokens["refresh_token"]).json()
    qbo.clock.advance(100000)
    answer = refresh(qbo, tokens["refresh_token"])
    assert answer.json()["error"] == "invalid_grant"


def test_an_access_token_lives_an_hour_of_the_simulators_clock(qbo):
    tokens = connect(qbo)
    path = "companyinfo/" + qbo.realm_id
    qbo.clock.advance(3590)
    assert qbo.api("GET", path, token=tokens["access_token"]).status_code == 200
    qbo.clock.advance(20)
    assert qbo.api("GET", path, token=tokens["access_token"]).status_code == 401


@pytest.mark.parametrize("kind", ["refresh_token", "access_token"])
@pytest.mark.parametrize("form", [True, False])
def test_revoking_either_token_ends_both(qbo, kind, form):
    tokens = connect(qbo)
    body = {"token": tokens[kind]}
    answer = requests.post(
        qbo.base_url + "/v2/oauth2/tokens/revoke",
        headers=basic(qbo.app),
        timeout=30,
        **({"data": body} if form else {"json": body}),
    )
    assert (answer.status_code, answer.content) == (200, b"")
    assert refresh(qbo, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    call = qbo.api("GET", "companyinfo/1", token=tokens["access_token"])
    assert call.status_code == 401


@pytest.mark.parametrize("body", [b"", b"[]", b'{"token": 7}', b'{"token": "x"}'])
def test_revoking_nonsense_is_refused(qbo, body):
    answer = requests.post(
        qbo.base_url + "/v2/oauth2/tokens/revoke",
        headers=basic(qbo.app),
        data=body,
        timeout=30,
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"


def test_disconnecting_inside_quickbooks_ends_the_tokens(qbo):
    tokens = connect(qbo)
    qbo.disconnect()
    call = qbo.api("GET", "companyinfo/1", token=tokens["access_token"])
    assert call.status_code == 401
    assert refresh(qbo, tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_killed_refresh_token_leaves_the_access_token_alive(qbo):
    tokens = connect(qbo)
    qbo.kill_refresh_token()
    assert refresh(qbo, tokens["refresh_token"]).status_code == 400
    path = "companyinfo/" + qbo.realm_id
    assert qbo.api("GET", path, token=tokens["access_token"]).status_code == 200


def test_openid_scopes_give_a_signed_identity_and_user_info(qbo):
    tokens = connect(qbo, scope=f"{ACCOUNTING} openid email")
    keys = requests.get(qbo.base_url + "/op/v1/jwks", timeout=30).json()
    key = jwt.PyJWKSet.from_dict(keys).keys[0].key
    claims = jwt.decode(
        tokens["id_token"], key, algorithms=["RS256"], audience=qbo.app.client_id
    )
    assert claims["realmid"] == qbo.realm_id
    assert claims["iss"] == qbo.base_url + "/op/v1"
    headers = {"Authorization": "Bearer " + tokens["access_token"]}
    address = qbo.base_url + "/v1/openid_connect/userinfo"
    person = requests.get(address, headers=headers, timeout=30).json()
    assert person["sub"] == claims["sub"]
    assert "email" in person and "phoneNumber" not in person


def test_user_info_needs_the_openid_scope(qbo):
    headers = {"Authorization": "Bearer " + connect(qbo)["access_token"]}
    address = qbo.base_url + "/v1/openid_connect/userinfo"
    assert requests.get(address, headers=headers, timeout=30).status_code == 401


def test_the_journal_holds_no_secret(qbo):
    tokens = connect(qbo)
    refresh(qbo, tokens["refresh_token"])
    entries = str(qbo.journal())
    assert tokens["refresh_token"] not in entries
    assert qbo.app.client_secret not in entries
    assert qbo.count("exchange") == 1
    assert qbo.count("refresh") == 1


def test_a_sign_in_can_be_agreed_to_without_a_page(qbo):
    qbo.settings(oauth={"consent": "automatic"})
    address = f"{qbo.base_url}/connect/oauth2"
    fields = {
        "client_id": qbo.app.client_id,
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "redirect_uri": "http://127.0.0.1:8069/back",
        "state": "s",
    }
    answer = qbo.session.get(address, params=fields, allow_redirects=False)
    assert answer.status_code == 302
    assert f"realmId={qbo.realm_id}" in answer.headers["Location"]
