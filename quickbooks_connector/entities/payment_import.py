"""Payments made or changed in QuickBooks, registered in Odoo by the same amounts."""

from collections import defaultdict
from decimal import Decimal

from odoo import Command, fields, models

from ..api import dumps_payload
from . import convert, lookup, payment_state
from .cause import WHOLE, EntityError
from .payment_base import link_line, number, sort_lines
from .payment_money import agreed

#: What is agreed on of a payment as it stands.
_KEPT = ("TxnDate", "TotalAmt", "ExchangeRate", "PayType")
#: References, of which the name says nothing.
_REFS = (
    "CustomerRef",
    "VendorRef",
    "CurrencyRef",
    "DepositToAccountRef",
    "PaymentMethodRef",
    "CheckPayment.BankAccountRef",
    "CreditCardPayment.CCAccountRef",
)


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    # === WHAT IS AGREED === #

    def _link_vals(self, record, obj, connection, known=None):
        vals = super()._link_vals(record, obj, connection, known)
        return vals | {"synced_payload": dumps_payload(self._agreed(obj))}

    def _agreed(self, obj):
        """Return what ``obj`` says that Odoo says too, in QuickBooks' words."""
        said = {key: obj[key] for key in _KEPT if obj.get(key) is not None}
        for path in _REFS:
            value = convert.get(obj, f"{path}.value")
            if value is not None:
                convert.put(said, path, {"value": value})
        said["Line"] = sort_lines(
            link_line(entity, id_, amount)
            for (entity, id_), amount in self._linked(obj).items()
        )
        return said

    def _changed_there(self, obj, binding):
        """Return the parts of ``obj`` that say something else than was agreed on."""
        before = self._agreed(agreed(binding))
        return payment_state.changed_there(before, self._agreed(obj))

    def _changed_here(self, payment, binding, connection):
        """Return the parts of ``payment`` that were edited since both sides agreed."""
        if binding.state == "synced":
            return set()
        if payment.state in ("canceled", "rejected"):
            return {"state"}
        mine = self._snapshot(payment, connection)
        if not mine:
            return set(payment_state.PARTS)
        before = self._agreed(agreed(binding))
        return payment_state.changed_here(before, self._agreed(mine))

    # === IMPORT === #

    def _import_object(self, obj, binding, connection):
        if not binding:
            return self._import_new(obj, connection)
        payment = binding._get_record()
        if not payment:
            return payment
        if binding.request_id:
            # What is under way may be in it already: its answer tells.
            raise EntityError("under_way", record=payment.display_name)
        if self._changed_there(obj, binding):
            self._follow(payment, obj, binding, connection)
        return payment

    def _follow(self, payment, obj, binding, connection):
        """Bring ``payment`` in step with ``obj``, unless it is Odoo's to say.

        Undoing comes from QuickBooks alone, whoever made the payment.
        """
        if not number(obj.get("TotalAmt")) and not self._linked(obj):
            self._undo(payment, obj["TxnDate"], connection)
            return
        theirs = self._changed_there(obj, binding)
        mine = self._changed_here(payment, binding, connection)
        # What Odoo made is Odoo's to say, whether it has changed it or not.
        clashing = theirs & mine if payment.qbo_is_theirs else theirs
        kept = self._kept_here({"state"} if "state" in mine else clashing)
        if self._side_of(WHOLE) == "quickbooks" or "state" in mine:
            mine = set()
        if "state" not in kept and theirs - kept:
            self._take(payment, obj, (mine - theirs) | kept, connection)

    def _import_deleted(self, binding, connection):
        payment = binding._get_record()
        if payment:
            self._undo(payment, fields.Date.to_string(payment.date), connection)
        binding._forget_counterpart()
        args = {"record": payment.display_name or ""}
        binding.write({"cause": "undone_there", "cause_args": args})

    # === NEW ONES === #

    def _import_new(self, obj, connection):
        payments = self.env[self._odoo_model]
        if not self._is_ours(obj, connection):
            return payments
        self._import_constraints(obj, payments, connection)
        vals = self._import_values(obj, connection, payments)
        entry = self._entry_lines(obj, vals, payments, connection)
        payment = payments.create(vals | {"line_ids": entry, "qbo_is_theirs": True})
        # Odoo has chosen one anew for the payment's method.
        payment.outstanding_account_id = vals["outstanding_account_id"]
        payment.action_post()
        self._import_settlement(payment, obj, connection)
        return payment

    def _is_ours(self, obj, connection):
        """Tell whether Odoo has a part in ``obj``.

        It has in what settles its documents, and in what a contact of its has paid in
        advance; what settles other documents is their business.
        """
        if not number(obj.get("TotalAmt")):
            return False
        if self._linked(obj):
            return bool(self._documents(obj, connection, self._debts))
        return bool(
            obj.get(self._party_property)
            and self._party_of(obj, connection)
            and obj["TxnDate"] >= str(connection.start_date)
        )

    def _import_constraints(self, obj, payment, connection):
        """Raise an :class:`EntityError` for what a person has to decide first.

        :param payment: as it is so far, maybe none
        """
        journal = self._journal(obj, connection)
        if not journal:
            raise EntityError("deposit_unmatched")
        self._check_unlocked(obj["TxnDate"], journal, connection)
        self._check_credits(obj, payment, connection)
        currency = lookup.currency_of(obj, connection.company_id)
        for move in self._documents(obj, connection, self._debts):
            if move.state != "posted" or move.currency_id != currency:
                raise EntityError("invoice_not_open", invoice=move.display_name)

    def _check_credits(self, obj, payment, connection):
        """Hold what is paid by more than money and credits that Odoo has."""

    def _check_unlocked(self, date, journal, connection):
        day = fields.Date.to_date(date)
        if connection.company_id._get_violated_lock_dates(day, False, journal):
            raise EntityError("lock_date", date=date)

    # === VALUES === #

    def _import_values(self, obj, connection, payment):
        """Return the values of the payment for ``obj``, without its entry's lines.

        :param payment: as it is so far, maybe none
        """
        journal = self._journal_of(payment, obj, connection)
        company = connection.company_id
        parts = self._documents(obj, connection, self._debts)
        partner = self._payer(obj, parts, connection) or payment.partner_id
        memo = self._doc_number(obj) or self.env._(
            "QuickBooks payment %(number)s", number=obj["Id"]
        )
        method_line = self._method_line(obj, journal, connection)
        # Without an account for payments under way the money is in the bank at once:
        # where QuickBooks keeps the bank, nobody would ever match it in Odoo.
        outstanding = method_line.payment_account_id or journal.default_account_id
        return {
            "payment_type": self._payment_type,
            "partner_type": self._partner_type,
            "partner_id": partner.id,
            "amount": float(number(obj.get("TotalAmt"))),
            "currency_id": lookup.currency_of(obj, company).id,
            "date": obj["TxnDate"],
            "journal_id": journal.id,
            "company_id": company.id,
            "payment_method_line_id": method_line.id,
            "outstanding_account_id": outstanding.id,
            "destination_account_id": self._account(parts, partner, company).id,
            "memo": memo,
            "invoice_ids": [Command.set([move.id for move in parts])],
        }

    def _payer(self, obj, parts, connection):
        """Return the company that pays or is paid."""
        for move in parts:
            return move.commercial_partner_id
        return self._party_of(obj, connection)

    def _account(self, parts, partner, company):
        """Return the account on which the first document waits for money."""
        for move in parts:
            return self._waiting_lines(move).account_id[:1]
        return partner.with_company(company)[self._account_property]

    def _method_line(self, obj, journal, connection):
        """Return the method of ``journal`` that QuickBooks names, or its first."""
        method_id = convert.get(obj, "PaymentMethodRef.value")
        ids = lookup.standing_for(connection, "PaymentMethod", method_id)
        lines = journal._get_available_payment_method_lines(self._payment_type)
        return (lines.filtered(lambda line: line.id in ids) or lines)[:1]

    def _journal(self, obj, connection):
        """Return the journal for ``obj``, maybe none.

        The one that stands for the account QuickBooks names. Several may share an
        account, as they do where payments wait to be deposited: then it is that of the
        settings.
        """
        kind, account_id = self._account_of(obj)
        ids = lookup.standing_for(connection, kind, account_id)
        default = connection.payment_journal_id
        if default.id in ids or len(ids) != 1:
            return default
        return self.env["account.journal"].browse(ids).exists() or default

    def _journal_of(self, payment, obj, connection):
        """Return the journal for ``obj``: that of ``payment`` where it fits as well."""
        ids = lookup.standing_for(connection, *self._account_of(obj))
        if payment.journal_id.id in ids:
            return payment.journal_id
        return self._journal(obj, connection)

    def _account_of(self, obj):
        """Return ``(kind of match, QuickBooks id)`` of where the money goes."""
        raise NotImplementedError

    # === THE ENTRY === #

    def _entry_lines(self, obj, vals, payment, connection):
        """Return the commands for the entry: the money, then what it settles.

        One line for each account and contact on which documents wait, and one for what
        is written off.
        """
        home = connection.company_id.currency_id
        rate = number(obj.get("ExchangeRate")) or Decimal(1)
        sign = 1 if self._payment_type == "inbound" else -1
        common = {
            "name": vals["memo"],
            "date_maturity": vals["date"],
            "currency_id": vals["currency_id"],
        }
        settled = [
            {
                "account_id": account,
                "partner_id": partner,
                "amount_currency": float(-sign * amount),
                "balance": home.round(float(-sign * amount * rate)),
            }
            for (account, partner), amount in self._shares(obj, vals, connection)
        ]
        written = self._written_off(obj, connection)
        if written:
            account = self._write_off_account(payment, connection)
            settled.append(
                {
                    "account_id": account.id,
                    "partner_id": vals["partner_id"],
                    "amount_currency": float(sign * written),
                    "balance": home.round(float(sign * written * rate)),
                }
            )
        money = {
            "account_id": vals["outstanding_account_id"],
            "partner_id": vals["partner_id"],
            "amount_currency": sign * vals["amount"],
            "balance": home.round(-sum(line["balance"] for line in settled)),
        }
        return [Command.create(common | line) for line in [money, *settled]]

    def _shares(self, obj, vals, connection):
        """Return ``[((account id, partner id), amount)]`` of what the money is for."""
        shares = defaultdict(Decimal)
        money, _pairs = self._shared_out(obj, connection)
        rest = number(obj.get("TotalAmt")) + self._written_off(obj, connection)
        for move, amount in money.items():
            account = self._waiting_lines(move).account_id[:1]
            shares[account.id, move.commercial_partner_id.id] += amount
            rest -= amount
        if rest:
            shares[vals["destination_account_id"], vals["partner_id"]] += rest
        return [(key, amount) for key, amount in shares.items() if amount]
