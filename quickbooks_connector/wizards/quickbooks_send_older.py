from odoo import fields, models


class QuickbooksSendOlder(models.TransientModel):
    """Ask before documents from before the start date are sent."""

    _name = "quickbooks.send.older"
    _description = "Send Older Documents to QuickBooks"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    older_count = fields.Integer("Documents from before", readonly=True)
    message = fields.Char(readonly=True, help="What became of the others.")

    def action_send(self):
        """Send the older ones as well."""
        self.ensure_one()
        records = self.env[self.res_model].browse(self.res_ids).exists()
        return self.env["quickbooks.binding"]._send_older(records)
