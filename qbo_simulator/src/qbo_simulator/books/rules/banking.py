"""Journal entries, deposits, transfers and stock adjustments."""

from .. import faults
from ..exchange import is_foreign, post_difference
from ..ledger import Entry, home
from ..links import target_of
from ..model import BY_LOWER_NAME
from ..money import ZERO, money
from ..numbering import check_number, next_number
from ..openlines import PARTNERS, partner_kind
from .transactions import TransactionRules


def check_partner(wanted: str | None, given: str | None) -> None:
    """Refuse a line on receivables or payables without its customer or vendor."""
    if wanted and given != wanted:
        side = "Receivable" if wanted == "Customer" else "Payable"
        raise faults.business(
            f"When you use Accounts {side}, you must choose a {wanted.lower()} in "
            "the Name field."
        )


class JournalEntryRules(TransactionRules):
    """Debits and credits by hand; payments settle lines with a customer or vendor.

    One entry may touch receivables and payables: the reference hints at a rule of one
    such account, but neither it nor a recording tells what QuickBooks refuses.
    """

    def prepare(self, draft):
        doc = draft.doc
        lines = doc.get("Line") or []
        if len(lines) < 2:
            raise faults.no_lines()
        self.prepare_head(draft, None)
        doc.setdefault("Adjustment", False)
        include = str(draft.params.get("include", "")).lower()
        wanted = "DocNumber" not in doc and draft.old is None
        if wanted and "autodocnum" in include and not draft.template:
            doc["DocNumber"] = next_number(self.co, self.name, "journalnumber", 1)
        if self.co.other_pref("WarnDuplicateJournalNumber") == "true":
            check_number(self.co, draft, self.name)
        self._settle_lines(draft, lines)
        doc["TxnTaxDetail"] = {}
        doc.pop("LinkedTxn", None)

    def postings(self, id_, doc):
        entry = Entry(doc.get("ExchangeRate", 1))
        for line in doc["Line"]:
            detail = line["JournalEntryLineDetail"]
            sign = 1 if detail["PostingType"] == "Debit" else -1
            name = None
            account = detail["AccountRef"]["value"]
            if "Entity" in detail and partner_kind(self.co, account):
                name = (
                    detail["Entity"]["Type"],
                    detail["Entity"]["EntityRef"]["value"],
                )
            # What others take off to the cent is posted to the cent.
            exact = bool(name) or account == self.co.accounts.undeposited()
            if line["Amount"]:
                entry.add(account, sign * line["Amount"], name, exact)
        return entry.postings(self.co.accounts.exchange_gain)

    def effects(self, id_, old, new):
        self.links.follow_lines(self.name, id_, old, new)
        self.follow_rate(id_, old, new)

    def _settle_lines(self, draft, lines):
        known = {line["Id"] for line in (draft.old or {}).get("Line", ())}
        last = (draft.old or {}).get("_line", -1)
        balance = ZERO
        for line in lines:
            line["DetailType"] = "JournalEntryLineDetail"
            detail = line.setdefault("JournalEntryLineDetail", {})
            self._check_line(line, detail)
            balance += line["Amount"] * (1 if detail["PostingType"] == "Debit" else -1)
            if line.get("Id") not in known:
                last += 1
                line["Id"] = str(last)
            known.discard(line["Id"])
        if balance:
            raise faults.unbalanced()
        draft.doc["_line"] = last

    def _check_line(self, line, detail):
        if "Amount" not in line:
            raise faults.required("Line.Amount")
        if line["Amount"] < 0:
            raise faults.negative_amount()
        for name in ("PostingType", "AccountRef"):
            if name not in detail:
                raise faults.required(f"Line.JournalEntryLineDetail.{name}")
        kind = partner_kind(self.co, detail["AccountRef"]["value"])
        entity = detail.get("Entity")
        if entity:
            if not entity.get("Type") or not entity.get("EntityRef"):
                raise faults.required("Line.JournalEntryLineDetail.Entity.EntityRef")
            ref = entity["EntityRef"]
            self.check_ref(entity["Type"], ref["value"], "Entity.EntityRef")
            name = self.label(entity["Type"], ref["value"])
            entity["EntityRef"] = {"value": ref["value"], "name": name}
        check_partner(kind, (entity or {}).get("Type"))


