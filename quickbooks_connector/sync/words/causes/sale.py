"""Causes about documents of the sales side."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    # --- documents that carry their own money -------------------------------
    "not_paid_yet": Words(
        _lt("It is a sales receipt, and its money is not registered yet."),
        _lt("It goes to QuickBooks once it is paid."),
        "",
    ),
    "not_paid_back_yet": Words(
        _lt(
            "%(receipt)s is a sales receipt in QuickBooks. Whether this credit is paid "
            "back or used otherwise is not known yet."
        ),
        _lt("It goes to QuickBooks once it is."),
        "",
    ),
    "refund_undone": Words(
        _lt("It is a refund receipt, and its money is not paid back in Odoo."),
        _lt("It goes to QuickBooks once it is."),
        "",
    ),
    "journal_unmatched": Words(
        _lt("Payments of %(journal)s have no account in QuickBooks. Nothing was sent."),
        _lt("Choose the account once; %(record)s follows by itself."),
        "administrator",
    ),
    "receipt_accounts": Words(
        _lt(
            "%(record)s was paid through %(journals)s, which are different accounts in "
            "QuickBooks; a receipt there has one. Nothing was sent."
        ),
        _lt("Match the journals to one account, or leave %(record)s out."),
        "accountant",
    ),
    "refund_account_unknown": Words(
        _lt("It is not known which account %(record)s was paid back from."),
        _lt("Register in Odoo how it was paid back; it follows by itself."),
        "accountant",
    ),
    # --- taxes and totals ---------------------------------------------------
    "tax_differs": Words(
        _lt(
            "QuickBooks computed %(there)s of tax on %(record)s, Odoo %(here)s. Both "
            "documents are there."
        ),
        _lt("Check the address and the rate, or let the settings balance it."),
        "accountant",
    ),
    "balance_item": Words(
        _lt(
            "%(record)s would total %(there)s in QuickBooks and %(here)s here, and no "
            "product is chosen for the line that balances it. Nothing was sent."
        ),
        _lt("Choose the product for cash rounding in the settings."),
        "administrator",
    ),
}
