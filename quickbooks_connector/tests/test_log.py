"""The log: what was exchanged, without what nobody should read there."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLog(QuickbooksCase):
    def _lines(self, record):
        return self.env["quickbooks.sync.log"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_each_exchange_is_a_line_with_its_transaction_at_intuit(self):
        invoice = self.create_invoice()
        self.run_push()
        line = self._lines(invoice)
        self.assertEqual(len(line), 1)
        self.assertEqual(
            (line.direction, line.entity, line.operation, line.result),
            ("out", "Invoice", "create", "done"),
        )
        self.assertEqual(line.record_name, invoice.display_name)
        self.assertEqual(line.qbo_id, self.binding(invoice).qbo_id)
        self.assertTrue(line.tid)
        self.assertTrue(line.duration_ms)

    def test_a_line_keeps_no_address_and_no_token(self):
        self.partner_a.write(
            {"email": "till@harvest-inn.example.com", "street": "Elm 5"}
        )
        invoice = self.create_invoice()
        self.run_push()
        lines = self._lines(invoice) | self._lines(self.partner_a)
        self.assertTrue(lines)
        kept = str(lines.read())
        self.assertNotIn("till@harvest-inn", kept)
        self.assertNotIn("Elm 5", kept)
        self.assertNotIn("Bearer", kept)

    def test_a_line_says_in_words_what_was_done_and_opens_its_record(self):
        invoice = self.create_invoice()
        self.run_push()
        line = self._lines(invoice)
        self.assertEqual((line.kind, line.done), ("Invoice", "Created"))
        self.assertEqual(line.kept_until, line.date.date() + timedelta(days=90))
        self.assertEqual(line.action_open_record()["res_id"], invoice.id)
        found = self.env["quickbooks.sync.log"].search([("tid", "=", line.tid)])
        self.assertIn(line, found)

    def test_old_lines_are_forgotten_and_young_ones_kept(self):
        invoice = self.create_invoice()
        self.run_push()
        line = self._lines(invoice)
        young = self._lines(self.partner_a)
        line.sudo().date = fields.Datetime.now() - timedelta(days=91)
        young.sudo().date = fields.Datetime.now() - timedelta(days=89)
        self.env["quickbooks.sync.log"].sudo()._gc_old_lines()
        self.assertFalse(line.exists())
        self.assertTrue(young.exists())

    def test_nobody_writes_or_deletes_a_line(self):
        invoice = self.create_invoice()
        self.run_push()
        line = self._lines(invoice)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(line.has_access(operation), operation)
