"""How quantities are written into what is sent."""

from decimal import Decimal

from odoo.addons.quickbooks_connector.entities import convert


def said_quantity(quantity, product):
    """Return ``quantity``, in the unit of ``product``, as an exact Decimal."""
    digits = product.env["decimal.precision"].precision_get("Product Unit")
    return convert.trim(Decimal(f"{quantity:.{digits}f}"))
