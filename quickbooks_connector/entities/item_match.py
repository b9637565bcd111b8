from odoo import models
from odoo.fields import Domain

from ..api import query
from . import convert, lookup, names
from .cause import EntityError


class QuickbooksEntityItem(models.AbstractModel):
    """Which existing item a product is, and what it may be called."""

    _inherit = "quickbooks.entity.item"

    # === MATCHING === #

    def _match_statements(self, records, connection):
        codes = {record.default_code for record in records if record.default_code}
        wanted = set()
        for record in records:
            tried = self._names_to_try(record)
            binding = record._quickbooks_binding(self._qbo_entity, connection)
            # The other names are only asked for once one of them proved taken too.
            wanted.update(tried if binding.qbo_name or binding.is_new else tried[:1])
        return [
            (key, query.select(self._qbo_entity, condition))
            for key, values in (("Sku", codes), ("Name", wanted))
            for condition in query.where_in(key, sorted(values))
        ]

    def _match(self, records, rows, connection):
        objects = {
            obj["Id"]: obj for key in ("Sku", "Name") for obj in rows.get(key, ())
        }
        taken = {obj["Name"].casefold() for obj in objects.values()}
        free = lookup.unlinked(self, objects, connection)
        chosen = {}
        for record in records:
            binding = record._quickbooks_binding(self._qbo_entity, connection)
            # Somebody may have said that it is none of those that are there.
            choice = self._choose(record, {} if binding.is_new else free, taken)
            if isinstance(choice, dict):
                del free[choice["Id"]]
            elif isinstance(choice, str):
                taken.add(choice.casefold())
                if choice == self._name_of(record) and not binding.qbo_name:
                    continue
            chosen[record] = choice
        return chosen

    def _choose(self, record, free, taken):
        """Return the item, the name or the problem for ``record``."""
        code = (record.default_code or "").casefold()
        tried = self._names_to_try(record)
        own = tried[0].casefold()
        usable = [obj for obj in free.values() if obj.get("Type") != "Category"]
        alike = [obj for obj in usable if code and _code_of(obj) == code]
        named = [obj for obj in alike or usable if obj["Name"].casefold() == own]
        if len(alike) > 1 and not named:
            listed = ", ".join(sorted(obj["Name"] for obj in alike))
            return EntityError("ambiguous", names=listed)
        if not alike:
            # One name, two codes: two products.
            named = [obj for obj in named if not code or not _code_of(obj)]
        found = (named or alike)[:1]
        if found:
            return found[0]
        name = next((name for name in tried if name.casefold() not in taken), None)
        return name or EntityError("item_name_taken", name=tried[0])

    def _names_to_try(self, record):
        name = self._name_of(record) or "?"
        tried = [name]
        if record.default_code:
            end = f" [{convert.clean_name(record.default_code, 40)}]"
            tried.append(convert.fit(name, self._name_limit - len(end)) + end)
        return tried + [
            convert.fit(name, self._name_limit - 4) + f" ({n})"
            for n in range(2, names.TRIES)
        ]

    def _namesake_key(self, qbo_entity):
        return "Name" if qbo_entity == self._qbo_entity else None

    def _find_record(self, obj, connection):
        products = connection.env[self._odoo_model]
        code, name = obj.get("Sku"), names.without_mark(obj["Name"])
        domain = self._match_domain(connection)
        if code:
            found = products.search(domain & Domain("default_code", "=", code))
            found = self._unlinked(found, connection)
            if found:
                return self._only(self._called(found, name) or found)
            # One name, two codes: two products.
            domain &= Domain("default_code", "=", False)
        found = products.search(domain & Domain("name", "=", name))
        return self._only(self._called(self._unlinked(found, connection), name))

    def _called(self, records, name):
        """Return those of ``records`` that are called ``name`` in QuickBooks."""
        return records.filtered(lambda record: self._name_of(record) == name)


def _code_of(obj):
    return (obj.get("Sku") or "").casefold()
