"""Tax codes and rates: lists that only the tax service adds to."""

from .. import faults
from ..fields import Choice, ListOf, Number, Schema, Text
from ..model.common import entity_head
from ..money import number
from .base import Rules

DETAIL = Schema(
    "TaxRateDetails",
    Text("TaxRateName", 100),
    Text("TaxRateId"),
    Number("RateValue"),
    Text("TaxAgencyId"),
    Choice("TaxApplicableOn", "Sales", "Purchase"),
)
REQUEST = Schema(
    "TaxService",
    *entity_head(),
    Text("TaxCode", 100),
    Text("TaxCodeId"),
    ListOf("TaxRateDetails", DETAIL),
)


class TaxListRules(Rules):
    def index(self, doc):
        return (("name", self.name, doc["Name"].casefold()),)


class TaxCodeRules(TaxListRules):
    """Real codes have numbers; TAX, NON and their like are bare."""

    def fetch(self, id_):
        row = self.store.row(self.name, str(id_))
        return row if row is not None else super().fetch(id_)

    def present(self, row):
        doc = super().present(row)
        if not row.id.isdigit():
            for name in ("domain", "sparse", "SyncToken", "Active"):
                doc.pop(name, None)
        return doc


class TaxServiceRules:
    """`POST /taxservice/taxcode`: a code with its rates in one request."""

    def __init__(self, company):
        self.co = company
        self.store = company.store

    def create(self, body: dict, params: dict) -> dict:
        """Create a tax code; the answer is the bare request with ids."""
        given = REQUEST.parse(body)
        name = given.get("TaxCode")
        if not name:
            raise faults.required("TaxCode")
        if not given.get("TaxRateDetails"):
            raise faults.required("TaxRateDetails")
        if self.store.find("name", "TaxCode", name.casefold()):
            raise faults.duplicate_name("tax code")
        lists: dict[str, list] = {"Sales": [], "Purchase": []}
        details = []
        for detail in given["TaxRateDetails"]:
            detail = self._settle_rate(detail)
            ref = {"value": detail["TaxRateId"], "name": detail["TaxRateName"]}
            target = lists[detail["TaxApplicableOn"]]
            if any(one["TaxRateRef"]["value"] == ref["value"] for one in target):
                raise faults.conflicting("The same tax rate is given twice.")
            target.append(
                {
                    "TaxRateRef": ref,
                    "TaxTypeApplicable": "TaxOnAmount",
                    "TaxOrder": 0,
                }
            )
            details.append(detail)
        code_id = self.add_code(name, lists["Sales"], lists["Purchase"])
        return {"TaxCode": name, "TaxCodeId": code_id, "TaxRateDetails": details}

    def add_code(self, name, sales, purchase, description=None, taxable=True) -> str:
        """Store a tax code made of rate details and return its id."""
        doc = {
            "Name": name,
            "Description": description or name,
            "Active": True,
            "Hidden": False,
            "Taxable": taxable,
            "TaxGroup": True,
            "SalesTaxRateList": {"TaxRateDetail": sales},
            "PurchaseTaxRateList": {"TaxRateDetail": purchase},
            "TaxCodeConfigType": "USER_DEFINED",
        }
        id_ = str(self.store.next_number("taxcode"))
        self.co.rules("TaxCode").insert(id_, doc)
        return id_

    def add_rate(self, name, value, agency, description=None) -> str:
        """Store a tax rate and return its id."""
        doc = {
            "Name": name,
            "Description": description or name,
            "Active": True,
            "RateValue": number(value),
            "AgencyRef": {"value": agency},
            "SpecialTaxType": "NONE" if number(value) else "ZERO_RATE",
            "DisplayType": "ReadOnly",
        }
        id_ = str(self.store.next_number("taxrate"))
        self.co.rules("TaxRate").insert(id_, doc)
        return id_

    def _settle_rate(self, detail):
        detail.setdefault("TaxApplicableOn", "Sales")
        known = detail.get("TaxRateId")
        if known:
            row = self.store.row("TaxRate", known)
            if row is None:
                raise faults.bad_reference(f"TaxRates element id {known} not found")
            doc = row.doc()
            detail["TaxRateName"] = doc["Name"]
            detail["RateValue"] = doc["RateValue"]
            detail["TaxAgencyId"] = doc["AgencyRef"]["value"]
        else:
            self._check_new(detail)
            detail["TaxRateId"] = self.add_rate(
                detail["TaxRateName"], detail["RateValue"], detail["TaxAgencyId"]
            )
        order = ("TaxRateName", "TaxRateId", "RateValue", "TaxAgencyId")
        return {
            **{name: detail[name] for name in order},
            "TaxApplicableOn": detail["TaxApplicableOn"],
        }

    def _check_new(self, detail):
        for name in ("TaxRateName", "RateValue", "TaxAgencyId"):
            if name not in detail:
                raise faults.required(f"TaxRateDetails.{name}")
        if not 0 <= detail["RateValue"] <= 100:
            raise faults.number_out_of_range(
                "TaxRateDetails.RateValue", detail["RateValue"]
            )
        if self.store.row("TaxAgency", detail["TaxAgencyId"]) is None:
            raise faults.bad_reference(
                f"TaxAgency element id {detail['TaxAgencyId']} not found"
            )
        if self.store.find("name", "TaxRate", detail["TaxRateName"].casefold()):
            raise faults.duplicate_name("tax rate")
