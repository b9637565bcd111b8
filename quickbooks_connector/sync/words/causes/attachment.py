"""Causes about files that hang on documents."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "file_too_large": Words(
        _lt(
            "The file %(record)s was not attached in QuickBooks: it is larger than "
            "%(limit)s."
        ),
        _lt("Attach a smaller one."),
        "",
    ),
    "file_type": Words(
        _lt(
            "The file %(record)s was not attached in QuickBooks, which takes no files "
            "of the type %(type)s."
        ),
        _lt("Attach it as a PDF or a picture, for instance."),
        "",
    ),
    "file_empty": Words(
        _lt("The file %(record)s was not attached in QuickBooks: it is empty."),
        _lt("Attach it again."),
        "",
    ),
    "file_lost": Words(
        _lt(
            "The file %(record)s was not attached in QuickBooks: its content is "
            "missing on this server."
        ),
        _lt("Attach it again."),
        "",
    ),
    "file_unprinted": Words(
        _lt("The PDF of %(record)s could not be made: %(detail)s"),
        _lt("Print it here to see what is missing, then send it again."),
        "",
    ),
    "file_removed_there": Words(
        _lt("The file was removed in QuickBooks; it stays attached here."),
        _lt("Nothing to do."),
        "",
    ),
    "file_too_large_here": Words(
        _lt("The file %(file)s of QuickBooks is larger than %(limit)s."),
        _lt("Open it in QuickBooks."),
        "",
    ),
}
