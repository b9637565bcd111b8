from odoo import api, fields, models
from odoo.fields import Domain

from ..entities import names

_USER = "quickbooks_connector.quickbooks_group_user"
_KINDS = [
    ("Service", "Service"),
    ("NonInventory", "Non-inventory item"),
    ("Inventory", "Inventory item"),
]


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "quickbooks.synced.mixin"]

    qbo_item_type = fields.Selection(
        _KINDS,
        "Kind in QuickBooks",
        company_dependent=True,
        groups=_USER,
        help="Empty: a service or a non-inventory item, by the product type; stocked "
        "products are inventory items where the settings let QuickBooks count. "
        "QuickBooks never lets an inventory item become another kind.",
    )

    def write(self, vals):
        result = super().write(vals)
        if not names.PRODUCT_NAME_FIELDS.isdisjoint(vals):
            names.forget(self)
        return result


class ProductTemplate(models.Model):
    """A template shows, and passes on, what concerns its variants: they are sent."""

    _name = "product.template"
    _inherit = ["product.template", "quickbooks.synced.mixin"]

    _quickbooks_links = ("product_variant_ids.qbo_binding_ids",)

    qbo_item_type = fields.Selection(
        _KINDS,
        "Kind in QuickBooks",
        compute="_compute_qbo_item_type",
        inverse="_inverse_qbo_item_type",
        groups=_USER,
        help="Empty: a service or a non-inventory item, by the product type; stocked "
        "products are inventory items where the settings let QuickBooks count. "
        "QuickBooks never lets an inventory item become another kind.",
    )

    @api.depends_context("company")
    @api.depends("product_variant_ids.qbo_item_type")
    def _compute_qbo_item_type(self):
        self._compute_template_field_from_variant_field("qbo_item_type")

    def _inverse_qbo_item_type(self):
        self._set_product_variant_field("qbo_item_type")

    def _get_related_fields_variant_template(self):
        return [*super()._get_related_fields_variant_template(), "qbo_item_type"]

    @api.model
    def _domain_linked(self, states):
        products = self.env["product.product"]._domain_linked(states)
        return Domain("product_variant_ids", "any", products)

    def _quickbooks_meant(self):
        products_sudo = self.env["product.product"].sudo()
        found = products_sudo.with_context(active_test=False).search(
            [("product_tmpl_id", "in", self.ids)], order="id"
        )
        return found.sudo(self.env.su)

    def write(self, vals):
        result = super().write(vals)
        if not names.PRODUCT_NAME_FIELDS.isdisjoint(vals):
            names.forget(self)
        return result

    def action_quickbooks_sync(self):
        """Send the variants of these products with the next run."""
        return self.product_variant_ids.action_quickbooks_sync()

    def action_quickbooks_skip(self):
        """Leave the variants of these products out."""
        return self.product_variant_ids.action_quickbooks_skip()
