"""Exact amounts: rounding, number spelling and currency names."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def money(value) -> Decimal:
    """Round to cents, halves away from zero, as QuickBooks does."""
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def number(value) -> Decimal:
    """Drop trailing zeros: the spelling of quantities, prices and rates."""
    value = Decimal(value)
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def share(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """Split `total` over `weights` in cents; the last part takes the rest.

    A zero sum of weights puts everything on the last part.
    """
    whole = sum(weights, Decimal(0))
    parts = []
    given = ZERO
    for weight in weights[:-1]:
        part = money(total * weight / whole) if whole else ZERO
        parts.append(part)
        given += part
    if weights:
        parts.append(money(total - given))
    return parts
