"""Payment terms: the same days and the same discount are the same terms."""

from __future__ import annotations

from dataclasses import dataclass

from . import text
from .proposal import NOTHING, sure, unclear

_SHOWN = 70


@dataclass(frozen=True)
class Term:
    """Payment terms of either side.

    :param shape: when and with what discount, see :func:`days` and
        :func:`day_of_month`; none if it is not known or can't be said there
    """

    key: int
    name: str
    shape: tuple | None = None

    @property
    def names(self):
        return (self.name,)


def days(due, discount=0, discount_days=0):
    """Return the shape of terms that count days from the date of the document."""
    return ("days", int(due), *_discount(discount, discount_days))


def day_of_month(day, next_month_days=0, discount=0, discount_day=0):
    """Return the shape of terms that are due on a day of the month.

    :param next_month_days: so close before the day, it is due a month later
    """
    return (
        "day",
        int(day),
        int(next_month_days),
        *_discount(discount, discount_day),
    )


def _discount(percent, until):
    return (round(float(percent), 4), int(until)) if percent else (0.0, 0)


def term_of_object(key, name, obj):
    """Return the :class:`Term` that QuickBooks describes.

    :param dict obj: the list entry as QuickBooks sent it, maybe empty
    """
    discount = obj.get("DiscountPercent") or 0
    shape = None
    if obj.get("DayOfMonthDue"):
        shape = day_of_month(
            obj["DayOfMonthDue"],
            obj.get("DueNextMonthDays") or 0,
            discount,
            obj.get("DiscountDayOfMonth") or 0,
        )
    elif obj.get("DueDays") is not None:
        shape = days(obj["DueDays"], discount, obj.get("DiscountDays") or 0)
    return Term(key, name, shape)


def propose_terms(terms, entries):
    """Return ``{key: Proposal}`` for Odoo's payment ``terms``."""
    return {term.key: _propose(term, entries) for term in terms}


def _propose(term, entries):
    named = [e for e in entries if text.plain(e.name) == text.plain(term.name)]
    if term.shape is None:
        # Instalments and the like: no terms of QuickBooks say when they are due.
        ranked = text.ranked(term.name, entries, _SHOWN)
        shown = named or [entry for _score, entry in ranked]
        return unclear("instalments", shown)
    same = [e for e in entries if e.shape == term.shape]
    unknown = [e for e in named if e.shape is None]
    both = [e for e in same if e in named] + unknown
    if len(both) == 1:
        return sure("same_name_days" if both[0].shape else "same_name", both[0])
    if both or len(same) > 1:
        return unclear("alike", both or same)
    if named:
        return unclear("other_days", same + named)
    return sure("same_days", same[0]) if same else NOTHING
