"""Entries as what payments and credits are applied to, or as what settles documents.

An entry that takes off what is owed is to QuickBooks what a credit note is; one that
adds to it is what an invoice is.
"""

from odoo import models
from odoo.fields import Domain

#: QuickBooks' kind of what is booked by hand.
ENTRY = "JournalEntry"
#: Types of the accounts on which documents wait to be settled.
CONTROL = ("asset_receivable", "liability_payable")


class QuickbooksEntityPaymentBase(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.base"

    def _is_entry(self, document):
        """Tell whether ``document`` is an entry that no payment stands for."""
        return (
            document._name == "account.move"
            and document.move_type == "entry"
            and not document.origin_payment_id
        )

    def _owed_by(self, entry):
        """Return by how much ``entry`` adds to what is owed on this side."""
        lines = entry.line_ids.filtered(
            lambda line: line.account_type == self._account_type
        )
        sign = 1 if self._account_type == "asset_receivable" else -1
        return sign * sum(lines.mapped("balance"))

    def _is_debt(self, move):
        if self._is_entry(move):
            return self._owed_by(move) > 0
        return super()._is_debt(move)

    def _is_credit(self, move):
        """Tell whether ``move`` settles documents as a credit note does."""
        if self._is_entry(move):
            return self._owed_by(move) < 0
        return move.move_type in self._credits

    def _entity_of(self, move):
        return ENTRY if self._is_entry(move) else super()._entity_of(move)

    def _currency_of(self, move):
        """Return the currency in which ``move`` settles, or is settled."""
        if not self._is_entry(move):
            return move.currency_id
        return self.env["quickbooks.entity.entry"]._currency_of(move)

    def _documents(self, obj, connection, kinds):
        found = super()._documents(obj, connection, kinds)
        linked = self._linked(obj)
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", ENTRY),
                ("res_model", "=", "account.move"),
                ("qbo_id", "in", [id_ for kind, id_ in linked if kind == ENTRY]),
            ],
            order="id",
        )
        counts = self._is_debt if kinds is self._debts else self._is_credit
        for binding in bindings:
            entry = binding._get_record()
            if entry and counts(entry):
                found[entry] = linked[ENTRY, binding.qbo_id]
        return found


class QuickbooksEntityCreditApplication(models.AbstractModel):
    _inherit = "quickbooks.entity.credit.application"

    def _credit_entity(self, record=None):
        if record and self._is_entry(record):
            return self.env["quickbooks.entity.entry"]
        return super()._credit_entity(record)

    def _filter_kind(self, records):
        return super()._filter_kind(records) | records.filtered(self._is_entry)

    def _domain_of_credit(self, name, connection):
        entry = self.env["quickbooks.entity.entry"]
        entries = Domain("move_type", "=", "entry") & getattr(entry, name)(connection)
        return super()._domain_of_credit(name, connection) | (
            entries & Domain("line_ids", "any", self._domain_applied())
        )

    def _filter_eligible(self, records, connection):
        eligible = super()._filter_eligible(records, connection)
        entries = eligible.filtered(self._is_entry)
        entry = self.env["quickbooks.entity.entry"]
        return eligible - entries | entry._filter_eligible(entries, connection)

    def _get_credit_need(self, record, connection):
        if self._is_entry(record):
            entry = self.env["quickbooks.entity.entry"]
            return entry._party_need(record, connection, self._party_entity)
        return super()._get_credit_need(record, connection)


class QuickbooksEntityRefund(models.AbstractModel):
    _inherit = "quickbooks.entity.refund"

    def _party_need(self, move, connection):
        if move._name == "account.move" and not move.origin_payment_id:
            entry = self.env["quickbooks.entity.entry"]
            side = entry._sides_of(move, connection)[:1]
            return entry._need(side[0], move, connection)
        return super()._party_need(move, connection)
