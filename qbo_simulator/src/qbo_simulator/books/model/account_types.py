"""The kinds of accounts: classification and subtypes of each type.

The first subtype of a type is the one an account gets when none is given.
"""

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
