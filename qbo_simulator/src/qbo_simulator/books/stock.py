"""Inventory: quantities that documents move, and what the stock is worth.

A document's movements count as long as its private `_values` names the item: there
stands by how much it changed the stock's value, and the unit cost to go by where
nothing better is known. Both follow from all movements of the item in the order of
their days, so a change of the past changes the cost of later sales: their postings are
put right at once, while the documents themselves stay as they are.
"""

from bisect import bisect_left
from decimal import Decimal
from heapq import merge

from .layers import Document, Layers, Move
from .ledger import home, move
from .lines import all_lines
from .money import ZERO

DIRECTION = {
    "Invoice": -1,
    "SalesReceipt": -1,
    "CreditMemo": 1,
    "RefundReceipt": 1,
    "Bill": 1,
    "Purchase": 1,
    "VendorCredit": -1,
    "InventoryAdjustment": 1,
}
BOUGHT = ("Bill", "Purchase", "VendorCredit")
RETURNS = ("CreditMemo", "RefundReceipt")
SALE, EXPENSE = "SalesItemLineDetail", "ItemBasedExpenseLineDetail"
ADJUSTMENT = "ItemAdjustmentLineDetail"


class History:
    """The movements of one item, in order, and the layers that they leave."""

    def __init__(self, moves: list[Move]):
        self.moves: list[Move] = []
        self.layers = Layers()
        self._of: dict[Document, list[Move]] = {}
        for one in sorted(moves):
            self._of.setdefault(one.document, []).append(one)
            self._add(one)

    def replace(self, document: Document, new: list[Move]) -> dict:
        """Replace a document's movements; return the values that are new.

        Only the movements from the first changed one on are taken anew: at the end of
        the books, where most changes are, that is next to nothing.
        """
        old, new = self._of.pop(document, []), sorted(new)
        if new:
            self._of[document] = new
        if old == new:
            return {}
        layers = self.layers
        layers.before.clear()
        first = bisect_left(self.moves, min(map(_key, old[:1] + new[:1])), key=_key)
        later = self.moves[first:]
        layers.undo(later)
        del self.moves[first:]
        kept = (one for one in later if one.document != document)
        for one in merge(kept, new, key=_key):
            self._add(one)
        if not new:
            del layers.values[document]
        return {
            one: layers.values.get(one)
            for one, value in layers.before.items()
            if layers.values.get(one) != value
        }

    def _add(self, move):
        self.moves.append(move)
        self.layers.add(move)


def _key(move):
    return move.key


