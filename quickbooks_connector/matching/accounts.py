"""Accounts: type first, then number, then name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from . import text
from .proposal import NOTHING, likely, sure, unclear

#: Account types of QuickBooks that may stand for a type of Odoo's, the usual one first.
_TYPES = {
    "asset_receivable": ("Accounts Receivable",),
    "asset_cash": ("Bank", "Other Current Asset"),
    "asset_current": ("Other Current Asset", "Other Asset"),
    "asset_non_current": ("Other Asset", "Fixed Asset"),
    "asset_prepayments": ("Other Current Asset", "Other Asset"),
    "asset_fixed": ("Fixed Asset", "Other Asset"),
    "liability_payable": ("Accounts Payable",),
    "liability_credit_card": ("Credit Card",),
    "liability_current": ("Other Current Liability", "Long Term Liability"),
    "liability_non_current": ("Long Term Liability", "Other Current Liability"),
    "equity": ("Equity",),
    "income": ("Income", "Other Income"),
    "income_other": ("Other Income", "Income"),
    "expense": ("Expense", "Other Expense", "Cost of Goods Sold"),
    "expense_other": ("Other Expense", "Expense"),
    "expense_depreciation": ("Expense", "Other Expense"),
    "expense_direct_cost": ("Cost of Goods Sold", "Expense"),
}

#: Where money that QuickBooks receives may go, and where what it pays comes from.
DEPOSIT_TYPES = ("Bank", "Other Current Asset")
SOURCE_TYPES = ("Bank", "Credit Card")
_UNDEPOSITED = "UndepositedFunds"

#: Likeness from which a name speaks for an entry, from which it is worth showing, and
#: how far the next one has to be behind.
_LIKELY, _SHOWN, _MARGIN = 82, 58, 8
#: With the same number, names may differ more.
_SAME_NUMBER = 60


def eligible_types(account_type):
    """Return QuickBooks' account types that fit ``account_type`` of Odoo.

    :param str account_type: of ``account.account``; or ``"Deposit"``, ``"PaidFrom"``
    """
    journals = {"Deposit": DEPOSIT_TYPES, "PaidFrom": SOURCE_TYPES}
    return journals.get(account_type) or _TYPES.get(account_type, ())


@dataclass(frozen=True)
class Account:
    """An account, or the account of a journal, of Odoo's."""

    key: int
    name: str
    code: str = ""
    type: str = ""


@dataclass(frozen=True)
class AccountEntry:
    """An account of QuickBooks; ``name`` is full: with its parents, colons between."""

    key: int
    name: str
    code: str = ""
    type: str = ""
    subtype: str = ""

    @property
    def names(self):
        """What it may be called: in full, or without its parents."""
        return tuple({self.name, self.leaf})

    @property
    def leaf(self):
        return self.name.rpartition(":")[2]


class _Books:
    """Both lists, with what is looked up in them more than once."""

    def __init__(self, accounts, entries):
        self.accounts = accounts
        self.entries = entries
        self.by_type = defaultdict(list)
        for entry in entries:
            self.by_type[entry.type].append(entry)
        self.codes = _count(account.code for account in accounts if account.code)
        self.entry_codes = _count(entry.code for entry in entries if entry.code)
        self.names = _count((_kind(a), text.plain(a.name)) for a in accounts)
        self.words = _count((_kind(a), text.words(a.name)) for a in accounts)

    def eligible(self, account):
        return [
            e for type_ in eligible_types(account.type) for e in self.by_type[type_]
        ]


def propose_accounts(accounts, entries):
    """Return ``{key: Proposal}`` for Odoo's ``accounts``.

    :param list accounts: :class:`Account` of all that may need a match
    :param list entries: :class:`AccountEntry` of all active ones
    """
    books = _Books(accounts, entries)
    return {account.key: _propose(account, books) for account in accounts}


def _propose(account, books):
    entries = books.eligible(account)
    if not entries:
        return NOTHING
    named = [e for e in entries if text.plain(e.name) == text.plain(account.name)]
    numbered = _same_number(account, entries, books)
    if numbered:
        return _judge_number(account, numbered, named)
    return (
        _by_name(account, named, books)
        or _by_words(account, entries, books)
        or _by_likeness(account, entries)
    )


