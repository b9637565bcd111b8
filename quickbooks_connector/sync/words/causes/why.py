"""Why QuickBooks does not have a record, where nothing is wrong with it."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "not_connected": Words(
        _lt("%(company)s is not connected to QuickBooks."),
        _lt("Connect it in the settings."),
        "",
    ),
    "not_live": Words(
        _lt("The set-up of QuickBooks is not finished, so nothing is sent yet."),
        _lt("Go on with the set-up guide."),
        "",
    ),
    "no_counterpart": Words(
        _lt("QuickBooks has no kind of record that %(record)s could be."),
        _lt("Nothing to do."),
        "",
    ),
    "kind_closed": Words(
        _lt("By the settings, records of this kind are not sent to QuickBooks."),
        _lt("Let them be sent in the settings if QuickBooks should have it."),
        "",
    ),
    "orders_closed": Words(
        _lt(
            "By the settings, the order itself is not sent to QuickBooks; what it is "
            "invoiced by is."
        ),
        _lt("Nothing to do: once it is invoiced, it shows that here."),
        "",
    ),
    "draft": Words(
        _lt("QuickBooks gets no drafts."),
        _lt("Confirm it first."),
        "",
    ),
    "quotation_draft": Words(
        _lt("QuickBooks gets a quotation once the customer has it."),
        _lt("Send it, mark it as sent, or confirm it."),
        "",
    ),
    "opened": Words(
        _lt("It is open for changes here; QuickBooks keeps what it has meanwhile."),
        _lt("Confirm it to send the changes."),
        "",
    ),
    "cancelled": Words(
        _lt("It is cancelled, and QuickBooks does not have it."),
        _lt("Nothing to do."),
        "",
    ),
    "left_out": Words(
        _lt("It is left out of QuickBooks."),
        _lt("Sync it by hand if QuickBooks should have it."),
        "",
    ),
    "left_out_by": Words(
        _lt("%(user)s left it out of QuickBooks on %(date)s."),
        _lt("Sync it by hand if QuickBooks should have it."),
        "",
    ),
    "not_needed": Words(
        _lt("Nothing in QuickBooks needs it yet: it goes with its first document."),
        _lt("Sync it by hand to send it now."),
        "",
    ),
    "nobody_named": Words(
        _lt("It names no customer or vendor."),
        _lt("Choose one, and it goes to QuickBooks."),
        "",
    ),
    "in_receipt": Words(
        _lt("Its money is part of a sales receipt, so it does not go on its own."),
        _lt("Nothing to do."),
        "",
    ),
    "nothing_to_say": Words(
        _lt("There is nothing about it that QuickBooks would keep."),
        _lt("Nothing to do."),
        "",
    ),
    "changing": Words(
        _lt("It has been changed since QuickBooks heard of it."),
        _lt("Nothing to do: the change goes with the next run, within a minute."),
        "",
    ),
    "goes_next": Words(
        _lt("It is on its way."),
        _lt("Nothing to do: it goes with the next run, within a minute."),
        "",
    ),
    "goes_later": Words(
        _lt("It is on its way, and is tried again at %(time)s."),
        _lt("Nothing to do."),
        "",
    ),
    "being_sent": Words(
        _lt("It is being sent at this moment."),
        _lt("Nothing to do."),
        "",
    ),
}
