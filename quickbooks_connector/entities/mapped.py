from odoo import models, tools

from ..api import dumps_payload, loads_exact
from . import convert, names
from .cause import WHOLE, EntityError
from .known import parent_id

#: Properties of nested objects that only QuickBooks has a use for.
_INTERNAL = frozenset(("Id", "Lat", "Long", "Tag", "name"))


class QuickbooksEntityMapped(models.AbstractModel):
    """An entity that is shared field by field: edits of either side reach the other.

    The map of fields drives what is sent, what is taken over, which edits are noticed
    and what counts as a change. What is not one field to one property has a pair of
    steps, ``_add_…`` and ``_import_…``.

    ``binding.synced_payload`` is what both sides last agreed on, in QuickBooks' words.
    Against it is told which side changed what: edits of different properties are
    brought together, edits of the same one are a conflict. What has not changed in
    meaning is said again in QuickBooks' own words, so that nothing that Odoo keeps in
    another way (``USA``, a third line of an address) is ever undone.
    """

    _name = "quickbooks.entity.mapped"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Entity with Shared Fields"

    _imports = True
    _imports_new = True
    _merges = True
    _matches = True
    _has_active = True
    #: Property that holds the name in QuickBooks.
    _name_key = "Name"
    _name_limit = 100
    #: Properties that are shared beside those of the map.
    _shared = ("Active",)
    #: Said at creation and left alone afterwards.
    _said_once = ()
    #: Longest values QuickBooks takes, by path.
    _limits = {}
    #: Properties that name an entry of a list, and its kind in ``quickbooks.mapping``.
    _entries = {}

    def _doc_number(self, obj):
        return None

    def _name_of(self, record):
        """Return what ``record`` would be called in QuickBooks if that is free."""
        return convert.clean_name(record.display_name or "", self._name_limit)

    # === EXPORT === #

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if not self._name_of(record):
            raise EntityError("name_missing")

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        binding = self._binding_of(record, connection)
        before = binding._get_agreed()
        self._add_parts(values, record, connection, binding, before)
        for path, limit in self._limits.items():
            text = convert.get(values, path)
            if text:
                convert.put(values, path, text[:limit])
        if not binding.qbo_id:
            self._add_once(values, record, connection)
        values |= convert.repeat(before, self._said_once)
        if "Active" in before:
            # That is for QuickBooks to say; what documents need is brought back.
            values["Active"] = is_active(before)
        if before:
            self._retell(values, before, self._known([], connection))
        return convert.settle_empty(values, before)

    def _add_parts(self, values, record, connection, binding, before):
        """Add what is not one field to one property.

        :param dict before: what both sides last agreed on, empty at first
        """

    def _add_once(self, values, record, connection):
        """Add what is only said at creation, see :attr:`_said_once`."""

    def _retell(self, values, before, known):
        """Say in QuickBooks' words what means the same to Odoo as it did before."""
        for path, converter in self._retold_paths():
            said, value = convert.get(before, path), convert.get(values, path)
            if said is None or value == said or path.split(".")[0] not in values:
                continue
            now, then = (
                convert.meaning(converter, obj, path, known) for obj in (values, before)
            )
            if now == then:
                convert.put(values, path, said)

    def _retold_paths(self):
        """Yield ``(path, converter)`` of what is compared by meaning."""
        for _fname, path, converter in self._fields_and_paths():
            yield path, converter

    def _shared_keys(self):
        """Return the properties that either side may change."""
        keys = [path.split(".")[0] for _fname, path, _conv in self._fields_and_paths()]
        return list(dict.fromkeys([*keys, *self._shared]))

    # === IMPORT: VALUES === #

    def _import_values(self, obj, connection, known=None):
        """Return what ``obj`` is as values of the record's fields.

        Each entity adds its parts; a key that is left out says nothing about its field.

        :param dict obj: as QuickBooks answers it: what is absent is empty
        :param known: a :class:`~.known.Known`, when many objects are taken over
        """
        known = known or self._known([obj], connection)
        vals = {}
        for fname, path, converter in self._fields_and_paths():
            vals[fname] = convert.to_odoo(converter, obj, path, known)
        vals["active"] = is_active(obj)
        return vals

    def _prepare_import_vals(self, obj, connection, known=None):
        """Return the values of the record to create for ``obj``."""
        return self._import_values(obj, connection, known)

    # === IMPORT: MANY === #

    def _import_many(self, objects, connection):
        """Create a record for each of ``objects``, which are linked to none yet.

        The number of statements does not depend on the number of objects, but for
        the rows themselves. Parents may be among the objects, or linked already. The
        caller links what it gets: ``quickbooks.binding._link_many``.

        :return: ``{QuickBooks id: record}``; an :class:`EntityError` in place of the
            record says why an object is not taken over
        """
        known = self._known(objects, connection)
        waiting = {obj["Id"]: obj for obj in objects}
        result = {}
        while waiting:
            ready = [obj for obj in waiting.values() if parent_id(obj) not in waiting]
            for obj in ready:
                del waiting[obj["Id"]]
            refused = {obj["Id"]: self._import_refusal(obj) for obj in ready}
            taken = [obj for obj in ready if not refused[obj["Id"]]]
            created = self._create_from(taken, connection, known)
            known.add(created)
            result |= {id_: why for id_, why in refused.items() if why} | created
        return result

    def _create_from(self, objects, connection, known):
        """Create the records of ``objects``, whose parents are there; see above."""
        vals_list = [
            self._prepare_import_vals(obj, connection, known) for obj in objects
        ]
        records = self._import_model(connection).create(vals_list)
        return {obj["Id"]: record for obj, record in zip(objects, records, strict=True)}

    def _import_model(self, connection):
        """Return the Odoo model, as it is when nobody is to be told of every field."""
        return connection.env[self._odoo_model].with_context(
            tracking_disable=True, quickbooks_no_mark=True
        )

    # === IMPORT: ONE === #

    def _import_object(self, obj, binding, connection):
        if binding:
            record = binding._get_record()
            if record:
                self._merge(record, obj, binding, connection)
            return record
        if not is_active(obj) and not self.env.context.get("quickbooks_needed"):
            # Nothing in Odoo needs it: it would only be one archived record more.
            return self.env[self._odoo_model]
        if self._import_refusal(obj):
            return self.env[self._odoo_model]
        record = self._find_record(obj, connection)
        if record:
            # Both sides had it: only what is empty here is filled in.
            entity = self._for_facet(self._facet_of(record, obj, connection))
            entity._merge(record, obj, binding, connection)
            return record
        return self._import_many([obj], connection)[obj["Id"]]

    def _find_record(self, obj, connection):
        """Return the record that ``obj``, linked to none yet, evidently is, or none.

        :raise EntityError: several records might be it
        """
        return self.env[self._odoo_model]

    def _unlinked(self, records, connection, obj=None):
        """Return those of ``records`` that have no counterpart of this kind yet.

        :param dict obj: the one that is looked for; its facet counts
        :raise EntityError: one of them is being sent at this moment
        """
        free = records.browse()
        for record in records:
            facet = self._facet_of(record, obj, connection)
            row = self._for_facet(facet)._binding_of(record, connection)
            if row.request_id:
                raise EntityError("under_way", record=record.display_name)
            if not row.qbo_id:
                free |= record
        return free

    def _only(self, records):
        """Return the one of ``records``, or none.

        :raise EntityError: there are several
        """
        if len(records) > 1:
            listed = ", ".join(sorted(records.mapped("display_name"))[:5])
            raise EntityError("ambiguous_here", names=listed)
        return records

    def _merge(self, record, obj, binding, connection):
        """Take over what QuickBooks changed since both sides last agreed.

        :raise EntityError: both sides changed the same property
        """
        # What Odoo would send now, in the form of an object of QuickBooks.
        mine = self._export_values(record, connection)
        known = self._known([obj, mine], connection)
        agreed = binding._get_agreed()
        merged = self._merged(mine, self._agreed(obj, known), agreed, known)
        before = self._import_values(mine, connection, known)
        after = self._import_values(merged, connection, known)
        vals = {
            fname: value
            for fname, value in after.items()
            if fname not in before or before[fname] != value
        }
        note = self._settle_active(vals, record, binding)
        if vals:
            self._update_record(
                record.with_context(quickbooks_no_mark=True), vals, connection
            )
        if note:
            record._message_log(body=note)

    def _settle_active(self, vals, record, binding):
        """Keep a record active that has another counterpart; return what to tell."""
        if "active" not in vals:
            return None
        if vals["active"]:
            return self.env._("It was made active in QuickBooks again.")
        others = record.sudo().qbo_binding_ids - binding
        others = others._own_leads().filtered("qbo_id")
        if all(row._get_entity()._is_inactive(row) for row in others):
            return self.env._("Archived: it was made inactive in QuickBooks.")
        del vals["active"]
        names_ = {"kind": self._get_label()}
        return self.env._(
            "The %(kind)s was made inactive in QuickBooks. It stays active here, "
            "for it is something else there too.",
            **names_,
        )

    def _merged(self, mine, theirs, agreed, known):
        """Return ``mine`` with what ``theirs`` changed since ``agreed``.

        Without anything agreed on, only what is empty here is filled in.
        """
        merged, clashing = dict(mine), []
        for key in self._shared_keys():
            here, there, then = (
                self._meaning(key, obj, known) for obj in (mine, theirs, agreed)
            )
            only_here = agreed and there == then
            if here == there or only_here and self._side_of(WHOLE) != "quickbooks":
                continue
            side = self._side_of(key) if agreed and here != then else "quickbooks"
            if not side:
                clashing.append(key)
            elif side == "quickbooks" and (agreed or not here):
                merged.pop(key, None)
                merged |= convert.repeat(theirs, (key,))
        if clashing:
            raise EntityError("changed_both", fields=clashing)
        return merged

    def _meaning(self, key, obj, known):
        """Return what the property ``key`` of ``obj`` means, to be compared."""
        if key == "Active":
            return is_active(obj)
        if key == self._name_key:
            return names.without_mark(obj.get(key) or "")
        found = [
            convert.meaning(converter, obj, path, known)
            for _fname, path, converter in self._fields_and_paths()
            if path.split(".")[0] == key
        ]
        if found:
            return found if any(found) else None
        if key in self._entries:
            # One that nothing in Odoo stands for is no news: Odoo can't hold it.
            return known.standing_for(self._entries[key], obj.get(key))
        value = obj.get(key)
        return value.get("value") if isinstance(value, dict) else value

    def _update_record(self, record, vals, connection):
        """Write what QuickBooks changed into ``record``."""
        record.write(vals)

    # === LINKS === #

    def _is_inactive(self, binding):
        return not is_active(binding._get_agreed())

    def _link_vals(self, record, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._link_vals(record, obj, connection, known)
        there = names.without_mark(obj[self._name_key])
        vals["qbo_name"] = there if there != self._name_of(record) else False
        vals["synced_payload"] = dumps_payload(self._agreed(obj, known))
        return vals

    def _taken_vals(self, record, obj, binding, connection):
        vals = super()._taken_vals(record, obj, binding, connection)
        if binding._get_agreed().get(self._name_key) == obj[self._name_key]:
            # Called otherwise in Odoo, it waits to be renamed there.
            del vals["qbo_name"]
        return vals

    def _found_vals(self, record, obj, connection):
        vals = self._link_vals(record, obj, connection)
        agreed = loads_exact(vals["synced_payload"])
        try:
            said = self._export_values(record, connection)
        except EntityError:
            said = {}
        # What only QuickBooks knows is news once somebody saves the object there.
        both = {
            key: value
            for key, value in agreed.items()
            if said.get(key) or key in self._said_once
        }
        return vals | {"synced_payload": dumps_payload(both)}

    def _agreed(self, obj, known):
        """Return what both sides share of ``obj``, in QuickBooks' words."""
        return {key: _plain(obj[key]) for key in self._agreed_keys() if key in obj}

    @tools.ormcache()
    def _agreed_keys(self):
        return (*self._shared_keys(), *self._said_once)


def _plain(value):
    if not isinstance(value, dict):
        return value
    return {key: part for key, part in value.items() if key not in _INTERNAL}


def is_active(obj):
    """Tell whether ``obj`` is one of the active members of its list."""
    return obj.get("Active", True) is not False
