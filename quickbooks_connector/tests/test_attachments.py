"""A1, A2: files of documents that are sent to QuickBooks."""

import json
from unittest.mock import patch

from odoo.tests import tagged

from ..api import const
from .common import QuickbooksCase

PLAN = b"%PDF-1.4 Mind the step.\r\n\r\n--no boundary\n\x00\xff"
PDF = "application/pdf"


@tagged("post_install", "-at_install")
class AttachmentCase(QuickbooksCase):
    """A company whose invoices have files."""

    def attach(self, document, name="plan.pdf", content=PLAN, **vals):
        """Attach a file to ``document`` as a person does."""
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "res_model": document._name,
                "res_id": document.id,
                **vals,
            }
        )

    def upload(self, document, name="plan.pdf", content=PLAN, entity="Invoice"):
        """Let somebody attach a file in QuickBooks; return what is known about it."""
        binding = self.binding(document, entity)
        ref = {"EntityRef": {"type": entity, "value": binding.qbo_id}}
        known = {"FileName": name, "ContentType": PDF, "AttachableRef": [ref]}
        parts = {
            "file_metadata_01": ("m.json", json.dumps(known), "application/json"),
            "file_content_01": (name, content, PDF),
        }
        answer = self.qbo.api("POST", "upload", files=parts).json()
        return answer["AttachableResponse"][0]["Attachable"]

    def files(self, document, entity="Invoice"):
        """Return what hangs on ``document`` in QuickBooks."""
        qbo_id = self.binding(document, entity).qbo_id
        return [
            obj
            for obj in self.qbo.all("Attachable")
            for ref in obj.get("AttachableRef", ())
            if ref["EntityRef"] == {"type": entity, "value": qbo_id}
        ]

    def content(self, obj):
        """Return the content of a file of QuickBooks."""
        address = self.qbo.api("GET", f"download/{obj['Id']}").text
        return self.qbo.session.get(address, timeout=10).content

    def create_sent_invoice(self, **vals):
        invoice = self.create_invoice(**vals)
        self.run_push()
        self.assertBinding(invoice, "Invoice", state="synced")
        return invoice


