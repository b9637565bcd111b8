"""Bills, vendor credits, purchase orders and purchases."""

from .. import faults, taxes
from ..ledger import Entry
from ..links import order_status, part_of
from ..money import ZERO, money
from ..numbering import FIRST_NUMBER, check_number, due_date, purchase_number
from .transactions import TransactionRules

ACCOUNT, ITEM = "AccountBasedExpenseLineDetail", "ItemBasedExpenseLineDetail"

OWED = ("Accounts Receivable", "Accounts Payable")


class ExpenseRules(TransactionRules):
    """What documents with expense lines have in common."""

    sign = 1
    numbers_lines = True

    def prepare(self, draft):
        doc = draft.doc
        if not doc.get("Line"):
            raise faults.required("Line")
        vendor = self.get("Vendor", doc.get("VendorRef"))
        self.prepare_head(draft, vendor)
        self.number(draft)
        self._settle_lines(draft)
        total = sum((line["Amount"] for line in doc["Line"]), ZERO)
        doc["TotalAmt"] = money(total + self._tax(draft))
        if doc["TotalAmt"] < 0:
            raise faults.business("Transaction amount must be 0 or greater.")
        self.complete(draft, vendor)
        self.home_amounts(doc)

    def number(self, draft) -> None:
        """Settle the document number."""

    def complete(self, draft, vendor) -> None:
        """Fill in what is particular to the kind of document."""

    # === lines ===

    def _settle_lines(self, draft):
        doc = draft.doc
        known = {line.get("Id") for line in (draft.old or {}).get("Line", ())}
        last = (draft.old or {}).get("_line", 0)
        for number, line in enumerate(doc["Line"], 1):
            self._check_line(line, doc)
            if line.get("Id") not in known:
                last += 1
                line["Id"] = str(last)
            known.discard(line["Id"])
            if self.numbers_lines:
                line["LineNum"] = number
            else:
                line.pop("LineNum", None)
        doc["_line"] = last

    def _check_line(self, line, doc):
        kind = line.get("DetailType")
        if kind is None:
            raise faults.required("Line.DetailType")
        if "Amount" not in line:
            raise faults.required("Line.Amount")
        detail = line.setdefault(kind, {})
        target = "AccountRef" if kind == ACCOUNT else "ItemRef"
        if not detail.get(target):
            raise faults.line_needs_target()
        if detail.get("BillableStatus") == "Billable" and not detail.get("CustomerRef"):
            raise faults.business("A billable line needs a customer.")
        detail.setdefault("BillableStatus", "NotBillable")
        if self.co.country == "US":
            # Purchases carry no sales tax in the US.
            detail.setdefault("TaxCodeRef", {"value": "NON"})
        if kind == ITEM:
            self._check_item(line, detail, doc)
        elif self.get("Account", detail["AccountRef"])["AccountType"] in OWED:
            raise faults.business(
                "Accounts receivable and payable can't be used as the account of a "
                "line."
            )

    def _check_item(self, line, detail, doc):
        row = self.store.row("Item", detail["ItemRef"]["value"])
        item = row.doc()
        if not item.get("ExpenseAccountRef"):
            raise faults.business(
                f"The item {item['Name']} has no expense account: it can't be bought."
            )
        if row.live is not None:
            self.check_start(row, doc["TxnDate"])
            if line["Amount"] and not detail.get("Qty"):
                raise faults.quantity_missing(item["Name"])

    def _tax(self, draft):
        doc = draft.doc
        if self.co.country == "US":
            doc.pop("GlobalTaxCalculation", None)
            doc.pop("TxnTaxDetail", None)
            return ZERO
        detail, total = taxes.world_tax(
            self.co, draft, doc["Line"], ZERO, side="Purchase"
        )
        doc.pop("TxnTaxDetail", None)
        if detail is not None:
            doc["TxnTaxDetail"] = detail
        return total

    # === ledger ===

    def postings(self, id_, doc):
        entry = Entry(doc.get("ExchangeRate", 1))
        sign = self.sign_of(doc)
        for line in doc["Line"]:
            if line["Amount"]:
                stocked = self.co.stock.stocked(line.get(ITEM, {})) is not None
                account = self.expense_account(line)
                entry.add(account, sign * line["Amount"], exact=stocked)
        for line in doc.get("TxnTaxDetail", {}).get("TaxLine", ()):
            rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
            if line["Amount"]:
                entry.add(self.co.accounts.tax_payable(rate), sign * line["Amount"])
        self.counterpart(entry, doc, sign)
        self.co.stock.post_difference(entry, doc, sign)
        return entry.postings(self.co.accounts.exchange_gain)

    def sign_of(self, doc) -> int:
        return self.sign

    def counterpart(self, entry: Entry, doc: dict, sign: int) -> None:
        """Post the total to payables."""
        name = ("Vendor", doc["VendorRef"]["value"])
        entry.add(doc["APAccountRef"]["value"], -sign * doc["TotalAmt"], name)

    def expense_account(self, line) -> str:
        if line["DetailType"] == ACCOUNT:
            return line[ACCOUNT]["AccountRef"]["value"]
        row = self.store.row("Item", line[ITEM]["ItemRef"]["value"])
        item = row.doc()
        if row.live is not None:
            return item["AssetAccountRef"]["value"]
        return (item.get("ExpenseAccountRef") or {}).get(
            "value"
        ) or self.co.accounts.expenses()

    def effects(self, id_, old, new):
        self.co.stock.document(self.name, id_, old, new)


