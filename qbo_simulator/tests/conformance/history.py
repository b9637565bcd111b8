"""What QuickBooks' answers have gained and lost since the recordings were made.

Recordings reach from 2013 to 2025; the simulator answers as QuickBooks does now. Each
rule says where, what and why, and allows the difference that it names, no other.
"""

import re
from dataclasses import dataclass
from typing import Any

from .recordings import Recording


@dataclass(frozen=True)
class Rule:
    """A property that came or went.

    :ivar where: regular expression over the path of the object that holds it
    :ivar until: the last year of recordings that are of before the change
    """

    where: str
    key: str
    until: str
    why: str
    only: tuple = ()

    def allows(self, path: str, key: str, value: Any, year: str) -> bool:
        """Tell whether the rule explains a property that only one side has."""
        if key != self.key or (year and year > self.until):
            return False
        if self.only and value not in self.only:
            return False
        return re.search(self.where, path) is not None


LOST = (
    Rule("Addr$", "Lat", "2025", "addresses lost their co-ordinates in 2025"),
    Rule("Addr$", "Long", "2025", "addresses lost their co-ordinates in 2025"),
    Rule(r"TimeActivity$", "Description", "2014", "", ("Description",)),
    Rule(r"Employee$", "Organization", "2014", "a person is no organization"),
    Rule(r"Purchase$", "GlobalTaxCalculation", "2014", "not in the US any more"),
    Rule(r"", "Source", "2025", "Customer and Vendor lost it in 2025"),
    Rule(r"Invoice(\[\])?$", "Deposit", "2019", "no zero deposit since 2020", (0,)),
)
GAINED = (
    Rule(r"", "CurrencyRef", "2016", "shown in single-currency companies too"),
    Rule(r"Item(\[\])?$", "FullyQualifiedName", "2014", "shown since 2014"),
    Rule(r"Bill(\[\])?\.Line\[\]$", "LineNum", "2016", "shown since about 2018"),
    Rule(r"CustomerRef$", "name", "2014", "references are named since 2014"),
    Rule(r"SalesTermRef$", "name", "2020", "the term is named since 2020"),
    Rule(r"PurchaseOrder(\[\])?$", "EmailStatus", "2024", "shown since 2024"),
    Rule(r"RefundReceipt(\[\])?$", "EmailStatus", "2014", "shown since 2015"),
    Rule(r"", "LineNum", "2014", "lines of purchases have it since"),
    Rule(r"Estimate$", "DeliveryInfo", "2014", "shown since 2015"),
    Rule(r"CustomField\[\]$", "DefinitionId", "2014", "shown since"),
    Rule(r"SalesItemLineDetail$", "TaxCodeRef", "2014", "shown since"),
    Rule(r"VendorCredit(\[\])?$", "Balance", "2014", "shown since 2014"),
    Rule(r"Purchase(\[\])?$", "PrintStatus", "2014", "shown since 2014"),
    Rule(r"", "TxnTaxDetail", "2014", "shown without any tax since 2014"),
    Rule(r"CompanyInfo(\[\])?$", "DefaultTimeZone", "2024", "minor version 75"),
    Rule(r"^\[\]$", "datacontenttype", "2025", "documented; some deliveries lack it"),
)
NOT_IN_XML = ("PurchaseEx", "LineEx")


class History:
    """The rules, applied to one recording."""

    def __init__(self, recording: Recording):
        self.year = recording.year
        self.from_xml = "XML" in recording.fidelity
        self.quoted = "unit test" in recording.notes
        self.cut = recording.fidelity.startswith("entity-only")

    def may_lack(self, path: str, key: str, value: Any) -> bool:
        """Tell whether answers of today lack a recorded property."""
        if key.endswith("Addr") and isinstance(value, dict) and set(value) == {"Id"}:
            return True  # people can leave an empty address behind, clients cannot
        return any(rule.allows(path, key, value, self.year) for rule in LOST)

    def may_have(self, path: str, key: str, value: Any) -> bool:
        """Tell whether answers of today have a property beyond the recorded ones."""
        if self.from_xml and (value == [] or key in NOT_IN_XML):
            return True  # XML has no empty lists
        if self.quoted and key in ("startPosition", "maxResults", "totalCount"):
            return True  # a unit test has no need of them
        if self.cut and key in ("domain", "sparse"):
            return True  # the collection says so
        return any(rule.allows(path, key, value, self.year) for rule in GAINED)
