"""Document numbers and due dates."""

import calendar
from datetime import date, timedelta

from . import faults
from .model import ENTITIES

FIRST_NUMBER = 1001
CHECK = "Check"
AUTO = ("Invoice", "Estimate", "SalesReceipt", "CreditMemo", "RefundReceipt")


def sales_number(company, draft, entity: str) -> None:
    """Number a sales document: one sequence for all, unless people number by hand."""
    doc = draft.doc
    if draft.template:
        return
    wanted = doc.get("DocNumber")
    if wanted == "AUTO_GENERATE" or (
        wanted is None
        and draft.old is None
        and not company.pref("SalesFormsPrefs", "CustomTxnNumbers")
    ):
        doc["DocNumber"] = next_number(company, entity)
    check_number(company, draft, entity)


def check_number(company, draft, entity: str, scope: str | None = None) -> None:
    """Refuse a number that another document of the kind has (6140).

    :param scope: whose numbers it is compared with, if not all of the entity's
    """
    doc, old = draft.doc, draft.old
    number = doc.get("DocNumber")
    if not number or (old and old.get("DocNumber") == number) or draft.template:
        return
    if "allowduplicatedocnum" in str(draft.params.get("include", "")):
        return
    others = [
        one
        for one in company.store.find("doc", scope or entity, number)
        if one != draft.id
    ]
    if others:
        label = CHECK if scope == CHECK else ENTITIES[entity].txn_label
        raise faults.duplicate_number(number, label, others[0])


def check_check_number(company, draft, entity: str) -> None:
    """Refuse a check's number that another check has, where people want that.

    Bill payments by check and purchases by check share their numbers.
    """
    if company.other_pref("WarnDuplicateCheckNumber") == "true":
        check_number(company, draft, entity, CHECK)


def next_number(company, entity, counter="docnumber", first=FIRST_NUMBER) -> str:
    """Draw the next document number that no document of the kind has."""
    scopes = (entity, CHECK) if entity == "Purchase" else (entity,)
    while True:
        number = str(company.store.next_number(counter, first))
        if not any(company.store.find("doc", scope, number) for scope in scopes):
            return number


def purchase_number(company, draft, entity: str, counter: str, first: int) -> None:
    """Number a new purchase or order, unless people number them by hand."""
    custom = company.other_pref("VendorAndPurchasesPrefs.UseCustomTxnNumbers")
    if draft.old is None and not draft.template and custom != "true":
        if "DocNumber" not in draft.doc:
            draft.doc["DocNumber"] = next_number(company, entity, counter, first)


def due_date(txn_date: str, term: dict | None) -> str:
    """Return the day on which a document dated `txn_date` falls due under `term`."""
    day = date.fromisoformat(txn_date)
    if not term:
        return txn_date
    if term["Type"] == "STANDARD":
        return (day + timedelta(days=term.get("DueDays", 0))).isoformat()
    wanted = term["DayOfMonthDue"]
    due = _day_in_month(day.year, day.month, wanted)
    # Issued too close to the due day, it falls due a month later.
    if due <= day or (due - day).days < term.get("DueNextMonthDays", 0):
        year, month = divmod(day.year * 12 + day.month, 12)
        due = _day_in_month(year, month + 1, wanted)
    return due.isoformat()


def _day_in_month(year, month, wanted):
    return date(year, month, min(wanted, calendar.monthrange(year, month)[1]))
