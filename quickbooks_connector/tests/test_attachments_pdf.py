"""A2: the PDF of a document goes along where the settings say so."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_attachments import PDF, AttachmentCase

RENDER = "odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf"


@tagged("post_install", "-at_install")
class TestPdf(AttachmentCase):
    def setUp(self):
        super().setUp()
        self.connection.send_pdf = True
        self.printed = 0
        self.enterContext(patch(RENDER, self._print))

    def _print(self, _report, _ids, *_args, **_options):
        self.printed += 1
        return f"%PDF-1.4 print {self.printed}".encode(), "pdf"

    def pdf(self, document):
        (found,) = self.files(document)
        return self.content(found)

    def test_the_pdf_goes_with_the_invoice(self):
        invoice = self.create_sent_invoice()
        (found,) = self.files(invoice)
        self.assertEqual(found["FileName"], invoice._get_invoice_report_filename())
        self.assertEqual(found["ContentType"], PDF)
        self.assertEqual(self.content(found), b"%PDF-1.4 print 1")
        self.assertBinding(invoice, "Invoice", state="synced")
        self.assertEqual(invoice.qbo_state, "synced")

    def test_without_the_option_it_stays(self):
        self.connection.send_pdf = False
        invoice = self.create_sent_invoice()
        self.assertFalse(self.files(invoice))
        self.assertFalse(self.printed)

    def test_the_pdf_that_was_sent_to_the_customer_is_the_one(self):
        invoice = self.create_invoice()
        self.env["ir.attachment"].create(
            {
                "name": "sent.pdf",
                "raw": b"%PDF-1.4 sent",
                "res_model": "account.move",
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        invoice.invalidate_recordset()
        self.run_push()
        self.assertEqual(self.pdf(invoice), b"%PDF-1.4 sent")
        self.assertFalse(self.printed)

    def test_a_changed_document_has_one_pdf_and_a_new_one(self):
        invoice = self.create_sent_invoice()
        invoice.button_draft()
        invoice.invoice_line_ids[0].price_unit = 120
        self.run_push()
        self.assertEqual(self.pdf(invoice), b"%PDF-1.4 print 1")
        invoice.action_post()
        self.run_push()
        self.assertBinding(invoice, "Invoice", state="synced")
        self.assertEqual(self.pdf(invoice), b"%PDF-1.4 print 2")
        self.run_pull()
        self.run_push()
        self.assertEqual(self.printed, 2)

    def test_an_edit_that_is_not_sent_prints_nothing(self):
        invoice = self.create_sent_invoice()
        invoice.is_move_sent = True
        self.run_push()
        self.assertEqual(self.printed, 1)
        self.assertEqual(len(self.files(invoice)), 1)

    def test_a_pdf_waits_for_its_document(self):
        invoice = self.create_sent_invoice()
        invoice.button_draft()
        invoice.invoice_line_ids[0].price_unit = 120
        invoice.action_post()
        self.qbo.fail_next(entity="Invoice", kind="fault", code="6000")
        self.run_push()
        self.assertBinding(invoice, "Invoice", state="failed")
        self.assertEqual(self.printed, 1)
        self.assertNotIn("quickbooks_files", invoice._get_alerts())
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertEqual(self.pdf(invoice), b"%PDF-1.4 print 2")

    def test_an_upload_without_an_answer_is_not_made_twice(self):
        self.qbo.fail_next(operation="upload", kind="cut", when="after")
        invoice = self.create_sent_invoice()
        self.let_time_pass()
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 1)
        self.assertBinding(invoice, "Attachable", state="synced")

    def test_a_pdf_that_cannot_be_printed_is_told_and_stops_nothing(self):
        with patch(RENDER, side_effect=UserError("No paper")):
            invoice = self.create_sent_invoice()
        self.assertBinding(invoice, "Attachable", cause="file_unprinted")
        self.assertEqual(invoice.qbo_state, "synced")
        self.assertIn("No paper", invoice._get_alerts()["quickbooks_files"]["message"])
        self.assertEqual(
            self.env["account.move"].search([("qbo_state", "=", "failed")]),
            self.env["account.move"],
        )
        invoice.action_quickbooks_sync_files()
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 1)

    def test_bills_have_no_print(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 5})],
            }
        )
        pdf = self.env["quickbooks.entity.attachable.pdf"]
        self.assertFalse(pdf._hanging_on(bill, self.connection))
