from odoo import models


class AccountPaymentTerm(models.Model):
    _name = "account.payment.term"
    _inherit = ["account.payment.term", "quickbooks.matched.mixin"]

    _qbo_mapping_kind = "Term"
