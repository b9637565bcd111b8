"""Y5, Y6: payments as a person registers them."""

from odoo.tests import HttpCase, tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsTours(PaymentCase, HttpCase):
    def _tour(self, name, url):
        self.start_tour(url, name, login=self.env.user.login)
        self.env.invalidate_all()

    def test_a_payment_registered_without_the_tick_is_synced_by_hand(self):
        invoice = self.sell(100)
        self.run_push()
        self._tour(
            "quickbooks_register_payment", f"/odoo/customer-invoices/{invoice.id}"
        )
        payment = invoice.reconciled_payment_ids
        self.assertFalse(payment.qbo_sync)
        self.run_push()
        self.assertEqual(payment.qbo_state, "not_synced")
        self._tour("quickbooks_sync_payment", f"/odoo/customer-payments/{payment.id}")
        self.run_push()
        self.assertBinding(payment, state="synced")
        self.assertEqual(self.applied(payment), {invoice.name: 100})

    def test_only_accounts_that_take_deposits_are_offered(self):
        self._tour("quickbooks_deposit_account", "/odoo/quickbooks-matching")
        row = self.env["quickbooks.mapping"].search(
            [("kind", "=", "Deposit"), ("res_id", "=", self.bank.id)]
        )
        self.assertEqual(row.reference_id.name, "Checking")
