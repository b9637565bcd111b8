"""Causes of what a comparison of both ledgers shows."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "ledgers_differ": Words(
        _lt("Both ledgers differ between %(start)s and %(end)s. Lines: %(count)s."),
        _lt("Open the ledger comparison: it says why of each."),
        "administrator",
    ),
    "ledger_waiting": Words(
        _lt("It is on its way to QuickBooks."),
        _lt("Compare again when it has arrived."),
        "",
    ),
    "ledger_coming": Words(
        _lt("It has changed in QuickBooks and is being taken over."),
        _lt("Compare again in a few minutes."),
        "",
    ),
    "ledger_dates": Words(
        _lt("It has another date in QuickBooks, and belongs to another period there."),
        _lt("Give it the same date on both sides, or compare a longer period."),
        "",
    ),
    "ledger_in_receipt": Words(
        _lt("QuickBooks has it as part of a sales receipt."), _lt("Nothing to do."), ""
    ),
    "ledger_left_out": Words(
        _lt("Somebody has left it out of the sync."),
        _lt("Include it, or enter it in QuickBooks by hand."),
        "",
    ),
    "ledger_not_sent": Words(
        _lt("Odoo has it, and nothing has sent it to QuickBooks."),
        _lt("Send it."),
        "",
    ),
    "ledger_entry_here": Words(
        _lt("It is an entry of Odoo that is not sent to QuickBooks."),
        _lt("Enter the same in QuickBooks, if it belongs in those books."),
        "",
    ),
    "ledger_gone_there": Words(
        _lt("It was sent, and QuickBooks does not have it any more."),
        _lt("Send it again, or cancel it in Odoo."),
        "",
    ),
    "ledger_void_there": Words(
        _lt("It is void in QuickBooks and posted in Odoo."),
        _lt("Cancel it in Odoo, or enter it again as a new one."),
        "",
    ),
    "ledger_not_posted": Words(
        _lt("It is in QuickBooks, and a draft or cancelled in Odoo."),
        _lt("Confirm it in Odoo, or void it in QuickBooks."),
        "",
    ),
    "ledger_before": Words(
        _lt("It was made in QuickBooks and is dated before %(start)s, the start date."),
        _lt("Nothing to do, if the opening balances in Odoo hold it."),
        "",
    ),
    "ledger_entry_there": Words(
        _lt("It is a journal entry of QuickBooks, which is not taken over."),
        _lt("Enter the same in Odoo, if it belongs in these books."),
        "",
    ),
    "ledger_not_taken": Words(
        _lt("It was made in QuickBooks, and the settings do not take it over."),
        _lt("Take such documents over in the settings, or enter it in Odoo."),
        "",
    ),
    "ledger_only_there": Words(
        _lt("It was made in QuickBooks, and Odoo has not heard of it."),
        _lt("Read it from QuickBooks."),
        "",
    ),
    "ledger_tax_there": Words(
        _lt("QuickBooks computed the tax itself: %(there)s there, %(here)s in Odoo."),
        _lt("Check the address and the tax rate on both sides."),
        "",
    ),
    "ledger_applied": Words(
        _lt("Open are %(here)s in Odoo and %(there)s in QuickBooks."),
        _lt("Compare which payments and credits are applied to it."),
        "",
    ),
    "ledger_documents": Words(
        _lt("Explained by documents and payments that differ: %(names)s."),
        _lt("See them below."),
        "",
    ),
    "ledger_opening": Words(
        _lt(
            "%(amount)s of difference is from before %(date)s, or from what is not "
            "shared, such as a deposit in QuickBooks."
        ),
        _lt("Compare an earlier period to see where it comes from."),
        "",
    ),
    "ledger_opening_too": Words(
        _lt(
            "%(amount)s of difference is from before %(date)s, or from what is not "
            "shared; the rest is explained by %(names)s."
        ),
        _lt("Compare an earlier period to see where it comes from."),
        "",
    ),
    "ledger_tax_unmatched": Words(
        _lt("This tax stands for no rate of QuickBooks."),
        _lt("Choose the tax code under Matching."),
        "",
    ),
    "ledger_tax_rates": Words(
        _lt("Taxes agree in total; QuickBooks has some at another rate."),
        _lt("Compare the tax codes of the documents with the taxes in Odoo."),
        "",
    ),
}
