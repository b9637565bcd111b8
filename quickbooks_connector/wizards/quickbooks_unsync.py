from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..sync import words

_PAYMENT = "account.payment"
#: Records that are listed by name; more are counted.
_LISTED = 40


class QuickbooksUnsync(models.TransientModel):
    """Say what vanishes in QuickBooks before documents or payments are deleted there.

    Payments go with their refunds. What can't be deleted there is named with the
    reason, and is left as it is.
    """

    _name = "quickbooks.unsync"
    _description = "Delete in QuickBooks"

    payment_ids = fields.Many2many("account.payment", readonly=True)
    binding_ids = fields.Many2many(
        "quickbooks.binding", readonly=True, help="Links of what are no payments."
    )
    kept_ids = fields.Many2many(
        "quickbooks.binding",
        "quickbooks_unsync_kept_rel",
        readonly=True,
        help="Links of what was in QuickBooks before.",
    )
    counts = fields.Char(compute="_compute_words")
    deleted_there = fields.Html("Deleted in QuickBooks", compute="_compute_words")
    stays_here = fields.Html("Stays as it is", compute="_compute_words")
    not_possible = fields.Html("Can't be undone there", compute="_compute_words")
    can_delete = fields.Boolean(compute="_compute_words")

    # === ASKING === #

    @api.model
    def _ask(self, links, created=None):
        """Return the question whether QuickBooks deletes what ``links`` stand for.

        :param links: sudoed links of records, of any kind
        :param created: those of them that were new in QuickBooks; all by default
        :raise UserError: QuickBooks has none of them
        """
        links = links.filtered(lambda link: link.qbo_id and not link.is_withdrawn)
        if not links:
            raise UserError(self.env._("QuickBooks has none of these."))
        kept = links.browse() if created is None else links - created
        payments = (links - kept).filtered(lambda link: link.res_model == _PAYMENT)
        wizard = self.create(
            {
                "payment_ids": list(set(payments.mapped("res_id"))),
                "binding_ids": (links - payments - kept).ids,
                "kept_ids": kept.ids,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Delete in QuickBooks?"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # === COMPUTE METHODS === #

    @api.depends("payment_ids", "binding_ids", "kept_ids")
    @api.depends_context("lang")
    def _compute_words(self):
        for wizard in self:
            obstacles = wizard._get_obstacles()
            payments, links = wizard._get_possible(obstacles)
            refunds = payments._get_quickbooks_refunds()
            refunds = refunds.browse(set(refunds._get_there().mapped("res_id")))
            deleted = [wizard._word_payment(payment) for payment in payments]
            deleted += [wizard._word_refund(refund) for refund in refunds - payments]
            deleted += [wizard._word_link(link) for link in links]
            wizard.can_delete = bool(deleted)
            wizard.counts = wizard._word_counts(len(deleted), len(obstacles))
            wizard.deleted_there = wizard._list(deleted)
            wizard.stays_here = wizard._list(wizard._word_staying(payments, links))
            wizard.not_possible = obstacles and wizard._list(
                f"{link.record_name}: {reason}" for link, reason in obstacles.items()
            )

    def _get_obstacles(self):
        """Return ``{link: why QuickBooks can't delete it}``.

        :raise AccessError: the user may not read all that is asked about
        """
        self.ensure_one()
        self._check_readable()
        kept = words.sentence(self.env, "was_changed")
        found = dict.fromkeys(self.sudo().kept_ids, kept)
        for link in self.payment_ids._get_there() | self.sudo().binding_ids:
            reason = link._word_undo_obstacle()
            if reason:
                found[link] = reason
        return found

    def _check_readable(self):
        """Let nobody ask about links, or records, that they do not see.

        A shared contact may be read by people who see nothing of another company's
        link of it.
        """
        links_sudo = self.sudo().binding_ids | self.sudo().kept_ids
        links_sudo.with_env(self.env).check_access("read")
        for record_sudo in links_sudo._get_records().values():
            record_sudo.with_env(self.env).check_access("read")
        self.sudo().payment_ids.with_env(self.env).check_access("read")

    def _get_possible(self, obstacles):
        """Return the payments and the other links that QuickBooks can delete."""
        stuck = {link.res_id for link in obstacles if link.res_model == _PAYMENT}
        payments = self.payment_ids.filtered(lambda one: one.id not in stuck)
        links = self.sudo().binding_ids.filtered(lambda link: link not in obstacles)
        return payments, links

    # === WORDS === #

    def _word_counts(self, deleted, kept):
        if not kept:
            return self.env._("Deleted in QuickBooks: %s.", deleted)
        return self.env._(
            "Deleted in QuickBooks: %(deleted)s. Can't be undone there: %(kept)s.",
            deleted=deleted,
            kept=kept,
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

    def _word_link(self, link):
        record = link._get_record()
        amount = ""
        if "amount_total" in record._fields:
            amount = format_amount(self.env, record.amount_total, record.currency_id)
        return self.env._(
            "%(kind)s %(record)s, %(amount)s (%(number)s in QuickBooks)",
            kind=link.kind,
            record=record.display_name,
            amount=amount,
            number=link.doc_number or link.qbo_id,
        )

    def _word_staying(self, payments, links):
        """Return sentences about what stays, and what becomes open."""
        return [
            self.env._("In Odoo: all of it, and what it is applied to."),
            *self._word_reopened(payments),
            *self._word_unapplied(payments, links),
        ]

    def _word_reopened(self, payments):
        """Return a sentence for each document that becomes open there."""
        sentences = []
        for payment in payments:
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

    def _word_unapplied(self, payments, links):
        """Return a sentence for each payment that settles less there from then on."""
        moves = self.env["account.move"].browse(
            link.res_id for link in links if link.res_model == "account.move"
        )
        settling = moves.sudo().reconciled_payment_ids - payments.sudo()
        settling = settling.filtered("qbo_url")
        return [
            self.env._(
                "%(payment)s stays in QuickBooks and is applied to less there.",
                payment=payment.display_name,
            )
            for payment in settling
        ]

    def _list(self, texts):
        texts = list(texts)
        more = len(texts) - _LISTED
        if more > 0:
            texts = [*texts[:_LISTED], self.env._("And more: %s", more)]
        items = Markup().join(Markup("<li>%s</li>") % text for text in texts)
        return Markup("<ul>%s</ul>") % items

    # === ACTION METHODS === #

    def action_unsync(self):
        """Delete in QuickBooks what can be deleted there."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        payments, links_sudo = self._get_possible(self._get_obstacles())
        for record in links_sudo._get_records().values():
            record.sudo(False).check_access("write")
        count = payments._quickbooks_unsync() if payments else 0
        links_sudo._undo()
        return self.env["quickbooks.binding"]._tell_action(
            self.env._("On their way out of QuickBooks: %s", count + len(links_sudo))
        )
