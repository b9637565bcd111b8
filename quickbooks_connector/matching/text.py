"""When two names say the same: spelling, abbreviations, like words, slips of the pen.

A name is brought into three forms, each coarser than the one before; how coarse a form
has to be for two names to meet says how sure one may be.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_STOP = frozenset("and at for from in of on or the to with".split())

#: The same word, written shorter.
_SHORT = {
    "acct": "account",
    "accts": "account",
    "admin": "administration",
    "administrative": "administration",
    "adv": "advertising",
    "amort": "amortization",
    "amortisation": "amortization",
    "auto": "automobile",
    "cogs": "cost good sold",
    "comm": "communication",
    "comp": "compensation",
    "cheque": "check",
    "depr": "depreciation",
    "dep": "depreciation",
    "dev": "development",
    "ent": "entertainment",
    "equip": "equipment",
    "exp": "expense",
    "expenditure": "expense",
    "ins": "insurance",
    "int": "interest",
    "maint": "maintenance",
    "mgmt": "management",
    "misc": "miscellaneous",
    "mktg": "marketing",
    "ofc": "office",
    "prof": "professional",
    "pmt": "payment",
    "rep": "repair",
    "rev": "revenue",
    "subs": "subscription",
    "svc": "service",
    "svcs": "service",
    "tel": "telephone",
    "trans": "transportation",
    "util": "utility",
    "wc": "worker compensation",
    "amex": "american express",
}

#: Other words for nearly the same thing; they make a match likely, never sure.
_LIKE = {
    "revenue": "income",
    "earning": "income",
    "earned": "income",
    "paid": "expense",
    "cost": "expense",
    "charge": "fee",
    "car": "automobile",
    "vehicle": "automobile",
    "phone": "telephone",
    "wage": "salary",
    "payroll": "salary",
    "staff": "employee",
    "lease": "rent",
    "rental": "rent",
    "freight": "shipping",
    "delivery": "shipping",
    "due": "subscription",
    "promotion": "advertising",
    "attorney": "legal",
    "web": "internet",
    "granted": "given",
}

#: Words that tell the kind of an account, which is compared apart.
_GENERIC = frozenset("account expense fee income".split())

_NOT_WORD = re.compile(r"[^\w%]+|_")
_DIGITS = re.compile(r"\d+")


def plain(name):
    """Return ``name`` in lower case, without accents and punctuation.

    >>> plain("Café & Bar:  Tips")
    'cafe and bar tips'
    """
    text = unicodedata.normalize("NFKD", name or "")
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.casefold().replace("&", " and ").replace("'", "")
    return " ".join(_NOT_WORD.sub(" ", text).split())


@lru_cache(maxsize=4096)
def words(name):
    """Return the words of ``name`` as a frozen set, without spelling.

    >>> sorted(words("Prof. Fees & Services"))
    ['fee', 'professional', 'service']
    """
    found = []
    for word in plain(name).split():
        found += _SHORT.get(word, _SHORT.get(_singular(word), _singular(word))).split()
    return frozenset(word for word in found if word not in _STOP)


@lru_cache(maxsize=4096)
def meaning(name):
    """Return what ``name`` says beyond its kind, like words made one.

    >>> sorted(meaning("Sales Revenue")) == sorted(meaning("Sales"))
    True
    """
    found = frozenset(_LIKE.get(word, word) for word in words(name))
    return found - _GENERIC or found


def _singular(word):
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def likeness(one, other):
    """Return from 0 to 100 how alike two names are, by their words in any order.

    Names with different numbers in them are different things, however alike.
    """
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0
    left, right = (" ".join(sorted(meaning(name))) for name in (one, other))
    if not left or not right:
        return 0
    return (fuzz.token_sort_ratio(left, right) + fuzz.token_set_ratio(left, right)) / 2


def ranked(name, entries, least):
    """Return ``[(likeness, entry)]`` of at least ``least``, best first.

    :param entries: things with a tuple of ``names``, of which the best counts
    """
    scored = [
        (max(likeness(name, other) for other in entry.names), entry)
        for entry in entries
    ]
    return sorted(
        ((score, entry) for score, entry in scored if score >= least),
        key=lambda pair: (-pair[0], pair[1].key),
    )
