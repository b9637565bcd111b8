from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.quickbooks_connector.sync.mark import mark

from ..entities.item_former import FORMER

#: The kind of item that goods should be, by who counts them.
KINDS = {"odoo": "NonInventory", "quickbooks": "Inventory"}

#: What QuickBooks needs to count.
ACCOUNTS = ("asset_account_id", "cogs_account_id", "adjustment_account_id")


class QuickbooksConnection(models.Model):
    """What is done when somebody else is to count the stock."""

    _inherit = "quickbooks.connection"

    def _get_other_kind(self, owner):
        """Return the links of stocked products whose items are not as they should be.

        :param str owner: who counts, or is going to
        """
        self.ensure_one()
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", self.id),
                ("entity", "=", "Item"),
                ("res_model", "=", "product.product"),
                ("facet", "=", ""),
                ("qbo_id", "!=", False),
                ("survivor_id", "=", False),
            ]
        )
        others = set(KINDS.values()) - {KINDS[owner]}
        items = self.env["quickbooks.entity.item"]
        found = [
            binding.id
            for binding, record in bindings._get_records().items()
            if record
            and items._is_stocked(record)
            and not record.with_company(self.company_id).qbo_item_type
            and binding._get_agreed().get("Type") in others
        ]
        return bindings.browse(found)

    def _check_owner(self, owner):
        """Refuse what could not work.

        :raise UserError: QuickBooks does not count, or lacks an account for it
        """
        if owner != "quickbooks":
            return
        if not self.pref_inventory:
            raise UserError(
                self.env._(
                    "Inventory tracking is off in QuickBooks. Turn it on there (gear, "
                    "Account and settings, Sales, Products and services), read the "
                    "lists again, then change this."
                )
            )
        self._choose_stock_accounts()
        missing = self._name_missing_accounts()
        if missing:
            raise UserError(self.env._("Choose these accounts first: %s.", missing))

    def _name_missing_accounts(self):
        """Return the names of the accounts without which nothing is counted there."""
        return ", ".join(
            self._fields[fname]._description_string(self.env)
            for fname in (
                "asset_account_id",
                "cogs_account_id",
                "adjustment_account_id",
            )
            if not self[fname]
        )

    def _change_owner(self, owner):
        """Let ``owner`` count from today on, and what is there already with it.

        :raise UserError: see :meth:`_check_owner`
        """
        self.ensure_one()
        self._check_owner(owner)
        bindings = self._get_other_kind(owner)
        self.inventory_owner = owner
        self._replace_items(bindings)
        self.message_post(body=self._word_owner(owner, len(bindings)))

    def _word_owner(self, owner, count):
        counts = dict(self._fields["inventory_owner"]._description_selection(self.env))
        return self.env._(
            "From today on %(owner)s counts the stock. Items replaced: %(count)s.",
            owner=counts[owner],
            count=count,
        )

    def _replace_items(self, bindings):
        """Give the products of ``bindings`` new items in place of those."""
        today = fields.Date.context_today(self)
        items = self.env["quickbooks.entity.item"]
        records = bindings._get_records()
        for binding, record in records.items():
            binding.write(
                {
                    "facet": f"{FORMER}{binding.qbo_id}",
                    "replaced_on": today,
                    "qbo_name_before": binding.qbo_name or items._name_of(record),
                    "was_counted": binding._get_agreed().get("Type") == "Inventory",
                }
            )
            binding._say_again()
        self.env.flush_all()
        if not records:
            return
        wanted = [(self.id, items, record) for record in records.values()]
        bindings._insert_due(wanted)
        bindings.invalidate_model()
        new = bindings.search(
            [
                ("connection_id", "=", self.id),
                ("entity", "=", "Item"),
                ("res_model", "=", "product.product"),
                ("res_id", "in", [record.id for record in records.values()]),
                ("facet", "=", ""),
            ]
        )
        # Nothing is looked up: the name is that of the item which makes way.
        new.write({"is_new": True, "step": "send"})
        if self.inventory_owner == "quickbooks":
            self._say_documents_again(new, today)
        self._wake_push()

    def _say_documents_again(self, bindings, day):
        """Let the documents from ``day`` on move the new items."""
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("invoice_date", ">=", day),
                ("line_ids.product_id", "in", bindings.mapped("res_id")),
                ("qbo_binding_ids", "any", [("qbo_id", "!=", False)]),
            ]
        )
        mark(moves)

    def action_change_owner(self):
        """Ask before somebody else counts the stock.

        :return: the window that says what will happen
        """
        self.ensure_one()
        self._check_manager()
        owner = "odoo" if self.inventory_owner == "quickbooks" else "quickbooks"
        wizard = self.env["quickbooks.inventory.owner"].create(
            {"connection_id": self.id, "owner": owner}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who counts the stock"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }
