"""W4, B6, S15: orders that somebody edits in QuickBooks."""

from odoo.tests import tagged

from .online_common import OnlineCase
from .purchase_common import PurchaseCase


class OrdersBackMixin:
    """An order that both sides have, and somebody who edits it there."""

    entity = ""

    def obj(self):
        return self.qbo.read(self.entity, self.binding(self.record, self.entity).qbo_id)

    def edit_there(self, number=0, quantity=None, price=None, **values):
        """Change a line, or other properties, in QuickBooks."""
        obj = self.obj()
        lines = [line for line in obj["Line"] if line["DetailType"] == self.detail]
        if price is not None:
            detail = lines[number][self.detail]
            detail |= {"Qty": quantity or detail["Qty"], "UnitPrice": price}
            lines[number]["Amount"] = detail["Qty"] * price
        body = {
            "Id": obj["Id"],
            "sparse": True,
            "Line": lines,
            self.party: obj[self.party],
        }
        return self.qbo.update(self.entity, body | values)

    def conflict(self):
        return self.env["quickbooks.conflict"].search([("state", "=", "open")])


@tagged("post_install", "-at_install")
class TestPurchaseOrdersBack(OrdersBackMixin, PurchaseCase):
    entity, party = "PurchaseOrder", "VendorRef"
    detail = "ItemBasedExpenseLineDetail"

    def setUp(self):
        super().setUp()
        self.connection.purchase_order_direction = "both"
        self.record = self.order()
        self.send_order(self.record)

    def test_quantity_price_day_and_memo_come_back(self):
        self.edit_there(0, 8, 125, ExpectedDate="2026-12-01", Memo="Back door")
        self.run_pull()
        line = self.record.order_line[0]
        self.assertEqual((line.product_qty, line.price_unit), (8, 125))
        self.assertEqual(self.record.amount_total, 1120)
        self.assertEqual(str(self.record.date_planned.date()), "2026-12-01")
        self.assertIn("Back door", self.record.note)
        self.assertBinding(self.record, state="synced")
        token = self.obj()["SyncToken"]
        self.run_push()
        self.assertEqual(self.obj()["SyncToken"], token)

    def test_a_line_that_is_gone_there_is_not_wanted_any_more(self):
        self.edit_there(Line=self.obj()["Line"][:1])
        self.run_pull()
        self.assertEqual(self.record.order_line.mapped("product_qty"), [10, 0])
        self.assertEqual(self.record.amount_total, 1200)

    def test_edits_of_different_parts_meet(self):
        self.record.partner_ref = "Offer 7"
        self.edit_there(0, 8, 125)
        self.run_pull()
        self.run_push()
        self.assertEqual(self.record.order_line[0].product_qty, 8)
        self.assertEqual(self.obj()["PrivateNote"], "Offer 7")
        self.assertEqual(self.obj()["TotalAmt"], 1120)
        self.assertBinding(self.record, state="synced")

    def _clash(self):
        self.record.order_line[0].product_qty = 12
        self.edit_there(0, 8, 125)
        self.run_pull()

    def test_edits_of_the_lines_on_both_sides_are_asked_about(self):
        self._clash()
        conflict = self.conflict()
        self.assertEqual(conflict.parts, ["lines"])
        rows = {row["part"]: row for row in conflict.comparison}
        self.assertIn("12 × ", rows["lines"]["here"])
        self.assertIn("8 × ", rows["lines"]["there"])
        conflict.action_settle({"lines": "quickbooks"})
        self.run_push()
        self.assertEqual(self.record.order_line[0].product_qty, 8)
        self.assertEqual(self.obj()["TotalAmt"], 1120)
        self.assertBinding(self.record, state="synced")

    def test_odoos_lines_can_be_chosen_and_the_others_brought_back(self):
        self._clash()
        self.conflict().action_settle({"lines": "odoo"})
        self.run_push()
        self.assertEqual(self.obj()["TotalAmt"], 1560)
        settled = self.env["quickbooks.conflict"].search([], limit=1)
        settled.action_restore("lines")
        self.run_push()
        self.assertEqual(self.obj()["TotalAmt"], 1120)

    def test_where_odoo_leads_it_is_told_and_sent_over(self):
        self.connection.purchase_order_direction = "out"
        self.edit_there(0, 8, 125)
        self.run_pull()
        self.assertEqual(self.record.order_line[0].product_qty, 10)
        told = " ".join(self.record.message_ids.mapped("body"))
        self.assertIn("changed in QuickBooks", told)
        self.record.order_line[1].product_qty = 5
        self.run_push()
        self.assertEqual(self.obj()["TotalAmt"], 1350)
        self.assertFalse(self.conflict())


@tagged("post_install", "-at_install")
class TestEstimatesBack(OrdersBackMixin, OnlineCase):
    entity, party = "Estimate", "CustomerRef"
    detail = "SalesItemLineDetail"

    def setUp(self):
        super().setUp()
        self.connection.estimate_direction = "both"
        self.record = self.order((2, 50.0))
        self.record.action_quotation_sent()
        self.run_push()

    def test_quantity_price_and_day_come_back(self):
        self.edit_there(0, 3, 40, ExpirationDate="2026-12-31")
        self.run_pull()
        line = self.record.order_line
        self.assertEqual((line.product_uom_qty, line.price_unit), (3, 40))
        self.assertEqual(str(self.record.validity_date), "2026-12-31")
        self.assertBinding(self.record, state="synced")

    def test_edits_of_the_lines_on_both_sides_are_asked_about(self):
        self.record.order_line.product_uom_qty = 5
        self.edit_there(0, 3, 40)
        self.run_push()
        conflict = self.conflict()
        rows = {row["part"]: row for row in conflict.comparison}
        self.assertIn("5 × ", rows["lines"]["here"])
        self.assertIn("3 × ", rows["lines"]["there"])
        conflict.action_keep_quickbooks()
        self.run_push()
        self.assertEqual(self.record.amount_untaxed, 120)
        self.assertEqual(self.obj()["TotalAmt"], 120)

    def test_deleted_there_it_is_left_out_here(self):
        self.qbo.delete("Estimate", self.obj()["Id"])
        self.run_pull()
        self.assertBinding(self.record, state="skipped", cause="deleted_there")
