"""The simulator's clock, which the control plane may set or move."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")


class Clock:
    """Tell the time of the simulated QuickBooks; real time unless it is moved.

    A moved clock keeps running: `set` and `advance` change an offset to real time,
    so that two writes one second apart still carry different times.
    """

    def __init__(self):
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the present moment, timezone-aware in UTC."""
        return datetime.now(timezone.utc) + self._offset

    def set(self, moment: datetime) -> None:
        """Make `moment` (aware) the present."""
        if moment.tzinfo is None:
            raise ValueError("The clock needs a date and time with a UTC offset.")
        self._offset = moment - datetime.now(timezone.utc)

    def advance(self, seconds: float) -> None:
        """Move the clock by a number of seconds, backwards when negative."""
        self._offset += timedelta(seconds=seconds)

    def reset(self) -> None:
        """Return to real time."""
        self._offset = timedelta()


def pacific_stamp(epoch: float) -> str:
    """Write a moment the way MetaData does: seconds, Pacific offset."""
    return datetime.fromtimestamp(int(epoch), PACIFIC).isoformat()


def pacific_date(moment: datetime) -> date:
    """Return the day of `moment` on QuickBooks' own calendar."""
    return moment.astimezone(PACIFIC).date()
