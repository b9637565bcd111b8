"""Payments, and where their money is."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

PAYMENTS = {
    "payment_accounts": Words(
        _lt("Accounts of payments"),
        fine=_lt("Every journal of payments has its account in QuickBooks."),
    ),
    "deposit_missing": Words(
        _lt("Accounts that money is deposited to"),
        _lt("Not matched: %(names)s. Payments received there: %(count)s."),
        _lt(
            "Their money stays in Undeposited Funds in QuickBooks; receipts and "
            "refunds wait. Choose the account once."
        ),
        _lt("Choose the account"),
    ),
    "paid_from_missing": Words(
        _lt("Accounts that bills and refunds are paid from"),
        _lt("Not matched: %(names)s. Payments made there: %(count)s."),
        _lt("They wait, and nothing is lost, until somebody chooses the account."),
        _lt("Choose the account"),
    ),
}
