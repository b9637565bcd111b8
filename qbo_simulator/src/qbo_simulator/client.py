"""The client that steers a running simulator from tests and demonstrations."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import requests

from .accountant import Accountant
from .books import dumps, loads

TIMEOUT = 60
ACCOUNTING = "com.intuit.quickbooks.accounting"


class SimulatorError(Exception):
    """The simulator refused a control request; the text says why.

    :ivar fault: the accounting fault, when the books refused
    """

    def __init__(self, text: str, fault: dict | None = None):
        super().__init__(text)
        self.fault = fault


@dataclass(frozen=True)
class AppKeys:
    """What an app needs to identify itself."""

    client_id: str
    client_secret: str


class RemoteClock:
    """The simulator's clock, seen from a test."""

    def __init__(self, simulator: "Simulator"):
        self._simulator = simulator

    def now(self) -> datetime:
        """Return the simulator's present moment."""
        return datetime.fromisoformat(self._simulator.control("GET", "clock")["now"])

    def set(self, moment: datetime) -> None:
        """Make `moment` (with a UTC offset) the present."""
        self._simulator.control("POST", "clock", {"set": moment.isoformat()})

    def advance(self, seconds: float) -> None:
        """Let seconds pass, for books, tokens and throttle alike."""
        self._simulator.control("POST", "clock", {"advance": seconds})

    def reset(self) -> None:
        """Return to real time."""
        self._simulator.control("POST", "clock", {"reset": True})


