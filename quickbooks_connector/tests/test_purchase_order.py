"""B1: purchase orders in QuickBooks, ready to be copied to a bill."""

from odoo import Command
from odoo.tests import tagged

from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseOrder(PurchaseCase):
    def test_an_order_is_in_quickbooks_once_it_is_fully_billed(self):
        order = self.order()
        self.run_push()
        self.assertFalse(self.binding(order))
        self.assertIn("not fully billed", order.qbo_message)
        self.bill(order, "HCL-17")
        self.run_push()
        self.assertBinding(order, state="synced", doc_number=order.name)
        there = self.assertQboHas("PurchaseOrder", DocNumber=order.name)
        self.assertEqual(there["POStatus"], "Open")
        self.assertEqual(there["TotalAmt"], 1320)
        self.assertEqual(
            [
                (
                    line["ItemBasedExpenseLineDetail"]["ItemRef"]["name"],
                    line["ItemBasedExpenseLineDetail"]["Qty"],
                    line["ItemBasedExpenseLineDetail"]["UnitPrice"],
                    line["Amount"],
                )
                for line in there["Line"]
            ],
            [("Walnut Desk", 10, 120, 1200), ("Willow Chair", 4, 30, 120)],
        )
        # The bill is made of it there, by default.
        self.assertFalse(self.qbo.all("Bill"))

    def test_by_setting_it_goes_when_it_is_confirmed(self):
        self.connection.purchase_moment = "confirmed"
        order = self.order()
        self.run_push()
        self.assertBinding(order, state="synced")
        self.assertEqual(order.qbo_state, "synced")
        self.assertEqual(order.qbo_order_status, "open")
        self.assertFalse(order.qbo_message)

    def test_it_says_who_when_where_and_what_for(self):
        self.vendor.write({"email": "lumber@example.com"})
        customer = self.env["res.partner"].create(
            {"name": "Riverside Hotel", "street": "9 Bank St", "city": "Waco"}
        )
        order = self.order(
            partner_ref="Offer 99",
            origin="SO0042",
            note="<p>Deliver to the <b>back</b> door</p>",
            dest_address_id=customer.id,
            date_planned="2026-11-20 12:00:00",
        )
        there = self.send_order(order)
        self.assertEqual(there["VendorRef"]["name"], "Hill Country Lumber")
        self.assertEqual(there["TxnDate"], "2026-11-02")
        self.assertEqual(there["ExpectedDate"], "2026-11-20")
        self.assertEqual(there["ShipAddr"]["Line1"], "Riverside Hotel")
        self.assertEqual(there["ShipAddr"]["City"], "Waco")
        self.assertEqual(there["Memo"], "Deliver to the *back* door")
        self.assertEqual(there["PrivateNote"], "Offer 99 · SO0042")

    def test_it_goes_to_the_own_address_without_another(self):
        self.env.company.partner_id.write({"street": "1 Yard Rd", "city": "Austin"})
        there = self.send_order(self.order())
        self.assertEqual(there["ShipAddr"]["Line2"], "1 Yard Rd")

    def test_discounts_and_odd_prices_total_the_same(self):
        order = self.order((self.desk, 3, 33.333), (self.chair, 7, 12.345))
        order.order_line[0].discount = 15
        there = self.send_order(order)
        self.assertEqual(float(there["TotalAmt"]), order.amount_total)
        prices = [
            line["ItemBasedExpenseLineDetail"]["UnitPrice"] for line in there["Line"]
        ]
        self.assertEqual(list(map(str, prices)), ["28.3333333", "12.3442857"])

    def test_sections_and_notes_stay_here(self):
        order = self.order()
        order.order_line = [
            Command.create(
                {"display_type": "line_section", "name": "Inside", "product_qty": 0}
            )
        ]
        there = self.send_order(order)
        self.assertEqual(len(there["Line"]), 2)

    def test_tax_is_a_line_of_its_own_in_the_us(self):
        self.connection.purchase_tax_account_id = self.listed(self.connection, "80")
        order = self.order(taxes=self.tax_purchase_a)
        there = self.send_order(order)
        self.assertEqual(float(there["TotalAmt"]), order.amount_total)
        line = there["Line"][-1]
        self.assertEqual(float(line["Amount"]), order.amount_tax)
        self.assertEqual(line["Description"], self.tax_purchase_a.name)
        self.assertEqual(
            line["AccountBasedExpenseLineDetail"]["AccountRef"]["value"], "80"
        )

    def test_tax_without_an_account_is_held_and_follows_the_setting(self):
        order = self.order(taxes=self.tax_purchase_a)
        order.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(order, state="failed", cause="account_unmatched")
        self.assertIn(self.tax_purchase_a.name, order.qbo_message)
        self.connection.purchase_tax_account_id = self.listed(self.connection, "80")
        self.run_push()
        self.assertBinding(order, state="synced")

    # === LATER === #

    def test_a_later_change_is_the_same_order_with_the_same_lines(self):
        order = self.order()
        before = self.send_order(order)
        order.order_line[1].product_qty = 6
        order.order_line = [
            Command.create(
                {
                    "product_id": self.desk.id,
                    "product_qty": 1,
                    "price_unit": 99.0,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        self.run_push()
        there = self.theirs(order)
        self.assertEqual(there["TotalAmt"], 1479)
        self.assertEqual(
            [line["Id"] for line in there["Line"][:2]],
            [line["Id"] for line in before["Line"]],
        )
        self.assertQboHas("PurchaseOrder", DocNumber=order.name)

    def test_what_is_unchanged_is_not_sent_again(self):
        order = self.order()
        self.send_order(order)
        self.qbo.clear_journal()
        order.user_id = self.env.user
        order.order_line[0].product_qty = 10
        self.run_push()
        self.assertFalse(self.qbo.count("PurchaseOrder.update"))
        self.assertBinding(order, state="synced")

    def test_a_cancelled_order_is_closed_there_and_opens_again(self):
        order = self.order()
        self.send_order(order)
        order.button_cancel()
        self.run_push()
        self.assertEqual(self.theirs(order)["POStatus"], "Closed")
        self.assertEqual(order.qbo_order_status, "closed")
        order.button_draft()
        order.button_confirm()
        self.run_push()
        self.assertEqual(self.theirs(order)["POStatus"], "Open")

    def test_by_setting_a_cancelled_order_is_deleted_there(self):
        self.connection.purchase_cancelled = "delete"
        order = self.order()
        self.send_order(order)
        order.button_cancel()
        self.run_push()
        self.assertFalse(self.qbo.all("PurchaseOrder"))
        self.assertFalse(self.binding(order).qbo_id)
        order.button_draft()
        order.button_confirm()
        self.send_order(order)

    def test_a_request_that_is_cancelled_is_nothing_to_quickbooks(self):
        order = self.order(confirm=False)
        order.button_cancel()
        self.run_push()
        self.assertFalse(self.binding(order))

    # === WHAT COMES BACK === #

    def test_a_bill_made_there_closes_the_order_and_it_is_said_here(self):
        order = self.order()
        there = self.send_order(order)
        bill = self.qbo.create(
            "Bill",
            {
                "VendorRef": there["VendorRef"],
                "Line": [
                    {
                        key: line[key]
                        for key in ("Amount", "DetailType", line["DetailType"])
                    }
                    for line in there["Line"]
                ],
                "LinkedTxn": [{"TxnId": there["Id"], "TxnType": "PurchaseOrder"}],
            },
        )
        self.connection.bill_direction = "off"
        self.run_pull()
        self.assertEqual(order.qbo_order_status, "closed")
        self.assertEqual(order._get_quickbooks_bills(), [bill["Id"]])
        self.assertIn("closed in QuickBooks", order.message_ids[:1].body)
        self.qbo.delete("Bill", {"Id": bill["Id"], "SyncToken": bill["SyncToken"]})
        self.run_pull()
        self.assertEqual(order.qbo_order_status, "open")
        self.assertFalse(order.qbo_bills)

    def test_what_was_changed_there_is_told_and_sent_over_with_the_next_change(self):
        order = self.order()
        there = self.send_order(order)
        self.qbo.update(
            "PurchaseOrder",
            {
                "Id": there["Id"],
                "SyncToken": there["SyncToken"],
                "sparse": True,
                "VendorRef": there["VendorRef"],
                "PrivateNote": "Ask Joe",
            },
        )
        order.partner_ref = "Offer 7"
        self.run_push()
        self.run_pull()
        self.assertEqual(self.theirs(order)["PrivateNote"], "Offer 7")

    def test_an_order_deleted_there_is_left_out_until_it_is_sent_again(self):
        order = self.order()
        there = self.send_order(order)
        self.qbo.delete(
            "PurchaseOrder", {"Id": there["Id"], "SyncToken": there["SyncToken"]}
        )
        self.run_pull()
        self.assertBinding(order, state="skipped", cause="deleted_there")
        self.assertIn("was deleted in QuickBooks", order.message_ids[:1].body)
        self.send_order(order)
        self.assertQboHas("PurchaseOrder", DocNumber=order.name)

    # === SETTINGS === #

    def test_orders_that_are_not_synced_stay_here(self):
        self.connection.purchase_order_direction = "off"
        self.connection.purchase_moment = "confirmed"
        order = self.order()
        self.run_push()
        self.assertFalse(self.binding(order))
        self.assertFalse(order.qbo_message)

    def test_an_order_before_the_start_date_goes_by_hand_only(self):
        self.connection.purchase_moment = "confirmed"
        self.connection.start_date = "2026-11-03"
        order = self.order()
        self.commit()
        self.assertFalse(self.binding(order))
        self.assertIn("before", order.qbo_message)

    def test_a_changed_moment_sends_nothing_by_itself(self):
        order = self.order()
        self.connection.purchase_moment = "confirmed"
        self.run_push()
        self.assertBinding(order, state="skipped", cause="not_approved")

    def test_an_order_that_goes_is_found_by_its_state(self):
        order = self.order()
        model = self.env["purchase.order"]
        self.send_order(order)
        other = self.order()
        for state, found in (("synced", order), ("not_synced", other)):
            self.assertEqual(
                model.search(
                    [("qbo_state", "=", state), ("id", "in", (order + other).ids)]
                ),
                found,
            )
        self.assertEqual(model.search([("qbo_doc_number", "=", order.name)]), order)
