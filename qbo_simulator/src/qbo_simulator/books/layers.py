"""What stock cost: first in, first out.

Receipts lie in layers, the oldest on top; what leaves takes from the top. What leaves
without being there is owed at an estimate, and the next receipt makes good for it: the
cost of an early sale is what the late purchase cost. Values are home currency in cents
and never lose one: the last piece of a layer takes what is left of its value.
"""

from collections import deque
from decimal import Decimal
from typing import NamedTuple

from .money import ZERO, money

Document = tuple[str, str]  # entity and id


class Move(NamedTuple):
    """One line's movement of one item.

    `key` sorts by day, document and line. `quantity` is positive for what comes in.
    `value` is what a receipt cost, None where the receipt does not say (returns,
    counted surplus) and for what goes out; `cost` is the unit cost to go by as long
    as no receipt and no issue tells a better one.
    """

    key: tuple
    document: Document
    quantity: Decimal
    value: Decimal | None
    cost: Decimal
    is_return: bool = False


class Layers:
    """The layers of one item after its moves, taken in order by `add`.

    `values` says what each document changed the stock's value by; `before` collects
    what that was, since last cleared, of the documents whose value has been touched.
    `undo` takes moves back: a change of the past costs no more than what follows it.
    """

    def __init__(self):
        self.layers: deque[list] = deque()
        self.owed: deque[list] = deque()
        self.values: dict[Document, Decimal] = {}
        self.before: dict[Document, Decimal | None] = {}
        self._received: Decimal | None = None
        self._issued: Decimal | None = None
        # What each move did: last receipt and issue before it, what its document
        # changed by, what it took from, whether it left something, and what other
        # documents changed by. Plain tuples: the garbage collector forgets those.
        self._steps: list[tuple] = []

    def undo(self, moves: list[Move]) -> None:
        """Take back the latest moves, given in their order."""
        for move in reversed(moves):
            known, value, taken, left, others = self._steps.pop()
            self._received, self._issued = known
            queue, other = self.layers, self.owed
            if move.quantity > 0:
                queue, other = other, queue
            if left:
                other.pop()
            for entry, quantity, part in reversed(taken):
                if not entry[0]:
                    queue.appendleft(entry)
                entry[0] += quantity
                entry[1] += part
            self._change(move.document, -value)
            for document, amount in others:
                self._change(document, -amount)

    def add(self, move: Move) -> None:
        """Take the next move, in the order of keys."""
        known = self._received, self._issued
        if move.quantity < 0:
            done = self._issue(move)
        elif move.value is not None:
            done = self._receive(move, move.value)
        else:
            done = self._receive(move, money(move.quantity * self._unit(move)))
        self._steps.append((known, *done))

    def _unit(self, move):
        """Return the unit cost of what tells none of its own.

        A return comes back at what was last sold for; a surplus counts like the newest
        receipt. The reference is silent on both.
        """
        if move.is_return and self._issued is not None:
            return self._issued
        return move.cost if self._received is None else self._received

    def _receive(self, move, value):
        self._change(move.document, value)
        quantity, whole = move.quantity, value
        self._received = value / quantity
        taken_from: list[tuple] = []
        others: list[tuple] = []
        while self.owed and quantity:
            debt = self.owed[0]
            taken = min(debt[0], quantity)
            actual = _part(value, taken, quantity)
            estimate = _part(debt[1], taken, debt[0])
            self._change(debt[2], estimate - actual)
            others.append((debt[2], estimate - actual))
            quantity -= taken
            value -= actual
            taken_from.append(_take(self.owed, taken, estimate))
        if quantity:
            self.layers.append([quantity, value])
        return whole, tuple(taken_from), bool(quantity), tuple(others)

    def _issue(self, move):
        quantity, cost = -move.quantity, ZERO
        taken_from: list[tuple] = []
        while self.layers and quantity:
            layer = self.layers[0]
            taken = min(layer[0], quantity)
            part = _part(layer[1], taken, layer[0])
            quantity -= taken
            cost += part
            taken_from.append(_take(self.layers, taken, part))
        if quantity:
            estimate = money(quantity * self._unit(move))
            self.owed.append([quantity, estimate, move.document])
            cost += estimate
        self._issued = cost / -move.quantity
        self._change(move.document, -cost)
        return -cost, tuple(taken_from), bool(quantity), ()

    def _change(self, document, amount):
        known = self.values.get(document)
        self.before.setdefault(document, known)
        self.values[document] = (known or ZERO) + amount


def _take(queue, quantity, value):
    entry = queue[0]
    entry[0] -= quantity
    entry[1] -= value
    if not entry[0]:
        queue.popleft()
    return entry, quantity, value


def _part(value, taken, whole):
    return value if taken == whole else money(value * taken / whole)
