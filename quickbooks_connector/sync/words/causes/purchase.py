"""Causes about purchase orders, bills and vendor credits."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "nothing_ordered": Words(
        _lt("%(record)s has no line with a product. Nothing was sent."),
        _lt("Add what is ordered, or leave it out."),
    ),
    "not_billed_yet": Words(
        _lt("It is not fully billed yet."),
        _lt("It goes to QuickBooks when it is."),
        "",
    ),
    "billed_there": Words(
        _lt("Its purchase order is in QuickBooks, where the bill is made of it."),
        _lt("Sync it if the bill is to be made here after all."),
        "",
    ),
}
