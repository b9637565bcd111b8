"""What the parts of a comparison ask again and again, looked up once a step."""

from functools import cached_property

from ..entities import lookup
from .figures import PARTIES


class Scope:
    """The comparison, the currencies and the linked parties.

    A party is ``"p5"``, a partner of Odoo (``"p0"``: none is named), or ``"q5"``, one
    of QuickBooks that nobody has linked.
    """

    def __init__(self, comparison):
        self.comparison = comparison
        self.connection = comparison.connection_id
        self.env = comparison.env
        self.home = comparison.currency_id
        self.is_us = lookup.is_us(self.connection)

    def is_within(self, day):
        """Tell whether ``day``, a date or its text, is in the period."""
        return self.comparison._is_within(day)

    def currency(self, code):
        """Return the currency of a code of QuickBooks; none is that of the books."""
        return self._currencies.get(code) or self.home

    def party(self, ledger, qbo_id):
        """Return the key of a customer or vendor of QuickBooks."""
        partner_id = self._parties[ledger].get(qbo_id)
        return f"p{partner_id}" if partner_id else f"q{qbo_id}"

    @cached_property
    def _currencies(self):
        found = self.env["res.currency"].with_context(active_test=False).search([])
        return {currency.name: currency for currency in found}

    @cached_property
    def _parties(self):
        """``{ledger: {QuickBooks id: id of the company that the partner is of}}``."""
        parties = {}
        for ledger, kind in PARTIES.items():
            rows = self.env["quickbooks.binding"].search(
                [
                    ("connection_id", "=", self.connection.id),
                    ("entity", "=", kind),
                    ("res_model", "=", "res.partner"),
                    ("qbo_id", "!=", False),
                ]
            )
            parties[ledger] = {
                row.qbo_id: record.commercial_partner_id.id
                for row, record in rows._get_records().items()
                if record
            }
        return parties
