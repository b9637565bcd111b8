"""Causes about what comes from QuickBooks."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "lock_date": Words(
        _lt(
            "%(record)s from QuickBooks is dated %(date)s, and Odoo's books are locked."
        ),
        _lt("Change the lock date; it is applied by itself."),
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
            "%(record)s from QuickBooks uses a credit as well; that is not taken over "
            "yet."
        ),
        _lt("Register the payment and apply the credit note in Odoo."),
        "accountant",
    ),
    "invoice_not_open": Words(
        _lt("%(record)s from QuickBooks pays %(invoice)s, which is not open in Odoo."),
        _lt("Confirm %(invoice)s, or undo the payment in QuickBooks."),
        "accountant",
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
