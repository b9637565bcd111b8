"""The words for periods that reports take: "last month", "this fiscal year-to-date"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from ..envelope import validation

FIRST = date(1900, 1, 1)
DAY = timedelta(days=1)
WORDS = re.compile(
    r"(this|last|next) (week|month|(?:fiscal |calendar )?(?:quarter|year))(-to-date)?"
)


def next_month(day: date, months: int = 1) -> date:
    """Return the first day of the month that is some months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def macro_days(macro: str, today: date, fiscal: date) -> tuple[date, date]:
    """Return the first and last day that the words of a period name.

    :param fiscal: the first day of the present fiscal year
    :raise Fault: 2170 for words that are not understood
    """
    words = macro.strip().lower()
    plain = {
        "": (fiscal, today),
        "all": (FIRST, today),
        "today": (today, today),
        "yesterday": (today - DAY, today - DAY),
        "next 4 weeks": (_week(today, 1), _week(today, 5) - DAY),
    }
    if words in plain:
        return plain[words]
    found = WORDS.fullmatch(words)
    if found is None or (found[1] == "next" and found[3]):
        raise validation(
            "2170",
            "Invalid Enumeration",
            f"Invalid Enumeration : date_macro {macro} is not supported",
            "date_macro",
        )
    start_of = _starts(found[2], today, fiscal)
    step = {"last": -1, "this": 0, "next": 1}[found[1]]
    start, end = start_of(step), start_of(step + 1) - DAY
    if found[3]:  # as far into that period as today is into this one
        end = min(end, start + (today - start_of(0)))
    return start, end


def _starts(unit: str, today: date, fiscal: date) -> Callable[[int], date]:
    """Return what gives the first day of the period that is some steps away."""
    if unit == "week":
        return lambda step: _week(today, step)
    if unit == "month":
        return lambda step: next_month(today, step)
    first = date(today.year, 1, 1) if unit.startswith("calendar") else fiscal
    if unit.endswith("year"):
        return lambda step: next_month(first, 12 * step)
    passed = (today.year - first.year) * 12 + today.month - first.month
    return lambda step: next_month(first, (passed // 3 + step) * 3)


def _week(today: date, step: int) -> date:
    """Return the Sunday that begins a week."""
    return today - timedelta(days=(today.weekday() + 1) % 7) + timedelta(weeks=step)
