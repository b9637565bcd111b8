import threading
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..api import Limits, LocalLimiter, reserve

EPSILON = 0.002

limits_strategy = st.builds(
    Limits,
    per_second=st.integers(1, 4),
    per_minute=st.integers(1, 9),
    batches_per_minute=st.integers(1, 3),
    margin=st.sampled_from([0.001, 0.05]),
)
# Steps of the clock, backwards ones included: several machines share one history.
steps_strategy = st.lists(
    st.tuples(st.floats(-3, 70, allow_nan=False) | st.just(0.0), st.booleans()),
    min_size=1,
    max_size=40,
)
property_test = settings(deadline=None, database=None, max_examples=120)


def most_in_window(starts, window):
    """Return the largest number of starts in any closed window of that length."""
    starts = sorted(starts)
    return max(
        (
            sum(1 for other in starts if start <= other <= start + window)
            for start in starts
        ),
        default=0,
    )


def keeps(slots, limits):
    every = [start for start, _batch in slots]
    batches = [start for start, batch in slots if batch]
    return (
        most_in_window(every, 1.0) <= limits.per_second
        and most_in_window(every, 60.0) <= limits.per_minute
        and most_in_window(batches, 60.0) <= limits.batches_per_minute
    )


class TestReserve(TestCase):
    @property_test
    @given(limits_strategy, steps_strategy)
    def test_no_window_is_ever_exceeded(self, limits, steps):
        now, history, everything = 1_800_000_000.0, [], []
        for step, is_batch in steps:
            now += step
            start, history = reserve(history, now, limits, is_batch)
            self.assertGreaterEqual(start, now)
            everything.append((start, is_batch))
        self.assertTrue(keeps(everything, limits))

    @property_test
    @given(limits_strategy, steps_strategy)
    def test_no_earlier_start_would_have_done(self, limits, steps):
        now, history = 1000.0, []
        for step, is_batch in steps:
            now += abs(step) / 4
            before = history
            start, history = reserve(history, now, limits, is_batch)
            slack = limits.margin + EPSILON
            instants = [now, start - slack - EPSILON] + [
                slot.start + length + EPSILON
                for slot in before
                for length in (1.0, 60.0)
            ]
            for instant in instants:
                if now <= instant < start - slack:
                    earlier = [*before, (instant, is_batch)]
                    wide = [(at * self.shrink(limits), batch) for at, batch in earlier]
                    self.assertFalse(keeps(wide, limits), (instant, start))

    @staticmethod
    def shrink(limits):
        """Factor that makes windows with the margin as long as those without.

        The minute's margin is the smaller part, so a second is what must fit.
        """
        return 1.0 / (1.0 + limits.margin)

    @property_test
    @given(limits_strategy, steps_strategy, st.randoms(use_true_random=False))
    def test_the_order_of_the_history_does_not_matter(self, limits, steps, random):
        now, history = 0.0, []
        for step, is_batch in steps:
            now += abs(step)
            shuffled = [list(slot) for slot in history]  # as JSON gives them back
            random.shuffle(shuffled)
            expected = reserve(history, now, limits, is_batch)
            self.assertEqual(reserve(shuffled, now, limits, is_batch), expected)
            history = expected[1]

    def test_an_idle_company_is_served_at_once(self):
        self.assertEqual(reserve([], 5.0, Limits(), True), (5.0, [(5.0, True)]))

    def test_the_eleventh_request_of_a_second_waits(self):
        history, starts = [], []
        for _number in range(21):
            start, history = reserve(history, 100.0, Limits(), False)
            starts.append(start)
        self.assertEqual(starts[:10], [100.0] * 10)
        self.assertEqual(starts[10:20], [101.05] * 10)
        self.assertAlmostEqual(starts[20], 102.10)

    def test_forty_batches_a_minute_leave_room_for_other_requests(self):
        history = []
        for number in range(40):
            start, history = reserve(history, number * 0.2, Limits(), True)
            self.assertEqual(start, number * 0.2)
        start, history = reserve(history, 8.0, Limits(), True)
        self.assertAlmostEqual(start, 60.05)
        # The reservation in the future doesn't delay what is no batch.
        start, _history = reserve(history, 8.0, Limits(), False)
        self.assertEqual(start, 8.0)

    def test_five_hundred_requests_a_minute(self):
        history = []
        for number in range(500):
            start, history = reserve(history, number * 0.11, Limits(), False)
            self.assertEqual(start, number * 0.11)
        start, _history = reserve(history, 55.0, Limits(), False)
        self.assertAlmostEqual(start, 60.05)

    def test_a_request_before_a_reserved_burst_counts_with_it(self):
        burst = [(10.5, False)] * 10
        start, _history = reserve(burst, 10.0, Limits(), False)
        self.assertAlmostEqual(start, 11.55)
        start, _history = reserve(burst, 9.0, Limits(), False)
        self.assertEqual(start, 9.0)

    def test_old_requests_are_forgotten(self):
        history = [(float(second), True) for second in range(100)]
        _start, history = reserve(history, 200.0, Limits(), False)
        self.assertEqual(history, [(200.0, False)])

    def test_senseless_limits_are_refused(self):
        for options in ({"per_second": 0}, {"batches_per_minute": -1}, {"margin": 0.0}):
            with self.subTest(options=options), self.assertRaises(ValueError):
                Limits(**options)


class FakeClock:
    def __init__(self):
        self.now = 0.0
        self.on_sleep = None

    def time(self):
        return self.now

    def sleep(self, seconds):
        assert seconds > 0
        self.now += seconds
        if self.on_sleep:
            action, self.on_sleep = self.on_sleep, None
            action()


class TestLocalLimiter(TestCase):
    def setUp(self):
        self.clock = FakeClock()
        self.limiter = LocalLimiter(
            Limits(per_second=2), clock=self.clock.time, sleep=self.clock.sleep
        )

    def test_it_blocks_until_the_reserved_start(self):
        starts = []
        for _number in range(5):
            self.limiter.acquire(False)
            starts.append(round(self.clock.now, 3))
        self.assertEqual(starts, [0.0, 0.0, 1.05, 1.05, 2.1])

    def test_a_penalty_holds_up_everything(self):
        self.limiter.penalise(30)
        self.limiter.penalise(5)
        self.limiter.acquire(False)
        self.assertEqual(self.clock.now, 30)

    def test_a_penalty_reaches_those_who_wait_already(self):
        self.limiter.acquire(False)
        self.limiter.acquire(False)
        self.clock.on_sleep = lambda: self.limiter.penalise(60)
        self.limiter.acquire(False)
        self.assertAlmostEqual(self.clock.now, 61.05)

    def test_threads_share_it(self):
        limiter = LocalLimiter(
            Limits(per_second=3), clock=lambda: 0.0, sleep=lambda seconds: None
        )
        for thread in (threads := [self.acquiring(limiter) for _number in range(3)]):
            thread.start()
        for thread in threads:
            thread.join(10)
            self.assertFalse(thread.is_alive())
        start, _history = reserve(limiter._history, 0.0, Limits(per_second=3), False)
        self.assertEqual(start, 1.05)

    @staticmethod
    def acquiring(limiter):
        return threading.Thread(target=limiter.acquire, args=(False,), daemon=True)
