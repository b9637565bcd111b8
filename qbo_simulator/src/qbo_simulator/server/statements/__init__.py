"""Reports from the postings: balance sheet, profit and loss, trial balance, ages."""

from .ages import aged
from .sheets import balance_sheet, profit_and_loss, trial_balance

REPORTS = {
    "AgedPayables": lambda company, query: aged(company, query, "Bill"),
    "AgedReceivables": lambda company, query: aged(company, query, "Invoice"),
    "BalanceSheet": balance_sheet,
    "ProfitAndLoss": profit_and_loss,
    "TrialBalance": trial_balance,
}
BY_LOWER = {name.lower(): name for name in REPORTS}

__all__ = ["BY_LOWER", "REPORTS"]
