"""X2: what was sent is taken back, as far as QuickBooks allows."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_dry_run import PlanCase
from .test_refunds import RefundsCase


class Asking:
    """Words about the question that comes first."""

    def ask(self, action):
        self.assertEqual(action["target"], "new")
        return self.env[action["res_model"]].browse(action["res_id"])


@tagged("post_install", "-at_install")
class TestUndoOfDocuments(Asking, RefundsCase):
    def test_a_paid_invoice_is_deleted_there_and_stays_here(self):
        invoice, payment = self.create_untaxed(100), self.pay(100)
        self.settle(invoice, payment)
        self.run_push()
        self.qbo.clear_journal()
        wizard = self.ask(invoice.action_quickbooks_unsync())
        self.assertIn(f"{invoice.name}, ", wizard.deleted_there)
        self.assertIn("applied to less there", wizard.stays_here)
        self.assertFalse(wizard.not_possible)
        wizard.action_unsync()
        self.run_push()
        self.assertFalse(self.qbo.all("Invoice"))
        kept = self.assertQboHas("Payment", TotalAmt=100)
        self.assertFalse(kept.get("Line"))
        self.assertEqual(invoice.state, "posted")
        self.assertBinding(invoice, state="skipped", cause="withdrawn")
        invoice.narration = "An edit sends nothing"
        self.run_push()
        self.assertFalse(self.qbo.all("Invoice"))
        self.run_pull()
        self.assertEqual(invoice.state, "posted")
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=0)
        self.assertLedgersAgree()

    def test_several_are_asked_about_together(self):
        invoices = self.create_untaxed(10) + self.create_untaxed(20)
        later = self.create_untaxed(30)
        self.run_push()
        wizard = self.ask((invoices + later).action_quickbooks_unsync())
        self.assertEqual(wizard.counts, "Deleted in QuickBooks: 3.")
        wizard = self.ask(invoices.action_quickbooks_unsync())
        wizard.action_unsync()
        self.run_push()
        self.assertQboHas("Invoice", DocNumber=later.name)
        self.assertEqual(len(self.qbo.all("Invoice")), 1)

    def test_what_can_not_be_deleted_there_is_named_with_the_reason(self):
        lines = [(self.product_a, 1, 10.0, False)]
        closed = self.create_invoice(lines=lines, invoice_date="2026-10-01")
        other = self.create_untaxed(20)
        self.run_push()
        self.connection.sudo().preferences = {
            "AccountingInfoPrefs": {"BookCloseDate": "2026-10-31"}
        }
        wizard = self.ask((closed + other).action_quickbooks_unsync())
        self.assertIn(closed.name, wizard.not_possible)
        self.assertIn("closed up to 10/31/2026", wizard.not_possible)
        self.assertNotIn(closed.name, wizard.deleted_there)
        alone = self.ask(closed.action_quickbooks_unsync())
        self.assertFalse(alone.can_delete)
        wizard.action_unsync()
        self.run_push()
        self.assertEqual(
            [row["DocNumber"] for row in self.qbo.all("Invoice")], [closed.name]
        )

    def test_what_was_made_there_and_what_it_never_had(self):
        invoice = self.create_untaxed(10)
        self.commit()
        with self.assertRaisesRegex(UserError, "QuickBooks has none of these"):
            invoice.action_quickbooks_unsync()
        self.run_push()
        self.binding(invoice).is_born_there = True
        wizard = self.ask(invoice.action_quickbooks_unsync())
        self.assertIn("made in QuickBooks", wizard.not_possible)
        contact = self.ask(self.partner_a.action_quickbooks_unsync())
        self.assertIn("deletes no contacts", contact.not_possible)
        self.assertFalse(contact.can_delete)
        contact.action_unsync()
        self.run_push()
        self.assertBinding(self.partner_a, "Customer", state="synced")

    def test_who_may_not_edit_it_may_not_take_it_out(self):
        invoice = self.create_untaxed(10)
        self.run_push()
        reader = new_test_user(
            self.env,
            "undo-reader",
            "account.group_account_readonly,quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        with self.assertRaises(AccessError):
            invoice.with_user(reader).action_quickbooks_unsync()
        wizard = self.ask(invoice.action_quickbooks_unsync())
        with self.assertRaises(AccessError):
            wizard.sudo().with_user(reader).action_unsync()


@tagged("post_install", "-at_install")
class TestUndoOfRuns(Asking, PlanCase):
    def test_an_approved_dry_run_is_taken_back_as_far_as_quickbooks_allows(self):
        invoice = self.create_invoice()
        plan = self.make_plan()
        run = plan.run_id
        with self.assertRaisesRegex(UserError, "has sent nothing"):
            run.action_undo()
        plan.action_approve()
        self.go_live()
        later = self.create_invoice()
        self.run_push()
        wizard = self.ask(run.action_undo())
        self.assertIn("Deleted in QuickBooks: 1.", wizard.counts)
        self.assertIn("Can't be undone there:", wizard.counts)
        self.assertIn(invoice.name, wizard.deleted_there)
        self.assertIn("deletes no contacts", wizard.not_possible)
        wizard.action_unsync()
        self.run_push()
        self.assertEqual(
            [row["DocNumber"] for row in self.qbo.all("Invoice")], [later.name]
        )
        self.assertBinding(invoice, state="skipped", cause="withdrawn")
