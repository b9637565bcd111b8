"""What is planned: budgets, and templates of transactions that recur."""

from ..fields import (
    Bool,
    Choice,
    Date,
    Int,
    ListOf,
    Money,
    Obj,
    Ref,
    Schema,
    Text,
)
from .banking import DEPOSIT, JOURNAL_ENTRY, TRANSFER
from .common import METADATA, entity_head
from .entity import Entity
from .purchases import BILL, PURCHASE, PURCHASE_ORDER, VENDOR_CREDIT
from .sales import CREDIT_MEMO, ESTIMATE, INVOICE, REFUND_RECEIPT, SALES_RECEIPT

BUDGET_DETAIL = Schema(
    "BudgetDetail",
    Date("BudgetDate"),
    Money("Amount"),
    Ref("AccountRef", "Account"),
    Ref("CustomerRef", "Customer"),
    Ref("ClassRef", "Class"),
    Ref("DepartmentRef", "Department"),
)
BUDGET = Entity(
    "Budget",
    Schema(
        "Budget",
        Text("Name", 100, required=True),
        Date("StartDate", required=True),
        Date("EndDate", required=True),
        Choice("BudgetType", "ProfitAndLoss", required=True),
        Choice(
            "BudgetEntryType", "Monthly", "Quarterly", "Annually", "Yearly", keep=True
        ),
        Bool("Active", keep=True),
        ListOf("BudgetDetail", BUDGET_DETAIL, required=True),
        *entity_head(),
    ),
    counter="budget",
    counted=True,
    suffix=False,
    filters=("Active", "Name"),
)

SCHEDULE = Schema(
    "RecurringScheduleInfo",
    Date("StartDate"),
    Date("EndDate"),
    Int("MaxOccurrences"),
    Int("DaysBefore", 0, 365),
    Int("RemindDays", 0, 365),
    Choice("IntervalType", "Daily", "Weekly", "Monthly", "Yearly"),
    Int("NumInterval", 1, 999),
    Int("DayOfMonth", 1, 31),
    Choice(
        "DayOfWeek",
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ),
    Int("WeekOfMonth", 1, 5),
    Text("MonthOfYear", 20),
    Date("NextDate", readonly=True),
    Date("PreviousDate", readonly=True),
)
RECURRING_INFO = Schema(
    "RecurringInfo",
    Text("Name", 100),
    Choice("RecurType", "Automated", "Reminded", "UnScheduled"),
    Bool("Active"),
    Obj("ScheduleInfo", SCHEDULE),
)
TEMPLATES = {
    entity.name: entity
    for entity in (
        BILL,
        PURCHASE,
        CREDIT_MEMO,
        DEPOSIT,
        ESTIMATE,
        INVOICE,
        JOURNAL_ENTRY,
        REFUND_RECEIPT,
        SALES_RECEIPT,
        TRANSFER,
        VENDOR_CREDIT,
        PURCHASE_ORDER,
    )
}


def _template(entity: Entity) -> Obj:
    own = (
        Obj("RecurringInfo", RECURRING_INFO, keep=True),
        Ref("RecurDataRef", readonly=True),
    )
    schema = entity.schema
    fields = [one for one in schema.fields.values() if one.name != "RecurDataRef"]
    return Obj(entity.name, Schema(schema.java_class, *fields, *own))


RECURRING_TRANSACTION = Entity(
    "RecurringTransaction",
    Schema(
        "RecurringTransaction",
        *(_template(entity) for entity in TEMPLATES.values()),
        Text("domain", readonly=True),
        Bool("sparse"),
        Text("Id"),
        Text("SyncToken"),
        Obj("MetaData", METADATA, readonly=True),
    ),
    counter="txn",
    counted=True,
    template=True,
)
