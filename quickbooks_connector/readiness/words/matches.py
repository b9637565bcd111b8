"""What documents use, and what stands for it in QuickBooks."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

MATCHES = {
    "taxes_matched": Words(
        _lt("Tax codes"),
        fine=_lt(
            "Every tax that the documents use has its code. Taxes in use: %(total)s."
        ),
    ),
    "tax_open": Words(
        _lt("Tax codes"),
        _lt(
            "No tax code is chosen for: %(names)s. Documents that use them: %(count)s."
        ),
        _lt("These documents can't be sent. Choose each code once."),
        _lt("Choose the tax codes"),
    ),
    "tax_proposed": Words(
        _lt("Proposed tax codes"),
        _lt(
            "A tax code is proposed and not accepted for: %(names)s. Documents that "
            "use them: %(count)s."
        ),
        _lt("A proposal does not count before somebody accepts it."),
        _lt("Accept or choose"),
    ),
    "tax_left_out": Words(
        _lt("Taxes left out"),
        _lt("Left out of the matching: %(names)s. Documents that use them: %(count)s."),
        _lt("These documents are held when their turn comes, as it was decided."),
        _lt("Show the taxes"),
    ),
    "terms_matched": Words(
        _lt("Payment terms"),
        fine=_lt(
            "All payment terms that the documents use are matched. In use: %(total)s."
        ),
    ),
    "term_open": Words(
        _lt("Payment terms"),
        _lt("Not matched: %(names)s. Documents that use them: %(count)s."),
        _lt(
            "It is all right to go on: the due date is sent all the same, and the name "
            "of the terms is left out."
        ),
        _lt("Choose the terms"),
    ),
    "tracking": Words(
        _lt("Classes and locations"),
        fine=_lt(
            "Every analytic account that the documents use for them is matched, or "
            "QuickBooks tracks none."
        ),
    ),
    "tracking_off": Words(
        _lt("Classes and locations"),
        _lt("QuickBooks tracks them, and no analytic plan is chosen for: %(names)s."),
        _lt(
            "It is all right to go on: reports of QuickBooks show documents of Odoo as "
            "not specified."
        ),
        _lt("Choose the plan"),
    ),
    "tracking_open": Words(
        _lt("Classes and locations"),
        _lt("Analytic accounts that documents use and nobody matched: %(names)s."),
        _lt("These documents can't be sent. Choose each one once, or leave it out."),
        _lt("Choose the classes"),
    ),
    "default_accounts": Words(
        _lt("Default accounts"),
        _lt("QuickBooks no longer takes the default account %(names)s."),
        _lt(
            "It is inactive there or has become another kind of account. Records "
            "that need it can't be sent."
        ),
        _lt("Choose the account"),
        _lt("The default accounts that are chosen are active and of the right kind."),
    ),
    "income_default": Words(
        _lt("Income accounts"),
        fine=_lt(
            "Products whose own account has no counterpart are sold to %(account)s."
        ),
    ),
    "income_matched": Words(
        _lt("Income accounts"),
        fine=_lt("Every product of the documents has an account in QuickBooks."),
    ),
    "income_missing": Words(
        _lt("Income accounts"),
        _lt(
            "Products whose sales go to no account that QuickBooks knows: %(count)s. "
            "Their accounts in Odoo: %(names)s."
        ),
        _lt(
            "QuickBooks wants one for each product. Choose a default income account, "
            "or match these accounts."
        ),
        _lt("Choose the account"),
    ),
    "fallback_product": Words(
        _lt("Lines without a product"),
        fine=_lt("%(product)s stands for lines that have an account only."),
    ),
    "fallback_unneeded": Words(
        _lt("Lines without a product"),
        fine=_lt("Every line of the documents has a product."),
    ),
    "fallback_missing": Words(
        _lt("Lines without a product"),
        _lt("Documents that have lines without a product: %(count)s."),
        _lt(
            "QuickBooks takes no line without one. Choose the product that stands for "
            "such lines."
        ),
        _lt("Choose the product"),
    ),
    "payment_journal": Words(
        _lt("Payments"),
        _lt("No journal is chosen for payments received in QuickBooks."),
        _lt("They wait, and nothing is lost, until somebody chooses one."),
        _lt("Choose the journal"),
        _lt("Payments received in QuickBooks are registered in %(journal)s."),
    ),
    "matches_lost": Words(
        _lt("Matches that were lost"),
        _lt(
            "What stood for these is inactive in QuickBooks or does not fit: %(names)s."
        ),
        _lt("What needs them is held, or takes the default. Choose again."),
        _lt("Choose again"),
        _lt("Everything that is matched is active in QuickBooks, and fits."),
    ),
    "matches_open": Words(
        _lt("Other matches"),
        _lt("Other records in use that wait for a choice: %(count)s."),
        _lt(
            "No document that would go needs them to be sent. Later ones may; it is "
            "quicker now."
        ),
        _lt("Open the matching"),
        _lt("Nothing else in use waits for a choice."),
    ),
}
