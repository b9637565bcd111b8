"""Causes that concern the whole connection."""

from odoo.tools import LazyTranslate

from ..wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    "auth": Words(
        _lt("QuickBooks no longer accepts our sign-in; nothing is lost."),
        _lt("Sign in at Intuit again."),
        "administrator",
    ),
    "client": Words(
        _lt("Intuit does not know the client ID or secret of this connection."),
        _lt("Check the keys of your Intuit app in the settings, then sign in again."),
        "administrator",
    ),
    "forbidden": Words(
        _lt(
            "Intuit does not let this app, plan or user do this. "
            "QuickBooks says: %(detail)s"
        ),
        _lt(
            "Check the app's keys, the QuickBooks plan, and that an administrator "
            "of the QuickBooks company signed in."
        ),
        "administrator",
    ),
    "administrator_gone": Words(
        _lt(
            "Who signed in at Intuit is no administrator in QuickBooks any more, or "
            "the QuickBooks plan lacks this."
        ),
        _lt("Have an administrator of the QuickBooks company sign in."),
        "administrator",
    ),
    "silent": Words(
        _lt("QuickBooks has not answered since %(time)s; nothing is lost."),
        _lt(
            "Nothing to do here; it is asked again every hour. Intuit's status page "
            "tells of disturbances."
        ),
        "administrator",
    ),
    "subscription": Words(
        _lt("The QuickBooks subscription has ended or has a billing problem."),
        _lt("Renew it in QuickBooks; the sync resumes by itself."),
        "administrator",
    ),
    "key_missing": Words(
        _lt("The key that protects the sign-in is missing on this server."),
        _lt("Put the key back or sign in again."),
        "administrator",
    ),
    "home_currency": Words(
        _lt(
            "The company in Odoo keeps its books in %(odoo)s, the one in QuickBooks "
            "in %(quickbooks)s; they can't share books."
        ),
        _lt("Connect the QuickBooks company that uses %(odoo)s."),
        "administrator",
    ),
    "sign_in_ends": Words(
        _lt("The sign-in with Intuit ends on %(date)s."),
        _lt("Sign in again before then; it takes a minute."),
        "administrator",
    ),
    "notice_unverified": Words(
        _lt(
            "A notice of a change came for this company that could not be verified. "
            "Nothing is lost: QuickBooks is still asked regularly what has changed."
        ),
        _lt(
            "Check that the settings hold the verifier token that Intuit shows beside "
            "the webhook of your app."
        ),
        "administrator",
    ),
    "away": Words(
        _lt(
            "The connection was away longer than QuickBooks remembers changes; nothing "
            "is lost. Everything has been compared anew. Records that changed: "
            "%(count)s."
        ),
        _lt("Nothing to do."),
        "administrator",
    ),
}
