from decimal import Decimal

from odoo import models

from .cause import EntityError

#: QuickBooks' kinds of goods: not counted, and counted.
_PLAIN, _COUNTED = "NonInventory", "Inventory"
_GOODS = (_PLAIN, _COUNTED)


class QuickbooksEntityItem(models.AbstractModel):
    """Which of QuickBooks' kinds a product is, and what one that it counts needs.

    QuickBooks lets services become goods and back. What it counts it counts for good,
    and what it does not count it starts to count for a person only: an edit never
    asks for either, and where somebody wants it in Odoo the product says so instead.
    """

    _inherit = "quickbooks.entity.item"

    # === WHICH KIND === #

    def _get_type(self, record, connection, there=None):
        """Return the kind that ``record`` should be: chosen for it, or by its type.

        :param str there: the kind it is in QuickBooks, once it is there
        """
        if record.qbo_item_type:
            return record.qbo_item_type
        if record.type == "service":
            return "Service"
        if there in _GOODS:
            # Who counts may have changed since; an edit of the product moves nothing.
            return there
        counts = connection.inventory_owner == "quickbooks"
        if counts and connection.pref_inventory and self._is_stocked(record):
            return _COUNTED
        return _PLAIN

    def _is_stocked(self, record):
        """Tell whether Odoo keeps a stock of ``record``.

        Of nothing, here: the add-on that knows the stock says of what.
        """
        return False

    def _is_counted(self, record, connection):
        """Tell whether QuickBooks keeps the quantity of ``record``, or is going to."""
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        there = binding._get_agreed().get("Type")
        return (there or self._get_type(record, connection)) == _COUNTED

    def _add_type(self, values, record, connection, before):
        """Say the kind again, or that it changed where QuickBooks lets it."""
        there = before.get("Type")
        if there:
            wanted = self._get_type(record, connection, there)
            values["Type"] = there if _COUNTED in (there, wanted) else wanted

    def _check_type(self, record, connection, binding):
        """Refuse what QuickBooks would not do, before it is asked.

        :raise EntityError: the kind can't become what it should be
        """
        there = binding._get_agreed().get("Type")
        wanted = self._get_type(record, connection, there)
        if wanted == there or (binding.qbo_id and not there):
            return
        if there == _COUNTED:
            raise EntityError("kind_counted")
        if wanted != _COUNTED:
            return
        if there:
            raise EntityError("kind_not_counted")
        if not connection.pref_inventory:
            raise EntityError("inventory_off")
        if connection.inventory_owner != "quickbooks":
            raise EntityError("inventory_here")
        self._check_counted(record, connection)

    def _check_counted(self, record, connection):
        """Refuse to create what QuickBooks should count without its accounts."""
        for entry, use in (
            (connection.asset_account_id, self.env._("inventory asset account")),
            (
                self._accounts(record, connection, counted=True)[1],
                self.env._("account for the cost of goods sold"),
            ),
        ):
            if not entry:
                raise EntityError("account_unmatched", use=use)

    def _import_type(self, vals, obj):
        """Read the kind."""
        kind = obj.get("Type")
        vals["type"] = self._types.get(kind, "consu")
        # Only written where somebody has chosen one, see _update_type.
        vals["qbo_item_type"] = kind if kind in self._types else False

    @staticmethod
    def _update_type(record, vals):
        """Let a kind that was changed in QuickBooks take the place of one chosen."""
        kind = vals.pop("qbo_item_type", None)
        if kind and record.qbo_item_type:
            vals["qbo_item_type"] = kind

    def _follow_link(self, record, obj, connection):
        """Choose the kind that QuickBooks has, where Odoo would take another.

        The link was made for the name or the code: nobody meant to change the kind.
        """
        super()._follow_link(record, obj, connection)
        kind = obj.get("Type")
        if kind in self._types and kind != self._get_type(record, connection, kind):
            record.with_context(quickbooks_no_mark=True).qbo_item_type = kind

    # === WHAT IS COUNTED === #

    def _add_once(self, values, record, connection):
        super()._add_once(values, record, connection)
        values["Type"] = self._get_type(record, connection)
        if values["Type"] == _COUNTED:
            values |= {
                "TrackQtyOnHand": True,
                "QtyOnHand": self._get_opening_quantity(record, connection),
                "InvStartDate": self._get_start(record, connection).isoformat(),
                "AssetAccountRef": {"value": connection.asset_account_id.qbo_id},
            }

    def _get_opening_quantity(self, record, connection):
        """Return how many there are when QuickBooks begins to count, as a Decimal.

        None, here: the add-on that knows the stock says how many.
        """
        return Decimal(0)

    def _get_start(self, record, connection):
        """Return the day from which on QuickBooks counts ``record``.

        QuickBooks refuses every document that moves it before that day, and never
        changes the day: it is that of the first document, where one from before the
        start date was sent by hand.
        """
        first = self.env["account.move"].search(
            [
                ("line_ids.product_id", "=", record.id),
                ("state", "=", "posted"),
                ("invoice_date", "<", connection.start_date),
                (
                    "qbo_binding_ids",
                    "any",
                    [("connection_id", "=", connection.id), ("state", "!=", "skipped")],
                ),
            ],
            order="invoice_date",
            limit=1,
        )
        return first.invoice_date or connection.start_date
