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


class Step:
    """What one move did, to be undone: a change of the past costs no more than the
    moves after it.

    :ivar taken: debts or layers that it took from, with quantity and value
    :ivar left: the queue at whose end it left something
    """

    __slots__ = ("received", "issued", "taken", "left", "changes")

    def __init__(self, received: Decimal | None, issued: Decimal | None):
        self.received = received
        self.issued = issued
        self.taken: list[tuple[list, Decimal, Decimal]] = []
        self.left: deque[list] | None = None
        self.changes: list[tuple[Document, Decimal]] = []


class Layers:
    """The layers of one item after its moves, taken in order by `add`.

    `values` says what each document changed the stock's value by; `before` collects
    what that was, since last cleared, of the documents whose value has been touched.
    """

    def __init__(self):
        self.layers: deque[list] = deque()
        self.owed: deque[list] = deque()
        self.values: dict[Document, Decimal] = {}
        self.before: dict[Document, Decimal | None] = {}
        self._received: Decimal | None = None
        self._issued: Decimal | None = None
        self._steps: list[Step] = []

    def undo(self, moves: list[Move]) -> None:
        """Take back the latest moves, given in their order."""
        for move in reversed(moves):
            step = self._steps.pop()
            self._received, self._issued = step.received, step.issued
            if step.left is not None:
                step.left.pop()
            queue = self.layers if move.quantity < 0 else self.owed
            for entry, quantity, value in reversed(step.taken):
                if not entry[0]:
                    queue.appendleft(entry)
                entry[0] += quantity
                entry[1] += value
            for document, amount in step.changes:
                self._move(document, -amount)

    def add(self, move: Move) -> None:
        """Take the next move, in the order of keys."""
        self._steps.append(Step(self._received, self._issued))
        if move.quantity < 0:
            self._issue(move)
        elif move.value is not None:
            self._receive(move, move.value)
        else:
            self._receive(move, money(move.quantity * self._unit(move)))

    def _unit(self, move):
        """Return the unit cost of what tells none of its own.

        A return comes back at what was last sold for; a surplus counts like the newest
        receipt. The reference is silent on both.
        """
        known = (self._received,)
        if move.is_return:
            known = (self._issued, self._received)
        return next((one for one in known if one is not None), move.cost)

    def _receive(self, move, value):
        self._change(move.document, value)
        quantity = move.quantity
        self._received = value / quantity
        while self.owed and quantity:
            debt = self.owed[0]
            taken = min(debt[0], quantity)
            actual = _part(value, taken, quantity)
            estimate = _part(debt[1], taken, debt[0])
            self._change(debt[2], estimate - actual)
            quantity -= taken
            value -= actual
            self._take(self.owed, taken, estimate)
        if quantity:
            self._leave(self.layers, [quantity, value])

    def _issue(self, move):
        quantity, cost = -move.quantity, ZERO
        while self.layers and quantity:
            layer = self.layers[0]
            taken = min(layer[0], quantity)
            part = _part(layer[1], taken, layer[0])
            quantity -= taken
            cost += part
            self._take(self.layers, taken, part)
        if quantity:
            estimate = money(quantity * self._unit(move))
            self._leave(self.owed, [quantity, estimate, move.document])
            cost += estimate
        self._issued = cost / -move.quantity
        self._change(move.document, -cost)

    def _take(self, queue, quantity, value):
        entry = queue[0]
        entry[0] -= quantity
        entry[1] -= value
        if not entry[0]:
            queue.popleft()
        self._steps[-1].taken.append((entry, quantity, value))

    def _leave(self, queue, entry):
        queue.append(entry)
        self._steps[-1].left = queue

    def _change(self, document, amount):
        self._steps[-1].changes.append((document, amount))
        self._move(document, amount)

    def _move(self, document, amount):
        known = self.values.get(document)
        self.before.setdefault(document, known)
        self.values[document] = (known or ZERO) + amount


def _part(value, taken, whole):
    return value if taken == whole else money(value * taken / whole)
