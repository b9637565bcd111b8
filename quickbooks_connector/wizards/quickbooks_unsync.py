from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount


class QuickbooksUnsync(models.TransientModel):
    """Say what vanishes in QuickBooks before a payment is deleted there."""

    _name = "quickbooks.unsync"
    _description = "Delete Payments in QuickBooks"

    payment_ids = fields.Many2many("account.payment", required=True, readonly=True)
    deleted_there = fields.Html("Deleted in QuickBooks", compute="_compute_words")
    stays_here = fields.Html("Stays in Odoo", compute="_compute_words")

    @api.depends("payment_ids")
    def _compute_words(self):
        for wizard in self:
            payments = wizard.payment_ids
            refunds = payments._get_quickbooks_refunds()
            refunds = refunds.browse(set(refunds._get_there().mapped("res_id")))
            wizard.deleted_there = _listed(
                [wizard._word_payment(payment) for payment in payments]
                + [wizard._word_refund(refund) for refund in refunds - payments]
            )
            wizard.stays_here = _listed(
                [
                    self.env._("The payments and what they are applied to in Odoo."),
                    *wizard._word_reopened(),
                ]
            )

    def _word_payment(self, payment):
        return self.env._(
            "%(payment)s, %(amount)s (%(number)s in QuickBooks)",
            payment=payment.display_name,
            amount=format_amount(self.env, payment.amount, payment.currency_id),
            number=payment._get_there()[:1].qbo_id,
        )

    def _word_refund(self, refund):
        return self.env._(
            "Its refund %(payment)s, %(amount)s (%(number)s in QuickBooks)",
            payment=refund.display_name,
            amount=format_amount(self.env, refund.amount, refund.currency_id),
            number=refund._get_there()[:1].qbo_id,
        )

    def _word_reopened(self):
        """Return a sentence for each document that becomes open there."""
        sentences = []
        for payment in self.payment_ids:
            entity = payment._get_there()[:1]._get_entity()
            parts = entity._parts(payment) if hasattr(entity, "_parts") else {}
            for move, amount in parts.items():
                if move.is_invoice(include_receipts=True):
                    sentences.append(
                        self.env._(
                            "%(document)s becomes open in QuickBooks: %(amount)s",
                            document=move.display_name,
                            amount=format_amount(
                                self.env, float(amount), move.currency_id
                            ),
                        )
                    )
        return sentences

    def action_unsync(self):
        """Delete the payments in QuickBooks, with their refunds."""
        self.ensure_one()
        count = self.payment_ids._quickbooks_unsync()
        return self.env["quickbooks.binding"]._tell_action(
            self.env._("On their way out of QuickBooks: %s", count)
        )


def _listed(texts):
    items = Markup().join(Markup("<li>%s</li>") % text for text in texts)
    return Markup("<ul>%s</ul>") % items
