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

# Properties in the order of answers: `?` marks booleans, `*` free blocks, the rest
# is text; references stand in `_REFS`.
_GROUPS = {
    "AccountingInfoPrefs": (
        "UseAccountNumbers? TrackDepartments? DepartmentTerminology "
        "ClassTrackingPerTxn? ClassTrackingPerTxnLine? FirstMonthOfFiscalYear "
        "TaxYearMonth TaxForm BookCloseDate CustomerTerminology"
    ),
    "ProductAndServicesPrefs": (
        "ForSales? ForPurchase? QuantityWithPriceAndRate? QuantityOnHand? "
        "RevenueRecognition? RevenueRecognitionFrequency"
    ),
    "SalesFormsPrefs": (
        "CustomField* CustomTxnNumbers? EmailCopyToCompany? AllowDeposit? "
        "AllowDiscount? DefaultDiscountAccount AllowEstimates? "
        "ETransactionEnabledStatus ETransactionAttachPDF? ETransactionPaymentEnabled? "
        "IPNSupportEnabled? AllowServiceDate? AllowShipping? DefaultShippingAccount "
        "DefaultTerms AutoApplyCredit? AutoApplyPayments? UsingPriceLevels? "
        "UsingProgressInvoicing? SalesEmailCc* SalesEmailBcc* DefaultCustomerMessage"
    ),
    "VendorAndPurchasesPrefs": (
        "TrackingByCustomer? BillableExpenseTracking? DefaultTerms TPAREnabled? "
        "POCustomField*"
    ),
    "TimeTrackingPrefs": (
        "UseServices? BillCustomers? ShowBillRateToAll? WorkWeekStartDate "
        "MarkTimeEntriesBillable?"
    ),
    "TaxPrefs": (
        "UsingSalesTax? TaxGroupCodeRef PaySalesTax PartnerTaxEnabled? "
        "HideTaxManagement?"
    ),
    "CurrencyPrefs": "MultiCurrencyEnabled? HomeCurrency",
    "ReportPrefs": "ReportBasis CalcAgingReportFromTxnDate?",
}
EMAIL_MESSAGE = Schema("EmailMessageType", Text("Subject"), Text("Message"))
_EMAILS = ("Invoice", "Estimate", "SalesReceipt", "Statement")
_REFS = {"DefaultTerms": "Term", "TaxGroupCodeRef": "TaxCode", "HomeCurrency": None}


def _group(name):
    fields = [_preference(word) for word in _GROUPS[name].split()]
    return Obj(name, Schema(name, *fields), keep=True)


def _preference(word):
    if word[-1] == "?":
        return Bool(word[:-1])
    if word[-1] == "*":
        return Anything(word[:-1])
    if word in _REFS:
        return Ref(word, _REFS[word], named=False)
    return Text(word)


PREFERENCES = Entity(
    "Preferences",
    Schema(
        "Preferences",
        _group("AccountingInfoPrefs"),
        _group("ProductAndServicesPrefs"),
        _group("SalesFormsPrefs"),
        Obj(
            "EmailMessagesPrefs",
            Schema(
                "EmailMessagesPrefs",
                *(Obj(f"{kind}Message", EMAIL_MESSAGE) for kind in _EMAILS),
            ),
            keep=True,
        ),
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
