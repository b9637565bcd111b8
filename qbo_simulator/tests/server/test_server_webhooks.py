"""Webhooks out: both formats, signature, aggregation, delivery."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from qbo_simulator.testing import SimulatorError


def signature(body, verifier):
    digest = hmac.new(verifier.encode(), body.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class Receiver:
    """An endpoint that notes what it gets."""

    def __init__(self):
        received = self.received = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers["Content-Length"])
                received.append((dict(self.headers), self.rfile.read(size).decode()))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_values):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.arrived = threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def receiver():
    endpoint = Receiver()
    yield endpoint
    endpoint.close()


def test_a_fresh_company_has_nothing_to_tell(qbo):
    assert qbo.webhook_preview()["events"] == 0


def test_the_legacy_format_groups_entities_by_company(qbo):
    other = qbo.add_company("us")
    mine = qbo.create("Customer", {"DisplayName": "A"})
    qbo.create("Customer", {"DisplayName": "B"}, realm_id=other)
    body = json.loads(qbo.webhook_preview("legacy")["body"])
    first, second = body["eventNotifications"]
    assert (first["realmId"], second["realmId"]) == (qbo.realm_id, other)
    (entity,) = first["dataChangeEvent"]["entities"]
    assert entity.pop("lastUpdated").endswith("Z")
    assert entity == {"name": "Customer", "id": mine["Id"], "operation": "Create"}


def test_cloud_events_are_a_list_of_single_changes(qbo):
    made = qbo.create("Customer", {"DisplayName": "A"})
    (event,) = json.loads(qbo.webhook_preview("cloudevents")["body"])
    assert event["specversion"] == "1.0"
    assert event["type"] == "qbo.customer.created.v1"
    assert event["intuitentityid"] == made["Id"]
    assert event["intuitaccountid"] == qbo.realm_id
    assert event["source"].startswith("intuit.")
    assert len(event["time"].partition(".")[2]) == len("179851517Z")


def test_the_body_is_signed_with_the_verifier_token(qbo):
    qbo.settings(webhooks={"verifier_token": "the-token"})
    qbo.create("Customer", {"DisplayName": "Grün"})
    for form in ("legacy", "cloudevents"):
        sent = qbo.webhook_preview(form)
        expected = signature(sent["body"], "the-token")
        assert sent["headers"]["intuit-signature"] == expected


def test_the_signature_agrees_with_the_published_test_vector():
    from qbo_simulator.server.webhooks import sign

    body = (
        b'{"eventNotifications":[{"realmId":"1185883450","dataChangeEvent":{"entities":'
        b'[{"name":"Customer","id":"1","operation":"Create",'
        b'"lastUpdated":"2015-10-05T14:42:19-0700"}]}}]}'
    )
    verifier = "b5771f19b12ddb4bcdb9f08bdc50bc63878a"
    assert sign(body, verifier) == "JC2GUwciPmRBwEO7WvrRmKqu9tGOKL8FFallocTFi8Q="


def test_repeated_changes_of_a_kind_are_told_once(qbo):
    made = qbo.create("Customer", {"DisplayName": "A"})
    for note in "xyz":
        qbo.update("Customer", {"Id": made["Id"], "sparse": True, "Notes": note})
    events = json.loads(qbo.webhook_preview()["body"])
    assert [event["type"] for event in events] == [
        "qbo.customer.created.v1",
        "qbo.customer.updated.v1",
    ]


def test_a_preview_is_repeated_until_it_is_consumed(qbo):
    qbo.create("Customer", {"DisplayName": "A"})
    assert qbo.webhook_preview()["events"] == 1
    assert qbo.webhook_preview(consume=True)["events"] == 1
    assert qbo.webhook_preview()["events"] == 0
    qbo.create("Customer", {"DisplayName": "B"})
    assert qbo.webhook_preview()["events"] == 1


def test_events_can_be_told_twice(qbo):
    qbo.create("Customer", {"DisplayName": "A"})
    assert qbo.webhook_preview(duplicate=True)["events"] == 2


def test_events_can_be_told_out_of_order(qbo):
    made = [qbo.create("Customer", {"DisplayName": name})["Id"] for name in "ABC"]
    for form in ("cloudevents", "legacy"):
        body = json.loads(qbo.webhook_preview(form, shuffle=True)["body"])
        if form == "legacy":
            (note,) = body["eventNotifications"]
            told = [one["id"] for one in note["dataChangeEvent"]["entities"]]
        else:
            told = [one["intuitentityid"] for one in body]
        assert told == made[::-1]


def test_an_event_keeps_its_id_however_often_it_is_told(qbo):
    qbo.create("Customer", {"DisplayName": "A"})
    qbo.create("Customer", {"DisplayName": "B"})
    first = json.loads(qbo.webhook_preview(duplicate=True)["body"])
    again = json.loads(qbo.webhook_preview()["body"])
    assert len({event["id"] for event in first}) == 2
    assert [event["id"] for event in again] == [event["id"] for event in first[:2]]


def test_only_chosen_entities_are_told(qbo):
    qbo.settings(webhooks={"entities": ["Invoice"]})
    qbo.create("Customer", {"DisplayName": "A"})
    assert qbo.webhook_preview()["events"] == 0


def test_a_delivery_posts_body_and_headers(qbo, receiver):
    qbo.settings(webhooks={"url": receiver.url, "format": "legacy"})
    qbo.create("Customer", {"DisplayName": "A"})
    assert qbo.deliver_webhooks() == {"events": 1, "status": 200}
    ((headers, body),) = receiver.received
    assert headers["User-Agent"] == "intuit_notification_server/0.1"
    assert headers["intuit-notification-schema-version"]
    verifier = qbo.settings()["webhooks"]["verifier_token"]
    assert headers["intuit-signature"] == signature(body, verifier)
    assert qbo.deliver_webhooks() == {"events": 0, "status": None}


def test_an_unanswered_delivery_is_made_again(qbo, receiver):
    qbo.settings(webhooks={"url": receiver.url})
    qbo.create("Customer", {"DisplayName": "A"})
    receiver.status = 503
    assert qbo.deliver_webhooks()["status"] == 503
    receiver.status = 200
    assert qbo.deliver_webhooks() == {"events": 1, "status": 200}
    qbo.settings(webhooks={"url": "http://127.0.0.1:9/"})
    qbo.create("Customer", {"DisplayName": "B"})
    assert qbo.deliver_webhooks()["error"] == "ConnectError"


def test_a_delivery_without_an_address_is_refused_with_a_reason(qbo):
    qbo.create("Customer", {"DisplayName": "A"})
    with pytest.raises(SimulatorError, match="webhooks.url"):
        qbo.deliver_webhooks()


def test_deliveries_can_go_out_by_themselves(qbo, receiver):
    qbo.settings(webhooks={"url": receiver.url, "auto": True, "delay": 0.2})
    qbo.create("Customer", {"DisplayName": "A"})
    for _try in range(100):
        if receiver.received:
            break
        receiver.arrived.wait(0.1)
    assert len(receiver.received) == 1
