"""Causes that mend themselves."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "throttled": Words(
        _lt("QuickBooks asked us to go slower."),
        _lt("Nothing to do; the rest follows by itself."),
        "",
    ),
    "renewing": Words(
        _lt("QuickBooks wants the sign-in renewed."),
        _lt("Nothing to do; it is renewed and the work goes on."),
        "",
    ),
    "serviced": Words(
        _lt("Intuit is servicing this QuickBooks company."),
        _lt("Nothing to do; it is tried again by itself."),
        "",
    ),
    "unavailable": Words(
        _lt("QuickBooks did not answer."),
        _lt("Nothing to do; it is tried again by itself."),
        "",
    ),
    "uncertain": Words(
        _lt(
            "QuickBooks did not answer, so it is not known yet whether "
            "%(record)s was saved."
        ),
        _lt(
            "Nothing to do; the same request is repeated and can't create a second one."
        ),
        "",
    ),
    "stale": Words(
        _lt("Someone saved %(record)s in QuickBooks at the same moment."),
        _lt("Nothing to do; it is read again."),
        "",
    ),
    "waits_for": Words(
        _lt("%(record)s waits for %(needed)s."),
        _lt("Nothing to do; it follows by itself."),
        "",
    ),
    "needs": Words(
        _lt("%(record)s waits: %(needed)s could not be sent to QuickBooks."),
        _lt("Mend %(needed)s; %(record)s follows by itself."),
    ),
    "needs_choice": Words(
        _lt("%(record)s waits: it is not decided what %(needed)s is in QuickBooks."),
        _lt(
            "Link %(needed)s, or have it created, under Matching; %(record)s follows "
            "by itself."
        ),
    ),
}
