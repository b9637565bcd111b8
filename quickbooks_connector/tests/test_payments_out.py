"""Y1, Y3, Y5, Y8, S10: payments of Odoo are QuickBooks' by the same amounts."""

from odoo.tests import tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsOut(PaymentCase):
    def test_a_payment_goes_with_its_invoice_and_both_are_paid(self):
        invoice = self.sell(100)
        payment = self.pay(invoice)
        self.run_push()
        self.assertBinding(payment, state="synced")
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=0)
        there = self.counterpart(payment)
        self.assertEqual(there["CustomerRef"], theirs["CustomerRef"])
        self.assertEqual(there["TxnDate"], "2026-11-05")
        self.assertEqual(there["UnappliedAmt"], 0)
        self.assertLedgersAgree()

    def test_one_payment_over_several_invoices_is_one_there(self):
        invoices = self.sell(100, 50.5, 20)
        payment = self.pay(invoices, 160)
        self.run_push()
        wanted = {i.name: i.amount_total - i.amount_residual for i in invoices}
        self.assertEqual(sorted(wanted.values()), [20, 50.5, 89.5])
        self.assertEqual(self.applied(payment), wanted)
        self.assertLedgersAgree()

    def test_what_is_left_over_is_applied_later(self):
        first = self.sell(60)
        payment = self.pay(first, 100)
        self.run_push()
        self.assertEqual(self.counterpart(payment)["UnappliedAmt"], 40)
        second = self.sell(70)
        self.apply(payment, second)
        self.run_push()
        self.assertEqual(self.applied(payment), {first.name: 60, second.name: 40})
        self.assertQboHas("Invoice", DocNumber=second.name, Balance=30)
        self.assertLedgersAgree()

    def test_what_is_unreconciled_here_is_open_there(self):
        first, second = self.sell(60, 70)
        payment = self.pay(first)
        self.run_push()
        first.line_ids.remove_move_reconcile()
        self.run_push()
        self.assertEqual(self.applied(payment), {})
        self.assertEqual(self.counterpart(payment)["UnappliedAmt"], 60)
        self.apply(payment, second)
        self.run_push()
        self.assertEqual(self.applied(payment), {second.name: 60})
        self.assertLedgersAgree()

    def test_what_lets_go_of_an_invoice_goes_before_what_takes_it(self):
        first, second = self.sell(60, 70)
        late = self.pay_on_account(60)
        early = self.pay(first)
        self.run_push()
        first.line_ids.remove_move_reconcile()
        self.apply(late, first)
        self.apply(early, second)
        self.run_push()
        self.assertEqual(self.applied(late), {first.name: 60})
        self.assertEqual(self.applied(early), {second.name: 60})
        self.assertLedgersAgree()

    def change_places(self, one, other, first, second):
        """Apply to ``second`` what paid ``first``, and the other way; send it."""
        (first + second).line_ids.remove_move_reconcile()
        self.apply(one, second)
        self.apply(other, first)
        self.apply(other, second)
        self.run_push()

    def test_payments_that_change_places_are_not_refused(self):
        first, second = self.sell(60, 70)
        one, other = self.pay(first, 50), self.pay(second, 70)
        self.run_push()
        self.change_places(one, other, first, second)
        self.assertEqual(self.applied(one), {second.name: 50})
        self.assertEqual(self.applied(other), {first.name: 60, second.name: 10})
        self.assertLedgersAgree()

    def test_a_payment_with_a_write_off_changes_places_too(self):
        first, second = self.sell(60, 70)
        difference = {
            "payment_difference_handling": "reconcile",
            "writeoff_account_id": self.company_data["default_account_expense"].id,
        }
        entry = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("account_type", "=", "Expense"),
            ],
            limit=1,
        )
        self.match("Account", self.company_data["default_account_expense"], entry)
        one, other = self.pay(first, 50, **difference), self.pay(second, 70)
        self.run_push()
        self.change_places(one, other, first, second)
        self.assertEqual(self.applied(one), {second.name: 60})
        self.assertEqual(self.applied(other), {first.name: 60, second.name: 10})
        self.assertLedgersAgree()

    def test_a_payment_on_account_waits_for_its_invoices_there_too(self):
        payment = self.pay_on_account(80)
        self.run_push()
        self.assertEqual(self.counterpart(payment)["UnappliedAmt"], 80)
        self.assertLedgersAgree()

    def test_a_cancelled_payment_is_void_and_confirmed_again_is_a_new_one(self):
        invoice = self.sell(100)
        payment = self.pay(invoice)
        self.run_push()
        before = self.binding(payment).qbo_id
        payment.action_cancel()
        self.run_push()
        self.assertEqual(self.counterpart(payment)["TotalAmt"], 0)
        self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=100)
        self.assertLedgersAgree()
        payment.action_draft()
        payment.action_post()
        self.apply(payment, invoice)
        self.run_push()
        self.assertNotEqual(self.binding(payment).qbo_id, before)
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertLedgersAgree()

    def test_an_edited_payment_is_updated(self):
        invoice = self.sell(100)
        payment = self.pay(invoice)
        self.run_push()
        payment.action_draft()
        self.run_push()
        self.assertBinding(payment, state="modified")
        self.assertEqual(self.counterpart(payment)["TotalAmt"], 100)
        payment.write({"amount": 80, "date": "2026-11-09"})
        payment.action_post()
        self.apply(payment, invoice)
        self.run_push()
        there = self.counterpart(payment)
        self.assertEqual((there["TotalAmt"], there["TxnDate"]), (80, "2026-11-09"))
        self.assertLedgersAgree()

    def test_many_payments_go_in_one_call(self):
        payments = self.env["account.payment"]
        for invoice in self.sell(*range(10, 30)):
            payments |= self.pay(invoice)
        self.run_push()
        sent = [
            item
            for entry in self.qbo.journal(path="batch")
            for item in entry.get("items", ())
        ]
        self.assertEqual(payments.mapped("qbo_state"), ["synced"] * 20, sent)
        self.assertLedgersAgree()

    # === WHO AND WHAT === #

    def test_the_reference_is_the_prefix_and_the_number(self):
        self.connection.payment_prefix = "SHOP/"
        payment = self.pay(self.sell(100), communication="Order 7")
        self.run_push()
        there = self.counterpart(payment)
        self.assertEqual(there["PaymentRefNum"], f"SHOP/{payment.id}")
        self.assertIn("Order 7", there["PrivateNote"])
        self.assertEqual(payment.qbo_doc_number, f"SHOP/{payment.id}")

    def test_the_deposit_account_is_that_of_the_journal(self):
        payment = self.pay(self.sell(100))
        self.run_push()
        funds = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("account_subtype", "=", "UndepositedFunds"),
            ]
        )
        account = self.counterpart(payment)["DepositToAccountRef"]["value"]
        self.assertEqual(account, funds.qbo_id)
        self.match("Deposit", self.bank, self.checking)
        other = self.pay(self.sell(50))
        self.run_push()
        account = self.counterpart(other)["DepositToAccountRef"]["value"]
        self.assertEqual(account, self.checking.qbo_id)

    def test_the_method_is_the_one_matched(self):
        method = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", "PaymentMethod"),
            ],
            limit=1,
        )
        line = self.inbound_payment_method_line
        self.match("PaymentMethod", line, method)
        payment = self.pay(self.sell(100), payment_method_line_id=line.id)
        self.run_push()
        ref = self.counterpart(payment)["PaymentMethodRef"]
        self.assertEqual(ref["value"], method.qbo_id)

    def test_a_payment_over_what_is_left_out_is_left_out(self):
        invoice = self.sell(100, invoice_date="2018-11-02")
        payment = self.pay(invoice)
        self.run_push()
        self.assertFalse(self.binding(payment))
        self.assertFalse(self.qbo.all("Payment"))

    def test_a_payment_follows_an_invoice_that_is_sent_later(self):
        self.connection.send_moment = "hand"
        invoice = self.sell(100)
        payment = self.pay(invoice)
        self.run_push()
        self.assertFalse(self.binding(payment))
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertLedgersAgree()

    def test_the_way_that_is_closed_sends_nothing(self):
        self.connection.payment_direction = "in"
        payment = self.pay(self.sell(100))
        self.run_push()
        self.assertFalse(self.binding(payment))
        self.assertFalse(self.qbo.all("Payment"))
