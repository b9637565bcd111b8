import logging

import psycopg2

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

#: Mails put into Odoo's queue by one run.
REVIEW_CHUNK = 50


class QuickbooksReviewRequest(models.Model):
    """A customer who is asked for a review, once, over the first paid document.

    The row is written by whatever sees the document paid, a user or the import of a
    payment; the mail is made from the template by the connection's cron. One row per
    customer and company, in the database: so nobody is asked twice.
    """

    _name = "quickbooks.review.request"
    _description = "QuickBooks Review Request"
    _order = "id desc"
    _rec_name = "partner_id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one("account.move", "Document", ondelete="set null")
    # waiting ──cron──▶ sent (in Odoo's mail queue)   failed: the template can't be used
    state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
        required=True,
        default="waiting",
    )

    _partner_uniq = models.Constraint(
        "UNIQUE(connection_id, partner_id)", "This customer was asked already."
    )

    @api.model
    def _note_paid(self, moves):
        """Note who is to be asked now that ``moves`` are paid, if anybody.

        Called in the user's transaction: three statements whatever their number.
        """
        live = self.env["quickbooks.connection"]._live_by_company()
        connections_sudo = (
            self.env["quickbooks.connection"]
            .sudo()
            .browse(live[id_] for id_ in moves.company_id.ids if id_ in live)
            .filtered("review_request")
        )
        for connection_sudo in connections_sudo:
            firsts = self._first_paid(moves, connection_sudo.company_id)
            if firsts:
                self.sudo().create(
                    [
                        {
                            "connection_id": connection_sudo.id,
                            "partner_id": partner.id,
                            "move_id": move.id,
                        }
                        for partner, move in firsts.items()
                    ]
                )
                connection_sudo._wake_push()

    @api.model
    def _first_paid(self, moves, company):
        """Return ``{customer: document}`` of those whose first paid document it is."""
        firsts = {}
        for move in moves.sorted("id"):
            partner = move.commercial_partner_id
            asked = move.partner_id.email or partner.email
            if asked and move.company_id == company:
                firsts.setdefault(partner, move)
        if not firsts:
            return {}
        partners = self.env["res.partner"].union(*firsts)
        known = self._asked(partners, company) | self._have_paid(
            partners, company, moves
        )
        return {p: move for p, move in firsts.items() if p not in known}

    @api.model
    def _asked(self, partners, company):
        """Return those of ``partners`` who have a request already."""
        domain = [("company_id", "=", company.id), ("partner_id", "in", partners.ids)]
        return self.sudo().search(domain).partner_id

    @api.model
    def _have_paid(self, partners, company, moves):
        """Return those of ``partners`` with a paid document beside ``moves``."""
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("commercial_partner_id", "in", partners.ids),
                    ("move_type", "in", ("out_invoice", "out_receipt")),
                    ("state", "=", "posted"),
                    ("payment_state", "in", ("in_payment", "paid")),
                    ("amount_total", ">", 0),
                    ("id", "not in", moves.ids),
                ],
                ["commercial_partner_id"],
            )
        )
        return partners.browse(partner.id for (partner,) in groups)

    @api.model
    def _send(self, connection):
        """Put the mails of those who wait into Odoo's queue; return how many."""
        template = connection.review_template_id
        if not template or not connection.review_request:
            return 0
        waiting = self.search(
            [("connection_id", "=", connection.id), ("state", "=", "waiting")],
            limit=REVIEW_CHUNK,
            order="id",
        ).try_lock_for_update()
        for request in waiting:
            request.state = request._send_one(template)
        if len(waiting) == REVIEW_CHUNK:
            connection._wake_push()
        return len(waiting)

    def _send_one(self, template):
        """Return the state that follows from making the mail of one request."""
        self.ensure_one()
        if not self.move_id:
            return "failed"
        try:
            with self.env.cr.savepoint():
                template.send_mail(self.move_id.id, force_send=False)
        except psycopg2.Error:
            raise
        except Exception:  # pylint: disable=broad-except
            # A template that people edit may be wrong; the books are not.
            _logger.exception("The review request %s can't be made", self.id)
            return "failed"
        return "sent"
