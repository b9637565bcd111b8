"""Apps, authorisation codes and tokens: the state behind the OAuth endpoints.

Pure state, no HTTP. A grant is the consent of one company to one app; it owns a refresh
token, whose value changes over time, and any number of access tokens.
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from .settings import OAuthSettings

SCOPES = {
    "com.intuit.quickbooks.accounting": "See and change the company's books",
    "com.intuit.quickbooks.payment": "Take payments",
    "openid": "Know who you are",
    "profile": "See your name",
    "email": "See your e-mail address",
    "phone": "See your telephone number",
    "address": "See your address",
}
ACCOUNTING = "com.intuit.quickbooks.accounting"
PAYMENT = "com.intuit.quickbooks.payment"
ROTATE_AFTER = timedelta(hours=24)

DEFAULT_CLIENT_ID = "simulator-client-id"
DEFAULT_CLIENT_SECRET = "simulator-client-secret"


class OAuthError(Exception):
    """A refusal of the token or revocation endpoint."""

    def __init__(self, status: int, error: str, description: str | None = None):
        super().__init__(description or error)
        self.status = status
        self.error = error
        self.description = description

    def body(self) -> dict:
        """Return the error as the endpoint spells it."""
        if self.description:
            return {"error": self.error, "error_description": self.description}
        return {"error": self.error}


def invalid_refresh_token() -> OAuthError:
    """Return the error for a refresh token that is wrong, expired or superseded."""
    return OAuthError(400, "invalid_grant", "Incorrect or invalid refresh token")


@dataclass
class App:
    """A registered application.

    :ivar redirect_uris: addresses that may receive a code, compared exactly; when
        empty, any loopback address may (that is how the default app is set up)
    """

    client_id: str
    client_secret: str
    name: str = "Demo app"
    redirect_uris: list[str] = field(default_factory=list)

    def accepts(self, redirect_uri: str) -> bool:
        """Tell whether a code may be sent to `redirect_uri`."""
        if self.redirect_uris:
            return redirect_uri in self.redirect_uris
        return _is_loopback(redirect_uri)


@dataclass
class Code:
    """An authorisation code, good for one exchange."""

    value: str
    client_id: str
    realm: str
    scopes: list[str]
    redirect_uri: str
    expires: datetime


@dataclass
class Grant:
    """The consent of a company to an app, with its current refresh token."""

    client_id: str
    realm: str
    scopes: list[str]
    refresh_token: str
    value_since: datetime
    expires: datetime
    hard_expires: datetime


@dataclass
class AccessToken:
    """A bearer token of a grant."""

    value: str
    grant: Grant
    expires: datetime


def _is_loopback(uri: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and (
        parts.hostname in ("localhost", "127.0.0.1", "::1")
    )


class TokenStore:
    """All apps, codes and grants, on the simulator's clock."""

    def __init__(self, now: Callable[[], datetime], settings: OAuthSettings):
        self._now = now
        self.settings = settings
        self.clear()

    def clear(self) -> None:
        """Forget everything but a default app."""
        self.apps: dict[str, App] = {}
        self.codes: dict[str, Code] = {}
        self.grants: dict[str, Grant] = {}
        self.access: dict[str, AccessToken] = {}
        self.add_app(App(DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET))

    def add_app(self, app: App) -> App:
        """Register `app`, replacing one with the same client id."""
        self.apps[app.client_id] = app
        return app

    def authenticate(self, client_id: str, client_secret: str) -> App:
        """Return the app with these credentials; raises OAuthError 401."""
        app = self.apps.get(client_id)
        if app is None or not secrets.compare_digest(
            app.client_secret.encode(), client_secret.encode()
        ):
            raise OAuthError(401, "invalid_client")
        return app

    # === CODES === #

    def issue_code(self, app: App, realm: str, scopes: list[str], uri: str) -> Code:
        """Return a code for `uri`, as after a person's consent."""
        life = timedelta(seconds=self.settings.code_seconds)
        value = "AB1" + secrets.token_urlsafe(36)
        code = Code(value, app.client_id, realm, scopes, uri, self._now() + life)
        self.codes[value] = code
        return code

    def redeem(self, app: App, value: str, redirect_uri: str) -> Grant:
        """Exchange a code for a grant; a code is spent by the first try.

        :raise OAuthError: invalid_grant when unknown, used, late or of another app
        """
        code = self.codes.pop(value, None)
        if (
            code is None
            or code.client_id != app.client_id
            or code.redirect_uri != redirect_uri
            or code.expires <= self._now()
        ):
            raise OAuthError(
                400, "invalid_grant", "Invalid authorization code or redirect URI"
            )
        return self.issue_grant(app.client_id, code.realm, code.scopes)

    # === GRANTS === #

    def issue_grant(self, client_id: str, realm: str, scopes: list[str]) -> Grant:
        """Return a new grant with a fresh refresh token."""
        now = self._now()
        grant = Grant(
            client_id,
            realm,
            scopes,
            refresh_token="",
            value_since=now,
            expires=now,
            hard_expires=now + timedelta(seconds=self.settings.hard_expiry_seconds),
        )
        self._rotate(grant)
        return grant

    def refresh(self, app: App, value: str) -> Grant:
        """Return the grant of a refresh token, whose value may change here.

        A superseded value dies at once: that is the stricter of the two readings of
        Intuit's documentation.

        :raise OAuthError: invalid_grant
        """
        grant = self.grants.get(value)
        now = self._now()
        if grant is None or grant.client_id != app.client_id:
            raise invalid_refresh_token()
        if grant.expires <= now or grant.hard_expires <= now:
            raise invalid_refresh_token()
        rotation = self.settings.rotation
        stale = now - grant.value_since >= ROTATE_AFTER
        if rotation == "always" or (rotation == "daily" and stale):
            self._rotate(grant)
        return grant

    def _rotate(self, grant: Grant) -> None:
        self.grants.pop(grant.refresh_token, None)
        now = self._now()
        grant.refresh_token = "RT1-" + secrets.token_urlsafe(32)
        grant.value_since = now
        grant.expires = now + timedelta(seconds=self.settings.refresh_token_seconds)
        self.grants[grant.refresh_token] = grant

    def issue_access(self, grant: Grant) -> AccessToken:
        """Return a new access token; earlier ones live on until their own end."""
        life = timedelta(seconds=self.settings.access_token_seconds)
        token = AccessToken(secrets.token_urlsafe(48), grant, self._now() + life)
        self.access[token.value] = token
        self._forget_old()
        return token

    def _forget_old(self) -> None:
        if len(self.access) > 5000:
            limit = self._now() - timedelta(days=1)
            for value in [v for v, t in self.access.items() if t.expires < limit]:
                del self.access[value]

    def revoke(self, app: App, value: str) -> None:
        """End all grants of the token's company to `app`, as a disconnect does.

        :raise OAuthError: 400 for a token that is not this app's
        """
        token = self.access.get(value)
        grant = self.grants.get(value) or (token.grant if token else None)
        if grant is None or grant.client_id != app.client_id:
            raise OAuthError(400, "invalid_request", "The token is invalid")
        self.disconnect(app.client_id, grant.realm)

    def disconnect(self, client_id: str | None, realm: str) -> int:
        """End all grants of `realm` (to one app, or to all); return how many."""
        ended = [
            grant
            for grant in self.grants.values()
            if grant.realm == realm and client_id in (None, grant.client_id)
        ]
        for grant in ended:
            self.end(grant)
        return len(ended)

    def end(self, grant: Grant) -> None:
        """Forget a grant and its access tokens."""
        self.grants.pop(grant.refresh_token, None)
        for value in [v for v, t in self.access.items() if t.grant is grant]:
            del self.access[value]

    def expire_access(self, realm: str | None = None) -> int:
        """Let access tokens end now; return how many."""
        now = self._now()
        tokens = [t for t in self.access.values() if realm in (None, t.grant.realm)]
        for token in tokens:
            token.expires = min(token.expires, now)
        return len(tokens)

    def kill_refresh(self, realm: str | None = None) -> int:
        """Make refresh tokens worthless while access tokens live on."""
        doomed = [v for v, g in self.grants.items() if realm in (None, g.realm)]
        for value in doomed:
            del self.grants[value]
        return len(doomed)

    # === SNAPSHOT === #

    def dump(self) -> dict:
        """Return the whole state as JSON values."""
        grants = {id(t.grant): t.grant for t in self.access.values()}
        grants.update({id(g): g for g in self.grants.values()})
        numbers = {key: n for n, key in enumerate(grants)}
        return {
            "apps": [asdict(app) for app in self.apps.values()],
            "codes": [_dump(code) for code in self.codes.values()],
            "grants": [
                {**_dump(g), "live": g.refresh_token in self.grants}
                for g in grants.values()
            ],
            "access": [
                [t.value, numbers[id(t.grant)], t.expires.isoformat()]
                for t in self.access.values()
            ],
        }

    def load(self, state: dict) -> None:
        """Restore what :meth:`dump` returned."""
        self.apps = {row["client_id"]: App(**row) for row in state["apps"]}
        self.codes = {row["value"]: Code(**_parse(row)) for row in state["codes"]}
        grants, self.grants = [], {}
        for row in state["grants"]:
            live = row.pop("live")
            grants.append(Grant(**_parse(row)))
            if live:
                self.grants[grants[-1].refresh_token] = grants[-1]
        self.access = {
            value: AccessToken(value, grants[number], datetime.fromisoformat(end))
            for value, number, end in state["access"]
        }


MOMENTS = ("expires", "hard_expires", "value_since")


def _dump(record: Code | Grant) -> dict:
    row = asdict(record)
    return {k: v.isoformat() if k in MOMENTS else v for k, v in row.items()}


def _parse(row: dict) -> dict:
    return {k: datetime.fromisoformat(v) if k in MOMENTS else v for k, v in row.items()}