def _same_number(account, entries, books):
    """Return the one entry with the number of ``account``, if numbers are unique."""
    code = account.code
    if not code or books.codes[code] > 1 or books.entry_codes[code] != 1:
        return None
    return next((entry for entry in entries if entry.code == code), None)


def _judge_number(account, entry, named):
    """Return how far the same number goes, given the names."""
    if entry in named:
        return sure("same_number_name", entry)
    if named:
        return unclear("number_or_name", [entry, *named])
    alike = max(text.likeness(account.name, name) for name in entry.names)
    if alike >= _SAME_NUMBER:
        return sure("same_number", entry)
    return likely("same_number_only", entry)


def _by_name(account, named, books):
    if not named:
        return None
    if len(named) > 1:
        return unclear("alike", named)
    # Its number belongs to another account here: the name alone is no proof.
    elsewhere = named[0].code and books.codes[named[0].code]
    alone = books.names[_kind(account), text.plain(account.name)] == 1
    return (sure if alone and not elsewhere else likely)("same_name", named[0])


def _by_words(account, entries, books):
    """Return a proposal when the names have the same words, or the same meaning."""
    said = text.words(account.name)
    if not said:
        return None
    same = [e for e in entries if text.words(e.name) == said]
    alone = books.words[_kind(account), said] == 1
    if len(same) == 1 and alone and not books.codes[same[0].code]:
        return sure("same_words", same[0])
    if same:
        return (
            likely("same_words", same[0]) if len(same) == 1 else unclear("alike", same)
        )
    leaf = [e for e in entries if text.words(e.leaf) == said]
    if leaf:
        return (
            likely("same_leaf", leaf[0]) if len(leaf) == 1 else unclear("alike", leaf)
        )
    return None


def _by_likeness(account, entries):
    ranked = text.ranked(account.name, entries, _SHOWN)
    if not ranked:
        return NOTHING
    best, entry = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0
    if best >= _LIKELY and best - second >= _MARGIN:
        return likely("alike_name", entry)
    return unclear("alike", [entry for _score, entry in ranked])


def _kind(account):
    return eligible_types(account.type)


def _count(values):
    counts = defaultdict(int)
    for value in values:
        counts[value] += 1
    return counts


def propose_deposits(journals, entries):
    """Return ``{key: Proposal}``: where the payments of Odoo's journals are deposited.

    QuickBooks keeps payments in an account of its own until they are taken to the
    bank; that is its default, and ours.
    """
    eligible = [entry for entry in entries if entry.type in DEPOSIT_TYPES]
    default = [entry for entry in eligible if entry.subtype == _UNDEPOSITED]
    proposals = {}
    for journal in journals:
        if len(default) == 1:
            proposals[journal.key] = sure("deposit_default", default[0])
            continue
        ranked = text.ranked(journal.name, eligible, _SHOWN)
        banks = [entry for _score, entry in ranked]
        banks += [e for e in eligible if e.type == "Bank" and e not in banks]
        proposals[journal.key] = unclear("alike" if ranked else "nothing", banks)
    return proposals


def propose_sources(journals, entries):
    """Return ``{key: Proposal}``: where the bills that journals pay are paid from.

    :param list journals: :class:`Account` whose ``type`` says ``"Credit Card"`` or not
    """
    proposals = {}
    for journal in journals:
        kind = journal.type if journal.type in SOURCE_TYPES else "Bank"
        eligible = [entry for entry in entries if entry.type == kind]
        ranked = [e for _score, e in text.ranked(journal.name, eligible, _SHOWN)]
        same = [e for e in eligible if text.plain(e.name) == text.plain(journal.name)]
        if len(same) == 1:
            proposals[journal.key] = sure("same_name", same[0])
        elif len(eligible) == 1:
            proposals[journal.key] = likely("only_account", eligible[0])
        else:
            others = [entry for entry in eligible if entry not in ranked]
            reason = "alike" if ranked else "nothing"
            proposals[journal.key] = unclear(reason, ranked + others)
    return proposals
