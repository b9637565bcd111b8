"""Both sides of a payment next to each other."""

from odoo import models
from odoo.tools import format_amount, format_date

from ..api import dumps_payload, loads_exact
from . import lookup
from .cause import WHOLE, EntityError
from .comparing import told
from .payment_base import number
from .payment_money import agreed


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    def _snapshot(self, record, connection):
        try:
            values = self._export_values(record, connection)
        except EntityError:
            return {}
        return loads_exact(dumps_payload(values))

    def _compare(self, record, obj, binding, connection):
        """Return one row: amount, day and documents hang together."""
        before, mine = agreed(binding), self._snapshot(record, connection)
        objects = (before, mine, obj or {})
        texts = [self._payment_text(one, connection) for one in objects]
        then, here, there = texts
        changed = (here != then, there != then)
        return [told(WHOLE, self._get_label().capitalize(), texts, changed, True)]

    def _payment_text(self, said, connection):
        """Return a payment in words, by what either side says of it."""
        if not said:
            return ""
        currency = lookup.currency_of(said, connection.company_id)

        def money(amount):
            return format_amount(self.env, float(amount), currency)

        parts = [money(number(said.get("TotalAmt")))]
        if said.get("TxnDate"):
            parts.append(format_date(self.env, said["TxnDate"]))
        kinds = self._debts | self._credits
        for move, amount in self._documents(said, connection, kinds).items():
            parts.append(f"{move.name}: {money(amount)}")
        return " · ".join(parts)

    def _restore(self, record, obj, part, connection):
        quiet = record.with_context(quickbooks_no_mark=True)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        self._change(quiet, obj | {"Id": binding.qbo_id}, connection)
        # What a person brings back goes to QuickBooks as any other edit does.
        record.with_context(quickbooks_no_mark=False)._quickbooks_mark()
