"""I2, I7: which kind of item a product is, and what only a counted one says."""

from datetime import date
from decimal import Decimal as D

from odoo.tests import tagged

from ..api import dumps_payload
from .common import QuickbooksCase
from .entity_common import US_PREFERENCES, EntityCase

COUNTS = US_PREFERENCES | {"ProductAndServicesPrefs": {"QuantityOnHand": True}}
STOCK_SAID = ("QtyOnHand", "InvStartDate", "AssetAccountRef", "TrackQtyOnHand")


@tagged("post_install", "-at_install")
class TestItemKinds(EntityCase):
    preferences = COUNTS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.asset_account_id = cls.reference(
            "Account", "81", "Inventory Asset", account_type="Other Current Asset"
        )
        cls.connection.cogs_account_id = cls.reference(
            "Account", "82", "Cost of Goods Sold", account_type="Cost of Goods Sold"
        )
        cls.desk = cls.env["product.product"].create(
            {"name": "Oak desk", "type": "consu", "standard_price": 131.5}
        )

    def _count_there(self):
        self.connection.inventory_owner = "quickbooks"

    def _sent(self):
        """Let QuickBooks have what is said of the desk now."""
        values = self.values("Item", self.desk)
        self.bind("Item", self.desk, "25", synced_payload=dumps_payload(values))
        return values

    # === WHICH KIND === #

    def test_the_product_type_decides(self):
        self.assertEqual(self.values("Item", self.desk)["Type"], "NonInventory")
        self.desk.type = "service"
        self.assertEqual(self.values("Item", self.desk)["Type"], "Service")

    def test_a_kind_chosen_for_the_product_counts_more(self):
        self.desk.qbo_item_type = "Service"
        self.assertEqual(self.values("Item", self.desk)["Type"], "Service")

    def test_another_company_chooses_for_itself(self):
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        self.desk.sudo().with_company(other).qbo_item_type = "Service"
        self.assertFalse(self.desk.qbo_item_type)
        self.assertEqual(self.values("Item", self.desk)["Type"], "NonInventory")

    def test_a_product_without_variants_is_chosen_for_on_its_form(self):
        template = self.env["product.template"].create(
            {"name": "Stool", "qbo_item_type": "Service"}
        )
        self.assertEqual(template.product_variant_id.qbo_item_type, "Service")
        template.qbo_item_type = False
        self.assertFalse(template.product_variant_id.qbo_item_type)

    def test_goods_become_a_service_and_back(self):
        self._sent()
        self.desk.type = "service"
        self.assertEqual(self._sent()["Type"], "Service")
        self.desk.type = "consu"
        self.assertEqual(self._sent()["Type"], "NonInventory")

    # === WHAT QUICKBOOKS COUNTS === #

    def test_an_item_that_is_counted_says_its_accounts_and_start_once(self):
        self._count_there()
        self.desk.qbo_item_type = "Inventory"
        said = self._sent()
        self.assertEqual(
            {key: said[key] for key in (*STOCK_SAID, "Type", "ExpenseAccountRef")},
            {
                "Type": "Inventory",
                "TrackQtyOnHand": True,
                "QtyOnHand": D(0),
                "InvStartDate": "2026-01-01",
                "AssetAccountRef": {"value": "81"},
                "ExpenseAccountRef": {"value": "82"},
            },
        )
        self.desk.list_price = 480
        again = self.values("Item", self.desk)
        self.assertEqual((again["Type"], again["UnitPrice"]), ("Inventory", D(480)))
        for key in STOCK_SAID:
            self.assertNotIn(key, again)

    def test_what_is_never_bought_has_its_cost_of_sales_all_the_same(self):
        self._count_there()
        self.desk.write({"qbo_item_type": "Inventory", "purchase_ok": False})
        values = self.values("Item", self.desk)
        self.assertEqual(values["ExpenseAccountRef"], {"value": "82"})

    def test_an_own_account_that_quickbooks_would_take_is_used(self):
        self._count_there()
        account = self.company_data["default_account_expense"].copy()
        entry = self.reference(
            "Account", "83", "Wood sold", account_type="Cost of Goods Sold"
        )
        self.match("Account", account, entry)
        self.desk.write(
            {"qbo_item_type": "Inventory", "property_account_expense_id": account.id}
        )
        values = self.values("Item", self.desk)
        self.assertEqual(values["ExpenseAccountRef"], {"value": "83"})
        entry.account_type = "Expense"
        values = self.values("Item", self.desk)
        self.assertEqual(values["ExpenseAccountRef"], {"value": "82"})

    def test_without_its_accounts_nothing_is_sent(self):
        self._count_there()
        self.desk.qbo_item_type = "Inventory"
        for fname, use in (
            ("asset_account_id", "inventory asset account"),
            ("cogs_account_id", "account for the cost of goods sold"),
        ):
            kept, self.connection[fname] = self.connection[fname], False
            self.assertCause(
                "account_unmatched", self.values, "Item", self.desk, use=use
            )
            self.connection[fname] = kept

    def test_counting_starts_with_a_document_that_is_sent_from_before(self):
        self._count_there()
        self.desk.qbo_item_type = "Inventory"
        for day, sent in (("2025-03-01", False), ("2025-06-01", True)):
            move = self.invoice({"product_id": self.desk.id}, invoice_date=day)
            if sent:
                self.bind("Invoice", move)
        start = self.entity("Item")._get_start(self.desk, self.connection)
        self.assertEqual(start, date(2025, 6, 1))

    # === WHAT QUICKBOOKS REFUSES === #

    def test_what_is_counted_never_becomes_another_kind(self):
        self._count_there()
        self.desk.qbo_item_type = "Inventory"
        said = self._sent()
        self.desk.write({"qbo_item_type": False, "type": "service"})
        self.assertCause("kind_counted", self.values, "Item", self.desk)
        values = self.entity("Item")._export_values(self.desk, self.connection)
        self.assertEqual(values["Type"], said["Type"], "what is compared stays")
        self.desk.qbo_item_type = "Inventory"
        self.assertEqual(self.values("Item", self.desk)["Type"], "Inventory")

    def test_an_edit_starts_no_counting(self):
        self._sent()
        self._count_there()
        self.desk.qbo_item_type = "Inventory"
        self.assertCause("kind_not_counted", self.values, "Item", self.desk)

    def test_who_counts_may_change_and_no_edit_moves_an_item(self):
        self._count_there()
        self.desk.qbo_item_type = "Inventory"
        self._sent()
        self.connection.inventory_owner = "odoo"
        self.desk.write({"qbo_item_type": False, "list_price": 1})
        self.assertEqual(self.values("Item", self.desk)["Type"], "Inventory")

    def test_nothing_is_counted_there_while_odoo_counts(self):
        self.desk.qbo_item_type = "Inventory"
        self.assertCause("inventory_here", self.values, "Item", self.desk)

    def test_nothing_is_counted_while_quickbooks_does_not_track_quantities(self):
        self._count_there()
        self.connection.preferences = US_PREFERENCES
        self.desk.qbo_item_type = "Inventory"
        self.assertCause("inventory_off", self.values, "Item", self.desk)

    # === FROM QUICKBOOKS === #

    def _change(self, **values):
        binding = self.desk._quickbooks_binding("Item", self.connection)
        obj = self._obj | values
        record = self.desk.with_env(self.connection.env)
        self.entity("Item")._merge(record, obj, binding, self.connection)
        binding._take_over(obj)

    def test_a_kind_changed_there_takes_the_place_of_the_one_chosen(self):
        self.desk.qbo_item_type = "NonInventory"
        self._obj = self._sent() | {"Id": "25", "SyncToken": "1"}
        self._change(Type="Inventory", QtyOnHand=7)
        self.assertEqual(self.desk.qbo_item_type, "Inventory")
        self.assertEqual(self.values("Item", self.desk)["Type"], "Inventory")

    def test_a_service_found_for_goods_stays_a_service(self):
        obj = {"Id": "25", "Name": "Oak desk", "Type": "Service", "SyncToken": "0"}
        self.bind("Item", self.desk, "25")
        self.entity("Item")._follow_link(self.desk, obj, self.connection)
        self.assertEqual(self.desk.qbo_item_type, "Service")
        agreed = self.entity("Item")._found_vals(self.desk, obj, self.connection)
        self.assertIn('"Type":"Service"', agreed["synced_payload"])
        self.desk.qbo_item_type = False
        obj["Type"] = "Inventory"
        self.entity("Item")._follow_link(self.desk, obj, self.connection)
        self.assertFalse(self.desk.qbo_item_type, "goods are goods, counted or not")


