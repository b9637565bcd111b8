"""Attachables: notes and files that hang on records."""

from .. import faults
from ..model import BY_LOWER_NAME
from .base import Rules


class AttachableRules(Rules):
    """A file's content is kept elsewhere; here is what is known about it."""

    def prepare(self, draft):
        doc = draft.doc
        if not doc.get("Note") and not doc.get("FileName"):
            raise faults.required("Note")
        for ref in doc.get("AttachableRef") or ():
            target = ref.get("EntityRef")
            if target is None:
                continue
            kind = BY_LOWER_NAME.get(target.get("type", "").lower())
            if kind is None or self.store.row(kind, target["value"]) is None:
                name = target.get("type", "")
                raise faults.business(
                    f"The entity {name} {target['value']} that you are trying to link "
                    f"does not exist. {name} {target['value']}"
                )
            ref["EntityRef"] = {"value": target["value"], "type": kind}
            ref.setdefault("IncludeOnSend", False)
        if draft.old is None and doc.get("FileName"):
            path = f"/v3/company/{self.co.realm_id}/download/{draft.id}"
            doc["FileAccessUri"] = path

    def delete(self, body, params):
        """Delete the attachment; its answer begins with the status (recorded)."""
        gone = super().delete(body, params)
        return {"status": gone.pop("status"), **gone}

    def current(self, body):
        """Let a deletion come without a token, as recorded."""
        if body.get("SyncToken") in (None, "") and set(body) <= {"Id", "domain"}:
            return self.fetch(body.get("Id"))
        return super().current(body)
