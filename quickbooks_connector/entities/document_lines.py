"""What the lines of all documents have in common: figures only, no database."""

from decimal import ROUND_HALF_UP, Decimal

from . import convert

_CENT = Decimal("0.01")
_PRICE = Decimal(1).scaleb(-convert.PRICE_DECIMALS)


def quantity_and_price(amount, quantity, price, rounding):
    """Return ``Qty`` and ``UnitPrice`` whose product rounds to ``amount``, or nothing.

    QuickBooks multiplies to cents in every currency, in those without any too.

    >>> quantity_and_price(Decimal("10.00"), Decimal(3), None, Decimal("0.01"))
    {'Qty': Decimal('3'), 'UnitPrice': Decimal('3.3333333')}
    """
    if not quantity:
        return {}
    rounding = min(rounding, _CENT)
    for candidate in (price, amount / quantity):
        if candidate is None:
            continue
        candidate = candidate.quantize(_PRICE, ROUND_HALF_UP)
        product = (quantity * candidate).quantize(rounding, ROUND_HALF_UP)
        if product == amount:
            return {"Qty": convert.trim(quantity), "UnitPrice": convert.trim(candidate)}
    return {}


def total(values):
    """Return what QuickBooks will total from the lines and taxes of ``values``.

    Built from the payload alone, so that it also holds for what others added to it.
    """
    result = Decimal(0)
    for line in values["Line"]:
        sign = -1 if line["DetailType"] == "DiscountLineDetail" else 1
        result += sign * line.get("Amount", Decimal(0))
    detail = values.get("TxnTaxDetail") or {}
    if "TaxLine" not in detail:
        return result + detail.get("TotalTax", Decimal(0))
    return result + sum((line["Amount"] for line in detail["TaxLine"]), Decimal(0))
