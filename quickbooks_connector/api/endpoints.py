"""Where QuickBooks lives: Intuit's production, its sandbox, or a stand-in."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import QboConfigError

PRODUCTION = "production"
SANDBOX = "sandbox"
CUSTOM = "custom"

_INTUIT = {
    PRODUCTION: (
        "https://developer.intuit.com/.well-known/openid_configuration/",
        "https://quickbooks.api.intuit.com",
    ),
    SANDBOX: (
        "https://developer.intuit.com/.well-known/openid_sandbox_configuration/",
        "https://sandbox-quickbooks.api.intuit.com",
    ),
}

#: Where Intuit keeps files: at its own hosts, or in its buckets at Amazon.
_FILE_HOST = re.compile(
    r"([\w-]+\.)+intuit\.com|intuit-[\w-]+\.s3([.-][\w-]+)?\.amazonaws\.com",
    re.ASCII | re.IGNORECASE,
)


def is_loopback(url: str) -> bool:
    """Tell whether the address stays on this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_url(url: str | None, what: str) -> str:
    """Return the address if secrets may be sent there.

    :raise QboConfigError: not an http(s) address, or plain http to another machine
    """
    url = (url or "").strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and parts.port != 0  # reading it checks it as well
    except ValueError:
        usable = False
    if not usable:
        raise QboConfigError(
            f"The {what} {url!r} is not a web address. Enter it in full, "
            "for example https://example.com/path."
        )
    if parts.scheme == "http" and not is_loopback(url):
        raise QboConfigError(
            f"The {what} {url!r} is not encrypted. Use https; plain http is accepted "
            "for this machine (localhost) only."
        )
    return url


@dataclass(frozen=True)
class Endpoints:
    """The two addresses everything else follows from.

    For ``production`` and ``sandbox`` they are Intuit's and the arguments are
    ignored; ``custom`` needs both.

    :raise QboConfigError: unknown environment, or an unusable custom address
    """

    environment: str
    discovery_url: str = ""
    api_base_url: str = ""

    def __post_init__(self) -> None:
        if self.environment in _INTUIT:
            discovery_url, api_base_url = _INTUIT[self.environment]
        elif self.environment == CUSTOM:
            discovery_url = checked_url(self.discovery_url, "discovery address")
            api_base_url = checked_url(self.api_base_url, "API address")
            api_base_url = api_base_url.rstrip("/").removesuffix("/v3").rstrip("/")
        else:
            raise QboConfigError(
                f"Unknown QuickBooks environment {self.environment!r}: choose "
                "production, sandbox or custom."
            )
        object.__setattr__(self, "discovery_url", discovery_url)
        object.__setattr__(self, "api_base_url", api_base_url)

    @property
    def api_url(self) -> str:
        """Root of the accounting API, without a slash at the end."""
        return f"{self.api_base_url}/v3"

    def keeps_files_at(self, url: str) -> bool:
        """Tell whether a file's address is one that QuickBooks itself may name.

        Whatever an answer says, nothing else is asked: not this network, not another
        port, not without encryption.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.username or parts.password:
            return False
        if self.environment == CUSTOM:
            base = urlsplit(self.api_base_url)
            return (parts.scheme, parts.hostname, port) == (
                base.scheme,
                base.hostname,
                base.port,
            )
        host = parts.hostname or ""
        secure = parts.scheme == "https" and port in (None, 443)
        return secure and bool(_FILE_HOST.fullmatch(host))
