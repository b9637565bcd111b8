"""Lists with names: uniqueness, hierarchy, deactivation and its suffix."""

import re

from .. import faults
from .base import Draft, Rules

_SUFFIX = re.compile(r" \(deleted(?: \d+)?\)$", re.IGNORECASE)


def plain(name: str) -> str:
    """Return a name without the suffix of inactive records."""
    return _SUFFIX.sub("", name)


class NamedRules(Rules):
    """A list whose records have a unique name and may be made inactive."""

    name_field = "Name"
    kind = "name"
    sub_field: str | None = None
    levels = 5

    def scope(self, doc: dict) -> tuple:
        """Return the space in which the name must be unique."""
        return (self.name, (doc.get("ParentRef") or {}).get("value"))

    def name_key(self, doc, name) -> tuple:
        return ("name", *self.scope(doc), name.casefold())

    def index(self, doc):
        entries = [self.name_key(doc, doc[self.name_field])]
        parent = doc.get("ParentRef")
        if parent:
            entries.append(("child", self.name, parent["value"]))
        return tuple(entries)

    def children(self, id_) -> tuple[str, ...]:
        return self.store.find("child", self.name, id_)

    def prepare(self, draft):
        doc = draft.doc
        doc.setdefault("Active", True)
        self.complete(draft)
        if self.sub_field:
            self._settle_parent(draft)
        self._settle_name(draft)
        if self.sub_field:
            doc["FullyQualifiedName"] = self.full_name(doc)

    def complete(self, draft: Draft) -> None:
        """Fill in and check what is particular to the list."""

    def full_name(self, doc) -> str:
        parent = self.get(self.name, doc.get("ParentRef"))
        name = doc[self.name_field]
        return f"{parent['FullyQualifiedName']}:{name}" if parent else name

    def operation(self, old, new):
        # Notifications call it a deletion when a list's record is made inactive.
        return "Delete" if old["Active"] and not new["Active"] else "Update"

    def effects(self, id_, old, new):
        """Rename what hangs below a record that was renamed or moved."""
        if not (old and new) or "FullyQualifiedName" not in new:
            return
        if old["FullyQualifiedName"] == new["FullyQualifiedName"]:
            return
        for child in self.children(id_):
            row = self.store.row(self.name, child)
            before = row.doc()
            after = dict(before, FullyQualifiedName=self.full_name(before))
            self.store.put(
                self.name,
                row.but(
                    text=self.text_of(after),
                    keys=self.keys(after),
                    updated=self.co.now,
                ),
            )
            self.effects(child, before, after)

    # === names ===

    def _settle_name(self, draft):
        doc, old = draft.doc, draft.old
        was_active = old["Active"] if old else True
        if not was_active or not doc["Active"]:
            doc[self.name_field] = plain(doc[self.name_field])
        name = doc[self.name_field]
        if not doc["Active"]:
            if was_active:
                self.check_deactivate(draft)
            if old and not was_active and plain(old[self.name_field]) == name:
                doc[self.name_field] = old[self.name_field]
            elif self.entity.suffix:
                doc[self.name_field] = self._free_suffix(draft, name)
            return
        taken = self.store.find(*self.name_key(doc, name))
        if taken not in ((), (draft.id,)):
            raise faults.duplicate_name(self.kind)

    def _free_suffix(self, draft, name):
        for number in range(100_000):
            marked = f"{name} (deleted {number})" if number else f"{name} (deleted)"
            taken = self.store.find(*self.name_key(draft.doc, marked))
            if taken in ((), (draft.id,)):
                return marked
        raise faults.duplicate_name(self.kind)

    def check_deactivate(self, draft: Draft) -> None:
        """Refuse a deactivation that QuickBooks would refuse."""

    # === hierarchy ===

    def _settle_parent(self, draft):
        doc = draft.doc
        depth = 0
        parent = doc.get("ParentRef")
        while parent:
            if parent["value"] == draft.id:
                raise faults.bad_parent("A record can't be below itself.")
            above = self.get(self.name, parent)
            if above is None:
                raise faults.bad_parent("The parent does not exist.")
            parent = above.get("ParentRef")
            depth += 1
        if depth >= self.levels:
            raise faults.too_deep()
        self.set_level(doc, depth)

    def set_level(self, doc: dict, depth: int) -> None:
        """Note how deep the record sits: 0 for the top."""
        if doc.get(self.sub_field) and not depth:
            raise faults.bad_parent(f"{self.sub_field} needs a ParentRef.")
        doc[self.sub_field] = depth > 0
