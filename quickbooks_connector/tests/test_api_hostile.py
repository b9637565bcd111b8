"""Answers and notices that no QuickBooks sends: errors of ours, or plain values."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timezone
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tools import mute_logger

from ..api import BatchItem, QboError, QboUnavailableError, QboUncertainError, webhook
from ..api.faults import classify, get_retry_after
from ..api.payload import dumps_payload, is_record
from .api_stub import reply
from .test_api_client import ClientCase

#: Texts that databases, numbers and pages stumble over.
TRAPS = (
    "",
    "\x00",
    "a\x00b",
    "\ud800",
    "<script>alert(1)</script>",
    "=1+1",
    "²",
    "9" * 5000,
    "../../x",
    "%s %(x)s",
)
#: Keys that are really looked at.
KEYS = (
    "Id",
    "SyncToken",
    "status",
    "Fault",
    "fault",
    "Error",
    "code",
    "Message",
    "QueryResponse",
    "CDCResponse",
    "BatchItemResponse",
    "bId",
    "Invoice",
    "Header",
    "totalCount",
    "AttachableResponse",
    "Attachable",
    "time",
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(TRAPS)
    | st.text(max_size=5)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)
answers = st.dictionaries(st.sampled_from(KEYS), values, max_size=4)
few = settings(max_examples=120, deadline=None, database=None, derandomize=True)
SINCE = datetime(2026, 11, 1, tzinfo=timezone.utc)
VERBS = {
    "read": lambda client: [client.read("Invoice", "1")],
    "query": lambda client: client.query("SELECT * FROM Invoice"),
    "cdc": lambda client: sum(client.cdc(["Invoice"], SINCE).values(), []),
    "count": lambda client: client.count("Invoice") and [],
    "report": lambda client: client.report("TrialBalance") and [],
    "create": lambda client: [client.create("Invoice", {}, "r1")],
    "upload": lambda client: [
        client.upload({"FileName": "a", "ContentType": "b"}, b"", "r1")
    ],
    "batch": lambda client: [
        obj
        for result in client.batch(
            [
                BatchItem("1", "create", "Invoice", body={}),
                BatchItem("2", "query", "Invoice", statement="SELECT * FROM Invoice"),
            ],
            "r1",
        )
        for obj in (result.rows or [result.obj or {"Id": "1"}])
    ],
}


class TestHostileAnswers(ClientCase):
    """Whatever answers at QuickBooks' address, the client keeps its promise."""

    @few
    @given(st.sampled_from(sorted(VERBS)), st.sampled_from((200, 201)), answers)
    def test_every_verb_returns_records_or_raises_an_error_of_ours(
        self, verb, status, answer
    ):
        self.stub.play(reply(json.dumps(answer), status))
        try:
            records = VERBS[verb](self.client)
        except QboError:
            return
        for record in records:
            self.assertTrue(is_record(record), record)
            text = dumps_payload(record)
            self.assertNotIn("\\u0000", text)
            self.assertNotIn("\\ud800", text)

    @few
    @given(st.integers(100, 599), st.binary(max_size=40) | answers.map(json.dumps))
    def test_every_body_is_a_success_or_an_error_of_ours(self, status, body):
        raw = body.encode() if isinstance(body, str) else body
        error = classify(status, {"intuit_tid": "t"}, raw)
        self.assertTrue(error is None or isinstance(error, QboError))
        self.assertIsInstance(str(error), str)

    @few
    @given(st.sampled_from(TRAPS) | st.text(max_size=20))
    def test_no_header_of_waiting_breaks(self, text):
        seconds = get_retry_after({"Retry-After": text})
        self.assertTrue(seconds is None or seconds >= 0)

    def test_what_is_no_plain_json_can_not_be_read(self):
        for body in (
            b'{"QueryResponse": {"Invoice": [{"Id": "1", "TotalAmt": NaN}]}}',
            b'{"QueryResponse": {"Invoice": [{"Id": "1", "TotalAmt": 1e999999999}]}}',
            b'{"QueryResponse": {"Invoice": [{"Id": "1", "DocNumber": "\xff"}]}}',
            b'{"QueryResponse": {"Invoice": [{"Id": "1", "a": %s}]}}'
            % (b"[" * 500 + b"]" * 500),
            b"[" * 200_000,
            b'{"QueryResponse": ' + b"9" * 5000 + b"}",
        ):
            self.stub.play(reply(body))
            with self.subTest(body[:70]), self.assertRaises(QboUnavailableError):
                self.client.query("SELECT * FROM Invoice")

    def test_a_row_without_an_id_makes_the_answer_unreadable(self):
        for row in ({}, {"Id": 7}, {"Id": ""}, {"Id": "a b"}, "7", None):
            self.stub.play(reply({"QueryResponse": {"Invoice": [{"Id": "1"}, row]}}))
            with self.subTest(row), self.assertRaises(QboUnavailableError):
                self.client.query("SELECT * FROM Invoice")
            self.stub.play(
                reply({"CDCResponse": [{"QueryResponse": [{"Invoice": [row]}]}]})
            )
            with self.subTest(row), self.assertRaises(QboUnavailableError):
                self.client.cdc(["Invoice"], SINCE)

    def test_a_write_that_is_answered_without_an_id_has_an_unknown_end(self):
        self.stub.play(reply({"Invoice": {"SyncToken": "0"}}))
        with self.assertRaises(QboUncertainError):
            self.client.create("Invoice", {}, "r1")

    def test_characters_that_no_database_holds_are_left_out(self):
        body = (
            rb'{"QueryResponse": {"Invoice": [{"Id": "1",'
            rb' "PrivateNote": "a\u0000b\ud800c\ud83d\ude00"}]}}'
        )
        self.stub.play(reply(body))
        (found,) = self.client.query("SELECT * FROM Invoice")
        self.assertEqual(found["PrivateNote"], "abc\U0001f600")


