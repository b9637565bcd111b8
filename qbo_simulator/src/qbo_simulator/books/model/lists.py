"""Accounts, items, terms and the other lists."""

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
from .common import NO_COLON, entity_head
from .entity import Entity

CLASSIFICATION = {
    "Bank": "Asset",
    "Accounts Receivable": "Asset",
    "Other Current Asset": "Asset",
    "Fixed Asset": "Asset",
    "Other Asset": "Asset",
    "Accounts Payable": "Liability",
    "Credit Card": "Liability",
    "Other Current Liability": "Liability",
    "Long Term Liability": "Liability",
    "Equity": "Equity",
    "Income": "Revenue",
    "Other Income": "Revenue",
    "Expense": "Expense",
    "Other Expense": "Expense",
    "Cost of Goods Sold": "Expense",
}
SUBTYPES = {
    "Bank": "Checking CashOnHand MoneyMarket RentsHeldInTrust Savings TrustAccounts",
    "Accounts Receivable": "AccountsReceivable",
    "Other Current Asset": (
        "OtherCurrentAssets AllowanceForBadDebts DevelopmentCosts EmployeeCashAdvances "
        "Inventory LoansToOfficers LoansToOthers LoansToStockholders PrepaidExpenses "
        "Retainage UndepositedFunds"
    ),
    "Fixed Asset": (
        "FurnitureAndFixtures AccumulatedDepreciation Buildings Land "
        "LeaseholdImprovements MachineryAndEquipment OtherFixedAssets Vehicles"
    ),
    "Other Asset": "OtherLongTermAssets Goodwill Licenses OrganizationalCosts "
    "SecurityDeposits",
    "Accounts Payable": "AccountsPayable",
    "Credit Card": "CreditCard",
    "Other Current Liability": (
        "OtherCurrentLiabilities DeferredRevenue GlobalTaxPayable GlobalTaxSuspense "
        "LineOfCredit LoanPayable PayrollClearing PayrollTaxPayable "
        "PrepaidExpensesPayable SalesTaxPayable TrustAccountsLiabilities"
    ),
    "Long Term Liability": "OtherLongTermLiabilities NotesPayable "
    "ShareholderNotesPayable",
    "Equity": "OpeningBalanceEquity OwnersEquity PartnersEquity RetainedEarnings "
    "CommonStock PaidInCapitalOrSurplus",
    "Income": "SalesOfProductIncome ServiceFeeIncome DiscountsRefundsGiven "
    "NonProfitIncome OtherPrimaryIncome UnappliedCashPaymentIncome",
    "Other Income": "OtherMiscellaneousIncome DividendIncome InterestEarned "
    "OtherInvestmentIncome TaxExemptInterest",
    "Expense": (
        "OtherMiscellaneousServiceCost AdvertisingPromotional Auto BadDebts "
        "BankCharges CharitableContributions DuesSubscriptions Entertainment "
        "EntertainmentMeals "
        "EquipmentRental Insurance InterestPaid LegalProfessionalFees "
        "OfficeGeneralAdministrativeExpenses OtherBusinessExpenses PayrollExpenses "
        "RentOrLeaseOfBuildings RepairMaintenance ShippingFreightDelivery "
        "SuppliesMaterials TaxesPaid Travel TravelMeals "
        "UnappliedCashBillPaymentExpense Utilities CostOfLabor"
    ),
    "Other Expense": "OtherMiscellaneousExpense Depreciation ExchangeGainOrLoss "
    "PenaltiesSettlements Amortization",
    "Cost of Goods Sold": "SuppliesMaterialsCogs CostOfLaborCos EquipmentRentalCos "
    "OtherCostsOfServiceCos ShippingFreightDeliveryCos",
}
SUBTYPES = {kind: tuple(words.split()) for kind, words in SUBTYPES.items()}

