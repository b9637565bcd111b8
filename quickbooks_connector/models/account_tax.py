from odoo import models


class AccountTax(models.Model):
    _name = "account.tax"
    _inherit = ["account.tax", "quickbooks.matched.mixin"]

    _qbo_mapping_kind = "TaxCode"
