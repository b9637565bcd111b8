from odoo import api, fields, models


class QuickbooksBinding(models.Model):
    """What somebody, or the settings, decided about a document that was held."""

    _inherit = "quickbooks.binding"

    balance = fields.Char(
        help="What a line in QuickBooks makes up for, because QuickBooks computes "
        "otherwise than Odoo: a number in the document's currency."
    )
    is_redated = fields.Boolean(
        "Dated Otherwise",
        help="Somebody chose to date it to the next open day of QuickBooks' books.",
    )
    kind = fields.Char(
        compute="_compute_shown", help="What people call one of its kind."
    )
    record_name = fields.Char("In Odoo", compute="_compute_shown")
    url = fields.Char("Open in QuickBooks", compute="_compute_shown")
    number_there = fields.Char("In QuickBooks", compute="_compute_shown")

    @api.depends("entity", "res_id", "qbo_id", "doc_number", "qbo_name")
    @api.depends_context("lang")
    def _compute_shown(self):
        """Say what a list of links shows of each: kind, names, address."""
        for binding in self:
            entity = binding._get_entity()
            binding.kind = entity._get_label()
            binding.record_name = binding._get_record().display_name
            binding.url = binding._get_url()
            binding.number_there = binding.doc_number or binding.qbo_name
