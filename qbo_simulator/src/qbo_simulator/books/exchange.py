"""Payments in a foreign currency: what the rate gained or lost since the document.

A receivable or payable leaves the ledger at the rate it came in with; the money moves
at the payment's rate. The difference is posted to Exchange Gain or Loss.
"""

from .ledger import Entry, home
from .links import applications, is_credit, unapplied


def is_foreign(company, doc: dict) -> bool:
    """Tell whether a document is in another currency than the books."""
    return doc["CurrencyRef"]["value"] != company.home_currency


def post_settlement(company, entry: Entry, payer: str, doc: dict, post_to: tuple):
    """Post what a payment takes off the open documents, and the difference.

    :param entry: holds the money that moved already
    :param payer: the payment's id
    :param post_to: account, name, and -1 for receivables or 1 for payables
    """
    account, name, sign = post_to
    settled = home(unapplied(doc), doc["ExchangeRate"])
    for key, amount in applications(doc).items():
        part = company.links.relieved(key, payer, amount)
        settled += -part if is_credit(doc, key) else part
    entry.add_home(account, sign * settled, name, sign * doc["TotalAmt"])
    post_difference(company, entry)


def post_difference(company, entry: Entry) -> None:
    """Post what is missing to balance as exchange gain or loss."""
    rest = entry.rest()
    if rest:
        entry.add_home(company.accounts.exchange_gain(), -rest)
