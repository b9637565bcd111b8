from odoo import api, models


class QuickbooksComparison(models.Model):
    """What the stock is worth is compared, too."""

    _inherit = "quickbooks.comparison"

    @api.model
    def _get_parts(self):
        return [*super()._get_parts(), "quickbooks.ledger.inventory"]
