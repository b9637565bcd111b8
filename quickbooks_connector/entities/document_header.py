"""Under which number and date a document is in QuickBooks: never changed in silence.

Odoo's number is fitted by a rule that people can foresee; where QuickBooks gives its
own, Odoo's stands in the memo. A number that another document has there is a matter
for a person, unless that document is the same in all that identifies one. The date is
Odoo's; only where the books are closed, and only if somebody has said so, a new
document is dated to the day on which they are open again.
"""

from datetime import date, timedelta
from decimal import Decimal

from odoo import models
from odoo.tools import format_amount, format_date

from ..api import dumps_payload, loads_exact, query
from ..api.const import AUTO_NUMBER
from . import convert, lookup, names
from .cause import EntityError

#: Kinds that QuickBooks numbers on demand where people number theirs by hand.
_AUTO_NUMBERED = ("Invoice", "Estimate", "SalesReceipt")


class QuickbooksEntityDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.document"

    #: Looked up in QuickBooks only once it has refused a number that is taken there.
    _matches_refused = True
    #: Whether to create a document is nobody's question.
    _asks = False

    def _add_header(self, values, record, connection):
        number = self._number(record, connection)
        if number:
            values["DocNumber"] = number
        values["TxnDate"] = self._txn_date(record, connection).isoformat()

    # === NUMBERS === #

    def _gives_numbers(self, connection):
        """Tell whether QuickBooks numbers documents of this kind itself."""
        return False

    def _number(self, record, connection):
        """Return the number of ``record`` in QuickBooks; nothing: it gives its own."""
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if binding.qbo_name:
            # Somebody has chosen it, for Odoo's was taken there.
            return binding.qbo_name
        if not self._gives_numbers(connection):
            return names.fit_number(self._own_number(record))
        if binding.qbo_id:
            return None
        if not lookup.preference(connection, "SalesFormsPrefs.CustomTxnNumbers"):
            return None
        if self._qbo_entity in _AUTO_NUMBERED:
            return AUTO_NUMBER
        return names.fit_number(self._own_number(record))

    def _own_number(self, record):
        """Return the number that the document has in Odoo."""
        return record.name or ""

    def _answer_vals(self, binding, obj):
        vals = super()._answer_vals(binding, obj)
        said = loads_exact(binding.request_payload or "{}")
        if said.get("DocNumber") == AUTO_NUMBER:
            # It was a wish, not a number: from now on none is said.
            del said["DocNumber"]
            vals["synced_payload"] = dumps_payload(said)
        return vals

    # === A NUMBER THAT IS TAKEN === #

    def _numbers(self, records, connection):
        """Return ``{record: number}`` of those whose number Odoo chooses."""
        numbers = {record: self._number(record, connection) for record in records}
        return {
            record: number
            for record, number in numbers.items()
            if number and number != AUTO_NUMBER
        }

    def _refusal_statements(self, records, connection):
        numbers = sorted(set(self._numbers(records, connection).values()))
        return [
            ("number", query.select(self._qbo_entity, condition))
            for condition in query.where_in("DocNumber", numbers)
        ]

    def _refusals(self, records, rows, connection):
        taken = {obj["DocNumber"]: obj for obj in rows.get("number", ())}
        found = {}
        for record, number in self._numbers(records, connection).items():
            obj = taken.get(number)
            binding = record._quickbooks_binding(self._qbo_entity, connection)
            if obj and obj["Id"] != binding.qbo_id:
                found[record] = self._same_or_taken(record, obj, connection)
        return found

    def _match_statements(self, records, connection):
        return self._refusal_statements(records, connection)

    def _match(self, records, rows, connection):
        return self._refusals(records, rows, connection)

    def _is_same_there(self, record, obj, connection):
        """Tell whether ``obj`` is ``record``, by all but its number.

        A number alone proves nothing: party, currency, total and date have to agree.
        """
        party = self._party_need(record, connection)
        try:
            ref = self._ref_of(party, connection)["value"]
        except EntityError:
            ref = None
        currency = lookup.currency_of(obj, connection.company_id)
        total = self._decimal(record.amount_total, record.currency_id)
        return (
            ref == convert.get(obj, f"{party.entity}Ref.value")
            and currency == record.currency_id
            and Decimal(str(obj.get("TotalAmt"))) == total
            and obj.get("TxnDate") == self._date(record).isoformat()
        )

    def _same_or_taken(self, record, obj, connection):
        """Return ``obj`` when it is ``record``, else why its number can't be used."""
        if self._is_same_there(record, obj, connection):
            return obj
        party = self._party_need(record, connection)
        currency = lookup.currency_of(obj, connection.company_id)
        amount = Decimal(str(obj.get("TotalAmt") or 0))
        return EntityError(
            "number_taken",
            number=obj["DocNumber"],
            clash={
                "id": obj["Id"],
                "version": obj["SyncToken"],
                "party": convert.get(obj, f"{party.entity}Ref.name") or "",
                "date": obj.get("TxnDate"),
                "total": format_amount(self.env, float(amount), currency),
            },
        )

    def _refusal_args(self, record, connection):
        args = super()._refusal_args(record, connection)
        closing = lookup.closing_date(connection)
        return args | {
            "number": self._number(record, connection) if record else "",
            "closing": format_date(self.env, closing) if closing else "…",
        }

    # === DATES === #

    def _txn_date(self, record, connection):
        """Return the date of ``record`` in QuickBooks.

        :raise EntityError: the books are closed there at that date
        """
        wanted = self._date(record)
        if not lookup.is_closed(connection, wanted):
            return wanted
        closing = date.fromisoformat(lookup.closing_date(connection))
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if binding.qbo_id:
            # What is in the books can't leave a closed period, nor is it moved again.
            said = loads_exact(binding.synced_payload or "{}").get("TxnDate")
            if said and not lookup.is_closed(connection, date.fromisoformat(said)):
                return date.fromisoformat(said)
        elif connection.closed_way == "next" or binding.is_redated:
            return closing + timedelta(days=1)
        raise EntityError("closed_books", closing=format_date(self.env, closing))
