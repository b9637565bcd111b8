"""The money guarantee: computed before, compared after, held or balanced by a line."""

from decimal import Decimal

from odoo import models
from odoo.tools import format_amount

from . import convert, document_lines
from .cause import EntityError


class QuickbooksEntityDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.document"

    # === BEFORE === #

    def _computes_tax(self, connection):
        """Tell whether QuickBooks computes the tax, so that only it knows the total."""
        return False

    def _expected(self, record, connection):
        """Return what the payload has to total for QuickBooks to total what Odoo does.

        :return: a Decimal, in the document's currency
        """
        decimal = self._in_currency(record)
        if not self._computes_tax(connection):
            return decimal(record.amount_total)
        return decimal(record.amount_total) - decimal(record.amount_tax)

    def _check_total(self, values, record, connection):
        """Balance or hold what QuickBooks would total otherwise than Odoo."""
        here = self._expected(record, connection)
        there = document_lines.total(values)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        # What QuickBooks made of it last is only known from its answer.
        before = Decimal(binding.balance or 0)
        balance = here - there + before
        if balance and self._may_balance(balance, connection):
            self._add_balance(values, balance, record, connection)
            there = document_lines.total(values) - before
        if there != here:
            raise EntityError("total_before", **self._both(record, here, there))

    def _may_balance(self, difference, connection):
        """Tell whether a line may make up for ``difference``, by the settings."""
        limit = Decimal(repr(connection.difference_limit))
        return connection.difference_way == "balance" and abs(difference) <= limit

    def _add_balance(self, values, amount, record, connection):
        """Add the line that makes up for ``amount``; none, where no kind of line does.

        :raise EntityError: the settings do not say what to write in it
        """

    # === AFTER === #

    def _check_answer(self, record, obj, connection):
        decimal = self._in_currency(record)
        total = decimal(record.amount_total)
        tax = decimal(self._tax_there(record, connection))
        their_tax = _number(convert.get(obj, "TxnTaxDetail.TotalTax"))
        their_total = obj.get("TotalAmt")
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if tax - their_tax != Decimal(binding.balance or 0):
            cause = "tax_differs" if self._computes_tax(connection) else "total_differs"
            return self._differing(cause, record, tax, their_tax)
        pairs = [their_total]
        if self._compares_balance(obj):
            pairs.append(obj.get("Balance"))
        for there in pairs:
            if there is not None and _number(there) != total:
                return self._differing("total_differs", record, total, _number(there))
        return None

    def _tax_there(self, record, connection):
        """Return what of ``record`` is tax in QuickBooks too."""
        return record.amount_tax

    def _differing(self, cause, record, here, there):
        figures = self._both(record, here, there)
        return EntityError(cause, difference=str(here - there), **figures)

    def _compares_balance(self, obj):
        """Tell whether what is open of ``obj`` has to be its total."""
        # An estimate that it was made from pays nothing.
        links = obj.get("LinkedTxn") or ()
        return all(link.get("TxnType") == "Estimate" for link in links)

    def _mend_difference(self, binding, error, connection):
        difference = Decimal(error.cause_args.get("difference") or 0)
        balance = Decimal(binding.balance or 0) + difference
        if error.cause != "tax_differs" or binding.attempts:
            # The total of one line more is known beforehand: it could not help.
            return None
        if not self._may_balance(balance, connection):
            return None
        return {"balance": str(balance)}

    # === IN WORDS === #

    def _both(self, record, here, there):
        """Return both figures in words."""
        return {
            "here": format_amount(self.env, float(here), record.currency_id),
            "there": format_amount(self.env, float(there), record.currency_id),
        }


def _number(value):
    return Decimal(str(value or 0))
