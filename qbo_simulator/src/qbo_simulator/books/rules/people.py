"""Customers, vendors and employees."""

from .. import faults
from ..ledger import Entry, home
from ..money import ZERO
from .named import NamedRules

NAME_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")


class PersonRules(NamedRules):
    """One name space over customers, vendors and employees.

    Names are unique in full: below different customers the same name may stand twice.
    """

    name_field = "DisplayName"
    kind = "customer, vendor or employee"

    def scope(self, doc):
        return ("person", (doc.get("ParentRef") or {}).get("value"))

    def complete(self, draft):
        doc, old = draft.doc, draft.old
        parts = " ".join(doc[part] for part in NAME_PARTS if doc.get(part))
        if "DisplayName" in draft.given and draft.given["DisplayName"] is None:
            doc.pop("DisplayName", None)
        if "DisplayName" not in doc:
            if not parts:
                raise faults.no_name()
            doc["DisplayName"] = parts
        renamed = old and old["DisplayName"] != doc["DisplayName"]
        if renamed and "PrintOnCheckName" not in draft.given and doc["Active"]:
            doc.pop("PrintOnCheckName", None)
        if "PrintOnCheckName" not in doc:
            doc["PrintOnCheckName"] = (doc.get("CompanyName") or doc["DisplayName"])[
                :110
            ]
        self.co.settle_addresses(draft, "BillAddr", "ShipAddr", "OtherAddr")
        self.complete_person(draft)

    def complete_person(self, draft):
        """Fill in what is particular to the kind of person."""

    def settle_currency(self, draft):
        doc, old = draft.doc, draft.old
        doc["CurrencyRef"] = self.co.currency_ref(doc.get("CurrencyRef"))
        if old and old["CurrencyRef"] != doc["CurrencyRef"]:
            raise faults.business("You can't change the currency of this name.")

    def check_deactivate(self, draft):
        row = self.store.row(self.name, draft.id)
        if row is not None and row.live:
            raise faults.open_balance()

    def start_live(self, doc):
        return ZERO

    def overlay(self, doc, row):
        doc["Balance"] = row.live


class CustomerRules(PersonRules):
    sub_field = "Job"

    def set_level(self, doc, depth):
        if depth:
            doc["Level"] = depth
        else:
            doc.pop("Level", None)
        doc["Job"] = depth > 0
        doc.setdefault("BillWithParent", False)

    def complete_person(self, draft):
        doc = draft.doc
        if draft.given.get("Job") and not doc.get("ParentRef"):
            raise faults.bad_parent("Job needs a ParentRef.")
        doc.setdefault("Taxable", self.co.country == "US")
        if doc.get("ParentRef") and draft.old is None:
            doc.setdefault("BillWithParent", True)
        doc.setdefault("PreferredDeliveryMethod", "Print")
        default_code = self.co.default_tax_code
        if default_code and doc["Taxable"]:
            doc.setdefault("DefaultTaxCodeRef", {"value": default_code})
        for name in ("PrimaryTaxIdentifier", "SecondaryTaxIdentifier"):
            _mask(doc, name)
        self.settle_currency(draft)
        _opening_balance(self, draft)

    def overlay(self, doc, row):
        doc["Balance"] = row.live
        doc["BalanceWithJobs"] = self._with_jobs(row)

    def _with_jobs(self, row):
        return row.live + sum(
            self._with_jobs(self.store.row("Customer", child))
            for child in self.children(row.id)
        )

    def postings(self, id_, doc):
        account = self.co.accounts.receivable(doc["CurrencyRef"]["value"])
        return _opening_postings(self, id_, doc, account, 1)


class VendorRules(PersonRules):
    def postings(self, id_, doc):
        account = self.co.accounts.payable(doc["CurrencyRef"]["value"])
        return _opening_postings(self, id_, doc, account, -1)

    def complete_person(self, draft):
        doc = draft.doc
        doc.setdefault("Vendor1099", False)
        _mask(doc, "TaxIdentifier")
        self.settle_currency(draft)
        _opening_balance(self, draft)


class EmployeeRules(PersonRules):
    def complete_person(self, draft):
        doc = draft.doc
        self.co.settle_addresses(draft, "PrimaryAddr")
        doc.setdefault("BillableTime", False)
        if doc.get("SSN"):
            doc["SSN"] = "XXX-XX-XXXX"

    def overlay(self, doc, row):
        """Employees have no balance."""


def _mask(doc, name):
    value = doc.get(name)
    if value and not value.startswith("X"):
        doc[name] = "XXXXXX" + value[-4:]


def _opening_balance(rules, draft):
    """Keep the writable opening balance of a new name as a posting of its own.

    Later values are ignored: the balance then is what the documents say.
    """
    doc = draft.doc
    amount = doc.get("Balance")
    doc["Balance"] = ZERO
    day = doc.pop("OpenBalanceDate", None)
    if draft.old is None and amount:
        if not day:
            raise faults.opening_date_missing("OpenBalanceDate")
        rate = rules.co.rate_for(doc["CurrencyRef"]["value"], day)
        doc["_opening"] = [amount, home(amount, rate)]
    if rules.name == "Customer":
        doc["BalanceWithJobs"] = ZERO


def _opening_postings(rules, id_, doc, account, sign):
    if "_opening" not in doc:
        return ()
    amount, at_home = (sign * one for one in doc["_opening"])
    entry = Entry()
    entry.add_home(account, at_home, (rules.name, id_), amount)
    entry.add_home(rules.co.accounts.opening_equity(), -at_home)
    return entry.postings()
