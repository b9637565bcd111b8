"""The lines of bills, credits and orders as QuickBooks takes them: figures only."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from . import convert

ACCOUNT, ITEM = "AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"
ORDER = "PurchaseOrder"

_PRICE = Decimal(1).scaleb(-convert.PRICE_DECIMALS)


@dataclass(frozen=True)
class PurchaseLine:
    """One line with an amount, of an item or of an account.

    :param amount: net of tax, in the document's currency
    :param quantity: in the line's unit; nothing for lines of an account
    :param price: the unit price, when it holds no tax and no discount
    :param order_line: ``(id of the order, id of its line)`` in QuickBooks
    :param line_id: of this line in QuickBooks, when it is there already
    """

    amount: Decimal
    description: str
    quantity: Decimal = Decimal(0)
    price: Decimal | None = None
    item: dict | None = None
    account: dict | None = None
    tax_code: dict | None = None
    class_ref: dict | None = None
    order_line: tuple | None = None
    line_id: str | None = None


def expense_line(line, rounding):
    """Return the QuickBooks line for ``line``.

    :param rounding: the smallest unit of the currency
    """
    kind = ITEM if line.item else ACCOUNT
    if line.item:
        detail = {"ItemRef": line.item} | _quantity_and_price(line, rounding)
    else:
        detail = {"AccountRef": line.account}
    if line.tax_code:
        detail["TaxCodeRef"] = line.tax_code
    if line.class_ref:
        detail["ClassRef"] = line.class_ref
    values = {"DetailType": kind, "Amount": line.amount, kind: detail}
    if line.line_id:
        values["Id"] = line.line_id
    if line.description:
        values["Description"] = line.description
    if line.order_line:
        order, order_line = line.order_line
        link = {"TxnId": order, "TxnType": ORDER, "TxnLineId": order_line}
        values["LinkedTxn"] = [link]
    return values


def _quantity_and_price(line, rounding):
    """Return ``Qty``, which QuickBooks counts, and the ``UnitPrice`` that fits best.

    Amounts of purchases are taken as they are: where no price of seven decimals gives
    the amount, the nearest one stands beside it.

    >>> line = PurchaseLine(Decimal("10.00"), "", Decimal(3), item={"value": "1"})
    >>> _quantity_and_price(line, Decimal("0.01"))
    {'Qty': Decimal('3'), 'UnitPrice': Decimal('3.3333333')}
    """
    if not line.quantity:
        return {}
    candidates = [line.price] if line.price is not None else []
    for price in (*candidates, line.amount / line.quantity):
        price = price.quantize(_PRICE, ROUND_HALF_UP)
        if (line.quantity * price).quantize(rounding, ROUND_HALF_UP) == line.amount:
            break
    return {"Qty": convert.trim(line.quantity), "UnitPrice": convert.trim(price)}


def pair(lines, others, keys):
    """Return ``{line: the one of others}`` of those that are the same.

    Each is paired once; of several alike, in their order. What is alike by the first
    of ``keys`` is paired before what is alike by the next one only.

    :param keys: pairs of functions, of a line and of another, whose results are
        compared; what has no result is like nothing

    >>> pair(["a", "b"], ["B", "A"], [(str.upper, str)])
    {'a': 'A', 'b': 'B'}
    """
    paired, left = {}, list(others)
    for key, key_of_other in keys:
        for line in lines:
            wanted = key(line)
            if line in paired or not wanted:
                continue
            alike = (other for other in left if key_of_other(other) == wanted)
            found = next(alike, None)
            if found is not None:
                paired[line] = found
                left.remove(found)
    return paired


def item_of(obj):
    """Return the id of the item of a QuickBooks line, maybe ``None``."""
    return convert.get(obj, f"{ITEM}.ItemRef.value")


def quantity_of(obj):
    """Return the quantity of a QuickBooks line, maybe none at all."""
    return Decimal(str(convert.get(obj, f"{ITEM}.Qty") or 0))
