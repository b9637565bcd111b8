"""Journal entries, deposits, transfers and stock adjustments."""

from ..fields import (
    Anything,
    Bool,
    Choice,
    Int,
    ListOf,
    Money,
    Number,
    Obj,
    Ref,
    Schema,
    Text,
)
from .common import (
    LINKED_TXN,
    PRINT_STATUS,
    TAX_CALCULATION,
    entity_head,
    transaction_fields,
    transaction_tail,
)
from .entity import Entity

ENTITY_REF = Schema(
    "EntityTypeRef", Choice("Type", "Customer", "Vendor", "Employee"), Ref("EntityRef")
)
JOURNAL_DETAIL = Schema(
    "JournalEntryLineDetail",
    Choice("PostingType", "Debit", "Credit"),
    Obj("Entity", ENTITY_REF),
    Ref("AccountRef", "Account"),
    Ref("ClassRef", "Class"),
    Ref("DepartmentRef", "Department"),
    Ref("TaxCodeRef", "TaxCode", named=False),
    Ref("TaxRateRef", "TaxRate", named=False),
    Choice("TaxApplicableOn", "Sales", "Purchase"),
    Money("TaxAmount"),
    Choice("BillableStatus", "Billable", "NotBillable", "HasBeenBilled"),
    Ref("JournalCodeRef", "JournalCode"),
)
JOURNAL_LINE = Schema(
    "Line",
    Text("Id"),
    Int("LineNum", readonly=True),
    Text("Description", 4000),
    Money("Amount"),
    ListOf("LinkedTxn", LINKED_TXN),
    Choice("DetailType", "JournalEntryLineDetail", "DescriptionOnly"),
    Obj("JournalEntryLineDetail", JOURNAL_DETAIL),
    Anything("CustomField", readonly=True),
    Anything("CustomExtensions", readonly=True),
)
JOURNAL_ENTRY = Entity(
    "JournalEntry",
    Schema(
        "JournalEntry",
        Bool("Adjustment"),
        Bool("HomeCurrencyAdjustment"),
        Bool("EnteredInHomeCurrency"),
        Choice("GlobalTaxCalculation", *TAX_CALCULATION),
        Money("TotalAmt", readonly=True),
        Money("HomeTotalAmt", readonly=True),
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", JOURNAL_LINE),
        *transaction_tail(),
    ),
    counter="txn",
    counted=True,
    txn_label="Journal Entry",
    filters=("DocNumber", "TxnDate"),
)

DEPOSIT_DETAIL = Schema(
    "DepositLineDetail",
    Ref("Entity"),
    Ref("ClassRef", "Class"),
    Ref("AccountRef", "Account"),
    Ref("PaymentMethodRef", "PaymentMethod"),
    Text("CheckNum", 21),
    Text("TxnType"),
    Ref("TaxCodeRef", "TaxCode", named=False),
    Choice("TaxApplicableOn", "Sales", "Purchase"),
)
DEPOSIT_LINE = Schema(
    "Line",
    Text("Id"),
    Int("LineNum"),
    Text("Description", 4000),
    Money("Amount"),
    ListOf("LinkedTxn", LINKED_TXN),
    Choice("DetailType", "DepositLineDetail"),
    Obj("DepositLineDetail", DEPOSIT_DETAIL),
    Anything("CustomField", readonly=True),
    Anything("CustomExtensions", readonly=True),
)
CASH_BACK = Schema(
    "CashBackInfo", Ref("AccountRef", "Account"), Money("Amount"), Text("Memo", 4000)
)
DEPOSIT = Entity(
    "Deposit",
    Schema(
        "Deposit",
        Ref("DepositToAccountRef", "Account", required=True),
        Ref("ClassRef", "Class"),
        Obj("CashBack", CASH_BACK),
        Money("TotalAmt", readonly=True),
        Money("HomeTotalAmt", readonly=True),
        Choice("GlobalTaxCalculation", *TAX_CALCULATION),
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", DEPOSIT_LINE),
        *transaction_tail(),
    ),
    counter="txn",
    counted=True,
    txn_label="Deposit",
    filters=("TxnDate",),
)
TRANSFER = Entity(
    "Transfer",
    Schema(
        "Transfer",
        Ref("FromAccountRef", "Account", required=True),
        Ref("ToAccountRef", "Account", required=True),
        Money("Amount", required=True),
        *entity_head(),
        *transaction_fields(),
        *transaction_tail(),
    ),
    counter="txn",
    txn_label="Transfer",
    filters=("TxnDate",),
)
CREDIT_CARD_PAYMENT = Entity(
    "CreditCardPayment",
    Schema(
        "CreditCardPaymentTxn",
        Ref("CreditCardAccountRef", "Account", required=True),
        Ref("BankAccountRef", "Account", required=True),
        Money("Amount", required=True),
        Ref("VendorRef", "Vendor"),
        Text("CheckNum", 21),
        Choice("PrintStatus", *PRINT_STATUS),
        Text("Memo", 4000),
        *entity_head(),
        *transaction_fields(),
        *transaction_tail(),
    ),
    counter="txn",
    counted=True,
    envelope="CreditCardPaymentTxn",
    txn_label="Credit Card Payment",
    filters=("TxnDate", "VendorRef"),
)

ADJUSTMENT_DETAIL = Schema(
    "ItemAdjustmentLineDetail",
    Ref("ItemRef", "Item"),
    Number("QtyDiff"),
    Ref("ClassRef", "Class"),
)
ADJUSTMENT_LINE = Schema(
    "Line",
    Text("Id"),
    Text("Description", 4000),
    Choice("DetailType", "ItemAdjustmentLineDetail"),
    Obj("ItemAdjustmentLineDetail", ADJUSTMENT_DETAIL),
)
INVENTORY_ADJUSTMENT = Entity(
    "InventoryAdjustment",
    Schema(
        "InventoryAdjustment",
        Ref("AdjustAccountRef", "Account", required=True),
        *entity_head(),
        *transaction_fields(),
        Ref("ClassRef", "Class"),
        ListOf("Line", ADJUSTMENT_LINE),
    ),
    counter="txn",
    txn_label="Inventory Adjustment",
)
