from odoo import api, fields, models
from odoo.tools import formatLang

from ..reasons import REASONS


class QuickbooksStockLine(models.Model):
    """What both sides have of one product, or of one account of the stock, and why.

    A run of the kind *stock* brings the rows up to date, see
    ``quickbooks_run_stock.py``. What explains a difference is kept as codes with
    quantities and the ids of records; ``quickbooks_stock_why.py`` finds it.
    """

    _name = "quickbooks.stock.line"
    _description = "QuickBooks Stock Comparison"
    _order = "state desc, name, id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char("Product or Account", required=True)
    product_id = fields.Many2one("product.product", ondelete="cascade")
    account_id = fields.Many2one("account.account", ondelete="cascade")
    qbo_id = fields.Char("QuickBooks ID")
    is_former = fields.Boolean(
        "Former Item", help="The product has another item since who counts was changed."
    )
    state = fields.Selection(
        [("agree", "Agrees"), ("explained", "Explained"), ("open", "Not explained")],
        required=True,
        default="open",
    )
    quantity = fields.Float("Quantity in Odoo", digits="Product Unit")
    qbo_quantity = fields.Float("Quantity in QuickBooks", digits="Product Unit")
    quantity_difference = fields.Float(digits="Product Unit")
    value = fields.Monetary("Value in Odoo")
    qbo_value = fields.Monetary("Value in QuickBooks")
    value_difference = fields.Monetary()
    reasons = fields.Json(help="What explains the difference, as codes.")
    explanation = fields.Text(compute="_compute_explanation")
    has_records = fields.Boolean(compute="_compute_explanation")
    checked_at = fields.Datetime("Compared", required=True)

    _item_uniq = models.UniqueIndex(
        "(connection_id, qbo_id) WHERE qbo_id IS NOT NULL",
        "This item has a row already.",
    )
    _product_uniq = models.UniqueIndex(
        "(connection_id, product_id) WHERE product_id IS NOT NULL",
        "This product has a row already.",
    )
    _account_uniq = models.UniqueIndex(
        "(connection_id, account_id) WHERE account_id IS NOT NULL",
        "This account has a row already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            sentences = [line._word_reason(reason) for reason in line.reasons or ()]
            line.explanation = "\n".join(sentences)
            line.has_records = any(one.get("ids") for one in line.reasons or ())

    def _word_reason(self, reason):
        """Return one reason as a sentence."""
        return self.env._(
            "%(reason)s: %(amount)s. %(names)s",
            reason=self.env._(REASONS[reason["code"]]),
            amount=self._format(reason["amount"]),
            names=reason.get("names") or "",
        ).strip()

    def _format(self, amount):
        """Return a quantity of the product, or an amount of the account, for people."""
        if self.product_id or self.qbo_id and not self.account_id:
            return formatLang(self.env, amount, dp="Product Unit")
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    # === ACTION METHODS === #

    def action_compare(self):
        """Compare the stock of the current company now, in the background."""
        connections = self.env["quickbooks.connection"]
        connections._check_user()
        live = connections._live_by_company()
        connection = connections.browse(live.get(self.env.company.id))
        self.env["quickbooks.run"]._start(connection, "stock")
        return connection._notify(self.env._("The stock is being compared."))

    def action_records(self):
        """Open the records that explain the difference."""
        self.ensure_one()
        self.check_access("read")
        actions = [
            {
                "type": "ir.actions.act_window",
                "name": self._word_reason(reason),
                "res_model": reason["model"],
                "view_mode": "list,form",
                "domain": [("id", "in", reason["ids"])],
            }
            for reason in self.reasons or ()
            if reason.get("ids")
        ]
        return actions[0] if actions else False
