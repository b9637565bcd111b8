"""S9: credit memos, sales receipts and refund receipts that are made in QuickBooks."""

from odoo.tests import tagged

from .incoming_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportCredits(ImportCase):
    def test_a_credit_memo_arrives_as_a_credit_note(self):
        theirs, move = self.taken("CreditMemo", [self.taxed(100, Qty=2, UnitPrice=50)])
        self.assertEqual((move.move_type, move.state), ("out_refund", "posted"))
        self.assertTotals(move, theirs)
        self.assertEqual(move.invoice_line_ids.quantity, 2)
        self.assertEqual(move.payment_state, "not_paid")
        self.assertNothingIsSent()

    def test_a_changed_credit_memo_is_changed_here(self):
        theirs, move = self.taken("CreditMemo", [self.sold(100)])
        line = dict(theirs["Line"][0], Amount=70)
        after = self.change(theirs, "CreditMemo", Line=[line])
        self.assertEqual(self.take(after, "CreditMemo"), move)
        self.assertEqual(move.amount_total, 70)

    def test_a_voided_credit_memo_is_cancelled(self):
        theirs, move = self.taken("CreditMemo", [self.sold(100)])
        self.qbo.void("CreditMemo", theirs["Id"])
        self.take(theirs, "CreditMemo")
        self.assertEqual(move.state, "cancel")
        self.assertNothingIsSent()


@tagged("post_install", "-at_install")
class TestImportReceipts(ImportCase):
    def _checking(self):
        return {"value": self.qbo.all("Account", "Name = 'Checking'")[0]["Id"]}

    def test_a_sales_receipt_arrives_paid(self):
        theirs, move = self.taken(
            "SalesReceipt", [self.taxed(100)], PaymentRefNum="C-77"
        )
        self.assertEqual((move.move_type, move.state), ("out_receipt", "posted"))
        self.assertTotals(move, theirs)
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        payment = move._quickbooks_money()
        self.assertEqual(payment.memo, "C-77")
        self.assertEqual(payment.journal_id, self.connection.payment_journal_id)
        self.assertEqual(payment.amount, move.amount_total)
        self.assertFalse(self.binding(payment))
        self.assertNothingIsSent()
        self.assertEqual(len(self.qbo.all("Payment")), 0)

    def test_the_journal_is_that_of_the_deposit_account(self):
        cash = self.company_data["default_journal_cash"]
        checking = self.env["quickbooks.reference"].search(
            [("connection_id", "=", self.connection.id), ("name", "=", "Checking")]
        )
        row = self.env["quickbooks.mapping"].search(
            [("kind", "=", "Deposit"), ("res_id", "=", cash.id)]
        )
        row.reference_id = checking
        others = self.env["quickbooks.mapping"].search(
            [("reference_id", "=", checking.id), ("kind", "=", "Deposit")]
        )
        (others - row).action_leave_out()
        _theirs, move = self.taken("SalesReceipt", DepositToAccountRef=self._checking())
        self.assertEqual(move._quickbooks_money().journal_id, cash)

    def test_a_sale_over_the_counter_needs_somebody_it_is_booked_for(self):
        theirs = self.qbo.create(
            "SalesReceipt", {"TxnDate": "2026-11-10", "Line": [self.sold(30)]}
        )
        self.run_pull()
        self.assertEqual(self.inbox().cause, "nobody_bought")
        counter = self.env["res.partner"].create({"name": "Counter sales"})
        self.connection.walk_in_partner_id = counter
        move = self.take(theirs, "SalesReceipt")
        self.assertEqual(move.partner_id, counter)
        self.assertIn(move.payment_state, ("paid", "in_payment"))

    def test_the_customer_of_a_receipt_is_known_by_the_address(self):
        partner = self.env["res.partner"].create(
            {"name": "Ida Moreno", "email": "ida@example.com"}
        )
        theirs = self.qbo.create(
            "SalesReceipt",
            {
                "TxnDate": "2026-11-10",
                "Line": [self.sold(30)],
                "BillEmail": {"Address": "Ida@Example.com"},
            },
        )
        self.assertEqual(self.take(theirs, "SalesReceipt").partner_id, partner)

    def test_a_changed_receipt_changes_its_money(self):
        theirs, move = self.taken("SalesReceipt", [self.sold(100)])
        before = move._quickbooks_money()
        after = self.change(
            theirs, "SalesReceipt", Line=[dict(theirs["Line"][0], Amount=70)]
        )
        self.assertEqual(self.take(after, "SalesReceipt"), move)
        self.assertEqual(move.amount_total, 70)
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        self.assertEqual(move._quickbooks_money().amount, 70)
        self.assertEqual(before.state, "canceled")
        self.assertNothingIsSent()

    def test_a_memo_alone_leaves_the_money_alone(self):
        theirs, move = self.taken("SalesReceipt", [self.sold(100)])
        before = move._quickbooks_money()
        after = self.change(
            theirs, "SalesReceipt", CustomerMemo={"value": "See you soon"}
        )
        self.take(after, "SalesReceipt")
        self.assertIn("See you soon", move.narration)
        self.assertEqual(move._quickbooks_money(), before)

    def test_a_voided_receipt_takes_its_money_back(self):
        theirs, move = self.taken("SalesReceipt", [self.sold(100)])
        payment = move._quickbooks_money()
        self.qbo.void("SalesReceipt", theirs["Id"])
        self.take(theirs, "SalesReceipt")
        self.assertEqual((move.state, payment.state), ("cancel", "canceled"))
        self.assertNothingIsSent()

    def test_a_refund_receipt_arrives_paid_back(self):
        theirs, move = self.taken(
            "RefundReceipt",
            [self.taxed(100)],
            DepositToAccountRef=self._checking(),
        )
        self.assertEqual((move.move_type, move.state), ("out_refund", "posted"))
        self.assertTotals(move, theirs)
        payment = move._quickbooks_money()
        self.assertEqual(payment.payment_type, "outbound")
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        self.assertNothingIsSent()
        self.qbo.void("RefundReceipt", theirs["Id"])
        self.take(theirs, "RefundReceipt")
        self.assertEqual((move.state, payment.state), ("cancel", "canceled"))

    def test_without_a_journal_it_waits_for_one(self):
        journal = self.connection.payment_journal_id
        self.connection.payment_journal_id = False
        theirs = self.make("SalesReceipt")
        self.run_pull()
        self.assertEqual(self.inbox().cause, "deposit_unmatched")
        self.connection.payment_journal_id = journal
        self.assertTrue(self.take(theirs, "SalesReceipt"))
