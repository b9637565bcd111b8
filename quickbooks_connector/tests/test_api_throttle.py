import threading
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..api import Limits, LocalLimiter, reserve

INSTANT = 1e-4

limits_strategy = st.builds(
    Limits,
    per_second=st.integers(1, 4),
    per_minute=st.integers(1, 9),
    batches_per_minute=st.integers(1, 3),
    margin=st.sampled_from([0.001, 0.05, 1.0]),
)
# Seconds since the request before, and whether it is a batch.
steps_strategy = st.lists(
    st.tuples(st.sampled_from([0.0, 0.3, 0.98, 1.0]) | st.floats(0, 70), st.booleans()),
    min_size=1,
    max_size=40,
)
property_test = settings(deadline=None, database=None, max_examples=150)


def most_in_window(starts, window):
    """Return the largest number of starts in any closed window of that length."""
    return max(
        (
            sum(1 for other in starts if start <= other <= start + window)
            for start in starts
        ),
        default=0,
    )


def keeps(slots, limits, margin=0.0):
    every = [start for start, _batch in slots]
    batches = [start for start, batch in slots if batch]
    return (
        most_in_window(every, 1.0 + margin) <= limits.per_second
        and most_in_window(every, 60.0 + margin) <= limits.per_minute
        and most_in_window(batches, 60.0 + margin) <= limits.batches_per_minute
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
            now += step / 4
            before = history
            start, history = reserve(before, now, limits, is_batch)
            instants = [now, start - INSTANT]
            for slot in before:
                for window in (0.0, 1.0 + limits.margin, 60.0 + limits.margin):
                    instants += [slot.start + window + INSTANT]
                    instants += [slot.start - window - INSTANT]
            for instant in instants:
                if now <= instant < start:
                    earlier = [*before, (instant, is_batch)]
                    self.assertFalse(keeps(earlier, limits, limits.margin))

    @property_test
    @given(limits_strategy, steps_strategy, st.randoms(use_true_random=False))
    def test_the_order_of_the_history_does_not_matter(self, limits, steps, random):
        now, history = 0.0, []
        for step, is_batch in steps:
            now += step
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

    def test_windows_are_widened_by_the_margin(self):
        burst = [(100.0, False)] * 10
        for now, expected in ((101.0, 101.05), (101.04, 101.05), (101.06, 101.06)):
            with self.subTest(now=now):
                start, _history = reserve(burst, now, Limits(), False)
                self.assertAlmostEqual(start, expected)

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
        super().setUp()
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