class TestHostileNotices(TestCase):
    """Bodies and headers of a webhook."""

    notices = st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    (
                        "eventNotifications",
                        "realmId",
                        "dataChangeEvent",
                        "entities",
                        "name",
                        "id",
                        "operation",
                        "deletedId",
                        "lastUpdated",
                        "specversion",
                        "type",
                        "data",
                        "intuitentityid",
                        "intuitaccountid",
                    )
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=20,
    )

    @few
    @given(notices.map(lambda body: json.dumps(body).encode()) | st.binary())
    def test_every_body_gives_plain_notices_or_is_refused(self, body):
        self._assert_plain(body)

    @few
    @given(leaves, leaves, leaves)
    def test_every_entry_gives_a_plain_notice_or_none(self, name, qbo_id, other):
        change = {
            "name": name,
            "id": qbo_id,
            "operation": "Merge",
            "deletedId": other,
            "lastUpdated": other,
        }
        told = {"realmId": "1", "dataChangeEvent": {"entities": [change]}}
        self._assert_plain(json.dumps({"eventNotifications": [told]}).encode())

    def _assert_plain(self, body):
        try:
            with mute_logger("odoo.addons.quickbooks_connector.api.webhook"):
                notices = webhook.parse(body)
        except webhook.WebhookError:
            return
        for notice in notices:
            for qbo_id in filter(None, (notice.qbo_id, notice.deleted_id)):
                self.assertRegex(qbo_id, r"\A[\w-]{1,64}\Z")

    @few
    @given(st.text() | st.sampled_from(TRAPS) | st.none(), st.binary(max_size=20))
    def test_no_header_is_a_signature_but_the_right_one(self, signature, body):
        right = base64.b64encode(hmac.digest(b"token", body, hashlib.sha256)).decode()
        self.assertTrue(webhook.verify(body, right, "token"))
        if (signature or "").strip() != right:
            self.assertFalse(webhook.verify(body, signature, "token"))
