"""Causes about contacts, products and documents that are sent."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "total_before": Words(
        _lt(
            "%(record)s would total %(there)s in QuickBooks and %(here)s here. "
            "Nothing was sent."
        ),
        _lt("Correct the lines named in the log, or ask your integrator."),
    ),
    "total_differs": Words(
        _lt("%(record)s totals %(there)s in QuickBooks and %(here)s here."),
        _lt("Compare both documents and correct one of them."),
        "accountant",
    ),
    "negative": Words(
        _lt("%(record)s is below zero; QuickBooks takes that only as a credit."),
        _lt("Turn it into a credit note."),
    ),
    "name_missing": Words(
        _lt("%(record)s has no name that QuickBooks could use."),
        _lt("Enter a name and retry."),
    ),
    "name_taken": Words(
        _lt("Another customer, vendor or employee in QuickBooks is called %(name)s."),
        _lt("Rename one of the two, or link them."),
    ),
    "item_name_taken": Words(
        _lt("Another product in QuickBooks is called %(name)s."),
        _lt("Rename one of the two, or link them."),
    ),
    "ambiguous": Words(
        _lt("Several records in QuickBooks look like %(record)s: %(names)s."),
        _lt("Choose which one it is, or have it created."),
    ),
    "ask_create": Words(
        _lt("%(record)s is not in QuickBooks yet, and nobody has decided about it."),
        _lt("Link it to one that is there, or have it created, under Matching."),
    ),
    "linked_here": Words(
        _lt("%(record)s is linked to %(name)s in QuickBooks already."),
        _lt("Nothing to do, unless that is wrong."),
        "",
    ),
    "linked_there": Words(
        _lt("%(name)s in QuickBooks is linked to %(other)s already."),
        _lt("Choose another, or merge the two contacts or products in Odoo."),
        "",
    ),
    "under_way": Words(
        _lt("%(record)s is being sent to QuickBooks at this moment."),
        _lt("Read the contacts and products again in a minute."),
        "",
    ),
    "ambiguous_here": Words(
        _lt("Several records in Odoo might be %(record)s of QuickBooks: %(names)s."),
        _lt("Choose which one it is, or make it one record; it follows by itself."),
    ),
    "number_taken": Words(
        _lt("The number %(number)s is already used in QuickBooks."),
        _lt("Send it under another number, or leave it out."),
    ),
    "closed_password": Words(
        _lt(
            "The books in QuickBooks are closed with a password, which apps can't "
            "give, and %(record)s is dated before the closing date. Nothing was sent."
        ),
        _lt("Choose a later date, or have the accountant move the closing date."),
        "accountant",
    ),
    "closed_books": Words(
        _lt(
            "The books in QuickBooks are closed up to %(closing)s, and %(record)s is "
            "dated before. Nothing was sent."
        ),
        _lt("Choose a later date, or have the accountant open the period."),
        "accountant",
    ),
    "not_found": Words(
        _lt(
            "Something that %(record)s uses is inactive or gone in QuickBooks. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Make it active there, or choose another, then retry."),
    ),
    "locked": Words(
        _lt("%(record)s can't be changed in QuickBooks. QuickBooks says: %(detail)s"),
        _lt("Undo there what hangs on it (a deposit, a bank match), then retry."),
        "accountant",
    ),
    "kind_not_sent": Words(
        _lt(
            "%(record)s is not in QuickBooks, and the settings do not let records of "
            "its kind be sent."
        ),
        _lt("Let them be sent in the settings, or create it in QuickBooks."),
        "administrator",
    ),
    "feature": Words(
        _lt(
            "This QuickBooks plan or country can't take %(record)s. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Upgrade the plan, or leave %(record)s out."),
        "administrator",
    ),
    "config": Words(
        _lt("QuickBooks can't be reached at the address of this connection."),
        _lt("Check the addresses in the settings of the connection."),
        "administrator",
    ),
    "validation": Words(
        _lt("QuickBooks refused %(record)s. QuickBooks says: %(detail)s"),
        _lt("Correct it and retry."),
    ),
    "changed_both": Words(
        _lt("%(record)s was changed in Odoo and in QuickBooks since they last agreed."),
        _lt("Compare both and correct one of them."),
    ),
    "deleted_there": Words(
        _lt("%(record)s was deleted in QuickBooks."),
        _lt("Send it again as new, or cancel it here too."),
    ),
    "deleted_here": Words(
        _lt("The record was deleted in Odoo."), _lt("Nothing to do."), ""
    ),
}
