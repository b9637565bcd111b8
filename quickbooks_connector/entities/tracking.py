"""Classes and locations of a document, read off the analytic accounts of its lines.

QuickBooks takes one class for a line, or for the whole document, and one location for
a document; Odoo shares a line out. The account with the largest share is said, for it
is what most of the amount belongs to. Where two share alike neither is right, and the
document is held: a report by class that is half wrong is worse than one that waits.
"""

from collections import defaultdict
from decimal import Decimal

from . import lookup
from .cause import EntityError


class Tracking:
    """What the lines of one document say of classes and locations.

    :param weight: function of a line: how much it counts among the others
    """

    def __init__(self, lines, connection, weight=lambda line: line.balance):
        self.weight = weight
        self.plans = {
            kind: plan
            for kind in ("Class", "Department")
            if (plan := connection._get_plan(kind))
        }
        self.by_line = bool(
            lookup.preference(connection, "AccountingInfoPrefs.ClassTrackingPerTxnLine")
        )
        self.entries = {}
        self.ignored = set()
        accounts = self._accounts(lines)
        if accounts:
            self._read_matches(accounts, connection)

    def _accounts(self, lines):
        ids = {
            int(id_)
            for line in lines
            for key in line.analytic_distribution or ()
            for id_ in key.split(",")
        }
        if not self.plans or not ids:
            return lines.env["account.analytic.account"]
        return lines.env["account.analytic.account"].browse(ids).exists()

    def _read_matches(self, accounts, connection):
        rows = connection.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "in", list(self.plans)),
                ("res_id", "in", accounts.ids),
                ("state", "in", ("done", "skipped")),
            ]
        )
        for row in rows:
            if row.state == "skipped":
                self.ignored.add(row.res_id)
            elif row.reference_id.active:
                self.entries[row.res_id] = row.reference_id

    # === ANSWERS === #

    def class_of(self, line):
        """Return ``{"value": id}`` of the class of a move line, maybe ``None``.

        :raise EntityError: it is not clear which one it is
        """
        if not self.by_line or "Class" not in self.plans:
            return None
        return self._ref(self._shares("Class", line))

    def values(self, lines):
        """Return what the whole document says, from what most of its amount says."""
        wanted = {"Department": "DepartmentRef"}
        if not self.by_line:
            wanted["Class"] = "ClassRef"
        values = {}
        for kind, path in wanted.items():
            totals = defaultdict(Decimal)
            for line in lines if kind in self.plans else ():
                for account, share in self._shares(kind, line).items():
                    totals[account] += share * Decimal(repr(abs(self.weight(line))))
            if ref := self._ref(totals):
                values[path] = ref
        return values

    def _shares(self, kind, line):
        """Return ``{account: percentage}`` of the accounts of one plan on a line."""
        shares = defaultdict(Decimal)
        accounts = line.env["account.analytic.account"]
        for key, percentage in (line.analytic_distribution or {}).items():
            for account in accounts.browse(int(id_) for id_ in key.split(",")).exists():
                ours = account.root_plan_id == self.plans[kind]
                if ours and account.id not in self.ignored:
                    shares[account] += Decimal(repr(percentage))
        return shares

    def _ref(self, shares):
        if not shares:
            return None
        largest = max(shares.values())
        first = [account for account, share in shares.items() if share == largest]
        if len(first) > 1:
            names = ", ".join(account.name for account in first)
            raise EntityError("tracking_tie", accounts=names)
        entry = self.entries.get(first[0].id)
        if entry is None:
            raise EntityError("tracking_unmatched", account=first[0].display_name)
        return {"value": entry.qbo_id}
