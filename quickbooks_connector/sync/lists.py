"""Reading what is managed in QuickBooks only: the company, its preferences, its lists.

One batch of queries reads all lists of an ordinary company; a list that fills a page
is read on by itself.
"""

import uuid

from odoo import fields

from ..api import query
from ..api.const import PAGE_MAX_ROWS
from .statements import as_items


class Lists:
    """One reading of the lists of one connection."""

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env
        self.references = self.env["quickbooks.reference"].with_context(
            active_test=False
        )

    def run(self):
        """Mirror everything and propose matches for what is new."""
        client = self.connection._get_client()
        self.connection._take_company(client.company_info(), client.preferences())
        kinds = [kind for kind, _label in self.references._fields["kind"].selection]
        pages = self._first_pages(client, kinds)
        for kind in kinds:
            objects = pages.get(kind, [])
            start = len(objects)
            while len(objects) == start and start and start % PAGE_MAX_ROWS == 0:
                more = client.query(self._page(kind, start + 1))
                objects += more
                start += PAGE_MAX_ROWS
            country = self.connection.qbo_country
            objects = self.references._complete(kind, objects, country)
            self._mirror(kind, objects, is_answered=kind in pages)
        self.connection.lists_read_at = fields.Datetime.now()
        self.env["quickbooks.mapping"]._propose(self.connection)

    def _first_pages(self, client, kinds):
        """Return ``{kind: objects}`` of the lists that QuickBooks answers.

        A list that the company does not have (currencies without multicurrency,
        classes in a small plan) is refused.
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

    def _mirror(self, kind, objects, is_answered):
        """Make the mirror of ``kind`` equal to ``objects``; entries are never deleted.

        What has disappeared from QuickBooks' list becomes inactive: documents and
        mappings may still point to it. A list that was refused has lost nothing: all
        that was matched to it would need a choice again.
        """
        known = {
            row.qbo_id: row
            for row in self.references.search(
                [("connection_id", "=", self.connection.id), ("kind", "=", kind)]
            )
        }
        new = []
        for obj in objects:
            vals = self.references._prepare_vals(kind, obj)
            row = known.pop(vals["qbo_id"], None)
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
        self.references.create(new)
        if not is_answered:
            return
        gone = self.references.browse(row.id for row in known.values())
        gone.filtered("active").active = False
