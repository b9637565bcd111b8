"""The contract between users who edit and the worker who sends: real transactions.

Unlike other tests these commit, through cursors of their own, because what they are
about happens between transactions only. They remove what they made.
"""

from unittest.mock import patch

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..api import QboClient
from ..sync.push import Push
from ..sync.store import Store
from .concurrency_common import ConcurrencyCase


class WorkerKilled(BaseException):
    """Ends a worker the way a kill does: no handler gets to run."""


def _dying_commit(original, survives):
    """Return a ``_commit_progress`` that ends its worker after ``survives`` commits."""
    left = survives

    def commit(cron, *args, **kwargs):
        nonlocal left
        result = original(cron, *args, **kwargs)
        left -= 1
        if not left:
            raise WorkerKilled()
        return result

    return commit


@tagged("post_install", "-at_install")
class TestConcurrency(ConcurrencyCase):
    # === THE FOUR TRAPS === #

    def test_no_lock_is_held_while_the_answer_is_awaited(self):
        with self.during_the_call(lambda: self._user_edits(phone="+1 555 0100")):
            self.push()

    def test_no_transaction_is_open_while_the_answer_is_awaited(self):
        seen = []
        original = QboClient.batch
        workers = []
        init = Push.__init__

        def remember(push, connection):
            init(push, connection)
            workers.append(push)

        def batch(client, items, request_id):
            seen.append(workers[0].env.cr._cnx.info.transaction_status)
            return original(client, items, request_id)

        with patch.object(QboClient, "batch", batch):
            with patch.object(Push, "__init__", remember):
                self.push()
        self.assertEqual(set(seen), {TRANSACTION_STATUS_IDLE})
        self.assertGreater(len(seen), 1, "one look-up and one batch at least")

    def test_an_answer_is_stored_at_once_although_a_user_edited_meanwhile(self):
        stored = []
        original = Store.answers

        def answers(store, *args):
            stored.append(True)
            return original(store, *args)

        with self.during_the_call(lambda: self._user_edits(phone="+1 555 0101")):
            with patch.object(Store, "answers", answers):
                self.push()
        self.assertEqual(len(stored), 2, "the creation, then the edit; none twice")

    def test_an_edit_made_during_the_call_is_sent_too(self):
        states = []

        def edit():
            self._user_edits(phone="+1 555 0102")

        original = Store.answers

        def answers(store, rows, *args):
            result = original(store, rows, *args)
            states.append((rows[0].state, rows[0].is_due))
            return result

        with self.during_the_call(edit), patch.object(Store, "answers", answers):
            self.push()
        self.assertEqual(states[0], ("modified", True))
        with self.session() as env:
            self.assertEqual(self._bindings(env).mapped("state"), ["synced"] * 2)
        [theirs] = self.qbo.all("Customer", "DisplayName = 'Granite Works'")
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], "+1 555 0102")

    def test_what_is_edited_while_quickbooks_is_searched_is_looked_for_again(self):
        self.qbo.create("Customer", {"DisplayName": "Granite Works"})
        original = QboClient.batch
        edits = []

        def batch(client, items, request_id):
            answer = original(client, items, request_id)
            if items[0].operation == "query" and not edits:
                edits.append(self._user_edits(phone="+1 555 0104"))
            return answer

        with patch.object(QboClient, "batch", batch):
            self.push()
        self.assertTrue(edits)
        searches = self.qbo.count("batch") - 1
        self.assertEqual(searches, 2, "of the contact as it was, and as it is")
        self._assert_everything_is_there_once()

    @mute_logger("odoo.sql_db")
    def test_a_failure_is_stored_though_another_worker_notes_something_as_well(self):
        crossings = []
        connections = type(self.env["quickbooks.connection"])
        original = connections._hold

        def hold(connection, decision):
            result = original(connection, decision)
            if not crossings:
                crossings.append(True)
                with self.session() as env:
                    self._connection(env).noticed_at = "2026-11-02 12:00:00"
            return result

        self.qbo.fail_next(kind="status", status=503, operation="batch", skip=1)
        with patch.object(connections, "_hold", hold):
            self.push()
        self.assertTrue(crossings)
        with self.session() as env:
            connection = self._connection(env)
            self.assertEqual(connection.attempts, 1)
            self.assertTrue(connection.wait_until)
            connection.wait_until = False
            self._bindings(env).next_try = False
        self.push()
        self._assert_everything_is_there_once()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_transactions_that_bind_one_record_end_with_one_binding(self):
        with self.session() as env:
            self._bindings(env).unlink()
        attempts = []

        def user(env):
            partner = self._partners(env)[:1]
            partner.read(["name"])  # the snapshot of this transaction begins
            wanted = [(self.connection_id, env["quickbooks.entity.customer"], partner)]
            if not attempts:
                with self.session() as other:
                    other["quickbooks.binding"]._insert_due(
                        [
                            (
                                self.connection_id,
                                other["quickbooks.entity.customer"],
                                self._partners(other)[:1],
                            )
                        ]
                    )
            attempts.append(True)
            env["quickbooks.binding"]._insert_due(wanted)

        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            with patch("odoo.service.model.time.sleep"):
                retrying(lambda: user(env), env)
        self.assertEqual(len(attempts), 2, "crossed once, then through")
        with self.session() as env:
            self.assertEqual(len(self._bindings(env)), 1)

    # === A WORKER THAT DIES === #

    def _assert_everything_is_there_once(self):
        with self.session() as env:
            self.assertEqual(self._bindings(env).mapped("state"), ["synced"] * 2)
            self.assertFalse(any(self._bindings(env).mapped("request_id")))
        for name in ("Granite Works", "Harbour Tools"):
            self.assertEqual(
                len(self.qbo.all("Customer", f"DisplayName = '{name}'")), 1
            )

    def _die(self):
        raise WorkerKilled()

    def test_a_worker_killed_after_the_work_was_done_doubles_nothing(self):
        with self.assertRaises(WorkerKilled), self.during_the_call(self._die):
            self.push()
        with self.session() as env:
            claimed = self._bindings(env)
            self.assertTrue(all(claimed.mapped("request_id")))
        self._user_edits(phone="+1 555 0103")
        self.push()
        self._assert_everything_is_there_once()
        [theirs] = self.qbo.all("Customer", "DisplayName = 'Granite Works'")
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], "+1 555 0103")

    def test_an_answer_that_a_killed_worker_still_stores_is_not_asked_for_again(self):
        with self.assertRaises(WorkerKilled), self.during_the_call(self._die):
            self.push()
        before = self.qbo.count("batch")
        original, crossings = Push._commit, []

        def commit(push):
            original(push)
            if not crossings:
                crossings.append(True)
                self.push()

        with patch.object(Push, "_commit", commit):
            self.push()
        self.assertTrue(crossings)
        self.assertEqual(self.qbo.count("batch") - before, 1)
        self._assert_everything_is_there_once()

    def test_an_answer_that_is_stored_by_a_killed_worker_meanwhile_stands(self):
        with self.assertRaises(WorkerKilled), self.during_the_call(self._die):
            self.push()
        with self.during_the_call(self.push):
            self.push()
        self._assert_everything_is_there_once()
        with self.session() as env:
            self.assertFalse(any(self._bindings(env).mapped("cause")))
            self.assertFalse(any(self._bindings(env).mapped("attempts")))

    def test_a_worker_killed_at_any_commit_loses_and_doubles_nothing(self):
        commits = 0
        cron = type(self.env["ir.cron"])
        original = cron._commit_progress
        for survivor in range(1, 20):
            commit = _dying_commit(original, survivor)
            try:
                with patch.object(cron, "_commit_progress", commit):
                    self.push()
            except WorkerKilled:
                commits += 1
            else:
                break
        self.push()
        self.assertGreaterEqual(commits, 3, "look-up, claim, answer")
        self._assert_everything_is_there_once()
