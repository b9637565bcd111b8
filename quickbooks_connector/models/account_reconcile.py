from math import copysign

from odoo import models

_MOST = "quickbooks_most"


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _quickbooks_reconcile(self, other, amount):
        """Reconcile this line with ``other`` by ``amount`` and no more.

        Odoo takes as much as both have open. What QuickBooks applied may be less, and
        an entry that is posted, or matched with the bank, can't be split for that.

        :param float amount: in the currency of ``other``, above zero
        """
        most = (frozenset((self.id, other.id)), other.currency_id, amount)
        (self + other).with_context(**{_MOST: most}).reconcile()

    def _prepare_reconciliation_single_partial(
        self, debit_values, credit_values, shadowed_aml_values=None
    ):
        pair, currency, amount = self.env.context.get(_MOST) or (None, None, None)
        values = (debit_values, credit_values)
        # What follows from it (exchange differences, cash basis taxes) is Odoo's.
        if pair == frozenset(value["aml"].id for value in values):
            for value in values:
                _cap(value, currency, amount)
        return super()._prepare_reconciliation_single_partial(
            debit_values, credit_values, shadowed_aml_values=shadowed_aml_values
        )


def _cap(values, currency, amount):
    """Let a line offer no more than ``amount``, and as much of its home amount."""
    line, residual = values["aml"], values["amount_residual_currency"]
    if line.currency_id != currency:
        return
    if currency.compare_amounts(abs(residual), amount) > 0:
        home = values["amount_residual"] * amount / abs(residual)
        values["amount_residual"] = line.company_currency_id.round(home)
        values["amount_residual_currency"] = copysign(amount, residual)