class DepositRules(TransactionRules):
    """Money brought to the bank: it freezes the payments it contains.

    Of a journal entry it takes one line on Undeposited Funds; the whole entry freezes.
    """

    sources = ("Payment", "SalesReceipt", "RefundReceipt", "JournalEntry")

    def prepare(self, draft):
        doc = draft.doc
        if not doc.get("Line"):
            raise faults.required("Line")
        self.prepare_head(draft, None)
        self.check_money_account(doc["DepositToAccountRef"])
        last = (draft.old or {}).get("_line", 0)
        known = {line.get("Id") for line in (draft.old or {}).get("Line", ())}
        number = 0
        used: set[tuple] = set()
        for line in doc["Line"]:
            if line.get("LinkedTxn"):
                self._check_link(draft, line, used)
                line.pop("Id", None)
                line.pop("LineNum", None)
                line.pop("DetailType", None)
                continue
            self._check_direct(line)
            if line.get("Id") not in known:
                last += 1
                line["Id"] = str(last)
            number += 1
            line["LineNum"] = number
        doc["_line"] = last
        total = sum((line["Amount"] for line in doc["Line"]), ZERO)
        back = doc.get("CashBack") or {}
        if back and not (back.get("AccountRef") and "Amount" in back):
            raise faults.required("CashBack.AccountRef")
        doc["TotalAmt"] = money(total - back.get("Amount", ZERO))
        for name in ("DocNumber", "TxnTaxDetail", "LinkedTxn", "GlobalTaxCalculation"):
            doc.pop(name, None)
        self.home_amounts(doc)

    def _check_direct(self, line):
        detail = line.setdefault("DepositLineDetail", {})
        line["DetailType"] = "DepositLineDetail"
        if "Amount" not in line:
            raise faults.required("Line.Amount")
        if not detail.get("AccountRef"):
            raise faults.required("Line.DepositLineDetail.AccountRef")
        account = self.get("Account", detail["AccountRef"])
        ref = detail.get("Entity")
        if ref:
            kind = BY_LOWER_NAME.get(ref.get("type", "").lower())
            if kind not in ("Customer", "Vendor", "Employee"):
                raise faults.required("Line.DepositLineDetail.Entity.type")
            self.check_ref(kind, ref["value"], "Entity")
            name = self.label(kind, ref["value"])
            detail["Entity"] = {
                "value": ref["value"],
                "name": name,
                "type": kind.upper(),
            }
        check_partner(PARTNERS.get(account["AccountType"]), kind if ref else None)

    def _check_link(self, draft, line, used):
        link = line["LinkedTxn"][0]
        kind, id_ = link.get("TxnType"), link.get("TxnId")
        if kind not in self.sources:
            raise faults.cannot_link(f"A deposit can't contain {kind}.")
        row = self.store.row(kind, id_)
        if row is None:
            raise faults.not_found()
        source = row.doc()
        if source["CurrencyRef"] != draft.doc["CurrencyRef"]:
            raise faults.business(
                "A deposit must be in the currency of the payments that it contains."
            )
        wanted = link.get("TxnLineId") if kind == "JournalEntry" else None
        taken = source.get("_deposit", {})
        free = [
            (place, amount)
            for place, amount in self._held(kind, source)
            if wanted in (None, place)
            and taken.get(place) in (None, draft.id)
            and (kind, id_, place) not in used
        ]
        if not free:
            raise faults.cannot_link("The money is not in Undeposited Funds.")
        place, line["Amount"] = free[0]
        used.add((kind, id_, place))
        line["LinkedTxn"] = [{"TxnId": id_, "TxnType": kind, "TxnLineId": place}]

    def _held(self, kind, source):
        """Yield line and amount of what a document put into Undeposited Funds.

        What it took out of these funds makes the deposit smaller.
        """
        funds = self.co.accounts.undeposited()
        if kind == "JournalEntry":
            for line in source["Line"]:
                detail = line["JournalEntryLineDetail"]
                if detail["AccountRef"]["value"] == funds:
                    sign = 1 if detail["PostingType"] == "Debit" else -1
                    yield line["Id"], sign * line["Amount"]
        elif source["DepositToAccountRef"]["value"] == funds:
            sign = -1 if kind == "RefundReceipt" else 1
            yield "0", sign * money(source["TotalAmt"])

    def postings(self, id_, doc):
        entry = Entry(doc.get("ExchangeRate", 1))
        for line in doc["Line"]:
            detail = line.get("DepositLineDetail") or {}
            account = (detail.get("AccountRef") or {}).get("value")
            if line.get("LinkedTxn"):
                self._post_source(entry, line)
            else:
                entry.add(account, -line["Amount"], self._name_of(detail))
        back = doc.get("CashBack")
        if back:
            entry.add(back["AccountRef"]["value"], back["Amount"])
        entry.add(doc["DepositToAccountRef"]["value"], doc["TotalAmt"])
        if is_foreign(self.co, doc):
            post_difference(self.co, entry)
        return entry.postings()

    def _name_of(self, detail):
        """Return whose balance a line moves: only on receivables and payables."""
        kind = partner_kind(self.co, detail["AccountRef"]["value"])
        return (kind, detail["Entity"]["value"]) if kind else None

    def _post_source(self, entry, line):
        """Take money out of Undeposited Funds at the rate it came in with."""
        link = line["LinkedTxn"][0]
        row = self.store.row(link["TxnType"], link["TxnId"])
        rate = row.doc().get("ExchangeRate", 1)
        entry.add_home(self.co.accounts.undeposited(), -home(line["Amount"], rate))

    def overlay(self, doc, row):
        # In lines that contain a payment its method shows no name.
        for line in doc["Line"]:
            if line.get("LinkedTxn"):
                method = line.get("DepositLineDetail", {}).get("PaymentMethodRef", {})
                method.pop("name", None)

    def effects(self, id_, old, new):
        before, after = _contents(old), _contents(new)
        for key in sorted(before | after):
            if (key in before) != (key in after):
                self._mark(*key, id_ if key in after else None)
        self.links.follow_lines(self.name, id_, old, new)
        self.follow_rate(id_, old, new)

    def _mark(self, kind, id_, place, deposit):
        """Freeze or free a source; its token and time stay as they are."""
        row = self.store.row(kind, id_)
        if row is None:
            return
        doc = row.doc()
        held = doc.pop("_deposit", {})
        doc.pop("LinkedTxn", None)
        held.pop(place, None)
        if deposit:
            held[place] = deposit
        if held:
            doc["_deposit"] = held
            doc["LinkedTxn"] = [
                {"TxnId": one, "TxnType": "Deposit"}
                for one in sorted(set(held.values()))
            ]
        text = self.co.rules(kind).text_of(doc)
        self.store.put(kind, row.but(text=text))


