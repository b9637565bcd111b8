"""Taxes."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

_SHOW_DOCUMENTS = _lt("Show the documents")

TAXES = {
    "tax_off": Words(
        _lt("Sales tax"),
        _lt("Sales tax is off in QuickBooks. Documents that have tax: %(count)s."),
        _lt(
            "None of them can be sent. Turn sales tax on in QuickBooks (Taxes, Sales "
            "tax), then check again."
        ),
        _SHOW_DOCUMENTS,
        _lt("Sales tax is off in QuickBooks; no document has tax."),
    ),
    "tax_automated": Words(
        _lt("Sales tax"),
        fine=_lt(
            "QuickBooks computes sales tax itself; documents of Odoo keep the tax that "
            "Odoo computed."
        ),
    ),
    "tax_codes": Words(
        _lt("Sales tax"), fine=_lt("QuickBooks taxes by codes, which are matched here.")
    ),
    "tax_unknown": Words(
        _lt("Sales tax"), fine=_lt("QuickBooks has said nothing about its taxes yet.")
    ),
    "tax_figure": Words(
        _lt("Rates"),
        fine=_lt(
            "A document carries its tax as one figure, so any kind of tax can be said."
        ),
    ),
    "tax_rates": Words(
        _lt("Rates"),
        _lt(
            "Taxes whose code in QuickBooks has no such rate: %(names)s. Documents "
            "that use them: %(count)s."
        ),
        _lt(
            "QuickBooks knows percentages only, and each must be a rate of the code. "
            "Choose another code, or have the documents use another tax."
        ),
        _lt("Choose another code"),
        _lt("Every tax in use has its rate in QuickBooks."),
    ),
    "tax_shared": Words(
        _lt("Shared codes"),
        _lt("Taxes of different rates that share one code: %(names)s."),
        _lt(
            "A code stands for one rate, or one set of rates. Documents of the tax "
            "that does not fit are held."
        ),
        _lt("Choose another code"),
        _lt("No two taxes of different rates share a code."),
    ),
    "tax_included": Words(
        _lt("Prices with tax"),
        _lt(
            "Prices that hold their tax: %(names)s. Documents that use them: %(count)s."
        ),
        _lt(
            "It is all right to go on: QuickBooks shows their lines without tax and "
            "the tax below; the totals are equal to the cent."
        ),
        _SHOW_DOCUMENTS,
        _lt("No document has prices that hold their tax."),
    ),
    "tax_missing": Words(
        _lt("Lines without tax"),
        _lt("Documents of which only some lines have a tax: %(count)s."),
        _lt(
            "QuickBooks wants a tax code on every line of such a document. Choose one "
            "of 0 %% where there is none."
        ),
        _SHOW_DOCUMENTS,
        _lt("Documents have a tax on every line, or on none."),
    ),
}
