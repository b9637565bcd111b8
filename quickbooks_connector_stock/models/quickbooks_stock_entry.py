from odoo import api, fields, models
from odoo.tools import format_date


class QuickbooksStockEntry(models.Model):
    """What moved between two accounts of the stock on one day, as QuickBooks gets it.

    Where Odoo counts the stock, QuickBooks knows no cost of what is sold. Odoo's own
    books say it in many places: on invoices, in entries of scraps, counts, productions
    and landed costs, at the closing. Each day and pair of accounts is one row here, and
    one journal entry there. Rows follow Odoo's books, whatever is changed in them; how
    they are found is told in ``quickbooks_stock_entry_sum.py``.
    """

    _name = "quickbooks.stock.entry"
    _inherit = ["quickbooks.synced.mixin"]
    _description = "Stock Value in QuickBooks"
    _order = "date desc, id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, index=True)
    account_id = fields.Many2one("account.account", required=True, ondelete="restrict")
    counterpart_id = fields.Many2one(
        "account.account", "Other Account", ondelete="restrict"
    )
    reference_id = fields.Many2one(
        "quickbooks.reference",
        "Account of the Item",
        ondelete="restrict",
        help="The account that QuickBooks has booked a bill to, where it is another "
        "one than Odoo's.",
    )
    other_name = fields.Char("Against", compute="_compute_other_name")
    amount = fields.Monetary(
        required=True, help="Positive: the account is debited, and the other credited."
    )

    _pair_uniq = models.UniqueIndex(
        "(connection_id, date, account_id, COALESCE(counterpart_id, 0), "
        "COALESCE(reference_id, 0))",
        "These two accounts have a row for this day.",
    )

    # === COMPUTE METHODS === #

    @api.depends("counterpart_id", "reference_id")
    def _compute_other_name(self):
        for entry in self:
            other = entry.counterpart_id or entry.reference_id
            entry.other_name = other.display_name

    @api.depends("date", "account_id", "other_name")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = self.env._(
                "Stock of %(date)s: %(account)s against %(other)s",
                date=format_date(self.env, entry.date),
                account=entry.account_id.display_name,
                other=entry.other_name,
            )

    # === ACTION METHODS === #

    def action_sum(self):
        """Sum up the stock of the current company now, the present day included."""
        connections = self.env["quickbooks.connection"]
        live = connections._live_by_company()
        return connections.browse(live.get(self.env.company.id)).action_sum_stock()

    def action_quickbooks_sync(self):
        """Send these rows again; people read them, and write none."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        return super(QuickbooksStockEntry, self.sudo()).action_quickbooks_sync()

    def action_items(self):
        """Open the journal items of Odoo that this row is the sum of."""
        self.ensure_one()
        self.check_access("read")
        accounts = self.account_id | self.counterpart_id
        domain = [
            ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"),
            ("date", "=", self.date),
            ("account_id", "in", accounts.ids),
        ]
        if self.reference_id:
            domain.append(("move_id.move_type", "in", ("in_invoice", "in_refund")))
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": domain,
        }
