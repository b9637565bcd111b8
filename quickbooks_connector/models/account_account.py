from odoo import models


class AccountAccount(models.Model):
    _name = "account.account"
    _inherit = ["account.account", "quickbooks.matched.mixin"]

    _qbo_mapping_kind = "Account"
