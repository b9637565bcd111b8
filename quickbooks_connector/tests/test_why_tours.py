"""U5, X2 as a clerk lives them: why, preview, and back out of QuickBooks."""

from odoo.tests import HttpCase, new_test_user, tagged

from .pictures import PicturesMixin
from .test_refunds import RefundsCase


@tagged("post_install", "-at_install")
class TestWhyTours(PicturesMixin, RefundsCase, HttpCase):
    def setUp(self):
        super().setUp()
        groups = "account.group_account_invoice,base.group_no_one"
        groups += ",quickbooks_connector.quickbooks_group_user"
        self.clerk = new_test_user(
            self.env,
            "why-clerk",
            groups,
            name="Robin Clerk",
            company_id=self.env.company.id,
        )

    def _walk(self, tour, record):
        self.env.flush_all()
        path = f"/odoo/customer-invoices/{record.id}"
        self.start_tour(path, tour, login="why-clerk")
        self.env.invalidate_all()

    def test_why_and_preview_from_the_menu_of_actions(self):
        invoice = self.create_untaxed(20)
        invoice.with_user(self.clerk).action_quickbooks_skip()
        self.commit()
        self._walk("quickbooks_why", invoice)
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_a_paid_invoice_is_taken_out_after_reading_what_vanishes(self):
        invoice, payment = self.create_untaxed(100), self.pay(100)
        self.settle(invoice, payment)
        self.run_push()
        self._walk("quickbooks_undo", invoice)
        self.run_push()
        self.assertFalse(self.qbo.all("Invoice"))
        self.assertQboHas("Payment", TotalAmt=100)
