from odoo import models
from odoo.tools import SQL

from . import convert, lookup, names
from .need import Need


class QuickbooksEntityParty(models.AbstractModel):
    """One counterpart for each currency that a partner trades in.

    A customer or vendor of QuickBooks has one currency for ever, a partner of Odoo may
    trade in many. What it is created in, or found in, is its main currency; documents
    in another one name a counterpart of their own, whose facet is the currency's code.
    """

    _inherit = "quickbooks.entity.party"

    # === WHICH COUNTERPART === #

    def _need_of(self, partner, currency, connection):
        """Return what a document of ``partner`` in ``currency`` needs in QuickBooks."""
        party = self._party_of(partner, connection)
        facet = self._facet_for(party, currency.name, connection)
        return Need(self._qbo_entity, party, facet)

    def _party_of(self, partner, connection):
        """Return the partner that stands for ``partner`` on documents."""
        return partner.commercial_partner_id

    def _facet_for(self, record, code, connection):
        """Return which counterpart of ``record`` trades in the currency ``code``."""
        if not lookup.has_multicurrency(connection):
            return ""
        return "" if code == self._main_currency(record, connection) else code

    def _currency_of(self, record, connection):
        """Return the code of the currency of the counterpart that is asked about."""
        return self._get_facet() or self._main_currency(record, connection)

    def _main_currency(self, record, connection):
        """Return the code of the currency of the counterpart without a facet.

        Until there is one, it is what the partner trades in by its settings.
        """
        main = record._quickbooks_binding(self._qbo_entity, connection)._lead()
        if main.qbo_id:
            return _code_of(main._get_agreed(), connection)
        return self._get_currency(record, connection).name

    def _get_currency(self, record, connection):
        """Return the currency ``record`` trades in by its settings."""
        return connection.company_id.currency_id

    def _facet_of(self, record, obj, connection):
        if not self._rows_of(record, connection):
            # The first one that it is linked to says what its main currency is.
            return ""
        return self._facet_for(record, _code_of(obj, connection), connection)

    def _parent_need(self, record, connection):
        """Return the counterpart that ``record`` is below: of the same currency."""
        parent = self._parent(record)
        if not parent:
            return None
        code = self._currency_of(record, connection)
        return Need(self._qbo_entity, parent, self._facet_for(parent, code, connection))

    # === WHAT IS SAID === #

    def _add_once(self, values, record, connection):
        super()._add_once(values, record, connection)
        if lookup.has_multicurrency(connection):
            values["CurrencyRef"] = {"value": self._currency_of(record, connection)}

    def _name_of(self, record):
        name, code = super()._name_of(record), self._get_facet()
        return names.in_currency(name, code, self._name_limit)[0] if code else name

    def _spellings(self, record):
        """Return what people may have called the counterpart of ``record``, folded."""
        code = self._get_facet()
        if not code:
            return [self._names_to_try(record)[0]]
        name = self._for_facet("")._name_of(record)
        return names.in_currency(name, code, self._name_limit)

    def _trades_in(self, obj, code, connection):
        """Tell whether ``obj`` of QuickBooks may stand for documents in ``code``."""
        if not lookup.has_multicurrency(connection):
            return True
        return _code_of(obj, connection) == code

    def _sql_of_facet(self, payload):
        if not self._get_facet():
            return super()._sql_of_facet(payload)
        code = SQL("(%s::jsonb #>> '{CurrencyRef,value}')", SQL(payload))
        return SQL("%s = %s", code, self._get_facet())

    def _is_namesake(self, record, obj, connection):
        """Tell whether both have one name, but for the currency that ``obj`` says."""
        name = names.plain(obj["DisplayName"])
        bare = names.without_currency(name, _code_of(obj, connection))
        return (record.name or "").casefold() in (name.casefold(), bare.casefold())

    def _import_names(self, vals, obj, known):
        super()._import_names(vals, obj, known)
        if self._get_facet():
            # The partner is called what its main counterpart is.
            del vals["name"]


def _code_of(obj, connection):
    """Return the code of the currency of ``obj``, the company's when it says none."""
    home = connection.company_id.currency_id.name
    return convert.get(obj, "CurrencyRef.value") or home
