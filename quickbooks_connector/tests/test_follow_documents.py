"""S3, S4, S5: what QuickBooks changes of a document that both sides have."""

from odoo import Command
from odoo.tests import tagged

from .incoming_common import ImportCase


@tagged("post_install", "-at_install")
class TestFollow(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.name = "Willow Market"
        cls.thing, cls.other = cls.env["product.product"].create(
            [{"name": "Walnut tray"}, {"name": "Linen napkin"}]
        )

    def _sent(self, **vals):
        """Return an invoice of Odoo and its counterpart."""
        lines = [(self.thing, 2, 50.0, True), (self.other, 1, 20.0, False)]
        move = self.create_invoice(lines=vals.pop("lines", lines), **vals)
        self.run_push()
        self.assertBinding(move, state="synced")
        return move, self.qbo.read("Invoice", self.binding(move).qbo_id)

    def _line(self, obj, number, **values):
        line = dict(obj["Line"][number])
        detail = values.pop("detail", {})
        kind = line["DetailType"]
        return line | values | {kind: line[kind] | detail}

    # === WHAT IS TAKEN OVER === #

    def test_another_quantity_is_taken_over_by_a_posted_invoice(self):
        move, theirs = self._sent()
        first, second = move.invoice_line_ids
        name = move.name
        after = self.change(
            theirs,
            Line=[
                self._line(theirs, 0, Amount=150, detail={"Qty": 3}),
                self._line(theirs, 1),
            ],
        )
        self.take(after)
        self.assertEqual((move.state, move.name), ("posted", name))
        self.assertEqual(move.invoice_line_ids, first + second)
        self.assertEqual((first.quantity, first.price_unit), (3, 50))
        self.assertTotals(move, after)
        self.assertBinding(move, state="synced")
        self.assertNothingIsSent()

    def test_lines_come_and_go(self):
        move, theirs = self._sent()
        first, second = move.invoice_line_ids
        after = self.change(
            theirs, Line=[self._line(theirs, 1), self.taxed(80, self.item())]
        )
        self.take(after)
        self.assertFalse(first.exists())
        self.assertEqual(move.invoice_line_ids[0], second)
        self.assertEqual(move.invoice_line_ids[1].product_id.name, "Oak Desk")
        self.assertTotals(move, after)

    def test_a_line_stays_with_its_order(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 4})
                    for product in (self.thing, self.other)
                ],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 4
        move = order._create_invoices()
        move.invoice_date = "2026-11-02"
        move.action_post()
        self.run_push()
        theirs = self.qbo.read("Invoice", self.binding(move).qbo_id)
        line = theirs["Line"][1]
        price = line["SalesItemLineDetail"].get("UnitPrice", 0)
        after = self.change(
            theirs,
            Line=[
                self._line(theirs, 0),
                self._line(theirs, 1, Amount=3 * price, detail={"Qty": 3}),
            ],
        )
        self.take(after)
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [4, 3])
        self.assertEqual(order.invoice_status, "to invoice")

    def test_dates_memo_and_customer(self):
        move, theirs = self._sent()
        customer = self.party("Foxglove Florists")
        after = self.change(
            theirs,
            TxnDate="2026-11-05",
            DueDate="2026-12-31",
            CustomerMemo={"value": "Mind the step"},
            CustomerRef=customer,
        )
        self.take(after)
        self.assertEqual(str(move.invoice_date), "2026-11-05")
        self.assertEqual(str(move.date), "2026-11-05")
        self.assertEqual(str(move.invoice_date_due), "2026-12-31")
        self.assertIn("Mind the step", move.narration)
        self.assertEqual(move.partner_id.name, "Foxglove Florists")
        self.assertEqual(move.state, "posted")
        self.assertTotals(move, after)

    def test_a_memo_alone_does_not_open_the_invoice(self):
        move, theirs = self._sent()
        self.company_data["company"].sudo().fiscalyear_lock_date = "2026-11-15"
        after = self.change(theirs, CustomerMemo={"value": "Thank you"})
        self.take(after)
        self.assertIn("Thank you", move.narration)
        self.assertNothingIsSent()

    def test_what_odoo_never_said_of_it_is_only_noted(self):
        move, theirs = self._sent()
        written = move.write_date
        self.change(theirs, BillEmail={"Address": "new@example.com"})
        self.take(theirs)
        self.assertEqual(move.write_date, written)
        move.ref = "Later"
        self.run_push()
        self.assertBinding(move, state="synced")
        after = self.qbo.read("Invoice", theirs["Id"])
        self.assertEqual(after["BillEmail"]["Address"], "new@example.com")

    def test_an_edit_here_says_that_edit_and_leaves_their_words_alone(self):
        theirs, move = self.taken(
            lines=[
                self.sold(100, description="Desk"),
                {
                    "Amount": 0,
                    "DetailType": "GroupLineDetail",
                    "GroupLineDetail": {
                        "GroupItemRef": self.item("Services"),
                        "Quantity": 1,
                        "Line": [self.sold(39.9, self.item("Desk Lamp"))],
                    },
                },
            ]
        )
        move.narration = "<p>See you</p>"
        self.run_push()
        self.assertBinding(move, state="synced")
        after = self.qbo.read("Invoice", theirs["Id"])
        self.assertEqual(after["CustomerMemo"]["value"], "See you")
        self.assertEqual(after["Line"], theirs["Line"])
        self.assertEqual(after["DocNumber"], theirs["DocNumber"])

    def test_different_edits_of_both_sides_are_brought_together(self):
        move, theirs = self._sent()
        move.narration = "<p>Ours</p>"
        self.change(theirs, DueDate="2026-12-31")
        self.run_push()
        self.assertBinding(move, state="synced")
        self.assertEqual(str(move.invoice_date_due), "2026-12-31")
        after = self.qbo.read("Invoice", theirs["Id"])
        self.assertEqual(after["CustomerMemo"]["value"], "Ours")
        self.assertEqual(after["DueDate"], "2026-12-31")

    def test_edits_of_the_same_on_both_sides_are_held(self):
        move, theirs = self._sent()
        move.invoice_date_due = "2027-01-15"
        self.change(theirs, DueDate="2026-12-31")
        self.run_pull()
        held = self.assertBinding(move, state="conflict", cause="changed_both")
        self.assertEqual(held.cause_args["fields"], ["due"])
        self.assertFalse(self.inbox())
        self.assertEqual(str(move.invoice_date_due), "2027-01-15")

    def test_a_draft_that_somebody_works_on_stays_a_draft(self):
        move, theirs = self._sent()
        move.button_draft()
        after = self.change(theirs, CustomerMemo={"value": "Thank you"})
        self.take(after)
        self.assertEqual(move.state, "draft")
        self.assertIn("Thank you", move.narration)

    # === WHAT IS RECONCILED === #

    def _pay(self, move, amount=None):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        values = {} if amount is None else {"amount": amount}
        wizard.create(values)._create_payments()

    def test_a_payment_stays_applied_when_the_total_changes(self):
        self.connection.payment_direction = "off"
        move, theirs = self._sent(lines=[(self.thing, 1, 100.0, False)])
        self._pay(move, 60)
        self.assertEqual(move.amount_residual, 40)
        after = self.change(
            theirs, Line=[self._line(theirs, 0, Amount=90, detail={"UnitPrice": 90})]
        )
        self.take(after)
        self.assertEqual(move.amount_total, 90)
        self.assertEqual(move.amount_residual, 30)

    def test_what_a_payment_has_left_over_is_not_applied_by_the_way(self):
        self.connection.payment_direction = "off"
        move, theirs = self._sent(lines=[(self.thing, 1, 100.0, False)])
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-11-03",
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in (
                        (self.company_data["default_account_receivable"], -200),
                        (self.company_data["default_account_revenue"], 200),
                    )
                ],
            }
        )
        entry.action_post()
        credit = entry.line_ids.filtered(lambda line: line.balance < 0)
        debt = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        debt._quickbooks_reconcile(credit, 60)
        self.assertEqual(move.amount_residual, 40)
        after = self.change(
            theirs, Line=[self._line(theirs, 0, Amount=150, detail={"UnitPrice": 150})]
        )
        self.take(after)
        self.assertEqual(move.amount_residual, 90)
        self.assertEqual(credit.amount_residual, -140)

    def test_a_locked_date_holds_the_change_with_the_reason(self):
        move, theirs = self._sent()
        self.company_data["company"].sudo().fiscalyear_lock_date = "2026-11-15"
        self.change(theirs, DueDate="2026-12-31")
        self.run_pull()
        self.assertEqual(self.inbox().cause, "lock_date")
        self.assertEqual(move.state, "posted")

    def test_a_hashed_invoice_is_not_opened(self):
        move, theirs = self._sent()
        move.sudo().inalterable_hash = "$4$hash"
        self.change(theirs, DueDate="2026-12-31")
        self.run_pull()
        held = self.inbox()
        self.assertEqual(held.cause, "not_opened")
        self.assertIn("locked", held.message)
        self.assertEqual(move.state, "posted")

    # === VOIDED, DELETED, BACK AGAIN === #

    def test_voided_there_is_cancelled_here_and_comes_back_when_posted(self):
        move, theirs = self._sent()
        self.qbo.void("Invoice", theirs["Id"])
        self.take(theirs)
        self.assertEqual(move.state, "cancel")
        self.assertIn("voided in QuickBooks", str(move.message_ids.mapped("body")))
        self.assertBinding(move, state="synced")
        self.assertNothingIsSent()
        move.button_draft()
        move.action_post()
        self.run_push()
        self.assertBinding(move, state="synced")
        after = self.qbo.read("Invoice", theirs["Id"])
        self.assertEqual(after["TotalAmt"], theirs["TotalAmt"])

    def test_one_made_there_voided_there_and_sent_again_keeps_its_number(self):
        theirs, move = self.taken()
        self.qbo.void("Invoice", theirs["Id"])
        self.take(theirs)
        move.button_draft()
        move.action_post()
        self.run_push()
        after = self.qbo.read("Invoice", theirs["Id"])
        self.assertEqual(after["TotalAmt"], 240)
        self.assertEqual(after["DocNumber"], theirs["DocNumber"])

    def test_made_good_again_there_it_is_active_here(self):
        move, theirs = self._sent()
        self.qbo.void("Invoice", theirs["Id"])
        self.take(theirs)
        after = self.change(
            theirs,
            Line=theirs["Line"],
            PrivateNote="",
            TxnTaxDetail=theirs["TxnTaxDetail"],
        )
        self.take(after)
        self.assertEqual(move.state, "posted")
        self.assertTotals(move, after)

    def test_voided_there_with_a_payment_on_it_leaves_the_payment_open(self):
        self.connection.payment_direction = "off"
        move, theirs = self._sent()
        self._pay(move)
        payment = move.matched_payment_ids or move._get_reconciled_payments()
        self.qbo.void("Invoice", theirs["Id"])
        self.take(theirs)
        self.assertEqual(move.state, "cancel")
        self.assertNotEqual(payment.state, "canceled")
        self.assertFalse(payment.reconciled_invoice_ids)

    def test_voided_there_and_edited_here_is_held(self):
        move, theirs = self._sent()
        move.narration = "<p>Wait</p>"
        self.qbo.void("Invoice", theirs["Id"])
        self.run_pull()
        self.assertBinding(move, state="conflict", cause="changed_both")
        self.assertEqual(move.state, "posted")

    def test_deleted_there_is_cancelled_here_and_sent_again_as_a_new_one(self):
        move, theirs = self._sent()
        self.qbo.delete("Invoice", theirs["Id"])
        self.run_pull()
        self.assertFalse(self.inbox())
        self.assertEqual(move.state, "cancel")
        self.assertIn("deleted in QuickBooks", str(move.message_ids.mapped("body")))
        self.assertBinding(move, state="not_synced", qbo_id=False)
        move.button_draft()
        move.action_post()
        self.run_push()
        again = self.assertBinding(move, state="synced")
        self.assertNotEqual(again.qbo_id, theirs["Id"])

    def test_deleted_there_and_edited_here_is_held_until_somebody_decides(self):
        move, theirs = self._sent()
        move.narration = "<p>Wait</p>"
        self.qbo.delete("Invoice", theirs["Id"])
        self.run_pull()
        self.assertBinding(move, state="conflict", cause="deleted_there")
        self.assertEqual(move.state, "posted")

    def test_voided_there_in_a_locked_period_is_held(self):
        move, theirs = self._sent()
        self.company_data["company"].sudo().fiscalyear_lock_date = "2026-11-15"
        self.qbo.void("Invoice", theirs["Id"])
        self.run_pull()
        self.assertEqual(self.inbox().cause, "lock_date")
        self.assertEqual(move.state, "posted")
