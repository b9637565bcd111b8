"""Why a sync can't be undone in QuickBooks."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "stays_there": Words(
        _lt("QuickBooks deletes no contacts and products."),
        _lt("Make it inactive there if it should not be used."),
        "",
    ),
    "born_there": Words(
        _lt("It was made in QuickBooks, so Odoo does not delete it there."),
        _lt("Delete it in QuickBooks, and Odoo follows."),
        "",
    ),
    "was_changed": Words(
        _lt("It was in QuickBooks before, and is not taken out."),
        _lt("Correct it on one of both sides; the other one follows."),
        "",
    ),
    "not_there": Words(
        _lt("QuickBooks does not have it."),
        _lt("Nothing to do."),
        "",
    ),
    "closed_there": Words(
        _lt(
            "The books in QuickBooks are closed up to %(closing)s, and it is dated "
            "before."
        ),
        _lt("Have the accountant open the period first."),
        "",
    ),
}
