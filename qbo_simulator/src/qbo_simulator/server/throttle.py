"""Count requests per company as QuickBooks does, over sliding windows."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

from .settings import ThrottleSettings


class Throttle:
    """Sliding windows per realm and per realm and app.

    The windows run on a monotonic clock of their own, moved forward whenever the
    simulator's clock is advanced: a test that advances a minute gets its minute, and a
    frozen clock does not throttle for ever. Refused requests are not counted.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._shift = 0.0
        self._windows: dict[tuple, deque[float]] = defaultdict(deque)
        self.refused = 0

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass for all windows."""
        self._shift += seconds

    def clear(self) -> None:
        """Forget everything counted so far."""
        self._windows.clear()
        self.refused = 0

    def admit(
        self, limits: ThrottleSettings, realm: str, app: str | None, kind: str
    ) -> bool:
        """Count one request, or say that it is one too many.

        :param kind: the operation; batches and reports have limits of their own
        :return: False when any of the limits is reached
        """
        if not limits.enabled:
            return True
        now = self._clock() + self._shift
        rules = [
            (("minute", realm), 60.0, limits.per_minute),
            (("second", realm, app), 1.0, limits.per_second),
        ]
        if kind == "report":
            rules.append((("report", realm), 60.0, limits.reports_per_minute))
        if kind == "batch":
            rules += [
                (("batch", realm, app), 60.0, limits.batches_per_minute),
                (("batch", realm), 60.0, limits.realm_batches_per_minute),
            ]
        windows = [self._window(key, now - span) for key, span, _limit in rules]
        full = (
            len(window) >= limit
            for window, (_key, _span, limit) in zip(windows, rules, strict=True)
        )
        if any(full):
            self.refused += 1
            return False
        for window in windows:
            window.append(now)
        return True

    def _window(self, key: tuple, since: float) -> deque[float]:
        window = self._windows[key]
        while window and window[0] <= since:
            window.popleft()
        return window
