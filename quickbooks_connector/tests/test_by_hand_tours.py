"""Y7 as a clerk lives it: what is synced, and taken out, by hand."""

from odoo.tests import HttpCase, new_test_user, tagged

from .test_refunds import RefundsCase


@tagged("post_install", "-at_install")
class TestByHandTours(RefundsCase, HttpCase):
    def setUp(self):
        super().setUp()
        groups = "account.group_account_invoice"
        groups += ",quickbooks_connector.quickbooks_group_user"
        new_test_user(self.env, "money-clerk", groups, company_id=self.env.company.id)

    def _walk(self, tour, record):
        self.env.flush_all()
        path = f"/odoo/{record._name}/{record.id}"
        self.start_tour(path, tour, login="money-clerk")
        self.env.invalidate_all()

    def test_a_payment_is_taken_out_with_its_refund_and_synced_again(self):
        invoice, payment = self.create_untaxed(100), self.pay(150)
        self.settle(invoice, payment)
        refund = self.pay_back(50)
        self.settle(payment, refund)
        self.run_push()
        self._walk("quickbooks_unsync", payment)
        self.run_push()
        self.assertFalse(self.qbo.all("Payment") + self.qbo.all("JournalEntry"))
        self._walk("quickbooks_sync_by_hand", payment)
        self.run_push()
        self.assertBinding(payment, "Payment", state="synced")

    def test_a_document_whose_contact_is_not_there_says_so(self):
        invoice = self.create_untaxed(20)
        invoice.action_quickbooks_skip()
        self.commit()
        self._walk("quickbooks_contact_first", invoice)
        self.run_push()
        self.assertBinding(self.partner_a, "Customer", state="synced")
