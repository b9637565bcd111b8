from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import format_date


class QuickbooksStockAdjustment(models.Model):
    """Movements of stock that QuickBooks learns of by one inventory adjustment.

    The push makes them (see ``quickbooks_connection_stock.py``), of a day or of an
    operation; what is said follows from the movements, so that a correction of one of
    them is sent too.
    """

    _name = "quickbooks.stock.adjustment"
    _inherit = ["mail.thread", "mail.activity.mixin", "quickbooks.synced.mixin"]
    _description = "Stock Adjustment in QuickBooks"
    _order = "date desc, id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    name = fields.Char(compute="_compute_name")
    date = fields.Date(required=True, readonly=True)
    operation = fields.Char(
        readonly=True, help="Empty: all of the day that is booked to the same account."
    )
    account_id = fields.Many2one(
        "account.account",
        "Account of the Location",
        readonly=True,
        help="Where Odoo books what goes to or comes from the location. Empty: the "
        "account for stock adjustments of the settings.",
    )
    move_ids = fields.One2many(
        "stock.move", "qbo_adjustment_id", "Movements", readonly=True
    )
    product_count = fields.Integer("Products", compute="_compute_product_count")

    @api.depends("date", "operation")
    @api.depends_context("lang")
    def _compute_name(self):
        for adjustment in self:
            day = format_date(self.env, adjustment.date)
            adjustment.name = (
                self.env._("%(operation)s, %(day)s", operation=operation, day=day)
                if (operation := adjustment.operation)
                else self.env._("Stock, %(day)s", day=day)
            )

    @api.depends("move_ids.product_id")
    def _compute_product_count(self):
        for adjustment in self:
            adjustment.product_count = len(adjustment.sudo().move_ids.product_id)

    def _get_quantities(self):
        """Return ``{product: change of its quantity}``, without what comes to nothing.

        Quantities are in the unit of the product.
        """
        self.ensure_one()
        changes = defaultdict(float)
        for move in self.sudo().move_ids:
            changes[move.product_id] += move._quickbooks_quantity()
        return {
            product: change
            for product, change in changes.items()
            if not product.uom_id.is_zero(change)
        }

    # === ACTION METHODS === #

    def action_quickbooks_sync(self):
        """Send these with the next run; nobody writes them, who sees them may ask."""
        return super(
            QuickbooksStockAdjustment, self._for_asked()
        ).action_quickbooks_sync()

    def action_quickbooks_skip(self):
        """Leave these out until somebody includes them again."""
        return super(
            QuickbooksStockAdjustment, self._for_asked()
        ).action_quickbooks_skip()

    def _for_asked(self):
        """Return these as the code may write them, for a user who may see them."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        return self.sudo()
