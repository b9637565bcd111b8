"""Which documents made of a journal entry are sent, and from when on."""

from odoo import models
from odoo.fields import Domain


class QuickbooksEntityDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.document"

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) | Domain(
            [
                ("company_id", "=", connection.company_id.id),
                ("move_type", "in", self._move_types),
                ("state", "=", "posted"),
            ]
        )

    def _domain_started(self, connection):
        started = Domain("invoice_date", ">=", str(connection.start_date))
        return super()._domain_started(connection) & started

    def _receives(self, connection):
        # QuickBooks raises the version of what it is paid for: that has to be followed
        # wherever documents are sent.
        return self._imports and self._get_direction(connection) != "off"

    def _takes_new(self, connection):
        # Changes of what was sent are let in above; what is born there is not.
        out_only = self._get_direction(connection) == "out"
        return super()._takes_new(connection) and not out_only
