"""Y7, Y11: payments and documents sent, and taken out, by hand; who may undo them."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_refunds import RefundsCase


@tagged("post_install", "-at_install")
class TestUnsync(RefundsCase):
    """Payments that are taken out of QuickBooks stay in Odoo."""

    def _over_paid(self):
        """Return an invoice, its payment of too much, and the refund of the rest."""
        invoice, payment = self.create_untaxed(100), self.pay(150)
        self.settle(invoice, payment)
        refund = self.pay_back(50)
        self.settle(payment, refund)
        self.run_push()
        return invoice, payment, refund

    def _wizard(self, payments):
        action = payments.action_quickbooks_unsync()
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_it_is_deleted_there_with_its_refund_and_stays_here(self):
        invoice, payment, refund = self._over_paid()
        self._wizard(payment).action_unsync()
        self.run_push()
        self.assertFalse(self.qbo.all("Payment"))
        self.assertFalse(self.qbo.all("JournalEntry"))
        for record in (payment, refund):
            self.assertBinding(record, state="skipped", cause="withdrawn", qbo_id=False)
            self.assertIn(record.state, ("in_process", "paid"))
        self.assertEqual(invoice.amount_residual, 0)
        there = self.qbo.read("Invoice", self.id_of(invoice))
        self.assertEqual(there["Balance"], 100)

    def test_it_says_first_what_vanishes(self):
        invoice, payment, refund = self._over_paid()
        wizard = self._wizard(payment)
        self.assertIn(payment.display_name, wizard.deleted_there)
        self.assertIn(f"Its refund {refund.display_name}", wizard.deleted_there)
        self.assertIn(invoice.display_name, wizard.stays_here)
        self.run_push()
        self.assertEqual(len(self.qbo.all("Payment")), 1, "nobody has said yes yet")

    def test_an_edit_does_not_bring_it_back_and_a_person_does(self):
        _invoice, payment, _refund = self._over_paid()
        self._wizard(payment).action_unsync()
        self.run_push()
        payment.memo = "Seen"
        self.run_push()
        self.assertFalse(self.qbo.all("Payment"))
        payment.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(payment, state="synced")
        self.assertEqual(len(self.qbo.all("Payment")), 1)

    def test_its_echo_undoes_nothing_here(self):
        invoice, payment, _refund = self._over_paid()
        self._wizard(payment).action_unsync()
        self.run_push()
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertIn(payment.state, ("in_process", "paid"))

    def test_a_refund_alone_is_taken_off_its_credit_note(self):
        credit, refund = self.create_credit_note(100), self.pay_back(100)
        self.settle(credit, refund)
        self.run_push()
        self._wizard(refund).action_unsync()
        self.run_push()
        self.run_pull()
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        self.assertFalse(self.qbo.all("JournalEntry"))
        self.assertEqual(credit.amount_residual, 0)

    def test_what_quickbooks_does_not_have_is_refused(self):
        payment = self.pay(10)
        with self.assertRaisesRegex(UserError, "QuickBooks has none"):
            payment.action_quickbooks_unsync()

    def test_others_may_not(self):
        _invoice, payment, _refund = self._over_paid()
        clerk = new_test_user(
            self.env, "clerk-without-books", "account.group_account_invoice"
        )
        with self.assertRaises(AccessError):
            payment.with_user(clerk).action_quickbooks_unsync()


@tagged("post_install", "-at_install")
class TestUndo(RefundsCase):
    """Payments that QuickBooks has are undone there, and Odoo follows."""

    def _synced(self):
        invoice, payment = self.create_untaxed(100), self.pay(100)
        self.settle(invoice, payment)
        self.run_push()
        return invoice, payment

    def test_undoing_a_synced_payment_here_is_refused_with_the_way_out(self):
        _invoice, payment = self._synced()
        for undo in (
            payment.action_draft,
            payment.action_cancel,
            payment.move_id.button_draft,
            payment.move_id.button_cancel,
            payment.move_id._reverse_moves,
        ):
            with self.assertRaisesRegex(UserError, "delete or void it in QuickBooks"):
                undo()

    def test_what_is_undone_there_is_undone_here(self):
        for verb in ("delete", "void"):
            invoice, payment = self._synced()
            row = self.assertBinding(payment, "Payment", state="synced")
            getattr(self.qbo, verb)("Payment", row.qbo_id)
            self.run_pull()
            self.assertEqual(payment.state, "canceled", verb)
            self.assertEqual(invoice.amount_residual, 100)
            self.assertLedgersAgree()

    def test_the_settings_allow_it(self):
        self.connection.sudo().undo_payments = True
        invoice, payment = self._synced()
        payment.action_cancel()
        self.run_push()
        there = self.qbo.read("Invoice", self.id_of(invoice))
        self.assertEqual(there["Balance"], 100)
        self.assertLedgersAgree()

    def test_what_quickbooks_does_not_have_is_undone_as_ever(self):
        payment = self.pay(10)
        payment.action_draft()
        self.assertEqual(payment.state, "draft")
        _invoice, synced = self._synced()
        wizard = self.env["quickbooks.unsync"].create({"payment_ids": synced.ids})
        wizard.action_unsync()
        self.run_push()
        synced.action_draft()
        self.assertEqual(synced.state, "draft")


@tagged("post_install", "-at_install")
class TestSyncByHand(RefundsCase):
    """What can be synced by hand, and what a disabled button says."""

    def assertOffered(self, record, obstacle=None):
        record.invalidate_recordset()
        self.assertTrue(record.qbo_is_offered)
        if obstacle:
            self.assertIn(obstacle, record.qbo_obstacle)
        else:
            self.assertFalse(record.qbo_obstacle)

    def test_a_document_whose_contact_is_there_can_be_synced(self):
        self.create_untaxed(10)
        self.run_push()
        invoice = self.create_untaxed(20)
        invoice.action_quickbooks_skip()
        self.assertOffered(invoice)
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        invoice.invalidate_recordset()
        self.assertFalse(invoice.qbo_is_offered)

    def test_without_its_contact_it_waits_for_that(self):
        invoice = self.create_untaxed(20)
        invoice.action_quickbooks_skip()
        self.commit()
        self.assertOffered(invoice, f"{self.partner_a.name} is not in QuickBooks yet")
        self.assertTrue(invoice.qbo_needs_contact)
        invoice.action_quickbooks_sync_contact()
        self.run_push()
        self.assertBinding(self.partner_a, "Customer", state="synced")
        self.assertOffered(invoice)

    def test_a_draft_is_to_be_confirmed_first(self):
        self.assertOffered(self.create_invoice(post=False), "Confirm it first")

    def test_a_kind_that_is_not_sent_says_so(self):
        invoice = self.create_untaxed(20)
        invoice.action_quickbooks_skip()
        self.connection.sudo().invoice_direction = "in"
        self.assertOffered(invoice, "By the settings")

    def test_entries_are_not_offered(self):
        payment = self.pay(10)
        self.assertFalse(payment.move_id.qbo_is_offered)

    def test_a_payment_left_out_can_be_synced(self):
        self.create_untaxed(10)
        self.run_push()
        payment = self.pay(10)
        payment.action_quickbooks_skip()
        self.assertOffered(payment)
        payment.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(payment, "Payment", state="synced")
