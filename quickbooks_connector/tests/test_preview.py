"""U5: a record as QuickBooks will hold it, before anything is sent."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..api import loads_exact
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestPreview(QuickbooksCase):
    def preview(self, record, user=None):
        self.commit()
        self.env.invalidate_all()
        record = record.with_user(user or self.env.user)
        action = record.action_quickbooks_preview()
        return record.env[action["res_model"]].browse(action["res_id"])

    def links(self):
        self.env.invalidate_all()
        rows = self.binding_model().search([])
        return rows.mapped(lambda row: (row.id, row.qbo_id, row.state, row.write_date))

    def test_it_is_what_is_sent_and_leaves_no_trace(self):
        invoice = self.create_invoice(lines=[(self.product_a, 3, 40.0, False)])
        self.commit()
        before, asked = self.links(), self.qbo.counts()["requests"]
        shown = self.preview(invoice)
        self.assertIn("would be created", shown.operation)
        for text in ("3", "40", "120.00"):
            self.assertIn(text, shown.lines)
        self.assertIn("120.00", shown.total_there)
        self.assertEqual(shown.total_there, shown.total_here)
        self.assertIn("0.00", shown.difference)
        said = loads_exact(shown.payload)
        self.assertEqual(self.links(), before)
        self.assertEqual(self.qbo.counts()["requests"], asked)
        self.run_push()
        sent = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(said["DocNumber"], sent["DocNumber"])
        self.assertEqual(said["Line"][0]["Amount"], sent["Line"][0]["Amount"])
        self.assertIn("has it so already", self.preview(invoice).operation)

    def test_a_draft_and_what_can_not_be_sent_say_why(self):
        draft = self.create_invoice(post=False)
        self.assertIn("Confirm it first", self.preview(draft).obstacle)
        self.assertFalse(self.preview(draft).payload)
        self.connection.sudo().invoice_direction = "in"
        shown = self.preview(self.create_invoice())
        self.assertIn("settings do not let", shown.obstacle)

    def test_contacts_products_and_payments_have_one_too(self):
        for record, text in (
            (self.partner_a, self.partner_a.name),
            (self.product_a.product_tmpl_id, self.product_a.name),
        ):
            shown = self.preview(record)
            self.assertIn(text, shown.properties, shown.obstacle)
            self.assertFalse(shown.total_there)

    def test_who_may_not_read_it_sees_nothing(self):
        invoice = self.create_invoice()
        clerk = new_test_user(
            self.env,
            "preview-clerk",
            "account.group_account_invoice,quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        shown = self.preview(invoice, clerk)
        self.assertTrue(shown.lines)
        self.assertFalse(shown.payload)
        outsider = new_test_user(
            self.env, "preview-outsider", "quickbooks_connector.quickbooks_group_user"
        )
        with self.assertRaises(AccessError):
            self.preview(invoice, outsider)
