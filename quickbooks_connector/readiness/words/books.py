"""The two companies: signed in, one currency, open periods."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

_SHOW_DOCUMENTS = _lt("Show the documents")
_OPEN_CONNECTION = _lt("Open the connection")

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
    "contact_currencies": Words(
        _lt("Customers in other currencies"),
        _lt("Customers whose price list is in another currency: %(count)s."),
        _lt(
            "Multicurrency is off in QuickBooks. It is all right to go on as long as "
            "they are invoiced in the home currency."
        ),
        _lt("Show the customers"),
        _lt("Multicurrency is off in QuickBooks, and no price list needs it."),
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
    "closing_moved": Words(
        _lt("Closing date"),
        _lt(
            "The books are closed in QuickBooks up to %(date)s. Documents dated up to "
            "then: %(count)s."
        ),
        _lt("They are dated to the next open day there, as your settings say."),
        _SHOW_DOCUMENTS,
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
