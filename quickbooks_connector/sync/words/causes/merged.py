"""Causes about what QuickBooks, or Odoo, has made one of."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "looked_for": Words(
        _lt("QuickBooks says that %(record)s is not there; it is read again."),
        _lt("Nothing to do; it goes on by itself."),
        "",
    ),
    "gone_there": Words(
        _lt(
            "%(record)s is not in QuickBooks any more: it was merged into another "
            "there, or deleted."
        ),
        _lt("Link it to the one that is left, or have it created, under Matching."),
    ),
    "merged_there": Words(
        _lt(
            "%(record)s and %(other)s were merged in QuickBooks. They have one "
            "counterpart there now, which documents of both name."
        ),
        _lt("If they are one, merge them in Odoo too (Action menu of the list)."),
        "",
    ),
    "merged_here": Words(
        _lt(
            "%(record)s was merged in Odoo and is still two in QuickBooks. New "
            "documents name %(other)s."
        ),
        _lt("Merge the two in QuickBooks too; this follows by itself."),
        "",
    ),
}
