"""In which order and steps payments say what they settle.

QuickBooks never lets more be applied to a document than is open, not even between two
requests. So what lets go of a document goes before what takes it, and what does both
says the first before the second: two payments may change places.
"""

from odoo import models

from .payment_base import link_line, number, sort_lines
from .payment_money import WRITE_OFF, agreed


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    def _makes_room(self, record, binding):
        if super()._makes_room(record, binding):
            return True
        if record.state == "draft":
            return False
        here = self._links_said(record, binding.connection_id)
        return _is_less(here, self._linked(agreed(binding)))

    def _says_otherwise(self, record, binding):
        connection = binding.connection_id
        if record.state not in ("in_process", "paid") or not self._sends(connection):
            return False
        here = self._links_said(record, connection)
        # What is not there yet brings the payment along when it comes.
        here = {key: amount for key, amount in here.items() if key[1]}
        return _is_less(self._linked(agreed(binding)), here)

    def _links_said(self, record, connection):
        """Return ``{(entity, id in QuickBooks): amount}`` of all that is settled."""
        links = {
            (self._entity_of(move), self._document_binding(move, connection).qbo_id): (
                amount
            )
            for move, amount in self._parts_said(record, connection).items()
        }
        if self._write_offs(record):
            entry = record._quickbooks_binding(WRITE_OFF, connection)
            links[WRITE_OFF, entry.qbo_id] = abs(self._written_amount(record))
        return links

    def _export_changes(self, values, binding):
        values = super()._export_changes(values, binding)
        here, there = self._linked(values), self._linked(agreed(binding))
        if not (self._goes_in_steps(values) and _is_less(here, there)):
            return values
        kept = {key: min(here[key], there.get(key, 0)) for key in here}
        self._balance(kept, values, binding)
        lines = (
            link_line(entity, id_, amount)
            for (entity, id_), amount in kept.items()
            if amount
        )
        return values | {"Line": sort_lines(lines)}

    def _goes_in_steps(self, values):
        """Tell whether QuickBooks lets a payment be applied to nothing meanwhile."""
        return True

    def _balance(self, kept, values, binding):
        """Cut ``kept`` so that no more is settled than paid, and no credit is idle."""
        record = binding._get_record()
        credits = [key for key in kept if key[0] in self._credits.values()]
        written = self._written_amount(record)
        if written and (written > 0) == (self._payment_type == "inbound"):
            entry = record._quickbooks_binding(WRITE_OFF, binding.connection_id)
            credits += [key for key in kept if key == (WRITE_OFF, entry.qbo_id)]
        debts = [key for key in kept if key not in credits]
        paid = number(values["TotalAmt"]) + sum(kept[key] for key in credits)
        _cut(kept, debts, paid)
        _cut(kept, credits, sum(kept[key] for key in debts))


def _is_less(some, others):
    """Tell whether ``some`` has less of anything than ``others``."""
    return any(some.get(key, 0) < amount for key, amount in others.items())


def _cut(amounts, keys, most):
    """Let ``keys`` have no more than ``most`` together."""
    for key in keys:
        amounts[key] = min(amounts[key], most)
        most -= amounts[key]
