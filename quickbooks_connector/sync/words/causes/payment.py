"""Causes about payments."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "payment_currencies": Words(
        _lt(
            "%(record)s is not in the currency of the documents it pays, and is not "
            "used up by them. QuickBooks keeps a payment in one currency."
        ),
        _lt("Apply the rest of it, or register a payment for each currency."),
        "accountant",
    ),
    "payment_changed_there": Words(
        _lt("%(record)s was changed in QuickBooks."),
        _lt("Compare both and correct one of them."),
        "accountant",
    ),
    "paid_from_unmatched": Words(
        _lt(
            "Bills paid from %(journal)s have no bank or credit card account in "
            "QuickBooks. %(record)s was not sent."
        ),
        _lt("Choose the account under Matching; %(record)s follows by itself."),
        "administrator",
    ),
    "card_not_applied": Words(
        _lt(
            "%(record)s was paid by credit card and is not used up by bills; "
            "QuickBooks takes that of bank accounts only."
        ),
        _lt("Apply the rest to bills; it follows by itself."),
        "accountant",
    ),
    "matched_here": Words(
        _lt(
            "%(record)s was changed in QuickBooks, and is matched with a bank "
            "statement in Odoo."
        ),
        _lt("Undo the match in Odoo; the change is applied by itself."),
        "accountant",
    ),
    "undone_there": Words(
        _lt("%(record)s was deleted in QuickBooks, so it is cancelled here."),
        _lt("Nothing to do. Confirmed again, it goes to QuickBooks as a new one."),
        "",
    ),
    "payment_unticked": Words(
        _lt("It is not to go to QuickBooks."),
        _lt("Tick it, or sync it by hand, when QuickBooks should have it."),
        "",
    ),
    "pays_left_out": Words(
        _lt("It pays documents that are not in QuickBooks."),
        _lt("Sync it by hand if QuickBooks needs it."),
        "",
    ),
    "payments_not_updated": Words(
        _lt("%(record)s is updated except for its payments: %(reason)s"),
        _lt("Mend the payment and retry."),
        "",
    ),
    "settled_by_entry": Words(
        _lt(
            "%(record)s is settled here by %(entry)s, which is no payment, so it is "
            "open in QuickBooks."
        ),
        _lt("Register a payment instead, or make the same entry in QuickBooks."),
        "",
    ),
    "entry_contacts": Words(
        _lt(
            "It settles documents of several customers or vendors at once, and "
            "QuickBooks keeps a payment for each of them."
        ),
        _lt("Make an entry for each customer or vendor, and match it instead."),
        "accountant",
    ),
    "deposited": Words(
        _lt("%(record)s is part of a bank deposit in QuickBooks, so it is locked."),
        _lt("Take it out of that deposit in QuickBooks, then retry."),
        "accountant",
    ),
    "bank_matched": Words(
        _lt(
            "%(record)s is matched to a line of the bank in QuickBooks, so it is "
            "locked."
        ),
        _lt("Undo the match in QuickBooks, then retry."),
        "accountant",
    ),
    "settled_there": Words(
        _lt("%(record)s is settled in QuickBooks and can't be voided."),
        _lt("Register a refund instead."),
        "accountant",
    ),
    "paid_through_quickbooks": Words(
        _lt("%(record)s came through QuickBooks Payments and only changes there."),
        _lt("Change it in QuickBooks."),
        "accountant",
    ),
    "link_refused": Words(
        _lt(
            "%(record)s can't be applied to its documents in QuickBooks. QuickBooks "
            "says: %(detail)s"
        ),
        _lt("Compare the payments of both sides, and undo what was paid twice."),
        "accountant",
    ),
}