class PayableRules(ExpenseRules):
    """Documents that a payment to the vendor settles."""

    def settle_payables(self, doc):
        currency = doc["CurrencyRef"]["value"]
        doc.setdefault("APAccountRef", {"value": self.co.accounts.payable(currency)})
        account = self.get("Account", doc["APAccountRef"])
        if account["AccountType"] != "Accounts Payable":
            raise faults.account_type("Accounts Payable")
        if account["CurrencyRef"]["value"] != currency:
            raise faults.business(
                "The transaction needs to be in the same currency as the A/R and A/P "
                "accounts you use."
            )

    def complete(self, draft, vendor):
        doc = draft.doc
        self.settle_payables(doc)
        applied = self.links.applied_to(self.name, draft.id)
        if applied > doc["TotalAmt"]:
            excess = applied - doc["TotalAmt"]
            self.links.release(self.name, draft.id, excess)
            applied -= excess
        doc["Balance"] = doc["TotalAmt"] - applied

    def effects(self, id_, old, new):
        if new is None:
            self.links.release(self.name, id_)
        self.follow_rate(id_, old, new)
        super().effects(id_, old, new)


class BillRules(PayableRules):
    def number(self, draft):
        if self.co.other_pref("WarnDuplicateBillNumber") == "true":
            check_number(self.co, draft, self.name, _numbers_of_vendor(draft.doc))

    def index(self, doc):
        entries = super().index(doc)
        if entries:
            # The number is the vendor's: two vendors may well use the same.
            entries += (("doc", _numbers_of_vendor(doc), doc["DocNumber"]),)
        return entries

    def complete(self, draft, vendor):
        super().complete(draft, vendor)
        doc, old, given = draft.doc, draft.old, draft.given
        self.co.settle_addresses(draft, "RemitToAddr", "VendorAddr")
        moved = old and not given.get("DueDate")
        if "DueDate" not in doc or (
            moved and (given.get("TxnDate") or given.get("SalesTermRef"))
        ):
            term = doc.get("SalesTermRef") or vendor.get("TermRef")
            doc["DueDate"] = due_date(doc["TxnDate"], self.get("Term", term))
        self._settle_links(draft)

    def _settle_links(self, draft):
        """Note the purchase orders: answers show payments only."""
        doc, old = draft.doc, draft.old
        links = draft.given.get("LinkedTxn")
        if links is not None:
            doc["_orders"] = self._orders(links)
        elif old and "Line" not in draft.given:
            doc["_orders"] = old.get("_orders", [])
        for line in doc["Line"]:
            for link in line.get("LinkedTxn", ()):
                if link.get("TxnType") == "PurchaseOrder" and not link.get("TxnLineId"):
                    raise faults.required("Line.LinkedTxn.TxnLineId")
        if not doc.get("_orders"):
            doc.pop("_orders", None)
        for order, lines in ordered_lines(doc).items():
            self._check_order(doc, order, lines)
        doc["LinkedTxn"] = self.links.linked(self.name, draft.id, {})
        if not doc["LinkedTxn"]:
            del doc["LinkedTxn"]

    def _check_order(self, doc, id_, lines):
        row = self.store.row("PurchaseOrder", id_)
        if row is None:
            raise faults.not_found()
        order = row.doc()
        if order["VendorRef"] != doc["VendorRef"]:
            raise faults.cannot_link("The purchase order belongs to another vendor.")
        if not lines.keys() <= {line["Id"] for line in order["Line"]}:
            raise faults.cannot_link("The purchase order has no such line.")
        if order["TxnDate"] > doc["TxnDate"]:
            raise faults.business("The bill can't be dated before its purchase order.")

    def _orders(self, links):
        return [
            link["TxnId"]
            for link in links
            if link.get("TxnType") == "PurchaseOrder" and link.get("TxnId")
        ]

    def effects(self, id_, old, new):
        super().effects(id_, old, new)
        orders = {**ordered_lines(old), **ordered_lines(new)}
        for order in sorted(orders):
            self.links.bill_order(order, id_, ordered_lines(new).get(order))


