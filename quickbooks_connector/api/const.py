"""Numbers and names that QuickBooks Online prescribes. No logic."""

MINOR_VERSION = 75
"""Since August 2025 lower minor versions are ignored and answered as this one."""

BATCH_MAX_ITEMS = 30
PAGE_MAX_ROWS = 1000
CDC_MAX_ROWS = 1000
CDC_MAX_DAYS = 30

REQUEST_ID_MAX = 50
BATCH_REQUEST_ID_MAX = 36
BATCH_ITEM_ID_MAX = 10

FILE_MAX_BYTES = 100 * 1000 * 1000
"""Largest upload, in bytes."""

FILE_TYPES = frozenset(
    (
        "ai csv doc docx eps gif jpeg jpg ods pdf png rtf tif tiff txt xls xlsx xml"
    ).split()
)
"""Extensions of the files that QuickBooks takes."""

FILE_NAME_MAX = 1000

API_TIMEOUT = (10.0, 130.0)
"""Seconds to connect and to read: QuickBooks itself gives up after 120 seconds."""

OAUTH_TIMEOUT = (10.0, 30.0)
DISCOVERY_TTL = 24 * 3600.0

DEFAULT_RETRY_AFTER = 60.0
"""Seconds to wait after a throttling that doesn't say for how long."""

MAX_RETRY_AFTER = 24 * 3600.0

REQUESTS_PER_SECOND = 10
REQUESTS_PER_MINUTE = 500
BATCHES_PER_MINUTE = 40

AUTO_NUMBER = "AUTO_GENERATE"
"""Said as the number of a sales document: QuickBooks gives it the next one."""

VOID_PARAMS: dict[str, dict[str, str]] = {
    "Invoice": {"operation": "void"},
    "Payment": {"operation": "update", "include": "void"},
    "SalesReceipt": {"operation": "update", "include": "void"},
    "BillPayment": {"operation": "update", "include": "void"},
}
"""How each entity is voided. What isn't listed can only be voided by a person."""

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
    "Currency",
    "Customer",
    "CustomerType",
    "Department",
    "Deposit",
    "Employee",
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
    "TaxCode",
    "TaxRate",
    "Term",
    "TimeActivity",
    "Transfer",
    "Vendor",
    "VendorCredit",
)
"""Spelling of the entities, to restore it where QuickBooks writes lower case."""
