"""One exchange with the accounting API: paced, timed out, classified, told about.

python-quickbooks builds the requests (addresses, minor version, requestid, headers)
and reads the answers; how they travel is replaced here, because the library has no
time-outs, hides headers, refuses plain http even on loopback and can't tell a
throttling from a refusal.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from quickbooks import QuickBooks
from quickbooks.exceptions import QuickbooksException

from . import const, files
from .endpoints import Endpoints
from .errors import (
    QboAuthError,
    QboError,
    QboSystemFaultError,
    QboThrottledError,
    QboUnavailableError,
    QboUncertainError,
)
from .faults import classify, get_tid
from .masking import get_logger
from .network import BearerAuth, KeepHeaders, network_error, trusts_environment
from .payload import storable
from .throttle import Limiter

_logger = get_logger(__name__)

#: Bytes of a file that are read at a time.
_CHUNK = 1 << 16


@dataclass(frozen=True)
class About:
    """What a request is for, as far as its address doesn't say.

    :param entity: ``Invoice``; empty for requests over several entities
    :param operation: create, read, update, delete, void, query, count, cdc, report,
        batch, upload
    :param count: operations that travel in the request
    :param is_batch: subject to the limit of batches
    :param reading: changes nothing in QuickBooks
    :param metered: QuickBooks counts it against the app's monthly budget of reads
    """

    entity: str
    operation: str
    count: int = 1
    is_batch: bool = False
    reading: bool = False
    metered: bool = False


@dataclass(frozen=True)
class Exchange:
    """What happened to one request, for the sync log and the meter.

    :param path: path of the address, which holds no values but ids
    :param status: HTTP status, 0 when no answer arrived
    :param tid: Intuit's transaction id
    :param error_kind: ``kind`` of the error raised, empty for success
    :param metered: counts as a metered read, had it been in production
    """

    method: str
    path: str
    entity: str
    operation: str
    count: int
    status: int
    duration_ms: int
    tid: str
    error_kind: str
    metered: bool


class Transport(QuickBooks):
    """Connection to one company. Use each instance from one thread only.

    :param access_token: returns a valid access token; its argument says that the
        last one was refused, so that a new one must be got
    :param limiter: asked before every request, told of throttlings
    :param timeout: seconds to connect and to read
    :param on_exchange: called after every request, whatever came of it; may not use
        the database transaction of the caller, who awaits an answer
    """

    def __new__(cls, *_args: Any, **_kwargs: Any) -> Transport:
        # The parent does its set-up here. Without an auth_client it neither opens a
        # session of its own nor refreshes tokens behind our back.
        return super().__new__(cls, minorversion=const.MINOR_VERSION, use_decimal=True)

    def __init__(
        self,
        endpoints: Endpoints,
        realm_id: str,
        access_token: Callable[[bool], str],
        limiter: Limiter,
        timeout: tuple[float, float] = const.API_TIMEOUT,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> None:
        if not realm_id.isdigit():
            raise ValueError(f"A QuickBooks company id has digits only: {realm_id!r}")
        self.company_id = realm_id
        self.endpoints = endpoints
        self.session = requests.Session()
        self.session.trust_env = trusts_environment(endpoints.api_url)
        self._access_token = access_token
        self._limiter = limiter
        self._timeout = timeout
        self._on_exchange = on_exchange
        self._about: About | None = None
        self.last_tid = ""  # of the latest answer; items of a batch have none

    @property
    def api_url(self) -> str:
        return self.endpoints.api_url

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.session.close()

    def call(
        self,
        method: str,
        path: str,
        about: About,
        *,
        body: str | bytes = "",
        content_type: str = "application/json",
        params: Mapping[str, str] | None = None,
        request_id: str | None = None,
    ) -> dict[str, Any]:
        """Send one request to the company and return the answer, numbers exact.

        :param path: below the company's address, for example ``invoice/12``
        :param request_id: the same id makes QuickBooks answer what it answered first
        :raise QboError: whatever went wrong
        """
        self._about = about
        try:
            answer = self.make_request(
                method,
                f"{self.api_url}/company/{self.company_id}/{path}",
                body,
                content_type,
                params=dict(params or {}),  # the parent writes into it
                request_id=request_id,
            )
            return storable(answer)
        except QuickbooksException as error:
            # What passed for a success and is none to the library.
            raise unreadable(about) from error
        finally:
            self._about = None

    def fetch(self, url: str, limit: int) -> bytes:
        """Return the file at an address that QuickBooks has given out.

        The address itself is the permission: no token leaves, no redirect is
        followed, and no limit of the API counts.

        :param limit: most bytes that are taken
        :raise QboRequestError: an address of somebody else, or a file too large
        :raise QboSystemFaultError: it can't be had now
        """
        if not self.endpoints.keeps_files_at(url):
            raise files.refused_address(url)
        try:
            with self.session.get(
                url,
                auth=KeepHeaders(),
                stream=True,
                allow_redirects=False,
                timeout=self._timeout,
            ) as response:
                if response.status_code != 200:
                    raise QboSystemFaultError(
                        "The file can't be fetched", http_status=response.status_code
                    )
                return files.collect(response.iter_content(_CHUNK), limit)
        except requests.RequestException as failure:
            error = network_error(failure, reading=True)
            # Who keeps the files is not who answers the API.
            raise QboSystemFaultError(
                "The file can't be fetched", detail=error.detail
            ) from failure

    def process_request(
        self,
        request_type: str,
        url: str,
        headers: Any = "",
        params: Any = "",
        data: Any = "",
    ) -> requests.Response:
        """Send what the parent prepared; refresh and repeat once if it's refused.

        The repetition carries the same requestid, since that is a parameter.
        """
        about = self._about or _guess_about(request_type, url)
        request = requests.Request(
            request_type,
            url,
            headers=dict(headers or {}),
            params=params or {},
            data=data.encode() if isinstance(data, str) else data,
        )
        token = self._access_token(False)
        try:
            return self._exchange(request, token, about)
        except QboAuthError as error:
            _logger.info("access token refused, refreshing: %s", error)
        token = self._access_token(True)
        try:
            return self._exchange(request, token, about)
        except QboAuthError as error:
            # Fresh and refused all the same: if it lasts, consent was withdrawn.
            error.reauthorise = error.is_fresh = True
            raise

    def _exchange(
        self, request: requests.Request, token: str, about: About
    ) -> requests.Response:
        """Make one attempt: wait for the turn, send, classify, tell."""
        self._limiter.acquire(about.is_batch)
        started = time.monotonic()
        response, error = self._send(request, token, about)
        self._tell(request, about, response, error, time.monotonic() - started)
        if isinstance(error, QboThrottledError):
            self._limiter.penalise(error.retry_after or const.DEFAULT_RETRY_AFTER)
        if error is not None:
            raise error
        return response

    def _send(
        self, request: requests.Request, token: str, about: About
    ) -> tuple[requests.Response | None, QboError | None]:
        request.auth = BearerAuth(token)
        try:
            prepared = self.session.prepare_request(request)
            settings = self.session.merge_environment_settings(
                prepared.url, {}, None, None, None
            )
            response = self.session.send(
                prepared, timeout=self._timeout, allow_redirects=False, **settings
            )
        except requests.RequestException as failure:
            return None, network_error(failure, reading=about.reading)
        # The answers are UTF-8 whether they say so or not; don't let it be guessed.
        response.encoding = "utf-8"
        return response, classify(
            response.status_code,
            response.headers,
            response.content,
            reading=about.reading,
        )

    def _tell(
        self,
        request: requests.Request,
        about: About,
        response: requests.Response | None,
        error: QboError | None,
        seconds: float,
    ) -> None:
        status = 0 if response is None else response.status_code
        self.last_tid = "" if response is None else get_tid(response.headers)
        exchange = Exchange(
            method=request.method,
            path=urlsplit(request.url).path,
            entity=about.entity,
            operation=about.operation,
            count=about.count,
            status=status,
            duration_ms=round(seconds * 1000),
            tid=self.last_tid,
            error_kind=error.kind if error else "",
            metered=about.metered and 200 <= status < 300,
        )
        _logger.info(
            "%s %s %s x%s: %s %s, %s ms, tid %s",
            exchange.method,
            exchange.operation,
            exchange.entity or "-",
            exchange.count,
            exchange.status,
            exchange.error_kind or "ok",
            exchange.duration_ms,
            exchange.tid or "-",
        )
        if _logger.isEnabledFor(logging.DEBUG):
            said = "a file" if about.operation == "upload" else request.data
            _logger.debug("> %s %s", exchange.path, said)
            _logger.debug("< %s", response.text if response is not None else error)
        if self._on_exchange is None:
            return
        try:
            self._on_exchange(exchange)
        except Exception:
            # The answer counts more than the notes about it: raising here would
            # lose what QuickBooks has done.
            _logger.exception("Noting an exchange with QuickBooks failed")


def unreadable(about: About) -> QboUncertainError | QboUnavailableError:
    """Return the error for a success that nobody understands: was it done?"""
    error_class = QboUnavailableError if about.reading else QboUncertainError
    return error_class(
        f"QuickBooks' answer to {about.operation} can't be read", http_status=200
    )


def _guess_about(method: str, url: str) -> About:
    """Describe a request of the library's own verbs as far as its address tells."""
    entity = urlsplit(url).path.partition("/company/")[2].split("/")[1:2]
    return About(
        entity=entity[0] if entity else "",
        operation=method.lower(),
        is_batch=entity == ["batch"],
        reading=method.upper() == "GET",
        metered=method.upper() == "GET",
    )
