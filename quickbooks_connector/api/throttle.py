"""Pacing: when may the next request of a company start?

The arithmetic is pure, so that workers who share a company through the database use
the same one as scripts and tests do in memory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from . import const

SECOND = 1.0
MINUTE = 60.0


@dataclass(frozen=True)
class Limits:
    """What one company may be asked.

    :param margin: seconds by which each window is widened, because requests that
        leave evenly spaced don't arrive so. At least a millisecond, to be safe from
        the rounding of floating-point times.
    """

    per_second: int = const.REQUESTS_PER_SECOND
    per_minute: int = const.REQUESTS_PER_MINUTE
    batches_per_minute: int = const.BATCHES_PER_MINUTE
    margin: float = 0.05

    def __post_init__(self) -> None:
        if min(self.per_second, self.per_minute, self.batches_per_minute) < 1:
            raise ValueError("Every limit must be at least 1.")
        if not 0.001 <= self.margin <= MINUTE:
            raise ValueError("The margin must be between a millisecond and a minute.")

    @property
    def horizon(self) -> float:
        """Age in seconds from which a request matters no more."""
        return MINUTE + self.margin


class Slot(NamedTuple):
    """A request's start time in seconds (of whatever clock) and its sort."""

    start: float
    is_batch: bool


def reserve(
    history: Iterable[tuple[float, bool]], now: float, limits: Limits, is_batch: bool
) -> tuple[float, list[Slot]]:
    """Find the earliest start, not before now, that keeps every limit.

    No window of a second or a minute, wherever it begins and both ends counted, ever
    holds more requests than allowed, future reservations in the history included.

    :param history: of the last result, past and future starts, in any order
    :param now: seconds of a clock that all who share the history look at
    :return: the start and the history with it, sorted, without what matters no more
    """
    slots = sorted(
        slot
        for slot in (Slot(float(at), bool(batch)) for at, batch in history)
        if slot.start >= now - limits.horizon
    )
    every = [slot.start for slot in slots]
    rules = [
        (every, limits.per_second, SECOND + limits.margin),
        (every, limits.per_minute, MINUTE + limits.margin),
    ]
    if is_batch:
        batches = [slot.start for slot in slots if slot.is_batch]
        rules.append((batches, limits.batches_per_minute, MINUTE + limits.margin))
    start = now
    settled = False
    while not settled:
        settled = True
        for starts, limit, window in rules:
            moved = _first_free(starts, start, limit, window)
            if moved > start:
                start, settled = moved, False
    slots.append(Slot(start, is_batch))
    slots.sort()
    return start, slots


def _first_free(
    starts: Sequence[float], start: float, limit: int, window: float
) -> float:
    """Return the earliest time from start on that no full window surrounds.

    ``limit`` neighbours that span less than the window forbid the interval from
    (the last of them - window) to (the first of them + window). Both ends grow from
    one group of neighbours to the next, so one pass is enough.
    """
    for first in range(len(starts) - limit + 1):
        opens = starts[first + limit - 1] - window
        closes = starts[first] + window
        if opens < start < closes:
            start = closes
    return start


class Limiter(Protocol):
    """What the transport asks before every request."""

    def acquire(self, is_batch: bool) -> None:
        """Return when the next request may start."""

    def penalise(self, seconds: float) -> None:
        """Let nothing start for so long: the server said that it was too much."""


class LocalLimiter:
    """Limiter for the threads of one process: scripts and tests."""

    def __init__(
        self,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._history: list[Slot] = []
        self._not_before = float("-inf")

    def acquire(self, is_batch: bool) -> None:
        start = self._reserve(is_batch)
        while True:
            wait = start - self._clock()
            if wait > 0:
                self._sleep(wait)
                continue
            if start >= self._not_before:
                return
            # Penalised while we slept: queue again behind the penalty.
            start = self._reserve(is_batch)

    def penalise(self, seconds: float) -> None:
        with self._lock:
            self._not_before = max(self._not_before, self._clock() + seconds)

    def _reserve(self, is_batch: bool) -> float:
        with self._lock:
            earliest = max(self._clock(), self._not_before)
            start, self._history = reserve(
                self._history, earliest, self._limits, is_batch
            )
            return start
