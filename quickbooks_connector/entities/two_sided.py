from odoo import models

from ..api import dumps_payload
from . import document_state
from .cause import EntityError


class QuickbooksEntityTwoSided(models.AbstractModel):
    """What both sides edit in parts, each with words of its own.

    Each side is compared with what it said itself when both last agreed, see
    ``document_state.py``.
    """

    _name = "quickbooks.entity.two.sided"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Entity That Both Sides Edit"

    # === WHAT BOTH SIDES AGREED ON === #

    def _stands(self, binding, obj):
        before = document_state.loads(binding.synced_object)
        if not before:
            return None
        return not document_state.changed(before, document_state.kept(obj))

    def _answer_vals(self, binding, obj):
        vals = super()._answer_vals(binding, obj)
        return vals | {"synced_object": dumps_payload(document_state.kept(obj))}

    def _link_vals(self, record, obj, connection, known=None):
        vals = super()._link_vals(record, obj, connection, known)
        return vals | {"synced_object": dumps_payload(document_state.kept(obj))}

    def _found_vals(self, record, obj, connection):
        vals = super()._found_vals(record, obj, connection)
        return vals | {"synced_object": dumps_payload(document_state.kept(obj))}

    def _agree(self, record, said, binding, connection):
        """Note what Odoo says now of what was taken over, and of nothing else.

        :param said: what Odoo said before: its own edits stay to be sent
        """
        now = self._said(record, connection)
        agreed = document_state.loads(binding.synced_payload)
        if binding.state == "synced" or not agreed:
            agreed = said = now
        for key in agreed.keys() | now.keys():
            if document_state.changed({key: said.get(key)}, {key: now.get(key)}):
                agreed[key] = now.get(key)
        agreed = {key: value for key, value in agreed.items() if value is not None}
        binding.synced_payload = dumps_payload(agreed)

    # === WHAT ODOO SAYS === #

    def _said(self, record, connection):
        """Return what Odoo says of ``record``; nothing when it can't be said."""
        try:
            return self._export_values(record, connection)
        except EntityError:
            return {}

    def _changed_here(self, record, binding, connection):
        """Return the parts of ``record`` that were edited since both sides agreed."""
        if binding.state == "synced":
            return set()
        before = document_state.loads(binding.synced_payload)
        if record.state == "cancel":
            return {"state"} if before else set()
        try:
            values = self._export_values(record, connection)
        except EntityError:
            return {*document_state.PARTS}
        return document_state.changed(before, values)
