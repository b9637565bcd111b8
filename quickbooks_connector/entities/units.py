"""In which unit a quantity is said: QuickBooks counts each item in one, unnamed."""

from decimal import Decimal

from odoo import models

from . import convert

#: Decimals of a quantity that has been converted.
_DECIMALS = 6


class QuickbooksEntity(models.AbstractModel):
    _inherit = "quickbooks.entity"

    def _counts_in_one_unit(self, product, connection):
        """Tell whether QuickBooks keeps the quantity of ``product``.

        Then a dozen has to be said as twelve. Elsewhere the quantity on a document is
        a figure to read, and is said as it stands there.
        """
        items = self.env["quickbooks.entity.item"]
        return bool(product) and items._is_counted(product, connection)

    def _said_in_unit(self, quantity, price, unit, product, connection):
        """Return quantity and unit price as QuickBooks takes them, as Decimals.

        :param price: nothing where the amount of the line decides; that is so as well
            where the quantity is said in another unit
        :param unit: in which both are
        """
        if unit == product.uom_id or not self._counts_in_one_unit(product, connection):
            said = None if price is None else Decimal(repr(price))
            return Decimal(repr(quantity)), said
        own = unit._compute_quantity(quantity, product.uom_id, round=False)
        return convert.trim(Decimal(f"{own:.{_DECIMALS}f}")), None
