"""The control plane under ``/_sim/``: what tests and demos do to the simulator.

JSON in and out, apart from the API: nothing here is throttled, noted in the journal or
struck by fault rules. Problems are told in one sentence: ``{"error": "..."}``.
"""

import functools
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..books import Company, Fault, dumps, loads
from .entities import ENTITIES
from .generating import generate
from .loading import load
from .oauth import DISCOVERY
from .state import Simulator
from .tokens import ACCOUNTING, DEFAULT_CLIENT_ID, App
from .webhooks import FORMATS, Outbox

_logger = logging.getLogger(__name__)

OPERATIONS = ("create", "update", "delete", "void")


class Problem(Exception):
    """What is wrong with a control request, in a sentence."""

    def __init__(self, text: str, status: int = 400):
        super().__init__(text)
        self.status = status


def reply(value: Any, status: int = 200) -> Response:
    """Return `value` as JSON, numbers spelt as the books spell them."""
    return Response(dumps(value), status, media_type="application/json")


def controlled(handler: Callable[..., Awaitable[Any]]) -> Callable:
    """Wrap a handler: its result becomes JSON, its errors become sentences."""

    @functools.wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            result = await handler(request)
        except Problem as problem:
            return reply({"error": str(problem)}, problem.status)
        except Fault as fault:
            return reply({"error": str(fault), "Fault": fault.body()}, fault.status)
        except (ValueError, TypeError) as error:
            return reply({"error": str(error)}, 400)
        except Exception as error:
            _logger.exception("%s %s failed", request.method, request.url.path)
            return reply({"error": f"A defect of the simulator: {error!r}"}, 500)
        if request.method != "GET":
            request.app.state.simulator.persist()
        return result if isinstance(result, Response) else reply(result)

    return endpoint


async def body_of(request: Request) -> dict:
    """Return the JSON object that was sent; an empty body counts as ``{}``."""
    raw = await request.body()
    if not raw.strip():
        return {}
    try:
        value = loads(raw)
    except ValueError as error:
        raise Problem(f"The body is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Problem("The body must be a JSON object.")
    return value


def _only(body: dict, *names: str) -> None:
    unknown = sorted(set(body) - set(names))
    if unknown:
        known = ", ".join(names) or "nothing"
        raise Problem(f"{unknown[0]!r} means nothing here; this takes {known}.")


class Control:
    """Handlers of the control plane."""

    def __init__(self, simulator: Simulator, outbox: Outbox):
        self.simulator = simulator
        self.outbox = outbox
        self.saved: dict[str, bytes] = {}

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
        _only(body, "companies", "settings")
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
            _only(body, "set", "advance", "reset")
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
            _only(body, *names)
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
        _only(body, "action", "realm", "client_id", "scopes")
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
        _only(wanted, *known, "path")
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
        _only(options, "format", "shuffle", "duplicate", "consume")
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
        _only(body, "format", "shuffle", "duplicate")
        return await self.outbox.deliver(
            form=_format(body),
            shuffle=bool(body.get("shuffle")),
            duplicate=bool(body.get("duplicate")),
        )

    # === BOOKS === #

    def company(self, realm: str) -> Company:
        """Return a company or say that there is none."""
        try:
            return self.simulator.books.company(realm)
        except KeyError:
            raise Problem(f"There is no company {realm!r}.", 404) from None

    async def query(self, request: Request) -> dict:
        """Run a query as the person at the books would look."""
        body = await body_of(request)
        _only(body, "query")
        company = self.company(request.path_params["realm"])
        return company.query(str(body.get("query", "")))

    async def read(self, request: Request) -> dict:
        """Return one object."""
        company = self.company(request.path_params["realm"])
        entity = _entity(request)
        return company.read(entity, request.path_params["id"], {})

    async def write(self, request: Request) -> dict:
        """Do what a person does in the books: ``operation``, ``body``, ``params``."""
        company = self.company(request.path_params["realm"])
        body = await body_of(request)
        _only(body, "operation", "body", "params")
        operation = body.get("operation", "create")
        if operation not in OPERATIONS:
            raise Problem(f"operation must be one of: {', '.join(OPERATIONS)}.")
        work = getattr(company, operation)
        return work(_entity(request), body.get("body", {}), body.get("params", {}))

    async def load(self, request: Request) -> dict:
        """Put an object into the books under the id that it brings."""
        company = self.company(request.path_params["realm"])
        body = await body_of(request)
        _only(body, "entity", "object")
        entity, values = body.get("entity"), body.get("object")
        if entity not in ENTITIES or not isinstance(values, dict):
            raise Problem("Name an entity as in Invoice and give its object.")
        return load(company, entity, values)

    async def generate(self, request: Request) -> dict:
        """Make many: ``customers``, ``items``, ``invoices``; ``seed`` varies them."""
        company = self.company(request.path_params["realm"])
        body = await body_of(request)
        seed = body.pop("seed", 1)
        return generate(company, body, seed)

    async def merge(self, request: Request) -> dict:
        """Merge two names: ``entity``, ``loser``, ``winner``."""
        company = self.company(request.path_params["realm"])
        body = await body_of(request)
        _only(body, "entity", "loser", "winner")
        try:
            values = body["entity"], str(body["loser"]), str(body["winner"])
        except KeyError as error:
            raise Problem(f"{error} is missing.") from None
        company.merge(*values)
        return {}

    async def figures(self, request: Request) -> dict:
        """Return the balances and the trial balance of a company."""
        company = self.company(request.path_params["realm"])
        return {
            "balances": company.balances(),
            "trial_balance": company.trial_balance(),
        }


def _company(company: Company) -> dict:
    return {
        "realm_id": company.realm_id,
        "name": company.name,
        "country": company.country,
    }


def _entity(request: Request) -> str:
    name = request.path_params["entity"]
    if name not in ENTITIES:
        raise Problem(f"{name!r} is not an entity; write it as in Invoice.", 404)
    return name


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
