import threading
from datetime import timedelta, timezone
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..api import OAuthClient, QboAuthError, QboConfigError, QboError, TokenSet
from ..models import quickbooks_credential
from ..models.quickbooks_credential import AccessTokens
from .sign_in_common import RealCursorCase, SignInCase


class TestTokens(SignInCase):
    """Tokens are renewed in time, and what Intuit says to it."""

    def setUp(self):
        super().setUp()
        self.sign_in()
        self.qbo.clear_journal()
        self.tokens = AccessTokens(self.connection.sudo())

    def _ends_in(self, delta):
        self.credential().access_expires_at = fields.Datetime.now() + delta
        self.env.flush_all()

    def test_a_token_with_more_than_five_minutes_left_is_used_as_it_is(self):
        self._ends_in(timedelta(minutes=5, seconds=20))
        first = self.tokens()
        self.assertEqual(self.tokens(), first)
        self.assertEqual(self.qbo.count("refresh"), 0)

    def test_a_token_with_less_than_five_minutes_left_is_renewed_first(self):
        first = self.tokens()
        self._ends_in(timedelta(minutes=4, seconds=40))
        second = self.tokens()
        self.assertNotEqual(second, first)
        self.assertEqual(self.tokens(), second)
        self.assertEqual(self.qbo.count("refresh"), 1)

    def test_the_stored_end_is_what_intuit_said(self):
        now = fields.Datetime.now()
        self._ends_in(timedelta(0))
        self.tokens()
        left = self.credential().access_expires_at - now
        self.assertAlmostEqual(left.total_seconds(), 3600, delta=60)

    def test_a_refused_token_is_renewed(self):
        first = self.tokens()
        second = self.tokens(True)
        self.assertNotEqual(second, first)
        self.assertEqual(self.qbo.count("refresh"), 1)

    def test_a_refused_token_that_somebody_has_renewed_is_not_renewed_again(self):
        other = AccessTokens(self.connection.sudo())
        self.assertEqual(self.tokens(), other())
        renewed = other(True)
        self.assertEqual(self.tokens(True), renewed)
        self.assertEqual(self.qbo.count("refresh"), 1)

    def test_a_call_with_an_expired_token_succeeds_after_one_renewal(self):
        self.qbo.expire_access_tokens()
        info = self.connection._get_client().company_info()
        self.assertEqual(info["CompanyName"], self.connection.qbo_company_name)
        self.assertEqual(self.qbo.count("refresh"), 1)

    def test_a_rotated_refresh_token_is_the_one_used_next(self):
        self.qbo.settings(oauth={"rotation": "always"})
        before = self.credential()._read_secret("refresh_token")
        self.tokens()
        for _turn in range(3):
            self.tokens(True)
        self.assertNotEqual(self.credential()._read_secret("refresh_token"), before)
        self.assertEqual(self.qbo.count("refresh"), 3)
        self.assertEqual(self.connection.action_test()["params"]["type"], "success")

    def test_a_dead_refresh_token_stops_the_connection_and_tells_one_person_once(self):
        self.qbo.disconnect()
        connection_sudo = self.connection.sudo()
        connection_sudo.is_live = True
        for _turn in range(2):
            answer = self.connection.action_test()["params"]
        self.assertEqual(answer["type"], "danger")
        self.assertIn("no longer accepts our sign-in", answer["message"])
        self.assertEqual(self.connection.state, "reauthorise")
        self.assertFalse(connection_sudo._may_exchange())
        activity = self.activities()
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("Sign in at Intuit again", activity.note)
        self.assertEqual(self.connection.realm_id, self.realm)
        # Work goes on being noted.
        noting = connection_sudo._live_by_company()
        self.assertEqual(noting[self.company.id], self.connection.id)

    def test_a_renewal_that_is_not_answered_disconnects_nobody(self):
        for rule in (
            {"kind": "cut", "when": "before"},
            {"kind": "cut", "when": "after"},
            {"kind": "status", "status": 503},
        ):
            with self.subTest(rule):
                self.qbo.fail_next(operation="refresh", **rule)
                self.tokens()
                with self.assertRaises(QboError) as caught:
                    self.tokens(True)
                self.assertEqual(caught.exception.kind, "unavailable")
                self.assertEqual(caught.exception.scope, "connection")
                self.assertEqual(self.connection.state, "connected")
                self.assertFalse(self.activities())
                self.assertTrue(self.tokens(True))

    def test_without_a_sign_in_there_is_no_token(self):
        self.connection.action_disconnect()
        with self.assertRaises(QboAuthError) as caught:
            AccessTokens(self.connection.sudo())()
        self.assertTrue(caught.exception.reauthorise)


class TestSignInEnd(SignInCase):
    """A warning in time, and only one."""

    def setUp(self):
        super().setUp()
        self.sign_in()
        self.ends = self.connection.sign_in_ends_at

    def _warn(self, days_before):
        with freeze_time(self.ends - timedelta(days=days_before)):
            self.env["quickbooks.connection"]._cron_warn_sign_in_end()
        return self.activities()

    def test_the_earliest_known_end_counts(self):
        credential = self.credential()
        self.assertEqual(self.ends, credential.refresh_expires_at)
        credential.hard_expires_at = self.ends - timedelta(days=20)
        self.assertEqual(self.connection.sign_in_ends_at, credential.hard_expires_at)

    def test_two_weeks_before_the_end_the_administrator_is_told_once(self):
        self.assertFalse(self._warn(14.1))
        activity = self._warn(13.9)
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("ends on", activity.note)
        activity.unlink()
        self.assertFalse(self._warn(10))

    def test_a_later_end_is_warned_of_again(self):
        self._warn(13).unlink()
        self.credential().refresh_expires_at = self.ends + timedelta(days=90)
        self.assertFalse(self._warn(13))
        self.ends += timedelta(days=90)
        self.assertTrue(self._warn(13))

    def test_signing_in_again_settles_the_warning(self):
        self._warn(13)
        self.sign_in()
        self.assertFalse(self.activities())


