"""Readiness: the two companies, their currencies and their open periods."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .readiness_common import ReadinessCase


@tagged("post_install", "-at_install")
class TestReadinessOfBooks(ReadinessCase):
    def test_a_company_that_is_ready_has_nothing_that_blocks(self):
        self.invoice({"taxes": self.tax_sale_a})
        self.check("sign_in")
        self.assertFalse(self.administered.block_ids.mapped("found"))
        self.assertFalse(self.administered.blocking_count)
        self.assertGreater(self.administered.fine_count, 15)

    def test_without_a_sign_in_nothing_goes(self):
        self.connection.state = "reauthorise"
        row = self.assertFound("sign_in", "block")
        self.assertIn("Sign in", row.button)
        self.connection.state = "connected"
        self.assertFound("sign_in", "fine")

    def test_a_pause_blocks_until_it_is_over(self):
        self.connection.state = "paused"
        self.assertFound("paused", "block")
        self.connection.state = "connected"
        self.assertNotFound("paused")

    def test_lists_are_to_be_read_and_to_be_fresh(self):
        self.connection.lists_read_at = False
        self.assertFound("lists_unread", "look")
        self.connection.lists_read_at = fields.Datetime.now() - timedelta(days=3)
        self.assertFound("lists_stale", "look")
        self.connection.lists_read_at = fields.Datetime.now()
        self.assertFound("lists", "fine")
        self.assertNotFound("lists_unread", "lists_stale")

    def test_the_currencies_of_both_books_must_be_equal(self):
        self.connection.qbo_currency = "GBP"
        row = self.assertFound("home_currency", "block")
        self.assertIn("GBP", row.found)
        self.connection.qbo_currency = "USD"
        self.assertFound("home_currency", "fine")

    # === CURRENCIES === #

    def test_documents_in_other_currencies_need_multicurrency(self):
        euro = self.setup_other_currency("EUR")
        move = self.invoice({}, currency_id=euro.id)
        row = self.assertFound("multicurrency", "block", 1)
        self.assertIn("EUR", row.found)
        self.assertIn("can't be turned off", row.advice)
        self.assertEqual(self.shown(row), move)
        self.prefer(CurrencyPrefs={"MultiCurrencyEnabled": True})
        self.assertNotFound("multicurrency")

    def test_a_document_that_is_left_out_needs_nothing(self):
        move = self.invoice({}, currency_id=self.setup_other_currency("EUR").id)
        self.assertFound("multicurrency", "block")
        self.bind("Invoice", move, state="skipped")
        self.binding_of(move).state = "skipped"
        self.assertFound("multicurrency", "fine")

    def binding_of(self, move):
        return self.env["quickbooks.binding"].sudo().search([("res_id", "=", move.id)])

    def test_currencies_that_quickbooks_does_not_list_are_named(self):
        self.prefer(CurrencyPrefs={"MultiCurrencyEnabled": True})
        self.invoice({}, currency_id=self.setup_other_currency("EUR").id)
        row = self.assertFound("currencies", "look", 1)
        self.assertIn("EUR", row.found)
        self.reference("CompanyCurrency", "1", "Euro", code="EUR")
        self.assertFound("currencies", "fine")

    def test_a_customer_with_two_currencies_is_shown(self):
        self.prefer(CurrencyPrefs={"MultiCurrencyEnabled": True})
        self.invoice({})
        self.assertFound("customer_currencies", "fine")
        self.invoice({}, currency_id=self.setup_other_currency("EUR").id)
        row = self.assertFound("customer_currencies", "look", 1)
        self.assertEqual(self.shown(row), self.partner_a)

    def test_customers_with_a_foreign_price_list_are_told_before_they_buy(self):
        self.assertFound("contact_currencies", "fine")
        euro = self.setup_other_currency("EUR")
        pricelist = self.env["product.pricelist"].create(
            {"name": "Export", "currency_id": euro.id}
        )
        partner = self.env["res.partner"].create(
            {
                "name": "Acme",
                "customer_rank": 1,
                "property_product_pricelist": pricelist.id,
            }
        )
        row = self.assertFound("contact_currencies", "look", 1)
        self.assertEqual(self.shown(row), partner)
        self.prefer(CurrencyPrefs={"MultiCurrencyEnabled": True})
        self.assertNotFound("contact_currencies")

    # === DATES === #

    def test_a_start_date_far_back_or_to_come_is_looked_at(self):
        today = fields.Date.today()
        self.connection.start_date = today + timedelta(days=3)
        self.assertFound("start_future", "look")
        self.connection.start_date = today - timedelta(days=400)
        self.assertFound("start_old", "look")
        self.connection.start_date = today - timedelta(days=20)
        self.assertFound("start_date", "fine")
        self.assertNotFound("start_future", "start_old")

    def test_documents_in_closed_books_are_counted(self):
        self.assertFound("closing_date_none", "fine")
        early = self.invoice({}, invoice_date="2026-03-01")
        self.invoice({}, invoice_date="2026-05-01")
        self.prefer(AccountingInfoPrefs={"BookCloseDate": "2026-03-31"})
        row = self.assertFound("closing_date", "look", 1)
        self.assertEqual(self.shown(row), early)
        self.connection.closed_way = "next"
        row = self.assertFound("closing_moved", "look", 1)
        self.assertIn("next open day", row.advice)
        self.connection.start_date = "2026-04-01"
        self.assertFound("closing_date", "fine")

    def test_a_start_date_in_closed_books_is_told_before_a_document_is(self):
        self.prefer(AccountingInfoPrefs={"BookCloseDate": "2026-03-31"})
        self.assertFound("closing_start", "look")
        self.connection.start_date = "2026-04-01"
        self.assertNotFound("closing_start")

    def test_only_posted_documents_from_the_start_date_on_count(self):
        self.invoice({}, post=False)
        self.invoice({}, invoice_date="2025-12-31")
        row = self.assertFound("start_date", "fine")
        self.assertEqual(row.args["total"], 0)
        self.invoice({})
        self.assertEqual(self.check("start_date").args["total"], 1)
