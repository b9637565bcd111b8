"""Causes that are faults of our own."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "misunderstood": Words(
        _lt(
            "The connector and QuickBooks did not understand each other; this is a "
            "fault in the connector. QuickBooks says: %(detail)s"
        ),
        _lt("Nothing in your data is wrong; send the exchange to your integrator."),
        "administrator",
    ),
    "internal": Words(
        _lt("An internal error stopped %(record)s; it is in the server's log."),
        _lt("Nothing in your data is wrong; tell your integrator."),
        "administrator",
    ),
}
