"""When a template of a recurring transaction falls due."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

WEEKDAYS = tuple(calendar.day_name)
MONTHS = tuple(calendar.month_name)


def next_date(schedule: dict, today: date) -> str | None:
    """Return the first day from today on that a schedule names; None: never again."""
    last = schedule.get("EndDate", "9998-12-31")
    try:
        for day in _occurrences(schedule):
            if day.isoformat() > last:
                return None
            if day >= today:
                return day.isoformat()
    except (OverflowError, ValueError):  # beyond the calendar
        pass
    return None


def _occurrences(schedule: dict) -> Iterator[date]:
    start = date.fromisoformat(schedule["StartDate"])
    every, kind = schedule["NumInterval"], schedule["IntervalType"]
    if kind in ("Daily", "Weekly"):
        day, step = start, timedelta(days=every)
        if kind == "Weekly":
            step *= 7
            wanted = schedule.get("DayOfWeek")
            if wanted:
                day += timedelta((WEEKDAYS.index(wanted) - day.weekday()) % 7)
        while True:
            yield day
            day += step
    month = start.year * 12 + start.month - 1
    if kind == "Yearly":
        every *= 12
        month = start.year * 12 + _month(schedule.get("MonthOfYear"), start) - 1
    while True:
        day = _day_of(month // 12, month % 12 + 1, schedule, start)
        if day >= start:
            yield day
        month += every


def _month(wanted: str | None, start: date) -> int:
    """Return the number of a month that is given by number or English name."""
    if wanted and wanted.isdigit() and 1 <= int(wanted) <= 12:
        return int(wanted)
    return MONTHS.index(wanted) if wanted in MONTHS[1:] else start.month


def _day_of(year: int, month: int, schedule: dict, start: date) -> date:
    first, length = calendar.monthrange(year, month)
    wanted = schedule.get("DayOfWeek")
    if wanted and "WeekOfMonth" in schedule:
        day = 1 + (WEEKDAYS.index(wanted) - first) % 7
        day += 7 * (schedule["WeekOfMonth"] - 1)
        # The fifth of a weekday is the last one where there are four.
        return date(year, month, day if day <= length else day - 7)
    return date(year, month, min(schedule.get("DayOfMonth", start.day), length))
