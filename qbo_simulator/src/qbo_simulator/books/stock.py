"""Quantities of inventory items, moved by documents."""

from decimal import Decimal

from .lines import all_lines
from .money import money

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
DETAILS = ("SalesItemLineDetail", "ItemBasedExpenseLineDetail")


class Stock:
    """Move quantities on hand and post the cost of what is sold."""

    def __init__(self, company):
        self.co = company

    def document(self, entity: str, id_: str, old: dict | None, new: dict | None):
        """Replace the movements of a document's old state by those of its new one."""
        moves: dict[str, Decimal] = {}
        for sign, doc in ((-1, old), (1, new)):
            for item, quantity in self._movements(doc):
                moves[item] = moves.get(item, 0) + sign * quantity
        store = self.co.store
        for item, quantity in moves.items():
            row = store.row("Item", item)
            if quantity:
                # A stock movement counts as a change of the item itself.
                store.put(
                    "Item",
                    row.but(
                        live=row.live + quantity * DIRECTION[entity],
                        token=row.token + 1,
                        updated=self.co.now,
                    ),
                )

    def post_cost(self, entry, detail: dict, sign: int) -> None:
        """Post the cost of a sold line: `sign` is 1 for sales, -1 for returns."""
        row = self.stocked(detail)
        if row is None:
            return
        item = row.doc()
        cost = money(detail.get("Qty", 0) * item.get("PurchaseCost", 0)) * sign
        entry.add_home(item["ExpenseAccountRef"]["value"], cost)
        entry.add_home(item["AssetAccountRef"]["value"], -cost)

    def stocked(self, detail: dict):
        """Return the row of a line's item if its stock is tracked."""
        ref = detail.get("ItemRef")
        row = self.co.store.row("Item", ref["value"]) if ref else None
        return row if row and row.live is not None else None

    def _movements(self, doc):
        # A credit card credit is a purchase the other way round.
        sign = -1 if (doc or {}).get("Credit") else 1
        for line in all_lines((doc or {}).get("Line", ())):
            for name in DETAILS:
                detail = line.get(name)
                if detail and detail.get("Qty") and self.stocked(detail):
                    yield detail["ItemRef"]["value"], sign * detail["Qty"]
            adjusted = line.get("ItemAdjustmentLineDetail")
            if adjusted:
                yield adjusted["ItemRef"]["value"], adjusted["QtyDiff"]
