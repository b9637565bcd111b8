"""The OAuth 2.0 endpoints: discovery, consent, tokens, revocation, user info."""

import base64
import binascii
import json
from datetime import timedelta
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from .envelope import new_tid, unauthenticated
from .http import Answer, Call
from .identity import profile
from .pages.templates import render
from .state import Simulator
from .tokens import ACCOUNTING, PAYMENT, SCOPES, App, Grant, OAuthError

AUTHORIZE = "/connect/oauth2"
TOKEN = "/oauth2/v1/tokens/bearer"
REVOKE = "/v2/oauth2/tokens/revoke"
USERINFO = "/v1/openid_connect/userinfo"
JWKS = "/op/v1/jwks"
ISSUER = "/op/v1"
DISCOVERY = (
    "/.well-known/openid_configuration",
    "/.well-known/openid_sandbox_configuration",
)
HARD_EXPIRY_HEADER = "x-include-refresh-token-hard-expires-in"
NO_STORE = [("Cache-Control", "no-cache, no-store"), ("Pragma", "no-cache")]

OPERATIONS = {
    AUTHORIZE: "authorize",
    TOKEN: "token",
    REVOKE: "revoke",
    USERINFO: "userinfo",
    JWKS: "jwks",
    **dict.fromkeys(DISCOVERY, "discovery"),
}


def describe(call: Call) -> None:
    """Name the operation, for journal and rules; tokens are told by their grant."""
    kind = OPERATIONS.get(call.path.rstrip("/"), "oauth")
    if kind == "token":
        grant_type = call.form().get("grant_type")
        kind = {"authorization_code": "exchange", "refresh_token": "refresh"}.get(
            grant_type or "", "token"
        )
    call.operation.kind = kind


def _tid() -> tuple[str, str]:
    return ("intuit_tid", new_tid())


