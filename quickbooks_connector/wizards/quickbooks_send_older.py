from odoo import fields, models


class QuickbooksSendOlder(models.TransientModel):
    """Ask before documents from before the start date are sent."""

    _name = "quickbooks.send.older"
    _inherit = ["quickbooks.asked.mixin"]
    _description = "Send Older Documents to QuickBooks"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    older_count = fields.Integer("Documents from before", readonly=True)
    message = fields.Char(readonly=True, help="What became of the others.")

    def action_send(self):
        """Send the older ones as well."""
        self.ensure_one()
        # From outside it may be anything that JSON can say.
        ids = self.res_ids if isinstance(self.res_ids, list) else []
        ids = [id_ for id_ in ids if type(id_) is int]
        records = self.env[self.res_model].browse(ids).exists()
        return self.env["quickbooks.binding"]._send_older(records)
