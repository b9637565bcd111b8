"""What the accountant can do to a record or document, each as one form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ...books import Company, Fault
from ...books.money import money
from ..voiding import BY_HAND, void
from .editing import changes, edit_fields
from .sections import Section, balance_of

VOIDABLE = ("Invoice", "Payment", "SalesReceipt", "BillPayment", *BY_HAND)
MERGED = ("Customer", "Vendor", "Account", "Item")
LISTED = 1000
ITEM = "ItemBasedExpenseLineDetail"


class Mistake(ValueError):
    """What is wrong with a form, in a sentence."""


@dataclass
class Input:
    """One field of a form; `options` make it a choice."""

    name: str
    label: str
    value: Any = ""
    kind: str = "text"
    options: list[tuple[str, str]] = field(default_factory=list)
    required: bool = False


@dataclass(frozen=True)
class Action:
    """One thing to do.

    :ivar fits: tells whether it can be done to an object
    :ivar inputs: what the form asks for
    :ivar work: does it and returns where to go on, None for the object itself
    """

    slug: str
    label: str
    question: str
    button: str
    fits: Callable[[Section, dict], bool]
    work: Callable[[Company, Section, dict, dict], str | None]
    inputs: Callable[[Company, Section, dict], list[Input]] = lambda *_: []
    grave: bool = False


def actions_for(section: Section, found: dict) -> list[Action]:
    """Return what can be done to an object, in the order of the buttons."""
    return [action for action in ACTIONS if action.fits(section, found)]


def run(
    action: Action, company: Company, section: Section, found: dict, form: dict
) -> str:
    """Do it; return the address below the company to go to.

    :raise Mistake: when the form or the books refuse
    """
    try:
        target = action.work(company, section, found, form)
    except Fault as fault:
        error = fault.errors[0]
        raise Mistake(error.get("Detail") or error["Message"]) from fault
    return target if target is not None else f"{section.slug}/{found['Id']}"


# === HELPERS === #


def _day(form: dict, name: str = "date") -> str:
    try:
        return date.fromisoformat(form.get(name, "")).isoformat()
    except ValueError:
        raise Mistake("Enter the date as YYYY-MM-DD.") from None


def _amount(form: dict, name: str = "amount") -> Decimal:
    try:
        amount = Decimal(form.get(name, ""))
    except InvalidOperation:
        raise Mistake("Enter the amount as 120.50.") from None
    if not amount.is_finite() or amount <= 0:
        raise Mistake("The amount must be more than zero.")
    return amount


def _key(found: dict) -> dict:
    return {"Id": found["Id"], "SyncToken": found["SyncToken"]}


def _is_void(found: dict) -> bool:
    return str(found.get("PrivateNote", "")).startswith("Voided")


# === BUYING === #


def _bank_accounts(company: Company) -> list[tuple[str, str]]:
    answer = company.query(
        "select * from Account where AccountType in ('Bank', 'Credit Card') "
        "orderby Name maxresults 1000"
    )
    return [(one["Id"], one["Name"]) for one in answer.get("Account", [])]


def _pay_inputs(company: Company, _section: Section, found: dict) -> list[Input]:
    return [
        Input("date", "Payment date", company.today.isoformat(), "date", required=True),
        Input("amount", "Amount", str(found["Balance"]), "amount", required=True),
        Input("account", "Pay from", "", options=_bank_accounts(company)),
        Input("number", "Check no."),
    ]


def _pay(company: Company, _section: Section, found: dict, form: dict) -> str | None:
    amount = _amount(form)
    account = company.read("Account", form.get("account", ""), {})
    body: dict[str, Any] = {
        "VendorRef": {"value": found["VendorRef"]["value"]},
        "CurrencyRef": {"value": found["CurrencyRef"]["value"]},
        "TxnDate": _day(form),
        "TotalAmt": amount,
        "Line": [
            {
                "Amount": min(amount, balance_of(found)),
                "LinkedTxn": [{"TxnId": found["Id"], "TxnType": "Bill"}],
            }
        ],
    }
    ref = {"value": account["Id"]}
    if account["AccountType"] == "Credit Card":
        body["PayType"] = "CreditCard"
        body["CreditCardPayment"] = {"CCAccountRef": ref}
    else:
        body["PayType"] = "Check"
        body["CheckPayment"] = {"BankAccountRef": ref}
    if form.get("number"):
        body["DocNumber"] = form["number"]
    company.create("BillPayment", body, {})
    return None


def _ordered(line: dict) -> Decimal:
    """Return the quantity of an expense line, 0 for one of an account."""
    return Decimal(str(line.get(ITEM, {}).get("Qty") or 0))


def _left(company: Company, order: dict) -> dict[str, Decimal]:
    """Return the quantity of each line of a purchase order that awaits its bill."""
    left = {line["Id"]: _ordered(line) for line in order["Line"]}
    for linked in order.get("LinkedTxn", ()):
        for line in company.read(linked["TxnType"], linked["TxnId"], {})["Line"]:
            for link in line.get("LinkedTxn", ()):
                if link["TxnId"] == order["Id"] and link["TxnLineId"] in left:
                    left[link["TxnLineId"]] -= _ordered(line)
    return left


def _bill_inputs(company: Company, _section: Section, found: dict) -> list[Input]:
    left = _left(company, found)
    return [
        Input("date", "Bill date", company.today.isoformat(), "date", required=True),
        Input("number", "Bill no. (the vendor's)"),
        *(
            Input(
                f"quantity-{line['Id']}",
                f"Quantity of {line[ITEM]['ItemRef'].get('name', line['Id'])}",
                str(max(left[line["Id"]], Decimal(0))),
                "amount",
            )
            for line in found["Line"]
            if _ordered(line)
        ),
    ]


def _bill(company: Company, _section: Section, found: dict, form: dict) -> str:
    body: dict[str, Any] = {
        key: found[key]
        for key in (
            "VendorRef",
            "CurrencyRef",
            "ExchangeRate",
            "GlobalTaxCalculation",
            "ClassRef",
            "DepartmentRef",
            "PrivateNote",
        )
        if key in found
    }
    body["TxnDate"] = _day(form)
    body["Line"] = [
        copied for line in found["Line"] if (copied := _copied(line, found, form))
    ]
    if not body["Line"]:
        raise Mistake("Enter the quantity of at least one line.")
    if form.get("number"):
        body["DocNumber"] = form["number"]
    return f"bills/{company.create('Bill', body, {})['Id']}"


def _copied(line: dict, order: dict, form: dict) -> dict | None:
    """Return the line of a bill for a line of its order, None if none of it is billed.

    Another quantity than that of the order costs in proportion.
    """
    kind, ordered = line["DetailType"], _ordered(line)
    detail, amount = dict(line[kind]), line["Amount"]
    if ordered:
        billed = _quantity(form, f"quantity-{line['Id']}", ordered)
        if not billed:
            return None
        detail["Qty"] = billed
        amount = money(amount * billed / ordered)
    link = {"TxnId": order["Id"], "TxnType": "PurchaseOrder", "TxnLineId": line["Id"]}
    copied = {"Amount": amount, "DetailType": kind, kind: detail, "LinkedTxn": [link]}
    if "Description" in line:
        copied["Description"] = line["Description"]
    return copied


def _quantity(form: dict, name: str, default: Decimal) -> Decimal:
    if name not in form:
        return default
    try:
        found = Decimal(form[name] or "0")
    except InvalidOperation:
        raise Mistake("Enter the quantity as 12.5.") from None
    if not found.is_finite() or found < 0:
        raise Mistake("A quantity can't be less than zero.")
    return found


# === CHANGING, ENDING === #


def _edit_inputs(company: Company, section: Section, found: dict) -> list[Input]:
    return [Input(**values) for values in edit_fields(section.entity, found)]


def _edit(company: Company, section: Section, found: dict, form: dict) -> None:
    try:
        body = changes(section.entity, found, form)
    except ValueError as error:
        raise Mistake(str(error)) from None
    company.update(section.entity, {**_key(found), "sparse": True, **body}, {})


def _void(company: Company, section: Section, found: dict, _form: dict) -> None:
    void(company, section.entity, _key(found), {})


def _delete(company: Company, section: Section, found: dict, _form: dict) -> str:
    company.delete(section.entity, _key(found), {})
    return section.slug


def _set_active(active: bool) -> Callable:
    def work(company: Company, section: Section, found: dict, _form: dict) -> None:
        body = {**_key(found), "sparse": True, "Active": active}
        if section.entity == "Account":
            body["AccountType"] = found["AccountType"]
        company.update(section.entity, body, {})

    return work


def _merge_inputs(company: Company, section: Section, found: dict) -> list[Input]:
    answer = company.query(
        f"select * from {section.entity} orderby {section.order} maxresults {LISTED}"
    )
    options = [
        (one["Id"], one.get("DisplayName") or one["Name"])
        for one in answer.get(section.entity, [])
        if one["Id"] != found["Id"]
    ]
    return [Input("winner", "Which one is to stay", "", options=options)]


def _merge(company: Company, section: Section, found: dict, form: dict) -> str:
    winner = form.get("winner", "")
    company.merge(section.entity, found["Id"], winner)
    return f"{section.slug}/{winner}"


def _is_listed(section: Section) -> bool:
    return section.listed and not section.document


def _has(section: Section, *entities: str) -> bool:
    return section.entity in entities


ACTIONS = (
    Action(
        "pay",
        "Pay bill",
        "What is paid, and from which account?",
        "Save payment",
        lambda s, d: _has(s, "Bill") and balance_of(d) > 0,
        _pay,
        _pay_inputs,
    ),
    Action(
        "make-bill",
        "Make bill",
        "The vendor has sent a bill. What is of it, and how much?",
        "Save bill",
        lambda s, d: _has(s, "PurchaseOrder") and d.get("POStatus") == "Open",
        _bill,
        _bill_inputs,
    ),
    Action(
        "edit",
        "Edit",
        "What is to change? The books compute the rest.",
        "Save",
        lambda s, d: bool(edit_fields(s.entity, d)) and not _is_void(d),
        _edit,
        _edit_inputs,
    ),
    Action(
        "void",
        "Void",
        "It stays in the books with zeros; what it paid becomes open again.",
        "Void",
        lambda s, d: _has(s, *VOIDABLE) and not _is_void(d),
        _void,
        grave=True,
    ),
    Action(
        "delete",
        "Delete",
        "It leaves the books for good; what it paid becomes open again.",
        "Delete",
        lambda s, d: s.document or not s.listed,
        _delete,
        grave=True,
    ),
    Action(
        "merge",
        "Merge",
        "Everything of this one goes to the one that stays; this one disappears.",
        "Merge",
        lambda s, d: _has(s, *MERGED) and d.get("Active", True),
        _merge,
        _merge_inputs,
        grave=True,
    ),
    Action(
        "make-inactive",
        "Make inactive",
        "It can no longer be chosen; its history stays.",
        "Make inactive",
        lambda s, d: _is_listed(s) and d.get("Active", True),
        _set_active(False),
        grave=True,
    ),
    Action(
        "make-active",
        "Make active",
        "It can be chosen again.",
        "Make active",
        lambda s, d: _is_listed(s) and not d.get("Active", True),
        _set_active(True),
    ),
)
BY_SLUG = {action.slug: action for action in ACTIONS}
