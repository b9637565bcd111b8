from odoo import models

from .party import WATCHED


class QuickbooksEntityVendor(models.AbstractModel):
    """A partner as vendor: the company itself, whoever of it writes the bills.

    Nothing becomes a vendor by being edited: a document needs it, or it was taken
    over, or somebody linked it.
    """

    _name = "quickbooks.entity.vendor"
    _inherit = "quickbooks.entity.party"
    _description = "QuickBooks Vendor"

    _qbo_entity = "Vendor"
    _named_as = ("VendorRef", "EntityRef")
    _direction_field = "vendor_direction"
    _policy_field = "vendor_policy"
    _web_path = "vendordetail?nameId={id}"
    _watched = {
        "res.partner": (*WATCHED, "property_supplier_payment_term_id"),
    }
    _finds_addresses = False
    _terms = ("TermRef", "property_supplier_payment_term_id")
    _rank_field = "supplier_rank"

    def _get_label(self):
        return self.env._("vendor")

    def _get_field_map(self):
        return super()._get_field_map() | {"ref": "AcctNum"}

    # === CURRENCY === #

    def _get_currency(self, record, connection):
        return record.property_purchase_currency_id or super()._get_currency(
            record, connection
        )

    def _prepare_import_vals(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._prepare_import_vals(obj, connection, known)
        currency_id = known.currency_id(obj)
        if currency_id:
            vals["property_purchase_currency_id"] = currency_id
        return vals
