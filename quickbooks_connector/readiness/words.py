"""What a person reads about each question of the readiness check, in one table.

A finding is stored as a code and the names it needs, and worded here at the moment of
reading, in the reader's language. A row that is fine reads its last sentence; the
others read what was found, why it matters and what to do.
"""

from typing import NamedTuple

from odoo.tools import LazyTranslate

from ..sync.words import word
from .finding import FINE

_lt = LazyTranslate(__name__)


class Words(NamedTuple):
    """The sentences of one question.

    :param title: what was looked at
    :param found: what is not as it should be
    :param advice: why that matters, and what to do or why going on is all right
    :param button: the verb of what to do; empty where there is nothing to open
    :param fine: what was found to be in order
    """

    title: str
    found: str = ""
    advice: str = ""
    button: str = ""
    fine: str = ""


_SHOW_DOCUMENTS = _lt("Show the documents")
_OPEN_CONNECTION = _lt("Open the connection")
_OPEN_QUICKBOOKS = _lt("Open QuickBooks")

BOOKS = {
    "sign_in": Words(
        _lt("Sign-in"),
        _lt("Nobody is signed in at QuickBooks."),
        _lt("Sign in at Intuit; it takes a minute."),
        _lt("Sign in at Intuit"),
        _lt("Signed in; these are the books of %(company)s."),
    ),
    "paused": Words(
        _lt("Sign-in"),
        _lt("The connection with %(company)s is paused."),
        _lt("Nothing is exchanged until somebody resumes it."),
        _OPEN_CONNECTION,
    ),
    "lists": Words(
        _lt("Lists"),
        fine=_lt("The lists of QuickBooks have been read within two days."),
    ),
    "lists_unread": Words(
        _lt("Lists"),
        _lt("The lists of QuickBooks have not been read yet."),
        _lt("Accounts, tax codes and terms can't be matched before."),
        _lt("Read the lists"),
    ),
    "lists_stale": Words(
        _lt("Lists"),
        _lt("The lists of QuickBooks were read last on %(date)s."),
        _lt("What has changed there since is not known here. They are read daily."),
        _lt("Read the lists"),
    ),
    "home_currency": Words(
        _lt("Home currency"),
        _lt(
            "The company in Odoo keeps its books in %(odoo)s, the one in QuickBooks "
            "in %(quickbooks)s."
        ),
        _lt("They can't share books. Connect the QuickBooks company of %(odoo)s."),
        _OPEN_CONNECTION,
        _lt("Both keep their books in %(odoo)s."),
    ),
    "multicurrency": Words(
        _lt("Multicurrency"),
        _lt(
            "Multicurrency is off in QuickBooks. Documents in other currencies "
            "(%(currencies)s): %(count)s."
        ),
        _lt(
            "QuickBooks takes none of them. Turn it on there (gear, Account and "
            "settings, Advanced, Currency; it can't be turned off again), or leave "
            "the documents out."
        ),
        _SHOW_DOCUMENTS,
        _lt("Multicurrency is off in QuickBooks; no document needs it."),
    ),
    "currencies": Words(
        _lt("Currencies"),
        _lt(
            "QuickBooks does not list %(currencies)s among its currencies. Documents "
            "that use them: %(count)s."
        ),
        _lt("Add them there first (gear, Currencies); else it refuses the documents."),
        _SHOW_DOCUMENTS,
        _lt("Multicurrency is on, and QuickBooks lists every currency in use."),
    ),
    "start_date": Words(
        _lt("Start date"),
        fine=_lt("%(date)s. Documents from then on that would go: %(total)s."),
    ),
    "start_future": Words(
        _lt("Start date"),
        _lt("The start date, %(date)s, is still to come."),
        _lt("No document goes to QuickBooks until then, which may be what you want."),
        _lt("Change the start date"),
    ),
    "start_old": Words(
        _lt("Start date"),
        _lt(
            "The start date, %(date)s, is more than a year back. Documents that would "
            "go: %(total)s."
        ),
        _lt(
            "Those that are in QuickBooks already would be there twice. Choose a later "
            "date, unless none of them is."
        ),
        _lt("Change the start date"),
    ),
    "closing_date_none": Words(
        _lt("Closing date"), fine=_lt("No period is closed in QuickBooks.")
    ),
    "closing_date": Words(
        _lt("Closing date"),
        _lt(
            "The books are closed in QuickBooks up to %(date)s. Documents dated up to "
            "then: %(count)s."
        ),
        _lt(
            "They are held and not sent. Begin after that day, or have the accountant "
            "open the period."
        ),
        _SHOW_DOCUMENTS,
        _lt("Closed up to %(date)s; no document that would go is dated before."),
    ),
    "closing_start": Words(
        _lt("Closing date"),
        _lt("The start date lies in the books that are closed up to %(date)s."),
        _lt(
            "No document is concerned today. One that is dated so far back later is "
            "held."
        ),
        _lt("Change the start date"),
    ),
}

FINDINGS = {**BOOKS}


def sentences(env, words, severity, args):
    """Return what a person reads about a finding.

    :param Words words: of its code
    :param str severity: of :mod:`.finding`
    :param dict args: the names that the sentences need
    :return: ``(title, found, advice, button)``, translated, texts maybe empty
    """
    if severity == FINE:
        texts = (words.title, words.fine, "", "")
    else:
        texts = (words.title, words.found, words.advice, words.button)
    return tuple(word(env, text, args) if text else "" for text in texts)
