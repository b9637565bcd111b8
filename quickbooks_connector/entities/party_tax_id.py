import re

from odoo import models
from odoo.tools import SQL

from ..api import query
from ..matching import is_alike
from . import convert, tax_ids

#: QuickBooks shows the end of a tax number only, behind a mask.
_MASKED = re.compile(r"^X{3,}")
#: Longest number that QuickBooks takes.
_LIMIT = 20


class QuickbooksEntityParty(models.AbstractModel):
    """The tax number: said to QuickBooks, which shows no more than its end afterwards.

    So it is never read into Odoo, and its mask is never written back.
    """

    _inherit = "quickbooks.entity.party"

    #: Property that holds the tax number.
    _tax_key = "TaxIdentifier"

    def _has_tax_number(self, connection):
        """Tell whether QuickBooks keeps a tax number of this kind in this country."""
        return True

    def _add_parts(self, values, record, connection, binding, before):
        super()._add_parts(values, record, connection, binding, before)
        if self._has_tax_number(connection):
            self._add_tax_number(values, record, before)

    def _add_tax_number(self, values, record, before):
        """Add the tax number, unless QuickBooks has it behind its mask already."""
        number = (record.vat or "").strip()[:_LIMIT]
        there = before.get(self._tax_key) or ""
        if number and not (_MASKED.match(there) and number.endswith(_end(there))):
            values[self._tax_key] = number

    def _agreed(self, obj, known):
        agreed = super()._agreed(obj, known)
        return agreed | convert.repeat(obj, (self._tax_key,))

    # === MATCHING === #

    def _copy_statements(self, records, connection):
        """Return the statements that read what our copy of the list says is alike.

        QuickBooks can't be asked for tax numbers, nor for the addresses of vendors.
        """
        emails = {mail for record in records for mail in self._emails(record)}
        ends = {tax_ids.visible(record.vat) for record in records} - {""}
        if not (emails or ends):
            return []
        self.env["quickbooks.counterpart"].flush_model()
        connection.env.cr.execute(
            SQL(
                """
                SELECT qbo_id FROM quickbooks_counterpart
                 WHERE connection_id = %s AND entity = %s AND active
                   AND (string_to_array(email, ', ') && %s::text[]
                        OR tax_id = ANY(%s))
              ORDER BY id
                """,
                connection.id,
                self._qbo_entity,
                sorted(emails),
                sorted(ends),
            )
        )
        ids = [id_ for (id_,) in connection.env.cr.fetchall()]
        return [
            ("copy", query.select(self._qbo_entity, condition))
            for condition in query.where_in("Id", ids)
        ]

    def _same_tax_id(self, record, obj):
        """Tell whether the tax number proves that the two are one.

        Its end alone proves nothing where there are thousands: the names have to be
        alike too.
        """
        number = tax_ids.plain(record.vat)
        there = tax_ids.tax_id_of(obj)
        if not number or not there:
            return False
        if tax_ids.plain(there) == number:
            return True
        same_end = tax_ids.visible(record.vat) == tax_ids.visible(there)
        return same_end and is_alike(record.name or "", obj["DisplayName"])


def _end(masked):
    """Return what a masked number shows of itself."""
    return masked.lstrip("X")
