"""Y12: receivables and payables run here, there or in both; nothing is doubled."""

from odoo.tests import tagged

from .test_refunds import RefundsCase


@tagged("post_install", "-at_install")
class TestWhoRunsReceivables(RefundsCase):
    def run_in(self, direction):
        """Let the administrator say who runs receivables."""
        self.connection.payment_direction = direction

    def _pay_there(self, invoice, amount):
        return self.settle_there(amount, Invoice=(self.id_of(invoice), amount))

    def test_in_quickbooks_payments_of_odoo_stay_here(self):
        self.run_in("in")
        invoice = self.create_untaxed(100)
        self.run_push()
        self.settle(invoice, self.pay(60))
        credit = self.create_credit_note(10)
        self.apply(credit, invoice)
        self.run_push()
        self.assertFalse(self.qbo.all("Payment"))

    def test_what_stayed_here_is_not_sent_when_both_run_it_later(self):
        self.run_in("in")
        invoice = self.create_untaxed(100)
        self.run_push()
        self._pay_there(invoice, 40)
        self.run_pull()
        self.settle(invoice, self.pay(60))
        self.run_push()
        self.run_in("both")
        self.run_push()
        self.run_pull()
        self.assertEqual(len(self.qbo.all("Payment")), 1)
        self.assertEqual(
            self.env["account.payment"].search_count(
                [("partner_id", "=", self.partner_a.id)]
            ),
            2,
        )

    def test_in_odoo_payments_of_quickbooks_stay_there(self):
        self.run_in("out")
        invoice = self.create_untaxed(100)
        self.run_push()
        self._pay_there(invoice, 40)
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 100)
        self.assertFalse(
            self.env["account.payment"].search([("qbo_is_theirs", "=", True)])
        )

    def test_what_odoo_sent_is_not_doubled_when_quickbooks_runs_it_later(self):
        self.run_in("out")
        invoice, payment = self.create_untaxed(100), self.pay(60)
        self.settle(invoice, payment)
        self.run_push()
        self.run_in("in")
        self.run_pull()
        self.run_push()
        self.assertEqual(len(self.qbo.all("Payment")), 1)
        self.assertEqual(invoice.amount_residual, 40)
        self._pay_there(invoice, 40)
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 0)

    def test_off_nothing_of_either_side_moves(self):
        self.run_in("off")
        invoice = self.create_untaxed(100)
        self.run_push()
        self._pay_there(invoice, 40)
        self.settle(invoice, self.pay(60))
        self.run_push()
        self.run_pull()
        self.assertEqual(len(self.qbo.all("Payment")), 1)
        self.assertEqual(invoice.amount_residual, 40)

    def test_payables_are_another_question(self):
        self.run_in("off")
        bill = self.create_untaxed(100, move_type="in_invoice")
        payment = self.pay(60, payment_type="outbound", partner_type="supplier")
        self.settle(bill, payment)
        self.run_push()
        self.assertBinding(payment, "BillPayment", state="synced")
        self.connection.bill_payment_direction = "off"
        other = self.pay(10, payment_type="outbound", partner_type="supplier")
        self.run_push()
        self.assertFalse(self.binding(other, "BillPayment").qbo_id)
