from odoo import models


class QuickbooksEntityVendorCredit(models.AbstractModel):
    """A posted credit note of a vendor."""

    _name = "quickbooks.entity.vendor.credit"
    _inherit = "quickbooks.entity.purchase.document"
    _description = "QuickBooks Vendor Credit"

    _qbo_entity = "VendorCredit"
    _rank = 45
    _move_types = ("in_refund",)
    _web_path = "vendorcredit?txnId={id}"

    def _get_label(self):
        return self.env._("vendor credit")

    def _compares_balance(self, obj):
        # QuickBooks may apply it at once to what is open.
        return False
