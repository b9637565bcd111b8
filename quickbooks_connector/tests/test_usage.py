"""C10: what is asked of QuickBooks is counted, and reading keeps within its budget."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..sync.statements import as_items
from .common import QuickbooksCase

NOON = "2026-11-16 12:00:00"


@tagged("post_install", "-at_install")
class TestUsage(QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.env["quickbooks.usage"].sudo().search([]).unlink()

    def _use(self, reads):
        """Have used so many reads this month already."""
        self.env["quickbooks.usage"].sudo().create(
            {
                "realm_id": self.connection.realm_id,
                "day": fields.Date.today(),
                "reads": reads,
            }
        )
        self.connection.invalidate_recordset()

    def test_every_request_is_counted_once(self):
        self.create_invoice()
        self.run_push()
        self.run_pull()
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.usage_requests, self.qbo.count())
        self.assertEqual(self.connection.usage_batches, self.qbo.count("batch"))
        self.assertGreater(self.connection.usage_reads, 0)
        self.assertEqual(self.connection.usage_throttled, 0)

    def test_writes_are_free_and_each_query_of_a_batch_counts(self):
        queries = as_items(["select * from Term", "select * from PaymentMethod"])
        client = self.connection.sudo()._get_client()
        with self.enter_registry_test_mode(), client:
            client.create("Customer", {"DisplayName": "Metered Mill"}, "m-1")
            client.company_info()
            client.batch(queries, "m-2")
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.usage_requests, 3)
        self.assertEqual(self.connection.usage_reads, 3)

    def test_a_refusal_as_too_many_is_counted(self):
        self.qbo.fail_next(status=429, path="batch$")
        self.create_invoice()
        self.run_push()
        self.connection.invalidate_recordset()
        self.assertEqual(self.connection.usage_throttled, 1)

    def test_another_month_begins_at_nothing(self):
        with freeze_time("2026-10-31 12:00:00"):
            self._use(700)
            self.assertEqual(self.connection.usage_reads, 700)
        with freeze_time("2026-11-01 12:00:00"):
            self.connection.invalidate_recordset()
            self.assertEqual(self.connection.usage_reads, 0)

    def test_the_settings_say_how_much_is_used_and_where_it_leads(self):
        with freeze_time(NOON):
            self._use(3120)
            settings = self.env["res.config.settings"].create({})
            self.assertEqual(
                settings.quickbooks_usage_note,
                "3,120 of 500,000 reads this month; at this pace 6,039.",
            )

    def test_polls_keep_their_pace_while_there_is_enough(self):
        with freeze_time(NOON):
            self._use(79_999)
            self.connection.read_budget = 100_000
            self.assertEqual(self.connection._get_poll_minutes(), 5)

    def test_polls_become_rarer_as_the_budget_runs_out(self):
        with freeze_time(NOON):
            self._use(99_000)
            self.connection.read_budget = 100_000
            # Half of the 1,000 that are left, over 14.5 days.
            self.assertAlmostEqual(
                self.connection._get_poll_minutes(), 14.5 * 24 * 60 / 500
            )

    def test_at_the_end_of_the_budget_reading_waits_and_sending_goes_on(self):
        invoice = self.create_invoice()
        self.run_push()
        with freeze_time(NOON):
            self._use(500_000)
            self.qbo.clear_journal()
            invoice.invoice_line_ids[0].quantity = 3
            self.run_push()
            self.assertBinding(invoice, "Invoice", state="synced")
            self.run_pull()
            self.assertFalse(self.qbo.count("cdc"))
            self.assertIn("Reading waits until", self.connection.status)
        with freeze_time("2026-12-01 00:10:00"):
            self.connection.sudo().wait_until = False
            self.assertFalse(self.connection._reading_waits())

    def test_polls_become_rarer_while_notices_tell_everything(self):
        self.run_pull()
        self.connection.noticed_at = fields.Datetime.now()
        for _poll in range(3):
            self.run_pull()
        self.assertEqual(self.connection._get_poll_minutes(), 40)
        self.connection.quiet_polls = 100
        self.assertEqual(self.connection._get_poll_minutes(), 120)

    def test_a_change_that_no_notice_told_brings_the_pace_back(self):
        self.connection.noticed_at = fields.Datetime.now() - timedelta(hours=1)
        self.connection.quiet_polls = 4
        self.run_pull()
        self.qbo.create("Customer", {"DisplayName": "Unannounced Upholstery"})
        self.run_pull()
        self.assertEqual(self.connection.quiet_polls, 0)
        self.assertEqual(self.connection._get_poll_minutes(), 5)

    def test_without_notices_the_pace_stays(self):
        for _poll in range(3):
            self.run_pull()
        self.assertEqual(self.connection._get_poll_minutes(), 5)
