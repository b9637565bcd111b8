"""Causes about what comes from QuickBooks."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "waits_there": Words(
        _lt("%(record)s from QuickBooks waits for %(needed)s."),
        _lt(
            "Link %(needed)s under Matching, or let it be taken over in the settings; "
            "%(record)s follows by itself."
        ),
    ),
    "is_being_sent": Words(
        _lt("%(document)s is being sent to QuickBooks at this moment."),
        _lt("Nothing to do; it is looked at again by itself."),
        "",
    ),
    "void_there": Words(
        _lt("It was voided in QuickBooks before it was taken over."),
        _lt("Nothing to do."),
        "",
    ),
    "total_taken": Words(
        _lt(
            "%(record)s totals %(there)s in QuickBooks and %(here)s here, so it was "
            "left a draft."
        ),
        _lt("Compare both, correct it, and confirm it."),
        "accountant",
    ),
    "nobody_bought": Words(
        _lt("%(record)s from QuickBooks names no customer."),
        _lt("Choose the customer of receipts without one in the settings."),
        "accountant",
    ),
    "money_matched": Words(
        _lt(
            "%(record)s was changed in QuickBooks, and %(payment)s is matched with a "
            "bank statement here."
        ),
        _lt("Undo the match in Odoo; it follows by itself."),
        "accountant",
    ),
    "tax_unknown": Words(
        _lt("%(record)s from QuickBooks has the tax %(tax)s, which no tax here is."),
        _lt("Choose the tax once under Matching; %(record)s follows by itself."),
        "administrator",
    ),
    "account_unknown": Words(
        _lt(
            "%(record)s from QuickBooks uses the account %(account)s, which no account "
            "here is."
        ),
        _lt("Choose the account once under Matching; %(record)s follows by itself."),
        "administrator",
    ),
    "currency_unknown": Words(
        _lt("%(record)s from QuickBooks is in %(currency)s, which is not used here."),
        _lt("Activate the currency; %(record)s follows by itself."),
        "accountant",
    ),
    "not_opened": Words(
        _lt(
            "%(record)s was changed in QuickBooks, and Odoo does not let it be opened: "
            "%(detail)s"
        ),
        _lt("Undo the change in QuickBooks, or book the difference in Odoo."),
        "accountant",
    ),
    "cancelled_with": Words(
        _lt("%(record)s was deleted in QuickBooks and is cancelled here too."),
        _lt("Reset it to draft and confirm it to send it again as a new one."),
        "",
    ),
    "lock_date": Words(
        _lt(
            "%(record)s from QuickBooks is dated %(date)s, and Odoo's books are locked."
        ),
        _lt(
            "Book it on the next open day, or change the lock date; then it is applied "
            "by itself."
        ),
        "accountant",
    ),
    "not_ours": Words(
        _lt("It belongs to no document that is shared with QuickBooks."),
        _lt("Nothing to do."),
        "",
    ),
    "bundle": Words(
        _lt("%(record)s is a bundle; bundles of QuickBooks are not taken over."),
        _lt("Nothing to do; its products are."),
        "",
    ),
    "has_user": Words(
        _lt("%(name)s was made inactive in QuickBooks, and signs in to Odoo."),
        _lt("Archive the user, or make it active in QuickBooks again."),
        "administrator",
    ),
    "refused_here": Words(
        _lt("Odoo refused it: %(detail)s"),
        _lt("Mend the cause; it is applied by itself."),
        "accountant",
    ),
    "credit_in_payment": Words(
        _lt(
            "%(record)s from QuickBooks uses a credit that Odoo does not have, such as "
            "a journal entry."
        ),
        _lt("Choose the account for write-offs in the settings; it is applied then."),
        "accountant",
    ),
    "invoice_not_open": Words(
        _lt("%(record)s from QuickBooks pays %(invoice)s, which is not open in Odoo."),
        _lt("Confirm %(invoice)s, or undo the payment in QuickBooks."),
        "accountant",
    ),
    "order_totals_otherwise": Words(
        _lt(
            "%(order)s totals %(there)s in QuickBooks since it was changed there; Odoo "
            "would total %(here)s."
        ),
        _lt("Make the change here as well; it is sent to QuickBooks by itself."),
    ),
    "paid_twice": Words(
        _lt(
            "%(record)s from QuickBooks pays %(amount)s of %(invoice)s, of which only "
            "%(open)s is open in Odoo."
        ),
        _lt("Undo what was paid twice on one of the two sides."),
        "accountant",
    ),
}
