from odoo import fields, models

from ..const import NOTING


class QuickbooksConnection(models.Model):
    """Who is asked for a review once a first document is paid."""

    _inherit = "quickbooks.connection"

    review_request = fields.Boolean(
        "Ask for Reviews",
        help="A customer's first paid invoice or receipt, wherever it was paid, "
        "sends one message, and never a second.",
        prefetch=NOTING,
    )
    review_template_id = fields.Many2one(
        "mail.template",
        "Review Message",
        domain="[('model', '=', 'account.move')]",
        default=lambda self: self.env.ref(
            "quickbooks_connector.mail_template_review", raise_if_not_found=False
        ),
        ondelete="set null",
    )

    def _cron_push(self):
        """EXTENDS: make the review requests that documents called for meanwhile."""
        super()._cron_push()
        connection = self._for_worker()
        connection.env["quickbooks.review.request"]._send(connection)
