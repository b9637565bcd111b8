"""What is known of QuickBooks' objects: targets, kinds of accounts, who computes."""

from datetime import datetime, timedelta
from decimal import Decimal

NAMED_BY = {"Customer": "DisplayName", "Vendor": "DisplayName"}
NAMED_BY["Employee"] = "DisplayName"
REFERENCES = {
    "AgencyRef": "TaxAgency",
    "ClassRef": "Class",
    "CustomerRef": "Customer",
    "DefaultTaxCodeRef": "TaxCode",
    "DepartmentRef": "Department",
    "EmployeeRef": "Employee",
    "ItemRef": "Item",
    "PaymentMethodRef": "PaymentMethod",
    "PrefVendorRef": "Vendor",
    "SalesTermRef": "Term",
    "TaxGroupCodeRef": "TaxCode",
    "TaxRateRef": "TaxRate",
    "TermRef": "Term",
    "TxnTaxCodeRef": "TaxCode",
    "VendorRef": "Vendor",
}
# (account type, subtype) by the property that refers to the account.
ACCOUNTS = {
    "APAccountRef": ("Accounts Payable", "AccountsPayable"),
    "ARAccountRef": ("Accounts Receivable", "AccountsReceivable"),
    "AssetAccountRef": ("Other Current Asset", "Inventory"),
    "BankAccountRef": ("Bank", "Checking"),
    "CCAccountRef": ("Credit Card", "CreditCard"),
    "DepositToAccountRef": ("Bank", "Checking"),
    "DiscountAccountRef": ("Income", "DiscountsRefundsGiven"),
    "ExpenseAccountRef": ("Cost of Goods Sold", "SuppliesMaterialsCogs"),
    "FromAccountRef": ("Bank", "Checking"),
    "IncomeAccountRef": ("Income", "SalesOfProductIncome"),
    "ToAccountRef": ("Bank", "Savings"),
}
BY_NAME = (
    ("undeposited", ("Other Current Asset", "UndepositedFunds")),
    ("a/r", ("Accounts Receivable", "AccountsReceivable")),
    ("receivable", ("Accounts Receivable", "AccountsReceivable")),
    ("a/p", ("Accounts Payable", "AccountsPayable")),
    ("payable (", ("Accounts Payable", "AccountsPayable")),
    ("inventory asset", ("Other Current Asset", "Inventory")),
    ("checking", ("Bank", "Checking")),
    ("savings", ("Bank", "Savings")),
    ("visa", ("Credit Card", "CreditCard")),
    ("mastercard", ("Credit Card", "CreditCard")),
    ("opening balance", ("Equity", "OpeningBalanceEquity")),
    ("loan", ("Other Current Liability", "LoanPayable")),
    ("notes payable", ("Long Term Liability", "OtherLongTermLiabilities")),
)
COMPUTED = {
    "Id",
    "SyncToken",
    "MetaData",
    "domain",
    "sparse",
    "status",
    "TotalAmt",
    "HomeTotalAmt",
    "Balance",
    "HomeBalance",
    "RemainingCredit",
    "UnappliedAmt",
    "BalanceWithJobs",
    "FullyQualifiedName",
    "Level",
    "Classification",
    "CurrentBalance",
    "CurrentBalanceWithSubAccounts",
    "PurchaseEx",
    "LineEx",
    "AttachableRef",
    "POStatus",
    "EmailStatus",
    "DeliveryInfo",
}
WRITTEN_LINKS = {"Estimate", "PurchaseOrder"}
DELETED = " (deleted)"
PAYS = {
    "Bill": ("BillPayment", "VendorRef"),
    "Invoice": ("Payment", "CustomerRef"),
}
LINK_ENTITY = {
    "BillPaymentCheck": "BillPayment",
    "BillPaymentCreditCard": "BillPayment",
}


def later(moment: str, days: float = 0, seconds: float = 0) -> str:
    """Return a moment some time after another."""
    found = datetime.fromisoformat(moment)
    return (found + timedelta(days=days, seconds=seconds)).isoformat()


def overridden(given: dict) -> bool:
    """Tell whether the recorded tax is on another base than the taxable lines."""
    bases = {
        line["TaxLineDetail"].get("NetAmountTaxable")
        for line in given["TxnTaxDetail"].get("TaxLine", ())
    }
    lines = [
        line["Amount"]
        for line in given.get("Line", ())
        if (line.get("SalesItemLineDetail") or {}).get("TaxCodeRef") == {"value": "TAX"}
    ]
    discounted = any("DiscountLineDetail" in line for line in given.get("Line", ()))
    return bool(bases and lines and not discounted and sum(lines) not in bases)


def is_input(line: dict) -> bool:
    """Tell whether a client writes such a line."""
    return line.get("DetailType") not in ("SubTotalLineDetail", "TaxLineDetail")


def open_balance(line: dict):
    """Return what was open on the document that a payment line pays."""
    text = extra(line, "txnOpenBalance")
    return Decimal(text.replace(",", "")) if text else 0


def extra(line: dict, name: str) -> str | None:
    """Return one of the values that lines of payments carry beside their amount."""
    for one in (line.get("LineEx") or {}).get("any", ()):
        if one.get("value", {}).get("Name") == name:
            return one["value"]["Value"]
    return None


def account_type(name: str, hint: dict) -> tuple[str, str]:
    """Guess type and subtype of an account from its name and its use."""
    lower = name.lower()
    for word, kind in BY_NAME:
        if word in lower:
            return kind
    key = hint.get("key", "")
    if key in ACCOUNTS:
        return ACCOUNTS[key]
    if key == "AccountRef" and hint.get("entity") == "Purchase":
        kind = hint["around"].get("PaymentType")
        if kind:
            return ACCOUNTS[
                "CCAccountRef" if kind == "CreditCard" else "BankAccountRef"
            ]
    if "income" in lower:
        return ACCOUNTS["IncomeAccountRef"]
    return ("Expense", "OtherMiscellaneousServiceCost")


def due_days(hint: dict) -> int:
    """Return the days between the dates around a term."""
    around = hint.get("around", {})
    if around.get("DueDate") and around.get("TxnDate"):
        due = datetime.fromisoformat(around["DueDate"])
        return max(0, (due - datetime.fromisoformat(around["TxnDate"])).days)
    return 30


def foreign(hint: dict) -> str | None:
    """Return the currency around a reference if it is not the home one."""
    code = (hint.get("around", {}).get("CurrencyRef") or {}).get("value")
    return code if code not in (None, "USD") else None


def simple_line(vendor: bool, amount) -> dict:
    """Return a line over an amount for a document of sales or purchases."""
    if vendor:
        detail = {"AccountRef": {"value": "7"}}
        kind = "AccountBasedExpenseLineDetail"
    else:
        detail = {"ItemRef": {"value": "1"}}
        kind = "SalesItemLineDetail"
    return {"Amount": amount, "DetailType": kind, kind: detail}
