from odoo import models
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ..api import query
from . import convert, lookup, names, tax_ids
from .cause import EntityError

#: QuickBooks wants a name to be used once in all of these together.
_NAMESAKES = ("Customer", "Vendor", "Employee")


class QuickbooksEntityParty(models.AbstractModel):
    """Which existing customer or vendor a partner is, and what it may be called."""

    _inherit = "quickbooks.entity.party"

    #: QuickBooks can be asked for those who have an address.
    _finds_addresses = True

    # === MATCHING === #

    def _match_statements(self, records, connection):
        emails, wanted = set(), set()
        for record in records:
            emails.update(self._emails(record))
            tried = self._names_to_try(record)
            wanted.update(self._spellings(record))
            binding = self._binding_of(record, connection)
            # The other names are only asked for once one of them proved taken too.
            if binding.qbo_name or binding.is_new:
                wanted.update(tried)
        statements = self._copy_statements(records, connection)
        if self._finds_addresses:
            statements += [
                ("email", query.select(self._qbo_entity, condition))
                for condition in query.where_in("PrimaryEmailAddr", sorted(emails))
            ]
        for namesake in _NAMESAKES:
            statements += [
                (namesake, query.select(namesake, condition))
                for condition in query.where_in("DisplayName", sorted(wanted))
            ]
        return statements

    def _match(self, records, rows, connection):
        chosen = {}
        candidates = _Candidates(self, rows, connection)
        # Parents first: a child is only looked for below its own parent.
        for record in records.sorted(lambda r: (self._get_rank(r), r.id)):
            choice = self._choose(record, candidates, connection, chosen)
            if choice:
                chosen[record] = choice
        return chosen

    def _choose(self, record, candidates, connection, chosen):
        """Return the object, the name or the problem for ``record``; see base.

        The same e-mail address tells more than the same name: people write names in
        many ways.
        """
        parent_id = self._parent_id(record, connection, chosen)
        tried = self._names_to_try(record)
        own = {name.casefold() for name in self._spellings(record)}
        binding = self._binding_of(record, connection)
        if binding.is_new:
            # Somebody has said that it is none of those that are there.
            return self._free_name(tried, candidates, binding)
        near = candidates.below(parent_id, self._currency_of(record, connection))
        alike = _with_address(near, self._emails(record))
        same = _called(alike, own)
        if len(alike) > 1 and not same:
            listed = ", ".join(sorted(obj["DisplayName"] for obj in alike))
            return EntityError("ambiguous", names=listed)
        found = (
            same
            or alike
            or [obj for obj in near if self._same_tax_id(record, obj)]
            or _called(near, own)
        )[:1]
        if found:
            return candidates.take(found[0])
        return self._free_name(tried, candidates, binding)

    def _free_name(self, tried, candidates, binding):
        """Return the name to create a record under, nothing when it is its own."""
        name = next(filter(candidates.is_free, tried), None)
        if not name:
            return EntityError("name_taken", name=tried[0])
        candidates.use(name)
        return name if name != tried[0] or binding.qbo_name else None

    def _parent_id(self, record, connection, chosen):
        """Return the id, in QuickBooks, of what ``record`` is shown under."""
        need = self._parent_need(record, connection)
        if not need:
            return None
        found = chosen.get(need.record)
        if isinstance(found, dict) and need.facet == self._get_facet():
            return found["Id"]
        entity = self._for_facet(need.facet)
        binding = entity._binding_of(need.record, connection)._lead()
        # Below a parent that is not there yet nothing can be found.
        return binding.qbo_id or ""

    def _names_to_try(self, record):
        name = self._name_of(record) or "?"
        return names.alternatives(name, self._qbo_entity, self._name_limit)

    def _namesake_key(self, qbo_entity):
        return qbo_entity if qbo_entity in _NAMESAKES else None

    def _emails(self, record):
        return email_normalize_all(record.email or "")

    def _find_record(self, obj, connection):
        known = self._known([obj], connection)
        parent = known.parent_of(obj)
        partners = connection.env[self._odoo_model]
        domain = self._match_domain(connection) & Domain(
            "parent_id", "=", parent.id if parent else False
        )
        name = names.plain(obj["DisplayName"])
        bare = names.without_currency(name, convert.get(obj, "CurrencyRef.value"))
        emails = email_normalize_all(convert.get(obj, "PrimaryEmailAddr.Address") or "")
        for found in (
            partners.search(domain & Domain("email_normalized", "in", emails)),
            self._with_tax_id_of(partners, domain, obj),
            partners.search(domain & Domain("name", "in", [name, bare])),
        ):
            found = self._unlinked(found, connection, obj)
            found = found.filtered(lambda one: self._may_be(one, obj, connection))
            if len(found) > 1:
                found = found.filtered(lambda partner: partner.name == name) or found
            if found:
                return self._only(found)
        return partners

    def _with_tax_id_of(self, partners, domain, obj):
        end = tax_ids.visible(tax_ids.tax_id_of(obj))
        if not end:
            return partners
        found = partners.search(domain & Domain("vat", "=ilike", f"%{end}"))
        return found.filtered(lambda partner: self._same_tax_id(partner, obj))

    def _may_be(self, record, obj, connection):
        """Tell whether ``obj`` may be a further counterpart of ``record``.

        An address alone proves it only of who has no counterpart at all yet: several
        companies may share one, and bills would go to the wrong one.
        """
        if not self._facet_of(record, obj, connection):
            return True
        return self._is_namesake(record, obj, connection)


class _Candidates:
    """What a chunk of records may be linked to, each thing once."""

    def __init__(self, entity, rows, connection):
        self.entity = entity
        self.connection = connection
        objects = {
            obj["Id"]: obj
            for key in ("copy", "email", entity._qbo_entity)
            for obj in rows.get(key, ())
        }
        self.objects = lookup.unlinked(entity, objects, connection)
        self.names = {
            obj["DisplayName"].casefold()
            for namesake in _NAMESAKES
            for obj in rows.get(namesake, ())
        } | {obj["DisplayName"].casefold() for obj in objects.values()}

    def below(self, parent_id, code):
        """Return those at the right place of the hierarchy, of the right currency."""
        return [
            obj
            for obj in self.objects.values()
            if convert.get(obj, "ParentRef.value") == parent_id
            and self.entity._trades_in(obj, code, self.connection)
        ]

    def take(self, obj):
        """Reserve ``obj`` for one record."""
        del self.objects[obj["Id"]]
        return obj

    def is_free(self, name):
        """Tell whether nobody in QuickBooks, and none of the chunk, has ``name``."""
        return name.casefold() not in self.names

    def use(self, name):
        """Reserve ``name`` for one record."""
        self.names.add(name.casefold())


def _with_address(objects, emails):
    """Return those of ``objects`` that have one of ``emails``."""
    wanted = {email.casefold() for email in emails}
    return [obj for obj in objects if wanted & set(_addresses_of(obj))]


def _called(objects, names_):
    """Return those of ``objects`` with one of the names, which are folded."""
    return [obj for obj in objects if obj["DisplayName"].casefold() in names_]


def _addresses_of(obj):
    text = convert.get(obj, "PrimaryEmailAddr.Address") or ""
    return [part.strip().casefold() for part in text.split(",")]
