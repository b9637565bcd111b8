from markupsafe import Markup

from odoo import api, fields, models


class QuickbooksInventoryOwner(models.TransientModel):
    """Say what happens before somebody else counts the stock, and do it."""

    _name = "quickbooks.inventory.owner"
    _description = "Change Who Counts the Stock"

    connection_id = fields.Many2one("quickbooks.connection", required=True)
    owner = fields.Selection(
        [("odoo", "Odoo"), ("quickbooks", "QuickBooks")], required=True
    )
    happens = fields.Html("What Will Happen", compute="_compute_happens")

    @api.depends("connection_id", "owner")
    def _compute_happens(self):
        self.connection_id.check_access("read")
        for wizard in self:
            count = len(wizard.connection_id.sudo()._get_other_kind(wizard.owner))
            sentences = (
                wizard._word_quickbooks(count)
                if wizard.owner == "quickbooks"
                else wizard._word_odoo(count)
            )
            items = Markup().join(Markup("<li>%s</li>") % text for text in sentences)
            wizard.happens = Markup("<ul>%s</ul>") % items

    def _word_quickbooks(self, count):
        """Return what happens when QuickBooks begins to count."""
        return [
            self.env._(
                "From today on every invoice and bill changes the quantities in "
                "QuickBooks. Counts, scrap and manufacturing of Odoo are sent as "
                "inventory adjustments; deliveries and receipts are not, for their "
                "documents move the same goods."
            ),
            self.env._(
                "Stocked products that QuickBooks has without quantities: %s. Each "
                "gets a new inventory item with today's stock. The old item keeps its "
                'documents and its name gets an addition: "(until …)".',
                count,
            ),
            self.env._(
                "QuickBooks books the cost of what is sold by itself, and the value of "
                "the stock that it begins with against its opening balance equity: "
                "tell the accountant. Odoo's own stock values are not sent any more."
            ),
        ]

    def _word_odoo(self, count):
        """Return what happens when Odoo alone counts."""
        return [
            self.env._(
                "From today on stocked products go as non-inventory items: nothing "
                "changes quantities in QuickBooks, and QuickBooks books no cost of "
                "what is sold. Send the value of the stock from Odoo if it should know "
                "it."
            ),
            self.env._(
                "Stocked products that QuickBooks counts: %s. The quantity of each is "
                "set to zero there, and a new non-inventory item takes its place. The "
                "old item keeps its documents and its name gets an addition: "
                '"(until …)".',
                count,
            ),
            self.env._(
                "QuickBooks books the value of the stock that it gives up to its "
                "account for inventory corrections: tell the accountant."
            ),
        ]

    def action_change(self):
        """Let the other side count from today on."""
        self.ensure_one()
        self.connection_id._check_manager()
        self.connection_id.sudo()._change_owner(self.owner)
        return self.connection_id._notify(
            self.env._("It is being changed in QuickBooks.")
        )
