"""K1, K2: documents move the quantities of QuickBooks, adjustments all the rest."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from .stock_common import StockCase


@tagged("post_install", "-at_install")
class TestAdjustments(StockCase):
    def test_a_count_and_a_scrap_of_a_day_are_one_adjustment(self):
        self.count(self.desk, 10)
        self.count(self.lamp, 5)
        self.scrap(self.desk, 2)
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": 8, "Reading lamp": 5}])
        self.assertQuantity(self.desk, 8)
        self.assertQuantity(self.lamp, 5)
        adjustment = self.env["quickbooks.stock.adjustment"].search([])
        self.assertBinding(adjustment, state="synced")
        self.assertEqual(adjustment.qbo_state, "synced")
        self.assertEqual(adjustment.product_count, 2)

    def test_what_is_sold_and_bought_is_moved_by_its_documents_alone(self):
        purchase, sale = self.buy(self.desk, 10), self.sell(self.desk, 4)
        self.transfer(purchase.picking_ids)
        self.transfer(sale.picking_ids)
        self.run_push()
        self.assertEqual(self.adjustments(), [])
        self.bill(purchase)
        self.invoice(sale)
        self.run_push()
        self.assertEqual(self.adjustments(), [])
        self.assertQuantity(self.desk, 6)
        self.assertEqual(self.desk.qty_available, 6)

    def test_returns_without_a_credit_are_adjusted_and_those_with_one_are_not(self):
        self.count(self.desk, 10)
        sale = self.sell(self.desk, 6)
        delivery = self.transfer(sale.picking_ids)
        self.invoice(sale)
        self.run_push()
        self.give_back(delivery, 1, refund=False)
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": 11}], "of the same day")
        self.assertQuantity(self.desk, 5)
        self.give_back(delivery, 2)
        self.invoice(sale)
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": 11}])
        self.assertQuantity(self.desk, 7)
        self.assertEqual(self.desk.qty_available, 7)

    def test_goods_sent_back_to_a_vendor_leave_with_their_credit(self):
        purchase = self.buy(self.desk, 10)
        receipt = self.transfer(purchase.picking_ids)
        self.bill(purchase)
        self.give_back(receipt, 3)
        self.bill(purchase)
        self.run_push()
        self.assertEqual(self.adjustments(), [])
        self.assertQuantity(self.desk, 7)

    def test_a_transfer_without_an_order_waits_for_its_document(self):
        self.count(self.desk, 10)
        customers = self.env.ref("stock.stock_location_customers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.desk.id,
                            "product_uom_qty": 2,
                            "location_id": self.stock.id,
                            "location_dest_id": customers.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self.transfer(picking)
        self.run_push()
        self.assertQuantity(self.desk, 10)
        self.create_invoice(lines=[(self.desk, 2, 100.0, False)])
        self.run_push()
        self.assertQuantity(self.desk, 8)

    def test_a_correction_of_what_was_done_is_sent_too(self):
        self.count(self.desk, 10)
        scrap = self.scrap(self.desk, 2)
        self.run_push()
        scrap.move_ids.move_line_ids.quantity = 3
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": 7}])
        self.assertQuantity(self.desk, 7)

    def test_what_comes_to_nothing_is_taken_back(self):
        self.count(self.desk, 10)
        self.run_push()
        self.count(self.desk, 0)
        self.run_push()
        self.assertEqual(self.adjustments(), [])
        self.assertQuantity(self.desk, 0)

    def test_each_day_has_its_own_and_by_setting_each_operation(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=1)):
            self.count(self.desk, 10)
            self.env.flush_all()
        self.count(self.lamp, 5)
        self.run_push()
        self.assertEqual(
            self.adjustments(), [{"Standing desk": 10}, {"Reading lamp": 5}]
        )
        self.connection.adjustment_grouping = "operation"
        for scrap in (self.scrap(self.desk, 1), self.scrap(self.desk, 2)):
            self.assertTrue(scrap.move_ids.reference)
        self.run_push()
        self.assertEqual(
            self.adjustments()[2:], [{"Standing desk": -1}, {"Standing desk": -2}]
        )
        self.assertQuantity(self.desk, 7)

    # === FROM QUICKBOOKS === #

    def test_what_is_changed_there_is_put_right_again(self):
        self.count(self.desk, 10)
        self.run_push()
        (there,) = self.qbo.all("InventoryAdjustment")
        there["Line"][0]["ItemAdjustmentLineDetail"]["QtyDiff"] = 9
        self.qbo.update("InventoryAdjustment", there | {"sparse": True})
        self.run_pull()
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": 10}])
        self.assertQuantity(self.desk, 10)

    def test_what_is_deleted_there_is_left_out_until_it_is_sent_again(self):
        self.count(self.desk, 10)
        self.run_push()
        (there,) = self.qbo.all("InventoryAdjustment")
        self.qbo.delete("InventoryAdjustment", there)
        self.run_pull()
        self.run_push()
        adjustment = self.env["quickbooks.stock.adjustment"].search([])
        self.assertBinding(adjustment, state="skipped", cause="deleted_there")
        self.assertEqual(self.adjustments(), [])
        adjustment.action_quickbooks_sync()
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Standing desk": 10}])

    def test_closed_books_and_a_missing_account_hold_it_with_words(self):
        self.connection.adjustment_account_id = False
        self.count(self.desk, 10)
        self.run_push()
        adjustment = self.env["quickbooks.stock.adjustment"].search([])
        self.assertBinding(adjustment, state="failed", cause="account_unmatched")
        self.connection.sudo()._choose_stock_accounts()
        prefs = self.connection.preferences
        closed = dict(prefs["AccountingInfoPrefs"], BookCloseDate="2099-12-31")
        self.connection.sudo().preferences = prefs | {"AccountingInfoPrefs": closed}
        adjustment.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(adjustment, state="failed", cause="closed_books")
        self.connection.sudo().preferences = prefs
        adjustment.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(adjustment, state="synced")

    # === WHAT QUICKBOOKS BEGINS WITH === #

    def test_counting_begins_with_the_stock_as_documents_will_find_it(self):
        self.connection.start_date = "2026-11-10"
        self.connection.inventory_start = fields.Date.context_today(self.connection)
        with freeze_time("2026-11-05 12:00:00"):
            self.count(self.desk, 100)
            billed, received = self.buy(self.desk, 10), self.buy(self.desk, 5)
            self.transfer((billed + received).picking_ids)
            invoiced, delivered = self.sell(self.desk, 20), self.sell(self.desk, 7)
            self.transfer((invoiced + delivered).picking_ids)
            for move in (self.bill(billed), self.invoice(invoiced)):
                move.button_draft()
                move.invoice_date = "2026-11-05"
                move.action_post()
            self.env.flush_all()
        self.bill(received)
        self.invoice(delivered)
        self.scrap(self.desk, 1)
        self.run_push()
        self.assertQuantity(self.desk, 87)
        self.assertEqual(self.desk.qty_available, 87)
        self.assertEqual(self.adjustments(), [{"Standing desk": -1}])
        item = self.assertQboHas("Item", Name="Standing desk")
        self.assertEqual(item["InvStartDate"], "2026-11-10")
