from collections import defaultdict
from decimal import Decimal

from odoo import Command, fields, models

from . import convert, lookup
from .cause import EntityError


class QuickbooksEntityPayment(models.AbstractModel):
    """A payment received in QuickBooks, registered in Odoo over the same invoices.

    Each part of a payment becomes a line of its own in the entry and is reconciled
    with the one invoice it pays: the amounts are QuickBooks', not what Odoo's
    reconciliation would hand out.
    """

    _name = "quickbooks.entity.payment"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Payment"

    _qbo_entity = "Payment"
    _odoo_model = "account.payment"
    _rank = 60
    _direction_field = "payment_direction"
    _policy_field = "payment_policy"
    _exports = False
    _imports = True
    _imports_new = True
    _web_path = "recvpayment?txnId={id}"

    def _get_label(self):
        return self.env._("payment")

    def _doc_number(self, obj):
        return obj.get("PaymentRefNum")

    # === IMPORT === #

    def _import_object(self, obj, binding, connection):
        payments = self.env[self._odoo_model]
        parts = self._parts(obj, connection)
        if binding:
            payment = binding._get_record()
            if not payment or not self._is_unchanged(payment, obj, parts, connection):
                raise EntityError("changed_both")
            return payment
        if not parts:
            return payments
        self._import_constraints(obj, parts, connection)
        payment = payments.create(self._import_values(obj, parts, connection))
        payment.action_post()
        self._reconcile(payment, parts)
        return payment

    def _parts(self, obj, connection):
        """Return ``{invoice: amount}``, of the invoices that Odoo has a part in."""
        amounts = defaultdict(Decimal)
        for line in obj.get("Line") or ():
            for linked in line.get("LinkedTxn") or ():
                if linked.get("TxnType") == "Invoice":
                    amounts[linked["TxnId"]] += _number(line.get("Amount"))
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", "Invoice"),
                ("qbo_id", "in", list(amounts)),
            ]
        )
        return {
            record: amounts[binding.qbo_id]
            for binding in bindings
            if (record := binding._get_record())
        }

    def _is_unchanged(self, payment, obj, parts, connection):
        """Tell whether ``payment`` says what ``obj`` says, of what both know."""
        currency = payment.currency_id
        held = defaultdict(float)
        for partial in payment.move_id.line_ids.matched_debit_ids:
            move = partial.debit_move_id.move_id
            if move._quickbooks_binding("Invoice", connection).qbo_id:
                held[move] += partial.debit_amount_currency
        return (
            not currency.compare_amounts(payment.amount, float(_total(obj)))
            and payment.state not in ("draft", "canceled", "rejected")
            and held.keys() == parts.keys()
            and not any(
                currency.compare_amounts(held[move], float(amount))
                for move, amount in parts.items()
            )
        )

    def _import_constraints(self, obj, parts, connection):
        """Raise an :class:`EntityError` for what a person has to decide first."""
        journal = self._journal(obj, connection)
        if not journal:
            raise EntityError("deposit_unmatched")
        if any(
            linked.get("TxnType") != "Invoice"
            for line in obj.get("Line") or ()
            for linked in line.get("LinkedTxn") or ()
        ):
            raise EntityError("credit_in_payment")
        date = fields.Date.to_date(obj["TxnDate"])
        if connection.company_id._get_violated_lock_dates(date, False, journal):
            raise EntityError("lock_date", date=obj["TxnDate"])
        for move, amount in parts.items():
            self._check_open(move, amount, obj)

    def _journal(self, obj, connection):
        """Return the journal for ``obj``, maybe none.

        The one whose deposit account QuickBooks chose. Several may share an account, as
        they do where payments wait to be deposited: then it is that of the settings.
        """
        account_id = convert.get(obj, "DepositToAccountRef.value")
        ids = lookup.standing_for(connection, "Deposit", account_id)
        default = connection.payment_journal_id
        if default.id in ids or len(ids) != 1:
            return default
        return self.env["account.journal"].browse(ids).exists() or default

    def _method_line(self, obj, journal, connection):
        """Return the method of ``journal`` that QuickBooks names, or its first."""
        method_id = convert.get(obj, "PaymentMethodRef.value")
        ids = lookup.standing_for(connection, "PaymentMethod", method_id)
        lines = journal._get_available_payment_method_lines("inbound")
        return (lines.filtered(lambda line: line.id in ids) or lines)[:1]

    def _check_open(self, move, amount, obj):
        """Raise when ``amount`` can't be applied to ``move`` as QuickBooks did."""
        currency = lookup.currency_of(obj, move.company_id)
        if move.state != "posted" or move.currency_id != currency:
            raise EntityError("invoice_not_open", invoice=move.display_name)
        if currency.compare_amounts(move.amount_residual, float(amount)) < 0:
            raise EntityError(
                "paid_twice",
                invoice=move.display_name,
                amount=currency.format(float(amount)),
                open=currency.format(move.amount_residual),
            )

    def _import_values(self, obj, parts, connection):
        """Return the values of the payment for ``obj``, with its entry's lines."""
        journal = self._journal(obj, connection)
        company = connection.company_id
        first = next(iter(parts))
        memo = obj.get("PaymentRefNum") or self.env._(
            "QuickBooks payment %(number)s", number=obj["Id"]
        )
        method_line = self._method_line(obj, journal, connection)
        # Without an account for receipts under way the money is in the bank at once:
        # where QuickBooks keeps the bank, nobody would ever match it in Odoo.
        outstanding = method_line.payment_account_id or journal.default_account_id
        values = {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": first.commercial_partner_id.id,
            "amount": float(_total(obj)),
            "currency_id": lookup.currency_of(obj, company).id,
            "date": obj["TxnDate"],
            "journal_id": journal.id,
            "company_id": company.id,
            "payment_method_line_id": method_line.id,
            "outstanding_account_id": outstanding.id,
            "destination_account_id": _receivable(first).account_id[:1].id,
            "memo": memo,
            "invoice_ids": [Command.set([move.id for move in parts])],
        }
        return values | {"line_ids": self._entry_lines(obj, parts, values, company)}

    def _entry_lines(self, obj, parts, values, company):
        """Return the commands for the entry: the money, then what it pays."""
        total = _total(obj)
        rest = total - sum(parts.values())
        credits = [
            (amount, _receivable(move).account_id[:1], move.commercial_partner_id)
            for move, amount in parts.items()
        ]
        if rest:
            first = next(iter(parts))
            credits.append(
                (rest, _receivable(first).account_id[:1], first.commercial_partner_id)
            )
        rate = _number(obj.get("ExchangeRate")) or Decimal(1)
        home = company.currency_id
        balances = [float(home.round(float(amount * rate))) for amount, *_ in credits]
        common = {
            "name": values["memo"],
            "date_maturity": values["date"],
            "currency_id": values["currency_id"],
        }
        money = common | {
            "account_id": values["outstanding_account_id"],
            "partner_id": values["partner_id"],
            "amount_currency": float(total),
            "balance": home.round(sum(balances)),
        }
        return [Command.create(money)] + [
            Command.create(
                common
                | {
                    "account_id": account.id,
                    "partner_id": partner.id,
                    "amount_currency": -float(amount),
                    "balance": -balance,
                }
            )
            for (amount, account, partner), balance in zip(
                credits, balances, strict=True
            )
        ]

    def _reconcile(self, payment, parts):
        """Apply each part of ``payment`` to its invoice."""
        credits = payment.move_id.line_ids.filtered(lambda line: line.balance < 0)
        lines = credits.sorted("id")[: len(parts)]
        for line, move in zip(lines, parts, strict=True):
            (line + _receivable(move)).reconcile()


def _receivable(move):
    """Return the lines of ``move`` that wait for money."""
    lines = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
    return lines.filtered(lambda line: not line.reconciled) or lines


def _number(value):
    return Decimal(str(value or 0))


def _total(obj):
    return _number(obj.get("TotalAmt"))
