"""Purchases: what is paid at once, in cash, by check or by credit card."""

from .. import faults
from ..numbering import CHECK, check_check_number, purchase_number
from .purchases import ExpenseRules


class PurchaseRules(ExpenseRules):
    """An expense, check or card purchase.

    Its number is the next one unless people number by hand, as documented; recorded
    purchases show none, of companies whose preference is not known.
    """

    numbers_lines = False  # as recorded: lines of purchases have an Id alone

    def number(self, draft):
        purchase_number(self.co, draft, self.name, "purchasenumber", 1)
        if draft.doc["PaymentType"] == CHECK:
            check_check_number(self.co, draft, self.name)

    def index(self, doc):
        entries = super().index(doc)
        if entries and doc["PaymentType"] == CHECK:
            entries += (("doc", CHECK, doc["DocNumber"]),)
        return entries

    def complete(self, draft, vendor):
        doc = draft.doc
        kinds = ("Credit Card",) if doc["PaymentType"] == "CreditCard" else ("Bank",)
        if self.get("Account", doc["AccountRef"])["AccountType"] not in kinds:
            raise faults.account_type(kinds[0])
        if doc["PaymentType"] == "CreditCard":
            doc.setdefault("Credit", False)
        elif doc.pop("Credit", False):
            raise faults.business("Only a credit card purchase can be a credit.")
        doc.setdefault("PrintStatus", "NotSet")
        self._settle_entity(doc)
        doc["PurchaseEx"] = _extras(doc)

    def _settle_entity(self, doc):
        ref = doc.get("EntityRef")
        if not ref:
            return
        kind = ref.setdefault("type", "Vendor")
        if kind not in ("Customer", "Vendor", "Employee"):
            raise faults.invalid_enumeration(
                "EntityRef.type", kind, ("Vendor", "Customer", "Employee")
            )
        self.check_ref(kind, ref["value"], "EntityRef")
        ref["name"] = self.label(kind, ref["value"])
        doc["EntityRef"] = {name: ref[name] for name in ("value", "name", "type")}

    def sign_of(self, doc):
        return -1 if doc.get("Credit") else 1

    def counterpart(self, entry, doc, sign):
        entry.add(doc["AccountRef"]["value"], -sign * doc["TotalAmt"])


def _extras(doc):
    """Return the internal transaction type that answers leak."""
    kind = {"Check": "3", "Cash": "54", "CreditCard": "54"}[doc["PaymentType"]]
    if doc.get("Credit"):
        kind = "11"
    return {
        "any": [
            {
                "name": "{http://schema.intuit.com/finance/v3}NameValue",
                "declaredType": "com.intuit.schema.finance.v3.NameValue",
                "scope": "javax.xml.bind.JAXBElement$GlobalScope",
                "value": {"Name": "TxnType", "Value": kind},
                "nil": False,
                "globalScope": True,
                "typeSubstituted": False,
            }
        ]
    }