@tagged("post_install", "-at_install")
class TestFilesOut(AttachmentCase):
    def test_the_files_of_an_invoice_go_with_it(self):
        invoice = self.create_invoice(post=False)
        file = self.attach(invoice)
        self.attach(invoice, "terms.txt", b"Net 30")
        self.commit()
        self.assertFalse(self.binding(file), "nothing goes before its document")
        invoice.action_post()
        self.run_push()
        self.assertBinding(file, state="synced")
        found = {obj["FileName"]: obj for obj in self.files(invoice)}
        self.assertEqual(set(found), {"plan.pdf", "terms.txt"})
        self.assertEqual(found["plan.pdf"]["ContentType"], PDF)
        self.assertEqual(found["plan.pdf"]["Size"], len(PLAN))
        self.assertEqual(self.content(found["plan.pdf"]), PLAN)
        self.assertBinding(invoice, "Invoice", state="synced")

    def test_a_file_that_is_added_later_follows(self):
        invoice = self.create_sent_invoice()
        self.attach(invoice)
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 1)
        self.assertBinding(invoice, "Invoice", state="synced")

    def test_a_file_written_in_the_chatter_follows(self):
        invoice = self.create_sent_invoice()
        invoice.message_post(body="See the plan", attachments=[("plan.pdf", PLAN)])
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 1)

    def test_each_file_goes_once(self):
        invoice = self.create_sent_invoice()
        file = self.attach(invoice)
        for _run in range(3):
            self.run_push()
            self.run_pull()
        file.name = "renamed.pdf"
        invoice.ref = "Order 17"
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 1)
        mine = [("res_model", "=", "account.move"), ("res_id", "=", invoice.id)]
        self.assertEqual(self.env["ir.attachment"].search_count(mine), 1)

    def test_files_of_bills_and_credit_notes_go_too(self):
        expense = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("classification", "=", "Expense"),
            ],
            limit=1,
        )
        self.connection.expense_account_id = expense
        lines = [(self.product_a, 1, 100.0, False)]
        for move_type, entity in (("in_invoice", "Bill"), ("out_refund", "CreditMemo")):
            with self.subTest(entity):
                move = self.create_invoice(lines=lines, post=False, move_type=move_type)
                self.attach(move)
                move.action_post()
                self.run_push()
                self.assertBinding(move, entity, state="synced")
                (file,) = self.files(move, entity)
                self.assertEqual(self.content(file), PLAN)

    def test_files_of_what_is_not_shared_stay(self):
        draft = self.create_invoice(post=False)
        self.attach(draft)
        entry = self.env["account.move"].create({"move_type": "entry"})
        self.attach(entry)
        self.attach(self.partner_a)
        self.run_push()
        self.assertFalse(self.qbo.all("Attachable"))
        self.assertFalse(self.binding_model().search([("entity", "=", "Attachable")]))

    def test_links_and_pictures_of_fields_stay(self):
        invoice = self.create_sent_invoice()
        self.attach(invoice, type="url", url="https://example.com/", content=b"")
        self.attach(invoice, res_field="ubl_cii_xml_file")
        self.run_push()
        self.assertFalse(self.files(invoice))

    def test_a_file_of_a_kind_that_quickbooks_does_not_take_is_named(self):
        invoice = self.create_sent_invoice()
        file = self.attach(invoice, "plans.zip", b"PK")
        self.run_push()
        binding = self.assertBinding(file, state="failed", cause="file_type")
        self.assertIn("plans.zip was not attached", binding.message)
        self.assertIn("ZIP", binding.message)
        self.assertBinding(invoice, "Invoice", state="synced")
        self.assertEqual(invoice.qbo_state, "synced")
        alert = invoice._get_alerts()["quickbooks_files"]
        self.assertIn("plans.zip", alert["message"])
        self.assertIn("plans.zip", invoice.message_ids[0].body)
        self.assertFalse(invoice.activity_ids)

    def test_a_file_that_is_too_large_is_named_and_its_neighbours_go(self):
        invoice = self.create_sent_invoice()
        large = self.attach(invoice, "large.pdf", PLAN * 2)
        self.attach(invoice)
        with patch.object(const, "FILE_MAX_BYTES", len(PLAN)):
            self.run_push()
        self.assertBinding(large, state="failed", cause="file_too_large")
        self.assertEqual([obj["FileName"] for obj in self.files(invoice)], ["plan.pdf"])
        invoice.action_quickbooks_sync_files()
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 2)
        self.assertNotIn("quickbooks_files", invoice._get_alerts())

    def test_an_empty_file_is_named(self):
        invoice = self.create_sent_invoice()
        file = self.attach(invoice, content=b"")
        self.run_push()
        self.assertBinding(file, state="failed", cause="file_empty")

    def test_a_refused_file_does_not_stop_its_document(self):
        invoice = self.create_sent_invoice()
        self.qbo.fail_next(operation="upload", kind="fault", code="6000")
        file = self.attach(invoice)
        self.run_push()
        self.assertBinding(file, state="failed")
        self.assertBinding(invoice, "Invoice", state="synced")

    def test_an_upload_without_an_answer_is_not_made_twice(self):
        invoice = self.create_sent_invoice()
        file = self.attach(invoice)
        self.qbo.fail_next(operation="upload", kind="cut", when="after")
        self.run_push()
        self.assertBinding(file, cause="uncertain")
        self.let_time_pass()
        self.run_push()
        self.assertBinding(file, state="synced")
        self.assertEqual(len(self.files(invoice)), 1)

    def test_a_file_that_is_in_quickbooks_already_is_linked(self):
        invoice = self.create_sent_invoice()
        theirs = self.upload(invoice)
        file = self.attach(invoice)
        self.run_push()
        self.assertBinding(file, state="synced", qbo_id=theirs["Id"])
        self.assertEqual(len(self.files(invoice)), 1)

    def test_two_files_of_one_name_are_two(self):
        invoice = self.create_sent_invoice()
        self.attach(invoice)
        self.attach(invoice)
        self.run_push()
        self.assertEqual(len(self.files(invoice)), 2)

    def test_a_new_content_replaces_the_old_one(self):
        invoice = self.create_sent_invoice()
        file = self.attach(invoice)
        self.run_push()
        file.raw = PLAN + b"!"
        self.run_push()
        (found,) = self.files(invoice)
        self.assertEqual(self.content(found), PLAN + b"!")
        self.assertBinding(file, state="synced", qbo_id=found["Id"])

    def test_a_file_that_is_removed_here_stays_there(self):
        invoice = self.create_sent_invoice()
        file = self.attach(invoice)
        self.run_push()
        file.unlink()
        self.assertIn("plan.pdf", invoice.message_ids[0].body)
        self.run_push()
        self.run_pull()
        self.assertEqual(len(self.files(invoice)), 1)
        self.assertFalse(invoice.attachment_ids)

    def test_files_stay_here_when_the_settings_say_so(self):
        self.connection.attachment_direction = "in"
        invoice = self.create_sent_invoice()
        self.attach(invoice)
        self.run_push()
        self.assertFalse(self.files(invoice))
        self.assertBinding(invoice, "Invoice", state="synced")

    def test_marking_costs_the_same_for_one_file_and_for_many(self):
        invoice = self.create_sent_invoice()
        self.attach(invoice)
        self.commit()
        counts = []
        for number in (1, 20):
            for _file in range(number):
                self.attach(invoice)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env.cr.precommit.run()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
