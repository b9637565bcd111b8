"""Which lines of the ledger the parameters of a report let through."""

from .entries import Entry

NAMES = (("customer", "Customer"), ("vendor", "Vendor"))


class Filter:
    """The parameters customer, vendor, department and account of a request.

    Each may name several ids, separated by commas.
    """

    def __init__(self, query: dict):
        self.names = {
            kind: ids for key, kind in NAMES if (ids := _ids(query.get(key, "")))
        }
        self.departments = _ids(query.get("department", ""))
        self.accounts = _ids(query.get("account", ""))

    def takes(self, entry: Entry) -> bool:
        """Tell whether a line belongs into the report."""
        if self.accounts and entry.account not in self.accounts:
            return False
        if self.departments:
            ref = entry.source.doc.get("DepartmentRef") or {}
            if ref.get("value") not in self.departments:
                return False
        for kind, ids in self.names.items():
            if not any(
                name and name[0] == kind and name[1] in ids
                for name in (entry.name, entry.source.name)
            ):
                return False
        return True


def _ids(text: str) -> set[str]:
    return {one.strip() for one in text.split(",") if one.strip()}
