"""Invoices and the other sales documents."""

from decimal import Decimal

from .. import faults, taxes
from ..applying import apply_credits
from ..clock import pacific_stamp
from ..ledger import Entry
from ..lines import MAX_TAXABLE_LINES, SalesLines, all_lines
from ..money import ZERO, money
from ..numbering import due_date, sales_number
from .transactions import TransactionRules, note_void


class SalesRules(TransactionRules):
    """What invoices, credit memos, receipts and estimates have in common."""

    needs_customer = True
    sign = 1

    def prepare(self, draft):
        doc = draft.doc
        if self.needs_customer and not doc.get("CustomerRef"):
            raise faults.required("CustomerRef")
        if not doc.get("Line"):
            raise faults.required("Line")
        customer = self.get("Customer", doc.get("CustomerRef"))
        self.prepare_head(draft, customer)
        sales_number(self.co, draft, self.name)
        lines = SalesLines(self.co, draft)
        self._default_items(lines)
        doc.setdefault("ApplyTaxAfterDiscount", False)
        self._complete_address(draft, customer)
        discount = lines.discount_amount()
        tax = self._tax(draft, lines, discount)
        doc["Line"] = lines.finish(discount)
        shipping = lines.shipping["Amount"] if lines.shipping else ZERO
        total = lines.subtotal - discount + shipping + tax
        if total < 0:
            raise faults.business("Transaction amount must be 0 or greater.")
        doc["TotalAmt"] = money(total)
        self._complete_rest(draft, customer)
        self.complete(draft, customer)
        self.home_amounts(doc)

    def complete(self, draft, customer) -> None:
        """Fill in what is particular to the kind of document."""

    def _default_items(self, lines):
        for line in lines.items:
            row = self.store.row(
                "Item", line["SalesItemLineDetail"].get("ItemRef", {}).get("value")
            )
            if row and row.keys[2] == "Inventory":
                self.check_start(row, lines.draft.doc["TxnDate"])

    def _tax(self, draft, lines, discount):
        doc = draft.doc
        taxed = [*lines.items, *([lines.shipping] if lines.shipping else ())]
        if self.co.country == "US":
            doc.pop("GlobalTaxCalculation", None)
            taxes.check_us_codes(taxed)
            if len(taxed) > MAX_TAXABLE_LINES and any(
                taxes.line_code(line) == "TAX" for line in taxed
            ):
                raise faults.business(
                    f"A taxable transaction can have at most {MAX_TAXABLE_LINES} lines."
                )
            detail = taxes.us_tax(self.co, draft, taxed, discount)
            doc["TxnTaxDetail"] = detail
            return detail["TotalTax"]
        detail, total = taxes.world_tax(self.co, draft, taxed, discount)
        doc["TxnTaxDetail"] = detail if detail is not None else {"TotalTax": ZERO}
        return total

    def _complete_address(self, draft, customer):
        doc = draft.doc
        self.co.settle_addresses(draft, "BillAddr", "ShipAddr", "ShipFromAddr")
        moved = draft.old and draft.old.get("CustomerRef") != doc.get("CustomerRef")
        for name in ("BillAddr", "ShipAddr"):
            if moved and name not in draft.given:
                doc.pop(name, None)
            if customer and name not in doc and customer.get(name):
                doc[name] = customer[name]

    def _complete_rest(self, draft, customer):
        doc = draft.doc
        doc["CustomField"] = self.co.custom_fields(doc.get("CustomField"))
        doc.setdefault("PrintStatus", "NeedToPrint")
        doc.setdefault("EmailStatus", "NotSet")
        if doc["EmailStatus"] == "NeedToSend" and not doc.get("BillEmail"):
            raise faults.email_required()
        self._settle_delivery(draft)
        for name in ("AutoDocNumber", "ARAccountRef", "TxnStatus"):
            if self.name != "Estimate" or name != "TxnStatus":
                doc.pop(name, None)

    def _settle_delivery(self, draft):
        """Keep the delivery in step with the e-mail status."""
        doc = draft.doc
        known = (draft.old or {}).get("DeliveryInfo")
        doc.pop("DeliveryInfo", None)
        if doc["EmailStatus"] == "NeedToSend":
            doc["DeliveryInfo"] = {"DeliveryType": "Email"}
        elif doc["EmailStatus"] == "EmailSent":
            sent = pacific_stamp(self.co.now)
            if not known or "DeliveryTime" not in known:
                known = {"DeliveryType": "Email", "DeliveryTime": sent}
            doc["DeliveryInfo"] = known

    # === ledger ===

    def postings(self, id_, doc):
        customer = doc.get("CustomerRef")
        entry = Entry(doc.get("ExchangeRate", 1))
        sign = self.sign
        for line in all_lines(doc["Line"]):
            amount = line.get("Amount")
            if not amount or line["DetailType"] == "SubTotalLineDetail":
                continue
            if line["DetailType"] == "DiscountLineDetail":
                account = line["DiscountLineDetail"]["DiscountAccountRef"]["value"]
                entry.add(account, sign * amount)
            elif line["DetailType"] == "SalesItemLineDetail":
                entry.add(self.income_account(line), -sign * amount)
        for line in doc["TxnTaxDetail"].get("TaxLine", ()):
            rate = line["TaxLineDetail"]["TaxRateRef"]["value"]
            if line["Amount"]:
                entry.add(self.co.accounts.tax_payable(rate), -sign * line["Amount"])
        name = ("Customer", customer["value"]) if customer else None
        self.counterpart(entry, doc, name)
        self.co.stock.post(entry, doc)
        return entry.postings()

    def counterpart(self, entry: Entry, doc: dict, name) -> None:
        """Post the total: to receivables, or to where the money went."""
        account = self.co.accounts.receivable(doc["CurrencyRef"]["value"])
        entry.add(account, self.sign * doc["TotalAmt"], name)

    def income_account(self, line) -> str:
        item = line["SalesItemLineDetail"].get("ItemRef", {}).get("value")
        if item == "SHIPPING_ITEM_ID":
            return self.co.accounts.shipping()
        row = self.store.row("Item", item) if item else None
        if row:
            ref = row.doc().get("IncomeAccountRef")
            if ref:
                return ref["value"]
        return self.co.accounts.sales()