@tagged("post_install", "-at_install")
class TestCountedInTheBooks(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.inventory_owner = "quickbooks"
        cls.desk = cls.env["product.product"].create(
            {"name": "Walnut desk", "type": "consu", "qbo_item_type": "Inventory"}
        )

    def test_its_accounts_are_chosen_where_there_is_only_one(self):
        self.assertEqual(self.connection.asset_account_id.name, "Inventory Asset")
        self.assertEqual(
            self.connection.cogs_account_id.account_subtype, "SuppliesMaterialsCogs"
        )

    def test_a_sale_moves_the_quantity_and_an_edit_never_does(self):
        invoice = self.create_invoice(
            lines=[(self.desk, 3, 10.0, False)], invoice_date="2018-05-02"
        )
        self.connection.start_date = "2019-01-01"
        # Older than the start date, and sent by hand.
        self.env["quickbooks.binding"]._insert_chosen(
            invoice, self.env["quickbooks.binding"]._domain_sendable_of
        )
        self.run_push()
        self.assertBinding(invoice, state="synced")
        item = self.assertQboHas("Item", Name="Walnut desk", Type="Inventory")
        self.assertEqual(item["InvStartDate"], "2018-05-02")
        self.assertEqual(item["QtyOnHand"], -3)
        self.desk.write({"list_price": 480, "name": "Walnut table"})
        self.run_push()
        after = self.assertQboHas("Item", Name="Walnut table", UnitPrice=480)
        self.assertEqual(after["QtyOnHand"], -3)
        self.assertEqual(after["InvStartDate"], "2018-05-02")

    def test_a_refused_kind_is_told_on_the_product_and_holds_no_sale(self):
        self.create_invoice(lines=[(self.desk, 1, 10.0, False)])
        self.run_push()
        self.desk.qbo_item_type = "Service"
        self.run_push()
        self.assertBinding(self.desk, state="failed", cause="kind_counted")
        self.assertIn("counts the stock of Walnut desk", self.desk.qbo_message)
        later = self.create_invoice(lines=[(self.desk, 1, 10.0, False)])
        self.run_push()
        self.assertBinding(later, state="synced")
        self.desk.qbo_item_type = "Inventory"
        self.run_push()
        self.assertBinding(self.desk, state="synced")

    def test_turned_on_in_quickbooks_the_product_follows_by_itself(self):
        prefs = self.connection.preferences
        off = prefs | {"ProductAndServicesPrefs": {"QuantityOnHand": False}}
        self.connection.sudo().preferences = off
        invoice = self.create_invoice(lines=[(self.desk, 1, 10.0, False)])
        self.run_push()
        self.assertBinding(self.desk, state="failed", cause="inventory_off")
        info = {"CompanyName": self.connection.qbo_company_name, "Country": "US"}
        self.connection.sudo()._take_company(info, prefs)
        self.run_push()
        self.assertBinding(invoice, state="synced")
