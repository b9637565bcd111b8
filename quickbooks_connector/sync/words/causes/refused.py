"""Causes of faults by which QuickBooks says what it does not take."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "account_refused": Words(
        _lt(
            "%(record)s uses an account that QuickBooks does not take there. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Choose an account of the right type under Matching, then retry."),
        "administrator",
    ),
    "tax_refused": Words(
        _lt("QuickBooks refused the tax on %(record)s. QuickBooks says: %(detail)s"),
        _lt("Check which tax codes its taxes are matched to, then retry."),
        "accountant",
    ),
    "contact_refused": Words(
        _lt(
            "%(record)s has no e-mail address or name that QuickBooks could use. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Correct it on the contact; it follows by itself."),
    ),
    "stock_later": Words(
        _lt(
            "%(record)s is dated before QuickBooks began to count one of its products. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Move the product's start date in QuickBooks, or the document's date."),
        "accountant",
    ),
    "quantity_missing": Words(
        _lt(
            "A line of %(record)s has a product whose stock is counted, and no "
            "quantity. QuickBooks says: %(detail)s"
        ),
        _lt("Enter the quantity; it follows by itself."),
    ),
    "party_differs": Words(
        _lt(
            "%(record)s and a document that it pays belong to different contacts in "
            "QuickBooks. QuickBooks says: %(detail)s"
        ),
        _lt("Set the same contact on both, then retry."),
    ),
    "parent_refused": Words(
        _lt(
            "%(record)s stands below another one in a way that QuickBooks does not "
            "take. QuickBooks says: %(detail)s"
        ),
        _lt("Check its company or category; it follows by itself."),
    ),
}
