"""The names of the API's entities, as paths (lower case) and as JSON keys."""

from ..books.model import ENTITIES as BOOKED

ENTITIES = (
    "Account",
    "Attachable",
    "Bill",
    "BillPayment",
    "Budget",
    "Class",
    "CompanyCurrency",
    "CompanyInfo",
    "CreditCardPayment",
    "CreditMemo",
    "Customer",
    "CustomerType",
    "Department",
    "Deposit",
    "Employee",
    "Entitlements",
    "Estimate",
    "ExchangeRate",
    "InventoryAdjustment",
    "Invoice",
    "Item",
    "JournalCode",
    "JournalEntry",
    "Payment",
    "PaymentMethod",
    "Preferences",
    "Purchase",
    "PurchaseOrder",
    "RecurringTransaction",
    "RefundReceipt",
    "ReimburseCharge",
    "SalesReceipt",
    "TaxAgency",
    "TaxClassification",
    "TaxCode",
    "TaxPayment",
    "TaxRate",
    "Term",
    "TimeActivity",
    "Transfer",
    "Vendor",
    "VendorCredit",
)
_BY_PATH = {name.lower(): name for name in ENTITIES}


def entity_of(path: str) -> str | None:
    """Return the entity that a lower-case path segment names, or None."""
    return _BY_PATH.get(path)


def envelope_of(entity: str) -> str:
    """Return the key that an entity's object has in JSON."""
    model = BOOKED.get(entity)
    return model.json_name if model else entity