class InvoiceRules(SalesRules):
    def complete(self, draft, customer):
        doc, old = draft.doc, draft.old
        term_ref = doc.get("SalesTermRef") or customer.get("SalesTermRef")
        if not term_ref:
            term_ref = self.co.pref("SalesFormsPrefs", "DefaultTerms")
        given = draft.given
        if "DueDate" not in doc or (
            old
            and not given.get("DueDate")
            and (given.get("TxnDate") or given.get("SalesTermRef"))
        ):
            doc["DueDate"] = due_date(doc["TxnDate"], self.get("Term", term_ref))
        for name in (
            "AllowIPNPayment",
            "AllowOnlinePayment",
            "AllowOnlineCreditCardPayment",
            "AllowOnlineACHPayment",
        ):
            doc[name] = False
        deposit = doc.get("Deposit") or ZERO
        if not deposit:
            doc.pop("Deposit", None)
        elif not self.co.pref("SalesFormsPrefs", "AllowDeposit"):
            raise faults.business("You must turn on deposits before you can use them.")
        elif deposit > doc["TotalAmt"]:
            raise faults.business("The deposit is larger than the transaction's total.")
        applied = self.links.applied_to(self.name, draft.id)
        if applied > doc["TotalAmt"] - deposit:
            excess = applied - doc["TotalAmt"] + deposit
            self.links.release(self.name, draft.id, excess)
            applied -= excess
        doc["Balance"] = doc["TotalAmt"] - deposit - applied
        doc["LinkedTxn"] = self.settle_links(draft)

    def counterpart(self, entry, doc, name):
        deposit = doc.get("Deposit") or ZERO
        receivable = self.co.accounts.receivable(doc["CurrencyRef"]["value"])
        if deposit:
            target = doc.get("DepositToAccountRef") or {
                "value": self.co.accounts.undeposited()
            }
            entry.add(target["value"], deposit)
        entry.add(receivable, doc["TotalAmt"] - deposit, name)

    def settle_links(self, draft) -> list[dict]:
        """Keep the links QuickBooks made and take over estimates to close."""
        links = []
        if "LinkedTxn" not in draft.given and draft.old:
            links = draft.old["LinkedTxn"]
        for link in draft.given.get("LinkedTxn") or ():
            if link.get("TxnType") == "Estimate":
                if self.store.row("Estimate", link.get("TxnId")) is None:
                    raise faults.not_found()
                links.append({"TxnId": link["TxnId"], "TxnType": "Estimate"})
        return self.links.linked(self.name, draft.id, {"LinkedTxn": links})

    def effects(self, id_, old, new):
        before = _estimates(old)
        after = _estimates(new)
        for estimate in before - after:
            self.links.open_estimate(estimate, id_)
        for estimate in after - before:
            self.links.close_estimate(estimate, id_)
        if new is None:
            self.links.release(self.name, id_)
        self.follow_rate(id_, old, new)
        self.co.stock.document(self.name, id_, old, new)
        if old is None:
            apply_credits(self.co, self.name, id_)

    def void(self, body, params):
        row = self.current(body)
        old = row.doc()
        self.check_open(old, None)
        doc = row.doc()
        void_amounts(doc)
        doc["LinkedTxn"] = []
        doc["Balance"] = ZERO
        doc.pop("Deposit", None)
        self.links.release(self.name, row.id)
        if self.replace(row, doc, "Void"):
            self.effects(row.id, old, doc)
        return self.present(self.store.row(self.name, row.id))