class Stock:
    """The inventory of one company."""

    def __init__(self, company):
        self.co = company
        self._items: dict[str, History] | None = None
        self._touched = False

    # === requests === #

    def begin(self) -> None:
        """Start a request: from here on `forget` undoes."""
        self._touched = False

    def forget(self) -> None:
        """Drop what the refused request has moved: it is read again when needed."""
        if self._touched:
            self._items = None

    # === documents === #

    def document(self, entity: str, id_: str, old: dict | None, new: dict | None):
        """Replace the movements of a document's old state by those of its new one."""
        document = (entity, id_)
        counted = (old or {}).get("_values", {})
        before = [
            one for one in self._moves(entity, id_, old, counted) if one[0] in counted
        ]
        after = self._moves(entity, id_, new, counted)
        if not before and not after:
            return
        if entity != "Item":
            self._count(before, after)
        self._touched = True
        if self._items is None:
            self._read(document, before)
        changes: dict[Document, dict] = {}
        for item in {one[0] for one in (*before, *after)}:
            history = self._items.setdefault(item, History([]))
            own = [one for name, one in after if name == item]
            for key, value in history.replace(document, own).items():
                changes.setdefault(key, {})[item] = value
        for key in sorted(changes):
            self._post(key, changes[key])

    def restate(self, item: str) -> None:
        """Put right what all documents of an item posted, after a merge."""
        self._touched = True
        self._read(("", ""), [])
        if item in self._items:
            for document, value in self._items[item].layers.values.items():
                self._post(document, {item: value})

    def layers(self, item: str) -> list[tuple[Decimal, Decimal]]:
        """Return quantity and value of an item's layers, what is issued next first.

        What was issued without being there follows as negative layers.
        """
        if self._items is None:
            self._read(("", ""), [])
        if item not in self._items:
            return []
        found = self._items[item].layers
        owed = [(-quantity, -value) for quantity, value, _document in found.owed]
        return [(quantity, value) for quantity, value in found.layers] + owed

    # === postings === #

    def post(self, entry, doc: dict, against: str | None = None) -> None:
        """Post what a document changed the stock's value by.

        :param against: the other account; the item's cost of goods sold if None
        """
        for item, (value, _cost) in doc.get("_values", {}).items():
            self._post_value(entry, item, value, against)

    def post_difference(self, entry, doc: dict, sign: int) -> None:
        """Post by how much the price of returned goods differs from their cost.

        A purchase's lines post their amounts to the stock; goods that go back leave
        it at the cost of their layers, and the rest is cost of goods sold. The
        reference does not say where QuickBooks puts it.
        """
        values = doc.get("_values")
        if not values:
            return
        posted: dict[str, Decimal] = {}
        for line in doc["Line"]:
            ref = (line.get(EXPENSE) or {}).get("ItemRef")
            if ref:
                amount = sign * home(line["Amount"], doc.get("ExchangeRate", 1))
                posted[ref["value"]] = posted.get(ref["value"], ZERO) + amount
        for item, (value, _cost) in values.items():
            self._post_value(entry, item, value - posted.get(item, ZERO), None)

    def stocked(self, detail: dict):
        """Return the row of a line's item if its stock is tracked."""
        ref = detail.get("ItemRef")
        row = self.co.store.row("Item", ref["value"]) if ref else None
        return row if row and row.live is not None else None

    def _post_value(self, entry, item, value, against):
        if value:
            doc = self.co.store.row("Item", item).doc()
            entry.add_home(doc["AssetAccountRef"]["value"], value)
            entry.add_home(against or doc["ExpenseAccountRef"]["value"], -value)

    def _post(self, document, values):
        """Note an own or another document's new values and post them quietly."""
        entity, id_ = document
        store, rules = self.co.store, self.co.rules(entity)
        row = store.row(entity, id_)
        if row is None:
            return
        doc = row.doc()
        known = doc.setdefault("_values", {})
        for item, value in values.items():
            if value is None:
                known.pop(item, None)
            else:
                cost = known[item][1] if item in known else self._cost(item)
                known[item] = [value, cost]
        if not known:
            del doc["_values"]
        posted = rules.postings(id_, doc)
        store.put(entity, row.but(text=rules.text_of(doc), posted=posted))
        move(self.co, row.posted, posted, quietly=True)

    # === movements === #

    def _count(self, before, after):
        """Move the quantities on hand by the difference."""
        deltas: dict[str, Decimal] = {}
        for sign, moves in ((-1, before), (1, after)):
            for item, one in moves:
                deltas[item] = deltas.get(item, 0) + sign * one.quantity
        store = self.co.store
        for item, quantity in deltas.items():
            if quantity:
                row = store.row("Item", item)
                # A stock movement counts as a change of the item itself.
                store.put(
                    "Item",
                    row.but(
                        live=row.live + quantity,
                        token=row.token + 1,
                        updated=self.co.now,
                    ),
                )

    def _read(self, document, moves):
        """Find the movements of all documents; `document` is known to have `moves`."""
        found: dict[str, list[Move]] = {}
        for item, one in moves:
            found.setdefault(item, []).append(one)
        for entity in (*DIRECTION, "Item"):
            for id_, row in self.co.store.rows(entity).items():
                if (entity, id_) == document or '"_values"' not in row.text:
                    continue
                doc = row.doc()
                counted = doc.get("_values", {})
                for item, one in self._moves(entity, id_, doc, counted):
                    if item in counted:
                        found.setdefault(item, []).append(one)
        self._items = {item: History(moves) for item, moves in found.items()}

    def _moves(self, entity, id_, doc, counted) -> list[tuple[str, Move]]:
        """Return what a document moves, as pairs of item and move.

        `counted` are the values of the document, for the costs that it goes by.
        """
        if doc is None:
            return []
        if entity == "Item":
            return [(id_, one) for one in _own_moves(id_, doc)]
        # A credit card credit is a purchase the other way round.
        sign = DIRECTION[entity] * (-1 if doc.get("Credit") else 1)
        rate = doc.get("ExchangeRate", 1) if entity in BOUGHT else None
        moves = []
        for place, line in enumerate(all_lines(doc.get("Line", ()))):
            detail = line.get(SALE) or line.get(EXPENSE) or line.get(ADJUSTMENT)
            quantity = detail and (detail.get("Qty") or detail.get("QtyDiff"))
            if not quantity or self.stocked(detail) is None:
                continue
            item = detail["ItemRef"]["value"]
            known = counted.get(item)
            moves.append(
                (
                    item,
                    Move(
                        (doc["TxnDate"], int(id_), place),
                        (entity, id_),
                        sign * quantity,
                        None if rate is None else sign * home(line["Amount"], rate),
                        known[1] if known else self._cost(item),
                        entity in RETURNS,
                    ),
                )
            )
        return moves

    def _cost(self, item):
        return self.co.store.row("Item", item).doc().get("PurchaseCost", 0)


def _own_moves(id_, doc):
    """Yield an item's opening stock and the corrections that updates made."""
    quantity, cost = doc.get("_start_qty", 0), doc.get("_start_cost", 0)
    opening = (doc.get("InvStartDate"), quantity, cost, home(quantity * cost, 1))
    for place, (day, quantity, cost, value) in enumerate(
        [opening, *doc.get("_adjusted", ())]
    ):
        if quantity:
            yield Move((day, 0, place), ("Item", id_), quantity, value, cost)
