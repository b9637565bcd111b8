"""Documents of QuickBooks become moves together, and are followed so."""

from odoo import models

from . import document_state
from .cause import EntityError
from .linked import Linked
from .reading import Reading, refs_of


class QuickbooksEntityDocument(models.AbstractModel):
    """A move by itself costs Odoo several times what one of many does. So documents
    that evidently are new and complete are created by one ``create`` and posted
    together, and edits that meet none of Odoo's are taken over together; whatever
    needs a second look takes the way of ``_import_object``.
    """

    _inherit = "quickbooks.entity.document"

    _imports_together = True

    def _import_together(self, objects, connection):
        prepared = []
        for reading in self._evident(objects, connection):
            try:
                reading.require()
                prepared.append((reading, self._prepare_import_vals(reading)))
            except EntityError:
                # The reason is told when the document is taken over by itself.
                continue
        if not prepared:
            return {}
        moves = self._create_moves(prepared, connection)
        return {
            reading.obj["Id"]: move
            for (reading, _vals), move in zip(prepared, moves, strict=True)
        }

    def _follow_together(self, pairs, connection):
        if self._get_direction(connection) == "out":
            return {}
        refs = {ref for _binding, obj in pairs for ref in refs_of(obj, self)}
        linked = Linked(connection, refs)
        changes = {}
        for binding, obj in pairs:
            record = binding._get_record()
            if not record or not binding.synced_object or self._is_void(obj):
                continue
            reading = Reading(obj, self, connection, linked)
            before = document_state.loads(binding.synced_object)
            parts = document_state.changed(before, document_state.kept(obj))
            try:
                reading.require()
                changes[binding] = self._change(record, parts, reading, before)
            except EntityError:
                continue
        self._take(list(changes.values()))
        for binding, change in changes.items():
            self._agree(change.record, {}, binding, connection)
            self._note_state(change.record, change.reading.obj, binding)
        return {binding: change.record for binding, change in changes.items()}

    def _evident(self, objects, connection):
        """Return readings of those ``objects`` that need no further look.

        The others stay out, may be documents of Odoo, or are dated in locked books.
        """
        refs = {ref for obj in objects for ref in refs_of(obj, self)}
        linked = Linked(connection, refs)
        readings = [
            Reading(obj, self, connection, linked)
            for obj in objects
            if not self._why_not_taken(obj, connection)
        ]
        doubtful = self._maybe_here(readings, connection)
        doubtful |= self._locked_out(readings, connection)
        return [reading for reading in readings if reading not in doubtful]

    def _maybe_here(self, readings, connection):
        """Return those of ``readings`` that may be documents of Odoo, as a set."""
        under_way = self._under_way(connection)
        return {
            reading
            for reading in readings
            if any(self._says_the_same(said, reading.obj) for _row, said in under_way)
        }


class QuickbooksEntitySalesDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.sales.document"

    def _maybe_here(self, readings, connection):
        """Look for the numbers of sales documents too, see ``_find_record``."""
        doubtful = super()._maybe_here(readings, connection)
        numbers = {number for r in readings if (number := r.obj.get("DocNumber"))}
        known = set(self._numbered(list(numbers), connection).mapped("name"))
        return doubtful | {r for r in readings if r.obj.get("DocNumber") in known}
