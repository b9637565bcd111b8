import mimetypes
from functools import partial
from os.path import splitext

from odoo import models
from odoo.fields import Domain
from odoo.tools import human_size

from ..api import const, dumps_payload, loads_exact, query
from . import convert
from .cause import EntityError
from .hanging import Upload

#: What tells which content was sent; QuickBooks has no such properties to be written.
_OURS = ("Checksum", "Size", "Of")
#: Addresses that expire, and so are news at every reading.
EXPIRING = ("TempDownloadUri", "ThumbnailTempDownloadUri")


class QuickbooksEntityAttachable(models.AbstractModel):
    """Files of documents that QuickBooks has; each is on both sides once.

    Nothing is ever removed on one side because it was on the other: a file may be
    proof. A new content of the same file replaces the old one there. Names are not
    kept alike, so that an edit of a name is none of the file.
    """

    _name = "quickbooks.entity.attachable"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Attachment"

    _qbo_entity = "Attachable"
    _odoo_model = "ir.attachment"
    _rank = 80
    _imports = True
    _imports_new = True
    _is_hanging = True
    _has_content = True
    _direction_field = "attachment_direction"

    def _get_label(self):
        return self.env._("file")

    # === WHICH === #

    def _get_bearer(self, record):
        if record.res_model not in self._get_file_models():
            return record
        return self.env[record.res_model].browse(record.res_id).exists()

    def _domain_file(self, records):
        return Domain(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("res_field", "=", False),
                ("type", "=", "binary"),
            ]
        )

    def _hanging_on(self, records, connection):
        if records._name not in self._get_file_models():
            return super()._hanging_on(records, connection)
        return self.env[self._odoo_model].sudo().search(self._domain_file(records))

    def _filter_eligible(self, records, connection):
        files = records.filtered(
            lambda file: (
                file.type == "binary"
                and not file.res_field
                and file.res_model in self._get_file_models()
            )
        )
        borne = set()
        for model, group in files.grouped("res_model").items():
            ids = group.mapped("res_id")
            rows = self._search_bearers(connection, model, ids)
            borne |= {(model, id_) for id_ in rows.mapped("res_id")}
        return files.filtered(lambda file: (file.res_model, file.res_id) in borne)

    def _search_bearers(self, connection, model, ids):
        """Return the bindings of the documents ``ids`` that QuickBooks has."""
        return self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("res_model", "=", model),
                ("res_id", "in", ids),
                ("entity", "in", self._bearing_kinds()),
                ("qbo_id", "!=", False),
                ("state", "!=", "skipped"),
            ]
        )

    def _bearing_kinds(self):
        return [entity._qbo_entity for entity in self._all() if entity._takes_files]

    # === EXPORT === #

    def _export_operation(self, record, binding):
        if not binding.qbo_id:
            return "upload"
        said = self._sent_mark(record, binding)
        known = _payload(binding)
        return "delete" if said != {key: known.get(key) for key in said} else None

    def _makes_room(self, record, binding):
        return False

    def _is_replaced(self, record, binding):
        return True

    def _sent_mark(self, record, binding):
        """Return what tells one content of ``record`` from another."""
        return {"Checksum": record.checksum}

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if not record.file_size:
            raise EntityError("file_empty")
        if record.file_size > const.FILE_MAX_BYTES:
            limit = human_size(const.FILE_MAX_BYTES)
            raise EntityError("file_too_large", limit=limit)
        kind = _extension(self._file_name(record))
        if kind not in const.FILE_TYPES:
            raise EntityError("file_type", type=kind.upper() or record.mimetype)

    def _export_values(self, record, connection):
        bearer = self._bearer_binding(record, connection)
        ref = {"type": bearer.entity, "value": bearer.qbo_id}
        binding = self._own_binding(record, connection)
        return {
            "AttachableRef": [{"EntityRef": ref, "IncludeOnSend": False}],
            "FileName": self._file_name(record),
            "ContentType": self._content_type(record),
        } | self._sent_mark(record, binding)

    def _file_name(self, record):
        """Return the name of the file with an extension, by which QuickBooks goes."""
        name = convert.cut(record.name or "", const.FILE_NAME_MAX - 10)
        if not _extension(name):
            name += mimetypes.guess_extension(record.mimetype or "") or ""
        return name

    def _content_type(self, record):
        return record.mimetype

    def _bearer_binding(self, record, connection):
        """Return the binding of the document on which the file hangs.

        :raise EntityError: QuickBooks has not got it, or not as it is here
        """
        bearer = self._get_bearer(record)
        rows = self._search_bearers(connection, bearer._name, bearer.ids)
        if not rows:
            raise EntityError("not_ours")
        return rows[:1]

    def _own_binding(self, record, connection):
        return self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._qbo_entity),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )

    def _get_upload(self, binding):
        record = binding._get_record()
        content = self._content(record)
        payload = loads_exact(binding.request_payload)
        (ref,) = payload["AttachableRef"]
        where = query.all_of(
            query.equals("AttachableRef.EntityRef.Type", ref["EntityRef"]["type"]),
            query.equals("AttachableRef.EntityRef.value", ref["EntityRef"]["value"]),
        )
        taken = self._siblings(binding, record).mapped("qbo_id")
        return Upload(
            body=dumps_payload({k: v for k, v in payload.items() if k not in _OURS}),
            content=content,
            look=query.select(self._qbo_entity, where),
            find=partial(
                _find, payload["FileName"], self._known_size(content), set(taken)
            ),
        )

    def _content(self, record):
        """Return the bytes of the file.

        :raise EntityError: there are none
        """
        content = record.raw
        if not content:
            raise EntityError("file_lost")
        return content

    def _known_size(self, content):
        """Return the size by which the file is known again; nothing if by none."""
        return len(content)

    def _siblings(self, binding, record):
        """Return the bindings of what else hangs on the same document."""
        bearer = self._get_bearer(record)
        files = self.env["ir.attachment"].sudo().search(self._domain_file(bearer))
        mine = Domain("res_model", "=", files._name) & Domain("res_id", "in", files.ids)
        mine |= Domain("res_model", "=", bearer._name) & Domain(
            "res_id", "in", bearer.ids
        )
        return self.env["quickbooks.binding"].search(
            mine
            & Domain("connection_id", "=", binding.connection_id.id)
            & Domain("entity", "=", self._qbo_entity)
            & Domain("id", "!=", binding.id)
            & Domain("qbo_id", "!=", False)
        )

    def _link_vals(self, record, obj, connection, known=None):
        # A content doesn't change there; what has changed here is still to be sent.
        said = self._own_binding(record, connection).synced_payload
        if not said:
            mark = self._sent_mark(record, None)
            said = dumps_payload({"FileName": obj["FileName"]} | mark)
        return {"doc_number": False, "synced_payload": said}


def _find(name, size, taken, objects):
    """Return the file of that name and size among ``objects``, linked to none."""
    for obj in objects:
        same = size is None or int(obj.get("Size") or 0) == size
        if obj.get("FileName") == name and same and obj["Id"] not in taken:
            return obj
    return None


def _extension(name):
    return splitext(name or "")[1].lstrip(".").lower()


def _payload(binding):
    return loads_exact(binding.synced_payload or "{}")
