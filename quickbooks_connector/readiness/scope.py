"""What the checks of one reading share: the connection, and the documents that go."""

from functools import cached_property

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ..entities import lookup
from . import finding

#: Names listed in one sentence.
LISTED = 5
#: States of documents that no longer go: they are there, or are left out.
SETTLED = ("synced", "skipped")


class Scope:
    """One connection, and what going live would send of it."""

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env
        self.company = connection.company_id
        self.currency = self.company.currency_id
        self.is_us = lookup.is_us(connection)
        self.today = fields.Date.context_today(connection)

    def preference(self, path, default=None):
        """Return what QuickBooks' Preferences say at a dotted ``path``."""
        return lookup.preference(self.connection, path, default)

    # === DOCUMENTS === #

    @cached_property
    def document_domain(self):
        """The plain domain of the documents that are to be sent and did not go yet."""
        entities = self.env["quickbooks.entity"]._registry().values()
        domain = Domain.OR(
            entity._get_outgoing_domain(self.connection)
            for entity in entities
            if entity._odoo_model == "account.move" and entity._exports
        )
        return domain & Domain("qbo_state", "not in", SETTLED)

    @cached_property
    def document_ids(self):
        """The subselect of the ids of the documents that go."""
        return self.env["account.move"]._search(self.document_domain).subselect()

    @cached_property
    def document_count(self):
        """How many documents go."""
        return self.count()

    def count(self, *conditions):
        """Return how many documents go that meet the ``conditions``, domains."""
        domain = Domain.AND([self.document_domain, *conditions])
        return self.env["account.move"].search_count(domain)

    def documents(self, *conditions):
        """Return the target that shows the documents that meet ``conditions``."""
        domain = Domain.AND([self.document_domain, *conditions])
        return finding.records("account.move", domain)

    def rows(self, query, *args, **kwargs):
        """Return the rows of an SQL query, pending writes included."""
        self.env.flush_all()
        return self.env.execute_query(SQL(query, *args, **kwargs))


def listed(names):
    """Return ``names`` as they stand in a sentence: the first ones, then an ellipsis.

    >>> listed(["a", "b"])
    'a, b'
    """
    names = list(names)
    shown = ", ".join(names[:LISTED])
    return f"{shown} …" if len(names) > LISTED else shown
