"""Which document of QuickBooks an older one of Odoo is, though no link says so.

Links may be gone: the add-on was removed and came back. A number that QuickBooks takes
only once tells then (``document_header.py``), but a document that was made there has
another one here, and where QuickBooks gives the numbers none is refused. So what is
older than the connection is looked for before it is created; nothing else costs a read.
"""

from odoo import models

from ..api import query
from . import lookup, names


class QuickbooksEntitySalesDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.sales.document"

    def _is_sought(self, record, binding):
        if super()._is_sought(record, binding):
            return True
        began = binding.connection_id.create_date
        return bool(record.create_date < began and not binding.last_synced_at)

    def _number_born_with(self, record):
        """Return the number of ``record`` in QuickBooks if it was made there."""
        return names.fit_number(record.payment_reference or "")

    def _match_statements(self, records, connection):
        numbers = self._numbers(records, connection)
        wanted = {*numbers.values(), *map(self._number_born_with, records)} - {""}
        conditions = [("number", c) for c in query.where_in("DocNumber", wanted)]
        # What is numbered there names its number here in the memo, by which QuickBooks
        # finds nothing: a day's documents are read.
        unnumbered = records.filtered(lambda record: record not in numbers)
        days = sorted({self._date(record) for record in unnumbered})
        conditions += [("day", query.equals("TxnDate", day)) for day in days]
        return [
            (key, query.select(self._qbo_entity, condition))
            for key, condition in conditions
        ]

    def _match(self, records, rows, connection):
        objects = {obj["Id"]: obj for found in rows.values() for obj in found}
        objects = lookup.unlinked(self, objects, connection)
        found = {}
        for record in records:
            for obj in objects.values():
                if self._is_known_by(record, obj) and self._is_same_there(
                    record, obj, connection
                ):
                    found[record] = objects.pop(obj["Id"])
                    break
        # Of the others only those that QuickBooks has refused are in anybody's way.
        refused = records.filtered(
            lambda record: (
                record not in found
                and record._quickbooks_binding(self._qbo_entity, connection).attempts
            )
        )
        return self._refusals(refused, rows, connection) | found

    def _is_known_by(self, record, obj):
        """Tell whether ``obj`` has a number of ``record``, or names it in the memo."""
        number = obj.get("DocNumber")
        if number and number in (
            names.fit_number(self._own_number(record)),
            self._number_born_with(record),
        ):
            return True
        return record.name in (obj.get("PrivateNote") or "").split(" · ")

    def _found_vals(self, record, obj, connection):
        vals = super()._found_vals(record, obj, connection)
        number = obj.get("DocNumber")
        own = names.fit_number(self._own_number(record))
        if number and number != own and number == self._number_born_with(record):
            # The other party knows it by that number, so it keeps it.
            vals["is_born_there"] = True
        return vals
