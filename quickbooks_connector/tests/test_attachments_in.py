"""A1: files that somebody attached in QuickBooks."""

import json
from unittest.mock import patch

from odoo.tests import tagged

from ..api import const
from .test_attachments import PDF, PLAN, AttachmentCase


@tagged("post_install", "-at_install")
class TestFilesIn(AttachmentCase):
    def setUp(self):
        super().setUp()
        self.invoice = self.create_sent_invoice()

    def here(self, document=None):
        """Return the files of ``document`` in Odoo."""
        document = document or self.invoice
        mine = [("res_model", "=", document._name), ("res_id", "=", document.id)]
        return self.env["ir.attachment"].search(mine)

    def held(self):
        return self.env["quickbooks.inbound"].sudo().search([])

    def test_a_file_of_quickbooks_is_on_the_document_with_the_next_poll(self):
        theirs = self.upload(self.invoice)
        self.run_pull()
        file = self.here()
        self.assertEqual((file.name, file.raw, file.mimetype), ("plan.pdf", PLAN, PDF))
        self.assertBinding(file, state="synced", qbo_id=theirs["Id"], is_due=False)
        self.assertIn("plan.pdf", self.invoice.message_ids[0].body)
        self.assertEqual(self.invoice.message_main_attachment_id, file)
        self.assertFalse(self.held())

    def test_where_there_are_no_files_many_documents_cost_one_call(self):
        invoices = (
            self.invoice + self.create_sent_invoice() + self.create_sent_invoice()
        )
        links = self.binding_model().search([("res_id", "in", invoices.ids)])
        links = links.filtered(lambda link: link.res_model == "account.move")
        with patch("odoo.addons.quickbooks_connector.sync.files.FILES_CHUNK", 2):
            links.files_due = True
            self.qbo.clear_journal()
            self.run_pull()
            self.assertEqual(self.qbo.counts()["operations"], {"cdc": 1, "query": 1})
            self.assertFalse(any(links.mapped("files_due")))
            self.upload(invoices[2])
            links.files_due = True
            self.run_pull()
        self.assertTrue(self.here(invoices[2]))
        self.assertFalse(any(links.mapped("files_due")))
        self.assertFalse(self.held())

    def test_it_comes_once_and_is_not_sent_back(self):
        self.upload(self.invoice)
        for _run in range(3):
            self.run_pull()
            self.run_push()
        self.assertEqual(len(self.here()), 1)
        self.assertEqual(len(self.files(self.invoice)), 1)

    def test_a_file_attached_on_both_sides_is_one(self):
        theirs = self.upload(self.invoice)
        file = self.attach(self.invoice)
        self.run_pull()
        self.assertEqual(self.here(), file)
        self.assertBinding(file, state="synced", qbo_id=theirs["Id"])
        self.run_push()
        self.assertEqual(len(self.files(self.invoice)), 1)

    def test_a_file_that_is_being_sent_is_not_taken_for_another(self):
        file = self.attach(self.invoice)
        self.qbo.fail_next(operation="upload", kind="cut", when="after")
        self.run_push()
        self.run_pull()
        self.assertEqual(self.here(), file)
        self.assertEqual(self.held().cause, "under_way")
        self.let_time_pass()
        self.run_push()
        self.held().next_try = False
        self.held().state = "pending"
        self.run_pull()
        self.assertEqual(self.here(), file)
        self.assertFalse(self.held())
        self.assertEqual(len(self.files(self.invoice)), 1)

    def test_one_file_of_two_documents_is_on_both(self):
        other = self.create_sent_invoice()
        theirs = self.upload(self.invoice)
        second = {"type": "Invoice", "value": self.binding(other, "Invoice").qbo_id}
        refs = [*theirs["AttachableRef"], {"EntityRef": second}]
        body = {"Id": theirs["Id"], "FileName": "plan.pdf", "AttachableRef": refs}
        self.qbo.update("Attachable", body)
        self.run_pull()
        self.run_push()
        self.assertEqual(self.here().raw, PLAN)
        self.assertEqual(self.here(other).raw, PLAN)
        self.assertEqual(len(self.qbo.all("Attachable")), 1)

    def test_notes_and_files_of_others_stay_there(self):
        ref = {"type": "Customer", "value": self.qbo.all("Customer")[0]["Id"]}
        self.qbo.create("Attachable", {"Note": "Call", "AttachableRef": []})
        known = {"FileName": "a.pdf", "ContentType": PDF}
        known["AttachableRef"] = [{"EntityRef": ref}]
        metadata = ("m.json", json.dumps(known), "application/json")
        content = ("a.pdf", PLAN, PDF)
        parts = {"file_metadata_01": metadata, "file_content_01": content}
        self.qbo.api("POST", "upload", files=parts)
        self.run_pull()
        self.assertFalse(self.here())
        self.assertFalse(self.held())

    def test_a_file_removed_in_quickbooks_stays_here(self):
        theirs = self.upload(self.invoice)
        self.run_pull()
        self.qbo.delete("Attachable", theirs["Id"])
        self.run_pull()
        file = self.here()
        self.assertBinding(file, state="skipped", cause="file_removed_there")
        self.assertIn("Removed in QuickBooks", self.invoice.message_ids[0].body)
        self.invoice.ref = "Order 17"
        file.raw = PLAN + b"!"
        self.run_push()
        self.assertFalse(self.files(self.invoice))

    def test_a_file_taken_off_the_document_there_stays_here(self):
        theirs = self.upload(self.invoice)
        self.run_pull()
        body = {"Id": theirs["Id"], "FileName": "plan.pdf", "AttachableRef": []}
        self.qbo.update("Attachable", body)
        self.run_pull()
        self.assertBinding(self.here(), state="skipped", cause="file_removed_there")

    def test_a_file_that_cannot_be_fetched_comes_later_and_stops_nothing(self):
        self.upload(self.invoice)
        other = self.create_sent_invoice()
        self.upload(other, "terms.pdf")
        self.qbo.fail_next(
            operation="read", entity="Attachable", kind="fault", code="10000"
        )
        self.run_pull()
        self.assertEqual(len(self.here() + self.here(other)), 1)
        self.assertEqual(self.held().cause, "unavailable")
        self.held().next_try = False
        self.held().state = "pending"
        self.run_pull()
        self.assertEqual(len(self.here() + self.here(other)), 2)

    def test_a_file_that_is_too_large_is_not_fetched(self):
        self.upload(self.invoice)
        self.qbo.clear_journal()
        with patch.object(const, "FILE_MAX_BYTES", 10):
            self.run_pull()
        self.assertEqual(self.held().cause, "file_too_large_here")
        self.assertIn("plan.pdf", self.held().message)
        self.assertFalse(self.qbo.journal(operation="read", entity="Attachable"))

    def test_a_held_file_is_told_once_however_often_is_asked(self):
        self.upload(self.invoice)
        with patch.object(const, "FILE_MAX_BYTES", 10):
            for _poll in range(3):
                self.run_pull()
        log = self.env["quickbooks.sync.log"].sudo()
        self.assertEqual(
            log.search_count(
                [("entity", "=", "Attachable"), ("result", "=", "failed")]
            ),
            1,
        )

    def test_a_page_in_a_file_is_no_page_of_ours(self):
        page = b"<html><script>alert(1)</script></html>"
        self.upload(self.invoice, "page.html", page)
        self.run_pull()
        self.assertEqual(self.here().mimetype, "text/plain")
        self.assertEqual(self.here().raw, page)

    def test_files_stay_there_when_the_settings_say_so(self):
        self.connection.attachment_direction = "out"
        self.upload(self.invoice)
        self.run_pull()
        self.assertFalse(self.here())

    def test_files_of_a_document_that_is_linked_later_come_with_it(self):
        self.upload(self.invoice)
        self.run_pull()
        binding = self.binding(self.invoice, "Invoice")
        self.here().unlink()
        self.binding_model().search([("entity", "=", "Attachable")]).unlink()
        binding.files_due = True
        self.run_pull()
        self.assertEqual(self.here().raw, PLAN)
        self.assertFalse(binding.files_due)
