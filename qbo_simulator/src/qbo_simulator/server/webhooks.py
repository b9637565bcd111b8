"""Webhooks out: which events wait, how a delivery looks, and sending it.

Events come from the books' list of changes; a number per company marks how far they
have been delivered. A delivery is signed over its raw bytes.
"""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone

import httpx

from ..books import Change, Company
from .envelope import new_tid
from .state import Simulator

_logger = logging.getLogger(__name__)

# Entities that QuickBooks can notify about; others are found by change data capture.
ENTITIES = frozenset(
    "Account Bill BillPayment Budget Class CreditMemo Currency Customer Department "
    "Deposit Employee Estimate Invoice Item JournalCode JournalEntry Payment "
    "PaymentMethod Preferences Purchase PurchaseOrder RefundReceipt SalesReceipt "
    "TaxAgency Term TimeActivity Transfer Vendor VendorCredit".split()
)
VERBS = {
    "Create": "created",
    "Update": "updated",
    "Delete": "deleted",
    "Merge": "merged",
    "Void": "voided",
    "Emailed": "emailed",
}
USER_AGENT = "intuit_notification_server/0.1"
DEADLINE = 3.0  # seconds in which QuickBooks wants an answer
# Seconds until a failed delivery is tried again.
RETRIES = (10, 20, 30, 300, 1200, 7200, 14400, 21600)


@dataclass
class Event:
    """One change, as a webhook tells it."""

    realm: str
    entity: str
    id: str
    operation: str
    when: datetime
    deleted_id: str | None


@dataclass
class Delivery:
    """A signed message, ready to be posted."""

    body: bytes
    headers: dict[str, str]
    events: int
    marks: dict[str, int]

    def as_dict(self) -> dict:
        """Return the delivery so that a test can post it itself."""
        return {
            "body": self.body.decode(),
            "headers": self.headers,
            "events": self.events,
        }


def sign(body: bytes, verifier_token: str) -> str:
    """Return the signature of `body` as the header carries it."""
    digest = hmac.new(verifier_token.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def legacy(events: list[Event]) -> dict:
    """Return the format that was the only one until 2026."""
    by_realm: dict[str, list[dict]] = {}
    for event in events:
        moment = event.when.astimezone(timezone.utc)
        entity = {
            "name": event.entity,
            "id": event.id,
            "operation": event.operation,
            "lastUpdated": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }
        if event.deleted_id:
            entity["deletedId"] = event.deleted_id
        by_realm.setdefault(event.realm, []).append(entity)
    notifications = [
        {"realmId": realm, "dataChangeEvent": {"entities": entities}}
        for realm, entities in by_realm.items()
    ]
    return {"eventNotifications": notifications}


def cloudevents(events: list[Event]) -> list[dict]:
    """Return the format of CloudEvents 1.0; companies may be mixed."""
    return [_cloudevent(event) for event in events]


def _cloudevent(event: Event) -> dict:
    moment = event.when.astimezone(timezone.utc)
    source = hashlib.sha256(f"simulator-{event.realm}".encode()).digest()
    return {
        "specversion": "1.0",
        "id": _event_id(event),
        "source": "intuit." + base64.b64encode(source).decode(),
        "type": f"qbo.{event.entity.lower()}.{VERBS[event.operation]}.v1",
        "datacontenttype": "application/json",
        "time": moment.strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
        "intuitentityid": event.id,
        "intuitaccountid": event.realm,
        "data": {"deletedid": event.deleted_id} if event.deleted_id else {},
    }


def _event_id(event: Event) -> str:
    """Return an id that stays when the event is told again."""
    facts = (event.realm, event.entity, event.id, event.operation, event.when)
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, facts))))


FORMATS = {"legacy": legacy, "cloudevents": cloudevents}


