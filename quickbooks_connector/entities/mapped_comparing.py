from odoo import models

from .cause import EntityError
from .comparing import told
from .known import Known

#: Fields of the partner and the product that stand for what no field of the map does.
_LABELS = {
    "Active": "active",
    "ParentRef": "parent_id",
    "BillAddr": "street",
    "ShipAddr": "child_ids",
    "SalesTermRef": "property_payment_term_id",
    "TermRef": "property_supplier_payment_term_id",
    "IncomeAccountRef": "property_account_income_id",
    "ExpenseAccountRef": "property_account_expense_id",
    "DisplayName": "name",
    "CompanyName": "commercial_company_name",
}


class QuickbooksEntityMapped(models.AbstractModel):
    """Contacts and products are compared property by property."""

    _inherit = "quickbooks.entity.mapped"

    def _compare(self, record, obj, binding, connection):
        mine = self._snapshot(record, connection)
        known = self._known([obj, mine], connection)
        objects = (binding._get_agreed(), mine, self._agreed(obj, known))
        rows = []
        for key in self._shared_keys():
            then, here, there = (self._meaning(key, one, known) for one in objects)
            if any((then, here, there)):
                texts = [self._text(one.get(key)) for one in objects]
                changed = (here != then, there != then)
                rows.append(told(key, self._part_label(key), texts, changed))
        return rows

    def _part_label(self, key):
        """Return what people call the property ``key``, by Odoo's own words."""
        fields = self.env[self._odoo_model]._fields
        mapped = [
            fname
            for fname, path, _converter in self._fields_and_paths()
            if path.split(".")[0] == key
        ]
        for fname in (*mapped, _LABELS.get(key)):
            if fname in fields:
                return fields[fname]._description_string(self.env)
        return key

    def _text(self, value):
        """Return a property as people read it."""
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, dict):
            if "value" in value:
                return str(value.get("name") or value["value"])
            return ", ".join(str(part) for part in value.values() if part)
        return "" if value is None else str(value)

    def _snapshot(self, record, connection):
        try:
            return self._export_values(record, connection)
        except EntityError:
            return {}

    def _restore(self, record, obj, part, connection):
        known = Known(connection, [obj], self._qbo_entity)
        now = self._snapshot(record, connection)
        then = {key: value for key, value in now.items() if key != part}
        then |= {part: obj[part]} if part in obj else {}
        before, after = (
            self._import_values(one, connection, known) for one in (now, then)
        )
        vals = {f: v for f, v in after.items() if f not in before or before[f] != v}
        if vals:
            self._update_record(record, vals, connection)
