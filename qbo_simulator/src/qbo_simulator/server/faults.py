"""Rules that make things go wrong on purpose, and what each does to a request.

A rule is matched against the request and, for batches, against each item in it. Rules
of the kind ``fault`` strike single operations (an item of a batch fails, its
neighbours do not); all other kinds strike the whole request. Requests of OAuth are
struck only by rules that name their path or operation.
"""

import itertools
import random
import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from ..books import Fault
from .http import Call, Operation

KINDS = ("status", "fault", "delay", "cut", "truncate", "shuffle")

# Texts as recorded or documented; other codes get the text of a business error.
TEXTS = {
    "500": ("Unsupported Operation", "Operation is not supported."),
    "600": ("Duplicate Request ID", "The request ID was already used."),
    "610": (
        "Object Not Found",
        "Object Not Found : Something you're trying to use has been made inactive. "
        "Check the fields with accounts, customers, items, vendors or employees.",
    ),
    "620": ("Transaction cannot be linked", "Transaction cannot be linked."),
    "2020": (
        "Required param missing, need to supply the required value for the API",
        "Required parameter is missing in the request",
    ),
    "2500": ("Invalid Reference Id", "Invalid Reference Id : Names element not found"),
    "5010": (
        "Stale Object Error",
        "Stale Object Error : You and Ana were working on this at the same time. "
        "Ana finished before you did, so your work was not saved.",
    ),
    "5020": (
        "Permission Denied Error",
        "Permission Denied Error : You do not have permission to access this feature.",
    ),
    "5030": (
        "Feature Not Supported Error",
        "Feature Not Supported Error : This feature is not supported.",
    ),
    "6140": (
        "Duplicate Document Number Error",
        "Duplicate Document Number Error : You must specify a different number. "
        "This number has already been used.",
    ),
    "6190": (
        "Invalid Company Status",
        "Subscription period has ended or canceled or there was a billing problem : "
        "You can't add data to QuickBooks Online Plus because your trial or "
        "subscription period ended, you canceled your subscription, or there was a "
        "billing problem. To see or change your subscription status, click 'Your "
        "Account' at the upper-right of the screen, and click on Resubscribe link or "
        "contact your administrator.",
    ),
    "6200": (
        "Account Period Closed",
        "Account Period Closed, Cannot Update Through Services API : The account "
        "period has closed.",
    ),
    "6210": (
        "Account Period Closed, Cannot Update Through Services API",
        "Account Period Closed, Cannot Update Through Services API : The account "
        "period has closed and the account books cannot be updated through the "
        "services API. Please use the web UI.",
    ),
    "6240": (
        "Duplicate Name Exists Error",
        "The name supplied already exists. : Another customer, vendor or employee is "
        "already using this name. Please use a different name.",
    ),
}
BUSINESS = "A business validation error has occurred while processing your request"


class BadRule(ValueError):
    """A rule that cannot be understood; the text says what to change."""


@dataclass
class Rule:
    """One thing that goes wrong.

    :ivar kind: one of :data:`KINDS`
    :ivar when: "before" the work is done or "after" it (status, delay, cut)
    :ivar count: how often the rule strikes before it is spent; None for always
    :ivar skip: matching requests to let pass first
    :ivar index: position of the batch item that is struck
    """

    id: str
    kind: str = "status"
    when: str = "before"
    method: str | None = None
    path: str | None = None
    operation: str | None = None
    entity: str | None = None
    realm: str | None = None
    index: int | None = None
    probability: float = 1.0
    seed: int | None = None
    count: int | None = 1
    skip: int = 0
    status: int | None = None
    code: str | None = None
    message: str | None = None
    detail: str | None = None
    element: str | None = None
    type: str | None = None
    format: str | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    fired: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._path = re.compile(self.path) if self.path else None

    def names(self, call: Call) -> bool:
        """Tell whether the rule may strike this kind of request at all."""
        if call.realm is None and not (self.path or self.operation):
            return False
        if self.realm and self.realm != call.realm:
            return False
        if self.method and self.method.upper() != call.method:
            return False
        return not self._path or bool(self._path.search(call.path))

    def fits(self, operation: Operation) -> bool:
        """Tell whether one operation is what the rule names."""
        if self.operation and self.operation != operation.kind:
            return False
        if self.entity and self.entity.lower() != (operation.entity or "").lower():
            return False
        return self.index is None or self.index == operation.index

    def strike(self) -> bool:
        """Count a match; tell whether it is the rule's turn."""
        if self.count is not None and self.fired >= self.count:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.probability < 1 and self._random.random() >= self.probability:
            return False
        self.fired += 1
        return True

    def fault(self) -> Fault:
        """Return the accounting fault that the rule describes."""
        code = str(self.code or "6000")
        message, detail = TEXTS.get(
            code, (BUSINESS, f"Business Validation Error: simulated fault {code}")
        )
        error = {
            "Message": self.message or message,
            "Detail": self.detail or detail,
            "code": code,
            "element": self.element or "",
        }
        kind = self.type or ("SystemFault" if code == "10000" else "ValidationFault")
        return Fault(status=self.status or 400, type=kind, errors=[error])

    def as_dict(self) -> dict[str, Any]:
        """Return the rule as JSON values."""
        return asdict(self)


