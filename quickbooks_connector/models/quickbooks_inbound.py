from odoo import fields, models

from ..sync import words


class QuickbooksInbound(models.Model):
    """A change in QuickBooks that Odoo has heard of and not applied yet.

    Webhooks and change data capture only write rows here, in the transaction that
    moves their cursor; applying them is a step of its own (``sync/pull.py``). A row
    disappears once it is applied, and stays with its cause when it can't be.
    """

    _name = "quickbooks.inbound"
    _description = "Change in QuickBooks"
    _order = "rank, id"
    _rec_name = "qbo_id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    qbo_id = fields.Char("QuickBooks ID", required=True)
    rank = fields.Integer(required=True, default=0)
    payload = fields.Text(help="The object as QuickBooks sent it; empty: to be read.")
    deleted = fields.Boolean(help="QuickBooks says that it no longer exists.")
    state = fields.Selection(
        [("pending", "Waiting"), ("failed", "Failed")],
        required=True,
        default="pending",
    )
    cause = fields.Char()
    cause_args = fields.Json()
    message = fields.Char("Reason", compute="_compute_message")
    attempts = fields.Integer(default=0)
    next_try = fields.Datetime()

    _object_uniq = models.Constraint(
        "UNIQUE(connection_id, entity, qbo_id)",
        "This change is noted already.",
    )

    def _compute_message(self):
        for inbound in self:
            inbound.message = words.sentence(
                self.env, inbound.cause, inbound.cause_args
            )
