"""Sales documents and payments from customers."""

from ..fields import (
    Anything,
    Bool,
    Choice,
    Date,
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
    MEMO,
    PRINT_STATUS,
    TAX_CALCULATION,
    address,
    emails,
    entity_head,
    transaction_fields,
    transaction_tail,
)
from .entity import Entity

ITEM_DETAIL = (
    Ref("ItemRef", "Item"),
    Ref("ClassRef", "Class"),
    Number("UnitPrice"),
    Number("RatePercent"),
    Ref("PriceLevelRef"),
    Anything("MarkupInfo"),
    Number("Qty"),
    Text("UOMRef"),
    Ref("ItemAccountRef", "Account"),
    Ref("InventorySiteRef"),
    Ref("TaxCodeRef", "TaxCode", named=False),
    Ref("TaxClassificationRef"),
)
SALES_ITEM_DETAIL = Schema(
    "SalesItemLineDetail",
    Date("ServiceDate"),
    Number("DiscountRate"),
    Money("DiscountAmt"),
    *ITEM_DETAIL,
    Money("TaxInclusiveAmt"),
    Anything("DeferredRevenue"),
)
DISCOUNT_DETAIL = Schema(
    "DiscountLineDetail",
    Ref("DiscountRef"),
    Date("ServiceDate"),
    Ref("ClassRef", "Class"),
    Ref("TaxCodeRef", "TaxCode", named=False),
    Bool("PercentBased"),
    Number("DiscountPercent"),
    Ref("DiscountAccountRef", "Account"),
)
DESCRIPTION_DETAIL = Schema(
    "DescriptionLineDetail",
    Date("ServiceDate"),
    Ref("TaxCodeRef", "TaxCode", named=False),
)
SUBTOTAL_DETAIL = Schema("SubTotalLineDetail", Ref("ItemRef", "Item"))


def _line_fields():
    return (
        Text("Id"),
        Int("LineNum"),
        Text("Description", 4000),
        Money("Amount"),
        ListOf("LinkedTxn", LINKED_TXN),
        Choice(
            "DetailType",
            "SalesItemLineDetail",
            "SubTotalLineDetail",
            "DiscountLineDetail",
            "DescriptionOnly",
            "DescriptionLineDetail",
            "GroupLineDetail",
        ),
        Obj("SalesItemLineDetail", SALES_ITEM_DETAIL),
        Obj("SubTotalLineDetail", SUBTOTAL_DETAIL),
        Obj("DiscountLineDetail", DISCOUNT_DETAIL),
        Obj("DescriptionLineDetail", DESCRIPTION_DETAIL),
    )


GROUP_DETAIL = Schema(
    "GroupLineDetail",
    Ref("GroupItemRef", "Item"),
    Number("Quantity"),
    Date("ServiceDate"),
    ListOf("Line", Schema("Line", *_line_fields())),
)
SALES_LINE = Schema(
    "Line",
    *_line_fields(),
    Obj("GroupLineDetail", GROUP_DETAIL),
    Anything("CustomExtensions", readonly=True),
    Anything("CustomField", readonly=True),
)
CHECK_PAYMENT = Schema(
    "CheckPayment",
    Text("CheckNum"),
    Text("Status"),
    Text("NameOnAcct"),
    Text("AcctNum"),
    Text("BankName"),
)
DELIVERY = Schema("DeliveryInfo", Text("DeliveryType"), Text("DeliveryTime"))


def _sales_document(*own):
    return (
        *own,
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", SALES_LINE),
        *transaction_tail(),
        Bool("AutoDocNumber"),
        Ref("CustomerRef", "Customer"),
        Obj("CustomerMemo", MEMO),
        address("BillAddr"),
        address("ShipAddr"),
        Bool("FreeFormAddress"),
        address("ShipFromAddr"),
        Ref("RemitToRef"),
        Ref("ClassRef", "Class"),
        Ref("SalesTermRef", "Term"),
        Date("DueDate"),
        Ref("SalesRepRef"),
        Text("PONumber", 25),
        Text("FOB"),
        Ref("ShipMethodRef"),
        Date("ShipDate"),
        Text("TrackingNum", 255),
        Choice("GlobalTaxCalculation", *TAX_CALCULATION),
        Money("TotalAmt", readonly=True),
        Money("HomeTotalAmt", readonly=True),
        Bool("ApplyTaxAfterDiscount"),
        Ref("TemplateRef"),
        Choice("PrintStatus", *PRINT_STATUS),
        Choice("EmailStatus", *EMAIL_STATUS),
        *emails(),
        Ref("ARAccountRef", "Account"),
        Money("Balance", readonly=True),
        Money("HomeBalance", readonly=True),
        Bool("FinanceCharge"),
        Ref("PaymentMethodRef", "PaymentMethod"),
        Text("PaymentRefNum", 21),
        Text("PaymentType"),
        Obj("CheckPayment", CHECK_PAYMENT),
        Anything("CreditCardPayment"),
        Ref("DepositToAccountRef", "Account"),
        Obj("DeliveryInfo", DELIVERY, readonly=True),
        Bool("ShippingTaxIncludedInTotalTax"),
    )


