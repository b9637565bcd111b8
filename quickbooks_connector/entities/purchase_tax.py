"""How the taxes of a purchase are said in QuickBooks.

In the US QuickBooks knows no tax on purchases: what a vendor charges is a line of its
own, with the account that it is booked to. Elsewhere each line names a tax code, as
with sales, of which the rates for purchases hold.
"""

from collections import defaultdict
from decimal import Decimal

from . import lookup
from .cause import EntityError
from .order_tax import Unbooked
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


class OrderTaxes(Unbooked, PurchaseTaxes):
    """The same of a purchase order."""
