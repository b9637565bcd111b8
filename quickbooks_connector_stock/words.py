"""What people read about quantities: one row a cause."""

from odoo.tools import LazyTranslate

from odoo.addons.quickbooks_connector.sync.words import Words, add_causes

_lt = LazyTranslate(__name__)

CAUSES = {
    "stock_inventory_off": Words(
        _lt(
            "%(record)s changes quantities, and inventory tracking is off in "
            "QuickBooks. Nothing was sent."
        ),
        _lt("Turn it on in QuickBooks, or let Odoo count stock in the settings."),
        "administrator",
    ),
    "ledger_stock": Words(
        _lt("%(record)s is worth something else in QuickBooks, and it is known why."),
        _lt("The stock comparison names the orders, transfers and costs behind it."),
        "",
    ),
}

add_causes(CAUSES)
