"""What the checks of one reading share: the connection, and the documents that go."""

from functools import cached_property

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ..entities import lookup
from ..entities.document import AMOUNTS
from ..entities.sales_tax import has_amount
from . import finding

#: Names listed in one sentence.
LISTED = 5
#: Examples of what is sent instead.
SHOWN = 3
#: Kinds of journal entry of the purchase side.
PURCHASES = ("in_invoice", "in_refund")
#: States of documents that no longer go: they are there, or are left out.
SETTLED = ("synced", "skipped")


class Scope:
    """One connection, and what going live would send of it."""

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env
        self.company = connection.company_id
        self.currency = self.company.currency_id
        self.mappings = self.env["quickbooks.mapping"]
        self.is_us = lookup.is_us(connection)
        self.today = fields.Date.context_today(connection)

    # === DOCUMENTS === #

    @cached_property
    def document_domain(self):
        """The plain domain of the documents that are to be sent and did not go yet."""
        entities = self.env["quickbooks.entity"]._all()
        domain = Domain.OR(
            entity._domain_started(self.connection)
            for entity in entities
            # Variants go with documents, or settle them.
            if entity._odoo_model == "account.move"
            and not entity._is_variant
            and entity._sends(self.connection)
        )
        if self.connection.is_live or self.connection.plan_id.state != "approved":
            return domain & Domain("qbo_state", "not in", SETTLED)
        # Going live leaves out what nobody approved, so that mends it too.
        approved = self.env["quickbooks.plan.line"].search_fetch(
            [
                ("plan_id", "=", self.connection.plan_id.id),
                ("res_model", "=", "account.move"),
                ("is_approved", "=", True),
            ],
            ["res_id"],
        )
        return domain & Domain("id", "in", approved.mapped("res_id"))

    @cached_property
    def document_count(self):
        """How many documents go."""
        return self.count()

    @property
    def amount_lines(self):
        """The domain of the lines of a document that have an amount of their own."""
        return Domain("display_type", "in", AMOUNTS) & Domain(
            "tax_repartition_line_id", "=", False
        )

    @property
    def of_sales(self):
        """The domain of documents of the sales side."""
        return Domain("move_type", "not in", PURCHASES)

    @property
    def of_purchases(self):
        """The domain of bills and vendor credits."""
        return Domain("move_type", "in", PURCHASES)

    def count(self, *conditions):
        """Return how many documents go that meet the ``conditions``, domains."""
        domain = Domain.AND([self.document_domain, *conditions])
        return self.env["account.move"].search_count(domain)

    def documents(self, *conditions):
        """Return the target that shows the documents that meet ``conditions``."""
        domain = Domain.AND([self.document_domain, *conditions])
        return finding.records("account.move", domain)

    def rows(self, query, **parts):
        """Return the rows of an SQL query; ``%(documents)s`` are those that go."""
        # Once for all checks: a subselect flushes what it depends on.
        documents = self.env["account.move"]._search(self.document_domain)
        parts["documents"] = documents.subselect()
        self.env.flush_all()
        return self.env.execute_query(SQL(query, **parts))

    # === WHAT THEY USE === #

    @cached_property
    def taxes(self):
        """The taxes on lines of the documents; groups as such."""
        rows = self.rows(
            """
            SELECT DISTINCT rel.account_tax_id
              FROM account_move_line line
              JOIN account_move_line_account_tax_rel rel
                ON rel.account_move_line_id = line.id
             WHERE line.move_id IN %(documents)s
               AND line.display_type IN %(amounts)s
            """,
            amounts=AMOUNTS,
        )
        return self.env["account.tax"].browse(sorted(id_ for (id_,) in rows))

    @cached_property
    def taxes_to_match(self):
        """Those that need a code; in the US only those of sales that are something."""
        if not self.is_us:
            return self.taxes
        return self.taxes.filtered(
            lambda tax: tax.type_tax_use != "purchase" and has_amount(tax)
        )

    @cached_property
    def products(self):
        """The products on lines of the documents, and those for lines without."""
        rows = self.rows(
            """
            SELECT DISTINCT line.product_id
              FROM account_move_line line
             WHERE line.move_id IN %(documents)s
               AND line.display_type IN %(amounts)s
               AND line.product_id IS NOT NULL
            """,
            amounts=AMOUNTS,
        )
        connection = self.connection
        standing = connection.fallback_item_id + connection.rounding_item_id
        if connection.discount_way == "line":
            standing += connection.discount_item_id
        ids = {id_ for (id_,) in rows} | set(standing.ids)
        return self.env["product.product"].browse(sorted(ids))

    @cached_property
    def analytic_accounts(self):
        """The analytic accounts on lines of the documents."""
        rows = self.rows(
            """
            SELECT DISTINCT unnest(string_to_array(used.key, ','))::integer
              FROM account_move_line line
              JOIN jsonb_object_keys(line.analytic_distribution) AS used(key) ON TRUE
             WHERE line.move_id IN %(documents)s
               AND line.display_type IN %(amounts)s
            """,
            amounts=AMOUNTS,
        )
        accounts = self.env["account.analytic.account"]
        return accounts.browse(sorted(id_ for (id_,) in rows)).exists()

    @cached_property
    def partners(self):
        """The customers of the documents and the companies that they are of."""
        rows = self.rows(
            """
            SELECT DISTINCT partner.id
              FROM account_move move
              JOIN res_partner named ON named.id = move.partner_id
              JOIN res_partner partner
                ON partner.id IN (named.id, named.commercial_partner_id)
             WHERE move.id IN %(documents)s
               AND (
                   partner.id = partner.commercial_partner_id
                   OR partner.type = 'contact' AND partner.name <> ''
               )
            """
        )
        partners = self.env["res.partner"].browse(sorted(id_ for (id_,) in rows))
        # In one statement, however many they are.
        partners.fetch(["name", "email", "phone", "website", "company_name"])
        return partners

    # === MATCHES === #

    def matches(self, kind, records):
        """Return ``{record id: row of the matching}`` of ``records``."""
        rows = self.mappings.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
            ]
        )
        return {row.res_id: row for row in rows}


def listed(names):
    """Return ``names`` as they stand in a sentence: the first ones, then an ellipsis.

    One that several have is said once.

    >>> listed(["a", "b", "a"])
    'a, b'
    """
    names = list(dict.fromkeys(names))
    shown = ", ".join(names[:LISTED])
    return f"{shown} …" if len(names) > LISTED else shown


def become(pairs):
    """Return some ``(name here, name there)`` as they stand in a sentence.

    >>> become([("a:b", "a b")])
    'a:b → a b'
    """
    pairs = list(pairs)
    shown = "; ".join(f"{here} → {there}" for here, there in pairs[:SHOWN])
    return f"{shown} …" if len(pairs) > SHOWN else shown
