"""What happens in QuickBooks reaches Odoo: once, in order, and nothing is skipped."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestPull(QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.partner_a.name = "Willow Market"

    def _sent_invoice(self, **vals):
        invoice = self.create_invoice(**vals)
        self.run_push()
        return invoice, self.assertQboHas("Invoice", DocNumber=invoice.name)

    def _pay(self, theirs, amount=None, **vals):
        amount = amount or theirs["TotalAmt"]
        return self.qbo.create(
            "Payment",
            {
                "CustomerRef": theirs["CustomerRef"],
                "TotalAmt": amount,
                "Line": [
                    {
                        "Amount": amount,
                        "LinkedTxn": [{"TxnId": theirs["Id"], "TxnType": "Invoice"}],
                    }
                ],
                **vals,
            },
        )

    def _inbox(self):
        return self.env["quickbooks.inbound"].sudo().search([])

    def test_the_cursor_moves_to_the_time_of_the_answer_and_only_forward(self):
        self.connection.sudo().cdc_cursor = fields.Datetime.now() - timedelta(days=1)
        self.run_pull()
        first = self.connection.cdc_cursor
        self.assertLess(abs(first - fields.Datetime.now()), timedelta(minutes=1))
        self.qbo.clock.advance(-3600)
        self.run_pull()
        self.assertEqual(self.connection.cdc_cursor, first)

    def test_the_polls_come_as_often_as_the_settings_say(self):
        cron = self.connection.sudo().pull_cron_id
        self.assertEqual((cron.interval_number, cron.interval_type), (5, "minutes"))
        self.connection.poll_minutes = 15
        self.assertEqual(cron.interval_number, 15)

    def test_the_cursor_stays_when_quickbooks_does_not_answer(self):
        _invoice, theirs = self._sent_invoice()
        self._pay(theirs)
        before = self.connection.cdc_cursor
        self.qbo.fail_next(status=503, path="cdc")
        self.run_pull()
        self.assertEqual(self.connection.cdc_cursor, before)
        self.assertEqual(self.connection.wait_cause, "unavailable")
        self.let_time_pass()
        self.run_pull()
        self.assertEqual(_invoice.payment_state, "paid")

    def test_a_worker_that_dies_after_the_poll_applies_what_it_noted_the_next_time(
        self,
    ):
        invoice, theirs = self._sent_invoice()
        self._pay(theirs)
        pull = type(self.env["quickbooks.entity.payment"])
        original = pull._import_object

        def broken(*_args):
            raise MemoryError()

        self.patch(pull, "_import_object", broken)
        with self.assertLogs("odoo.addons.quickbooks_connector.sync.pull", "ERROR"):
            self.run_pull()
        held = self._inbox()
        self.assertEqual(held.mapped("cause"), ["internal"])
        self.patch(pull, "_import_object", original)
        self.connection.sudo()._replay(["internal"])
        self.run_pull()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(self._inbox())

    def test_our_own_echoes_are_dropped(self):
        invoice, _theirs = self._sent_invoice()
        logs = self.env["quickbooks.sync.log"].sudo()
        logs.search([]).unlink()
        self.run_pull()
        self.assertFalse(self._inbox())
        self.assertFalse(
            logs.search(
                [
                    ("direction", "=", "in"),
                    ("res_model", "=", "account.move"),
                    ("res_id", "=", invoice.id),
                ]
            )
        )
        self.assertBinding(invoice, state="synced")

    def test_an_invoice_that_was_paid_there_can_still_be_changed_from_here(self):
        invoice, theirs = self._sent_invoice()
        self._pay(theirs, amount=10)
        invoice.ref = "Second delivery"
        self.run_push()
        self.assertBinding(invoice, state="synced")
        after = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertIn("Second delivery", str(after))
        self.assertEqual(after["Balance"], theirs["TotalAmt"] - 10)

    def test_what_was_changed_on_both_sides_is_a_conflict_and_overwrites_nothing(self):
        invoice, theirs = self._sent_invoice()
        self.qbo.update(
            "Invoice",
            {"Id": theirs["Id"], "sparse": True, "DueDate": "2027-03-01"},
        )
        invoice.invoice_date_due = "2027-01-15"
        self.run_push()
        self.assertBinding(invoice, state="conflict", cause="changed_both")
        after = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(after["DueDate"], "2027-03-01")

    def test_contacts_and_products_of_quickbooks_appear_here_once(self):
        self.connection.sudo().cdc_cursor = fields.Datetime.now() - timedelta(days=9)
        self.run_pull()
        self.assertFalse(self._inbox())
        for entity in ("Customer", "Vendor", "Item"):
            theirs = {obj["Id"] for obj in self.qbo.all(entity, "Active = true")}
            ours = self.binding_model().search([("entity", "=", entity)])
            self.assertEqual(set(ours.mapped("qbo_id")), theirs, entity)
            self.assertEqual(set(ours.mapped("state")), {"synced"})
        logs = self.env["quickbooks.sync.log"].sudo()
        logs.search([]).unlink()
        self.connection.sudo().cdc_cursor = fields.Datetime.now() - timedelta(days=9)
        self.run_pull()
        self.run_push()
        self.assertFalse(logs.search([("entity", "in", ("Customer", "Item"))]))
        self.assertFalse(self.qbo.count("batch"), "nothing is echoed back")

    def test_a_payment_of_nothing_of_ours_is_left_alone(self):
        customer = self.qbo.all("Customer")[0]
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": customer["Id"]},
                "TotalAmt": 5,
                "TxnDate": "2018-12-31",
            },
        )
        payments = self.env["account.payment"].search_count([])
        self.run_pull()
        self.assertEqual(self.env["account.payment"].search_count([]), payments)
        self.assertFalse(self._inbox())

    def test_a_payment_that_odoo_refuses_waits_with_its_reason_and_stops_no_other(self):
        locked, theirs_locked = self._sent_invoice()
        free, theirs_free = self._sent_invoice()
        self.company_data["company"].sudo().hard_lock_date = False
        self.company_data["company"].sudo().fiscalyear_lock_date = "2026-11-10"
        self._pay(theirs_locked, TxnDate="2026-11-05")
        self._pay(theirs_free, TxnDate="2026-11-20")
        self.run_pull()
        self.assertEqual(free.payment_state, "paid")
        held = self._inbox()
        self.assertEqual(held.mapped("cause"), ["lock_date"])
        self.assertIn("locked", held.message)
        self.company_data["company"].sudo().fiscalyear_lock_date = False
        self.run_pull()
        self.assertEqual(self._inbox(), held, "not before its time")
        with freeze_time(held.next_try + timedelta(seconds=1)):
            self.run_pull()
        self.assertEqual(locked.payment_state, "paid")

    def test_a_payment_waits_for_its_journal_to_be_chosen(self):
        self.connection.payment_journal_id = False
        invoice, theirs = self._sent_invoice()
        self._pay(theirs)
        self.run_pull()
        self.assertEqual(self._inbox().cause, "deposit_unmatched")
        bank = self.company_data["default_journal_bank"]
        self.connection.payment_journal_id = bank
        self.run_pull()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(invoice._get_reconciled_payments().journal_id, bank)

    def test_more_changes_than_one_answer_holds_are_all_taken(self):
        invoice, theirs = self._sent_invoice()
        for number in range(1001):
            # Inactive strangers are told of, and stay where they are.
            stranger = {"DisplayName": f"Stranger {number}", "Active": False}
            self.qbo.create("Customer", stranger)
        self._pay(theirs)
        self.run_pull()
        for _turn in range(20):
            # A slow machine needs more than one turn of the cron.
            if self._inbox():
                self._run(self.connection.sudo().pull_cron_id)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(self._inbox())
