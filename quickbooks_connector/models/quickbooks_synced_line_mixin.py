from odoo import api, models

from ..sync.mark import mark


class QuickbooksSyncedLineMixin(models.AbstractModel):
    """Lines of which a document is made: when they change, their document does."""

    _name = "quickbooks.synced.line.mixin"
    _description = "Lines of What Is Synced with QuickBooks"

    #: The field that names the document.
    _quickbooks_document_field = ""

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._quickbooks_mark_documents()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self._quickbooks_mark_documents(vals)
        return result

    def unlink(self):
        self._quickbooks_mark_documents()
        return super().unlink()

    def _quickbooks_documents(self):
        """Return the documents of these lines whose edits are of interest."""
        return self[self._quickbooks_document_field]

    def _quickbooks_mark_documents(self, fnames=None):
        """Note that the documents of these lines changed.

        :param fnames: names of what was written; ``None``: lines came or go
        """
        if self.env.context.get("quickbooks_no_mark"):
            return
        if not self.env["quickbooks.connection"]._live_by_company():
            return
        tracked = self.env["quickbooks.entity"]._get_tracked(self._name)
        if fnames is not None and tracked.isdisjoint(fnames):
            return
        targets = self._quickbooks_documents()._quickbooks_mark_targets()
        if targets:
            mark(targets)