@dataclass
class Plan:
    """What the rules do to one request."""

    delay_before: float = 0.0
    delay_after: float = 0.0
    cut: str | None = None
    truncate: bool = False
    shuffle: bool = False
    instead: Rule | None = None
    afterwards: Rule | None = None
    item_faults: dict[int | None, Fault] = field(default_factory=dict)
    fired: list[str] = field(default_factory=list)


class FaultRules:
    """The rules in force, in the order in which they were added."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self._ids = itertools.count(1)

    def clear(self) -> None:
        """Remove all rules."""
        self.rules.clear()

    def add(self, values: Any) -> Rule:
        """Add the rule that `values` describe.

        :raise BadRule: for unknown names or values
        """
        if not isinstance(values, dict):
            raise BadRule('Send an object such as {"kind": "status", "status": 503}.')
        known = {f.name for f in fields(Rule)} - {"id", "fired"}
        unknown = sorted(set(values) - known)
        if unknown:
            raise BadRule(
                f"A rule has no {unknown[0]!r}; use: {', '.join(sorted(known))}."
            )
        values = dict(values)
        if "kind" not in values:
            values["kind"] = "fault" if _is_fault(values) else "status"
        _check(values)
        try:
            rule = Rule(id=f"rule-{next(self._ids)}", **values)
        except re.error as error:
            raise BadRule(f"path is not a regular expression: {error}.") from error
        self.rules.append(rule)
        return rule

    def remove(self, rule_id: str) -> bool:
        """Remove one rule; tell whether it existed."""
        before = len(self.rules)
        self.rules = [rule for rule in self.rules if rule.id != rule_id]
        return len(self.rules) < before

    def plan(self, call: Call) -> Plan:
        """Return what happens to `call`, counting the rules that strike."""
        plan = Plan()
        if not self.rules:
            return plan
        for rule in self.rules:
            if not rule.names(call):
                continue
            if rule.kind == "fault":
                _plan_faults(rule, call, plan)
            elif any(map(rule.fits, [call.operation, *call.items])) and rule.strike():
                plan.fired.append(rule.id)
                _plan_request(rule, plan)
        spent = [r for r in self.rules if r.count is not None and r.fired >= r.count]
        self.rules = [rule for rule in self.rules if rule not in spent]
        return plan


def _is_fault(values: dict) -> bool:
    return "code" in values and "status" not in values


def _check(values: dict) -> None:
    if values["kind"] not in KINDS:
        raise BadRule(f"kind must be one of: {', '.join(KINDS)}.")
    if values.get("when", "before") not in ("before", "after"):
        raise BadRule('when must be "before" or "after" (the work).')
    if values["kind"] == "status":
        status = values.get("status")
        if not isinstance(status, int) or not 200 <= status <= 599:
            raise BadRule("A status rule needs a status from 200 to 599.")
    for name in ("count", "skip", "index", "status", "seed"):
        value = values.get(name)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int)
        ):
            raise BadRule(f"{name} must be a whole number.")
    for name in ("probability", "seconds"):
        value = values.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadRule(f"{name} must be a number.")
    for name in ("method", "path", "operation", "entity", "realm", "message"):
        if not isinstance(values.get(name), (str, type(None))):
            raise BadRule(f"{name} must be text.")
    if not isinstance(values.get("headers", {}), dict):
        raise BadRule("headers must be an object of names and values.")


def _plan_faults(rule: Rule, call: Call, plan: Plan) -> None:
    for operation in call.items or [call.operation]:
        taken = operation.index in plan.item_faults
        if not taken and rule.fits(operation) and rule.strike():
            plan.fired.append(rule.id)
            plan.item_faults[operation.index] = rule.fault()
    if call.items and rule.operation == "batch" and rule.strike():
        plan.fired.append(rule.id)
        plan.instead = plan.instead or rule


def _plan_request(rule: Rule, plan: Plan) -> None:
    if rule.kind == "delay":
        if rule.when == "after":
            plan.delay_after += rule.seconds
        else:
            plan.delay_before += rule.seconds
    elif rule.kind == "cut":
        plan.cut = plan.cut or rule.when
    elif rule.kind == "truncate":
        plan.truncate = True
    elif rule.kind == "shuffle":
        plan.shuffle = True
    elif rule.when == "after":
        plan.afterwards = plan.afterwards or rule
    else:
        plan.instead = plan.instead or rule
