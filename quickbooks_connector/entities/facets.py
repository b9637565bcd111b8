from odoo import models
from odoo.tools import SQL

from .cause import HELD, LOOKED_FOR, EntityError


class QuickbooksEntity(models.AbstractModel):
    """What a record names in QuickBooks, and which of several counterparts is meant.

    A record may have several counterparts of one kind, told apart by a facet, such as
    the currency that QuickBooks gives a customer for ever. The engine asks the entity
    of a binding (``binding._get_entity()``), which knows the binding's facet; so an
    entity without facets need not know of any.
    """

    _inherit = "quickbooks.entity"

    # === WHICH COUNTERPART === #

    def _for_facet(self, facet):
        """Return this entity, asked about the counterparts that ``facet`` tells."""
        if facet == self._get_facet():
            return self
        return self.with_context(quickbooks_facet=facet)

    def _get_facet(self):
        """Return the facet of the counterparts that are asked about."""
        return self.env.context.get("quickbooks_facet") or ""

    def _binding_of(self, record, connection):
        """Return the binding of ``record`` that is asked about, maybe empty."""
        return record._quickbooks_binding(
            self._qbo_entity, connection, self._get_facet()
        )

    def _sql_of_facet(self, payload):
        """Return the condition for objects that may have the facet asked about.

        :param str payload: the column that holds them, as JSON
        """
        return SQL("TRUE")

    def _rows_of(self, record, connection):
        """Return the bindings of ``record`` as this kind, of all facets."""
        return record.sudo().qbo_binding_ids.filtered(
            lambda row: (
                row.connection_id == connection and row.entity == self._qbo_entity
            )
        )

    def _facet_of(self, record, obj, connection):
        """Return the facet of the link between ``record`` and ``obj`` of QuickBooks."""
        return ""

    # === WHAT IT NEEDS === #

    def _export_needs(self, record, connection):
        """Return a :class:`~.need.Need` for each record that must be there before it.

        ``(QuickBooks entity, record)`` will do where there are no facets.
        """
        return []

    def _ref(self, qbo_entity, record, connection, facet=""):
        """Return ``{"value": id}`` of the counterpart of ``record``.

        With ``quickbooks_unplaced`` in the context, where what is said matters and not
        which id QuickBooks gave what it names, the id is one of our own.

        :raise EntityError: cause ``waits_for``, it is not there yet
        """
        binding = record._quickbooks_binding(qbo_entity, connection, facet)._lead()
        if self.env.context.get("quickbooks_unplaced"):
            if binding.qbo_id or binding.state not in HELD:
                return {"value": f"{qbo_entity}{facet}:{record.id}"}
        if not binding.qbo_id or binding.cause == LOOKED_FOR:
            raise EntityError(
                "waits_for", needed=record.display_name, binding=binding.id
            )
        return {"value": binding.qbo_id}

    def _ref_if_there(self, qbo_entity, record, connection):
        """Return the same, and nothing when it is not there yet."""
        try:
            return self._ref(qbo_entity, record, connection)
        except EntityError:
            return None

    def _ref_of(self, need, connection):
        """Return ``{"value": id}`` of the counterpart of what is needed; see `_ref`."""
        return self._ref(need.entity, need.record, connection, need.facet)
