"""Reading whole name lists of QuickBooks, a page at a time: what is there already.

Pages overlap by one row. QuickBooks numbers the rows of a list anew at every query;
when one has disappeared meanwhile (two were merged), those behind it move up and a page
would pass one over. The repeated row shows it, and the page before is read again.
"""

import uuid
from typing import NamedTuple

from ..api import query
from ..api.const import PAGE_MAX_ROWS
from .statements import as_items


class Page(NamedTuple):
    """A page of a list.

    :param list objects: those that were not in the page before
    :param place: where the next page begins; nothing after the last one
    """

    objects: list
    place: dict | None


def count(client, names):
    """Return how many objects each list has, inactive ones included; one call.

    :param names: QuickBooks' names of the lists
    :raise QboError: QuickBooks could not be asked
    """
    texts = [query.count(name, query.any_active()) for name in names]
    results = client.batch(as_items(texts), str(uuid.uuid4()))
    for result in results:
        if result.error:
            raise result.error
    totals = [result.total or 0 for result in results]
    return dict(zip(names, totals, strict=True))


def read_page(client, name, place=None):
    """Return the :class:`Page` at ``place``, the first one when there is none.

    :param place: of the page before
    """
    start, last = (place["start"], place["last"]) if place else (1, None)
    rows = client.query(
        query.select(name, query.any_active(), order_by="Id", start=start)
    )
    if last is not None:
        if not rows or rows[0]["Id"] != last:
            return Page([], _before(start))
        del rows[0]
    if len(rows) + (last is not None) < PAGE_MAX_ROWS:
        return Page(rows, None)
    return Page(rows, {"start": start + PAGE_MAX_ROWS - 1, "last": rows[-1]["Id"]})


def _before(start):
    """Return the place a page earlier, without knowing the row it begins with."""
    return {"start": max(1, start - PAGE_MAX_ROWS + 1), "last": None}