class Simulator(Accountant):
    """Steer a running simulator: the accountant, the network and Intuit in one.

    What is done through this client is neither throttled nor entered in the journal,
    and no fault rule strikes it. Methods that concern one company use
    :attr:`realm_id`, which :meth:`reset` sets to the first company.
    """

    def __init__(self, base_url: str):
        self.base_url = base_url.rstrip("/")
        self.session = requests.Session()
        self.session.trust_env = False
        self.clock = RemoteClock(self)
        self._load(self.control("GET", ""))

    def _load(self, info: dict) -> None:
        self.companies = info["companies"]
        self.realm_id = self.companies[0]["realm_id"] if self.companies else ""
        if "app" in info:
            self.app = AppKeys(**info["app"])
            self.discovery_url = info["discovery_url"]
            self.api_base_url = info["api_base_url"]

    def control(
        self, method: str, path: str, body: Any = None, params: dict | None = None
    ) -> Any:
        """Call the control plane; raises SimulatorError with its sentence."""
        answer = self.session.request(
            method,
            f"{self.base_url}/_sim/{path}",
            data=None if body is None else dumps(body),
            params={k: v for k, v in (params or {}).items() if v is not None},
            timeout=TIMEOUT,
        )
        if answer.headers.get("Content-Type") == "application/octet-stream":
            return answer.content
        value = loads(answer.content)
        if answer.status_code >= 400:
            raise SimulatorError(value["error"], value.get("Fault"))
        return value

    # === WHOLE STATE === #

    def reset(
        self,
        seed: str | None = "us",
        realm_id: str | None = None,
        settings: dict | None = None,
        **options: Any,
    ) -> None:
        """Start afresh with one company: no tokens, rules, journal or clock offset."""
        company = {"seed": seed, "realm": realm_id, **options}
        body = {"companies": [company], "settings": settings or {}}
        self._load(self.control("POST", "reset", body))

    def add_company(
        self, seed: str | None = "us", realm_id: str | None = None, **options: Any
    ) -> str:
        """Add a company and return its realm id."""
        body = {"seed": seed, "realm": realm_id, **options}
        company = self.control("POST", "companies", body)
        self.companies.append(company)
        return company["realm_id"]

    def snapshot(self) -> bytes:
        """Return the whole state, for :meth:`restore`."""
        return self.control("GET", "snapshot")

    def restore(self, state: bytes) -> None:
        """Return to a snapshot."""
        answer = self.session.post(
            f"{self.base_url}/_sim/restore", data=state, timeout=TIMEOUT
        )
        if answer.status_code >= 400:
            raise SimulatorError(answer.json()["error"])
        self._load(answer.json())

    def settings(self, **sections: dict) -> dict:
        """Change settings, section by section, and return them all."""
        if not sections:
            return self.control("GET", "settings")
        return self.control("POST", "settings", sections)

    def set_throttle(self, **values: Any) -> None:
        """Change limits: enabled, per_minute, per_second, batches_per_minute ..."""
        self.settings(throttle=values)

    # === APPS AND TOKENS === #

    def add_app(
        self, client_id: str, client_secret: str, redirect_uris=(), name="Test app"
    ) -> AppKeys:
        """Register an app; a code goes to its redirect addresses only."""
        body = {
            "client_id": client_id,
            "client_secret": client_secret,
            "redirect_uris": list(redirect_uris),
            "name": name,
        }
        self.control("POST", "apps", body)
        return AppKeys(client_id, client_secret)

    def authorize(
        self,
        redirect_uri: str,
        state: str,
        scope: str = ACCOUNTING,
        *,
        realm_id: str | None = None,
        client_id: str | None = None,
        accept: bool = True,
    ) -> str:
        """Consent as a person would and return the address of the app's callback."""
        fields = {
            "client_id": client_id or self.app.client_id,
            "response_type": "code",
            "scope": scope,
            "redirect_uri": redirect_uri,
            "state": state,
        }
        address = f"{self.base_url}/connect/oauth2"
        return self._consent(address, fields, realm_id, accept)

    def follow_consent(
        self, authorize_url: str, realm_id: str | None = None, accept: bool = True
    ) -> str:
        """Do the same for a ready-made authorisation address."""
        address, _mark, query = authorize_url.partition("?")
        fields = dict(parse_qsl(query)) if query else {}
        return self._consent(address, fields, realm_id, accept)

    def _consent(self, address, fields, realm_id, accept) -> str:
        page = self.session.get(
            address, params=fields, timeout=TIMEOUT, allow_redirects=False
        )
        if page.status_code == 302:
            return page.headers["Location"]
        if page.status_code != 200:
            raise SimulatorError(_sentence(page.text))
        decision = "authorise" if accept else "cancel"
        form = {**fields, "decision": decision, "realm": realm_id or self.realm_id}
        answer = self.session.post(
            address, data=form, timeout=TIMEOUT, allow_redirects=False
        )
        if answer.status_code != 302:
            raise SimulatorError(_sentence(answer.text))
        return answer.headers["Location"]

    def issue_tokens(self, realm_id: str | None = None, **values: Any) -> dict:
        """Return tokens for a company without any consent."""
        body = {"action": "issue", "realm": realm_id or self.realm_id, **values}
        return self.control("POST", "tokens", body)

    def expire_access_tokens(self, realm_id: str | None = None) -> None:
        """Let access tokens end now (of all companies, or one)."""
        self.control("POST", "tokens", {"action": "expire_access", "realm": realm_id})

    def kill_refresh_token(self, realm_id: str | None = None) -> None:
        """Make refresh tokens worthless; access tokens live on."""
        self.control("POST", "tokens", {"action": "kill_refresh", "realm": realm_id})

    def disconnect(self, realm_id: str | None = None) -> None:
        """Disconnect the apps from within QuickBooks."""
        realm = realm_id or self.realm_id
        self.control("POST", "tokens", {"action": "disconnect", "realm": realm})

    # === FAULTS, JOURNAL === #

    def fail_next(self, count: int | None = 1, **rule: Any) -> str:
        """Add a fault rule and return its id.

        :param count: how often it strikes; None for ever
        :param rule: kind (status, fault, delay, cut, truncate, shuffle), when
            ("before" or "after" the work), status, code, seconds, and what to match:
            operation, entity, path, method, realm, index, probability, skip
        """
        return self.control("POST", "faults", {"count": count, **rule})["id"]

    def clear_faults(self) -> None:
        """Remove all fault rules."""
        self.control("DELETE", "faults")

    def journal(self, **wanted: Any) -> list[dict]:
        """Return the requests received, by operation, entity, status, path ..."""
        return self.control("GET", "journal", params=wanted)

    def clear_journal(self) -> None:
        """Forget requests and counts."""
        self.control("DELETE", "journal")

    def counts(self) -> dict:
        """Return all counters: requests, operations, objects, statuses ..."""
        return self.control("GET", "counts")

    def count(self, name: str | None = None) -> int:
        """Return how many requests came, of one operation if named.

        ``count("batch")`` counts requests, ``count("Invoice.create")`` counts objects
        wherever they were sent, in batches too.
        """
        counts = self.counts()
        if name is None:
            return counts["requests"]
        kind = "objects" if "." in name else "operations"
        return counts[kind].get(name, 0)

    # === WEBHOOKS === #

    def webhook_preview(
        self,
        format: str | None = None,
        *,
        consume: bool = False,
        shuffle: bool = False,
        duplicate: bool = False,
    ) -> dict:
        """Return ``body`` (text), ``headers`` and ``events`` of what would be sent."""
        params = {
            "format": format,
            "consume": int(consume),
            "shuffle": int(shuffle),
            "duplicate": int(duplicate),
        }
        return self.control("GET", "webhooks/preview", params=params)

    def deliver_webhooks(self, **options: Any) -> dict:
        """Send what waits to the configured address, now."""
        return self.control("POST", "webhooks/deliver", options)

    # === THE API ITSELF === #

    def api(self, method, path, *, token=None, realm_id=None, **options: Any):
        """Make a raw API call, as a client would; returns the ``requests`` answer.

        :param path: below the company, such as ``invoice/12``
        :param token: access token; without one, a new one is issued
        """
        realm = realm_id or self.realm_id
        token = token or self.issue_tokens(realm)["access_token"]
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            **options.pop("headers", {}),
        }
        return self.session.request(
            method,
            f"{self.base_url}/v3/company/{realm}/{path}",
            headers=headers,
            timeout=options.pop("timeout", TIMEOUT),
            **options,
        )


def _sentence(page: str) -> str:
    """Return the text of the problem that an HTML page tells."""
    found = re.search(r'<div class="card"><p>(.*?)</p>', page, re.S)
    return found[1] if found else "The consent page refused the request."
