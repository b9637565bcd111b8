"""Causes about credits and refunds."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "applied_by_itself": Words(
        _lt("QuickBooks may have applied %(record)s by itself."),
        _lt("Nothing to do; it is compared with the next reading."),
        "",
    ),
    "credit_currencies": Words(
        _lt(
            "%(record)s settles a document in another currency. QuickBooks applies "
            "credits in their own currency only."
        ),
        _lt("Take it off that document, or pay both by a payment."),
        "accountant",
    ),
    "credit_used_there": Words(
        _lt(
            "%(record)s in QuickBooks uses %(amount)s of %(credit)s for something that "
            "Odoo does not have, such as an expense by which it was given back. "
            "Expenses of QuickBooks are left alone, so it stays open here."
        ),
        _lt(
            "Register what was given back in Odoo, and leave that payment out of "
            "QuickBooks."
        ),
        "accountant",
    ),
    "refund_account": Words(
        _lt(
            "QuickBooks has no account yet for what customers or vendors owe in "
            "%(currency)s. %(record)s was not sent."
        ),
        _lt("Nothing to do once it has a document in %(currency)s; then retry."),
        "accountant",
    ),
    "refund_money_unmatched": Words(
        _lt(
            "Refunds of %(journal)s have no account in QuickBooks. %(record)s was not "
            "sent."
        ),
        _lt("Choose the account under Matching; %(record)s follows by itself."),
        "administrator",
    ),
}
