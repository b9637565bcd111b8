"""The lines of a sales document as QuickBooks takes them: figures only, no database.

Odoo rounds price, quantity, discount and included tax in its own order; QuickBooks
wants ``Qty`` times ``UnitPrice`` to round to ``Amount``. What can't be said in both
ways is said by the amount alone, which is what the books hold.
"""

from dataclasses import dataclass
from decimal import Decimal

from .document_lines import quantity_and_price


@dataclass(frozen=True)
class SalesLine:
    """One line with an amount.

    :param amount: net of tax, as booked, in the document's currency
    :param gross: the same before the line's discount
    :param quantity: in the line's unit
    :param price: the unit price before discount, when it holds no tax
    """

    amount: Decimal
    gross: Decimal
    quantity: Decimal
    price: Decimal | None
    description: str
    item: dict
    tax_code: dict | None
    class_ref: dict | None = None

    @property
    def discount(self):
        """What the discount takes off, exact to the cent."""
        return self.gross - self.amount


def discount_total(lines):
    """Return the discounts of ``lines`` together."""
    return sum((line.discount for line in lines), Decimal(0))


def can_discount_once(lines):
    """Tell whether one discount line says the same as a discount on each line.

    QuickBooks spreads it over all lines; only where all are taxed alike does that
    leave the tax as it is.
    """
    codes = {str(line.tax_code) for line in lines}
    return len(codes) <= 1 and discount_total(lines) > 0


def item_line(line, gross, rounding):
    """Return the QuickBooks line for ``line``, before or after its discount.

    :param bool gross: whether the discount follows as a line of its own
    :param rounding: the smallest unit of the currency
    """
    amount = line.gross if gross else line.amount
    price = line.price if gross or not line.discount else None
    detail = {"ItemRef": line.item}
    detail |= quantity_and_price(amount, line.quantity, price, rounding)
    if line.tax_code:
        detail["TaxCodeRef"] = line.tax_code
    if line.class_ref:
        detail["ClassRef"] = line.class_ref
    values = {
        "DetailType": "SalesItemLineDetail",
        "Amount": amount,
        "SalesItemLineDetail": detail,
    }
    if line.description:
        values["Description"] = line.description
    return values


def amount_line(amount, description, item, like=None, tax_code=None):
    """Return the QuickBooks line of an amount of its own, without a quantity.

    :param like: the line whose taxes and class it shares
    """
    detail = {"ItemRef": item}
    if code := like.tax_code if like else tax_code:
        detail["TaxCodeRef"] = code
    if like and like.class_ref:
        detail["ClassRef"] = like.class_ref
    return {
        "DetailType": "SalesItemLineDetail",
        "Amount": amount,
        "Description": description,
        "SalesItemLineDetail": detail,
    }


def note_line(text):
    """Return the QuickBooks line for a section or a note."""
    return {
        "DetailType": "DescriptionOnly",
        "Description": text,
        "DescriptionLineDetail": {},
    }


def discount_line(amount, account=None):
    """Return the one QuickBooks line that takes ``amount`` off the document.

    :param dict account: reference to the account that it is posted to; without one
        QuickBooks takes its own
    """
    detail = {"PercentBased": False}
    if account:
        detail["DiscountAccountRef"] = account
    return {
        "DetailType": "DiscountLineDetail",
        "Amount": amount,
        "DiscountLineDetail": detail,
    }
