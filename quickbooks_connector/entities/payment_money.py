from decimal import Decimal

from odoo import models
from odoo.tools import format_amount

from ..api import loads_exact
from . import convert, lookup
from .cause import EntityError
from .need import Need
from .payment_base import link_line, number, sort_lines

#: QuickBooks' longest reference of a payment.
REFERENCE_LIMIT = 21
#: What a write-off is in QuickBooks.
WRITE_OFF = "JournalEntry"


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    """A payment registered in Odoo, over whichever documents it settles.

    What is sent is what is reconciled: each document by its amount, the rest is not
    applied. Documents that QuickBooks does not get are part of that rest.
    """

    _name = "quickbooks.entity.payment.money"
    _inherit = "quickbooks.entity.payment.base"
    _description = "QuickBooks Payment of Money"

    _odoo_model = "account.payment"
    _imports = True
    _imports_new = True
    _deletes_along = True
    _watched = {
        "account.payment": (
            "state",
            "amount",
            "date",
            "partner_id",
            "currency_id",
            "journal_id",
            "payment_method_line_id",
            "payment_reference",
            "memo",
            "invoice_ids",
            "qbo_sync",
        )
    }

    # === WHAT IT SETTLES === #

    def _parts(self, record):
        """Return ``{journal entry: amount}`` of all that ``record`` settles."""
        if not record.move_id:
            return self._promised(record)
        return self._settled(self._counterparts(record))

    def _parts_said(self, record, connection):
        """Return ``{document: amount}`` of what QuickBooks is told of ``record``."""
        return self._shared(self._parts(record), connection)

    def _counterparts(self, record):
        """Return the lines of a payment's entry that settle documents."""
        return record.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == self._account_type
        )

    def _promised(self, record):
        """Return what a payment without an entry of its own is meant for.

        Where the bank is matched in Odoo, a payment may have no entry: the documents
        wait for the bank, and QuickBooks is told of the payment. The oldest come first.
        """
        left = self._decimal(record.amount, record.currency_id)
        parts = {}
        for move in record.invoice_ids.sorted(lambda m: (m.invoice_date_due, m.id)):
            if move.state == "posted" and move.currency_id == record.currency_id:
                total = self._decimal(move.amount_total, move.currency_id)
                parts[move] = min(left, total - self._settled_otherwise(move))
                left -= parts[move]
        return {move: amount for move, amount in parts.items() if amount > 0}

    def _settled_otherwise(self, move):
        """Return what of ``move`` is settled by anything but a line of the bank."""
        lines = move.line_ids.filtered(
            lambda line: line.account_id.account_type == self._account_type
        )
        amounts = [
            amount
            for _partial, other, amount in self._partials(lines)
            if not other.move_id.statement_line_id
        ]
        return sum(amounts, Decimal(0))

    # === EXPORT === #

    def _export_ready(self, record, connection):
        return record.state != "draft"

    def _export_operation(self, record, binding):
        gone = record.state in ("canceled", "rejected")
        if not binding.qbo_id:
            # The money of a receipt is in the receipt, whatever has noted the payment.
            documents = record.invoice_ids | record.reconciled_invoice_ids
            carried = any(move._quickbooks_carries_money() for move in documents)
            return None if gone or carried else "create"
        if _is_void(agreed(binding)):
            # QuickBooks can't undo a void: what is confirmed again is a new payment.
            return None if gone else "create"
        return "void" if gone else "update"

    def _export_needs(self, record, connection):
        needs = [self._own_need(record, record.currency_id, connection)]
        if self._write_offs(record):
            needs.append(Need(WRITE_OFF, record))
        return needs

    def _own_need(self, record, currency, connection):
        """Return the customer or vendor of a payment that is for no document."""
        party = record.partner_id.commercial_partner_id
        return self._get(self._party_entity)._need_of(party, currency, connection)

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if lookup.is_closed(connection, record.date):
            raise EntityError("closed_books")
        if not lookup.has_multicurrency(connection):
            if record.currency_id != record.company_id.currency_id:
                raise EntityError("currency_off", currency=record.currency_id.name)

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        before = agreed(record._quickbooks_binding(self._qbo_entity, connection))
        parts = self._parts_said(record, connection)
        values["TxnDate"] = record.date.isoformat()
        values["Line"] = self._link_lines(parts, connection)
        self._add_write_off(values, record, connection)
        self._add_party(values, record, parts, connection)
        self._add_amount(values, record, parts, connection, before)
        self._add_reference(values, record, connection)
        self._add_account(values, record, connection, before)
        return values

    def _add_write_off(self, values, record, connection):
        """Link the journal entry that says what settles documents without money."""
        if self._write_offs(record):
            ref = self._ref(WRITE_OFF, record, connection)
            amount = self._written_amount(record)
            line = link_line(WRITE_OFF, ref["value"], abs(amount))
            values["Line"] = sort_lines([*values["Line"], line])

    def _written_amount(self, record):
        """Return the sum of the write-offs; debits are positive."""
        lines = self._write_offs(record)
        return self._decimal(sum(lines.mapped("amount_currency")), record.currency_id)

    def _add_party(self, values, record, parts, connection):
        """Name the customer or vendor: that of the documents, where it is one."""
        entities = self.env["quickbooks.entity"]
        needs = {
            entities._get(self._entity_of(move))._party_need(move, connection)
            for move in parts
        }
        if len(needs) != 1:
            # Documents of a company and of its people: the company pays for them all.
            currency = self._currency(record, parts)
            needs = {self._own_need(record, currency, connection)}
        values[self._party_property] = self._ref_of(needs.pop(), connection)

    def _currency(self, record, parts):
        """Return the currency of the documents: QuickBooks keeps a payment in one."""
        currencies = {move.currency_id for move in parts} or {record.currency_id}
        if len(currencies) > 1:
            raise EntityError("payment_currencies")
        return currencies.pop()

    def _add_amount(self, values, record, parts, connection, before):
        currency = self._currency(record, parts)
        total = self._decimal(record.amount, record.currency_id)
        if currency != record.currency_id:
            total = self._total_in(currency, record, parts)
        values["TotalAmt"] = total
        if not lookup.has_multicurrency(connection):
            return
        values["CurrencyRef"] = {"value": currency.name}
        if currency != record.company_id.currency_id:
            rate = self._home_amount(record) / total
            known = number(before.get("ExchangeRate"))
            # A rate that gives the same home amount is the same rate.
            same = round(known * total, 2) == round(rate * total, 2)
            values["ExchangeRate"] = known if same else round(rate, 8)

    def _total_in(self, currency, record, parts):
        """Return what ``record`` is in the currency of the documents it settles.

        :raise EntityError: part of it is for no document, and nobody says what that is
        """
        settled = sum(self._parts(record).values(), Decimal(0))
        if self._write_offs(record) or not record.is_reconciled:
            raise EntityError("payment_currencies")
        if settled != sum(parts.values(), Decimal(0)):
            raise EntityError("payment_currencies")
        return settled

    def _home_amount(self, record):
        home = record.company_id.currency_id
        return self._decimal(abs(record.amount_company_currency_signed), home)

    def _write_offs(self, record):
        """Return the lines of the entry that settle documents without any money."""
        if not record.move_id:
            return record.move_id.line_ids
        return record._seek_for_lines()[2]

    def _add_reference(self, values, record, connection):
        """Say which payment of Odoo's it is; one of QuickBooks keeps its reference."""
        if record.qbo_is_theirs:
            return
        reference = f"{connection.payment_prefix or ''}{record.id}"
        values[self._reference_key] = reference[:REFERENCE_LIMIT]
        parts = [record.name, record.memo, record.payment_reference]
        note = " · ".join(dict.fromkeys(part for part in parts if part))
        if note:
            values["PrivateNote"] = convert.cut(note, 4000)

    def _add_account(self, values, record, connection, before):
        """Say where the money goes or comes from."""
        raise NotImplementedError

    # === ANSWERS === #

    def _check_answer(self, record, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        if currency != record.currency_id:
            return None
        here = self._decimal(record.amount, currency)
        there = number(obj.get("TotalAmt"))
        if here != there:
            return EntityError(
                "total_differs",
                here=format_amount(self.env, float(here), currency),
                there=format_amount(self.env, float(there), currency),
            )
        return None

    def _describe(self, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        return self.env._(
            "Total %(total)s, not applied %(rest)s.",
            total=format_amount(self.env, float(obj.get("TotalAmt") or 0), currency),
            rest=format_amount(self.env, float(self._rest(obj)), currency),
        )

    def _rest(self, obj):
        """Return what of ``obj`` is applied to nothing."""
        debts = self._debt_kinds()
        rest = number(obj.get("TotalAmt"))
        for (entity, _id), amount in self._linked(obj).items():
            rest += -amount if entity in debts else amount
        return max(rest, Decimal(0))

    def _summarise(self, record, values=None):
        told = {
            "partner_name": record.partner_id.display_name,
            "date": record.date,
            "currency_id": record.currency_id.id,
            "total": record.amount,
            "amount": abs(record.amount_company_currency_signed),
        }
        if values:
            told["qbo_total"] = float(values["TotalAmt"])
        return super()._summarise(record, values) | told


def agreed(binding):
    """Return what both sides agreed on last, in QuickBooks' words; maybe nothing."""
    return loads_exact(binding.synced_payload) if binding.synced_payload else {}


def _is_void(said):
    return not number(said.get("TotalAmt")) and not said.get("Line")
