"""How the taxes of a purchase are said in QuickBooks.

In the US QuickBooks knows no tax on purchases: what a vendor charges is a line of its
own, with the account that it is booked to. Elsewhere each line names a tax code, as
with sales, of which the rates for purchases hold.
"""

from collections import defaultdict
from decimal import Decimal

from . import lookup
from .cause import EntityError
from .purchase_lines import PurchaseLine
from .sales_tax import SalesTaxes


class PurchaseTaxes(SalesTaxes):
    """The tax codes and figures of a bill or a vendor credit."""

    side = "purchase"

    def code_of(self, line):
        return None if self.is_us else super().code_of(line)

    def values(self, lines, decimal):
        return {} if self.is_us else super().values(lines, decimal)

    def account_lines(self, connection, decimal):
        """Return the lines that say the tax in the US, one for each tax and account.

        :raise EntityError: the account of a tax is not known in QuickBooks
        """
        if not self.is_us:
            return []
        totals = defaultdict(Decimal)
        for tax, account, amount in self._tax_amounts():
            totals[tax, account] += decimal(amount)
        accounts = self.env["account.account"].union(*(key[1] for key in totals))
        entries = lookup.matched(connection, "Account", accounts)
        lines = []
        for (tax, account), amount in totals.items():
            entry = entries.get(account.id) or connection.purchase_tax_account_id
            if not entry:
                use = self.env._("account for the tax %(tax)s", tax=tax.name)
                raise EntityError("account_unmatched", use=use)
            if amount:
                ref = {"value": entry.qbo_id}
                lines.append(PurchaseLine(amount, tax.name, account=ref))
        return lines


class OrderTaxes(PurchaseTaxes):
    """The same of a purchase order, whose taxes nothing is booked for yet.

    :param order: a ``purchase.order``
    :param lines: those with an amount
    """

    def __init__(self, order, lines, connection):
        super().__init__(order, lines, connection)
        taxes = order.env["account.tax"]
        company = order.company_id
        based = [line._prepare_base_line_for_taxes_computation() for line in lines]
        taxes._add_tax_details_in_base_lines(based, company)
        taxes._round_base_lines_tax_details(based, company)
        taxes._add_accounting_data_in_base_lines_tax_details(based, company)
        self.details = {base["record"]: base["tax_details"] for base in based}

    def base_of(self, line):
        details = self.details[line]
        return (
            details["total_excluded_currency"]
            + details["delta_total_excluded_currency"]
        )

    def _tax_amounts(self):
        return [
            (data["tax"], part["account"], part["tax_amount_currency"])
            for details in self.details.values()
            for data in details["taxes_data"]
            for part in data["tax_reps_data"]
        ]
