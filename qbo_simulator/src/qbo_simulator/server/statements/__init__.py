"""Reports from the postings and documents, as the API's ``/reports`` gives them."""

from functools import partial

from .ages import aged, aged_detail
from .cash_flow import cash_flow
from .ledger import general_ledger, journal_report, transaction_list
from .parties import balance, balance_detail, customer_income, vendor_expenses
from .result_detail import profit_and_loss_detail
from .selling import inventory_valuation, item_sales, sold
from .sheets import balance_sheet, profit_and_loss, trial_balance
from .tax_summary import tax_summary

REPORTS = {
    "AgedPayableDetail": partial(aged_detail, kind="Vendor"),
    "AgedPayables": partial(aged, kind="Vendor"),
    "AgedReceivableDetail": partial(aged_detail, kind="Customer"),
    "AgedReceivables": partial(aged, kind="Customer"),
    "BalanceSheet": balance_sheet,
    "CashFlow": cash_flow,
    "ClassSales": partial(sold, kind="Class", key="ClassRef"),
    "CustomerBalance": partial(balance, kind="Customer"),
    "CustomerBalanceDetail": partial(balance_detail, kind="Customer"),
    "CustomerIncome": customer_income,
    "CustomerSales": partial(sold, kind="Customer", key="CustomerRef"),
    "DepartmentSales": partial(sold, kind="Department", key="DepartmentRef"),
    "GeneralLedger": general_ledger,
    "InventoryValuationSummary": inventory_valuation,
    "ItemSales": item_sales,
    "JournalReport": journal_report,
    "ProfitAndLoss": profit_and_loss,
    "ProfitAndLossDetail": profit_and_loss_detail,
    "TaxSummary": tax_summary,
    "TransactionList": transaction_list,
    "TrialBalance": trial_balance,
    "VendorBalance": partial(balance, kind="Vendor"),
    "VendorBalanceDetail": partial(balance_detail, kind="Vendor"),
    "VendorExpenses": vendor_expenses,
}
BY_LOWER = {name.lower(): name for name in REPORTS}

__all__ = ["BY_LOWER", "REPORTS"]
