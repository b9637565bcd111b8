from odoo import models


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal", "quickbooks.matched.mixin"]

    _qbo_mapping_kind = "Deposit"
