"""CompanyInfo and Preferences: one record each."""

from ..fields import Anything, Bool, Date, Email, ListOf, Obj, Ref, Schema, Text
from .common import NAME_VALUE, WEB, address, entity_head, phone
from .entity import Entity

COMPANY_INFO = Entity(
    "CompanyInfo",
    Schema(
        "CompanyInfo",
        Text("CompanyName", 1024, keep=True),
        Text("LegalName", 1024, keep=True),
        address("CompanyAddr", keep=True),
        address("CustomerCommunicationAddr", keep=True),
        address("LegalAddr", keep=True),
        Email("CompanyEmailAddr"),
        Email("CustomerCommunicationEmailAddr"),
        phone("PrimaryPhone"),
        Date("CompanyStartDate", readonly=True),
        Text("EmployerId", keep=True),
        Text("FiscalYearStartMonth", keep=True),
        Text("TaxYearStartMonth"),
        Text("Country", readonly=True),
        Email("Email", keep=True),
        Obj("WebAddr", WEB, keep=True),
        Text("SupportedLanguages", keep=True),
        Text("DefaultTimeZone", keep=True),
        ListOf("NameValue", NAME_VALUE, readonly=True),
        *entity_head(),
    ),
    counter="settings",
    deletes=None,
    creates=False,
    filters=("CompanyName",),
)

_GROUPS = {
    "AccountingInfoPrefs": (
        "UseAccountNumbers TrackDepartments ClassTrackingPerTxn "
        "ClassTrackingPerTxnLine",
        "DepartmentTerminology BookCloseDate FirstMonthOfFiscalYear TaxYearMonth "
        "TaxForm CustomerTerminology",
    ),
    "ProductAndServicesPrefs": (
        "ForSales ForPurchase QuantityWithPriceAndRate QuantityOnHand "
        "RevenueRecognition RevenueRecognitionFrequency",
        "",
    ),
    "SalesFormsPrefs": (
        "CustomTxnNumbers EmailCopyToCompany AllowDeposit AllowDiscount AllowEstimates "
        "ETransactionAttachPDF ETransactionPaymentEnabled IPNSupportEnabled "
        "AllowServiceDate AllowShipping AutoApplyCredit AutoApplyPayments "
        "UsingPriceLevels UsingProgressInvoicing",
        "DefaultDiscountAccount DefaultShippingAccount ETransactionEnabledStatus "
        "DefaultCustomerMessage",
    ),
    "VendorAndPurchasesPrefs": (
        "TrackingByCustomer BillableExpenseTracking TPAREnabled",
        "",
    ),
    "TimeTrackingPrefs": (
        "UseServices BillCustomers ShowBillRateToAll MarkTimeEntriesBillable",
        "WorkWeekStartDate",
    ),
    "TaxPrefs": ("UsingSalesTax PartnerTaxEnabled HideTaxManagement", "PaySalesTax"),
    "CurrencyPrefs": ("MultiCurrencyEnabled", ""),
    "ReportPrefs": ("CalcAgingReportFromTxnDate", "ReportBasis"),
}
_EXTRA = {
    "SalesFormsPrefs": (
        Anything("CustomField"),
        Ref("DefaultTerms", "Term", named=False),
        Anything("SalesEmailCc"),
        Anything("SalesEmailBcc"),
    ),
    "VendorAndPurchasesPrefs": (
        Anything("POCustomField"),
        Ref("DefaultTerms", "Term", named=False),
        Ref("DefaultMarkupAccount"),
    ),
    "TaxPrefs": (Ref("TaxGroupCodeRef", "TaxCode", named=False),),
    "CurrencyPrefs": (Ref("HomeCurrency"),),
}


def _group(name):
    booleans, texts = _GROUPS[name]
    return Obj(
        name,
        Schema(
            name,
            *_EXTRA.get(name, ()),
            *(Bool(one) for one in booleans.split()),
            *(Text(one) for one in texts.split()),
        ),
        keep=True,
    )


PREFERENCES = Entity(
    "Preferences",
    Schema(
        "Preferences",
        _group("AccountingInfoPrefs"),
        _group("ProductAndServicesPrefs"),
        _group("SalesFormsPrefs"),
        Anything("EmailMessagesPrefs", keep=True),
        _group("VendorAndPurchasesPrefs"),
        _group("TimeTrackingPrefs"),
        _group("TaxPrefs"),
        _group("CurrencyPrefs"),
        _group("ReportPrefs"),
        Obj(
            "OtherPrefs",
            Schema("OtherPrefs", ListOf("NameValue", NAME_VALUE)),
            keep=True,
        ),
        *entity_head(),
    ),
    counter="settings",
    deletes=None,
    creates=False,
)
