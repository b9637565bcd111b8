import threading
import time
from itertools import pairwise

from odoo.tests import tagged

from ..api import Limits, QboThrottledError
from ..models.quickbooks_throttle import LONGEST_SLEEP, DatabaseLimiter
from .sign_in_common import RealCursorCase, SignInCase

REALM = "9130350000000000"


@tagged("post_install", "-at_install")
class TestSharedLimits(RealCursorCase):
    """Workers on real cursors together keep the limits of one company."""

    def setUp(self):
        super().setUp()
        self.committed(lambda env: env.cr.execute("DELETE FROM quickbooks_throttle"))

    def _limiter(self, sleep=None, **limits):
        return DatabaseLimiter(
            self.registry, REALM, Limits(**limits), sleep or time.sleep
        )

    def _history(self):
        def read(env):
            return env["quickbooks.throttle"].search([("realm_id", "=", REALM)]).history

        return sorted(self.committed(read))

    def _reserve_from_threads(self, threads, times, limits, batches=()):
        errors = []

        def work(number):
            limiter = self._limiter(**limits)
            try:
                for _turn in range(times):
                    limiter._transact(limiter._reserve, number in batches)
            except Exception as error:  # pylint: disable=broad-except
                errors.append(error)

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertFalse(errors)

    def assertWindow(self, starts, limit, seconds):
        """Check that no window of so many seconds holds more than ``limit`` starts."""
        for first, beyond in zip(starts, starts[limit:], strict=False):
            self.assertGreater(beyond - first, seconds)

    def test_workers_together_never_exceed_a_second(self):
        self._reserve_from_threads(4, 10, {"per_second": 10})
        starts = [start for start, _batch in self._history()]
        self.assertEqual(len(starts), 40)
        self.assertEqual(len(set(starts)), len(starts))
        self.assertWindow(starts, 10, 1.0)

    def test_workers_together_never_exceed_a_minute_of_batches(self):
        limits = {"per_second": 100, "batches_per_minute": 12}
        self._reserve_from_threads(3, 4, limits, batches={0, 1, 2})
        self.assertEqual(sum(batch for _start, batch in self._history()), 12)
        with self.assertRaises(QboThrottledError) as caught:
            self._limiter(**limits).acquire(True)
        self.assertGreater(caught.exception.retry_after, 50)
        # Single calls are not held up by the limit of batches.
        self._limiter(**limits).acquire(False)

    def test_a_request_starts_when_its_turn_has_come(self):
        limiter = self._limiter(per_second=2)
        began = time.monotonic()
        starts = []
        for _turn in range(5):
            limiter.acquire(False)
            starts.append(time.monotonic() - began)
        self.assertWindow(starts, 2, 1.0)
        self.assertLess(starts[-1], 4)
        self.assertTrue(all(later >= sooner for sooner, later in pairwise(starts)))

    def test_a_turn_too_far_away_is_not_taken(self):
        limiter = self._limiter(per_second=1, margin=0.5)
        slept = []
        while True:
            try:
                _start, wait = limiter._transact(limiter._reserve, False)
            except QboThrottledError as error:
                self.assertGreater(error.retry_after, LONGEST_SLEEP)
                break
            slept.append(wait)
        self.assertLessEqual(max(slept), LONGEST_SLEEP)
        self.assertEqual(len(self._history()), len(slept))

    def test_a_penalty_holds_up_every_worker(self):
        self._limiter().penalise(30)
        with self.assertRaises(QboThrottledError) as caught:
            self._limiter().acquire(False)
        self.assertAlmostEqual(caught.exception.retry_after, 30, delta=2)
        # A shorter one does not shorten it.
        self._limiter().penalise(1)
        with self.assertRaises(QboThrottledError):
            self._limiter().acquire(False)

    def test_who_slept_through_a_penalty_queues_again_behind_it(self):
        naps = []

        def sleep(seconds):
            naps.append(seconds)
            if len(naps) == 1:
                self._limiter().penalise(1.5)
            time.sleep(seconds)

        limiter = self._limiter(sleep=sleep, per_second=1)
        limiter.acquire(False)
        began = time.monotonic()
        limiter.acquire(False)
        self.assertGreater(time.monotonic() - began, 1.4)
        self.assertGreaterEqual(len(naps), 2)

    def test_companies_do_not_wait_for_each_other(self):
        self._limiter().penalise(30)
        other = DatabaseLimiter(self.registry, "9130350000000999")
        other.acquire(True)

    def test_waiting_for_a_turn_runs_no_sql_on_the_cursor_of_the_caller(self):
        connection = self.env["quickbooks.connection"].browse(self.connection_id)
        client = connection._make_client(REALM, lambda _refused: "token")
        statements = self.env.cr.sql_log_count
        client._transport._limiter.acquire(False)
        client._transport._limiter.penalise(1)
        self.assertEqual(self.env.cr.sql_log_count, statements)

    def test_old_requests_are_forgotten(self):
        def age(env):
            row = env["quickbooks.throttle"].search([("realm_id", "=", REALM)])
            row.history = [[start - 120, batch] for start, batch in row.history]

        limiter = self._limiter()
        for _turn in range(3):
            limiter.acquire(False)
        self.committed(age)
        limiter.acquire(False)
        self.assertEqual(len(self._history()), 1)


class TestLimiterOfTheClient(SignInCase):
    def test_a_throttled_company_is_left_alone_for_as_long_as_it_asks(self):
        self.sign_in()
        self.qbo.fail_next(kind="status", status=429, headers={"Retry-After": "17"})
        client = self.connection._get_client()
        self.assertAlmostEqual(self._throttled(client).retry_after, 17)
        asked = self.qbo.count()
        self.assertAlmostEqual(self._throttled(client).retry_after, 17, delta=3)
        self.assertEqual(self.qbo.count(), asked)

    def _throttled(self, client):
        # Not assertRaises: Odoo's rolls back what was noted of the throttling.
        try:
            client.company_info()
        except QboThrottledError as error:
            return error
        self.fail("The call was not throttled.")
