"""Time that people worked, and the kinds of customers."""

from ..fields import Bool, Choice, Date, Int, Number, Ref, Schema, Text
from .common import entity_head
from .entity import Entity

TIME_ACTIVITY = Entity(
    "TimeActivity",
    Schema(
        "TimeActivity",
        Date("TxnDate"),
        Choice("NameOf", "Employee", "Vendor", required=True),
        Ref("EmployeeRef", "Employee"),
        Ref("VendorRef", "Vendor"),
        Ref("CustomerRef", "Customer"),
        Ref("DepartmentRef", "Department"),
        Ref("ItemRef", "Item"),
        Ref("ClassRef", "Class"),
        Ref("PayrollItemRef"),
        Choice("BillableStatus", "Billable", "NotBillable", "HasBeenBilled"),
        Bool("Taxable"),
        Number("HourlyRate"),
        Number("CostRate"),
        Int("BreakHours", 0, 9999),
        Int("BreakMinutes", 0, 59),
        Text("StartTime"),
        Text("EndTime"),
        Int("Hours", 0, 9999),
        Int("Minutes", 0, 59),
        Int("Seconds", 0, 59),
        Text("Description", 4000),
        *entity_head(),
        Ref("ProjectRef"),
        Text("TransactionLocationType", 30),
    ),
    counter="timeactivity",
    filters=("TxnDate",),
)
CUSTOMER_TYPE = Entity(
    "CustomerType",
    Schema(
        "CustomerType",
        Text("Name", 100, required=True, keep=True),
        Bool("Active", keep=True),
        *entity_head(),
    ),
    counter="customertype",
    deletes=None,
    creates=False,
    updates=False,
    counted=True,
    order_by="Name",
    filters=("Active", "Name"),
)
