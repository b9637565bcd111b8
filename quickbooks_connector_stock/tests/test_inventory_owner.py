"""K3: who counts is one setting, checked, and changed with all that follows."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .stock_common import StockCase


@tagged("post_install", "-at_install")
class TestInventoryOwner(StockCase):
    def change(self, owner):
        """Change who counts as the administrator does; return what was said first."""
        action = self.connection.action_change_owner()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.owner, owner)
        said = wizard.happens
        wizard.action_change()
        return said

    def trade(self, quantity=4):
        """Buy ten desks and sell some, with the documents."""
        purchase, sale = self.buy(self.desk, 10), self.sell(self.desk, quantity)
        self.transfer(purchase.picking_ids)
        self.transfer(sale.picking_ids)
        return self.bill(purchase), self.invoice(sale)

    def item(self, name):
        return self.assertQboHas("Item", Name=name)

    def test_changed_to_quickbooks_it_goes_on_with_the_stock_there_is(self):
        self.connection.inventory_owner = "odoo"
        _bill, invoice = self.trade()
        self.count(self.desk, 5)
        self.run_push()
        old = self.item("Standing desk")
        self.assertEqual(old["Type"], "NonInventory")
        said = self.change("quickbooks")
        self.assertIn("without quantities: 1", said)
        self.run_push()
        self.assertQuantity(self.desk, 5)
        former = next(i for i in self.qbo.all("Item") if i["Id"] == old["Id"])
        self.assertRegex(former["Name"], r"^Standing desk \(until .*2026\)$")
        self.day = fields.Date.context_today(self.desk)
        self.trade(2)
        self.scrap(self.desk, 1)
        self.run_push()
        self.assertEqual(self.desk.qty_available, 12)
        self.assertQuantity(self.desk, 12)
        # What was sold before still names what it was.
        invoice.ref = "edited"
        self.run_push()
        sold = self.qbo.read("Invoice", self.binding(invoice, "Invoice").qbo_id)
        ref = sold["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"]
        self.assertEqual(ref, old["Id"])
        self.assertQuantity(self.desk, 12)

    def test_changed_to_odoo_nothing_moves_a_quantity_there(self):
        self.trade()
        self.run_push()
        old = self.item("Standing desk")
        self.assertEqual(old["QtyOnHand"], 6)
        said = self.change("odoo")
        self.assertIn("that QuickBooks counts: 1", said)
        self.run_push()
        former = next(i for i in self.qbo.all("Item") if i["Id"] == old["Id"])
        self.assertEqual((former["Type"], former["QtyOnHand"]), ("Inventory", 0))
        self.assertEqual(self.item("Standing desk")["Type"], "NonInventory")
        invoice = self.invoice(self.delivered(1))
        self.count(self.desk, 20)
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertEqual(self.adjustments(), [])
        former = next(i for i in self.qbo.all("Item") if i["Id"] == old["Id"])
        self.assertEqual(former["QtyOnHand"], 0)

    def delivered(self, quantity):
        sale = self.sell(self.desk, quantity)
        self.transfer(sale.picking_ids)
        return sale

    def test_the_former_item_follows_no_edit_of_the_product(self):
        self.trade()
        self.run_push()
        self.change("odoo")
        self.run_push()
        self.qbo.clear_journal()
        self.desk.list_price = 480
        self.run_push()
        items = [i for i in self.qbo.all("Item") if i["UnitPrice"] == 480]
        self.assertEqual([i["Name"] for i in items], ["Standing desk"])

    def test_going_live_sends_no_count_from_before(self):
        self.connection.sudo().write(
            {"is_live": False, "inventory_start": "2026-01-01"}
        )
        # One of them on the same day.
        for ago, quantity in ((timedelta(days=1), 5), (timedelta(seconds=1), 10)):
            with freeze_time(fields.Datetime.now() - ago):
                self.count(self.desk, quantity)
                self.env.flush_all()
        self.assertEqual(self.desk.qty_available, 10)
        self.connection.sudo().is_live = True
        self.scrap(self.desk, 1)
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": -1}])
        self.assertQuantity(self.desk, 9)

    def test_a_day_that_somebody_chose_is_sent_from_its_beginning(self):
        connection = self.connection.sudo()
        connection.is_live = False
        connection.is_live = True
        self.assertTrue(connection.inventory_begun_at)
        self.count(self.desk, 10)
        with freeze_time(fields.Datetime.now() - timedelta(days=3)):
            self.scrap(self.desk, 1)
            self.env.flush_all()
        connection.inventory_start -= timedelta(days=4)
        self.run_push()
        self.assertCountEqual(
            self.adjustments(), [{"Standing desk": 10}, {"Standing desk": -1}]
        )
        self.assertQuantity(self.desk, 9)

    # === WHAT COULD NOT WORK === #

    def test_while_quickbooks_does_not_count_it_is_not_given_the_stock(self):
        self.connection.inventory_owner = "odoo"
        prefs = self.connection.preferences
        off = prefs | {"ProductAndServicesPrefs": {"QuantityOnHand": False}}
        self.connection.sudo().preferences = off
        with self.assertRaisesRegex(UserError, "Inventory tracking is off"):
            self.change("quickbooks")

    def test_only_administrators_change_it(self):
        user = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "stock-clerk",
                "group_ids": self.env.ref(
                    "quickbooks_connector.quickbooks_group_user"
                ).ids,
            }
        )
        with self.assertRaises(AccessError):
            self.connection.with_user(user).action_change_owner()

    def test_the_readiness_check_tells_what_does_not_fit(self):
        def found(code):
            findings = self.env["quickbooks.readiness"]._find(
                self.connection.sudo()._for_worker()
            )
            return next((one for one in findings if one.code == code), None)

        self.trade()
        self.run_push()
        self.assertEqual(found("stock_other_kind").severity, "fine")
        self.connection.inventory_owner = "odoo"
        other = found("stock_other_kind")
        self.assertEqual((other.severity, other.count), ("look", 1))
        self.connection.inventory_owner = "quickbooks"
        self.connection.adjustment_account_id = False
        self.assertEqual(found("stock_account").severity, "block")
        prefs = self.connection.preferences
        off = prefs | {"ProductAndServicesPrefs": {"QuantityOnHand": False}}
        self.connection.sudo().preferences = off
        self.assertEqual(found("stock_off").severity, "block")
