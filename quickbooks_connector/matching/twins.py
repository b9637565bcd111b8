"""Contacts and products of one side that may be the same one, entered twice.

Nothing is merged here: what is found is shown to a person. So what only might be is
shown too, but not what something speaks against: another code, another tax id, or a
place below another company.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import pairs

#: What two names have to be like at least when an address is all that is shared:
#: people of one office share it too.
_SAME_ADDRESS = 55
#: What more than so many share, such as the address of a marketplace, proves nothing.
_COMMON = 30


@dataclass(frozen=True)
class Twins:
    """Some of one list that may be one.

    :param keys: of the sides, lowest first
    :param reason: what they share, the strongest of it
    """

    keys: tuple[int, ...]
    reason: str


#: Reasons, the strongest first.
_ORDER = (
    "same_reference",
    "same_email_name",
    "same_tax_id_name",
    "same_email",
    "same_name",
    "same_words",
    "name_other_email",
    "alike_name",
)


def find_twins(sides):
    """Return :class:`Twins` among ``sides``; each side is in one of them at most.

    >>> find_twins([pairs.Side(1, "Deco Addict"), pairs.Side(2, "Deco Addict, LLC")])
    [Twins(keys=(1, 2), reason='same_words')]
    """
    active = [side for side in sides if side.active]
    edges = {}
    for pair, reason in _edges(active):
        edges.setdefault(pair, reason)
    groups = _joined(edges)
    found = []
    for keys in groups:
        reasons = {reason for pair, reason in edges.items() if pair[0] in keys}
        found.append(Twins(tuple(sorted(keys)), min(reasons, key=_ORDER.index)))
    return sorted(found, key=lambda twins: twins.keys)


def _edges(sides):
    """Yield ``((key, key), reason)`` of each two that may be one."""
    index = pairs.Index(sides)
    index.forget_common(_COMMON)
    for side in sides:
        shared_with = index.found(side)
        for other, shared in shared_with.items():
            if other.key > side.key:
                reason = _judge(side, other, shared)
                if reason:
                    yield (side.key, other.key), reason
    blocks = pairs.Blocks(sides)
    for side in sides:
        for other in blocks.alike(side):
            if other.key > side.key and not pairs.objection(side, other):
                yield (side.key, other.key), "alike_name"


def _judge(one, other, shared):
    """Return why two may be one by what they share, or nothing."""
    against = pairs.objection(one, other)
    named = "name" if "name" in shared else "words" if "words" in shared else ""
    if against == "email" and named == "name":
        return "name_other_email"
    if against:
        return ""
    if "reference" in shared:
        return "same_reference"
    if "email" in shared:
        if named:
            return "same_email_name"
        alike = pairs.likeness(one.name, other.name) >= _SAME_ADDRESS
        return "same_email" if alike else ""
    if not named:
        # The end of a tax id, alone, is no more than a coincidence.
        return ""
    if "tax_id" in shared:
        return "same_tax_id_name"
    return "same_name" if named == "name" else "same_words"


def _joined(edges):
    """Return the sets of keys that edges join."""
    group_of = {}
    for one, other in edges:
        group = group_of.get(one, {one}) | group_of.get(other, {other})
        for key in group:
            group_of[key] = group
    return {frozenset(group) for group in group_of.values()}
