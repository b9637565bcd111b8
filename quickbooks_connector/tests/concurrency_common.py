"""A connection whose users and workers have real transactions of their own.

Unlike other tests these commit, through cursors of their own, because what they are
about happens between transactions only. They remove what they made.
"""

from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, tagged

from ..api import QboClient
from ..sync.push import Push
from .common import LoopbackRequests, simulator


@tagged("post_install", "-at_install")
class ConcurrencyCase(LoopbackRequests, TransactionCase):
    """A connection with two contacts that are due, all of it committed."""

    def setUp(self):
        super().setUp()
        self.qbo = simulator()
        self.qbo.reset("us")
        self.qbo.set_throttle(enabled=False)
        with self.session() as env:
            connection = env["quickbooks.connection"].create(
                {
                    "company_id": env.ref("base.main_company").id,
                    "environment": "custom",
                    "discovery_url": self.qbo.discovery_url,
                    "api_base_url": self.qbo.api_base_url,
                    "client_id": self.qbo.app.client_id,
                    "client_secret": self.qbo.app.client_secret,
                }
            )
            partners = env["res.partner"].create(
                [{"name": "Granite Works"}, {"name": "Harbour Tools"}]
            )
            self.connection_id, self.partner_ids = connection.id, partners.ids
        self.addCleanup(self._remove)
        with self.session() as env:
            url = self._connection(env).action_connect()["url"]
        query = parse_qs(urlsplit(self.qbo.follow_consent(url)).query)
        with self.session() as env:
            params = {name: values[0] for name, values in query.items()}
            outcome, names, _path = self._connection(env)._finish_sign_in(params)
            self.assertFalse(outcome, names)
        with self.session() as env:
            self._connection(env).action_go_live()
            env["quickbooks.binding"]._insert_due(
                [
                    (self.connection_id, env["quickbooks.entity.customer"], partner)
                    for partner in self._partners(env)
                ]
            )

    def _remove(self):
        with self.session() as env:
            env["quickbooks.binding"].search([]).unlink()
            self._connection(env).unlink()
            self._partners(env).with_context(quickbooks_no_mark=True).unlink()
            env["quickbooks.throttle"].search([]).unlink()

    # === TWO SIDES === #

    @contextmanager
    def session(self, lock_timeout="3s"):
        """A transaction of its own; it does not wait for others for ever."""
        with self.registry.cursor() as cr:
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [lock_timeout])
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _connection(self, env):
        return env["quickbooks.connection"].browse(self.connection_id)

    def _partners(self, env):
        return env["res.partner"].browse(self.partner_ids)

    def _bindings(self, env):
        return env["quickbooks.binding"].search(
            [("connection_id", "=", self.connection_id)]
        )

    def push(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            Push(self._connection(env)._for_worker()).run()

    def _user_edits(self, **vals):
        with self.session() as env:
            self._partners(env)[:1].write(vals)

    @contextmanager
    def during_the_call(self, action):
        """Do ``action`` while a write is under way at QuickBooks, once."""
        original = QboClient.batch
        done = []

        def batch(client, items, request_id):
            answer = original(client, items, request_id)
            if items[0].operation != "query" and not done:
                done.append(True)
                action()
            return answer

        with patch.object(QboClient, "batch", batch):
            yield
        self.assertTrue(done, "nothing was sent")
