"""Which lists the books' pages have, and how the API's objects become table rows."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .templates import amount, quantity


@dataclass(frozen=True)
class Column:
    """A column of a list; `path` is dotted (``PrimaryEmailAddr.Address``)."""

    title: str
    path: str
    number: bool = False
    count: bool = False

    def cell(self, record: dict) -> str:
        """Return what the column shows of `record`."""
        value: Any = record
        for key in self.path.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, dict):
            value = value.get("name") or value.get("value")
        if value is None:
            return ""
        if self.count:
            return quantity(value)
        return amount(value) if self.number else str(value)


@dataclass(frozen=True)
class Section:
    """A list of one entity.

    :ivar party: the reference to a customer or vendor that documents carry
    :ivar listed: a name list, whose records are made inactive instead of deleted
    """

    slug: str
    entity: str
    title: str
    singular: str
    document: bool = False
    party: str = ""
    columns: tuple[Column, ...] = field(default_factory=tuple)
    order: str = ""
    listed: bool = True


SECTIONS = (
    Section(
        "customers",
        "Customer",
        "Customers",
        "Customer",
        columns=(
            Column("Name", "FullyQualifiedName"),
            Column("Company", "CompanyName"),
            Column("E-mail", "PrimaryEmailAddr.Address"),
            Column("Currency", "CurrencyRef.value"),
            Column("Open balance", "Balance", number=True),
        ),
        party="CustomerRef",
        order="FullyQualifiedName",
    ),
    Section(
        "invoices", "Invoice", "Invoices", "Invoice", document=True, party="CustomerRef"
    ),
    Section(
        "payments",
        "Payment",
        "Payments",
        "Payment",
        document=True,
        party="CustomerRef",
    ),
    Section(
        "credit-memos",
        "CreditMemo",
        "Credit memos",
        "Credit memo",
        document=True,
        party="CustomerRef",
    ),
    Section(
        "sales-receipts",
        "SalesReceipt",
        "Sales receipts",
        "Sales receipt",
        document=True,
        party="CustomerRef",
    ),
    Section(
        "refund-receipts",
        "RefundReceipt",
        "Refund receipts",
        "Refund receipt",
        document=True,
        party="CustomerRef",
    ),
    Section(
        "estimates",
        "Estimate",
        "Estimates",
        "Estimate",
        document=True,
        party="CustomerRef",
    ),
    Section(
        "items",
        "Item",
        "Products and services",
        "Product or service",
        columns=(
            Column("Name", "FullyQualifiedName"),
            Column("SKU", "Sku"),
            Column("Type", "Type"),
            Column("Quantity on hand", "QtyOnHand", number=True, count=True),
            Column("Price", "UnitPrice", number=True),
        ),
        order="Name",
    ),
    Section(
        "vendors",
        "Vendor",
        "Vendors",
        "Vendor",
        columns=(
            Column("Name", "DisplayName"),
            Column("Company", "CompanyName"),
            Column("E-mail", "PrimaryEmailAddr.Address"),
            Column("Open balance", "Balance", number=True),
        ),
        party="VendorRef",
        order="DisplayName",
    ),
    Section("bills", "Bill", "Bills", "Bill", document=True, party="VendorRef"),
    Section(
        "bill-payments",
        "BillPayment",
        "Bill payments",
        "Bill payment",
        document=True,
        party="VendorRef",
    ),
    Section(
        "vendor-credits",
        "VendorCredit",
        "Vendor credits",
        "Vendor credit",
        document=True,
        party="VendorRef",
    ),
    Section(
        "purchase-orders",
        "PurchaseOrder",
        "Purchase orders",
        "Purchase order",
        document=True,
        party="VendorRef",
    ),
    Section("expenses", "Purchase", "Expenses", "Expense", document=True),
    Section(
        "accounts",
        "Account",
        "Chart of accounts",
        "Account",
        columns=(
            Column("Name", "FullyQualifiedName"),
            Column("Type", "AccountType"),
            Column("Detail type", "AccountSubType"),
            Column("Balance", "CurrentBalance", number=True),
        ),
        order="Name",
    ),
    Section("journal", "JournalEntry", "Journal", "Journal entry", document=True),
    Section("deposits", "Deposit", "Deposits", "Deposit", document=True),
    Section("transfers", "Transfer", "Transfers", "Transfer", document=True),
    Section(
        "card-payments",
        "CreditCardPayment",
        "Credit card payments",
        "Credit card payment",
        document=True,
        party="VendorRef",
    ),
    Section(
        "inventory-adjustments",
        "InventoryAdjustment",
        "Inventory adjustments",
        "Inventory adjustment",
        document=True,
        order="Id desc",
    ),
    Section(
        "employees",
        "Employee",
        "Employees",
        "Employee",
        columns=(
            Column("Name", "DisplayName"),
            Column("E-mail", "PrimaryEmailAddr.Address"),
        ),
        order="DisplayName",
    ),
    Section(
        "classes",
        "Class",
        "Classes",
        "Class",
        columns=(Column("Name", "FullyQualifiedName"),),
        order="FullyQualifiedName",
    ),
    Section(
        "locations",
        "Department",
        "Locations",
        "Location",
        columns=(Column("Name", "FullyQualifiedName"),),
        order="FullyQualifiedName",
    ),
    Section(
        "time",
        "TimeActivity",
        "Time activities",
        "Time activity",
        columns=(
            Column("Date", "TxnDate"),
            Column("Employee", "EmployeeRef"),
            Column("Vendor", "VendorRef"),
            Column("Customer", "CustomerRef"),
            Column("Hours", "Hours", number=True, count=True),
            Column("Minutes", "Minutes", number=True, count=True),
            Column("Description", "Description"),
        ),
        order="TxnDate desc",
        listed=False,
    ),
    Section(
        "budgets",
        "Budget",
        "Budgets",
        "Budget",
        columns=(
            Column("Name", "Name"),
            Column("From", "StartDate"),
            Column("To", "EndDate"),
        ),
        order="Name",
        listed=False,
    ),
)
# Not a list of one entity, but shown like one.
TRIAL_BALANCE = Section(
    "trial-balance",
    "",
    "Trial balance",
    "Trial balance",
    columns=(
        Column("Account", "account"),
        Column("Type", "type"),
        Column("Debit", "debit", number=True),
        Column("Credit", "credit", number=True),
    ),
)
PROFIT_AND_LOSS = Section("profit-and-loss", "", "Profit and loss", "Profit and loss")
BALANCE_SHEET = Section("balance-sheet", "", "Balance sheet", "Balance sheet")
CASH_FLOW = Section("cash-flow", "", "Cash flow", "Cash flow")
LEDGER = Section("general-ledger", "", "General ledger", "General ledger")
RECEIVABLES = Section("receivables", "", "Open receivables", "Open receivables")
PAYABLES = Section("payables", "", "Open payables", "Open payables")
REPORTS = (
    PROFIT_AND_LOSS,
    BALANCE_SHEET,
    CASH_FLOW,
    TRIAL_BALANCE,
    LEDGER,
    RECEIVABLES,
    PAYABLES,
)
GROUPS = {
    "Sales": (
        "customers",
        "invoices",
        "payments",
        "credit-memos",
        "sales-receipts",
        "refund-receipts",
        "estimates",
        "items",
    ),
    "Purchases": (
        "vendors",
        "bills",
        "bill-payments",
        "vendor-credits",
        "purchase-orders",
        "expenses",
        "card-payments",
    ),
    "Books": ("accounts", "journal", "deposits", "transfers", "inventory-adjustments"),
    "Lists": ("employees", "time", "classes", "locations", "budgets"),
    "Reports": tuple(one.slug for one in REPORTS),
}
BY_SLUG = {section.slug: section for section in SECTIONS}
BY_ENTITY = {section.entity: section for section in SECTIONS}

# Kinds that LinkedTxn names unlike the entity.
LINK_ENTITIES = {
    "BillPaymentCheck": "BillPayment",
    "BillPaymentCreditCard": "BillPayment",
}


def section_of_link(txn_type: str) -> Section | None:
    """Return the section that shows a linked transaction's kind."""
    return BY_ENTITY.get(LINK_ENTITIES.get(txn_type, txn_type))


