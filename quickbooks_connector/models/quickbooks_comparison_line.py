from odoo import api, fields, models

from ..sync import words


class QuickbooksComparisonLine(models.Model):
    """One figure of both ledgers: a document, what a party owes, a tax, an account."""

    _name = "quickbooks.comparison.line"
    _inherit = ["quickbooks.record.mixin"]
    _description = "QuickBooks Ledger Comparison Line"
    _order = "is_different desc, is_explained, part, size desc, date, id"

    comparison_id = fields.Many2one(
        "quickbooks.comparison", required=True, ondelete="cascade", index=True
    )
    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="comparison_id.company_id", store=True, index=True
    )
    part = fields.Selection(
        selection=lambda self: self.env["quickbooks.comparison"]._selection_part(),
        required=True,
        group_expand="_group_expand_part",
    )
    name = fields.Char("Document", required=True)
    partner_name = fields.Char("Contact")
    date = fields.Date("Date in Odoo")
    qbo_date = fields.Date("Date in QuickBooks")
    res_model = fields.Char("Odoo Model")
    res_id = fields.Many2oneReference("Odoo Record", model_field="res_model")
    entity = fields.Char("QuickBooks Entity")
    facet = fields.Char(default="")
    qbo_id = fields.Char("QuickBooks ID")
    also = fields.Json(help="What else it is there: [[QuickBooks entity, id]].")
    kind = fields.Char(compute="_compute_kind")
    qbo_number = fields.Char("QuickBooks No.")
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary("In Odoo", aggregator=None)
    qbo_amount = fields.Monetary("In QuickBooks", aggregator=None)
    difference = fields.Monetary(aggregator=None)
    tax = fields.Monetary("Tax in Odoo", aggregator=None)
    qbo_tax = fields.Monetary("Tax in QuickBooks", aggregator=None)
    balance = fields.Monetary("Open in Odoo", aggregator=None)
    qbo_balance = fields.Monetary("Open in QuickBooks", aggregator=None)
    size = fields.Float(help="How much differs, whichever way: the most comes first.")
    effects = fields.Json(
        help="What its difference does to what parties owe: see ledgers/document.py."
    )
    is_different = fields.Boolean("Differs")
    is_explained = fields.Boolean(
        "Explained",
        compute="_compute_is_explained",
        store=True,
        help="It agrees, or it is known why not.",
    )
    cause = fields.Char("Code of the Cause")
    cause_args = fields.Json()
    message = fields.Text("Cause", compute="_compute_message")

    _place_idx = models.Index("(comparison_id, is_different, part)")

    # === COMPUTE METHODS === #

    @api.depends("cause", "is_different")
    def _compute_is_explained(self):
        for line in self:
            line.is_explained = bool(line.cause) or not line.is_different

    @api.depends("cause", "cause_args", "is_different")
    @api.depends_context("lang")
    def _compute_message(self):
        for line in self:
            message = words.sentence(self.env, line.cause, line.cause_args)
            if line.is_different and not line.cause:
                message = self.env._("Not explained yet.")
            line.message = message

    @api.depends("entity", "res_model")
    @api.depends_context("lang")
    def _compute_kind(self):
        for line in self:
            entity = line._get_entity() if line.entity else None
            line.kind = entity._get_label() if entity is not None else ""

    @api.model
    def _group_expand_part(self, parts, domain):
        """Show the groups in the order of the page."""
        codes = [
            code for code, _ in self.env["quickbooks.comparison"]._selection_part()
        ]
        return [code for code in codes if code in parts]

    # === BUSINESS METHODS === #

    def _get_counterparts(self):
        """Return ``[(QuickBooks entity, id)]`` of all that the line is there."""
        self.ensure_one()
        if not self.qbo_id:
            return []
        return [(self.entity, self.qbo_id), *map(tuple, self.also or ())]

    def _get_figure(self):
        """Return the figure that differs most, for paper.

        Two documents of the same total may differ in what is open of them.

        :return: ``(its name, in Odoo, in QuickBooks)``
        """
        self.ensure_one()
        figures = [(self.env._("Total"), self.amount, self.qbo_amount)]
        if self.part == "document":
            figures += [
                (self.env._("Tax"), self.tax, self.qbo_tax),
                (self.env._("Open"), self.balance, self.qbo_balance),
            ]
        return max(figures, key=lambda figure: abs(figure[1] - figure[2]))
