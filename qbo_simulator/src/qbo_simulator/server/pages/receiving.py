"""Receive a payment over one invoice, as the page of that name does."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ...books import Company, Fault
from .sections import balance_of


def deposit_accounts(company: Company) -> tuple[list[tuple[str, str]], str]:
    """Return the accounts money may go to, and the id of the usual one."""
    answer = company.query(
        "select * from Account where AccountType in "
        "('Bank', 'Other Current Asset') orderby Name maxresults 1000"
    )
    accounts = answer.get("Account", [])
    kinds = {a.get("AccountSubType"): a["Id"] for a in reversed(accounts)}
    first = accounts[0]["Id"] if accounts else ""
    named = [(account["Id"], account["Name"]) for account in accounts]
    return named, kinds.get("UndepositedFunds", first)


def payment_methods(company: Company) -> list[tuple[str, str]]:
    """Return id and name of the payment methods."""
    methods = company.query("select * from PaymentMethod").get("PaymentMethod", [])
    return [(method["Id"], method["Name"]) for method in methods]


def pay(company: Company, invoice: dict, values: dict) -> str:
    """Enter a payment over `invoice`; return a sentence if that failed."""
    try:
        received = Decimal(values["amount"])
        date.fromisoformat(values["date"])
    except (InvalidOperation, ValueError):
        return "Enter the date as YYYY-MM-DD and the amount as 120.50."
    if not received.is_finite() or received <= 0:
        return "The amount must be more than zero."
    try:
        company.create("Payment", _body(invoice, received, values), {})
    except Fault as fault:
        return fault.errors[0].get("Detail") or fault.errors[0]["Message"]
    return ""


def _body(invoice: dict, received: Decimal, values: dict) -> dict:
    link = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
    applied = min(received, balance_of(invoice))
    body: dict[str, Any] = {
        "CustomerRef": {"value": invoice["CustomerRef"]["value"]},
        "TotalAmt": received,
        "TxnDate": values["date"],
        "Line": [{"Amount": applied, "LinkedTxn": [link]}],
    }
    if "CurrencyRef" in invoice:
        body["CurrencyRef"] = {"value": invoice["CurrencyRef"]["value"]}
    if values["method"]:
        body["PaymentMethodRef"] = {"value": values["method"]}
    if values["deposit"]:
        body["DepositToAccountRef"] = {"value": values["deposit"]}
    if values["reference"]:
        body["PaymentRefNum"] = values["reference"]
    return body
