"""Lists that have nothing but a name: payment methods, classes, currencies."""

from __future__ import annotations

from dataclasses import dataclass

from . import text
from .proposal import NOTHING, likely, sure, unclear

_SHOWN = 70


@dataclass(frozen=True)
class Named:
    """A record or an entry that is known by its name alone.

    :param hint: what it may also be called, weaker than the name
    """

    key: int
    name: str
    hint: str = ""

    @property
    def names(self):
        return (self.name,)


def propose_methods(methods, entries):
    """Return ``{key: Proposal}`` for payment methods of Odoo's journals."""
    return {method.key: _propose(method, entries) for method in methods}


def propose_currencies(currencies, entries):
    """Return ``{key: Proposal}`` for currencies; their names are their codes."""
    by_code = {entry.name: entry for entry in entries}
    return {
        currency.key: sure("same_code", by_code[currency.name])
        if currency.name in by_code
        else unclear("no_currency")
        for currency in currencies
    }


def _propose(method, entries):
    named = [e for e in entries if text.plain(e.name) == text.plain(method.name)]
    if len(named) == 1:
        return sure("same_name", named[0])
    same = named or [
        e for e in entries if text.words(e.name) == text.words(method.name)
    ]
    if len(same) == 1:
        return sure("same_words", same[0])
    if same:
        return unclear("alike", same)
    hinted = [e for e in entries if method.hint and text.plain(e.name) == method.hint]
    if len(hinted) == 1:
        return likely("cash_journal", hinted[0])
    ranked = text.ranked(method.name, entries, _SHOWN)
    return unclear("alike", [entry for _s, entry in ranked]) if ranked else NOTHING
