"""Between which two accounts the value of the stock moves: figures only."""

from collections import defaultdict
from decimal import Decimal


def pairs(items):
    """Return ``{(account, other): amount}`` of the journal items of one entry.

    Odoo books a value of the stock as two items that carry the same mark. Where all
    marks add up to nothing they say what stands against what; else the whole entry is
    taken, and its debits meet its credits in the order of their accounts. Each pair is
    named once, in the order of its accounts: what is negative credits the first one.

    :param items: ``(mark, account, amount)``; debits are positive, accounts comparable

    >>> two, three, five = Decimal(2), Decimal(3), Decimal(5)
    >>> pairs([("a", 1, five), ("a", 2, -five), ("b", 1, -three), ("b", 3, three)])
    {(1, 2): Decimal('5'), (1, 3): Decimal('-3')}
    >>> pairs([("a", 1, five), ("b", 2, -three), ("c", 3, -two)])
    {(1, 2): Decimal('3'), (1, 3): Decimal('2')}
    """
    marks = defaultdict(lambda: defaultdict(Decimal))
    whole = defaultdict(Decimal)
    for mark, account, amount in items:
        marks[mark][account] += amount
        whole[account] += amount
    found = defaultdict(Decimal)
    balanced = not any(sum(nets.values()) for nets in marks.values())
    for nets in marks.values() if balanced else [whole]:
        for debit, credit, amount in _meet(nets):
            first, second = sorted((debit, credit))
            found[first, second] += amount if first == debit else -amount
    return {pair: amount for pair, amount in found.items() if amount}


def _meet(nets):
    """Yield ``(debited, credited, amount)`` with which ``nets`` come about."""
    debits = [[account, net] for account, net in sorted(nets.items()) if net > 0]
    credits_ = [[account, -net] for account, net in sorted(nets.items()) if net < 0]
    while debits and credits_:
        amount = min(debits[0][1], credits_[0][1])
        yield debits[0][0], credits_[0][0], amount
        for side in (debits, credits_):
            side[0][1] -= amount
            if not side[0][1]:
                side.pop(0)
