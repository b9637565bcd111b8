"""Y6, Y8: which payments go, by a tick that people see."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsTick(PaymentCase):
    def test_the_setting_is_the_default_of_the_tick(self):
        for wanted in (True, False):
            self.connection.sync_hand_payments = wanted
            invoice = self.sell(100)
            wizard = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            )
            self.assertEqual(Form(wizard).qbo_sync, wanted)
            self.assertEqual(Form(self.env["account.payment"]).qbo_sync, wanted)
            payment = self.pay(invoice)
            self.assertEqual(payment.qbo_sync, wanted)
            self.run_push()
            self.assertEqual(bool(self.binding(payment)), wanted)

    def test_the_tick_in_the_wizard_counts(self):
        kept, sent = self.sell(100, 50)
        for invoice, tick in ((kept, False), (sent, True)):
            self.assertEqual(self.pay(invoice, qbo_sync=tick).qbo_sync, tick)
        self.run_push()
        self.assertEqual(len(self.qbo.all("Payment")), 1)
        self.assertEqual(
            self.env["account.payment"]
            .search([("qbo_state", "=", "synced")])
            .mapped("amount"),
            [50],
        )

    def test_one_payment_for_each_invoice_takes_the_tick_too(self):
        invoices = self.sell(100, 50)
        payments = self.pay(invoices, group_payment=False, qbo_sync=False)
        self.assertEqual(payments.mapped("qbo_sync"), [False, False])

    def test_what_is_not_ticked_says_so_and_goes_by_hand(self):
        invoice = self.sell(100)
        payment = self.pay(invoice, qbo_sync=False)
        self.run_push()
        self.assertEqual(payment.qbo_state, "not_synced")
        self.assertIn("not to go", payment.qbo_message)
        payment.action_quickbooks_sync()
        self.assertTrue(payment.qbo_sync)
        self.run_push()
        self.assertBinding(payment, state="synced")
        self.assertLedgersAgree()

    def test_the_tick_can_change_until_quickbooks_has_it(self):
        payment = self.pay(self.sell(100))
        self.commit()
        self.assertEqual(payment.qbo_state, "pending")
        payment.qbo_sync = False
        self.run_push()
        self.assertEqual(payment.qbo_state, "not_synced")
        self.assertFalse(self.qbo.all("Payment"))
        payment.qbo_sync = True
        self.run_push()
        self.assertEqual(payment.qbo_state, "synced")
        with self.assertRaisesRegex(UserError, "in QuickBooks already"):
            payment.qbo_sync = False

    def test_people_without_our_groups_get_the_default(self):
        self.connection.sync_hand_payments = False
        user = new_test_user(
            self.env, "plain_accountant", groups="account.group_account_user"
        )
        self.sell(100)
        payment = self.env["account.payment"].with_user(user)
        payment = payment.with_company(self.env.company).create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 5,
                "journal_id": self.bank.id,
            }
        )
        self.assertFalse(payment.sudo().qbo_sync)

    def test_a_prefix_leaves_room_for_the_number(self):
        with self.assertRaisesRegex(ValidationError, "10 characters"):
            self.connection.payment_prefix = "ELEVEN-CHAR"
