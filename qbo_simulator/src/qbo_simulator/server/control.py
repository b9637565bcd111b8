"""The control plane under ``/_sim/``: what tests and demos do to the simulator.

JSON in and out, apart from the API: nothing here is throttled, noted in the journal or
struck by fault rules. Problems are told in one sentence: ``{"error": "..."}``.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..books import Company, dumps
from .bookkeeping import BooksControl, Problem, body_of, controlled, only, reply
from .oauth import DISCOVERY
from .state import Simulator
from .tokens import ACCOUNTING, DEFAULT_CLIENT_ID, App
from .webhooks import FORMATS, Outbox


class Control(BooksControl):
    """Handlers of the control plane."""

    def __init__(self, simulator: Simulator, outbox: Outbox):
        super().__init__(simulator)
        self.outbox = outbox

    # === WHOLE STATE === #

    async def info(self, request: Request) -> dict:
        """Tell what is here and where."""
        base = str(request.base_url).rstrip("/").removesuffix("/_sim")
        app = next(iter(self.simulator.tokens.apps.values()))
        return {
            "base_url": base,
            "discovery_url": f"{base}{DISCOVERY[1]}/",
            "api_base_url": base,
            "companies": [_company(c) for c in self.simulator.companies()],
            "app": {"client_id": app.client_id, "client_secret": app.client_secret},
            "now": self.simulator.clock.now().isoformat(),
        }

    async def reset(self, request: Request) -> dict:
        """Start afresh, with the companies given (default: one US company)."""
        body = await body_of(request)
        only(body, "companies", "settings")
        companies = body.get("companies")
        if companies is not None and not isinstance(companies, list):
            raise Problem("companies must be a list of objects with seed and realm.")
        self.simulator.reset(companies)
        self.simulator.settings.update(body.get("settings", {}))
        return {"companies": [_company(c) for c in self.simulator.companies()]}

    async def snapshot(self, _request: Request) -> Response:
        """Return the whole state as opaque bytes."""
        return Response(
            self.simulator.snapshot(), media_type="application/octet-stream"
        )

    async def restore(self, request: Request) -> dict:
        """Return to a state that ``snapshot`` gave out."""
        try:
            self.simulator.restore(await request.body())
        except (KeyError, ValueError) as error:
            raise Problem(f"This is not a snapshot: {error}") from error
        return {"companies": [_company(c) for c in self.simulator.companies()]}

    # === CLOCK, SETTINGS === #

    async def clock(self, request: Request) -> dict:
        """Tell the time, or change it: ``set``, ``advance`` (seconds), ``reset``."""
        if request.method == "POST":
            body = await body_of(request)
            only(body, "set", "advance", "reset")
            if body.get("reset"):
                self.simulator.clock.reset()
            if "set" in body:
                spelt = str(body["set"]).replace("Z", "+00:00")
                self.simulator.set_clock(datetime.fromisoformat(spelt))
            if "advance" in body:
                self.simulator.advance(float(body["advance"]))
        return {"now": self.simulator.clock.now().isoformat()}

    async def settings(self, request: Request) -> dict:
        """Show the settings, or change some: ``{section: {name: value}}``."""
        if request.method != "GET":
            body = await body_of(request)
            self.simulator.settings.update(json.loads(dumps(body)))
        return self.simulator.settings.as_dict()

    # === COMPANIES, APPS, TOKENS === #

    async def companies(self, request: Request) -> Any:
        """List the companies, or add one: ``seed``, ``realm`` and options."""
        if request.method == "POST":
            body = await body_of(request)
            company = self.simulator.add_company(**body)
            return reply(_company(company), 201)
        return [_company(c) for c in self.simulator.companies()]

    async def apps(self, request: Request) -> Any:
        """List the registered apps, or register (or replace) one."""
        tokens = self.simulator.tokens
        if request.method == "POST":
            body = await body_of(request)
            names = ("client_id", "client_secret", "name", "redirect_uris")
            only(body, *names)
            if not body.get("client_id") or not body.get("client_secret"):
                raise Problem("An app needs client_id and client_secret.")
            tokens.add_app(App(**body))
        return [
            {"client_id": a.client_id, "name": a.name, "redirect_uris": a.redirect_uris}
            for a in tokens.apps.values()
        ]

    async def tokens(self, request: Request) -> dict:
        """Issue, expire or end tokens: ``action`` says which.

        issue: tokens without a person's consent; expire_access; kill_refresh;
        disconnect: what a person does inside QuickBooks.
        """
        body = await body_of(request)
        only(body, "action", "realm", "client_id", "scopes")
        realm = body.get("realm")
        store = self.simulator.tokens
        action = body.get("action")
        if action == "issue":
            return self._issue(body)
        if action == "expire_access":
            return {"tokens": store.expire_access(realm)}
        if action == "kill_refresh":
            return {"tokens": store.kill_refresh(realm)}
        if action == "disconnect":
            wanted = self.company(realm or self.simulator.realms()[0]).realm_id
            return {"tokens": store.disconnect(body.get("client_id"), wanted)}
        raise Problem(
            "action must be issue, expire_access, kill_refresh or disconnect."
        )

    def _issue(self, body: dict) -> dict:
        realm = body.get("realm") or self.simulator.realms()[0]
        self.company(realm)
        client_id = body.get("client_id") or DEFAULT_CLIENT_ID
        store = self.simulator.tokens
        if client_id not in store.apps:
            raise Problem(f"There is no app {client_id!r}.", 404)
        grant = store.issue_grant(client_id, realm, body.get("scopes") or [ACCOUNTING])
        access = store.issue_access(grant)
        return {
            "token_type": "bearer",
            "access_token": access.value,
            "expires_in": store.settings.access_token_seconds,
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": store.settings.refresh_token_seconds,
            "realmId": realm,
        }

    # === FAULT RULES, JOURNAL === #

    async def faults(self, request: Request) -> Any:
        """List, add or clear the rules that make things fail."""
        rules = self.simulator.faults
        if request.method == "POST":
            body = json.loads(dumps(await body_of(request)))
            return reply(rules.add(body).as_dict(), 201)
        if request.method == "DELETE":
            rules.clear()
        return [rule.as_dict() for rule in rules.rules]

    async def fault(self, request: Request) -> Any:
        """Remove one rule."""
        if not self.simulator.faults.remove(request.path_params["id"]):
            raise Problem("There is no such rule (it may be spent).", 404)
        return {}

    async def journal(self, request: Request) -> Any:
        """List the requests received, or clear the list and the counts."""
        journal = self.simulator.journal
        if request.method == "DELETE":
            journal.clear()
            return {}
        wanted = dict(request.query_params)
        known = ("operation", "entity", "method", "status", "realm", "request_id")
        only(wanted, *known, "path")
        return [entry.as_dict() for entry in journal.find(**wanted)]

    async def counts(self, _request: Request) -> dict:
        """Return the counters, with replays and throttlings."""
        return {
            **self.simulator.journal.summary(),
            "replayed": self.simulator.replays.replayed,
            "throttled": self.simulator.throttle.refused,
        }

    # === WEBHOOKS === #

    async def preview(self, request: Request) -> dict:
        """Return the delivery that would be made; ``consume=1`` counts it as made."""
        options = dict(request.query_params)
        only(options, "format", "shuffle", "duplicate", "consume")
        delivery = self.outbox.compose(
            _format(options), _flag(options, "shuffle"), _flag(options, "duplicate")
        )
        if delivery is None:
            return {"body": "", "headers": {}, "events": 0}
        if _flag(options, "consume"):
            self.outbox.mark(delivery.marks)
        return delivery.as_dict()

    async def deliver(self, request: Request) -> dict:
        """Post what waits to the configured address, now."""
        body = await body_of(request)
        only(body, "format", "shuffle", "duplicate")
        return await self.outbox.deliver(
            form=_format(body),
            shuffle=bool(body.get("shuffle")),
            duplicate=bool(body.get("duplicate")),
        )


def _company(company: Company) -> dict:
    return {
        "realm_id": company.realm_id,
        "name": company.name,
        "country": company.country,
    }


def _flag(options: dict, name: str) -> bool:
    return str(options.get(name, "")).lower() in ("1", "true", "yes")


def _format(options: dict) -> str | None:
    form = options.get("format")
    if form is not None and form not in FORMATS:
        raise Problem(f"format must be one of: {', '.join(FORMATS)}.")
    return form


def routes(simulator: Simulator, outbox: Outbox) -> list[Route]:
    """Return the routes below ``/_sim``."""
    control = Control(simulator, outbox)

    def at(path: str, handler: Callable, *methods: str) -> Route:
        return Route(path, controlled(handler), methods=list(methods))

    books = "/books/{realm}"
    return [
        at("/", control.info, "GET"),
        at("/reset", control.reset, "POST"),
        at("/snapshot", control.snapshot, "GET"),
        at("/restore", control.restore, "POST"),
        at("/clock", control.clock, "GET", "POST"),
        at("/settings", control.settings, "GET", "POST", "PATCH"),
        at("/companies", control.companies, "GET", "POST"),
        at("/apps", control.apps, "GET", "POST"),
        at("/tokens", control.tokens, "POST"),
        at("/faults", control.faults, "GET", "POST", "DELETE"),
        at("/faults/{id}", control.fault, "DELETE"),
        at("/journal", control.journal, "GET", "DELETE"),
        at("/counts", control.counts, "GET"),
        at("/webhooks/preview", control.preview, "GET"),
        at("/webhooks/deliver", control.deliver, "POST"),
        at(books + "/query", control.query, "POST"),
        at(books + "/merge", control.merge, "POST"),
        at(books + "/load", control.load, "POST"),
        at(books + "/generate", control.generate, "POST"),
        at(books + "/figures", control.figures, "GET"),
        at(books + "/{entity}", control.write, "POST"),
        at(books + "/{entity}/{id}", control.read, "GET"),
    ]