def _contents(doc):
    return {
        tuple(target_of(line))
        for line in (doc or {}).get("Line", ())
        if line.get("LinkedTxn")
    }


class TransferRules(TransactionRules):
    def prepare(self, draft):
        doc = draft.doc
        self.prepare_head(draft, None)
        for name in ("FromAccountRef", "ToAccountRef"):
            account = self.get("Account", doc[name])
            kind = account["Classification"]
            owed = account["AccountType"] in PARTNERS
            if owed or kind not in ("Asset", "Liability", "Equity"):
                raise faults.account_type("Bank, Asset, Liability or Equity")
        if doc["FromAccountRef"] == doc["ToAccountRef"]:
            raise faults.business("You can't transfer money to the same account.")
        if doc["Amount"] < 0:
            raise faults.negative_amount("Amount")
        for name in ("DocNumber", "TxnTaxDetail", "LinkedTxn"):
            doc.pop(name, None)

    def postings(self, id_, doc):
        if not doc["Amount"]:
            return ()
        entry = Entry(doc.get("ExchangeRate", 1))
        entry.add(doc["FromAccountRef"]["value"], -doc["Amount"])
        entry.add(doc["ToAccountRef"]["value"], doc["Amount"])
        return entry.postings()


class CreditCardPaymentRules(TransactionRules):
    """A bank account pays down a credit card, as on the form of that name.

    Home currency only, as documented. No void is documented: it is refused.
    """

    def prepare(self, draft):
        doc = draft.doc
        self.prepare_head(draft, None)
        for name, kind in (
            ("BankAccountRef", "Bank"),
            ("CreditCardAccountRef", "Credit Card"),
        ):
            account = self.get("Account", doc[name])
            if account["AccountType"] != kind:
                raise faults.account_type(kind)
            currencies = (account["CurrencyRef"]["value"], doc["CurrencyRef"]["value"])
            if set(currencies) != {self.co.home_currency}:
                raise faults.business(
                    "A credit card payment can be made in the home currency only."
                )
        if doc["Amount"] < 0:
            raise faults.negative_amount("Amount")
        # Both are the form's field Memo.
        if draft.given.get("Memo"):
            doc["PrivateNote"] = doc["Memo"]
        doc.pop("Memo", None)
        for name in ("DocNumber", "TxnTaxDetail", "LinkedTxn", "ExchangeRate"):
            doc.pop(name, None)

    def postings(self, id_, doc):
        entry = Entry()
        entry.add(doc["CreditCardAccountRef"]["value"], doc["Amount"])
        entry.add(doc["BankAccountRef"]["value"], -doc["Amount"])
        return entry.postings()


class InventoryAdjustmentRules(TransactionRules):
    """Quantity differences found at a count; updates must be sparse."""

    def prepare(self, draft):
        doc = draft.doc
        if not doc.get("Line"):
            raise faults.required("Line")
        self.prepare_head(draft, None)
        doc.pop("ExchangeRate", None)
        if "DocNumber" not in doc and draft.old is None:
            doc["DocNumber"] = next_number(self.co, self.name, "adjustnumber", 1)
        last = (draft.old or {}).get("_line", 0)
        known = {line["Id"] for line in (draft.old or {}).get("Line", ())}
        for line in doc["Line"]:
            detail = line.get("ItemAdjustmentLineDetail") or {}
            for name in ("ItemRef", "QtyDiff"):
                if name not in detail:
                    raise faults.required(f"Line.ItemAdjustmentLineDetail.{name}")
            row = self.store.row("Item", detail["ItemRef"]["value"])
            if row.live is None:
                raise faults.business("Only inventory items can be adjusted.")
            self.check_start(row, doc["TxnDate"])
            line.pop("DetailType", None)
            if line.get("Id") not in known:
                last += 1
                line["Id"] = str(last)
        doc["_line"] = last

    def update(self, body, params):
        if str(body.get("sparse")).lower() != "true":
            raise faults.unsupported_operation("full update on InventoryAdjustment")
        return super().update(body, params)

    def postings(self, id_, doc):
        entry = Entry()
        self.co.stock.post(entry, doc, against=doc["AdjustAccountRef"]["value"])
        return entry.postings()

    def effects(self, id_, old, new):
        self.co.stock.document(self.name, id_, old, new)
