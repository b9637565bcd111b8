from odoo import api, models

from ..sync.mark import mark

#: Fields whose edits make a file another one, or one of another document.
_TRACKED = frozenset(("res_model", "res_id", "type", "raw", "datas", "db_datas"))


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._quickbooks_mark_files()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        if not _TRACKED.isdisjoint(vals):
            self._quickbooks_mark_files()
        return result

    def unlink(self):
        files = self._quickbooks_mark_files()
        files._quickbooks_say_kept()
        return super().unlink()

    def _quickbooks_mark_files(self):
        """Note those of these that are files of documents; return them, sudoed.

        Contents are not read. Most attachments of a database are none of ours.
        """
        files_sudo = self.sudo().browse()
        if self.env.context.get("quickbooks_no_mark"):
            return files_sudo
        models_ = self.env["quickbooks.entity"]._get_file_models()
        files_sudo = self.sudo().filtered(
            lambda file: (
                file.res_model in models_ and file.res_id and not file.res_field
            )
        )
        if not files_sudo or not self.env["quickbooks.connection"]._live_by_company():
            return files_sudo.browse()
        mark(files_sudo)
        return files_sudo

    def _quickbooks_say_kept(self):
        """Say on the documents of these that QuickBooks does not remove them too."""
        if not self:
            return
        bindings_sudo = self.env["quickbooks.binding"].sudo()
        linked = bindings_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("qbo_id", "!=", False),
                ("state", "!=", "skipped"),
            ]
        )
        files = self.browse(linked.mapped("res_id"))
        for model, group in files.grouped("res_model").items():
            # A document that is deleted takes its files with it, and says nothing.
            documents = self.env[model].browse(group.mapped("res_id")).exists()
            names = {
                document.id: group.filtered(
                    lambda file, document=document: file.res_id == document.id
                ).mapped("name")
                for document in documents
            }
            documents._message_log_batch(
                bodies={
                    id_: self.env._("It stays attached in QuickBooks: %s", names_)
                    for id_, names_ in names.items()
                }
            )
