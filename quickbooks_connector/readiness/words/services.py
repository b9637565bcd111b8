"""QuickBooks' own settings, people, the work in the background."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

_OPEN_CONNECTION = _lt("Open the connection")
_OPEN_QUICKBOOKS = _lt("Open QuickBooks")

SERVICES = {
    "directions": Words(
        _lt("Contacts and products"),
        _lt("Documents need these, and none of them is sent: %(names)s."),
        _lt(
            "A document is held until its contact and its products are linked to those "
            "in QuickBooks. That may be what you want."
        ),
        _lt("Change what syncs"),
        _lt("What a document needs is sent before it."),
    ),
    "auto_apply": Words(
        _lt("Credits applied by themselves"),
        _lt("QuickBooks applies credits or payments to open invoices by itself."),
        _lt(
            "An invoice may be paid there the moment it arrives, by a credit that Odoo "
            "does not expect. Turn it off there (gear, Account and settings, Advanced, "
            "Automation) if Odoo is to decide."
        ),
        _OPEN_QUICKBOOKS,
        _lt("QuickBooks applies no credit and no payment by itself."),
    ),
    "inventory": Words(
        _lt("Inventory"),
        _lt("QuickBooks tracks inventory, and products of Odoo are sent without it."),
        _lt(
            "It is all right to go on: no quantity in QuickBooks is changed. Products "
            "that are new there don't count their stock."
        ),
    ),
    "inventory_off": Words(
        _lt("Inventory"), fine=_lt("QuickBooks does not track inventory.")
    ),
    "people": Words(
        _lt("Who is told"),
        _lt("Nobody with accounting rights uses QuickBooks here; %(user)s is told."),
        _lt(
            "Somebody who keeps the books should be among those who are told. Give an "
            'accountant the right "QuickBooks / User".'
        ),
        _OPEN_CONNECTION,
        _lt("With accounting rights: %(names)s. %(user)s administers the connection."),
    ),
    "sign_in_ends": Words(
        _lt("End of the sign-in"),
        _lt("The sign-in with Intuit ends on %(date)s."),
        _lt("Sign in again before then; it takes a minute."),
        _lt("Sign in at Intuit"),
        _lt("The sign-in lasts until %(date)s, and longer while it is used."),
    ),
    "crons": Words(
        _lt("Scheduled work"),
        _lt("Switched off, or without a run for a day: %(names)s."),
        _lt(
            "Nothing is exchanged without it. Ask who runs the server whether its "
            "scheduled actions run."
        ),
        _lt("Show the scheduled work"),
        _lt("It is switched on and runs."),
    ),
}
