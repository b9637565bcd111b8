"""E-mail a document: nothing leaves the machine, the books note that it was sent."""

import re

from ..books import Company
from ..books import faults as books_faults
from .envelope import pacific

SENDABLE = (
    "CreditMemo",
    "Estimate",
    "Invoice",
    "Payment",
    "PurchaseOrder",
    "RefundReceipt",
    "SalesReceipt",
)
ADDRESS = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
CUSTOMER_MAIL = "PrimaryEmailAddr"


def send(company: Company, entity: str, id_: str, to: str | None) -> dict:
    """Mark a document as sent and return it.

    It goes to `to`, or to the address on the document, or to the customer's or
    vendor's.

    :raise Fault: 610 without such a document, 2210 for a bad address, 6420 without any
    """
    with company.request():
        rules = company.rules(entity)
        row = rules.fetch(id_)
        doc = row.doc()
        address = to or _address(company, doc)
        if not address:
            raise books_faults.email_required()
        if not all(ADDRESS.fullmatch(one.strip()) for one in address.split(",")):
            raise books_faults.invalid_email("BillEmail", address)
        known = rules.entity.schema.fields
        if "EmailStatus" in known:
            doc["EmailStatus"] = "EmailSent"
        mail = next((key for key in ("BillEmail", "POEmail") if key in known), None)
        if mail:
            doc[mail] = {"Address": address}
        if "DeliveryInfo" in known:
            moment = pacific(company.clock.now(), "seconds")
            doc["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": moment}
        rules.replace(row, doc, "Emailed")
        return rules.present(company.store.row(entity, id_))


def _address(company: Company, doc: dict) -> str | None:
    for key in ("BillEmail", "POEmail"):
        if doc.get(key):
            return doc[key].get("Address")
    for key, entity in (("CustomerRef", "Customer"), ("VendorRef", "Vendor")):
        if doc.get(key):
            party = company.read(entity, doc[key]["value"], {})
            return (party.get(CUSTOMER_MAIL) or {}).get("Address")
    return None
