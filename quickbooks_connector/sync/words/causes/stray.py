"""Why the daily check can't say what becomes of a record."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "not_noted": Words(
        _lt("%(record)s should be in QuickBooks, and nobody has noted it."),
        _lt("Take it up again."),
        "administrator",
    ),
    "not_on_its_way": Words(
        _lt("%(record)s waits, and nothing would ever send it."),
        _lt("Take it up again."),
        "administrator",
    ),
    "reason_missing": Words(
        _lt("%(record)s is held, and the reason is not known."),
        _lt("Take it up again: it goes, or says why it does not."),
        "administrator",
    ),
    "number_missing": Words(
        _lt("%(record)s is marked as synced, and nothing of it is known there."),
        _lt("Take it up again: it is looked up in QuickBooks and sent."),
        "administrator",
    ),
    "gone_here": Words(
        _lt("%(record)s was deleted in Odoo, and QuickBooks was not told."),
        _lt("Take it up again; a contact or product stays in QuickBooks."),
        "administrator",
    ),
    "strays": Words(
        _lt("Records of which nobody knows what becomes of them: %(count)s."),
        _lt("Open them from the connection and take them up again."),
        "administrator",
    ),
}
