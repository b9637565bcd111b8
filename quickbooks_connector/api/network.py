"""What both HTTP users of this package share: the session and its failures."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import requests
from urllib3.exceptions import NewConnectionError

from .endpoints import is_loopback
from .errors import (
    QboConfigError,
    QboError,
    QboUnavailableError,
    QboUncertainError,
)


class KeepHeaders(requests.auth.AuthBase):
    """Leave the Authorization header as the caller set it.

    Without an explicit ``auth`` requests looks into ``~/.netrc`` and silently
    replaces the header by what it finds there for that host.
    """

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        return r


class BearerAuth(requests.auth.AuthBase):
    """Authenticate with an access token; keeps ``.netrc`` out as well."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        r.headers["Authorization"] = f"Bearer {self._token}"
        return r


def trusts_environment(url: str) -> bool:
    """Tell whether proxies and certificates of the environment count for the address.

    Companies reach Intuit through the proxy of their environment; a stand-in on this
    machine must never be looked for behind it.
    """
    return not is_loopback(url)


def network_error(
    error: requests.RequestException, *, reading: bool = False
) -> QboError:
    """Return what a failed exchange means for the request.

    Refused, unresolved and timed-out connections, and failed handshakes, surely sent
    nothing. Whatever fails later may have been executed.

    :param reading: the request changes nothing, so its fate doesn't matter
    """
    detail = _describe(error)
    if isinstance(
        error,
        requests.exceptions.InvalidURL
        | requests.exceptions.MissingSchema
        | requests.exceptions.InvalidSchema
        | requests.exceptions.InvalidProxyURL
        | requests.exceptions.InvalidHeader
        | requests.exceptions.TooManyRedirects,
    ):
        return QboConfigError("The address or set-up is unusable", detail=detail)
    causes = tuple(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return QboConfigError("The server's certificate is not trusted", detail=detail)
    never_sent = isinstance(
        error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError
    ) or any(isinstance(cause, NewConnectionError) for cause in causes)
    if never_sent:
        return QboUnavailableError("No connection", detail=detail)
    if reading:
        return QboUnavailableError("The answer did not arrive", detail=detail)
    return QboUncertainError("The answer did not arrive", detail=detail)


def _describe(error: requests.RequestException) -> str:
    # The full text of requests' errors repeats URLs with their parameters.
    root = list(_causes(error))[-1]
    return f"{type(error).__name__} ({type(root).__name__})"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk down to the root: urllib3 hides causes in arguments and ``reason``."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        inner = getattr(current, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next(
                (arg for arg in current.args if isinstance(arg, BaseException)), None
            )
        current = inner or current.__cause__ or current.__context__
