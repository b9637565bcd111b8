"""OAuth 2.0 with Intuit, on intuit-oauth.

The library has no time-outs, lets ``.netrc`` replace its credentials, fetches the
discovery document for every client and computes no expiry times. This module adds
what is missing and turns every failure into an error of :mod:`.errors`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from . import const
from .endpoints import Endpoints, checked_url
from .errors import (
    QboAuthError,
    QboClientError,
    QboConfigError,
    QboError,
    QboThrottledError,
    QboUnavailableError,
    QboUncertainError,
)
from .faults import get_retry_after, get_tid
from .masking import get_logger, mask
from .network import KeepHeaders, network_error, trusts_environment

_logger = get_logger(__name__)

_DISCOVERY_KEYS = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "revocation_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
)
_APP_ERRORS = frozenset({"invalid_client", "unauthorized_client", "access_denied"})


def utcnow() -> datetime:
    """Return the present time, aware."""
    return datetime.now(timezone.utc)


@dataclass(frozen=True)
class TokenSet:
    """Tokens and when they end, counted from before they were asked for.

    :param refresh_expires_at: end of the refresh token if it isn't renewed
    :param hard_expires_at: end of the consent whatever is done, where Intuit tells it
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_expires_at: datetime
    refresh_expires_at: datetime
    hard_expires_at: datetime | None = None


class DiscoveryCache:
    """Keep discovery documents, one for each address, for a day."""

    def __init__(
        self,
        ttl: float = const.DISCOVERY_TTL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ttl = ttl
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, requests.Response]] = {}

    def get(
        self, url: str, fetch: Callable[[], requests.Response]
    ) -> requests.Response:
        """Return the kept answer for the address, or fetch, check and keep it.

        :raise QboConfigError: what answers there is no discovery document, or it
            sends secrets over an unencrypted line
        """
        with self._lock:
            ends, response = self._kept.get(url, (0.0, None))
        if response is not None and self._clock() < ends:
            return response
        response = fetch()
        if response.status_code == 200:
            _check_discovery(url, response)
            with self._lock:
                self._kept[url] = (self._clock() + self._ttl, response)
        return response

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


def _check_discovery(url: str, response: requests.Response) -> None:
    try:
        document = json.loads(response.content)
    except ValueError:
        document = None
    missing = (
        [key for key in _DISCOVERY_KEYS if not document.get(key)]
        if isinstance(document, dict)
        else _DISCOVERY_KEYS
    )
    if missing:
        raise QboConfigError(
            f"What answers at {url} is not an OpenID discovery document: "
            f"{', '.join(missing)} missing.",
            http_status=response.status_code,
        )
    for key in ("authorization_endpoint", "token_endpoint", "revocation_endpoint"):
        checked_url(document[key], key)


_discovery = DiscoveryCache()


