from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .quickbooks_synced_mixin import URGENCY


class QuickbooksSyncedMixin(models.AbstractModel):
    """Lists are filtered and grouped by the state that their ticks show.

    Several links may stand for a record; its tick shows the most urgent one.
    """

    _inherit = "quickbooks.synced.mixin"

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
        self.env["quickbooks.binding"].flush_model()
        return SQL(
            """
            COALESCE((
                SELECT link.state FROM quickbooks_binding AS link
                 WHERE link.company_id = %s AND link.entity <> ALL(%s) AND %s
                 ORDER BY array_position(%s::varchar[], link.state) LIMIT 1
            ), 'not_synced')
            """,
            self.env.company.id,
            self.env["quickbooks.entity"]._hanging_kinds(),
            self._sql_is_shown(SQL.identifier(alias, "id")),
            sorted(URGENCY, key=URGENCY.get),
        )

    @api.model
    def _sql_is_shown(self, sql_id):
        """Return whether the tick of the record ``sql_id`` shows the row ``link``."""
        return SQL("(link.res_model = %s AND link.res_id = %s)", self._name, sql_id)


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model
    def _sql_is_shown(self, sql_id):
        return SQL(
            """
            (link.res_model = 'product.product' AND link.res_id IN (
                SELECT variant.id FROM product_product AS variant
                 WHERE variant.product_tmpl_id = %s AND variant.active))
            """,
            sql_id,
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _sql_is_shown(self, sql_id):
        return SQL(
            """
            (%s OR (link.res_model = 'account.move' AND link.res_id IN (
                SELECT line.move_id FROM sale_order_line AS part
                  JOIN sale_order_line_invoice_rel AS rel
                    ON rel.order_line_id = part.id
                  JOIN account_move_line AS line ON line.id = rel.invoice_line_id
                 WHERE part.order_id = %s)))
            """,
            super()._sql_is_shown(sql_id),
            sql_id,
        )


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    @api.model
    def _sql_is_shown(self, sql_id):
        return SQL(
            """
            (%s OR (link.res_model = 'account.move' AND link.res_id IN (
                SELECT line.move_id FROM purchase_order_line AS part
                  JOIN account_move_line AS line ON line.purchase_line_id = part.id
                 WHERE part.order_id = %s)))
            """,
            super()._sql_is_shown(sql_id),
            sql_id,
        )
