from odoo import fields, models

#: Account types and detail types that QuickBooks wants for what it counts, by setting.
_STOCK_ACCOUNTS = {
    "asset_account_id": ("Other Current Asset", "Inventory"),
    "cogs_account_id": ("Cost of Goods Sold", "SuppliesMaterialsCogs"),
}


class QuickbooksConnection(models.Model):
    """How products are shown in QuickBooks: their categories, and who counts them."""

    _inherit = "quickbooks.connection"

    inventory_owner = fields.Selection(
        [("odoo", "Odoo"), ("quickbooks", "QuickBooks")],
        "Who Counts Stock",
        required=True,
        default="odoo",
        help="Odoo: stocked products are non-inventory items in QuickBooks, which "
        "keeps no quantities of them. QuickBooks: new ones are inventory items, and "
        "every invoice and bill moves their quantity there.",
    )
    asset_account_id = fields.Many2one(
        "quickbooks.reference",
        "Inventory Asset Account",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('account_type', '=', 'Other Current Asset'),"
        " ('account_subtype', '=', 'Inventory')]",
        help="Where QuickBooks keeps the value of what it counts.",
    )
    cogs_account_id = fields.Many2one(
        "quickbooks.reference",
        "Account for the Cost of Goods Sold",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('account_type', '=', 'Cost of Goods Sold')]",
        help="For what QuickBooks counts and whose own account it would not take.",
    )
    send_categories = fields.Boolean(
        "Show Products in Their Categories",
        default=True,
        help="On: a product is listed in QuickBooks in its category, which is created "
        "there when it is missing. Off: only categories that came from QuickBooks are "
        "used.",
    )
    has_categories = fields.Boolean(
        default=True,
        copy=False,
        readonly=True,
        help="Off: this company in QuickBooks lists its products without categories.",
    )

    def _take_company(self, info, preferences):
        super()._take_company(info, preferences)
        said = {
            row.get("Name"): row.get("Value") for row in info.get("NameValue") or ()
        }
        # Companies that are silent about it have them: all but very old ones do.
        self.has_categories = said.get("ItemCategoriesFeature") != "false"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("inventory_owner") == "quickbooks":
            for connection in self:
                connection._choose_stock_accounts()
        return result

    def _choose_stock_accounts(self):
        """Choose the accounts for what QuickBooks counts: its own are the oldest."""
        for fname, (kind, detail) in _STOCK_ACCOUNTS.items():
            found = self.env["quickbooks.reference"].search(
                [
                    ("connection_id", "=", self.id),
                    ("kind", "=", "Account"),
                    ("account_type", "=", kind),
                    ("account_subtype", "=", detail),
                ]
            )
            if not self[fname]:
                self[fname] = found.sorted(lambda entry: int(entry.qbo_id))[:1]
