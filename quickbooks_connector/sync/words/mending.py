"""What is to be mended for a cause, and by which button: one row a cause.

Whatever has the same cause and the same thing to mend is one problem: one card on the
To do list, one activity, one button, and all of it goes on at once.
"""

from typing import NamedTuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: There is one thing to mend for all that have the cause, such as a setting.
ALL = "*"


class Mending(NamedTuple):
    """How one cause is mended.

    :param about: which of the sentence's names is the thing to mend; empty: the record
        itself, :data:`ALL`: one thing for all
    :param way: a key of :data:`WAYS`
    """

    about: str = ""
    way: str = "open"


#: What the buttons say; what they open stands in ``models/quickbooks_problem_mend.py``.
WAYS = {
    "open": _lt("Open it"),
    "match": _lt("Choose the match"),
    "choose": _lt("Choose what it is"),
    "compare": _lt("Compare both"),
    "number": _lt("Choose what to do"),
    "same_bill": _lt("Compare both bills"),
    "next_day": _lt("Use the next open day"),
    "settings": _lt("Open the settings"),
    "quickbooks": _lt("Open in QuickBooks"),
    "log": _lt("Open the log"),
    "sign_in": _lt("Sign in at Intuit"),
}

MENDED = {
    # --- one choice in a list -------------------------------------------------
    "tax_unmatched": Mending("tax", "match"),
    "tax_rate": Mending("tax", "match"),
    "tax_unknown": Mending("tax", "match"),
    "tracking_unmatched": Mending("account", "match"),
    "paid_from_unmatched": Mending("journal", "match"),
    "journal_unmatched": Mending("journal", "match"),
    "refund_money_unmatched": Mending("journal", "match"),
    "receipt_accounts": Mending("journals", "match"),
    "account_refused": Mending("", "match"),
    "tax_refused": Mending("", "match"),
    "tax_two_kinds": Mending(ALL, "match"),
    "line_without_account": Mending("", "match"),
    "account_unknown": Mending("account", "match"),
    # --- what a contact or product is there -----------------------------------
    "ask_create": Mending("", "choose"),
    "ambiguous": Mending("", "choose"),
    "ambiguous_here": Mending("", "choose"),
    "gone_there": Mending("", "choose"),
    "waits_there": Mending("needed", "choose"),
    # --- a setting ------------------------------------------------------------
    "tax_off": Mending(ALL, "quickbooks"),
    "currency_off": Mending("currency", "quickbooks"),
    "currency_unknown": Mending("currency", "open"),
    "inventory_off": Mending(ALL, "quickbooks"),
    "inventory_here": Mending(ALL, "settings"),
    "kind_not_sent": Mending("", "settings"),
    "deposit_unmatched": Mending(ALL, "settings"),
    "balance_item": Mending(ALL, "settings"),
    "nobody_bought": Mending(ALL, "settings"),
    "credit_in_payment": Mending(ALL, "settings"),
    "config": Mending(ALL, "settings"),
    "key_missing": Mending(ALL, "settings"),
    "home_currency": Mending(ALL, "settings"),
    "client": Mending(ALL, "settings"),
    "forbidden": Mending(ALL, "settings"),
    "silent": Mending(ALL, "settings"),
    "notice_unverified": Mending(ALL, "settings"),
    # --- the sign-in ----------------------------------------------------------
    "auth": Mending(ALL, "sign_in"),
    "sign_in_ends": Mending(ALL, "sign_in"),
    "administrator_gone": Mending(ALL, "sign_in"),
    # --- in QuickBooks --------------------------------------------------------
    "subscription": Mending(ALL, "quickbooks"),
    "feature": Mending("", "quickbooks"),
    "not_found": Mending("", "quickbooks"),
    "locked": Mending("", "quickbooks"),
    "deposited": Mending("", "quickbooks"),
    "bank_matched": Mending("", "quickbooks"),
    "paid_through_quickbooks": Mending("", "quickbooks"),
    # --- a decision about a document ------------------------------------------
    "changed_both": Mending("", "compare"),
    "deleted_there": Mending("", "compare"),
    "number_taken": Mending("", "number"),
    "bill_there": Mending("", "same_bill"),
    "bill_alike": Mending("", "same_bill"),
    "closed_books": Mending("closing", "next_day"),
    "closed_password": Mending(ALL, "next_day"),
    "lock_date": Mending("date", "next_day"),
    # --- faults of ours -------------------------------------------------------
    "misunderstood": Mending("", "log"),
    "internal": Mending("", "log"),
}


def mending(cause):
    """Return the :class:`Mending` of ``cause``; most mend on the record itself."""
    return MENDED.get(cause, Mending())
