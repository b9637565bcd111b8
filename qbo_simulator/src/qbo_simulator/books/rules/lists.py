"""Accounts, classes, departments, terms, payment methods, currencies."""

from .. import faults
from ..ledger import Entry, home
from ..model.account_types import CLASSIFICATION, SUBTYPES
from ..money import ZERO
from ..openlines import PARTNERS
from .base import Rules
from .named import NamedRules

SHORT_NUMBERED, SHORT_NUMBER, LONG_NUMBER = ("US", "GB", "IN"), 7, 20
# The reference names banks, cards, receivables and payables; other assets are recorded.
FOREIGN = ("Asset", "Liability")
BALANCE_SHEET = ("Asset", "Liability", "Equity")


class AccountRules(NamedRules):
    kind = "account"
    sub_field = "SubAccount"

    def complete(self, draft):
        doc = draft.doc
        if "Name" not in doc:
            raise faults.required("Name")
        if draft.old:
            doc.setdefault("AccountType", draft.old["AccountType"])
            if draft.given.get("AccountType", doc["AccountType"]) == doc["AccountType"]:
                doc.setdefault("AccountSubType", draft.old["AccountSubType"])
        self._settle_type(doc)
        self._check_number(draft)
        self._check_parent(doc)
        doc["CurrencyRef"] = self.co.currency_ref(doc.get("CurrencyRef"))
        foreign = doc["CurrencyRef"]["value"] != self.co.home_currency
        if foreign and doc["Classification"] not in FOREIGN:
            raise faults.business(
                "Only accounts of assets and liabilities can be in a foreign currency."
            )
        # The balance is kept beside the document.
        doc["CurrentBalance"] = doc["CurrentBalanceWithSubAccounts"] = ZERO
        self._settle_opening(draft)

    def _settle_opening(self, draft):
        """Keep the opening balance of a new account as a posting of its own.

        Later values are ignored: the balance then is what the documents say.
        """
        doc = draft.doc
        amount, day = (
            doc.pop("OpeningBalance", None),
            doc.pop("OpeningBalanceDate", None),
        )
        if draft.old is not None or not amount:
            return
        if not day:
            raise faults.opening_date_missing("OpeningBalanceDate")
        if doc["Classification"] not in BALANCE_SHEET or doc["AccountType"] in PARTNERS:
            raise faults.business("An account of this type has no opening balance.")
        rate = self.co.rate_for(doc["CurrencyRef"]["value"], day)
        doc["_opening"] = [amount, home(amount, rate)]

    def postings(self, id_, doc):
        if "_opening" not in doc:
            return ()
        _amount, at_home = doc["_opening"]
        if doc["Classification"] != "Asset":
            at_home = -at_home
        entry = Entry()
        entry.add_home(id_, at_home)
        entry.add_home(self.co.accounts.opening_equity(), -at_home)
        return entry.postings()

    def _settle_type(self, doc):
        kind, subtype = doc.get("AccountType"), doc.get("AccountSubType")
        if not kind:
            kind = next((k for k, subs in SUBTYPES.items() if subtype in subs), None)
            if kind is None:
                raise faults.account_type_missing(
                    "AccountType or a known AccountSubType is required."
                )
        if not subtype:
            subtype = SUBTYPES[kind][0]
        elif subtype not in SUBTYPES[kind] and any(
            subtype in subs for subs in SUBTYPES.values()
        ):
            raise faults.account_type_missing(
                f"AccountSubType {subtype} does not belong to AccountType {kind}."
            )
        doc["AccountType"], doc["AccountSubType"] = kind, subtype
        doc["Classification"] = CLASSIFICATION[kind]

    def _check_number(self, draft):
        """Refuse a number that is too long for the country, or taken."""
        number = draft.doc.get("AcctNum")
        longest = SHORT_NUMBER if self.co.country in SHORT_NUMBERED else LONG_NUMBER
        if not number:
            return
        if len(number) > longest:
            raise faults.wrong_length("AcctNum", longest, len(number))
        if self.co.pref("AccountingInfoPrefs", "UseAccountNumbers"):
            for row in self.store.rows(self.name).values():
                if row.id != draft.id and row.doc().get("AcctNum") == number:
                    raise faults.duplicate_name("account")

    def _check_parent(self, doc):
        above = self.get(self.name, doc.get("ParentRef"))
        if above and above["AccountType"] != doc["AccountType"]:
            raise faults.business(
                "A subaccount must be of the same account type as its parent."
            )

    def start_live(self, doc):
        return ZERO

    def overlay(self, doc, row):
        if doc["Classification"] in BALANCE_SHEET:
            doc["CurrentBalance"] = row.live
            doc["CurrentBalanceWithSubAccounts"] = self._with_children(row)

    def _with_children(self, row):
        return row.live + sum(
            self._with_children(self.store.row("Account", child))
            for child in self.children(row.id)
        )


class ClassRules(NamedRules):
    kind = "class"
    sub_field = "SubClass"


class DepartmentRules(NamedRules):
    kind = "department"
    sub_field = "SubDepartment"


class TermRules(NamedRules):
    kind = "term"

    def complete(self, draft):
        doc = draft.doc
        driven = "DayOfMonthDue" in doc
        if not driven and "DueDays" not in doc:
            raise faults.required("DueDays")
        doc["Type"] = "DATE_DRIVEN" if driven else "STANDARD"
        if driven:
            doc.pop("DueDays", None)
            doc.pop("DiscountDays", None)
            doc.setdefault("DueNextMonthDays", 0)
        else:
            doc.setdefault("DiscountDays", 0)


class PaymentMethodRules(NamedRules):
    kind = "payment method"

    def complete(self, draft):
        draft.doc.setdefault("Type", "NON_CREDIT_CARD")


class JournalCodeRules(NamedRules):
    """The journals of French bookkeeping; other countries do not have them."""

    kind = "journal code"

    def complete(self, draft):
        if self.co.country != "FR":
            raise faults.not_in_country("Journal codes exist in France only.")
        if "Type" not in draft.doc:
            raise faults.required("Type")

    def present(self, row):
        doc = super().present(row)
        del doc["MetaData"]  # as recorded
        return doc


class TaxAgencyRules(Rules):
    def prepare(self, draft):
        doc = draft.doc
        key = ("name", "TaxAgency", doc["DisplayName"].casefold())
        if self.store.find(*key):
            raise faults.duplicate_name("tax agency")
        doc.setdefault("TaxTrackedOnPurchases", False)
        doc.setdefault("TaxTrackedOnSales", True)

    def index(self, doc):
        return (("name", "TaxAgency", doc["DisplayName"].casefold()),)
