"""The way of every API and OAuth request: read, note, spoil on purpose, answer.

Work itself is synchronous and runs in the event loop: one request at a time touches
the books, so clients may be as concurrent as they like.
"""

import asyncio
import json
import logging
from collections.abc import Callable

from ..books import Fault
from . import oauth, rest
from .envelope import (
    Refusal,
    fault,
    forbidden,
    system_fault,
    throttled,
    unauthenticated,
)
from .faults import Plan, Rule
from .http import Answer, BodyTooLarge, Call, ClientGone, read_call
from .state import Simulator

_logger = logging.getLogger(__name__)

GATEWAY_PAGE = (
    "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
    "<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
)
TITLES = {
    502: "502 Bad Gateway",
    503: "503 Service Temporarily Unavailable",
    504: "504 Gateway Time-out",
}


class Exchange:
    """An ASGI application around a describing and a handling function."""

    def __init__(
        self,
        simulator: Simulator,
        describe: Callable[[Call], None],
        handle: Callable[[Call, Plan], Answer],
    ):
        self.simulator = simulator
        self.describe = describe
        self.handle = handle

    async def __call__(self, scope, receive, send) -> None:
        """Serve one request, or cut its connection if a rule says so."""
        try:
            call = await read_call(scope, receive)
        except BodyTooLarge:
            await Answer.of_json({"error": "The body is too large."}, 413).send(send)
            return
        except ClientGone:
            return  # half a request is no request
        self.describe(call)
        entry = self.simulator.journal.open(call)
        plan = self.simulator.faults.plan(call)
        entry.rules = plan.fired
        await asyncio.sleep(plan.delay_before)
        answer = None
        if plan.cut != "before":
            answer = damaged(self._answer(call, plan), plan)
        self.simulator.journal.close(entry, call, None if plan.cut else answer)
        if call.realm is None:  # tokens change here; the API writes only books
            self.simulator.persist()
        if plan.delay_after:
            await asyncio.sleep(plan.delay_after)
        if plan.cut or answer is None:
            await cut(scope, receive)
            return
        await answer.send(send, head_only=call.method == "HEAD")

    def _answer(self, call: Call, plan: Plan) -> Answer:
        now = self.simulator.clock.now()
        if plan.instead:
            return spoilt(call, plan.instead, self.simulator)
        try:
            answer = self.handle(call, plan)
        except Refusal as refusal:
            answer = refusal.answer(call, now)
        except Fault as problem:
            answer = fault(call, problem, now)
        except Exception as error:  # a defect of ours must still answer in shape
            _logger.exception("%s %s failed", call.method, call.path)
            answer = fault(call, system_fault(type(error).__name__), now)
        if plan.afterwards:
            return spoilt(call, plan.afterwards, self.simulator)
        return answer


def damaged(answer: Answer, plan: Plan) -> Answer:
    """Return the answer with half its body, if the plan says so."""
    if plan.truncate:
        answer.body = answer.body[: len(answer.body) // 2]
    return answer


async def cut(scope, receive) -> None:
    """Drop the connection without an answer."""
    transport = scope.get("state", {}).get("transport")
    if transport is None:
        raise RuntimeError("Connections can only be cut under the simulator's server.")
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


# === ANSWERS MADE BY RULES === #


def spoilt(call: Call, rule: Rule, simulator: Simulator) -> Answer:
    """Return the answer that `rule` gives in place of the true one."""
    now = simulator.clock.now()
    answer = _spoilt(call, rule, simulator, now)
    names = {name.lower() for name in rule.headers}
    kept = [pair for pair in answer.headers if pair[0].lower() not in names]
    answer.headers = kept + [(k, str(v)) for k, v in rule.headers.items()]
    return answer


def _spoilt(call: Call, rule: Rule, simulator: Simulator, now) -> Answer:
    status = rule.status or 400
    if rule.body is not None:
        return _given(rule.body, status)
    if call.realm is None:
        return Answer.of_json({"error": rule.code or "server_error"}, status)
    if status == 429:
        form = rule.format or simulator.settings.throttle.format
        return throttled(form).answer(call, now)
    if status == 401:
        return unauthenticated(rule.detail or "Token expired").answer(call, now)
    if status == 403:
        return forbidden().answer(call, now)
    if status in TITLES and rule.code is None:
        page = GATEWAY_PAGE.format(title=TITLES[status])
        return Answer(status, [("Content-Type", "text/html")], page.encode())
    if status >= 500 and rule.code is None:
        return fault(call, system_fault("simulated failure", status), now)
    return fault(call, rule.fault(), now)


def _given(body, status: int) -> Answer:
    if isinstance(body, str):
        kind = "application/xml" if body.lstrip().startswith("<") else "text/plain"
        return Answer(status, [("Content-Type", kind)], body.encode())
    headers = [("Content-Type", "application/json")]
    return Answer(status, headers, json.dumps(body).encode())


# === THE TWO EXCHANGES === #


def api(simulator: Simulator) -> Exchange:
    """Return the application that serves ``/v3``."""
    return Exchange(simulator, rest.describe, rest.Rest(simulator).handle)


def authorisation(simulator: Simulator) -> Exchange:
    """Return the application that serves the OAuth endpoints."""
    handler = oauth.OAuth(simulator)
    return Exchange(simulator, oauth.describe, lambda call, _plan: handler.handle(call))
