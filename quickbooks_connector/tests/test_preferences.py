"""QuickBooks' own settings: read, told when they change, obeyed."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestPreferences(QuickbooksCase):
    def change(self, **groups):
        """Let somebody change QuickBooks' settings."""
        self.qbo.load("Preferences", groups)

    def read_daily(self):
        """Let a day pass, and the pull run."""
        connection_sudo = self.connection.sudo()
        connection_sudo.lists_read_at = fields.Datetime.now() - timedelta(hours=25)
        self.run_pull()

    def told(self):
        return [
            message.body
            for message in self.connection.message_ids
            if "were changed in QuickBooks" in message.body
        ]

    def test_what_changes_between_two_readings_is_told_once(self):
        self.assertFalse(self.told(), "there was nothing before the sign-in")
        self.change(
            SalesFormsPrefs={"CustomTxnNumbers": True},
            AccountingInfoPrefs={"BookCloseDate": "2018-12-31"},
        )
        self.read_daily()
        [message] = self.told()
        self.assertIn("Custom Transaction Numbers: turned off → turned on.", message)
        self.assertIn("Books Closed up to: none → 12/31/2018.", message)
        self.assertNotIn("Inventory", message)
        self.read_daily()
        self.assertEqual(len(self.told()), 1)

    def test_each_setting_that_matters_is_told(self):
        for group, key, value, words in (
            ("CurrencyPrefs", "MultiCurrencyEnabled", True, "currency: turned off →"),
            ("ProductAndServicesPrefs", "QuantityOnHand", False, "Tracking: turned on"),
            ("TaxPrefs", "UsingSalesTax", False, "No sales tax"),
        ):
            with self.subTest(key=key):
                self.change(**{group: {key: value}})
                self.read_daily()
                self.assertIn(words, self.told()[0])

    def test_what_does_not_matter_is_not_told(self):
        self.change(SalesFormsPrefs={"DefaultCustomerMessage": "Good day"})
        self.read_daily()
        self.assertFalse(self.told())

    # === CLOSED BOOKS === #

    def test_documents_in_closed_books_are_held_and_go_once_the_books_are_open(self):
        self.change(AccountingInfoPrefs={"BookCloseDate": "2026-11-30"})
        self.read_daily()
        closed = self.create_invoice(invoice_date="2026-11-30")
        open_ = self.create_invoice(invoice_date="2026-12-01")
        self.qbo.clear_journal()
        self.run_push()
        self.assertBinding(closed, state="failed", cause="closed_books")
        self.assertBinding(open_, state="synced")
        self.change(AccountingInfoPrefs={"BookCloseDate": "2026-10-31"})
        # While something is held for them, the settings are read every hour.
        hour = fields.Datetime.now() - timedelta(minutes=61)
        self.connection.sudo().lists_read_at = hour
        self.run_pull()
        self.run_push()
        self.assertBinding(closed, state="synced")

    def test_books_closed_since_the_last_reading_say_up_to_when_they_are_closed(self):
        self.change(AccountingInfoPrefs={"BookCloseDate": "2026-11-30"})
        invoice = self.create_invoice(invoice_date="2026-11-30")
        pull = [("cron_id", "=", self.connection.sudo().pull_cron_id.id)]
        triggers = self.env["ir.cron.trigger"].sudo()
        triggers.search(pull).unlink()
        self.run_push()
        binding = self.assertBinding(invoice, state="failed", cause="closed_password")
        self.assertTrue(triggers.search(pull), "the settings are read at once")
        # Even where they were read in the very second of the refusal.
        refused = binding.write_date.replace(microsecond=0)
        self.connection.sudo().lists_read_at = refused
        self.run_pull()
        self.run_push()
        binding = self.assertBinding(invoice, state="failed", cause="closed_books")
        self.assertIn("closed up to 11/30/2026", binding.message)

    def test_the_settings_are_read_daily_while_nothing_is_held(self):
        connection = self.connection.sudo()
        connection.lists_read_at = fields.Datetime.now() - timedelta(hours=23)
        self.assertFalse(connection._lists_due())
        connection.lists_read_at = fields.Datetime.now() - timedelta(hours=25)
        self.assertTrue(connection._lists_due())

    # === THE HOME CURRENCY === #

    def test_another_home_currency_pauses_with_the_reason(self):
        self.change(CurrencyPrefs={"HomeCurrency": {"value": "GBP"}})
        invoice = self.create_invoice()
        self.read_daily()
        self.assertEqual(self.connection.state, "paused")
        self.assertIn("GBP", self.connection.status)
        self.assertNotIn("…", self.connection.status)
        [activity] = self.connection.sudo().activity_ids
        self.assertIn("GBP", activity.note)
        self.run_push()
        self.assertFalse(self.qbo.all("Invoice", f"DocNumber = '{invoice.name}'"))
        with self.assertRaisesRegex(UserError, "can't share books"):
            self.connection.action_resume()

    def test_it_goes_on_when_both_are_equal_again(self):
        self.connection.sudo().write({"qbo_currency": "GBP"})
        self.connection.sudo()._check_home_currency()
        self.assertEqual(self.connection.state, "paused")
        self.connection.sudo().write({"qbo_currency": "USD"})
        self.connection.action_resume()
        self.assertEqual(self.connection.state, "connected")
        self.assertNotIn("currency", self.connection.status)
