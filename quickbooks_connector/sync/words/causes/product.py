"""Causes about products and their categories."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "kind_counted": Words(
        _lt(
            "QuickBooks counts the stock of %(record)s and never lets it become "
            "another kind of product. The change was not sent."
        ),
        _lt(
            "Choose Inventory item as its kind in QuickBooks on the product, or make "
            "it inactive there and sell a new product."
        ),
    ),
    "kind_not_counted": Words(
        _lt(
            "%(record)s should be an inventory item, and QuickBooks starts to count an "
            "existing product for a person only. The change was not sent."
        ),
        _lt(
            "Change its type in QuickBooks, with the quantity there is; or choose "
            "another kind on the product."
        ),
    ),
    "inventory_off": Words(
        _lt(
            "%(record)s should be an inventory item, and inventory tracking is off in "
            "QuickBooks. Nothing was sent."
        ),
        _lt(
            "Turn it on in QuickBooks; it follows by itself. Or choose another kind "
            "on the product."
        ),
        "administrator",
    ),
    "inventory_here": Words(
        _lt(
            "%(record)s should be an inventory item, and the settings say that Odoo "
            "counts stock. Nothing was sent."
        ),
        _lt(
            "Choose another kind on the product, or let QuickBooks count in the "
            "settings; it follows by itself."
        ),
        "administrator",
    ),
    "category_deep": Words(
        _lt(
            "%(record)s is on the fifth level of categories or below, and QuickBooks "
            "has four. The change was not sent."
        ),
        _lt("Move it up; until then it stays where it was in QuickBooks."),
    ),
}
