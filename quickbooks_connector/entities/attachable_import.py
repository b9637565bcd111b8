"""Files that somebody has attached in QuickBooks."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import human_size

from ..api import const, dumps_payload, query
from .attachable import EXPIRING
from .cause import EntityError


class QuickbooksEntityAttachable(models.AbstractModel):
    _inherit = "quickbooks.entity.attachable"

    def _where_hanging(self, bindings):
        return [
            query.all_of(query.equals("AttachableRef.EntityRef.Type", kind), condition)
            for kind, rows in bindings.grouped("entity").items()
            for condition in query.where_in(
                "AttachableRef.EntityRef.value", rows.mapped("qbo_id")
            )
        ]

    def _kept(self, obj):
        return dumps_payload({k: v for k, v in obj.items() if k not in EXPIRING})

    def _wants_content(self, obj, binding, connection):
        if binding or not obj.get("FileName"):
            return False
        documents = self._documents(obj, connection)
        missing = [
            doc for doc in documents if not self._find_here(obj, doc, connection)
        ]
        if missing and int(obj.get("Size") or 0) > const.FILE_MAX_BYTES:
            limit = human_size(const.FILE_MAX_BYTES)
            raise EntityError("file_too_large_here", file=obj["FileName"], limit=limit)
        return bool(missing)

    def _import_object(self, obj, binding, connection):
        if binding:
            return self._follow(obj, binding, connection)
        files = self.env[self._odoo_model].sudo()
        if not obj.get("FileName"):
            # A note without a file: what people write there stays there.
            return files
        for document in self._documents(obj, connection):
            found = self._find_here(obj, document, connection)
            files |= found or self._create_file(obj, document)
        # One object is linked to one record; on further documents it has copies.
        return files[:1]

    def _documents(self, obj, connection):
        """Return the records of Odoo on which ``obj`` hangs, in its order."""
        kinds = self._bearing_kinds()
        documents = []
        for ref in obj.get("AttachableRef") or ():
            target = ref.get("EntityRef") or {}
            if target.get("type") in kinds:
                documents += self._document(target, connection)
        return documents

    def _document(self, target, connection):
        binding = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", target["type"]),
                ("qbo_id", "=", target.get("value")),
                ("res_model", "in", list(self._get_file_models())),
            ]
        )
        record = binding._get_record() if binding else None
        return [record] if record else []

    def _find_here(self, obj, document, connection):
        """Return the same file on ``document``, where somebody attached it too.

        :raise EntityError: it is being sent at this moment
        """
        size = int(obj.get("Size") or 0)
        same = Domain("name", "=", obj["FileName"]) & Domain("file_size", "=", size)
        files = self.env[self._odoo_model].sudo()
        for file in files.search(self._domain_file(document) & same):
            binding = self._own_binding(file, connection)
            if binding.request_id:
                raise EntityError("under_way", record=file.name)
            if not binding.qbo_id:
                return file
        return files

    def _create_file(self, obj, document):
        """Attach the content that was fetched; pictures and pages stay what they are.

        Nobody's browser may run what a stranger has put into a file.
        """
        file = (
            self.env[self._odoo_model]
            .sudo()
            .with_context(
                quickbooks_no_mark=True,
                attachments_mime_plainxml=True,
                image_no_postprocess=True,
            )
            .create(
                {
                    "name": obj["FileName"],
                    "raw": self.env.context["quickbooks_content"],
                    "res_model": document._name,
                    "res_id": document.id,
                    "company_id": document.company_id.id,
                }
            )
        )
        document._message_log(
            body=self.env._("Attached in QuickBooks: %s", obj["FileName"])
        )
        if not document.message_main_attachment_id:
            document._message_set_main_attachment_id(file)
        return file

    def _follow(self, obj, binding, connection):
        """Follow a change of what is linked: it may hang on the document no longer."""
        file = binding._get_record()
        bearer = binding._get_entity()._get_bearer(file) if file else file
        if file and bearer not in self._documents(obj, connection):
            self._import_deleted(binding, connection)
        return file

    def _import_deleted(self, binding, connection):
        if binding.cause == "file_removed_there":
            return
        file = binding._get_record()
        binding.write(
            {"state": "skipped", "is_due": False, "cause": "file_removed_there"}
        )
        if file:
            entity = binding._get_entity()
            entity._get_bearer(file)._message_log(
                body=self.env._(
                    "Removed in QuickBooks: %s. It stays attached here.",
                    entity._file_name(file),
                )
            )
