"""Which rules each entity of the API follows."""

from .rules.activities import TimeActivityRules
from .rules.attachments import AttachableRules
from .rules.banking import (
    CreditCardPaymentRules,
    DepositRules,
    InventoryAdjustmentRules,
    JournalEntryRules,
    TransferRules,
)
from .rules.billpayments import BillPaymentRules
from .rules.currencies import CurrencyRules, ExchangeRateRules
from .rules.expenses import PurchaseRules
from .rules.items import ItemRules
from .rules.lists import (
    AccountRules,
    ClassRules,
    DepartmentRules,
    JournalCodeRules,
    PaymentMethodRules,
    TaxAgencyRules,
    TermRules,
)
from .rules.payments import PaymentRules
from .rules.people import CustomerRules, EmployeeRules, VendorRules
from .rules.planning import BudgetRules, RecurringRules
from .rules.purchases import (
    BillRules,
    PurchaseOrderRules,
    VendorCreditRules,
)
from .rules.sales import (
    CreditMemoRules,
    EstimateRules,
    InvoiceRules,
    RefundReceiptRules,
    SalesReceiptRules,
)
from .rules.settings import CompanyInfoRules, PreferencesRules
from .rules.taxes import TaxCodeRules, TaxListRules

RULES = {
    "CompanyInfo": CompanyInfoRules,
    "Preferences": PreferencesRules,
    "Account": AccountRules,
    "TaxAgency": TaxAgencyRules,
    "TaxRate": TaxListRules,
    "TaxCode": TaxCodeRules,
    "Term": TermRules,
    "PaymentMethod": PaymentMethodRules,
    "Class": ClassRules,
    "Department": DepartmentRules,
    "CompanyCurrency": CurrencyRules,
    "ExchangeRate": ExchangeRateRules,
    "Customer": CustomerRules,
    "Vendor": VendorRules,
    "Employee": EmployeeRules,
    "Item": ItemRules,
    "Invoice": InvoiceRules,
    "Payment": PaymentRules,
    "CreditMemo": CreditMemoRules,
    "SalesReceipt": SalesReceiptRules,
    "RefundReceipt": RefundReceiptRules,
    "Estimate": EstimateRules,
    "Bill": BillRules,
    "VendorCredit": VendorCreditRules,
    "BillPayment": BillPaymentRules,
    "PurchaseOrder": PurchaseOrderRules,
    "Purchase": PurchaseRules,
    "JournalEntry": JournalEntryRules,
    "Deposit": DepositRules,
    "Transfer": TransferRules,
    "InventoryAdjustment": InventoryAdjustmentRules,
    "Attachable": AttachableRules,
    "CustomerType": TaxListRules,
    "TimeActivity": TimeActivityRules,
    "CreditCardPayment": CreditCardPaymentRules,
    "JournalCode": JournalCodeRules,
    "Budget": BudgetRules,
    "RecurringTransaction": RecurringRules,
}
