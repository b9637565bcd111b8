from odoo import api, fields, models


class QuickbooksGoLive(models.TransientModel):
    """Ask before going live without an approved dry run."""

    _name = "quickbooks.go.live"
    _description = "Go Live with QuickBooks"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade"
    )
    start_date = fields.Date(related="connection_id.start_date", related_sudo=False)
    count = fields.Integer("Documents Left Out", compute="_compute_count")

    @api.depends("connection_id")
    def _compute_count(self):
        self.connection_id.check_access("read")
        for wizard in self:
            wizard.count = wizard.connection_id._count_existing()

    def action_go_live(self):
        """Go live; nothing that is there now is sent."""
        self.ensure_one()
        self.connection_id._check_go_live()
        return self.connection_id._go_live()

    def action_dry_run(self):
        """Make a dry run first."""
        self.ensure_one()
        return self.connection_id.action_dry_run()
