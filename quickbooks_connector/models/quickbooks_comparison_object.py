from odoo import fields, models


class QuickbooksComparisonObject(models.Model):
    """What is kept of an object of QuickBooks while both ledgers are compared.

    Written and deleted by the comparison alone; nobody sees it.
    """

    _name = "quickbooks.comparison.object"
    _description = "Object of a QuickBooks Ledger Comparison"
    _order = "id"
    _rec_name = "qbo_id"

    comparison_id = fields.Many2one(
        "quickbooks.comparison", required=True, ondelete="cascade"
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    qbo_id = fields.Char("QuickBooks ID", required=True)
    content = fields.Json(help="See ledgers/figures.py.")

    _object_uniq = models.Constraint(
        "UNIQUE(comparison_id, entity, qbo_id)", "This object is kept already."
    )
