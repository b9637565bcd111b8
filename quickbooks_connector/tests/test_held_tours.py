"""Held documents mended from their message, in a browser."""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .test_number_clash import NumberClashCase


@tagged("post_install", "-at_install")
class TestHeldTours(NumberClashCase, HttpCase):
    def _tour(self, name, record, action="customer-invoices"):
        url = f"/odoo/{action}/{record.id}"
        self.start_tour(url, name, login=self.env.user.login)
        self.env.invalidate_all()

    def test_another_number_is_chosen_in_the_bar(self):
        invoice = self.clashing(amount=99)
        self._tour("quickbooks_number_taken", invoice)
        self.run_push()
        self.assertBinding(invoice, state="synced", doc_number="SHOP-77")

    def test_closed_books_are_mended_by_a_click_in_the_bar(self):
        self.qbo.load(
            "Preferences", {"AccountingInfoPrefs": {"BookCloseDate": "2026-11-05"}}
        )
        self.connection.sudo().lists_read_at -= timedelta(hours=25)
        self.run_pull()
        invoice = self.create_invoice()
        self.run_push()
        self._tour("quickbooks_closed_books", invoice)
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertQboHas("Invoice", DocNumber=invoice.name, TxnDate="2026-11-06")

    def test_an_order_lists_its_documents_and_its_customer(self):
        self.product_a.invoice_policy = "order"
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [(0, 0, {"product_id": self.product_a.id})],
            }
        )
        order.action_confirm()
        order._create_invoices().action_post()
        self.run_push()
        self._tour("quickbooks_order_documents", order, "sales")
