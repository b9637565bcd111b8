"""Bills, credits of vendors, payments to vendors, purchase orders and purchases."""

from ..fields import (
    Anything,
    Bool,
    Choice,
    Date,
    Email,
    Forbidden,
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
    EMAIL_STATUS,
    LINKED_TXN,
    PRINT_STATUS,
    TAX_CALCULATION,
    address,
    entity_head,
    transaction_fields,
    transaction_tail,
)
from .entity import Entity
from .sales import ITEM_DETAIL

BILLABLE = ("Billable", "NotBillable", "HasBeenBilled")
ACCOUNT_DETAIL = Schema(
    "AccountBasedExpenseLineDetail",
    Ref("CustomerRef", "Customer"),
    Ref("ClassRef", "Class"),
    Ref("AccountRef", "Account"),
    Choice("BillableStatus", *BILLABLE),
    Anything("MarkupInfo"),
    Money("TaxAmount"),
    Ref("TaxCodeRef", "TaxCode", named=False),
    Money("TaxInclusiveAmt"),
)
ITEM_EXPENSE_DETAIL = Schema(
    "ItemBasedExpenseLineDetail",
    Ref("CustomerRef", "Customer"),
    Choice("BillableStatus", *BILLABLE),
    Money("TaxInclusiveAmt"),
    *ITEM_DETAIL,
)
EXPENSE_LINE = Schema(
    "Line",
    Text("Id"),
    Int("LineNum"),
    Text("Description", 4000),
    Money("Amount"),
    Number("Received", readonly=True),
    ListOf("LinkedTxn", LINKED_TXN),
    Choice(
        "DetailType",
        "AccountBasedExpenseLineDetail",
        "ItemBasedExpenseLineDetail",
    ),
    Obj("ItemBasedExpenseLineDetail", ITEM_EXPENSE_DETAIL),
    Obj("AccountBasedExpenseLineDetail", ACCOUNT_DETAIL),
    Anything("CustomField", readonly=True),
    Anything("CustomExtensions", readonly=True),
)


def _purchase_by_vendor():
    return (
        Ref("VendorRef", "Vendor", required=True),
        Ref("APAccountRef", "Account"),
        Money("TotalAmt", readonly=True),
        Money("HomeTotalAmt", readonly=True),
        Email("BillEmail"),
        Email("ReplyEmail"),
        Text("Memo", 4000),
        Choice("GlobalTaxCalculation", *TAX_CALCULATION),
    )


def _document(*own):
    return (
        *own,
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", EXPENSE_LINE),
        *transaction_tail(),
        *_purchase_by_vendor(),
    )


BILL = Entity(
    "Bill",
    Schema(
        "Bill",
        *_document(
            Ref("SalesTermRef", "Term", named=False),
            Date("DueDate"),
            address("RemitToAddr"),
            address("VendorAddr"),
            Money("Balance", readonly=True),
            Money("HomeBalance", readonly=True),
            Bool("IncludeInAnnualTPAR"),
        ),
    ),
    counter="txn",
    counted=True,
    txn_label="Bill",
    filters=(
        "VendorRef",
        "DocNumber",
        "TxnDate",
        "DueDate",
        "APAccountRef",
        "SalesTermRef",
        "TotalAmt",
        "Balance",
    ),
)
VENDOR_CREDIT = Entity(
    "VendorCredit",
    Schema(
        "VendorCredit",
        *_document(
            Money("Balance", readonly=True),
            Bool("IncludeInAnnualTPAR"),
        ),
    ),
    counter="txn",
    txn_label="Vendor Credit",
    filters=(
        "DocNumber",
        "TxnDate",
        "APAccountRef",
        "TotalAmt",
    ),
)
PURCHASE_ORDER = Entity(
    "PurchaseOrder",
    Schema(
        "PurchaseOrder",
        *_document(
            Ref("SalesTermRef", "Term", named=False),
            Date("DueDate"),
            Date("ExpectedDate"),
            address("VendorAddr"),
            address("ShipAddr"),
            Ref("ShipTo", "Customer"),
            Ref("ShipMethodRef"),
            Text("FOB"),
            Email("POEmail"),
            Ref("TemplateRef"),
            Choice("PrintStatus", *PRINT_STATUS),
            Choice("EmailStatus", *EMAIL_STATUS),
            Bool("ManuallyClosed", readonly=True),
            Choice("POStatus", "Open", "Closed"),
        ),
    ),
    counter="txn",
    counted=True,
    txn_label="Purchase Order",
    filters=(
        "DocNumber",
        "TxnDate",
        "DueDate",
    ),
)

BANK_CHECK = Schema(
    "BillPaymentCheck",
    Ref("BankAccountRef", "Account"),
    Choice("PrintStatus", *PRINT_STATUS),
)
CARD = Schema("BillPaymentCreditCard", Ref("CCAccountRef", "Account"))
BILL_PAYMENT_LINE = Schema(
    "Line",
    Text("Id"),
    Int("LineNum"),
    Money("Amount"),
    ListOf("LinkedTxn", LINKED_TXN),
    Anything("LineEx", readonly=True),
    Text("Description"),
    Text("DetailType"),
)
BILL_PAYMENT = Entity(
    "BillPayment",
    Schema(
        "BillPayment",
        Ref("VendorRef", "Vendor", required=True),
        Ref("APAccountRef", "Account"),
        Choice("PayType", "Check", "CreditCard", required=True),
        Obj("CheckPayment", BANK_CHECK),
        Obj("CreditCardPayment", CARD),
        Money("TotalAmt", required=True),
        Bool("ProcessBillPayment"),
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", BILL_PAYMENT_LINE),
        *transaction_tail(),
    ),
    counter="txn",
    counted=True,
    txn_label="Bill Payment",
    filters=("VendorRef", "DocNumber", "TxnDate", "APAccountRef", "TotalAmt"),
)
PURCHASE = Entity(
    "Purchase",
    Schema(
        "Purchase",
        Ref("AccountRef", "Account", required=True),
        Ref("PaymentMethodRef", "PaymentMethod", named=False),
        Text("PaymentRefNum", 21),
        Choice("PaymentType", "Cash", "Check", "CreditCard", required=True),
        Anything("CheckPayment"),
        Anything("CreditCardPayment"),
        Ref("EntityRef"),
        Bool("Credit"),
        address("RemitToAddr"),
        Money("TotalAmt", readonly=True),
        Text("Memo", 4000),
        Choice("PrintStatus", *PRINT_STATUS),
        Choice("GlobalTaxCalculation", *TAX_CALCULATION),
        Forbidden("PurchaseEx"),
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", EXPENSE_LINE),
        *transaction_tail(),
    ),
    counter="txn",
    txn_label="Expense",
    filters=("DocNumber", "TxnDate", "PaymentType", "TotalAmt"),
)
