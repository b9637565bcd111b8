"""Sales receipts and refund receipts of QuickBooks, with the money that is in them."""

from odoo import Command, models
from odoo.tools import email_normalize_all

from . import convert, lookup
from .cause import EntityError


class QuickbooksEntitySalesReceipt(models.AbstractModel):
    """A receipt becomes a posted document and its payment, in one go: Odoo has no
    document that holds money. What QuickBooks changes of the one changes the other.
    """

    _inherit = "quickbooks.entity.sales.receipt"

    #: Whether money comes in or is given back.
    _payment_type = "inbound"

    def _import_move_type(self, obj):
        return "out_receipt"

    def _prepare_import_vals(self, reading):
        self._require_journal(reading)
        return super()._prepare_import_vals(reading) | {"qbo_is_receipt": True}

    def _find_record(self, obj, connection):
        # What is paid at once here is known by its payment, not by its number.
        return self.env[self._odoo_model]

    # === WHO === #

    def _party_there(self, reading):
        """Return who bought: QuickBooks need not say it of a sale over the counter.

        :raise EntityError: nobody knows
        """
        party = super()._party_there(reading)
        if party or reading.obj.get("CustomerRef"):
            return party
        found = self._party_of_email(reading) or reading.connection.walk_in_partner_id
        if not found:
            raise EntityError("nobody_bought")
        return found

    def _party_of_email(self, reading):
        """Return the one customer whose address the receipt was sent to, maybe none."""
        text = convert.get(reading.obj, "BillEmail.Address") or ""
        partners = self.env["res.partner"]
        domain = partners._check_company_domain(reading.company)
        emails = email_normalize_all(text)
        found = partners.search([*domain, ("email_normalized", "in", emails)], limit=2)
        return found if len(found) == 1 else partners

    # === MONEY === #

    def _require_journal(self, reading):
        """Return the journal that the money of a receipt goes through.

        :raise EntityError: there is none
        """
        obj, connection = reading.obj, reading.connection
        account = convert.get(obj, "DepositToAccountRef.value")
        ids = lookup.standing_for(connection, "Deposit", account)
        default = connection.payment_journal_id
        journal = default
        if default.id not in ids and len(ids) == 1:
            journal = self.env["account.journal"].browse(ids).exists() or default
        if not journal:
            raise EntityError("deposit_unmatched")
        return journal

    def _settle_money(self, move, reading):
        super()._settle_money(move, reading)
        payments = move._quickbooks_money()
        if self._is_paid_so(payments, move, reading):
            return
        self._cancel_payments(payments)
        if not move.currency_id.is_zero(move.amount_total):
            self._create_payment(move, reading)

    def _is_paid_so(self, payments, move, reading):
        """Tell whether ``payments`` are the money that QuickBooks tells of."""
        return (
            len(payments) == 1
            and payments.journal_id == self._require_journal(reading)
            and payments.date == move.date
            and payments.currency_id == move.currency_id
            and not move.currency_id.compare_amounts(payments.amount, move.amount_total)
            and move.payment_state in ("paid", "in_payment")
        )

    def _create_payment(self, move, reading):
        """Register the money of ``move`` and reconcile it."""
        vals = self._payment_vals(move, reading)
        payments = self.env["account.payment"].with_context(
            tracking_disable=True, quickbooks_no_mark=True
        )
        payment = payments.create(vals)
        # Odoo has chosen one anew for the payment's method.
        payment.outstanding_account_id = vals["outstanding_account_id"]
        payment.action_post()
        waiting = _waiting(move)
        lines = payment.move_id.line_ids.filtered(
            lambda line: line.account_id in waiting.account_id
        )
        (waiting + lines).reconcile()

    def _payment_vals(self, move, reading):
        """Return the values of the payment, with its entry."""
        journal = self._require_journal(reading)
        methods = journal._get_available_payment_method_lines(self._payment_type)
        ids = lookup.standing_for(
            reading.connection,
            "PaymentMethod",
            convert.get(reading.obj, "PaymentMethodRef.value"),
        )
        method = (methods.filtered(lambda line: line.id in ids) or methods)[:1]
        outstanding = method.payment_account_id or journal.default_account_id
        waiting = _waiting(move)
        memo = reading.obj.get("PaymentRefNum") or move.name
        common = {
            "name": memo,
            "partner_id": move.commercial_partner_id.id,
            "currency_id": move.currency_id.id,
            "date_maturity": move.date,
        }
        amount = sum(waiting.mapped("amount_currency"))
        balance = sum(waiting.mapped("balance"))
        return {
            "payment_type": self._payment_type,
            "partner_type": "customer",
            "partner_id": move.commercial_partner_id.id,
            "amount": move.amount_total,
            "currency_id": move.currency_id.id,
            "date": move.date,
            "journal_id": journal.id,
            "company_id": move.company_id.id,
            "payment_method_line_id": method.id,
            "outstanding_account_id": outstanding.id,
            "destination_account_id": waiting.account_id[:1].id,
            "memo": memo,
            "invoice_ids": [Command.set(move.ids)],
            "line_ids": [
                Command.create(
                    common
                    | {
                        "account_id": account.id,
                        "amount_currency": sign * amount,
                        "balance": sign * balance,
                    }
                )
                for account, sign in (
                    (outstanding, 1),
                    (waiting.account_id[:1], -1),
                )
            ],
        }

    def _cancel_payments(self, payments):
        """Cancel the money of a receipt.

        :raise EntityError: it was found on a bank statement in Odoo
        """
        live = payments.filtered(lambda payment: payment.state != "canceled")
        matched = live.filtered("reconciled_statement_line_ids")
        if matched:
            raise EntityError("money_matched", payment=matched[0].display_name)
        live.with_context(quickbooks_no_mark=True).action_cancel()

    def _cancel(self, record, why):
        payments = record._quickbooks_money()
        super()._cancel(record, why)
        self._cancel_payments(payments)


class QuickbooksEntityRefundReceipt(models.AbstractModel):
    _inherit = "quickbooks.entity.refund.receipt"

    _payment_type = "outbound"

    def _import_move_type(self, obj):
        return "out_refund"


def _waiting(move):
    """Return the lines of ``move`` that wait, or waited, for money."""
    return move.line_ids.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    )
