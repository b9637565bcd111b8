"""Products, services and categories."""

from .. import faults
from ..ledger import Entry
from .named import NamedRules

# The kind and subtype that a stock item's accounts must have, as documented.
STOCK_ACCOUNTS = {
    "AssetAccountRef": ("Other Current Asset", "Inventory"),
    "ExpenseAccountRef": ("Cost of Goods Sold", "SuppliesMaterialsCogs"),
    "IncomeAccountRef": ("Income", "SalesOfProductIncome"),
}
STOCK_FIELDS = ("QtyOnHand", "InvStartDate", "AssetAccountRef")


class ItemRules(NamedRules):
    kind = "product or service"
    sub_field = "SubItem"

    def scope(self, doc):
        # Categories and products of one parent share their names.
        return (self.name, (doc.get("ParentRef") or {}).get("value"))

    def set_level(self, doc, depth):
        if doc["Type"] == "Category" and depth > 3:
            raise faults.too_deep()
        doc.pop("SubItem", None)
        doc.pop("Level", None)
        if depth:
            doc["SubItem"] = True
            doc["Level"] = depth

    def complete(self, draft):
        doc, old = draft.doc, draft.old
        if "Type" not in doc:
            doc["Type"] = "Inventory" if doc.get("TrackQtyOnHand") else "Service"
        if old and old["Type"] != doc["Type"] and old["Type"] == "Inventory":
            raise faults.business("You can't change the type of an inventory item.")
        if old is None and doc["Type"] == "Group":
            raise faults.business("Bundles can't be created through the API.")
        if doc["Type"] == "Category":
            for name in ("Taxable", "UnitPrice", "PurchaseCost", "TrackQtyOnHand"):
                doc.pop(name, None)
            return
        doc.setdefault("Taxable", False)
        doc.setdefault("UnitPrice", 0)
        doc.setdefault("PurchaseCost", 0)
        if doc["Type"] == "Inventory":
            self._complete_stock(draft)
        else:
            doc["TrackQtyOnHand"] = False
            for name in STOCK_FIELDS:
                doc.pop(name, None)
            if not (doc.get("IncomeAccountRef") or doc.get("ExpenseAccountRef")):
                raise faults.required("IncomeAccountRef")

    def _complete_stock(self, draft):
        doc, old = draft.doc, draft.old
        if not self.co.pref("ProductAndServicesPrefs", "QuantityOnHand"):
            raise faults.feature_missing("Inventory tracking is not switched on.")
        if draft.given.get("TrackQtyOnHand") is False:
            raise faults.business("You can't stop tracking an item's quantity.")
        doc["TrackQtyOnHand"] = True
        if not doc.get("AssetAccountRef"):
            raise faults.required("inventory asset account")
        if not doc.get("ExpenseAccountRef"):
            raise faults.required("inventory cogs account")
        if not doc.get("IncomeAccountRef"):
            raise faults.required("IncomeAccountRef")
        self._check_accounts(doc)
        if "InvStartDate" not in doc:
            raise faults.required("InvStartDate")
        if old is None or old["Type"] != "Inventory":
            if "QtyOnHand" not in doc:
                raise faults.required("QtyOnHand")
            doc["_start_qty"] = doc["QtyOnHand"]
            doc["_start_cost"] = doc["PurchaseCost"]
            if old:
                row = self.store.row("Item", draft.id)
                self.store.put("Item", row.but(live=doc["QtyOnHand"]))
            if doc["QtyOnHand"]:
                self._check_open(doc["InvStartDate"])
        else:
            doc["InvStartDate"] = old["InvStartDate"]
            self._adjust(draft)
        # The quantity is kept beside the document.
        doc["QtyOnHand"] = 0

    def _check_accounts(self, doc):
        for name, (kind, subtype) in STOCK_ACCOUNTS.items():
            account = self.get("Account", doc[name])
            found = account["AccountType"], account["AccountSubType"]
            if found != (kind, subtype):
                raise faults.account_type(f"{kind} ({subtype})")

    def _check_open(self, day):
        """Refuse a stock movement in closed books."""
        closed = self.co.pref("AccountingInfoPrefs", "BookCloseDate")
        if closed and day <= closed:
            raise faults.books_closed()

    def _adjust(self, draft):
        """Note a corrected quantity: a stock movement on the day that is given."""
        doc, wanted = draft.doc, draft.given.get("QtyOnHand")
        row = self.store.row("Item", draft.id)
        if wanted is None or wanted == row.live:
            return
        day = draft.given.get("InvStartDate") or self.co.today.isoformat()
        day = max(day, doc["InvStartDate"])
        self._check_open(day)
        correction = [
            day,
            wanted - row.live,
            doc["PurchaseCost"],
            None,  # worth what the layers say
        ]
        doc["_adjusted"] = [*doc.get("_adjusted", ()), correction]
        self.store.put("Item", row.but(live=wanted))

    def start_live(self, doc):
        return doc.get("_start_qty")

    def overlay(self, doc, row):
        if doc["Type"] == "Inventory":
            doc["QtyOnHand"] = row.live

    def postings(self, id_, doc):
        entry = Entry()
        if doc.get("_values"):
            self.co.stock.post(entry, doc, against=self.co.accounts.opening_equity())
        return entry.postings()

    def effects(self, id_, old, new):
        super().effects(id_, old, new)
        self.co.stock.document(self.name, id_, old, new)
