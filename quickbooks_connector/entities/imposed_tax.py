"""The tax of a new document is QuickBooks' from the beginning, where Odoo rounds apart.

Setting tax lines right afterwards (``read_taxes.py``) makes Odoo compute the document
once more, which takes half as long as its creation.
"""

from decimal import ROUND_HALF_UP, Decimal

from .read_lines import share


def impose(lines, reading):
    """Say on the lines of a new document how much tax is due on each, if need be.

    Odoo has a place for it, of which it takes no notice once a line has another price
    or tax. It is needed where QuickBooks rounds two rates apart that are one in Odoo.
    Several taxes, prices that hold theirs, and other currencies, whose rate holds for
    the whole tax, are left to ``read_taxes.settle``.

    :param list lines: values of move lines, which get another one
    :param reading: the :class:`~.reading.Reading` that they are of
    """
    taxed = [(vals, ids) for vals in lines if (ids := _tax_ids(vals))]
    ids = {id_ for _vals, found in taxed for id_ in found}
    tax = reading.env["account.tax"].browse(ids)
    if reading.currency != reading.company.currency_id:
        return
    if len(tax) != 1 or not _is_plain(tax):
        return
    bases = [_base(vals) for vals, _ids in taxed]
    total = reading.taxes.total
    if not sum(bases) or _computed(bases, tax, reading) == total:
        return
    parts = share(total, bases, reading.rounding)
    for (vals, _ids), part in zip(taxed, parts, strict=True):
        vals["extra_tax_data"] = {
            "manual_tax_amounts": {str(tax.id): {"tax_amount_currency": float(part)}},
            "currency_id": reading.currency.id,
            "price_unit": vals["price_unit"],
            "quantity": vals["quantity"],
            "discount": vals.get("discount", 0.0),
        }


def _tax_ids(vals):
    return [id_ for command in vals.get("tax_ids", ()) for id_ in command[2]]


def _is_plain(tax):
    """Tell whether the amount of ``tax`` is a part of a price that does not hold it."""
    return (
        tax.amount_type == "percent"
        and not tax.price_include
        and not tax.has_negative_factor
    )


def _base(vals):
    left = 1 - Decimal(str(vals.get("discount", 0.0))) / 100
    return Decimal(str(vals["quantity"])) * Decimal(str(vals["price_unit"])) * left


def _computed(bases, tax, reading):
    """Return how much tax Odoo would compute."""
    rate, unit = Decimal(str(tax.amount)) / 100, reading.rounding
    if not reading.is_exact:
        nets = [base.quantize(unit, ROUND_HALF_UP) for base in bases]
        return sum((net * rate).quantize(unit, ROUND_HALF_UP) for net in nets)
    return (sum(bases) * rate).quantize(unit, ROUND_HALF_UP)