@dataclass
class DocumentRow:
    """One document in a list."""

    kind: str
    number: str
    date: str
    name: str
    due: str
    total: Any
    balance: Any
    currency: str
    status: str
    tone: str
    href: str


def balance_of(record: dict) -> Decimal:
    """Return what is open on a document or with a customer or vendor."""
    return Decimal(str(record.get("Balance") or 0))


def number_of(document: dict) -> str:
    """Return what people call a document by."""
    return (
        document.get("DocNumber")
        or document.get("PaymentRefNum")
        or f"id {document['Id']}"
    )


def document_row(
    section: Section, document: dict, here: str, today: date
) -> DocumentRow:
    """Return the row of one document; `here` is the address of its company."""
    status, tone = status_of(section.entity, document, today)
    balance = document.get("Balance", document.get("UnappliedAmt"))
    return DocumentRow(
        kind=section.singular,
        number=number_of(document),
        date=document.get("TxnDate", ""),
        name=(document.get(section.party) or {}).get("name", ""),
        due=document.get("DueDate", ""),
        total=document.get("TotalAmt", document.get("Amount")),
        balance=balance,
        currency=(document.get("CurrencyRef") or {}).get("value", ""),
        status=status,
        tone=tone,
        href=f"{here}/{section.slug}/{document['Id']}",
    )


def status_of(entity: str, document: dict, today: date) -> tuple[str, str]:
    """Return a document's state in a word, and the tone of its badge."""
    if (document.get("PrivateNote") or "").startswith("Voided"):
        return "Voided", ""
    if entity in ("Invoice", "Bill"):
        return _owed(document, today)
    if entity == "Payment" and Decimal(str(document.get("UnappliedAmt") or 0)):
        return "Partly unapplied", "warn"
    if entity in ("CreditMemo", "VendorCredit"):
        return ("Unapplied", "warn") if balance_of(document) else ("Applied", "good")
    if entity == "Estimate":
        return document.get("TxnStatus", ""), ""
    if entity == "PurchaseOrder":
        return document.get("POStatus", ""), ""
    return "", ""


def _owed(document: dict, today: date) -> tuple[str, str]:
    balance = balance_of(document)
    total = Decimal(str(document.get("TotalAmt") or 0))
    if balance == 0:
        return "Paid", "good"
    due = document.get("DueDate")
    if due and due < today.isoformat():
        return "Overdue", "bad"
    return ("Open", "warn") if balance == total else ("Partly paid", "warn")