ACCOUNT = Entity(
    "Account",
    Schema(
        "Account",
        Text("Name", 100, ':"'),
        Bool("SubAccount"),
        Ref("ParentRef", "Account", named=False),
        Text("Description", 100),
        Text("FullyQualifiedName", readonly=True),
        Bool("Active", keep=True),
        Text("Classification", readonly=True),
        Choice("AccountType", *CLASSIFICATION),
        Text("AccountSubType"),
        Text("AcctNum", 20),
        Text("BankNum"),
        Money("OpeningBalance"),
        Date("OpeningBalanceDate"),
        Money("CurrentBalance", readonly=True),
        Money("CurrentBalanceWithSubAccounts", readonly=True),
        Ref("CurrencyRef", "CompanyCurrency", keep=True),
        Ref("TaxCodeRef", "TaxCode", named=False),
        Text("TxnLocationType"),
        Text("AccountAlias"),
        *entity_head(),
    ),
    counter="account",
    deletes="inactive",
    live="CurrentBalance",
    order_by="FullyQualifiedName",
    filters=(
        "Active",
        "Name",
        "AccountType",
        "AccountSubType",
        "Classification",
        "FullyQualifiedName",
        "CurrentBalance",
    ),
)

ITEM = Entity(
    "Item",
    Schema(
        "Item",
        Text("Name", 100, NO_COLON, required=True, keep=True),
        Text("Sku", 100),
        Text("Description", 4000),
        Bool("Active", keep=True),
        Bool("SubItem"),
        Ref("ParentRef", "Item"),
        Int("Level", readonly=True),
        Text("FullyQualifiedName", readonly=True),
        Bool("Taxable"),
        Bool("SalesTaxIncluded"),
        Bool("PercentBased"),
        Number("UnitPrice"),
        Number("RatePercent"),
        Choice(
            "Type",
            "Service",
            "NonInventory",
            "Inventory",
            "Category",
            "Group",
            keep=True,
        ),
        Ref("PaymentMethodRef", "PaymentMethod", named=False),
        Ref("IncomeAccountRef", "Account"),
        Text("PurchaseDesc", 1000),
        Bool("PurchaseTaxIncluded"),
        Number("PurchaseCost"),
        Ref("ExpenseAccountRef", "Account"),
        Ref("COGSAccountRef", "Account"),
        Ref("AssetAccountRef", "Account"),
        Ref("PrefVendorRef", "Vendor"),
        Bool("TrackQtyOnHand", keep=True),
        Number("QtyOnHand"),
        Number("QtyOnPurchaseOrder", readonly=True),
        Number("QtyOnSalesOrder", readonly=True),
        Number("ReorderPoint", keep=True),
        Ref("SalesTaxCodeRef", "TaxCode"),
        Ref("PurchaseTaxCodeRef", "TaxCode"),
        Date("InvStartDate", keep=True),
        Bool("PrintGroupedItems"),
        Ref("ClassRef", "Class"),
        Anything("ItemGroupDetail", readonly=True),
        Ref("TaxClassificationRef"),
        Text("Source"),
        Bool("DeferredRevenue"),
        Text("ServiceType"),
        *entity_head(),
    ),
    counter="item",
    deletes="inactive",
    live="QtyOnHand",
    order_by="FullyQualifiedName",
    filters=(
        "Active",
        "Name",
        "Type",
        "Sku",
        "FullyQualifiedName",
        "SubItem",
        "Taxable",
        "UnitPrice",
        "PurchaseCost",
    ),
)

CLASS = Entity(
    "Class",
    Schema(
        "Class",
        Text("Name", 100, NO_COLON, required=True, keep=True),
        Bool("SubClass"),
        Ref("ParentRef", "Class"),
        Text("FullyQualifiedName", readonly=True),
        Bool("Active", keep=True),
        *entity_head(),
    ),
    counter="class",
    deletes="inactive",
    order_by="FullyQualifiedName",
    filters=(
        "Active",
        "Name",
        "FullyQualifiedName",
    ),
)
DEPARTMENT = Entity(
    "Department",
    Schema(
        "Department",
        Text("Name", 100, NO_COLON, required=True, keep=True),
        Bool("SubDepartment"),
        Ref("ParentRef", "Department"),
        Text("FullyQualifiedName", readonly=True),
        Bool("Active", keep=True),
        *entity_head(),
    ),
    counter="department",
    deletes="inactive",
    order_by="FullyQualifiedName",
    filters=(
        "Active",
        "Name",
        "FullyQualifiedName",
    ),
)
TERM = Entity(
    "Term",
    Schema(
        "Term",
        Text("Name", 31, required=True, keep=True),
        Bool("Active", keep=True),
        Text("Type", readonly=True),
        Number("DiscountPercent"),
        Int("DueDays", 0, 999),
        Int("DiscountDays", 0, 999),
        Int("DayOfMonthDue", 1, 31),
        Int("DueNextMonthDays", 0, 999),
        Int("DiscountDayOfMonth", 1, 31),
        *entity_head(),
    ),
    counter="term",
    deletes="inactive",
    order_by="Name",
    suffix=False,
    filters=(
        "Active",
        "Name",
    ),
)
PAYMENT_METHOD = Entity(
    "PaymentMethod",
    Schema(
        "PaymentMethod",
        Text("Name", 31, required=True, keep=True),
        Bool("Active", keep=True),
        Choice("Type", "CREDIT_CARD", "NON_CREDIT_CARD"),
        *entity_head(),
    ),
    counter="paymentmethod",
    deletes="inactive",
    order_by="Name",
    filters=(
        "Active",
        "Name",
    ),
)
COMPANY_CURRENCY = Entity(
    "CompanyCurrency",
    Schema(
        "CompanyCurrency",
        Text("Code", 3, required=True, keep=True),
        Text("Name", 60),
        Bool("Active", keep=True),
        *entity_head(),
    ),
    counter="currency",
    deletes="inactive",
    order_by="Code",
    suffix=False,
    filters=("Active", "Code", "Name"),
)

