"""U5: why a record is not in QuickBooks, in one true sentence."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_refunds import RefundsCase


@tagged("post_install", "-at_install")
class TestWhy(RefundsCase):
    def why(self, record, user=None):
        """Return the answer that ``user`` gets about ``record``."""
        self.commit()
        self.env.invalidate_all()
        action = record.with_user(user or self.env.user).action_quickbooks_why()
        return self.env["quickbooks.why"].browse(action["res_id"])

    def assertAnswer(self, record, expected, by_hand=False):
        answer = self.why(record)
        self.assertIn(expected, answer.answer)
        self.assertNotIn("…", answer.answer)
        self.assertFalse(answer.is_there)
        self.assertEqual(answer.may_sync, by_hand, answer.answer)
        return answer

    def test_what_is_there_says_so_with_its_number(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        answer = self.why(invoice)
        self.assertTrue(answer.is_there)
        self.assertIn(f"no. {invoice.name}", answer.answer)
        self.assertNotIn("fa-times", answer.conditions)
        self.assertTrue(self.why(self.partner_a).is_there)

    def test_without_a_live_connection_it_says_that(self):
        invoice = self.create_untaxed(100)
        self.connection.sudo().is_live = False
        self.assertAnswer(invoice, "set-up of QuickBooks is not finished")
        self.connection.sudo().state = "draft"
        self.assertAnswer(invoice, f"{self.env.company.name} is not connected")

    def test_a_draft_an_entry_and_a_cancelled_document(self):
        draft = self.create_invoice(post=False)
        self.assertAnswer(draft, "Confirm it first")
        draft.button_cancel()
        self.assertAnswer(draft, "It is cancelled")
        entry = self.env["account.move"].create({"move_type": "entry"})
        self.assertAnswer(entry, "no kind of record")

    def test_an_invoice_that_is_opened_again_is_kept_as_it_was(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        invoice.button_draft()
        self.assertAnswer(invoice, "QuickBooks keeps what it has meanwhile")

    def test_a_kind_that_is_not_sent_and_an_order(self):
        self.connection.sudo().invoice_direction = "in"
        self.assertAnswer(self.create_untaxed(100), "By the settings")
        order = self.env["sale.order"].create({"partner_id": self.partner_a.id})
        if not order._quickbooks_are_sent():
            self.assertAnswer(order, "what it is invoiced by is")
        self.connection.sudo().estimate_direction = "out"
        self.assertAnswer(order, "once the customer has it")

    def test_what_somebody_left_out_names_who_and_when(self):
        invoice = self.create_untaxed(100)
        clerk = new_test_user(
            self.env,
            "why-clerk",
            "account.group_account_invoice,quickbooks_connector.quickbooks_group_user",
            name="Robin Clerk",
            company_id=self.env.company.id,
        )
        self.commit()
        invoice.with_user(clerk).action_quickbooks_skip()
        answer = self.assertAnswer(invoice, "Robin Clerk left it out", by_hand=True)
        self.assertNotIn("on its way", answer.conditions)
        answer.action_sync()
        self.run_push()
        self.assertTrue(self.why(invoice).is_there)

    def test_dates_and_moments_of_the_settings(self):
        self.connection.sudo().start_date = "2026-11-10"
        self.assertAnswer(self.create_untaxed(100), "dated before", by_hand=True)
        self.connection.sudo().write(
            {"start_date": "2019-01-01", "send_moment": "sent"}
        )
        invoice = self.create_untaxed(70)
        self.assertAnswer(invoice, "not been sent to the customer yet", by_hand=True)
        self.connection.sudo().send_moment = "hand"
        self.assertAnswer(invoice, "sent by hand", by_hand=True)

    def test_contacts_and_products_wait_for_a_document(self):
        for record in (self.partner_b, self.product_b, self.product_b.product_tmpl_id):
            self.assertAnswer(record, "goes with its first document", by_hand=True)

    def test_payments_say_what_they_wait_for(self):
        payment = self.pay(40)
        payment.qbo_sync = False
        self.assertAnswer(payment, "not to go to QuickBooks", by_hand=True)
        nobody = payment.copy({"partner_id": False})
        nobody.action_post()
        self.assertAnswer(nobody, "names no customer or vendor", by_hand=True)

    def test_what_is_on_its_way_says_when_it_goes(self):
        invoice = self.create_untaxed(100)
        self.assertAnswer(invoice, "goes with the next run")
        self.connection.sudo().state = "paused"
        self.assertAnswer(invoice, "Paused")
        self.connection.sudo().state = "connected"
        self.run_push()
        invoice.narration = "Another text"
        self.assertAnswer(invoice, "changed since QuickBooks heard of it")
        self.binding(invoice).next_try = "2030-01-02 10:00:00"
        self.assertAnswer(invoice, "tried again at 01/02/2030")
        self.binding(invoice).cause = "unavailable"
        self.assertAnswer(invoice, "QuickBooks did not answer")
        self.binding(invoice).request_id = "one"
        self.assertAnswer(invoice, "being sent at this moment")
        self.binding(invoice).request_id = False

    def test_what_is_held_says_what_to_mend(self):
        invoice = self.create_untaxed(100)
        self.partner_a.name = " "
        self.run_push()
        self.assertAnswer(invoice, self.binding(invoice).message, by_hand=True)

    def test_an_order_says_it_of_its_invoice(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [(0, 0, {"product_id": self.product_a.id})],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        answer = self.assertAnswer(order, "Confirm it first")
        self.assertIn(invoice.display_name, answer.answer)

    def test_who_may_not_read_the_record_hears_nothing_of_it(self):
        invoice = self.create_untaxed(100)
        outsider = new_test_user(
            self.env, "why-outsider", "quickbooks_connector.quickbooks_group_user"
        )
        with self.assertRaises(AccessError):
            self.why(invoice, outsider)
        seller = new_test_user(self.env, "why-seller", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self.why(invoice, seller)
