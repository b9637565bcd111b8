"""Documents: numbers, discounts, totals, currencies."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

_SHOW_DOCUMENTS = _lt("Show the documents")
_OPEN_QUICKBOOKS = _lt("Open QuickBooks")

DOCUMENTS = {
    "numbers": Words(
        _lt("Numbers"),
        _lt("Custom transaction numbers are off in QuickBooks."),
        _lt(
            "Documents of Odoo keep their numbers all the same. What is entered in "
            "QuickBooks is numbered there, and the two may cross. Turn it on there "
            "(gear, Account and settings, Sales) to number in one place."
        ),
        _OPEN_QUICKBOOKS,
        _lt(
            "Documents keep Odoo's numbers. Whether QuickBooks has used one already "
            "shows when it is sent."
        ),
    ),
    "numbers_long": Words(
        _lt("Long numbers"),
        _lt("Numbers of more than 21 characters: %(count)s. Sent instead: %(sent)s."),
        _lt("It is all right to go on: the full number is in the document's memo."),
        _SHOW_DOCUMENTS,
        _lt("Every number fits into QuickBooks' 21 characters."),
    ),
    "discounts": Words(
        _lt("Discounts"),
        _lt("Discounts are off in QuickBooks. Documents that have some: %(count)s."),
        _lt(
            "It is all right to go on: lines are sent at their net prices, and the "
            "totals are equal. Turn discounts on in QuickBooks to see them there."
        ),
        _SHOW_DOCUMENTS,
        _lt("Discounts are on in QuickBooks and are shown there."),
    ),
    "discounts_off": Words(
        _lt("Discounts"), fine=_lt("Discounts are off in QuickBooks; nothing has one.")
    ),
    "discounts_net": Words(
        _lt("Discounts"), fine=_lt("Lines are sent at their net prices.")
    ),
    "negative": Words(
        _lt("Totals below zero"),
        _lt("Documents below zero: %(count)s."),
        _lt("QuickBooks takes them only as a credit; they are held."),
        _SHOW_DOCUMENTS,
        _lt("No document is below zero."),
    ),
    "customer_currencies": Words(
        _lt("Customers with two currencies"),
        _lt("Customers whose documents are in more than one currency: %(count)s."),
        _lt(
            "A customer has one currency in QuickBooks, for good. It refuses the "
            "documents in another one."
        ),
        _lt("Show the customers"),
        _lt("Every customer has documents in one currency only."),
    ),
}
