"""Whether a bill that was made in Odoo and one made in QuickBooks are the same.

Values in, a verdict out. Vendor and currency agree already; what counts beside them is
the vendor's own number, the total, the date and the purchase order.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: They are the same; or a person has to say whether they are.
SAME, MAYBE = "same", "maybe"


@dataclass(frozen=True)
class Bill:
    """What a bill is known by, on either side.

    :param orders: the ids of the purchase orders that it is of, in Odoo
    """

    number: str
    total: Decimal
    date: date
    orders: frozenset = frozenset()

    @property
    def key(self):
        """The number as people compare it: without case, spaces and separators."""
        return re.sub(r"[^0-9A-Z]", "", (self.number or "").upper())


def compare(here, there):
    """Return ``SAME``, ``MAYBE``, or ``None``: they have nothing to do with each other.

    Two numbers of one vendor are two bills, whatever else agrees: an order may be
    billed in parts that are alike.

    >>> day = date(2026, 11, 2)
    >>> compare(Bill("A-1", Decimal(5), day), Bill("a1", Decimal(5), day))
    'same'
    >>> compare(Bill("", Decimal(5), day), Bill("A-1", Decimal(5), day))
    'maybe'
    """
    same_number = bool(here.key) and here.key == there.key
    if here.key and there.key and not same_number:
        return None
    same_total = here.total == there.total
    same_order = bool(here.orders & there.orders)
    if same_total and (same_number or same_order):
        return SAME
    if same_number or same_order or (same_total and here.date == there.date):
        return MAYBE
    return None


def choose(here, others):
    """Return ``(verdict, the one of others)`` that ``here`` comes to, or nothing twice.

    Two that are the same by all that is known are for a person to tell apart, unless
    one of them has the very date.

    :param others: pairs of a :class:`Bill` and what stands for it
    """
    verdicts = [(compare(here, bill), bill, other) for bill, other in others]
    same = [(bill, other) for verdict, bill, other in verdicts if verdict == SAME]
    dated = [(bill, other) for bill, other in same if bill.date == here.date]
    for found in (same, dated):
        if len(found) == 1:
            return SAME, found[0][1]
    maybe = same or [(bill, other) for verdict, bill, other in verdicts if verdict]
    return (MAYBE, maybe[0][1]) if maybe else (None, None)
