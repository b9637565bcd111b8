"""Time activities: kept, not posted; they show what was worked for whom."""

from datetime import datetime

from .. import faults
from ..money import number
from .base import Rules

MOST_HOURS = 8760  # of one entry, says the API


class TimeActivityRules(Rules):
    def prepare(self, draft):
        doc = draft.doc
        doc.setdefault("TxnDate", self.co.today.isoformat())
        self._check_open(doc, draft.old)
        worker = f"{doc['NameOf']}Ref"
        if worker not in doc:
            raise faults.required(worker)
        doc.pop("VendorRef" if doc["NameOf"] == "Employee" else "EmployeeRef", None)
        doc.setdefault("BillableStatus", "NotBillable")
        if doc["BillableStatus"] == "Billable" and "CustomerRef" not in doc:
            raise faults.required("CustomerRef")
        doc.setdefault("Taxable", False)
        doc.setdefault("HourlyRate", number(0))
        if "StartTime" in doc or "EndTime" in doc:
            self._check_span(doc)
        else:
            doc.setdefault("Hours", 0)
            doc.setdefault("Minutes", 0)
            if doc["Hours"] > MOST_HOURS:
                raise faults.number_out_of_range("Hours", doc["Hours"])

    def check_delete(self, row, old):
        self._check_open(old, None)

    def _check_open(self, doc, old):
        closed = self.co.pref("AccountingInfoPrefs", "BookCloseDate")
        if closed and min(doc["TxnDate"], (old or doc)["TxnDate"]) <= closed:
            raise faults.books_closed()

    @staticmethod
    def _check_span(doc):
        """Refuse a beginning or end that is no time, or an end before its beginning."""
        moments = []
        for name in ("StartTime", "EndTime"):
            if name not in doc:
                raise faults.required(name)
            try:
                text = doc[name].replace("Z", "+00:00")
                moments.append(datetime.fromisoformat(text).replace(tzinfo=None))
            except ValueError:
                raise faults.invalid_date(name, doc[name]) from None
        if moments[1] < moments[0]:
            raise faults.conflicting("The end time is before the start time.")
