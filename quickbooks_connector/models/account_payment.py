from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sync.mark import mark


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "quickbooks.synced.mixin"]

    qbo_sync = fields.Boolean(
        "Sync with QuickBooks",
        default=lambda self: self._get_default_qbo_sync(self.env.company),
        copy=False,
        help="Whether QuickBooks gets this payment. It can be changed until it has.",
    )
    qbo_is_theirs = fields.Boolean(
        "Made in QuickBooks",
        readonly=True,
        copy=False,
        help="QuickBooks leads such a payment; one made in Odoo is led by Odoo.",
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "qbo_sync", "invoice_ids", "is_reconciled")
    def _compute_qbo_message(self):
        super()._compute_qbo_message()
        self._word_what_waits()

    # === CRUD METHODS === #

    @api.model
    def _get_default_qbo_sync(self, company):
        """Return whether payments entered by hand go to QuickBooks, by the settings."""
        connection_sudo = self.env["quickbooks.connection"].sudo()._for_company(company)
        return not connection_sudo or connection_sudo.sync_hand_payments

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "qbo_sync" not in vals:
                journal = self.env["account.journal"].browse(vals.get("journal_id"))
                company = journal.company_id or self.env.company
                # What a payment provider has received was entered by nobody.
                vals["qbo_sync"] = bool(
                    vals.get("payment_transaction_id")
                    or self._get_default_qbo_sync(company)
                )
        return super().create(vals_list)

    def write(self, vals):
        if "qbo_sync" in vals:
            changed = self.filtered(lambda p: p.qbo_sync != bool(vals["qbo_sync"]))
            changed._check_qbo_sync(vals["qbo_sync"])
        return super().write(vals)

    def _check_qbo_sync(self, wanted):
        """Let go what waits, when it is not to be sent; refuse that of what has gone.

        :raise UserError: QuickBooks has the payment already
        """
        bindings_sudo = self.sudo().qbo_binding_ids
        there_sudo = bindings_sudo.filtered(lambda b: b.qbo_id or b.request_id)
        if there_sudo and not wanted:
            raise UserError(
                self.env._(
                    "%(payment)s is in QuickBooks already, so it stays ticked. Take it "
                    "out of QuickBooks first.",
                    payment=there_sudo[0]._get_record().display_name,
                )
            )
        bindings_sudo.filtered(lambda b: not b.qbo_id).unlink()

    def _get_shown_bindings(self):
        # The payment itself stands for it, before the write-off that it needs; unless
        # that is what holds it.
        return (
            super()
            ._get_shown_bindings()
            .sorted(lambda binding: (binding.cause == "needs", -binding.rank))
        )

    # === BUSINESS METHODS === #

    def _synchronize_to_moves(self, changed_fields):
        """Merge the parts of a draft entry before Odoo rewrites it.

        A payment of QuickBooks over documents of several accounts has a line for each;
        Odoo rewrites entries of one line only, and an edited amount fits no split.
        """
        trigger = self._get_trigger_fields_to_synchronize()
        if not changed_fields.isdisjoint(trigger):
            for payment in self.filtered(lambda p: p.move_id.state == "draft"):
                _liquidity, counterparts, _other = payment._seek_for_lines()
                payment._merge_counterparts(counterparts)
        return super()._synchronize_to_moves(changed_fields)

    def _merge_counterparts(self, lines):
        """Make one line of the receivable or payable ``lines`` of a draft entry."""
        if len(lines) < 2:
            return
        self.move_id.with_context(skip_invoice_sync=True).write(
            {
                "line_ids": [
                    *((2, line.id) for line in lines[1:]),
                    (
                        1,
                        lines[0].id,
                        {
                            "amount_currency": sum(lines.mapped("amount_currency")),
                            "balance": sum(lines.mapped("balance")),
                        },
                    ),
                ]
            }
        )

    # === ACTION METHODS === #

    def action_quickbooks_sync(self):
        """Send these payments, those too that were not to go by themselves."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("write")
        self.filtered(lambda payment: not payment.qbo_sync).qbo_sync = True
        return super().action_quickbooks_sync()


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._quickbooks_mark()
        return partials

    def unlink(self):
        self._quickbooks_mark()
        return super().unlink()

    def _quickbooks_mark(self):
        """Note that the payments among what is reconciled are applied otherwise now."""
        if self.env.context.get("quickbooks_no_mark"):
            return
        if self and self.env["quickbooks.connection"]._live_by_company():
            for records in self._quickbooks_settling():
                mark(records)

    def _quickbooks_settling(self):
        """Return recordsets of what tells QuickBooks of these reconciliations."""
        moves = (self.debit_move_id + self.credit_move_id).move_id
        return [moves.sudo().origin_payment_id, self._quickbooks_sayers()]

    def _quickbooks_sayers(self):
        """Return the payments that say these applications of credits, too."""
        qbo_ids = [id_ for id_ in self.mapped("qbo_payment_id") if id_]
        payments = self.env["account.payment"]
        if not qbo_ids:
            return payments
        bindings_sudo = self.env["quickbooks.binding"].sudo()
        found = bindings_sudo.search(
            [("res_model", "=", payments._name), ("qbo_id", "in", qbo_ids)]
        )
        return payments.browse(found.mapped("res_id"))
