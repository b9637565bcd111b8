"""Causes that are decisions, of the settings or of a person."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "withdrawn": Words(
        _lt("It was deleted in QuickBooks by hand, and stays in Odoo."),
        _lt("Sync it by hand if QuickBooks is to have it again."),
        "",
    ),
    "not_approved": Words(
        _lt("It was there before and was not approved, so it stays out."),
        _lt("Include it to send it."),
        "",
    ),
    "approval_lost": Words(
        _lt("It is not what was approved any more, so it was not sent."),
        _lt("Look at it and include it, or make a new dry run."),
    ),
    "before_start": Words(
        _lt("It is dated before %(start)s, so it is left alone."),
        _lt("Sync it by hand if QuickBooks needs it."),
        "",
    ),
    "sent_by_hand": Words(
        _lt("Invoices are sent by hand."),
        _lt("Sync it when QuickBooks should have it."),
        "",
    ),
    "not_sent_yet": Words(
        _lt("It has not been sent to the customer yet."),
        _lt("It goes to QuickBooks when it is."),
        "",
    ),
    "not_invoiced_yet": Words(
        _lt("Its sales order is not fully invoiced yet."),
        _lt("It goes to QuickBooks when it is."),
        "",
    ),
}