def _estimates(doc):
    return {
        link["TxnId"]
        for link in (doc or {}).get("LinkedTxn", ())
        if link["TxnType"] == "Estimate"
    }


def void_amounts(doc: dict) -> None:
    """Turn a sales document into its voided form: nothing but zeros and a note."""
    for line in all_lines(doc.get("Line", ())):
        if "Amount" in line:
            line["Amount"] = ZERO
        detail = line.get("SalesItemLineDetail", {})
        if "Qty" in detail:
            detail["Qty"] = Decimal(0)
        detail.pop("UnitPrice", None)
        if "TaxInclusiveAmt" in detail:
            detail["TaxInclusiveAmt"] = ZERO
    doc["TxnTaxDetail"] = {"TotalTax": ZERO}
    doc["TotalAmt"] = ZERO
    for name in ("HomeTotalAmt", "HomeBalance"):
        if name in doc:
            doc[name] = ZERO
    note_void(doc)


class CreditMemoRules(SalesRules):
    sign = -1

    def complete(self, draft, customer):
        doc = draft.doc
        applied = self.links.applied_to(self.name, draft.id)
        if applied > doc["TotalAmt"]:
            raise faults.business(
                "The credit memo's total is less than what was already applied."
            )
        doc["Balance"] = doc["RemainingCredit"] = doc["TotalAmt"] - applied
        doc.pop("LinkedTxn", None)
        doc.pop("DueDate", None)

    def effects(self, id_, old, new):
        if new is None:
            self.links.release(self.name, id_)
        self.follow_rate(id_, old, new)
        self.co.stock.document(self.name, id_, old, new)
        if old is None:
            apply_credits(self.co, self.name, id_)


class EstimateRules(SalesRules):
    def complete(self, draft, customer):
        doc = draft.doc
        doc.setdefault("TxnStatus", "Pending")
        kept = (draft.old or {}).get("LinkedTxn")
        doc.pop("LinkedTxn", None)
        if kept:
            doc["LinkedTxn"] = kept

    def postings(self, id_, doc):
        return ()

    def effects(self, id_, old, new):
        if new is None:
            self.links.forget_estimate(id_, old)


class MoneyReceiptRules(SalesRules):
    """Documents that carry their own money: receipts and refunds."""

    needs_customer = False

    def complete(self, draft, customer):
        doc = draft.doc
        self.complete_money(doc)
        doc["Balance"] = ZERO
        doc.pop("DueDate", None)
        doc.pop("SalesTermRef", None)
        kept = (draft.old or {}).get("LinkedTxn")
        doc.pop("LinkedTxn", None)
        if kept:
            doc["LinkedTxn"] = kept

    def complete_money(self, doc):
        """Settle where the money goes to or comes from."""

    def counterpart(self, entry, doc, name):
        account = doc["DepositToAccountRef"]["value"]
        entry.add(account, self.sign * doc["TotalAmt"])

    def effects(self, id_, old, new):
        self.co.stock.document(self.name, id_, old, new)


class SalesReceiptRules(MoneyReceiptRules):
    def complete_money(self, doc):
        doc.setdefault("DepositToAccountRef", {"value": self.co.accounts.undeposited()})
        self.check_money_account(doc["DepositToAccountRef"])

    def void(self, body, params):
        row = self.current(body)
        old = row.doc()
        doc = row.doc()
        self.check_delete(row, old)
        void_amounts(doc)
        if self.replace(row, doc, "Void"):
            self.effects(row.id, old, doc)
        return self.present(self.store.row(self.name, row.id))


class RefundReceiptRules(MoneyReceiptRules):
    sign = -1

    def complete_money(self, doc):
        if not doc.get("DepositToAccountRef"):
            raise faults.required("DepositToAccountRef")
        self.check_money_account(doc["DepositToAccountRef"])
        doc.setdefault("PaymentRefNum", "To Print")
