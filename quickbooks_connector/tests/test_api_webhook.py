import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta, timezone
from unittest import TestCase

from ..api import webhook

TOKEN = "0d1c7b3a-verifier"
LEGACY = {
    "eventNotifications": [
        {
            "realmId": "9130000000000001",
            "dataChangeEvent": {
                "entities": [
                    {
                        "name": "Invoice",
                        "id": "412",
                        "operation": "Update",
                        "lastUpdated": "2026-03-02T19:21:07.000Z",
                    },
                    {
                        "name": "Customer",
                        "id": "58",
                        "operation": "Merge",
                        "lastUpdated": "2026-03-02T11:22:10-0800",
                        "deletedId": "61",
                    },
                ]
            },
        },
        {
            "realmId": "2",
            "dataChangeEvent": {
                "entities": [{"name": "Item", "id": "9", "operation": "Delete"}]
            },
        },
    ]
}
EVENTS = [
    {
        "specversion": "1.0",
        "id": "0e1c6f0a",
        "source": "intuit.x",
        "type": "qbo.salesreceipt.updated.v1",
        "datacontenttype": "application/json",
        "time": "2026-09-10T21:31:25.179851517Z",
        "intuitentityid": "412",
        "intuitaccountid": "9130000000000001",
        "data": {},
    },
    {
        "specversion": "1.0",
        "id": "x-Customer-123",
        "type": "qbo.customer.merged.v1",
        "time": "2026-09-10T21:31:26Z",
        "intuitentityid": "58",
        "intuitaccountid": "2",
        "data": {"deletedid": "61"},
    },
]


