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
    "bill_there": Words(
        _lt(
            "%(record)s, %(here)s, looks like bill %(number)s of %(date)s in "
            "QuickBooks, %(there)s. Nothing was sent."
        ),
        _lt("Say whether they are the same bill or two; it goes on by itself."),
        "accountant",
    ),
    "bill_alike": Words(
        _lt(
            "Bill %(number)s of %(date)s from QuickBooks, %(there)s, looks like "
            "%(bill)s, %(here)s."
        ),
        _lt("Say whether they are the same bill or two; it goes on by itself."),
        "accountant",
    ),
}
