"""Reading what is managed in QuickBooks only: the company, its preferences, its lists.

One batch of queries reads all lists of an ordinary company; a list that fills a page
is read on by itself, a page a step. Between two readings change data capture tells of
the lists that it carries, which the mirror names (``_announced``).
"""

import logging
import uuid

from odoo import fields

from ..api import query
from ..api.const import PAGE_MAX_ROWS
from .statements import as_items

_logger = logging.getLogger(__name__)

#: What reading a value raises that is none of what QuickBooks says there.
_STRANGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Lists:
    """One reading of the lists of one connection.

    A reading goes in steps: the first reads a page of every list, each further one a
    page of a long list, the last proposes matches. Each step asks QuickBooks first and
    writes then, so that its caller may commit in between. An entry is taken over as
    it comes, for it is true by itself; what a list lacks is made inactive only when
    the whole of it has been read.
    """

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env
        self.references = self.env["quickbooks.reference"].with_context(
            active_test=False
        )

    # === READING === #

    def steps(self, everything=False):
        """Yield after each step, for the caller to commit.

        :param bool everything: see :meth:`step`
        """
        place, more = None, True
        while more:
            place, more = self.step(place, everything)
            yield place

    def step(self, place, everything=True):
        """Do one step of a reading.

        :param dict place: what the step before returned, nothing for the first one
        :param bool everything: read the long lists too of which change data capture
            tells; all others cost no call of their own
        :return: ``(place, more)``; ``place`` can be kept as JSON and holds, by list,
            the entries read (``counts``) and to be read (``totals``)
        """
        if not place:
            place = self._step_first(everything)
        elif place["left"]:
            self._step_page(place, next(iter(place["left"])))
        else:
            self.env["quickbooks.mapping"]._propose(self.connection)
            self.connection.lists_read_at = fields.Datetime.now()
            return place, False
        return place, True

    def _step_first(self, everything):
        """Read the company and the first page of every list."""
        started = fields.Datetime.now()
        client = self.connection._get_client()
        info, preferences = client.company_info(), client.preferences()
        kinds = self._get_kinds(everything)
        pages = self._first_pages(client, kinds)
        totals = {kind: len(objects) for kind, objects in pages.items()}
        for kind, length in totals.items():
            if length == PAGE_MAX_ROWS:
                totals[kind] = client.count(kind, query.any_active())
        self.connection._take_company(info, preferences)
        self.connection.lists_cursor = started
        place = {"counts": {}, "totals": totals, "left": {}}
        for kind in kinds:
            if kind in pages:
                self._take_page(place, kind, pages[kind], [])
        return place

    def _step_page(self, place, kind):
        """Read one page more of a long list."""
        seen = place["left"].pop(kind)
        client = self.connection._get_client()
        objects = client.query(self._page(kind, len(seen) + 1))
        self._take_page(place, kind, objects, seen)

    def _take_page(self, place, kind, objects, seen):
        """Mirror a page of ``kind``; ``seen`` are the ids of the pages before."""
        self._mirror(kind, objects)
        seen = [*seen, *(obj["Id"] for obj in objects)]
        place["counts"][kind] = len(seen)
        if len(objects) == PAGE_MAX_ROWS:
            place["left"][kind] = seen
            return
        unlisted = self.references._get_unlisted(kind, seen, self.connection)
        self._mirror(kind, unlisted)
        self._drop_gone(kind, [*seen, *(obj["Id"] for obj in unlisted)])

    def _get_kinds(self, everything):
        kinds = [kind for kind, _label in self.references._fields["kind"].selection]
        if everything or not self.connection.lists_cursor:
            return kinds
        groups = self.references._read_group(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "in", self.references._announced),
            ],
            ["kind"],
            ["__count"],
        )
        long = {kind for kind, count in groups if count >= PAGE_MAX_ROWS}
        return [kind for kind in kinds if kind not in long]

    def _first_pages(self, client, kinds):
        """Return ``{kind: objects}`` of the lists that QuickBooks answers.

        A list that the company does not have (currencies without multicurrency,
        classes in a small plan) is refused. It has lost nothing by that: all that
        was matched to it would need a choice again.
        """
        items = as_items(self._page(kind, 1) for kind in kinds)
        results = client.batch(items, str(uuid.uuid4()))
        pages = {}
        for kind, result in zip(kinds, results, strict=True):
            if not result.error:
                pages[kind] = list(result.rows)
            elif result.error.scope == "connection":
                raise result.error
        return pages

    def _page(self, kind, start):
        return query.select(kind, query.any_active(), order_by="Id", start=start)

    # === CHANGES === #

    def take(self, changes):
        """Take over what change data capture told of the lists.

        :param dict changes: ``{kind: objects}``; a deleted one has a ``status``
        :return: whether the mirror has changed
        """
        changed = False
        for kind in self.references._announced:
            objects = changes.get(kind, ())
            deleted = [obj["Id"] for obj in objects if obj.get("status") == "Deleted"]
            living = [obj for obj in objects if obj.get("status") != "Deleted"]
            changed |= self._mirror(kind, living)
            known = self._known(kind, deleted).filtered("active")
            known.active = False
            changed |= bool(known)
        if changed:
            self.env["quickbooks.mapping"]._propose(self.connection)
        return changed

    # === THE MIRROR === #

    def _mirror(self, kind, objects):
        """Write what is new or different of ``objects``; tell whether anything was."""
        known = {
            row.qbo_id: row for row in self._known(kind, [obj["Id"] for obj in objects])
        }
        new, differs = [], False
        for obj in objects:
            try:
                vals = self.references._prepare_vals(kind, obj)
            except _STRANGE:
                # One entry of a strange shape must not keep the others away.
                _logger.warning("%s %s can't be read", kind, obj["Id"])
                continue
            row = known.get(vals["qbo_id"])
            if row is None:
                new.append(vals | {"connection_id": self.connection.id})
                continue
            changed = {
                fname: value
                for fname, value in vals.items()
                if (row[fname] or False) != (value or False)
            }
            if changed:
                row.write(changed)
                differs = True
        self.references.create(new)
        return differs or bool(new)

    def _known(self, kind, qbo_ids):
        if not qbo_ids:
            return self.references
        return self.references.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("qbo_id", "in", qbo_ids),
            ]
        )

    def _drop_gone(self, kind, qbo_ids):
        """Make inactive what a complete list does not have; nothing is ever deleted.

        Documents and matches may still point to it.
        """
        gone = self.references.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("qbo_id", "not in", qbo_ids),
                ("active", "=", True),
            ]
        )
        gone.active = False