class Outbox:
    """Events that wait, and their delivery."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator
        self._attempts = 0
        self._wait_until = 0.0

    # === WHAT WAITS === #

    def events(self) -> tuple[list[Event], dict[str, int]]:
        """Return the events that wait, and how far each company's list was read.

        Several changes of one kind to one object are told once, with the last time.
        """
        wanted = set(self.simulator.settings.webhooks.entities) or ENTITIES
        found: dict[tuple, Event] = {}
        marks = {}
        for company in self.simulator.companies():
            realm = company.realm_id
            for change in company.changes(self.simulator.webhook_seq.get(realm, 0)):
                marks[realm] = change.seq
                if change.entity in wanted and change.operation in VERBS:
                    event = _event(company, change)
                    found[realm, event.entity, event.id, event.operation] = event
        return list(found.values()), marks

    def compose(
        self, form: str | None = None, shuffle: bool = False, duplicate: bool = False
    ) -> Delivery | None:
        """Return the delivery of all that waits, or None when nothing does.

        :param shuffle: the last change first; :param duplicate: each event twice
        """
        events, marks = self.events()
        if not events:
            self.mark(marks)
            return None
        if duplicate:
            events = events + events
        if shuffle:
            events.reverse()
        settings = self.simulator.settings.webhooks
        body = json.dumps(
            FORMATS[form or settings.format](events), separators=(",", ":")
        ).encode()
        now = self.simulator.clock.now().astimezone(timezone.utc)
        headers = {
            "Content-Type": "application/json",
            "intuit-signature": sign(body, settings.verifier_token),
            "intuit-created-time": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "intuit-t-id": new_tid(),
            "intuit-notification-schema-version": "1.0",
            "User-Agent": USER_AGENT,
        }
        return Delivery(body, headers, len(events), marks)

    def mark(self, marks: dict[str, int]) -> None:
        """Count everything up to `marks` as delivered."""
        self.simulator.webhook_seq.update(marks)
        self.simulator.persist()

    # === SENDING === #

    async def deliver(self, **options) -> dict:
        """Post what waits to the configured address.

        Without an answer of 200 within the deadline nothing is marked: the same events
        go out again with the next delivery.

        :return: how many events, and the status or the error met
        """
        delivery = self.compose(**options)
        url = self.simulator.settings.webhooks.url
        if delivery is None:
            return {"events": 0, "status": None}
        if not url:
            raise ValueError("Set webhooks.url first: there is nowhere to send to.")
        result: dict = {"events": delivery.events}
        try:
            async with httpx.AsyncClient(timeout=DEADLINE, trust_env=False) as client:
                answer = await client.post(
                    url, content=delivery.body, headers=delivery.headers
                )
        except httpx.HTTPError as error:
            return {**result, "status": None, "error": type(error).__name__}
        if answer.status_code == 200:
            self.mark(delivery.marks)
        return {**result, "status": answer.status_code}

    @contextlib.asynccontextmanager
    async def lifespan(self, _app):
        """Deliver by itself while the server runs, when settings say so."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            settings = self.simulator.settings.webhooks
            await asyncio.sleep(max(0.2, settings.delay))
            due = loop.time() >= self._wait_until
            if not (settings.auto and settings.url and due):
                continue
            try:
                result = await self.deliver()
            except Exception:
                _logger.exception("A webhook could not be delivered")
                continue
            self._pace(loop.time(), bool(result["events"]) and result["status"] != 200)

    def _pace(self, now: float, failed: bool) -> None:
        """Decide when to try again, after QuickBooks' own schedule."""
        if not failed:
            self._attempts, self._wait_until = 0, 0.0
            return
        delay = RETRIES[min(self._attempts, len(RETRIES) - 1)]
        self._attempts += 1
        self._wait_until = now + delay


def _event(company: Company, change: Change) -> Event:
    return Event(
        company.realm_id,
        change.entity,
        change.id,
        change.operation,
        datetime.fromtimestamp(change.when, timezone.utc),
        change.deleted_id,
    )
