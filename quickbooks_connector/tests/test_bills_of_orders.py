"""B4, B5: the accountant copies a purchase order to a bill, and it is a bill here."""

from odoo.tests import tagged

from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestBillsOfOrders(PurchaseCase):
    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.purchase_moment = "confirmed"

    def ordered(self, *lines, **vals):
        """Return an order and what it is in QuickBooks."""
        order = self.order(*lines, **vals)
        self.run_push()
        self.assertBinding(order, state="synced")
        return order, self.theirs(order)

    # === MADE THERE === #

    def test_a_bill_made_there_bills_the_order_here(self):
        order, there = self.ordered()
        bill = self.arrived(self.bill_there(there))
        self.assertRecordValues(
            bill,
            [
                {
                    "move_type": "in_invoice",
                    "state": "posted",
                    "partner_id": self.vendor.id,
                    "ref": "HCL-17",
                    "amount_total": 1320.0,
                    "invoice_origin": order.name,
                }
            ],
        )
        self.assertEqual(
            bill.invoice_line_ids.purchase_line_id, order.order_line, "line by line"
        )
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [10, 4])
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertEqual(order.qbo_order_status, "closed")
        self.assertEqual(order.invoice_ids, bill)

    def test_several_bills_for_one_order(self):
        order, there = self.ordered()
        first = self.arrived(self.bill_there(there, [6, 0], DocNumber="HCL-17"))
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [6, 0])
        self.assertEqual(order.invoice_status, "to invoice")
        self.assertEqual(order.qbo_order_status, "open")
        second = self.arrived(self.bill_there(there, [4, 4], DocNumber="HCL-18"))
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [10, 4])
        self.assertEqual(order.invoice_ids, first + second)
        self.assertEqual(order.qbo_order_status, "closed")

    def test_a_bill_over_several_orders(self):
        order, there = self.ordered((self.desk, 2, 120.0))
        other, theirs = self.ordered((self.chair, 3, 30.0))
        bill = self.bill_there(
            {**there, "Line": there["Line"]},
        )
        both = self.bill_there(theirs, DocNumber="HCL-19")
        self.qbo.delete("Bill", {"Id": bill["Id"], "SyncToken": "0"})
        lines = [
            {key: line[key] for key in line if key not in ("Id", "LineNum")}
            for line in bill["Line"] + both["Line"]
        ]
        self.qbo.delete("Bill", {"Id": both["Id"], "SyncToken": "0"})
        made = self.qbo.create(
            "Bill",
            {
                "VendorRef": there["VendorRef"],
                "TxnDate": "2026-11-09",
                "DocNumber": "HCL-20",
                "Line": lines,
            },
        )
        move = self.arrived(made)
        self.assertEqual(move.line_ids.purchase_line_id.order_id, order + other)
        for each in (order, other):
            self.assertEqual(each.invoice_status, "invoiced")
            self.assertEqual(each.qbo_order_status, "closed")

    def test_another_price_there_is_seen_here(self):
        order, there = self.ordered()
        bill = self.arrived(self.bill_there(there, prices=[125, 30]))
        self.assertEqual(bill.amount_total, 1370)
        self.assertEqual(bill.invoice_line_ids.mapped("price_unit"), [125, 30])
        self.assertEqual(order.order_line.mapped("price_unit"), [120, 30])
        self.assertEqual(order.invoice_status, "invoiced")

    def test_a_bill_of_the_whole_order_names_no_lines_and_still_is_of_them(self):
        order, there = self.ordered()
        made = self.bill_there(there)
        self.qbo.delete("Bill", {"Id": made["Id"], "SyncToken": "0"})
        lines = [
            {key: line[key] for key in ("DetailType", "Amount", line["DetailType"])}
            for line in made["Line"]
        ]
        bill = self.arrived(
            self.qbo.create(
                "Bill",
                {
                    "VendorRef": there["VendorRef"],
                    "TxnDate": "2026-11-09",
                    "Line": lines,
                    "LinkedTxn": [{"TxnId": there["Id"], "TxnType": "PurchaseOrder"}],
                },
            )
        )
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, order.order_line)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_the_order_counts_in_its_own_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order((self.chair, 2, 300.0))
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 300.0})
        self.run_push()
        bill = self.arrived(self.bill_there(self.theirs(order)))
        self.assertEqual(bill.amount_total, 600)
        self.assertEqual(bill.invoice_line_ids.product_uom_id, dozen)
        self.assertEqual(order.order_line.qty_invoiced, 2)

    def test_a_bill_changed_there_stays_with_its_order(self):
        order, there = self.ordered()
        made = self.bill_there(there, [6, 4])
        bill = self.arrived(made)
        lines = [
            {key: line[key] for key in line if key != "LineNum"}
            for line in made["Line"]
        ]
        lines[0]["Amount"] = 960
        lines[0]["ItemBasedExpenseLineDetail"]["Qty"] = 8
        made = self.qbo.read("Bill", made["Id"])
        self.qbo.update(
            "Bill",
            {
                "Id": made["Id"],
                "SyncToken": made["SyncToken"],
                "sparse": True,
                "VendorRef": made["VendorRef"],
                "Line": lines,
            },
        )
        self.run_pull()
        self.assertEqual(bill.amount_total, 1080)
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [8, 4])

    def test_a_bill_deleted_there_bills_nothing_any_more(self):
        order, there = self.ordered()
        made = self.bill_there(there)
        bill = self.arrived(made)
        self.qbo.delete("Bill", {"Id": made["Id"], "SyncToken": made["SyncToken"]})
        self.run_pull()
        self.assertEqual(bill.state, "cancel")
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [0, 0])
        self.assertEqual(order.qbo_order_status, "open")

    def test_nothing_goes_back_of_what_has_come(self):
        _order, there = self.ordered()
        self.arrived(self.bill_there(there))
        self.qbo.clear_journal()
        self.run_push()
        for entity in ("Bill", "PurchaseOrder", "Vendor", "Item"):
            for verb in ("create", "update"):
                self.assertFalse(self.qbo.count(f"{entity}.{verb}"), (entity, verb))

    # === MADE ON BOTH SIDES === #

    def test_the_bill_that_is_here_already_is_the_one(self):
        order, there = self.ordered()
        mine = self.bill(order, date="2026-11-05")
        made = self.bill_there(there)
        self.assertEqual(self.arrived(made), mine)
        # Whoever has the vendor's paper knows number and date.
        self.assertRecordValues(
            mine,
            [{"ref": "HCL-17", "state": "posted", "amount_total": 1320.0}],
        )
        self.assertEqual(str(mine.invoice_date), "2026-11-09")
        self.assertEqual(order.invoice_ids, mine)
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [10, 4])
        self.assertBinding(mine, state="synced", qbo_id=made["Id"])

    def test_a_draft_that_waits_for_the_paper_is_confirmed_by_it(self):
        order, there = self.ordered()
        mine = self.bill(order, post=False)
        self.assertEqual(self.arrived(self.bill_there(there)), mine)
        self.assertEqual((mine.state, mine.ref), ("posted", "HCL-17"))

    def test_two_numbers_are_two_bills(self):
        order, there = self.ordered()
        mine = self.bill(order, "HCL-16")
        other = self.arrived(self.bill_there(there))
        self.assertNotEqual(other, mine)

    def test_the_rest_of_an_order_is_a_bill_of_its_own(self):
        order, there = self.ordered()
        mine = self.bill(order, post=False)
        mine.invoice_line_ids[0].quantity = 4
        mine.invoice_line_ids[1].unlink()
        mine.action_post()
        other = self.arrived(self.bill_there(there, [6, 4]))
        self.assertNotEqual(other, mine)
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [10, 4])

    def test_what_is_alike_is_asked_about_and_linked_by_a_click(self):
        order, there = self.ordered()
        mine = self.bill(order, "HCL-17")
        made = self.bill_there(there, prices=[125, 30])
        self.run_pull()
        self.assertFalse(self.move_of(made))
        alert = mine._get_alerts()["quickbooks"]
        self.assertIn("HCL-17", alert["message"])
        self.assertIn("1,370.00", alert["message"])
        wizard = self.compare(alert)
        self.assertEqual(wizard.qbo_number, "HCL-17")
        self.assertIn(made["Id"], wizard.qbo_url)
        wizard.action_same()
        self.run_pull()
        self.assertEqual(self.move_of(made), mine)
        self.assertNotIn("Compare", str(mine._get_alerts().get("quickbooks")))

    def test_what_is_alike_may_be_two(self):
        order, there = self.ordered()
        mine = self.bill(order, "HCL-17")
        made = self.bill_there(there, prices=[125, 30])
        self.run_pull()
        self.compare(mine._get_alerts()["quickbooks"]).action_two()
        other = self.arrived(made)
        self.assertNotEqual(other, mine)
        self.assertEqual(other.amount_total, 1370)

    def compare(self, alert):
        """Return the question behind the button of ``alert``."""
        self.assertEqual(alert["action_text"], "Compare")
        action = alert["action"]
        return (
            self.env[action["res_model"]].with_context(**action["context"]).create({})
        )

    # === SENT FROM HERE === #

    def test_a_bill_sent_from_here_closes_its_order_there(self):
        self.connection.purchase_sent = "both"
        order, there = self.ordered()
        first = self.bill(order, post=False)
        first.invoice_line_ids[0].quantity = 4
        first.ref = "HCL-1"
        first.action_post()
        self.run_push()
        self.assertBinding(first, state="synced")
        self.assertEqual(self.theirs(order)["POStatus"], "Open")
        second = self.bill(order, "HCL-2")
        self.run_push()
        self.assertBinding(second, state="synced")
        self.assertEqual(self.theirs(order)["POStatus"], "Closed")
        self.assertEqual(
            [link["TxnId"] for link in self.theirs(order)["LinkedTxn"]],
            [self.binding(move).qbo_id for move in first + second],
        )
        self.run_pull()
        self.assertEqual(order.qbo_order_status, "closed")
        self.assertEqual(order.invoice_ids, first + second)

    def test_by_setting_the_bill_goes_instead_of_the_order(self):
        self.connection.purchase_sent = "bill"
        order = self.order()
        bill = self.bill(order, "HCL-17")
        self.run_push()
        self.assertBinding(bill, state="synced")
        self.assertFalse(self.qbo.all("PurchaseOrder"))
        self.assertEqual(order.qbo_state, "synced")
        self.assertEqual(order.qbo_doc_number, "HCL-17")

    def test_a_bill_of_an_order_stays_here_and_says_why(self):
        order, _there = self.ordered()
        bill = self.bill(order, "HCL-17")
        self.run_push()
        self.assertFalse(self.binding(bill))
        self.assertIn("where the bill is made", bill.qbo_message)

    def test_a_bill_sent_by_hand_is_the_one_that_was_made_there(self):
        order, there = self.ordered()
        mine = self.bill(order, "HCL-17")
        self.connection.bill_direction = "out"
        made = self.bill_there(there)
        mine.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(mine, state="synced", qbo_id=made["Id"])
        self.assertEqual(len(self.qbo.all("Bill")), 1)

    def test_a_bill_like_one_that_is_there_asks_first(self):
        order, there = self.ordered()
        mine = self.bill(order, "HCL-17")
        self.connection.bill_direction = "out"
        made = self.bill_there(there, prices=[125, 30])
        mine.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(mine, state="failed", cause="bill_there")
        wizard = self.compare(mine._get_alerts()["quickbooks"])
        self.assertIn(made["Id"], wizard.qbo_url)
        wizard.action_two()
        self.run_push()
        self.assertBinding(mine, state="synced")
        self.assertEqual(len(self.qbo.all("Bill")), 2)

    # === STOCK === #

    def test_a_receipt_counts_once_however_the_bill_comes_about(self):
        item = self.qbo.all("Item", "Type = 'Inventory'")[0]
        self.desk.write({"name": item["Name"], "taxes_id": self.tax_sale_a.ids})
        before = item["QtyOnHand"]
        order, there = self.ordered((self.desk, 10, 71.25))
        self.assertEqual(self.qbo.read("Item", item["Id"])["QtyOnHand"], before)
        order.order_line.qty_received = 10
        self.bill(order)
        self.run_push()
        self.arrived(self.bill_there(there))
        self.run_push()
        self.assertEqual(self.qbo.read("Item", item["Id"])["QtyOnHand"], before + 10)
