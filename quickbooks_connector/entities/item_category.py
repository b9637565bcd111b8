from odoo import models

from ..api import query
from . import convert, lookup, names
from .cause import EntityError

#: Levels of categories that QuickBooks has.
LEVELS = 4


class QuickbooksEntityItemCategory(models.AbstractModel):
    """A category of products: an item of its own kind in QuickBooks.

    It goes when a product in it does, its parents first. What is deeper than
    QuickBooks' four levels is no category there; its products are listed in the one
    above that still is.
    """

    _name = "quickbooks.entity.item.category"
    _inherit = "quickbooks.entity.mapped"
    _description = "QuickBooks Category"

    _qbo_entity = "Item"
    _odoo_model = "product.category"
    _is_variant = True
    _rank = 15
    _area = "products"
    _direction_field = "product_direction"
    _duplicate_cause = "item_name_taken"
    _asks = False
    _web_path = "items"
    _watched = {"product.category": ("name", "parent_id")}

    _shared = ("Name", "SubItem", "ParentRef", "Active")
    _said_once = ("Type",)

    def _get_label(self):
        return self.env._("product category")

    def _sends(self, connection):
        wanted = connection.sudo().send_categories and connection.sudo().has_categories
        return wanted and super()._sends(connection)

    def _get_rank(self, record):
        return self._rank + min(_depth(record), LEVELS)

    def _shown_as(self, record):
        """Return the category that ``record`` is in QuickBooks, itself or one above."""
        line = _line(record)
        return line[:LEVELS][-1] if line else record

    # === EXPORT === #

    def _name_of(self, record):
        return convert.clean_name(record.name or "", self._name_limit)

    def _export_needs(self, record, connection):
        return [(self._qbo_entity, parent) for parent in record.parent_id]

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if _depth(record) >= LEVELS:
            raise EntityError("category_deep")
        if record.parent_id:
            self._ref(self._qbo_entity, record.parent_id, connection)

    def _add_parts(self, values, record, connection, binding, before):
        super()._add_parts(values, record, connection, binding, before)
        values["Name"] = names.kept(
            self._name_of(record), binding.qbo_name, self._name_limit
        )
        if record.parent_id:
            ref = self._ref_if_there(self._qbo_entity, record.parent_id, connection)
            values |= {"SubItem": True, "ParentRef": ref} if ref else {}
        elif before.get("ParentRef"):
            values |= {"SubItem": False, "ParentRef": ""}

    def _add_once(self, values, record, connection):
        super()._add_once(values, record, connection)
        values["Type"] = "Category"

    # === MATCHING === #

    def _match_statements(self, records, connection):
        paths = {
            path
            for record in records
            for path in self._paths_to_try(record, connection)[:1]
        }
        return [
            ("path", query.select(self._qbo_entity, condition))
            for condition in query.where_in("FullyQualifiedName", sorted(paths))
        ]

    def _match(self, records, rows, connection):
        objects = {obj["Id"]: obj for obj in rows.get("path", ())}
        free = lookup.unlinked(self, objects, connection)
        taken = {_path_of(obj) for obj in objects.values()}
        chosen = {}
        for record in records:
            tried = self._paths_to_try(record, connection)
            found = next(
                (
                    obj
                    for obj in free.values()
                    if is_category(obj) and _path_of(obj) == tried[0].casefold()
                ),
                None,
            )
            if found:
                del free[found["Id"]]
                chosen[record] = found
                continue
            path = next((path for path in tried if path.casefold() not in taken), None)
            if path is None:
                name = self._name_of(record)
                chosen[record] = EntityError("item_name_taken", name=name)
                continue
            taken.add(path.casefold())
            if path != tried[0]:
                chosen[record] = path.rpartition(":")[2]
        return chosen

    def _names_to_try(self, record):
        name = self._name_of(record) or "?"
        return [name] + [
            convert.fit(name, self._name_limit - 4) + f" ({n})"
            for n in range(2, names.TRIES)
        ]

    def _paths_to_try(self, record, connection):
        """Return the full names that ``record`` may have in QuickBooks, best first."""
        above = [
            category._quickbooks_binding(self._qbo_entity, connection).qbo_name
            or self._name_of(category)
            for category in _line(record)[:-1]
        ]
        return [":".join([*above, name]) for name in self._names_to_try(record)]

    def _find_record(self, obj, connection):
        parent = self._known([obj], connection).parent_of(obj)
        below = parent.id if parent is not None else False
        found = connection.env[self._odoo_model].search(
            [("name", "=", obj["Name"]), ("parent_id", "=", below)]
        )
        return self._unlinked(found, connection)[:1]

    # === IMPORT === #

    def _import_values(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._import_values(obj, connection, known)
        del vals["active"]
        parent = known.parent_of(obj)
        below = parent is not None and parent._name == self._odoo_model
        vals["name"] = names.without_mark(obj.get("Name") or "")
        vals["parent_id"] = parent.id if below else False
        return vals


def is_category(obj):
    """Tell whether an item of QuickBooks is a category."""
    return obj.get("Type") == "Category"


def _line(record):
    """Return ``record`` below those it is in, the outermost first."""
    line = record.browse()
    while record:
        line = record + line
        record = record.parent_id
    return line


def _depth(record):
    """Return how many categories ``record`` is in."""
    return len(_line(record)) - 1


def _path_of(obj):
    return (obj.get("FullyQualifiedName") or "").casefold()