@tagged("post_install", "-at_install")
class TestTokensOfManyWorkers(RealCursorCase):
    """Workers on real cursors, each with a transaction of its own."""

    def setUp(self):
        super().setUp()
        self.qbo.reset()
        self.qbo.settings(oauth={"rotation": "always"})
        issued = self.qbo.issue_tokens()
        now = fields.Datetime.now()

        def store(env):
            connection = env["quickbooks.connection"].browse(self.connection_id)
            connection.write({"realm_id": self.qbo.realm_id, "state": "connected"})
            connection._get_credential()._write_tokens(
                TokenSet(
                    issued["access_token"],
                    issued["refresh_token"],
                    _aware(now - timedelta(seconds=1)),
                    _aware(now + timedelta(days=100)),
                )
            )

        self.committed(store)
        self.qbo.clear_journal()
        self.connection = self.env["quickbooks.connection"].browse(self.connection_id)

    def test_many_workers_renew_an_expired_token_once(self):
        tokens, errors = [], []
        barrier = threading.Barrier(5)

        def work():
            try:
                source = AccessTokens(self.connection)
                barrier.wait()
                tokens.append(source())
            except Exception as error:  # pylint: disable=broad-except
                errors.append(error)

        # Slow enough that all of them meet while the first one waits for Intuit.
        self.qbo.fail_next(kind="delay", seconds=1, operation="refresh")
        threads = [threading.Thread(target=work) for _turn in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertFalse(errors)
        self.assertEqual(len(tokens), 5)
        self.assertEqual(len(set(tokens)), 1)
        self.assertEqual(self.qbo.count("refresh"), 1)

    def test_a_renewed_token_survives_the_rollback_of_whoever_asked(self):
        with self.registry.cursor() as cr:
            connection = self.connection.with_env(self.env(cr=cr))
            token = AccessTokens(connection)()
            cr.rollback()
        stored = self.committed(
            lambda env: (
                env["quickbooks.connection"]
                .browse(self.connection_id)
                ._get_credential()
                ._read_secret("access_token")
            )
        )
        self.assertEqual(stored, token)
        self.assertEqual(AccessTokens(self.connection)(), token)
        self.assertEqual(self.qbo.count("refresh"), 1)

    def test_the_new_token_is_stored_before_anybody_uses_it(self):
        seen = []
        original = OAuthClient.refresh

        def refresh(client, token):
            seen.append(original(client, token))
            return seen[-1]

        with patch.object(OAuthClient, "refresh", refresh):
            self.connection._get_client().company_info()
        self.assertEqual(len(seen), 1)
        request = self.qbo.journal(operation="read")[0]
        self.assertEqual(request["status"], 200)
        self.assertEqual(AccessTokens(self.connection)(), seen[0].access_token)

    def test_a_worker_that_can_not_wait_any_longer_gives_way(self):
        def hold(env):
            env.cr.execute("SELECT id FROM quickbooks_credential FOR UPDATE")
            with patch.object(quickbooks_credential, "PATIENCE", 0.3):
                with self.assertRaises(QboError) as caught:
                    AccessTokens(self.connection)()
            return caught.exception

        error = self.committed(hold)
        self.assertEqual(error.kind, "unavailable")
        self.assertEqual(self.qbo.count("refresh"), 0)
        # And takes its turn as soon as the other one is done.
        self.assertTrue(AccessTokens(self.connection)())

    def test_a_quickbooks_company_belongs_to_one_connection_in_the_database(self):
        def second(env):
            company = env["res.company"].create({"name": "Pewter Mug Ltd"})
            env["quickbooks.connection"].create(
                {"company_id": company.id, "realm_id": self.qbo.realm_id}
            )
            env.flush_all()

        with self.assertLogs("odoo.sql_db", "ERROR"):
            with self.assertRaises(psycopg2.errors.UniqueViolation):
                self.committed(second)

    def test_an_odoo_company_has_one_connection_in_the_database(self):
        def second(env):
            env["quickbooks.connection"].create({"company_id": self.company_id})
            env.flush_all()

        with self.assertLogs("odoo.sql_db", "ERROR"):
            with self.assertRaises(psycopg2.errors.UniqueViolation):
                self.committed(second)

    def test_a_copy_of_the_database_never_renews_a_token(self):
        def change(env):
            env["quickbooks.connection"].browse(self.connection_id).write(
                {"database_uuid": "another database"}
            )

        self.committed(change)
        self.addCleanup(
            self.committed,
            lambda env: (
                env["quickbooks.connection"]
                .browse(self.connection_id)
                .write({"database_uuid": False})
            ),
        )
        with self.assertRaises(QboConfigError):
            AccessTokens(self.connection)()
        self.assertEqual(self.qbo.count("refresh"), 0)


def _aware(moment):
    return moment.replace(tzinfo=timezone.utc)
