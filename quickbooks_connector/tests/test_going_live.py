"""M8: going live sends what was approved, and nothing else that was there before."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..const import LOG_DAYS
from .test_dry_run import PlanCase


@tagged("post_install", "-at_install")
class TestApproval(PlanCase):
    def test_what_is_approved_goes_when_the_company_goes_live(self):
        invoice = self.create_invoice()
        plan = self.make_plan()
        plan.action_approve()
        self.assertEqual(plan.approved_by_id, self.env.user)
        self.assertTrue(plan.approved_at)
        self.run_push()
        self.assertFalse(self.binding(invoice))
        self.connection.action_go_live()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertQboHas("Invoice", DocNumber=invoice.name)

    def test_approving_one_document_approves_what_it_needs(self):
        person = self.env["res.partner"].create(
            {"name": "Front Desk", "parent_id": self.partner_a.id}
        )
        chosen = self.create_invoice(partner=person)
        other = self.create_invoice(partner=self.partner_b)
        plan = self.make_plan()
        self.line_of(plan, chosen).action_approve()
        approved = plan.line_ids.filtered("is_approved")
        self.assertEqual(
            {line.record_name for line in approved},
            {
                chosen.display_name,
                person.display_name,
                self.partner_a.display_name,
                self.product_a.display_name,
                self.product_a.categ_id.display_name,
            },
        )
        self.go_live()
        self.assertBinding(chosen, state="synced")
        self.assertBinding(other, state="skipped", cause="not_approved")
        self.assertFalse(self.binding(self.partner_b))

    def test_what_is_not_approved_stays_out_though_edited(self):
        self.create_invoice()
        plan = self.make_plan()
        self.line_of(plan, self.partner_a, "Customer").action_approve()
        later = self.create_invoice()
        self.go_live()
        for invoice in (later, self.env["account.move"].browse(later.id - 1)):
            invoice.ref = "Edited"
            self.run_push()
            binding = self.assertBinding(invoice, state="skipped", is_due=False)
            self.assertIn("was not approved", binding.message)
        self.assertFalse(self.qbo.count("Invoice.create"))

    def test_what_stayed_out_goes_once_it_is_included_by_hand(self):
        invoice = self.create_invoice()
        self.go_live()
        self.assertBinding(invoice, state="skipped")
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_what_is_posted_after_going_live_goes_by_itself(self):
        draft = self.create_invoice(post=False)
        self.go_live()
        draft.action_post()
        self.run_push()
        self.assertBinding(draft, state="synced")

    def test_what_is_posted_while_going_live_is_under_way_is_not_forgotten(self):
        left_out = self.create_invoice()
        self.go_live()
        invoice = self.create_invoice()
        self.commit()
        # A transaction that began before saw no live connection, and noted nothing.
        self.binding(invoice).unlink()
        self.run_pull()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertBinding(left_out, state="skipped", cause="not_approved")

    def test_a_document_edited_after_its_approval_needs_approval_again(self):
        edited, sound = self.create_invoice(), self.create_invoice()
        plan = self.make_plan()
        plan.action_approve()
        edited.button_draft()
        edited.partner_id = self.partner_b
        edited.action_post()
        self.go_live()
        binding = self.assertBinding(edited, state="skipped", cause="approval_lost")
        self.assertIn("not what was approved", binding.message)
        self.assertFalse(self.binding(self.partner_b), "nobody approved it")
        self.assertIn(
            "not what was approved", self.problem_of(edited).activity_ids.note
        )
        self.assertBinding(sound, state="synced")
        again = self.make_plan()
        self.assertLine(again, edited, operation="create")
        self.assertFalse(self.line_of(again, sound))
        again.action_approve()
        self.run_push()
        self.assertBinding(edited, state="synced")

    def test_an_edit_that_says_the_same_changes_nothing(self):
        invoice = self.create_invoice()
        self.make_plan().action_approve()
        invoice.is_move_sent = True
        invoice.message_post(body="Called about it.")
        self.go_live()
        self.assertBinding(invoice, state="synced")

    def test_a_contact_that_appeared_in_quickbooks_meanwhile_is_asked_about(self):
        invoice = self.create_invoice()
        self.make_plan().action_approve()
        self.qbo.create("Customer", {"DisplayName": self.partner_a.name})
        self.go_live()
        self.assertBinding(self.partner_a, state="skipped", cause="approval_lost")
        self.assertBinding(invoice, state="failed", cause="needs")
        self.partner_a.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(self.partner_a, state="synced")
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_a_list_in_use_can_not_be_thrown_away(self):
        self.create_invoice()
        plan = self.make_plan()
        plan.action_approve()
        self.go_live()
        with self.assertRaises(UserError):
            plan.action_discard()

    def test_a_list_that_was_thrown_away_is_not_approved_any_more(self):
        invoice = self.create_invoice()
        plan = self.make_plan()
        plan.action_approve()
        plan.action_discard()
        with self.assertRaises(UserError):
            plan.action_approve()
        self.go_live()
        self.assertBinding(invoice, state="skipped")

    def test_lists_thrown_away_are_deleted_after_a_while(self):
        plan, kept = self.make_plan(), self.make_plan()
        self.assertEqual(plan.state, "discarded")
        with freeze_time(datetime.now() + timedelta(days=LOG_DAYS + 1)):
            self.env["quickbooks.plan"].sudo()._gc_discarded()
        self.assertFalse(plan.exists())
        self.assertTrue(kept.exists())


@tagged("post_install", "-at_install")
class TestGoingLive(PlanCase):
    def test_without_documents_it_is_one_click(self):
        self.connection.action_go_live()
        self.assertTrue(self.connection.is_live)

    def test_without_a_dry_run_the_number_left_out_is_asked_about(self):
        invoices = [self.create_invoice() for _number in range(3)]
        action = self.connection.action_go_live()
        self.assertFalse(self.connection.is_live)
        question = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(question.count, 3)
        told = question.action_go_live()["params"]["message"]
        self.assertIn("left out, as they were not approved: 3", told)
        self.assertTrue(self.connection.is_live)
        for invoice in invoices:
            self.assertBinding(invoice, state="skipped", cause="not_approved")

    def test_the_question_leads_to_a_dry_run_too(self):
        self.create_invoice()
        action = self.connection.action_go_live()
        question = self.env[action["res_model"]].browse(action["res_id"])
        question.action_dry_run()
        self.assertEqual(self.connection.plan_id.state, "computing")
        self.assertFalse(self.connection.is_live)

    def test_a_list_that_nobody_approved_is_as_good_as_none(self):
        self.create_invoice()
        self.make_plan()
        action = self.connection.action_go_live()
        self.assertEqual(action["res_model"], "quickbooks.go.live")

    def test_going_live_takes_as_many_statements_for_many_documents_as_for_one(self):
        def statements(count):
            for _number in range(count):
                self.create_invoice()
            self.make_plan().action_approve()
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.connection._go_live()
            taken = self.cr.sql_log_count - before
            self.connection.sudo().is_live = False
            self.binding_model().search([]).unlink()
            return taken

        statements(1)
        self.assertEqual(statements(1), statements(8))

    def test_what_somebody_decided_to_create_goes_without_a_document(self):
        partner = self.env["res.partner"].create({"name": "Ready Mat"})
        entity = self.env["quickbooks.entity.customer"]
        self.binding_model()._insert_due([(self.connection.id, entity, partner)])
        self.binding(partner).is_new = True
        plan = self.make_plan()
        self.assertLine(plan, partner, operation="create")
        self.go_live()
        self.assertBinding(partner, state="synced")

    def test_what_was_due_before_and_is_not_approved_waits_for_a_document(self):
        entity = self.env["quickbooks.entity.customer"]
        self.binding_model()._insert_due([(self.connection.id, entity, self.partner_a)])
        self.go_live()
        self.assertFalse(self.qbo.count("Customer.create"))
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="synced")


@tagged("post_install", "-at_install")
class TestDryRunWhileLive(PlanCase):
    def test_a_start_date_moved_earlier_is_followed_by_a_dry_run_of_the_rest(self):
        self.connection.start_date = "2026-11-01"
        old = self.create_invoice(invoice_date="2026-10-15")
        self.go_live()
        new = self.create_invoice()
        self.run_push()
        self.connection.start_date = "2026-10-01"
        plan = self.make_plan()
        self.assertLine(plan, old, operation="create")
        self.assertFalse(self.line_of(plan, new))
        self.assertFalse(self.line_of(plan, self.partner_a), "it is linked by now")
        plan.action_approve()
        self.run_push()
        self.assertBinding(old, state="synced")

    def test_what_was_left_out_by_hand_is_listed_as_that(self):
        invoice = self.create_invoice()
        self.go_live()
        invoice.action_quickbooks_skip()
        plan = self.make_plan()
        line = self.assertLine(plan, invoice, operation="skip")
        with self.assertRaises(UserError):
            line.action_approve()
