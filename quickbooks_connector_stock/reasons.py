"""Why both sides have different quantities or values: one row a reason."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

REASONS = {
    "delivered": _lt("Delivered, and not on a document in QuickBooks yet"),
    "invoiced": _lt("Invoiced in QuickBooks, and not delivered yet"),
    "received": _lt("Received, and not on a bill in QuickBooks yet"),
    "billed": _lt("Billed in QuickBooks, and not received yet"),
    "document": _lt("On documents in QuickBooks that no order is behind"),
    "transfer": _lt("Moved by transfers that no order is behind"),
    "waiting": _lt("Moved in Odoo, and still on its way to QuickBooks"),
    "not_counted": _lt(
        "QuickBooks does not count it: there it is no inventory item, or not "
        "there at all"
    ),
    "only_there": _lt("No product of Odoo is linked to this item"),
    "former": _lt("The product has another item since somebody else counts it"),
    "rest": _lt(
        "Nothing in Odoo explains it: look at the item's history in QuickBooks"
    ),
    "value_method": _lt(
        "The quantities agree. QuickBooks values first in first out, Odoo "
        "by another method for this product"
    ),
    "value_cost": _lt(
        "The quantities agree, and cost something else: landed costs, "
        "revaluations, or a bill of another price than its receipt"
    ),
    "entries_off": _lt("The value of the stock is not sent, by the settings"),
    "entries_waiting": _lt("Stock values that are not in QuickBooks yet"),
    "entries_later": _lt("Booked since the stock was last summed up"),
    "entries_before": _lt("Booked in Odoo before the start date"),
    "entries_rest": _lt("QuickBooks has entries of its own on this account"),
}
