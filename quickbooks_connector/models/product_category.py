from odoo import api, fields, models

from ..entities import names


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "quickbooks.synced.mixin"]

    qbo_category_note = fields.Char(
        "Listed in QuickBooks",
        compute="_compute_qbo_category_note",
        groups="quickbooks_connector.quickbooks_group_user",
    )

    @api.depends("name", "parent_id")
    @api.depends_context("lang")
    def _compute_qbo_category_note(self):
        """Say where the products of a category are that QuickBooks has no level for."""
        entity = self.env["quickbooks.entity.item.category"]
        for category in self:
            shown = entity._shown_as(category)
            category.qbo_category_note = shown != category and self.env._(
                "QuickBooks has four levels of categories. Products of this one are "
                "listed there under %s.",
                shown.display_name,
            )

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            names.forget(self)
        return result
