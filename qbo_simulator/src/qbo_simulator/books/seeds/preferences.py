"""The preferences of a new company on the Plus plan."""

import copy

ACCOUNTING = {
    "UseAccountNumbers": False,
    "TrackDepartments": True,
    "ClassTrackingPerTxn": False,
    "ClassTrackingPerTxnLine": True,
    "FirstMonthOfFiscalYear": "January",
    "TaxYearMonth": "January",
    "TaxForm": "6",
    "CustomerTerminology": "Customers",
}
PRODUCTS = {
    "ForSales": True,
    "ForPurchase": True,
    "QuantityWithPriceAndRate": True,
    "QuantityOnHand": True,
}
# One of the three custom fields of sales forms is in use.
CUSTOM_FIELDS = [
    {
        "CustomField": [
            {
                "Name": f"SalesFormsPrefs.UseSalesCustom{number}",
                "Type": "BooleanType",
                "BooleanValue": number == 1,
            }
            for number in (1, 2, 3)
        ]
    },
    {
        "CustomField": [
            {
                "Name": "SalesFormsPrefs.SalesCustomName1",
                "Type": "StringType",
                "StringValue": "Crew #",
            }
        ]
    },
]
SALES_FORMS = {
    "CustomField": CUSTOM_FIELDS,
    "CustomTxnNumbers": False,
    "EmailCopyToCompany": False,
    "AllowDeposit": False,
    "AllowDiscount": True,
    "DefaultDiscountAccount": "86",
    "AllowEstimates": True,
    "ETransactionEnabledStatus": "NotApplicable",
    "ETransactionAttachPDF": False,
    "ETransactionPaymentEnabled": False,
    "IPNSupportEnabled": False,
    "AllowServiceDate": True,
    "AllowShipping": True,
    "DefaultShippingAccount": "83",
    "DefaultTerms": {"value": "3"},
    "AutoApplyCredit": False,
    "AutoApplyPayments": False,
    "UsingPriceLevels": False,
    "UsingProgressInvoicing": False,
    "DefaultCustomerMessage": "Thank you for your business.",
}
MESSAGES = {
    f"{kind}Message": {
        "Subject": f"Your {words}",
        "Message": f"Please find your {words} attached.",
    }
    for kind, words in (
        ("Invoice", "invoice"),
        ("Estimate", "estimate"),
        ("SalesReceipt", "sales receipt"),
        ("Statement", "statement"),
    )
}
PURCHASES = {
    "TrackingByCustomer": True,
    "BillableExpenseTracking": True,
    "POCustomField": [],
}
TIME_TRACKING = {
    "UseServices": True,
    "BillCustomers": True,
    "ShowBillRateToAll": False,
    "WorkWeekStartDate": "Monday",
    "MarkTimeEntriesBillable": True,
}
OTHERS = {
    "SalesFormsPrefs.DefaultCustomerMessage": "Thank you for your business.",
    "SalesFormsPrefs.DefaultItem": "1",
    "DTXCopyMemo": "true",
    "UncategorizedAssetAccountId": "32",
    "UncategorizedIncomeAccountId": "30",
    "UncategorizedExpenseAccountId": "31",
    "VendorAndPurchasesPrefs.UseCustomTxnNumbers": "false",
    "WarnDuplicateCheckNumber": "true",
    "WarnDuplicateBillNumber": "false",
    "WarnDuplicateJournalNumber": "false",
    "TimeTrackingFeatureEnabled": "true",
    "ProjectsEnabled": "false",
}


def preferences(currency: str, tax: dict, options: dict) -> dict:
    """Return a Preferences document for a home currency, tax switches and options."""
    prefs = {
        "AccountingInfoPrefs": ACCOUNTING,
        "ProductAndServicesPrefs": PRODUCTS,
        "SalesFormsPrefs": SALES_FORMS,
        "EmailMessagesPrefs": MESSAGES,
        "VendorAndPurchasesPrefs": PURCHASES,
        "TimeTrackingPrefs": TIME_TRACKING,
        "TaxPrefs": tax,
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": bool(options.get("multicurrency")),
            "HomeCurrency": {"value": currency},
        },
        "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
        "OtherPrefs": {
            "NameValue": [{"Name": k, "Value": v} for k, v in OTHERS.items()]
        },
    }
    prefs = copy.deepcopy(prefs)
    if options.get("custom_txn_numbers"):
        prefs["SalesFormsPrefs"]["CustomTxnNumbers"] = True
    return prefs
