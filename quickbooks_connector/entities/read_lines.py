"""What the lines of a document of QuickBooks say: figures only, no database."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from . import convert

#: QuickBooks' own item for the delivery fee.
SHIPPING_ITEM = "SHIPPING_ITEM_ID"

_ITEMS = ("SalesItemLineDetail", "ItemBasedExpenseLineDetail")
_ACCOUNT = "AccountBasedExpenseLineDetail"


@dataclass(frozen=True)
class ReadLine:
    """One line of a document in QuickBooks.

    :param kind: ``"item"``, ``"account"`` or ``"note"``
    :param amount: net of tax and before a discount of the whole document
    :param gross: with tax, where prices hold it
    :param detail: what QuickBooks says of it beside
    """

    kind: str
    id: str | None = None
    amount: Decimal = Decimal(0)
    gross: Decimal | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    description: str = ""
    item: str | None = None
    account: dict | None = None
    tax_code: str | None = None
    class_ref: dict | None = None
    detail: dict | None = None

    @property
    def is_shipping(self):
        """Whether it is the delivery fee, for which there is an item of its own."""
        return self.item == SHIPPING_ITEM


@dataclass(frozen=True)
class Discount:
    """What is taken off a whole document."""

    amount: Decimal
    percent: Decimal | None = None
    account: dict | None = None
    class_ref: dict | None = None


def read(obj):
    """Return the lines of ``obj`` in their order, those of bundles among them.

    What QuickBooks only adds up for the eye is left out, and so is the discount, see
    :func:`discount_of`.
    """
    return [line for raw in obj.get("Line") or () for line in _read_one(raw)]


def _read_one(raw):
    kind = raw.get("DetailType")
    if kind == "GroupLineDetail":
        detail = raw.get(kind) or {}
        name = raw.get("Description") or convert.get(detail, "GroupItemRef.name")
        if name:
            yield ReadLine("note", raw.get("Id"), description=name)
        for member in detail.get("Line") or ():
            yield from _read_one(member)
    elif kind in _ITEMS:
        yield _priced("item", raw, raw.get(kind) or {})
    elif kind == _ACCOUNT:
        yield _priced("account", raw, raw.get(kind) or {})
    elif kind == "DescriptionOnly" and raw.get("Description"):
        yield ReadLine("note", raw.get("Id"), description=raw["Description"])


def _priced(kind, raw, detail):
    account = detail.get("AccountRef") or detail.get("ItemAccountRef")
    return ReadLine(
        kind,
        raw.get("Id"),
        amount=number(raw.get("Amount")),
        gross=_maybe(detail.get("TaxInclusiveAmt")),
        quantity=_maybe(detail.get("Qty")),
        price=_maybe(detail.get("UnitPrice")),
        description=raw.get("Description") or "",
        item=convert.get(detail, "ItemRef.value"),
        account=account,
        tax_code=convert.get(detail, "TaxCodeRef.value"),
        class_ref=detail.get("ClassRef"),
        detail=detail,
    )


def discount_of(obj):
    """Return the :class:`Discount` of ``obj``, or ``None``."""
    for raw in obj.get("Line") or ():
        if raw.get("DetailType") != "DiscountLineDetail" or not raw.get("Amount"):
            continue
        detail = raw.get("DiscountLineDetail") or {}
        percent = detail.get("DiscountPercent") if detail.get("PercentBased") else None
        return Discount(
            number(raw["Amount"]),
            _maybe(percent),
            detail.get("DiscountAccountRef"),
            detail.get("ClassRef"),
        )
    return None


def total_tax(obj):
    """Return the tax of the whole document."""
    return number(convert.get(obj, "TxnTaxDetail.TotalTax"))


def tax_lines(obj):
    """Return ``[(rate id, percentage, amount)]`` of the document's tax."""
    lines = []
    for raw in convert.get(obj, "TxnTaxDetail.TaxLine") or ():
        detail = raw.get("TaxLineDetail") or {}
        rate = convert.get(detail, "TaxRateRef.value")
        percent = number(detail.get("TaxPercent"))
        lines.append((rate, percent, number(raw.get("Amount"))))
    return lines


def number(value):
    """Return a figure of QuickBooks as a Decimal; nothing is zero."""
    return Decimal(str(value or 0))


def _maybe(value):
    return None if value is None else Decimal(str(value))


# === AS ODOO SAYS IT === #


def quantity_and_price(line, digits, rounding, exact=False):
    """Return quantity and unit price whose product is the amount of ``line``.

    :param int digits: decimals that Odoo keeps of a quantity
    :param rounding: the smallest unit of the currency
    :param bool exact: the product has to be the amount before it is rounded, as it
        is rounded over the whole document only

    >>> line = ReadLine("item", amount=Decimal("10.01"), quantity=Decimal(3),
    ...                 price=Decimal("3.335"))
    >>> quantity_and_price(line, 2, Decimal("0.01"))
    (Decimal('3'), Decimal('3.335'))
    """
    quantity = line.quantity
    if quantity is not None:
        quantity = quantity.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if not quantity:
        return Decimal(1), line.amount
    if line.price is not None and quantity == line.quantity:
        product = quantity * line.price
        rounded = product.quantize(rounding, ROUND_HALF_UP)
        if product == line.amount or (rounded == line.amount and not exact):
            return line.quantity, line.price
    return quantity, line.amount / quantity


def share(amount, weights, rounding):
    """Return ``amount`` shared out in proportion to ``weights``, to the last unit.

    >>> share(Decimal("1.00"), [Decimal(1)] * 3, Decimal("0.01"))
    [Decimal('0.34'), Decimal('0.33'), Decimal('0.33')]
    """
    whole = sum(weights)
    if not whole:
        return [amount] + [Decimal(0)] * (len(weights) - 1)
    parts = [
        (amount * weight / whole).quantize(rounding, ROUND_HALF_UP)
        for weight in weights
    ]
    largest = max(range(len(weights)), key=lambda index: abs(weights[index]))
    parts[largest] += amount - sum(parts)
    return parts
