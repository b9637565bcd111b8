"""The part of the control plane that works in the books, and what all parts share."""

import functools
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..books import Company, Fault, dumps, loads
from .entities import ENTITIES
from .generating import generate
from .loading import load
from .state import Simulator
from .voiding import void

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


def only(body: dict, *names: str) -> None:
    unknown = sorted(set(body) - set(names))
    if unknown:
        known = ", ".join(names) or "nothing"
        raise Problem(f"{unknown[0]!r} means nothing here; this takes {known}.")


class BooksControl:
    """Handlers that read and write in the books of a company."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator

    def company(self, realm: str) -> Company:
        """Return a company or say that there is none."""
        try:
            return self.simulator.books.company(realm)
        except KeyError:
            raise Problem(f"There is no company {realm!r}.", 404) from None

    async def query(self, request: Request) -> dict:
        """Run a query as the person at the books would look."""
        body = await body_of(request)
        only(body, "query")
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
        only(body, "operation", "body", "params")
        operation = body.get("operation", "create")
        if operation not in OPERATIONS:
            raise Problem(f"operation must be one of: {', '.join(OPERATIONS)}.")
        values = _entity(request), body.get("body", {}), body.get("params", {})
        if operation == "void":
            return void(company, *values)
        return getattr(company, operation)(*values)

    async def load(self, request: Request) -> dict:
        """Put an object into the books under the id that it brings."""
        company = self.company(request.path_params["realm"])
        body = await body_of(request)
        only(body, "entity", "object")
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
        only(body, "entity", "loser", "winner")
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


def _entity(request: Request) -> str:
    name = request.path_params["entity"]
    if name not in ENTITIES:
        raise Problem(f"{name!r} is not an entity; write it as in Invoice.", 404)
    return name