def _numbers_of_vendor(doc):
    return f"Bill of vendor {doc['VendorRef']['value']}"


def ordered_lines(doc: dict | None) -> dict[str, dict]:
    """Return {purchase order: {line id: part that is billed}}; {} means all lines."""
    result: dict[str, dict] = {one: {} for one in (doc or {}).get("_orders", ())}
    for line in (doc or {}).get("Line", ()):
        for link in line.get("LinkedTxn", ()):
            if link.get("TxnType") == "PurchaseOrder":
                parts = result.setdefault(link["TxnId"], {})
                known = parts.get(link["TxnLineId"])
                parts[link["TxnLineId"]] = _sum(known, part_of(line))
    return result


def _sum(one, other):
    if one is None:
        return other
    quantity = None if None in (one[0], other[0]) else one[0] + other[0]
    return [quantity, one[1] + other[1]]


class VendorCreditRules(PayableRules):
    """What a vendor owes us: never numbered by itself, as in all samples of it."""

    sign = -1

    def number(self, draft):
        check_number(self.co, draft, self.name)

    def complete(self, draft, vendor):
        if draft.doc["TotalAmt"] < self.links.applied_to(self.name, draft.id):
            raise faults.business(
                "The credit's total is less than what was already applied."
            )
        super().complete(draft, vendor)
        draft.doc.pop("LinkedTxn", None)


class PurchaseOrderRules(ExpenseRules):
    def number(self, draft):
        purchase_number(self.co, draft, self.name, "ordernumber", FIRST_NUMBER)
        check_number(self.co, draft, self.name)

    def complete(self, draft, vendor):
        doc, old = draft.doc, draft.old
        currency = doc["CurrencyRef"]["value"]
        doc.setdefault("APAccountRef", {"value": self.co.accounts.payable(currency)})
        self._settle_status(draft)
        doc.setdefault("EmailStatus", "NotSet")
        doc["CustomField"] = self.co.custom_fields(doc.get("CustomField"))
        self.co.settle_addresses(draft, "VendorAddr", "ShipAddr")
        if "VendorAddr" not in doc and vendor.get("BillAddr"):
            doc["VendorAddr"] = vendor["BillAddr"]
        if "ShipAddr" not in doc:
            doc["ShipAddr"] = self._ship_address(doc)
        doc["LinkedTxn"] = (old or {}).get("LinkedTxn", [])

    def _settle_status(self, draft):
        """Derive the status from the lines, as recorded; only an update that leaves
        the lines alone can close an order by hand."""
        doc, given = draft.doc, draft.given
        if given.get("POStatus") and "Line" not in given:
            doc["_closed"] = given["POStatus"] == "Closed"
        elif "Line" in given:
            doc["_closed"] = False
        if not doc.get("_closed"):
            doc.pop("_closed", None)
        doc["POStatus"] = order_status(doc)

    def _ship_address(self, doc):
        customer = self.get("Customer", doc.get("ShipTo"))
        return (customer or {}).get("ShipAddr") or self.co.info["CompanyAddr"]

    def postings(self, id_, doc):
        return ()

    def effects(self, id_, old, new):
        """Move neither stock nor money; the bills of a deleted order let go of it."""
        if new is None:
            self.links.forget_order(id_, old)
