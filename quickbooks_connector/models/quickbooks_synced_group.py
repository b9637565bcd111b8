from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .quickbooks_synced_mixin import URGENCY

#: What a row of a list says of its record, as :meth:`_get_shown_at_once` returns it.
_IN_LISTS = ("qbo_state", "qbo_doc_number")


class QuickbooksSyncedMixin(models.AbstractModel):
    """Lists are read, filtered and grouped by the state that their ticks show.

    Several links may stand for a record; its tick shows the most urgent one.
    """

    _inherit = "quickbooks.synced.mixin"

    def _read_format(self, fnames, load="_classic_read"):
        # EXTENDS base: Odoo asks row by row whether the reader may see a field, which
        # costs more than the tick; it has asked that of all rows before it comes here.
        ours = [name for name in fnames if name in _IN_LISTS]
        if not ours or not all(self._ids):
            return super()._read_format(fnames, load)
        others = [name for name in fnames if name not in _IN_LISTS]
        rows = super()._read_format(others, load)
        shown = self._get_shown_at_once()
        for row in rows:
            said = dict(zip(_IN_LISTS, shown[row["id"]], strict=True))
            row.update((name, said[name]) for name in ours)
        return rows

    def _get_shown_at_once(self):
        """Return ``{id: (state, number)}`` of these saved records, by one statement.

        Whether somebody may know is the caller's business.
        """
        if not self:
            return {}
        # Grouped: asked for each row, it takes half as long again.
        query = SQL(
            """
            SELECT record.id, %s, %s
              FROM unnest(%s) AS record(id) CROSS JOIN LATERAL %s AS link
             GROUP BY record.id
            """,
            self._sql_most_urgent("state"),
            self._sql_number(),
            list(self._ids),
            self._sql_of_links(SQL.identifier("record", "id"), SQL("link.*")),
        )
        shown = dict.fromkeys(self._ids, ("not_synced", False))
        for id_, state, number in self.env.execute_query(query):
            shown[id_] = (state, number or False)
        return shown

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        if groupby_spec != "qbo_state":
            return super()._read_group_groupby(alias, groupby_spec, query)
        self._check_field_access(self._fields["qbo_state"], "read")
        return self._sql_state(alias)

    @api.model
    def _domain_shown(self, states):
        """Return the domain of what shows one of ``states``."""
        return Domain.custom(
            to_sql=lambda model, alias, _query: SQL(
                "%s = ANY(%s)", model._sql_state(alias), states
            )
        )

    @api.model
    def _sql_state(self, alias):
        """Return the state that the tick shows of a row of the table ``alias``."""
        state = self._sql_most_urgent("state")
        links = self._sql_of_links(SQL.identifier(alias, "id"), state)
        return SQL("COALESCE(%s, 'not_synced')", links)

    @api.model
    def _sql_of_links(self, sql_id, what):
        """Return ``what`` of the links that ``sql_id`` shows, in brackets."""
        self.env["quickbooks.binding"].flush_model()
        return SQL(
            """
            (SELECT %s
               FROM (%s) AS shown(res_model, res_id)
               JOIN quickbooks_binding AS link USING (res_model, res_id)
              WHERE link.company_id = %s AND link.entity <> ALL(%s))
            """,
            what,
            self._sql_shown(sql_id),
            self.env.company.id,
            self.env["quickbooks.entity"]._hanging_kinds(),
        )

    @api.model
    def _sql_most_urgent(self, column):
        """Return ``column`` of that link which wants most."""
        return SQL(
            "(array_agg(%s ORDER BY array_position(%s::varchar[], link.state), %s))[1]",
            SQL.identifier("link", column),
            sorted(URGENCY, key=URGENCY.get),
            self._sql_first(),
        )

    @api.model
    def _sql_first(self):
        """Return the order of links that are as urgent, as they are read otherwise."""
        return SQL("link.rank, link.id")

    @api.model
    def _sql_number(self):
        """Return the number that stands beside the tick."""
        return self._sql_most_urgent("doc_number")

    @api.model
    def _sql_shown(self, sql_id):
        """Return ``(res_model, res_id)`` of all whose links ``sql_id`` shows."""
        return SQL("SELECT %s, %s", self._name, sql_id)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    @api.model
    def _sql_first(self):
        return SQL("COALESCE(link.cause, '') = 'needs', link.rank DESC, link.id")


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model
    def _sql_shown(self, sql_id):
        self.env["product.product"].flush_model(["product_tmpl_id", "active"])
        return SQL(
            """
            SELECT 'product.product', variant.id FROM product_product AS variant
             WHERE variant.product_tmpl_id = %s AND variant.active
            """,
            sql_id,
        )


class QuickbooksSyncedOrderMixin(models.AbstractModel):
    _inherit = "quickbooks.synced.order.mixin"

    @api.model
    def _sql_number(self):
        return SQL(
            "string_agg(NULLIF(link.doc_number, ''), ', ' ORDER BY %s)",
            self._sql_first(),
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _sql_shown(self, sql_id):
        return SQL(
            """
            %s UNION
            SELECT 'account.move', line.move_id FROM sale_order_line AS part
              JOIN sale_order_line_invoice_rel AS rel ON rel.order_line_id = part.id
              JOIN account_move_line AS line ON line.id = rel.invoice_line_id
             WHERE part.order_id = %s
            """,
            super()._sql_shown(sql_id),
            sql_id,
        )


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    @api.model
    def _sql_shown(self, sql_id):
        self.env["account.move.line"].flush_model(["purchase_line_id"])
        return SQL(
            """
            %s UNION
            SELECT 'account.move', line.move_id FROM purchase_order_line AS part
              JOIN account_move_line AS line ON line.purchase_line_id = part.id
             WHERE part.order_id = %s
            """,
            super()._sql_shown(sql_id),
            sql_id,
        )