class OAuth:
    """Handlers of the OAuth endpoints over the simulator's token store."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator
        self.tokens = simulator.tokens

    def handle(self, call: Call) -> Answer:
        """Answer one call; errors take the shapes of Intuit's endpoints."""
        path = call.path.rstrip("/")
        try:
            if path in DISCOVERY:
                return Answer.of_json(discovery(call.base_url), headers=[_tid()])
            if path == AUTHORIZE:
                return self.authorize(call)
            if path == TOKEN:
                return self.token(call)
            if path == REVOKE:
                return self.revoke(call)
            if path == USERINFO:
                return self.userinfo(call)
            return Answer.of_json(self.simulator.identity.jwks(), headers=[_tid()])
        except OAuthError as error:
            return Answer.of_json(error.body(), error.status, [_tid(), *NO_STORE])

    # === CONSENT === #

    def authorize(self, call: Call) -> Answer:
        """Show the consent page, or take a person's decision from its form."""
        fields = call.form() if call.method == "POST" else call.query
        app, problem = self._check_request(fields)
        if problem:
            page = render("consent_error.html", problem=problem)
            return Answer.of_html(page, 400)
        scopes = fields.get("scope", "").split()
        if not scopes or any(scope not in SCOPES for scope in scopes):
            return self._back(fields, {"error": "invalid_scope"})
        if call.method != "POST":
            if self.simulator.settings.oauth.consent == "page":
                return self._consent_page(app, fields, scopes)
            realm = next(iter(self.simulator.realms()), "")
            fields = {**fields, "decision": "authorise", "realm": realm}
        if fields.get("decision") != "authorise":
            return self._back(fields, {"error": "access_denied"})
        realm = fields.get("realm", "")
        if realm not in self.simulator.realms():
            return self._consent_page(app, fields, scopes, "Choose a company.")
        code = self.tokens.issue_code(app, realm, scopes, fields["redirect_uri"])
        answer = {"code": code.value}
        if ACCOUNTING in scopes or PAYMENT in scopes:
            answer["realmId"] = realm
        return self._back(fields, answer)

    def _check_request(self, fields: dict) -> tuple[App | None, str | None]:
        """Return the app, or a sentence on what the app sent wrongly.

        These problems are shown to the person and never redirected: the address
        itself cannot be trusted.
        """
        app = self.tokens.apps.get(fields.get("client_id", ""))
        if app is None:
            return None, "The app sent a client_id that is not registered here."
        uri = fields.get("redirect_uri", "")
        if not app.accepts(uri):
            return None, (
                f"The redirect_uri {uri or '(none)'} is not one of the addresses "
                f"registered for {app.name}. It must match exactly."
            )
        if fields.get("response_type", "code") != "code":
            return None, "The app asked for a response_type other than code."
        if not fields.get("state"):
            return None, "The app sent no state, which is required."
        return app, None

    def _consent_page(self, app, fields, scopes, problem=None) -> Answer:
        page = render(
            "consent.html",
            app=app,
            fields={k: fields.get(k, "") for k in FORM_FIELDS},
            scopes=[SCOPES[scope] for scope in scopes],
            companies=self.simulator.companies(),
            chosen=fields.get("realm", ""),
            problem=problem,
            back_to=urlsplit(fields["redirect_uri"]).netloc,
        )
        return Answer.of_html(page)

    @staticmethod
    def _back(fields: dict, values: dict) -> Answer:
        values["state"] = fields["state"]
        parts = urlsplit(fields["redirect_uri"])
        query = "&".join(
            filter(None, [parts.query, urlencode(values, quote_via=quote)])
        )
        return Answer.redirect(urlunsplit(parts._replace(query=query)))

    # === TOKENS === #

    def token(self, call: Call) -> Answer:
        """Exchange a code or refresh; Basic credentials are required."""
        if call.method != "POST":
            raise OAuthError(400, "invalid_request", "Use POST.")
        app = self._basic(call)
        form = call.form()
        grant_type = form.get("grant_type")
        if grant_type == "authorization_code":
            grant = self.tokens.redeem(
                app, form.get("code", ""), form.get("redirect_uri", "")
            )
        elif grant_type == "refresh_token":
            if not form.get("refresh_token"):
                raise OAuthError(400, "invalid_request", "refresh_token is missing")
            grant = self.tokens.refresh(app, form["refresh_token"])
        elif grant_type:
            raise OAuthError(400, "unsupported_grant_type")
        else:
            raise OAuthError(400, "invalid_request", "grant_type is missing")
        fresh = grant_type == "authorization_code"
        body = self.token_body(grant, call, with_identity=fresh)
        return Answer.of_json(body, headers=[_tid(), *NO_STORE])

    def token_body(self, grant: Grant, call: Call, with_identity: bool) -> dict:
        """Return the answer of the token endpoint for `grant`."""
        now = self.simulator.clock.now()
        access = self.tokens.issue_access(grant)
        body = {
            "token_type": "bearer",
            "access_token": access.value,
            "expires_in": self.tokens.settings.access_token_seconds,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": _seconds(grant.expires - now),
        }
        if call.headers.get(HARD_EXPIRY_HEADER, "").lower() == "true":
            left = _seconds(grant.hard_expires - now)
            body["x_refresh_token_hard_expires_in"] = left
        if with_identity and "openid" in grant.scopes:
            issuer = call.base_url + ISSUER
            body["id_token"] = self.simulator.identity.id_token(grant, issuer, now)
        return body

    def revoke(self, call: Call) -> Answer:
        """End the connection that a refresh or access token belongs to."""
        app = self._basic(call)
        try:
            body = json.loads(call.body)
            token = body["token"]
        except (ValueError, KeyError, TypeError):
            token = call.form().get("token")
        if not isinstance(token, str) or not token:
            raise OAuthError(400, "invalid_request", "token is missing")
        self.tokens.revoke(app, token)
        return Answer(200, [_tid()], b"")

    def userinfo(self, call: Call) -> Answer:
        """Tell who authorised the app, if it may know."""
        token = self.tokens.access.get(bearer(call) or "")
        now = self.simulator.clock.now()
        if token is None or token.expires <= now or "openid" not in token.grant.scopes:
            return unauthenticated("Token invalid").answer(call, now)
        return Answer.of_json(profile(token.grant.scopes), headers=[_tid()])

    def _basic(self, call: Call) -> App:
        scheme, _space, value = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "basic":
            raise OAuthError(401, "invalid_client")
        try:
            pair = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            raise OAuthError(401, "invalid_client") from None
        client_id, _colon, secret = pair.partition(":")
        app = self.tokens.authenticate(client_id, secret)
        call.client_id = app.client_id
        return app


FORM_FIELDS = ("client_id", "redirect_uri", "response_type", "scope", "state")


def _seconds(left: timedelta) -> int:
    """Return whole seconds; rounded, since a value just given out has its full life."""
    return round(left.total_seconds())


def bearer(call: Call) -> str | None:
    """Return the bearer token of a call, or None."""
    scheme, _space, value = call.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else None


def discovery(base: str) -> dict:
    """Return the discovery document for a server reached as `base`."""
    return {
        "issuer": base + ISSUER,
        "authorization_endpoint": base + AUTHORIZE,
        "token_endpoint": base + TOKEN,
        "userinfo_endpoint": base + USERINFO,
        "revocation_endpoint": base + REVOKE,
        "jwks_uri": base + JWKS,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "email", "profile", "address", "phone"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_post",
            "client_secret_basic",
        ],
        "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
    }