INVOICE = Entity(
    "Invoice",
    Schema(
        "Invoice",
        Money("Deposit"),
        Bool("AllowIPNPayment"),
        Bool("AllowOnlinePayment"),
        Bool("AllowOnlineCreditCardPayment"),
        Bool("AllowOnlineACHPayment"),
        Text("InvoiceLink", readonly=True),
        Text("EInvoiceStatus", readonly=True),
        *_sales_document(),
    ),
    counter="txn",
    counted=True,
    txn_label="Invoice",
    filters=(
        "CustomerRef",
        "DocNumber",
        "ProjectRef",
        "TxnDate",
        "DueDate",
        "SalesTermRef",
        "Balance",
        "TotalAmt",
    ),
)
CREDIT_MEMO = Entity(
    "CreditMemo",
    Schema(
        "CreditMemo",
        Money("RemainingCredit", readonly=True),
        Ref("InvoiceRef"),
        *_sales_document(),
    ),
    counter="txn",
    txn_label="Credit Memo",
    filters=(
        "CustomerRef",
        "DocNumber",
        "TxnDate",
        "SalesTermRef",
        "Balance",
    ),
)
SALES_RECEIPT = Entity(
    "SalesReceipt",
    Schema("SalesReceipt", *_sales_document()),
    counter="txn",
    txn_label="Sales Receipt",
    filters=("CustomerRef", "DocNumber", "TxnDate", "Balance", "TotalAmt"),
)
REFUND_RECEIPT = Entity(
    "RefundReceipt",
    Schema("RefundReceipt", *_sales_document()),
    counter="txn",
    counted=True,
    txn_label="Refund Receipt",
    filters=(
        "CustomerRef",
        "DocNumber",
        "TxnDate",
        "Balance",
    ),
)
ESTIMATE = Entity(
    "Estimate",
    Schema(
        "Estimate",
        Date("ExpirationDate"),
        Text("AcceptedBy", 100),
        Date("AcceptedDate"),
        *_sales_document(),
    ),
    counter="txn",
    txn_label="Estimate",
    filters=(
        "CustomerRef",
        "DocNumber",
        "ProjectRef",
        "TxnDate",
        "DueDate",
    ),
)

PAYMENT_LINE = Schema(
    "Line",
    Text("Id"),
    Int("LineNum"),
    Money("Amount"),
    ListOf("LinkedTxn", LINKED_TXN),
    Anything("LineEx", readonly=True),
    Text("Description"),
    Text("DetailType"),
)
PAYMENT = Entity(
    "Payment",
    Schema(
        "Payment",
        Ref("CustomerRef", "Customer", required=True),
        Ref("ARAccountRef", "Account", named=False),
        Ref("DepositToAccountRef", "Account", named=False),
        Ref("PaymentMethodRef", "PaymentMethod", named=False),
        Text("PaymentRefNum", 21),
        Text("PaymentType"),
        Obj("CheckPayment", CHECK_PAYMENT),
        Anything("CreditCardPayment"),
        Money("TotalAmt"),
        Money("UnappliedAmt", readonly=True),
        Bool("ProcessPayment"),
        *entity_head(),
        *transaction_fields(),
        ListOf("Line", PAYMENT_LINE),
        *transaction_tail(),
        Anything("InvoiceRef", readonly=True),
    ),
    counter="txn",
    txn_label="Payment",
    filters=(
        "CustomerRef",
        "TxnDate",
        "TotalAmt",
        "PaymentMethodRef",
        "PaymentRefNum",
    ),
    kept=("UnappliedAmt",),
)
