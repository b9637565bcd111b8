"""Budgets, and templates of transactions that recur: kept, never posted."""

from .. import faults
from ..clock import pacific_stamp
from ..jsonio import dump_text
from ..model.planning import TEMPLATES
from ..schedules import next_date
from .base import HEAD, Draft, Rules, is_true
from .named import NamedRules

RESULTS = ("Revenue", "Expense")
# What only an occurrence has: it is settled when QuickBooks makes one.
OF_OCCURRENCES = (
    "Balance",
    "DocNumber",
    "DueDate",
    "HomeBalance",
    "POStatus",
    "RemainingCredit",
    "TxnDate",
)


class BudgetRules(NamedRules):
    """Amounts that accounts of the profit and loss are planned to have.

    The reference says that the account is an expense, recordings show income too; they
    show the account's own name, where other references show the qualified one.
    """

    kind = "budget"

    def label(self, entity, id_):
        if entity == "Account":
            return self.store.row(entity, id_).doc()["Name"]
        return super().label(entity, id_)

    def complete(self, draft):
        doc = draft.doc
        doc.setdefault("BudgetEntryType", "Monthly")
        if doc["EndDate"] < doc["StartDate"]:
            raise faults.conflicting("The budget's end date is before its start date.")
        if not doc["BudgetDetail"]:
            raise faults.required("BudgetDetail")
        for detail in doc["BudgetDetail"]:
            self._check_detail(doc, detail)

    def _check_detail(self, doc, detail):
        for name in ("BudgetDate", "Amount", "AccountRef"):
            if name not in detail:
                raise faults.required(f"BudgetDetail.{name}")
        if not doc["StartDate"] <= detail["BudgetDate"] <= doc["EndDate"]:
            raise faults.business(
                f"{detail['BudgetDate']} is outside the period of the budget."
            )
        if self.get("Account", detail["AccountRef"])["Classification"] not in RESULTS:
            raise faults.account_type("Income or Expense")


class RecurringRules(Rules):
    """A template wraps a transaction: `{"Invoice": {..., "RecurringInfo": {...}}}`.

    The wrapped transaction is completed and checked as if it were made today, but it
    draws no number and touches no account, stock or other record. QuickBooks makes the
    occurrences on its own schedule; the simulator only says when the next is due.
    Whether a deletion is answered with the wrapper is not documented: it is, like
    every other answer.
    """

    def create(self, body, params):
        kind, inner = self._unwrap(body)
        if inner.get("Id"):
            return self.update(body, params)
        given = self._read(kind, inner)
        doc = {name: value for name, value in given.items() if value is not None}
        id_ = str(self.store.next_number(self.entity.counter))
        self._complete(kind, Draft(id_, doc, given, None, params, template=True))
        self.insert(id_, {kind: doc})
        return self.present(self.store.row(self.name, id_))

    def update(self, body, params):
        kind, inner = self._unwrap(body)
        row = self.current(inner)
        old = row.doc().get(kind)
        if old is None:
            raise faults.conflicting("A template can't become another transaction.")
        given = self._read(kind, inner)
        doc = self.co.rules(kind).merged(old, given, is_true(inner.get("sparse")))
        doc.setdefault("RecurringInfo", old["RecurringInfo"])
        self._complete(kind, Draft(row.id, doc, given, old, params, template=True))
        self.replace(row, {kind: doc})
        return self.present(self.store.row(self.name, row.id))

    def delete(self, body, params):
        kind, inner = self._unwrap(body)
        row = self.current(inner)
        if kind not in row.doc():
            raise faults.not_found()
        return {kind: super().delete(inner, params)}

    def text_of(self, doc):
        ((kind, inner),) = doc.items()
        inner.update(domain="QBO", sparse=False, Id="", SyncToken="", MetaData="")
        return dump_text(self.entity.schema.arrange({kind: inner}))

    def present(self, row):
        doc = row.doc()
        ((kind, inner),) = doc.items()
        for name in [name for name in inner if name[0] == "_"]:
            del inner[name]
        inner["Id"] = row.id
        inner["SyncToken"] = str(row.token)
        inner["MetaData"] = {
            "CreateTime": pacific_stamp(row.created),
            "LastUpdatedTime": pacific_stamp(row.updated),
        }
        inner["RecurDataRef"] = {"value": row.id}
        self._namer.fill(doc, self.label)
        self.co.rules(kind).overlay(inner, row)
        return doc

    # === reading requests ===

    def _unwrap(self, body):
        """Return the kind of transaction and its object."""
        kinds = [name for name in body if name not in HEAD]
        for name in kinds:
            if name not in TEMPLATES:
                raise faults.unknown_property(name, self.name, self.entity.schema.order)
        if len(kinds) != 1:
            raise faults.required("Transaction")
        inner = body[kinds[0]]
        if not isinstance(inner, dict):
            self.entity.schema.parse(body)
        return kinds[0], inner

    def _read(self, kind, inner):
        given = self.entity.schema.fields[kind].schema.parse(inner, kind)
        for name in ("Id", "SyncToken", "sparse", "LinkedTxn"):
            given.pop(name, None)
        for line in given.get("Line") or ():
            if line.get("LinkedTxn"):
                raise faults.cannot_link("A template can't be linked to transactions.")
        self.check_refs({kind: given})
        return given

    def _complete(self, kind, draft):
        doc = draft.doc
        self._settle_schedule(doc)
        rules = self.co.rules(kind)
        rules.check_required(doc)
        info = doc["RecurringInfo"]
        rules.prepare(draft)
        for name in OF_OCCURRENCES:
            doc.pop(name, None)
        doc["RecurringInfo"] = info

    def _settle_schedule(self, doc):
        info = doc.get("RecurringInfo")
        if not info:
            raise faults.required("RecurringInfo")
        for name in ("Name", "RecurType"):
            if name not in info:
                raise faults.required(f"RecurringInfo.{name}")
        info.setdefault("Active", True)
        schedule = info.get("ScheduleInfo")
        if info["RecurType"] == "UnScheduled":
            info.pop("ScheduleInfo", None)
            return
        if not (schedule and "IntervalType" in schedule):
            raise faults.required("RecurringInfo.ScheduleInfo.IntervalType")
        schedule.setdefault("NumInterval", 1)
        schedule.setdefault("StartDate", self.co.today.isoformat())
        schedule.pop("NextDate", None)
        due = next_date(schedule, self.co.today)
        if due:
            schedule["NextDate"] = due
