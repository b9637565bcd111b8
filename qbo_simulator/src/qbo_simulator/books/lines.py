"""The lines of sales documents: ids, checks, subtotal, discount, shipping."""

from decimal import Decimal

from . import faults
from .money import ZERO, money
from .rules.base import SPECIAL_ITEMS

HUNDRED = Decimal(100)
DETAILS = (
    "SalesItemLineDetail",
    "SubTotalLineDetail",
    "DiscountLineDetail",
    "DescriptionLineDetail",
    "GroupLineDetail",
)
MAX_TAXABLE_LINES = 750


class SalesLines:
    """The checked lines of a sales document in the order of answers.

    `items` are the lines that count for the subtotal (bundle members included),
    `body` what stands above the subtotal, `discount` and `shipping` what follows.
    """

    def __init__(self, company, draft):
        self.co = company
        self.draft = draft
        self.items: list[dict] = []
        self.body: list[dict] = []
        self.discount: dict | None = None
        self.shipping: dict | None = None
        self._known = _known_ids(draft.old)
        self._last_id = (draft.old or {}).get("_line", 0)
        self._last_number = 0
        for line in draft.doc.get("Line") or ():
            self._take(line)
        draft.doc["_line"] = self._last_id

    @property
    def subtotal(self) -> Decimal:
        return sum((line["Amount"] for line in self.items), ZERO)

    def finish(self, discounted: Decimal) -> list[dict]:
        """Return all lines with the subtotal and the discount's amount."""
        lines = list(self.body)
        lines.append(
            {
                "Amount": self.subtotal,
                "DetailType": "SubTotalLineDetail",
                "SubTotalLineDetail": {},
            }
        )
        if self.discount:
            self.discount["Amount"] = discounted
            lines.append(self.discount)
        if self.shipping:
            lines.append(self.shipping)
        return lines

    def discount_amount(self) -> Decimal:
        """Return what the discount line takes off the subtotal."""
        if not self.discount:
            return ZERO
        detail = self.discount["DiscountLineDetail"]
        percent = detail.get("DiscountPercent")
        if detail.get("PercentBased") and percent is not None:
            return money(self.subtotal * percent / HUNDRED)
        if "Amount" not in self.discount:
            raise faults.discount_empty()
        return self.discount["Amount"]

    def _take(self, line):
        kind = line.get("DetailType")
        if kind is None:
            raise faults.required("Line.DetailType")
        if kind == "SubTotalLineDetail":
            return
        own = "DescriptionLineDetail" if kind == "DescriptionOnly" else kind
        for name in DETAILS:
            if name != own:
                line.pop(name, None)
        if kind == "DiscountLineDetail":
            self._take_discount(line)
        elif kind == "GroupLineDetail":
            self._take_group(line)
        elif kind == "SalesItemLineDetail":
            self._take_item(line)
        else:
            self._number(line)
            line["DetailType"] = "DescriptionOnly"
            line.setdefault("DescriptionLineDetail", {})
            line.pop("Amount", None)
            self.body.append(line)

    def _take_item(self, line):
        detail = line.setdefault("SalesItemLineDetail", {})
        if "Amount" not in line:
            raise faults.required("Line.Amount")
        _check_product(line["Amount"], detail)
        item = detail.get("ItemRef")
        if item is None:
            default = self.co.other_pref("SalesFormsPrefs.DefaultItem")
            if default and self.co.store.row("Item", default):
                detail["ItemRef"] = {"value": default}
        elif item["value"] == SPECIAL_ITEMS[0]:
            self._take_shipping(line)
            return
        elif item["value"] == SPECIAL_ITEMS[1]:
            if self.co.other_pref("SalesFormsPrefs.AllowGratuity") != "true":
                raise faults.business("You must turn on tips before you can use them.")
        self._number(line)
        self.body.append(line)
        self.items.append(line)

    def _take_shipping(self, line):
        if not self.co.pref("SalesFormsPrefs", "AllowShipping"):
            raise faults.business("You must turn on shipping before you can use it.")
        line.pop("Id", None)
        line.pop("LineNum", None)
        self.shipping = line

    def _take_discount(self, line):
        if not self.co.pref("SalesFormsPrefs", "AllowDiscount"):
            raise faults.business("You must turn on discounts before you can use them.")
        if self.discount:
            raise faults.business("A transaction can have only one discount.")
        detail = line.setdefault("DiscountLineDetail", {})
        detail.setdefault("PercentBased", "DiscountPercent" in detail)
        if "Amount" not in line and "DiscountPercent" not in detail:
            raise faults.discount_empty()
        detail.setdefault("DiscountAccountRef", {"value": self.co.accounts.discounts()})
        detail.pop("TaxCodeRef", None)
        line.pop("Id", None)
        line.pop("LineNum", None)
        self.discount = {
            "Amount": line.get("Amount", ZERO),
            "DetailType": "DiscountLineDetail",
            "DiscountLineDetail": detail,
        }
        if "Amount" not in line and not detail["PercentBased"]:
            raise faults.discount_empty()

    def _take_group(self, line):
        detail = line.setdefault("GroupLineDetail", {})
        if not detail.get("GroupItemRef"):
            raise faults.required("Line.GroupLineDetail.GroupItemRef")
        line["Amount"] = ZERO
        self._number(line)
        self.body.append(line)
        for member in detail.get("Line") or ():
            inner = member.setdefault("SalesItemLineDetail", {})
            if "Amount" not in member:
                raise faults.required("Line.GroupLineDetail.Line.Amount")
            _check_product(member["Amount"], inner)
            member["DetailType"] = "SalesItemLineDetail"
            self._number(member)
            self.items.append(member)

    def _number(self, line):
        """Give the line its id, never one that a former line had, and its place."""
        self._last_number += 1
        if line.get("Id") not in self._known:
            self._last_id += 1
            line["Id"] = str(self._last_id)
        self._known.discard(line["Id"])
        line["LineNum"] = self._last_number


def all_lines(lines):
    """Yield lines with the members of bundles."""
    for line in lines:
        yield line
        yield from line.get("GroupLineDetail", {}).get("Line", ())


def _known_ids(old):
    known = set()
    for line in all_lines((old or {}).get("Line", ())):
        known.add(line.get("Id"))
    known.discard(None)
    return known


def _check_product(amount, detail):
    quantity, price = detail.get("Qty"), detail.get("UnitPrice")
    if quantity is None or price is None:
        return
    if money(quantity * price) != amount:
        raise faults.amount_mismatch(amount)
