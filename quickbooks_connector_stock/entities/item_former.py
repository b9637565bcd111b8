from odoo import models
from odoo.tools import format_date

from odoo.addons.quickbooks_connector.entities import convert

#: How the facet of an item begins that another one has taken the place of.
FORMER = "former "


class QuickbooksEntityItem(models.AbstractModel):
    """The item that a product was before the other side began to count it.

    QuickBooks lets no app turn what it counts into what it does not count, or back. So
    the product gets a new item, and the old one keeps the documents that it is on. It
    is renamed once and left alone from then on.
    """

    _inherit = "quickbooks.entity.item"

    def _is_former(self):
        return self._get_facet().startswith(FORMER)

    def _former_of(self, record, connection):
        """Return the links of ``record`` to its former items, the latest first."""
        rows = self._rows_of(record, connection)
        former = rows.filtered(lambda row: row.facet.startswith(FORMER))
        return former.sorted("replaced_on", reverse=True)

    def _facet_for(self, record, move, connection):
        """Return the facet of the item that the document ``move`` names.

        What QuickBooks counted is named where it was named before: moving it once
        more would change a quantity that was settled. What it did not count is named
        by all documents from before the change, for which the new one is too young.
        """
        for row in self._former_of(record, connection):
            if row.was_counted:
                goes_on = row.qbo_id in _items_named(move, connection)
            else:
                goes_on = (move.invoice_date or move.date) < row.replaced_on
            if goes_on:
                return row.facet
        return ""

    def _get_start(self, record, connection):
        former = self._former_of(record, connection)[:1]
        return former.replaced_on or super()._get_start(record, connection)

    # === EXPORT === #

    def _export_needs(self, record, connection):
        return [] if self._is_former() else super()._export_needs(record, connection)

    def _export_constraints(self, record, connection):
        if not self._is_former():
            super()._export_constraints(record, connection)

    def _makes_room(self, record, binding):
        # Its name is that of the new one.
        return self._is_former() or super()._makes_room(record, binding)

    def _export_operation(self, record, binding):
        if not self._is_former():
            return super()._export_operation(record, binding)
        done = binding._get_agreed().get("Name") == self._former_name(record, binding)
        return None if done else "update"

    def _export_values(self, record, connection):
        if not self._is_former():
            return super()._export_values(record, connection)
        binding = self._binding_of(record, connection)
        values = {"Name": self._former_name(record, binding)}
        if binding.was_counted:
            # Dated like this, the new quantity is a correction of that day.
            day = binding.replaced_on.isoformat()
            values |= {"QtyOnHand": 0, "InvStartDate": day}
        return values

    def _former_name(self, record, binding):
        day = format_date(self.env, binding.replaced_on)
        addition = self.env._(" (until %s)", day)
        name = binding.qbo_name_before or self._name_of(record)
        return convert.fit(name, self._name_limit - len(addition)) + addition

    # === IMPORT === #

    def _import_object(self, obj, binding, connection):
        if self._is_former():
            return binding._get_record()
        return super()._import_object(obj, binding, connection)

    def _import_deleted(self, binding, connection):
        if not self._is_former():
            super()._import_deleted(binding, connection)


class QuickbooksEntity(models.AbstractModel):
    """Documents may name the item that their product was before."""

    _inherit = "quickbooks.entity"

    def _ref(self, qbo_entity, record, connection, facet=""):
        move = self.env.context.get("quickbooks_item_move")
        if move and not facet and qbo_entity == "Item":
            items = self.env["quickbooks.entity.item"]
            facet = items._facet_for(record, move, connection)
        return super()._ref(qbo_entity, record, connection, facet)


class QuickbooksEntitySalesDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.sales.document"

    def _sales_line(self, line, taxes, connection):
        dated = self.with_context(quickbooks_item_move=_move_of(line))
        return super(QuickbooksEntitySalesDocument, dated)._sales_line(
            line, taxes, connection
        )


class QuickbooksEntityPurchaseDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.purchase.document"

    def _line(self, line, taxes, accounts, connection):
        dated = self.with_context(quickbooks_item_move=_move_of(line))
        return super(QuickbooksEntityPurchaseDocument, dated)._line(
            line, taxes, accounts, connection
        )


def _move_of(line):
    """Return the document of ``line``; none for quotations."""
    return line.move_id if line._name == "account.move.line" else None


def _items_named(move, connection):
    """Return the ids of the items that ``move`` names in QuickBooks."""
    rows = move.sudo().qbo_binding_ids.filtered("qbo_id")
    return {
        ref["value"]
        for row in rows
        if row.connection_id == connection
        for line in row._get_agreed().get("Line") or ()
        for detail in line.values()
        if isinstance(detail, dict) and (ref := detail.get("ItemRef"))
    }
