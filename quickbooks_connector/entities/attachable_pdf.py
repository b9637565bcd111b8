import hashlib

from odoo import models
from odoo.exceptions import UserError

from .cause import HELD, EntityError


class QuickbooksEntityAttachablePdf(models.AbstractModel):
    """A document as it is printed, beside it in QuickBooks.

    It belongs to what QuickBooks was told of the document: when that changes, a new
    print replaces the old one. Documents that others have made are files already.
    """

    _name = "quickbooks.entity.attachable.pdf"
    _inherit = "quickbooks.entity.attachable"
    _description = "QuickBooks Attachment of a Printed Document"

    _odoo_model = "account.move"
    _is_variant = True
    _imports = False
    _imports_new = False

    def _get_bearer(self, record):
        return record

    def _hanging_on(self, records, connection):
        if not connection.send_pdf or records._name != self._odoo_model:
            return self.env[self._odoo_model]
        return records.filtered(lambda move: move.is_sale_document(True))

    def _filter_eligible(self, records, connection):
        # It goes with its document, never before.
        return records.browse()

    def _export_ready(self, record, connection):
        return record.state == "posted"

    def _export_operation(self, record, binding):
        if not binding.connection_id.send_pdf:
            return None
        return super()._export_operation(record, binding)

    def _export_constraints(self, record, connection):
        """Nothing to check: a print is small, and a PDF."""

    def _sent_mark(self, record, binding):
        document = self._bearer_binding(record, binding.connection_id)
        said = (document.synced_payload or "").encode()
        return {"Of": hashlib.sha256(said).hexdigest()}

    def _bearer_binding(self, record, connection):
        document = super()._bearer_binding(record, connection)
        if document.is_due or document.state in HELD:
            raise EntityError(
                "waits_for", needed=record.display_name, binding=document.id
            )
        return document

    def _file_name(self, record):
        return record._get_invoice_report_filename()

    def _content_type(self, record):
        return "application/pdf"

    def _known_size(self, content):
        # No two prints are alike to the byte.
        return None

    def _content(self, record):
        if record.invoice_pdf_report_id:
            return record.invoice_pdf_report_id.raw
        lang = record.partner_id.lang
        reports = self.env["ir.actions.report"].sudo().with_context(lang=lang)
        try:
            report = self.env["account.move.send"]._get_default_pdf_report_id(record)
            content, _kind = reports._render_qweb_pdf(report.report_name, record.ids)
        except UserError as error:
            raise EntityError("file_unprinted", detail=str(error)) from error
        return content
