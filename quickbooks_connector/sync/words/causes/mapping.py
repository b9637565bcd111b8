"""Causes about what stands for what: accounts, taxes, classes, currencies."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "tax_unmatched": Words(
        _lt("The tax %(tax)s has no tax code in QuickBooks. Nothing was sent."),
        _lt("Choose the tax code once; %(record)s follows by itself."),
        "administrator",
    ),
    "tax_missing": Words(
        _lt(
            '"%(line)s" on %(record)s has no tax, and QuickBooks wants one on every '
            "line. Nothing was sent."
        ),
        _lt("Choose a tax for the line; one of 0 %% will do."),
    ),
    "tax_rate": Words(
        _lt(
            "The tax %(tax)s is matched to %(code)s, which has no rate like it in "
            "QuickBooks. %(record)s was not sent."
        ),
        _lt("Choose another tax code for it."),
        "administrator",
    ),
    "tax_off": Words(
        _lt(
            "%(record)s has tax, and sales tax is off in QuickBooks. Nothing was sent."
        ),
        _lt("Turn sales tax on in QuickBooks."),
        "administrator",
    ),
    "account_unmatched": Words(
        _lt('"%(record)s" has no %(use)s known in QuickBooks. Nothing was sent.'),
        _lt("Choose the account, or a default one in the settings."),
        "administrator",
    ),
    "deposit_unmatched": Words(
        _lt("Payments of QuickBooks have no journal in Odoo."),
        _lt("Choose the journal in the settings."),
        "administrator",
    ),
    "tracking_unmatched": Words(
        _lt(
            "%(record)s has the analytic account %(account)s, which is no class and no "
            "location in QuickBooks. Nothing was sent."
        ),
        _lt("Choose what it is there, or leave it out; %(record)s follows by itself."),
        "administrator",
    ),
    "tracking_tie": Words(
        _lt(
            "%(record)s belongs to %(accounts)s in equal parts, and QuickBooks takes "
            "one of them only. Nothing was sent."
        ),
        _lt("Give one the larger part, or make lines of their own for them."),
    ),
    "currency_off": Words(
        _lt(
            "%(record)s is in %(currency)s and QuickBooks has Multicurrency off. "
            "Nothing was sent."
        ),
        _lt(
            "Turn it on in QuickBooks (it can't be turned off again), or leave "
            "%(record)s out."
        ),
        "accountant",
    ),
}
