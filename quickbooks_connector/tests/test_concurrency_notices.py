"""A notice arrives while a pull works on the same object: real transactions."""

import base64
import hashlib
import hmac
import json

from odoo.tests import tagged

from ..sync.pull import Pull
from .concurrency_common import ConcurrencyCase

VERIFIER = "verifier of tests"


@tagged("post_install", "-at_install")
class TestConcurrencyNotices(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        with self.session() as env:
            self._connection(env).webhook_token = VERIFIER

    def _tell(self, qbo_id):
        """Take a notice in as the webhook does, without patience for locks."""
        told = [{"name": "Customer", "id": qbo_id, "operation": "Update"}]
        change = {"realmId": self.qbo.realm_id, "dataChangeEvent": {"entities": told}}
        body = json.dumps({"eventNotifications": [change]}).encode()
        digest = hmac.new(VERIFIER.encode(), body, hashlib.sha256).digest()
        with self.session(lock_timeout="100ms") as env:
            signature = base64.b64encode(digest).decode()
            connections = env["quickbooks.connection"]
            self.assertTrue(connections._take_notices(body, signature))

    def _sort(self):
        with self.session() as env:
            self._connection(env)._sort_notices()

    def test_a_notice_told_while_its_object_is_applied_is_read_once_more(self):
        self._tell("41")
        self._sort()
        with self.session() as env:
            # What a pull holds while it applies: its rows, and the connection's.
            inbox = env["quickbooks.inbound"]
            rows = inbox.search([("connection_id", "=", self.connection_id)])
            self.assertEqual(rows.try_lock_for_update().mapped("qbo_id"), ["41"])
            self._connection(env)._note_poll(1)
            env.flush_all()
            self._tell("41")
            rows._discard()
        self._sort()
        with self.session() as env:
            rows = env["quickbooks.inbound"].search(
                [("connection_id", "=", self.connection_id)]
            )
            self.assertEqual(rows.mapped("qbo_id"), ["41"])

    def test_a_notice_told_between_the_snapshot_and_the_end_of_a_pull_is_kept(self):
        self._tell("41")
        with self.session() as env:
            connection = self._connection(env)
            connection._sort_notices()
            self._tell("42")
        with self.session() as env:
            pull = Pull(self._connection(env)._for_worker())
            pull._sort()
            found = pull.inbox.search([("connection_id", "=", self.connection_id)])
            self.assertEqual(sorted(found.mapped("qbo_id")), ["41", "42"])
