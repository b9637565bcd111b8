"""Contacts and products: which record of Odoo and which object of QuickBooks are one.

Two things prove it together: an address, a tax id or a code, and the name. A name
alone is a proof only if it is the only one on both sides and nothing speaks against it.
What is merely alike is proposed at most; where several are, nothing is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from . import text
from .proposal import NOTHING, likely, sure, unclear

#: How much each thing that two sides share speaks for their being one.
_WEIGHT = {"reference": 8, "email": 8, "name": 6, "words": 4, "tax_id": 3}

#: Likeness from which a name speaks for an object, from which it is worth showing, and
#: how far the next one has to be behind.
_LIKELY, _SHOWN, _MARGIN = 88, 76, 8
#: With the same code, names may differ more.
_SAME_REFERENCE = 55
#: Names compared with one name at most; the rarest words choose them.
_MOST_COMPARED = 400
#: Letters of a word that a slip of the pen has to leave alone.
_STEM = 3

_FORMS = frozenset(
    "ab ag aps as bv co company corp corporation gmbh inc incorporated kg limited llc "
    "llp lp ltd nv oy plc pty sa sarl sas sl spa srl the and".split()
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Side:
    """A contact or product, of either side.

    :param tax_id: the end of it that QuickBooks shows
    :param place: name of what it is part of
    :param active: an inactive one is never proposed without a person looking
    """

    key: int
    name: str
    emails: tuple[str, ...] = ()
    tax_id: str = ""
    reference: str = ""
    place: str = ""
    active: bool = True


class Index:
    """A list, looked up by what may be shared."""

    def __init__(self, sides):
        self.by = {kind: defaultdict(list) for kind in _WEIGHT}
        for side in sides:
            for kind, value in _evidence_of(side):
                self.by[kind][value].append(side)

    def found(self, side):
        """Return ``{side of the other list: what they share}``."""
        found = defaultdict(set)
        for kind, value in _evidence_of(side):
            for other in self.by[kind].get(value, ()):
                found[other].add(kind)
        return found

    def forget_common(self, most):
        """Forget what more than ``most`` have: it tells none of them apart."""
        for values in self.by.values():
            for value in [v for v, sides in values.items() if len(sides) > most]:
                del values[value]

    def count(self, kind, side):
        """Return how many have the same as ``side``; the most of several values."""
        values = [value for name, value in _evidence_of(side) if name == kind]
        return max((len(self.by[kind].get(value, ())) for value in values), default=0)


def propose_pairs(records, entries):
    """Return ``{key of the record: Proposal}``; no entry is proposed twice.

    :param list records: :class:`Side` of Odoo's records
    :param list entries: :class:`Side` of QuickBooks' objects
    """
    ours, theirs = Index(records), Index(entries)
    by_key = {entry.key: entry for entry in entries}
    claims, rest, proposals = [], [], {}
    for record in records:
        claim = _claim(record, ours, theirs)
        if claim is None:
            rest.append(record)
        else:
            claims.append((record, *claim))
    proposals |= _settle(claims, by_key)
    taken = {one.entry for one in proposals.values() if one.entry is not None}
    free = [entry for entry in entries if entry.active and entry.key not in taken]
    proposals |= _settle(_alike(rest, free), by_key)
    return {record.key: proposals.get(record.key, NOTHING) for record in records}


def is_alike(one, other):
    """Tell whether two names may well be written by two people about one.

    >>> is_alike("Deco Addict, LLC", "Addict Deco")
    True
    """
    return likeness(one, other) >= _LIKELY


# === WHAT IS SHARED === #


def _claim(record, ours, theirs):
    """Return ``(weight, Proposal)`` by what ``record`` shares with entries, if any."""
    found = theirs.found(record)
    if not found:
        return None
    ranked = sorted(
        ((_weigh(shared), entry) for entry, shared in found.items()),
        key=lambda pair: (-pair[0], not pair[1].active, pair[1].key),
    )
    weight, best = ranked[0]
    rivals = [entry for _weight, entry in ranked[1:] if _rivals(found, best, entry)]
    if rivals:
        return weight, unclear("alike", [best, *rivals])
    return weight, _judge(record, best, found[best], ours, theirs)


def _weigh(shared):
    return sum(_WEIGHT[kind] for kind in shared)


def _rivals(found, best, entry):
    """Tell whether ``entry`` has something that does not speak for ``best`` as well.

    An inactive one is no rival of an active one.
    """
    if best.active and not entry.active:
        return False
    return not found[entry] < found[best]


def _judge(record, entry, shared, ours, theirs):
    """Return how far what the two share goes."""
    against = objection(record, entry)
    named = bool(shared & {"name", "words"})
    if against == "reference":
        # One name, two codes: two products.
        return unclear("name_other_reference", [entry])
    if not entry.active:
        return likely("inactive_there", entry)
    if against:
        return likely(f"name_other_{against}" if named else "partly", entry)
    if "reference" in shared:
        alone = ours.count("reference", record) == 1
        alike = named or likeness(record.name, entry.name) >= _SAME_REFERENCE
        reason = "same_reference_name" if named else "same_reference"
        return (sure if alone and alike else likely)(reason, entry)
    if named and "email" in shared:
        return sure("same_email_name", entry)
    if named and "tax_id" in shared:
        return sure("same_tax_id_name", entry)
    if "email" in shared:
        return likely("same_email", entry)
    if "name" in shared:
        alone = ours.count("name", record) == theirs.count("name", record) == 1
        return (sure if alone else likely)("same_name", entry)
    return likely("same_words" if named else "same_tax_id", entry)


def objection(record, entry):
    """Return what speaks against the two being one, or nothing."""
    if _folded(record.reference) != _folded(entry.reference):
        if record.reference and entry.reference:
            return "reference"
    if _plain(record.place) != _plain(entry.place):
        return "place"
    if record.tax_id and entry.tax_id and record.tax_id != entry.tax_id:
        return "tax_id"
    if record.emails and entry.emails:
        if not set(_addresses(record)) & set(_addresses(entry)):
            return "email"
    return ""


def _evidence_of(side):
    """Yield ``(kind, value)`` of all that ``side`` may share with another."""
    for email in _addresses(side):
        yield "email", email
    if side.reference:
        yield "reference", _folded(side.reference)
    if side.tax_id:
        yield "tax_id", _folded(side.tax_id)
    name = _plain(side.name)
    if name:
        yield "name", name
        yield "words", _words(side.name)


def _addresses(side):
    return [email.casefold() for email in side.emails]


@lru_cache(maxsize=65536)
def _plain(name):
    return text.plain(name)


def _folded(value):
    return (value or "").strip().casefold()


@lru_cache(maxsize=65536)
def _words(name):
    """Return the words of ``name`` in order of the alphabet, without its legal form.

    >>> _words("Deco Addict, LLC")
    'addict deco'
    """
    words = _plain(name).split()
    return " ".join(sorted(word for word in words if word not in _FORMS) or words)


# === ONE ENTRY, ONE RECORD === #


def _settle(claims, by_key):
    """Return ``{key: Proposal}`` in which no entry is proposed twice.

    Of several records that claim an entry the one with the best reasons has it; with
    equal ones nobody has.
    """
    claims = list(claims)
    by_entry = defaultdict(list)
    for record, weight, proposal in claims:
        if proposal.entry is not None:
            by_entry[proposal.entry].append((weight, record.key))
    settled = {}
    for record, weight, proposal in claims:
        rivals = by_entry.get(proposal.entry, ())
        if len(rivals) > 1:
            best = max(rivals)[0]
            if weight < best or Counter(w for w, _key in rivals)[best] > 1:
                proposal = unclear("claimed_twice", [by_key[proposal.entry]])
        settled[record.key] = proposal
    return settled


# === WHAT IS ALIKE === #


def _alike(records, entries):
    """Yield ``(record, likeness, Proposal)`` by names that are alike."""
    blocks = Blocks(entries)
    for record in records:
        ranked = blocks.ranked(record)
        if not ranked:
            continue
        best, entry = ranked[0]
        second = ranked[1][0] if len(ranked) > 1 else 0
        if (
            best >= _LIKELY
            and best - second >= _MARGIN
            and not objection(record, entry)
        ):
            yield record, best, likely("alike_name", entry)
        else:
            yield record, best, unclear("alike", [entry for _score, entry in ranked])


class Blocks:
    """A list, looked up by names that are alike."""

    def __init__(self, sides):
        self.by = defaultdict(list)
        for side in sides:
            for block in _blocks(side.name):
                self.by[block].append(side)

    def ranked(self, record):
        """Return ``[(likeness, side)]`` of those worth showing, best first."""
        near = {}
        blocks = _blocks(record.name)
        for block in sorted(blocks, key=lambda one: len(self.by.get(one, ()))):
            for entry in self.by.get(block, ()):
                if len(near) >= _MOST_COMPARED:
                    break
                near[entry.key] = entry
        names = {key: _words(entry.name) for key, entry in near.items()}
        found = process.extract(
            _words(record.name), names, scorer=_score, limit=6, score_cutoff=_SHOWN
        )
        ranked = [(score, near[key]) for _name, score, key in found]
        # Another code is another product, however alike the names are.
        return [pair for pair in ranked if objection(record, pair[1]) != "reference"]

    def alike(self, record):
        """Return the others whose names two people may well write for one."""
        ranked = self.ranked(record)
        return [one for score, one in ranked if score >= _LIKELY and one != record]


def _blocks(name):
    """Return what names that may be alike have in common: digits, and a stem.

    Names with different numbers in them are different things.
    """
    words = _words(name).split()
    digits = tuple(_DIGITS.findall(name))
    return {(digits, word[:_STEM]) for word in words}


def likeness(one, other):
    return _score(_words(one), _words(other))


def _score(one, other, score_cutoff=0):
    """Return from 0 to 100 how alike two names are, by their words in any order."""
    score = (fuzz.token_sort_ratio(one, other) + fuzz.token_set_ratio(one, other)) / 2
    return score if score >= (score_cutoff or 0) else 0
