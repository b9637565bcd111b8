"""What the scoring hands back."""

from __future__ import annotations

from dataclasses import dataclass

#: How certain a proposal is; never a percentage, which nobody could check.
SURE, LIKELY, UNCLEAR = "sure", "likely", "unclear"

#: Entries listed for a person to choose from.
MAX_CANDIDATES = 5


@dataclass(frozen=True)
class Proposal:
    """The entry proposed for one record, and why.

    :param confidence: ``SURE``, ``LIKELY``, or ``UNCLEAR`` without an entry
    :param reason: a key of ``REASONS`` in ``sync/words/``
    :param entry: key of the entry, none where it would be a guess
    :param candidates: keys of the entries to choose from, best first
    """

    confidence: str
    reason: str
    entry: int | None = None
    candidates: tuple[int, ...] = ()


def sure(reason, entry):
    return Proposal(SURE, reason, entry.key)


def likely(reason, entry):
    return Proposal(LIKELY, reason, entry.key)


def unclear(reason, entries=()):
    """Return a proposal of nothing, with up to five entries to choose from."""
    keys = tuple(entry.key for entry in entries)[:MAX_CANDIDATES]
    return Proposal(UNCLEAR, reason, None, keys)


NOTHING = Proposal(UNCLEAR, "nothing")