class _AuthClient(AuthClient):
    """Intuit's client with time-outs, without .netrc, with a cached discovery."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        endpoints: Endpoints,
        discovery: DiscoveryCache,
        timeout: tuple[float, float],
    ) -> None:
        # The parent's constructor already sends the discovery request.
        self._discovery = discovery
        self._timeout = timeout
        self._trust_env = trusts_environment(endpoints.discovery_url)
        super().__init__(
            client_id, client_secret, redirect_uri, endpoints.discovery_url
        )

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        # Used by the parent for the discovery document only.
        return self._discovery.get(
            url, lambda: super(_AuthClient, self).get(url, **kwargs)
        )

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        self.trust_env = self._trust_env
        kwargs["auth"] = kwargs.get("auth") or KeepHeaders()
        kwargs["timeout"] = self._timeout
        if method.upper() == "POST":
            # A redirect would carry secrets to wherever it points.
            kwargs["allow_redirects"] = False
            kwargs["headers"] = {
                **(kwargs.get("headers") or {}),
                # Asks for the date after which only a new consent helps.
                "x-include-refresh-token-hard-expires-in": "true",
            }
        return super().request(method, url, **kwargs)


class OAuthClient:
    """The four steps of OAuth, each one request, none of them repeated.

    :param redirect_uri: exactly as registered with Intuit
    :param clock: the present time, aware
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        endpoints: Endpoints,
        *,
        timeout: tuple[float, float] = const.OAUTH_TIMEOUT,
        clock: Callable[[], datetime] = utcnow,
        discovery: DiscoveryCache | None = None,
    ) -> None:
        self._credentials = (client_id, client_secret, redirect_uri)
        self._endpoints = endpoints
        self._timeout = timeout
        self._clock = clock
        self._discovery = discovery or _discovery

    def __repr__(self) -> str:
        return f"OAuthClient({self._endpoints.environment!r})"

    def authorization_url(
        self, state: str, scopes: Sequence[str] = (Scopes.ACCOUNTING.value,)
    ) -> str:
        """Return where to send the browser for consent.

        :param state: unpredictable; comes back with the answer and must be compared
        """
        with self._client("discovery") as client:
            return client.get_authorization_url(
                [Scopes(scope) for scope in scopes], state_token=state
            )

    def exchange(self, code: str, realm_id: str) -> TokenSet:
        """Trade the code of the callback for tokens. A code serves once.

        :raise QboAuthError: the code is wrong, used or too old
        """
        asked_at = self._clock()
        with self._client("exchange") as client:
            client.get_bearer_token(code, realm_id=realm_id)
            return _token_set(client, asked_at)

    def refresh(self, refresh_token: str) -> TokenSet:
        """Get a new access token and the refresh token to use from now on.

        Store the answer before using it: the refresh token may have changed, and the
        former one is dead then.

        :raise QboAuthError: with ``reauthorise`` when the refresh token is dead
        """
        asked_at = self._clock()
        with self._client("refresh") as client:
            client.refresh(refresh_token)
            return _token_set(client, asked_at)

    def revoke(self, token: str) -> None:
        """Make both tokens worthless, given either. Already worthless is fine."""
        try:
            with self._client("revoke") as client:
                client.revoke(token)
        except QboAuthError as error:
            if error.http_status != 400 or isinstance(error, QboClientError):
                raise

    @contextmanager
    def _client(self, step: str) -> Iterator[_AuthClient]:
        """Open a client and turn whatever goes wrong with it into our errors."""
        client = None
        started = time.monotonic()
        try:
            client = _AuthClient(
                *self._credentials, self._endpoints, self._discovery, self._timeout
            )
            yield client
        except AuthClientError as error:
            failure = _oauth_error(error, client is not None)
        except requests.RequestException as error:
            # Invalid JSON under status 200 arrives here as well: the step was done,
            # its result is lost.
            failure = network_error(error, reading=client is None)
        except QboError as error:
            failure = error
        else:
            _log(step, started, None)
            return
        finally:
            if client is not None:
                client.close()
        _log(step, started, failure)
        # The cause repeats the whole answer; its facts are in ours.
        raise failure from None


def _log(step: str, started: float, failure: QboError | None) -> None:
    milliseconds = round((time.monotonic() - started) * 1000)
    if failure is None:
        _logger.info("oauth %s: ok, %s ms", step, milliseconds)
    else:
        _logger.info("oauth %s: %s, %s ms", step, failure, milliseconds)


def _token_set(client: AuthClient, asked_at: datetime) -> TokenSet:
    def ends(attribute: str) -> datetime | None:
        seconds = getattr(client, attribute, None)
        return None if seconds is None else asked_at + timedelta(seconds=int(seconds))

    try:
        access_ends = ends("expires_in")
        refresh_ends = ends("x_refresh_token_expires_in")
        hard_ends = ends("x_refresh_token_hard_expires_in")
    except (TypeError, ValueError, OverflowError):
        access_ends = refresh_ends = hard_ends = None
    if not (
        client.access_token and client.refresh_token and access_ends and refresh_ends
    ):
        raise QboUncertainError("The token answer is incomplete", http_status=200)
    return TokenSet(
        client.access_token, client.refresh_token, access_ends, refresh_ends, hard_ends
    )


def _oauth_error(error: AuthClientError, discovered: bool) -> QboError:
    """Return what an answer other than 200 of the OAuth server means."""
    status = error.status_code
    word, description = _read_oauth_body(error.content)
    facts: dict[str, Any] = {
        "http_status": status,
        "code": word,
        "tid": get_tid(error.headers),
        "detail": description,
        "retry_after": get_retry_after(error.headers),
    }
    if status == 429:
        facts["retry_after"] = facts["retry_after"] or const.DEFAULT_RETRY_AFTER
        return QboThrottledError("Too many requests to Intuit", **facts)
    if status >= 500 or status == 408:
        return QboUnavailableError(f"Intuit answers with status {status}", **facts)
    if not discovered:
        return QboConfigError(f"No discovery document: status {status}", **facts)
    if word == "invalid_grant":
        return QboAuthError("The authorisation has ended", reauthorise=True, **facts)
    if word in _APP_ERRORS or status == 401:
        return QboClientError("Intuit refuses the app's credentials", **facts)
    return QboAuthError(f"Intuit refuses the request: {word or status}", **facts)


def _read_oauth_body(content: bytes) -> tuple[str, str]:
    try:
        body = json.loads(content)
    except ValueError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    return str(body.get("error") or ""), mask(str(body.get("error_description") or ""))