def sign(body, token=TOKEN):
    digest = hmac.new(token.encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class TestSignature(TestCase):
    def setUp(self):
        super().setUp()
        self.body = json.dumps(LEGACY).encode()

    def test_a_known_signature_is_accepted(self):
        # Worked out with openssl dgst -sha256 -hmac, not with this code.
        self.assertTrue(
            webhook.verify(
                b'{"eventNotifications":[]}',
                "J3U+QvAlxAZviFaHb+ieLVcwenvEc007s9eARaIv6RU=",
                "secret",
            )
        )

    def test_the_right_signature_is_accepted(self):
        self.assertTrue(webhook.verify(self.body, sign(self.body), TOKEN))
        self.assertTrue(webhook.verify(self.body, f" {sign(self.body)}\n", TOKEN))

    def test_a_signature_by_another_key_is_refused(self):
        self.assertFalse(webhook.verify(self.body, sign(self.body, "other"), TOKEN))

    def test_a_tampered_body_is_refused(self):
        signature = sign(self.body)
        self.assertFalse(webhook.verify(self.body + b" ", signature, TOKEN))
        changed = self.body.replace(b"412", b"413")
        self.assertFalse(webhook.verify(changed, signature, TOKEN))

    def test_without_signature_or_token_the_answer_is_no(self):
        signature = sign(self.body)
        for given in (None, ""):
            with self.subTest(given=given):
                self.assertFalse(webhook.verify(self.body, given, TOKEN))
                self.assertFalse(webhook.verify(self.body, signature, given))
        # A signature by the empty key must not open the door either.
        self.assertFalse(webhook.verify(self.body, sign(self.body, ""), ""))

    def test_nonsense_is_refused_without_an_exception(self):
        for signature in ("%%%", "ä" * 44, "\ud800", sign(self.body)[:-1], "=" * 9999):
            with self.subTest(signature=signature[:10]):
                self.assertFalse(webhook.verify(self.body, signature, TOKEN))


class TestParse(TestCase):
    def parse(self, body):
        return webhook.parse(json.dumps(body).encode())

    def test_legacy_notices_of_several_companies(self):
        noon = datetime(2026, 3, 2, 19, 21, 7, tzinfo=timezone.utc)
        self.assertEqual(
            self.parse(LEGACY),
            [
                webhook.Notice("9130000000000001", "Invoice", "412", "update", noon),
                webhook.Notice(
                    "9130000000000001",
                    "Customer",
                    "58",
                    "merge",
                    noon + timedelta(seconds=63),
                    "61",
                ),
                webhook.Notice("2", "Item", "9", "delete", None),
            ],
        )

    def test_cloud_events_with_the_spelling_of_entities_restored(self):
        first, second = self.parse(EVENTS)
        self.assertEqual(
            first,
            webhook.Notice(
                "9130000000000001",
                "SalesReceipt",
                "412",
                "update",
                datetime(2026, 9, 10, 21, 31, 25, 179851, tzinfo=timezone.utc),
            ),
        )
        self.assertEqual(
            (second.realm_id, second.entity, second.operation, second.deleted_id),
            ("2", "Customer", "merge", "61"),
        )

    def test_a_single_cloud_event_without_a_list_is_read(self):
        self.assertEqual(self.parse(EVENTS[0]), self.parse(EVENTS)[:1])

    def test_verbs_and_entities_never_seen_before_come_through(self):
        event = EVENTS[0] | {"type": "qbo.hologram.teleported.v2"}
        (notice,) = self.parse([event])
        self.assertEqual((notice.entity, notice.operation), ("hologram", "teleported"))

    def test_every_verb_means_the_same_in_both_formats(self):
        verbs = {
            "Create": "created",
            "Update": "updated",
            "Delete": "deleted",
            "Merge": "merged",
            "Void": "voided",
        }
        for old, new in verbs.items():
            with self.subTest(verb=old):
                change = {"name": "Invoice", "id": "1", "operation": old}
                notification = {
                    "realmId": "1",
                    "dataChangeEvent": {"entities": [change]},
                }
                (legacy,) = self.parse({"eventNotifications": [notification]})
                (event,) = self.parse([EVENTS[0] | {"type": f"qbo.invoice.{new}.v1"}])
                self.assertEqual(legacy.operation, old.lower())
                self.assertEqual(event.operation, old.lower())

    def test_a_broken_entry_does_not_cost_its_neighbours(self):
        broken = [None, 7, {}, {"type": "nonsense"}, {"type": "qbo.invoice.updated.v1"}]
        with self.assertLogs("odoo.addons.quickbooks_connector", "WARNING") as logs:
            notices = self.parse([*broken, EVENTS[0]])
        self.assertEqual([notice.qbo_id for notice in notices], ["412"])
        self.assertEqual(len(logs.output), len(broken))
        notification = LEGACY["eventNotifications"][1]
        with self.assertLogs("odoo.addons.quickbooks_connector", "WARNING"):
            notices = self.parse(
                {"eventNotifications": [{"realmId": "1"}, notification]}
            )
        self.assertEqual([notice.qbo_id for notice in notices], ["9"])

    def test_nothing_changed_is_no_error(self):
        self.assertEqual(self.parse([]), [])
        self.assertEqual(self.parse({"eventNotifications": []}), [])

    def test_what_is_no_notice_is_refused(self):
        deep = b"[" * 100_000
        for body in (b"", b"{", b"\xff", b'"x"', b"{}", b'{"a": []}', b"7", deep):
            with self.subTest(body=body[:9]), self.assertRaises(webhook.WebhookError):
                webhook.parse(body)
        self.assertTrue(issubclass(webhook.WebhookError, ValueError))


class TestParseTime(TestCase):
    def test_every_recorded_spelling_is_read(self):
        moment = datetime(2026, 11, 21, 13, 58, 7, tzinfo=timezone.utc)
        for text, micro in {
            "2026-11-21T05:58:07-08:00": 0,
            "2026-11-21T05:58:07-0800": 0,
            "2026-11-21T13:58:07Z": 0,
            "2026-11-21T13:58:07z": 0,
            "2026-11-21 13:58:07": 0,
            "2026-11-21T05:58:07.300-08:00": 300_000,
            "2026-11-21T13:58:07.000000017Z": 0,
            "2026-11-21T13:58:07.999999999Z": 999_999,
        }.items():
            with self.subTest(text=text):
                expected = moment.replace(microsecond=micro)
                self.assertEqual(webhook.parse_time(text), expected)
                self.assertEqual(webhook.parse_time(text).tzinfo, timezone.utc)

    def test_what_is_no_time_is_none(self):
        for value in (None, 1601391072830, "", "yesterday", "2026-13-41T00:00:00Z"):
            with self.subTest(value=value):
                self.assertIsNone(webhook.parse_time(value))
