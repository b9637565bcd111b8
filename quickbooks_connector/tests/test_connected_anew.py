"""A company that is connected anew, as after the add-on was removed and came back.

All links are gone; both ledgers are as they were. Nothing may become two.
"""

from odoo.tests import tagged

from .ledgers import LedgerMixin
from .test_dry_run import PlanCase

KINDS = ("Customer", "Item", "Invoice", "Payment")


@tagged("post_install", "-at_install")
class TestConnectedAnew(LedgerMixin, PlanCase):
    def setUp(self):
        super().setUp()
        self.note_opening()
        self.connection.sudo().is_live = True
        self.bank = self.company_data["default_journal_bank"]
        self.invoices = self.env["account.move"].union(
            *(self.create_invoice() for _number in range(3))
        )
        self.payment = self._pay(self.invoices[0])
        self.run_push()
        self.run_pull()
        self.assertEqual(set(self.invoices.mapped("qbo_state")), {"synced"})
        self.before = self._there()
        self._lose_links()

    def _pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard = wizard.create({"journal_id": self.bank.id})
        wizard.action_create_payments()
        return invoice.matched_payment_ids

    def _there(self):
        return {kind: len(self.qbo.all(kind)) for kind in KINDS}

    def _lose_links(self):
        """Remove all that the add-on knows, and connect again."""
        cls = type(self)
        self.binding_model().search([]).unlink()
        self.env["quickbooks.inbound"].sudo().search([]).unlink()
        self.connection.sudo().unlink()
        self.connection = self._create_connection(self.env.company, self.qbo)
        with cls._own_cursors():
            cls._sign_in(self.connection)
            cls._set_up(self.connection)

    def _live_again(self, approve):
        plan = self.make_plan()
        if approve:
            plan.action_approve()
        self.go_live()
        self.run_pull()
        self.run_push()
        return plan

    def test_what_is_left_out_is_there_once(self):
        self._live_again(approve=False)
        self.assertEqual(self._there(), self.before)
        later = self.create_invoice()
        self.run_push()
        self.assertBinding(later, state="synced")
        self.assertEqual(self._there(), self.before | {"Invoice": 4})

    def test_what_is_sent_again_is_found_and_linked(self):
        self._live_again(approve=True)
        self.assertEqual(self._there(), self.before)
        for invoice in self.invoices:
            self.assertBinding(invoice, state="synced")
        self.assertLedgersAgree()

    def _touch_payment(self, **vals):
        """Let somebody edit the payment in QuickBooks."""
        [theirs] = self.qbo.all("Payment")[-1:]
        edit = {"Id": theirs["Id"], "PrivateNote": "Seen", "sparse": True}
        self.qbo.update("Payment", edit | vals)

    def test_a_payment_of_before_is_known_by_its_reference(self):
        self._live_again(approve=True)
        self._touch_payment()
        self.run_pull()
        self.run_push()
        self.assertEqual(self.env["account.payment"].search([]), self.payment)
        self.assertBinding(self.payment, state="synced")
        self.assertFalse(self.env["quickbooks.inbound"].sudo().search([]))
        self.assertLedgersAgree()
        self.assertEqual(self._there(), self.before)

    def test_a_reference_alone_makes_no_payment_the_same(self):
        self._touch_payment(TxnDate="2026-11-09")
        self._live_again(approve=True)
        self.assertEqual(self.env["account.payment"].search([]), self.payment)
        self.assertFalse(self.binding(self.payment).qbo_id)
        self.assertEqual(self._there(), self.before)
