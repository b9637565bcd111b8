"""Why a record waits or is held, and what to do: one row a cause."""

from odoo.tools import LazyTranslate

from .wording import Words

_lt = LazyTranslate(__name__)

CAUSES = {
    # --- mends itself -------------------------------------------------------
    "throttled": Words(
        _lt("QuickBooks asked us to go slower."),
        _lt("Nothing to do; the rest follows by itself."),
        "",
    ),
    "unavailable": Words(
        _lt("QuickBooks did not answer."),
        _lt("Nothing to do; it is tried again by itself."),
        "",
    ),
    "uncertain": Words(
        _lt(
            "QuickBooks did not answer, so it is not known yet whether "
            "%(record)s was saved."
        ),
        _lt(
            "Nothing to do; the same request is repeated and can't create a second one."
        ),
        "",
    ),
    "stale": Words(
        _lt("Someone saved %(record)s in QuickBooks at the same moment."),
        _lt("Nothing to do; it is read again."),
        "",
    ),
    "waits_for": Words(
        _lt("%(record)s waits for %(needed)s."),
        _lt("Nothing to do; it follows by itself."),
        "",
    ),
    "needs": Words(
        _lt("%(record)s waits: %(needed)s could not be sent to QuickBooks."),
        _lt("Mend %(needed)s; %(record)s follows by itself."),
    ),
    "needs_choice": Words(
        _lt("%(record)s waits: it is not decided what %(needed)s is in QuickBooks."),
        _lt(
            "Link %(needed)s, or have it created, under Matching; %(record)s follows "
            "by itself."
        ),
    ),
    # --- the connection -----------------------------------------------------
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
    # --- mapping ------------------------------------------------------------
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
    # --- the document -------------------------------------------------------
    "total_before": Words(
        _lt(
            "%(record)s would total %(there)s in QuickBooks and %(here)s here. "
            "Nothing was sent."
        ),
        _lt("Correct the lines named in the log, or ask your integrator."),
    ),
    "total_differs": Words(
        _lt("%(record)s totals %(there)s in QuickBooks and %(here)s here."),
        _lt("Compare both documents and correct one of them."),
        "accountant",
    ),
    "negative": Words(
        _lt("%(record)s is below zero; QuickBooks takes that only as a credit."),
        _lt("Turn it into a credit note."),
    ),
    "name_missing": Words(
        _lt("%(record)s has no name that QuickBooks could use."),
        _lt("Enter a name and retry."),
    ),
    "name_taken": Words(
        _lt("Another customer, vendor or employee in QuickBooks is called %(name)s."),
        _lt("Rename one of the two, or link them."),
    ),
    "item_name_taken": Words(
        _lt("Another product in QuickBooks is called %(name)s."),
        _lt("Rename one of the two, or link them."),
    ),
    "ambiguous": Words(
        _lt("Several records in QuickBooks look like %(record)s: %(names)s."),
        _lt("Choose which one it is, or have it created."),
    ),
    "ask_create": Words(
        _lt("%(record)s is not in QuickBooks yet, and nobody has decided about it."),
        _lt("Link it to one that is there, or have it created, under Matching."),
    ),
    "linked_here": Words(
        _lt("%(record)s is linked to %(name)s in QuickBooks already."),
        _lt("Nothing to do, unless that is wrong."),
        "",
    ),
    "linked_there": Words(
        _lt("%(name)s in QuickBooks is linked to %(other)s already."),
        _lt("Choose another, or merge the two contacts or products in Odoo."),
        "",
    ),
    "under_way": Words(
        _lt("%(record)s is being sent to QuickBooks at this moment."),
        _lt("Read the contacts and products again in a minute."),
        "",
    ),
    "ambiguous_here": Words(
        _lt("Several records in Odoo might be %(record)s of QuickBooks: %(names)s."),
        _lt("Choose which one it is, or make it one record; it follows by itself."),
    ),
    "number_taken": Words(
        _lt("The number %(number)s is already used in QuickBooks."),
        _lt("Send it under another number, or leave it out."),
    ),
    "closed_books": Words(
        _lt(
            "The books are closed in QuickBooks at the date of %(record)s. "
            "Nothing was sent."
        ),
        _lt("Choose a later date, or have the accountant open the period."),
        "accountant",
    ),
    "not_found": Words(
        _lt(
            "Something that %(record)s uses is inactive or gone in QuickBooks. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Make it active there, or choose another, then retry."),
    ),
    "locked": Words(
        _lt("%(record)s can't be changed in QuickBooks. QuickBooks says: %(detail)s"),
        _lt("Undo there what hangs on it (a deposit, a bank match), then retry."),
        "accountant",
    ),
    "kind_not_sent": Words(
        _lt(
            "%(record)s is not in QuickBooks, and the settings do not let records of "
            "its kind be sent."
        ),
        _lt("Let them be sent in the settings, or create it in QuickBooks."),
        "administrator",
    ),
    "feature": Words(
        _lt(
            "This QuickBooks plan or country can't take %(record)s. "
            "QuickBooks says: %(detail)s"
        ),
        _lt("Upgrade the plan, or leave %(record)s out."),
        "administrator",
    ),
    "config": Words(
        _lt("QuickBooks can't be reached at the address of this connection."),
        _lt("Check the addresses in the settings of the connection."),
        "administrator",
    ),
    "validation": Words(
        _lt("QuickBooks refused %(record)s. QuickBooks says: %(detail)s"),
        _lt("Correct it and retry."),
    ),
    "changed_both": Words(
        _lt("%(record)s was changed in Odoo and in QuickBooks since they last agreed."),
        _lt("Compare both and correct one of them."),
    ),
    "deleted_there": Words(
        _lt("%(record)s was deleted in QuickBooks."),
        _lt("Send it again as new, or cancel it here too."),
    ),
    "deleted_here": Words(
        _lt("The record was deleted in Odoo."), _lt("Nothing to do."), ""
    ),
    # --- what a person decides first ----------------------------------------
    "not_approved": Words(
        _lt("It was there before and was not approved, so it stays out."),
        _lt("Include it to send it."),
        "",
    ),
    "approval_lost": Words(
        _lt("It is not what was approved any more, so it was not sent."),
        _lt("Look at it and include it, or make a new dry run."),
    ),
    "before_start": Words(
        _lt("It is dated before %(start)s, so it is left alone."),
        _lt("Sync it by hand if QuickBooks needs it."),
        "",
    ),
    "sent_by_hand": Words(
        _lt("Invoices are sent by hand."),
        _lt("Sync it when QuickBooks should have it."),
        "",
    ),
    "not_sent_yet": Words(
        _lt("It has not been sent to the customer yet."),
        _lt("It goes to QuickBooks when it is."),
        "",
    ),
    "not_invoiced_yet": Words(
        _lt("Its sales order is not fully invoiced yet."),
        _lt("It goes to QuickBooks when it is."),
        "",
    ),
    # --- from QuickBooks ----------------------------------------------------
    "lock_date": Words(
        _lt(
            "%(record)s from QuickBooks is dated %(date)s, and Odoo's books are locked."
        ),
        _lt("Change the lock date; it is applied by itself."),
        "accountant",
    ),
    "not_ours": Words(
        _lt("It belongs to no document that is shared with QuickBooks."),
        _lt("Nothing to do."),
        "",
    ),
    "bundle": Words(
        _lt("%(record)s is a bundle; bundles of QuickBooks are not taken over."),
        _lt("Nothing to do; its products are."),
        "",
    ),
    "has_user": Words(
        _lt("%(name)s was made inactive in QuickBooks, and signs in to Odoo."),
        _lt("Archive the user, or make it active in QuickBooks again."),
        "administrator",
    ),
    "refused_here": Words(
        _lt("Odoo refused it: %(detail)s"),
        _lt("Mend the cause; it is applied by itself."),
        "accountant",
    ),
    "credit_in_payment": Words(
        _lt(
            "%(record)s from QuickBooks uses a credit as well; that is not taken over "
            "yet."
        ),
        _lt("Register the payment and apply the credit note in Odoo."),
        "accountant",
    ),
    "invoice_not_open": Words(
        _lt("%(record)s from QuickBooks pays %(invoice)s, which is not open in Odoo."),
        _lt("Confirm %(invoice)s, or undo the payment in QuickBooks."),
        "accountant",
    ),
    "paid_twice": Words(
        _lt(
            "%(record)s from QuickBooks pays %(amount)s of %(invoice)s, of which only "
            "%(open)s is open in Odoo."
        ),
        _lt("Undo what was paid twice on one of the two sides."),
        "accountant",
    ),
    # --- ours ---------------------------------------------------------------
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
