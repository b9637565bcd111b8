"""Taxes: a code has to have the same rates on the same side; then the name decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from . import text
from .proposal import NOTHING, likely, sure, unclear

#: A percentage as it is written in names.
_PERCENT = re.compile(r"\d+([.,]\d+)?\s*%?")

#: What says nothing that rate and side do not say.
_EMPTY = frozenset(
    "tax taxe vat rate rated goods good service sale purchase sales purchases included "
    "excluded incl excl inclusive exclusive the of".split()
)
#: What tax offices and accountants call the same thing.
_LIKE = {
    "standard": "s",
    "std": "s",
    "reduced": "r",
    "zero": "z",
    "zr": "z",
    "exempted": "exempt",
    "e": "exempt",
    "none": "no",
    "rc": "reverse",
    "charge": "reverse",
}


@dataclass(frozen=True)
class Tax:
    """A tax of Odoo's.

    :param side: ``"sale"`` or ``"purchase"``
    :param rates: percentages, of a group one each; what is given back is negative.
        None for what is no percentage.
    """

    key: int
    name: str
    side: str
    rates: tuple[Decimal, ...] | None
    description: str = ""


@dataclass(frozen=True)
class TaxEntry:
    """A tax code of QuickBooks; rates by side, empty where it is outside of tax."""

    key: int
    name: str
    sale: tuple[Decimal, ...] = ()
    purchase: tuple[Decimal, ...] = ()
    description: str = ""

    def is_for(self, side):
        """Tell whether lines of that side may carry the code."""
        return bool(getattr(self, side)) or not (self.sale or self.purchase)

    def rates(self, side):
        return _nonzero(getattr(self, side))


def same_rates(tax, entry):
    """Tell whether ``entry`` taxes the side of ``tax`` as the tax does."""
    return tax.rates is not None and _nonzero(tax.rates) == entry.rates(tax.side)


def propose_us_taxes(taxes, taxable, exempt):
    """Return ``{key: Proposal}`` where QuickBooks only asks whether a line is taxed.

    :param taxable: the entry for taxed lines, maybe none; ``exempt`` likewise
    """
    proposals = {}
    for tax in taxes:
        taxed = tax.rates is None or bool(_nonzero(tax.rates))
        entry = taxable if taxed else exempt
        reason = "us_taxable" if taxed else "us_exempt"
        proposals[tax.key] = sure(reason, entry) if entry else NOTHING
    return proposals


def propose_taxes(taxes, entries):
    """Return ``{key: Proposal}`` for Odoo's ``taxes`` outside the US."""
    return {tax.key: _propose(tax, taxes, entries) for tax in taxes}


def _propose(tax, taxes, entries):
    usable = [entry for entry in entries if entry.is_for(tax.side)]
    named = [e for e in usable if text.plain(e.name) == text.plain(tax.name)]
    if tax.rates is None:
        return unclear("no_percentage", named)
    rates = _nonzero(tax.rates)
    same = [entry for entry in usable if entry.rates(tax.side) == rates]
    if not same:
        return unclear("other_rate", named) if named else unclear("no_rate")
    both = [entry for entry in same if entry in named]
    if named and not both:
        return unclear("other_rate", named + same)
    if len(both) == 1:
        return sure("same_name_rate", both[0])
    return _by_words(tax, taxes, same)


def _by_words(tax, taxes, same):
    """Choose among codes with the same rates by what else their names say."""
    said = _words(tax.name) or _words(tax.description)
    equal = [entry for entry in same if said and _words(entry.name) == said]
    if len(equal) == 1:
        return sure("same_name_rate", equal[0])
    if equal:
        return unclear("alike", equal)
    twins = [
        other
        for other in taxes
        if other.side == tax.side
        and other.rates is not None
        and _nonzero(other.rates) == _nonzero(tax.rates)
    ]
    if len(same) == 1:
        entry = same[0]
        fits = said <= _words(f"{entry.name} {entry.description}")
        if not fits:
            return unclear("alike", same)
        # No rate at all is the least of proofs: exempt, zero and outside differ.
        alone = len(twins) == 1 and _nonzero(tax.rates)
        return (sure if alone else likely)("same_rate", entry)
    return _by_description(said, same)


def _by_description(said, same):
    """Return the one code whose name and description hold all that is ``said``."""
    holding = [
        entry
        for entry in same
        if said and said <= _words(f"{entry.name} {entry.description}")
    ]
    if len(holding) == 1:
        return likely("alike_rate", holding[0])
    return unclear("alike", holding + [entry for entry in same if entry not in holding])


def _words(name):
    """Return what ``name`` says beside rate and side."""
    bare = _PERCENT.sub(" ", name or "")
    found = (_LIKE.get(word, word) for word in text.plain(bare).split())
    return frozenset(word for word in found if word not in _EMPTY)


def _nonzero(rates):
    return tuple(sorted(rate.normalize() for rate in rates if rate))
