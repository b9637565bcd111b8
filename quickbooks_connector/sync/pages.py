"""Reading much of QuickBooks in few calls: pages of several queries go together.

A call is a batch of queries that bring a bounded number of rows between them. Pages of
one query overlap by a row, as in ``counterparts.py``: a row that disappears meanwhile
moves those behind it up, which the overlap shows.
"""

import uuid

from ..api import query
from ..api.const import BATCH_MAX_ITEMS, PAGE_MAX_ROWS
from .statements import as_items

#: Rows that one call brings, as far as the counts told.
ROWS_A_CALL = 2 * PAGE_MAX_ROWS
#: The same of ids alone.
IDS_A_CALL = 20 * PAGE_MAX_ROWS
_STRIDE = PAGE_MAX_ROWS - 1


class Pages:
    """The rows of some queries, some pages a step.

    :param dict queries: ``{key: (QuickBooks entity, condition)}``
    :param columns: properties that are read, all when none is named
    :param int rows_a_call: rows that one call brings
    """

    def __init__(self, client, queries, columns=(), rows_a_call=ROWS_A_CALL):
        self.client = client
        self.queries = queries
        self.columns = columns
        self.rows_a_call = rows_a_call

    def count(self):
        """Return where reading begins: ``{key: {"start", "last", "rows"}}``; one call.

        What the company does not have, or its plan does not know, is refused; it has
        no rows.

        :raise QboError: QuickBooks could not be asked
        """
        texts = [query.count(*asked) for asked in self.queries.values()]
        results = self.client.batch(as_items(texts), str(uuid.uuid4()))
        left = {}
        for key, result in zip(self.queries, results, strict=True):
            if result.error and result.error.scope == "connection":
                raise result.error
            if result.total:
                left[key] = {"start": 1, "last": None, "rows": result.total}
        return left

    def fetch(self, left):
        """Read the next pages; one call.

        :param dict left: what is left to read, as this or :meth:`count` returned it
        :return: ``([(key, rows)], left)``; a row may come twice
        :raise QboError: QuickBooks could not be asked
        """
        asked = self._choose(left)
        texts = [self._statement(key, start) for key, start in asked]
        results = self.client.batch(as_items(texts), str(uuid.uuid4()))
        left, found, passed = dict(left), [], set()
        for (key, start), result in zip(asked, results, strict=True):
            if result.error:
                raise result.error
            if key not in passed:
                rows, place = _follow(left[key], start, list(result.rows))
                found.append((key, rows))
                if place is None or place["start"] <= start:
                    # Pages behind the end, or behind one that is read again.
                    passed.add(key)
                if place is None:
                    del left[key]
                else:
                    left[key] = place
        return found, left

    def _choose(self, left):
        """Return ``[(key, first row)]`` of the pages that go into the next call."""
        chosen, room = [], self.rows_a_call
        for key, place in left.items():
            start, rows = place["start"], max(place["rows"], 1)
            while rows > 0:
                size = min(rows, PAGE_MAX_ROWS)
                if chosen and (size > room or len(chosen) == BATCH_MAX_ITEMS):
                    return chosen
                chosen.append((key, start))
                room -= size
                rows -= _STRIDE
                start += _STRIDE
        return chosen

    def _statement(self, key, start):
        entity, condition = self.queries[key]
        return query.select(
            entity,
            condition,
            order_by="Id",
            start=start,
            limit=PAGE_MAX_ROWS,
            columns=self.columns,
        )


def _follow(place, start, rows):
    """Return the new ones of ``rows`` and the place behind them; none at the end."""
    count, last = len(rows), place["last"]
    if last is not None:
        if not rows or rows[0]["Id"] != last:
            before = max(1, start - _STRIDE)
            return [], {
                "start": before,
                "last": None,
                "rows": place["rows"] + start - before,
            }
        del rows[0]
    if count < PAGE_MAX_ROWS:
        return rows, None
    return rows, {
        "start": start + _STRIDE,
        "last": rows[-1]["Id"],
        "rows": place["rows"] - _STRIDE,
    }
