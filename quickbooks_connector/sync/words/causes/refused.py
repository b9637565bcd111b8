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
    "tax_two_kinds": Words(
        _lt(
            "This QuickBooks company takes only taxable or non-taxable on a line, and "
            "%(record)s has another tax code. QuickBooks says: %(detail)s"
        ),
        _lt("Match its taxes to one of the two; it follows by itself."),
        "administrator",
    ),
    "amount_refused": Words(
        _lt(
            "Quantity times price of a line of %(record)s rounds differently in "
            "QuickBooks. QuickBooks says: %(detail)s"
        ),
        _lt("Change its quantity or its price a little; it follows by itself."),
    ),
    "line_without_account": Words(
        _lt(
            "A line of %(record)s has neither a product nor an account that "
            "QuickBooks knows. QuickBooks says: %(detail)s"
        ),
        _lt("Choose the account under Matching; it follows by itself."),
        "administrator",
    ),
    "text_too_long": Words(
        _lt(
            "A text of %(record)s is longer than QuickBooks takes. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Shorten it; it follows by itself."),
    ),
    "text_refused": Words(
        _lt(
            "A text of %(record)s has characters that QuickBooks does not take. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Take them out; it follows by itself."),
    ),
    "file_refused": Words(
        _lt("%(record)s was not attached in QuickBooks. QuickBooks says: %(detail)s"),
        _lt("Attach a smaller file, or one of another type."),
        "",
    ),
}