EXCHANGE_RATE = Entity(
    "ExchangeRate",
    Schema(
        "ExchangeRate",
        Text("SourceCurrencyCode", 3, required=True),
        Text("TargetCurrencyCode", 3),
        Number("Rate", required=True),
        Date("AsOfDate"),
        *entity_head(),
    ),
    counter="exchangerate",
    deletes=None,
    updates=False,
    order_by="SourceCurrencyCode",
    in_cdc=False,
    filters=("SourceCurrencyCode", "AsOfDate"),
)

RATE_DETAIL = Schema(
    "TaxRateDetail",
    Ref("TaxRateRef", "TaxRate"),
    Text("TaxTypeApplicable"),
    Int("TaxOrder"),
    Int("TaxOnTaxOrder"),
)
RATE_LIST = Schema("TaxRateList", ListOf("TaxRateDetail", RATE_DETAIL))
TAX_CODE = Entity(
    "TaxCode",
    Schema(
        "TaxCode",
        Text("Name", 100),
        Text("Description", 4000),
        Bool("Active"),
        Bool("Hidden"),
        Bool("Taxable"),
        Bool("TaxGroup"),
        Obj("SalesTaxRateList", RATE_LIST),
        Obj("PurchaseTaxRateList", RATE_LIST),
        Text("TaxCodeConfigType"),
        *entity_head(),
    ),
    counter="taxcode",
    deletes=None,
    creates=False,
    updates=False,
    counted=True,
    order_by="Name",
    in_cdc=False,
    filters=(
        "Active",
        "Name",
        "Description",
    ),
)
EFFECTIVE_RATE = Schema(
    "EffectiveTaxRateData",
    Number("RateValue"),
    Text("EffectiveDate"),
    Text("EndDate"),
)
TAX_RATE = Entity(
    "TaxRate",
    Schema(
        "TaxRate",
        Text("Name", 100),
        Text("Description", 4000),
        Bool("Active"),
        Number("RateValue"),
        Ref("AgencyRef", "TaxAgency", named=False),
        Ref("TaxReturnLineRef"),
        ListOf("EffectiveTaxRate", EFFECTIVE_RATE),
        Text("SpecialTaxType"),
        Text("DisplayType"),
        *entity_head(),
    ),
    counter="taxrate",
    deletes=None,
    creates=False,
    updates=False,
    counted=True,
    order_by="Name",
    in_cdc=False,
    filters=("Active", "Name", "Description", "AgencyRef", "TaxReturnLineRef"),
)
TAX_AGENCY = Entity(
    "TaxAgency",
    Schema(
        "TaxAgency",
        Bool("TaxTrackedOnPurchases"),
        Bool("TaxTrackedOnSales"),
        Text("TaxRegistrationNumber", 100),
        Date("LastFileDate", readonly=True),
        *entity_head(),
        Text("DisplayName", 100, required=True),
    ),
    counter="taxagency",
    deletes=None,
    updates=False,
    order_by="DisplayName",
    in_cdc=False,
    filters=("DisplayName",),
)
