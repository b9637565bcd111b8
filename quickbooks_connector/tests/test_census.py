"""X4: of each record it is known what becomes of it; what is not, is told."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.quickbooks_census import BUCKETS
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestCensus(QuickbooksCase):
    def look(self, times=2):
        """Let the check look, and look again at what was odd."""
        self.env.flush_all()
        for _ in range(times):
            self.env["quickbooks.connection"].sudo()._cron_take_census()
        self.connection.invalidate_recordset()
        return self.connection.stray_count

    def strays(self):
        found = self.env["quickbooks.stray"].search([("is_sure", "=", True)])
        return {(row._get_record(), row.cause) for row in found}

    def activities(self):
        kind = self.env.ref("quickbooks_connector.mail_activity_type_strays")
        return self.connection.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def link_of(self, record, entity=None):
        self.commit()
        return self.assertBinding(record, entity)

    def test_each_record_is_in_one_state_after_a_day_of_work(self):
        there, drafted = self.create_invoice(), self.create_invoice()
        self.run_push()
        drafted.button_draft()
        held = self.create_invoice(partner=self.partner_b)
        self.partner_b.name = " "
        self.run_push()
        left_out = self.create_invoice()
        left_out.action_quickbooks_skip()
        waiting = self.create_invoice()
        self.commit()
        states = [self.binding(m).state for m in (there, held, left_out, waiting)]
        self.assertEqual(states, ["synced", "failed", "skipped", "pending"])
        self.assertEqual(self.look(), 0)
        census = self.connection.census
        rows = self.binding_model().search_count([])
        self.assertEqual(sum(census[bucket] for bucket in BUCKETS), rows)
        self.assertTrue(all(census[bucket] for bucket in BUCKETS), census)
        self.assertFalse(self.activities())

    def test_what_nobody_noted_is_found_told_taken_up_and_sent(self):
        invoice = self.create_invoice(post=False)
        invoice.with_context(quickbooks_no_mark=True).action_post()
        self.assertEqual(self.look(times=1), 0)
        self.assertEqual(self.look(times=1), 1)
        self.assertEqual(self.strays(), {(invoice, "not_noted")})
        self.assertIn("nobody knows what becomes of them: 1", self.activities().note)
        self.assertEqual(self.look(), 1)
        self.assertEqual(len(self.activities()), 1)
        facts = {fact["key"]: fact for fact in self.connection._get_overview()["facts"]}
        fact = facts["strays"]
        action = getattr(self.connection, fact["button"]["method"])()
        found = self.env["quickbooks.stray"].search(action["domain"])
        self.assertEqual(found.record_name, invoice.display_name)
        self.env["quickbooks.stray"].search([]).action_take_up()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertEqual(self.look(), 0)
        self.assertFalse(self.activities())

    def test_an_odd_sight_in_the_midst_of_work_counts_for_nothing(self):
        invoice = self.create_invoice(post=False)
        invoice.with_context(quickbooks_no_mark=True).action_post()
        cron = self.env.ref("quickbooks_connector.ir_cron_take_census")
        with patch.object(type(cron), "_trigger", autospec=True) as trigger:
            self.look(times=1)
        self.assertTrue(trigger.call_args.kwargs["at"])
        self.run_pull()
        self.assertEqual(self.look(times=1), 0)
        self.assertFalse(self.env["quickbooks.stray"].search([]))

    def test_what_waits_and_nothing_would_send_is_found(self):
        invoice = self.create_invoice()
        self.link_of(invoice).is_due = False
        self.assertEqual(self.look(), 1)
        self.assertEqual(self.strays(), {(invoice, "not_on_its_way")})
        self.env["quickbooks.stray"].search([]).action_take_up()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_who_waits_for_what_never_comes_is_found(self):
        invoice = self.create_invoice()
        self.run_push()
        other = self.create_invoice()
        needed = self.link_of(self.partner_a, "Customer")
        asleep = {"is_due": False, "cause": "waits_for"}
        self.link_of(other).write(asleep | {"cause_args": {"binding": needed.id}})
        self.assertEqual(self.look(), 1)
        self.assertEqual(self.strays(), {(other, "not_on_its_way")})
        needed.write({"state": "pending", "is_due": True})
        self.assertEqual(self.look(), 0)
        self.assertBinding(invoice, state="synced")

    def test_a_link_that_says_what_can_not_be_is_found(self):
        held, synced, gone = (self.create_invoice() for _ in range(3))
        self.run_push()
        self.link_of(held).write({"state": "failed", "cause": False})
        self.link_of(synced).qbo_id = False
        link = self.link_of(gone)
        self.env.cr.execute("DELETE FROM account_move WHERE id = %s", [gone.id])
        self.env.invalidate_all()
        self.assertEqual(self.look(), 3)
        rows = self.env["quickbooks.stray"].search([])
        causes = {row.res_id: row.cause for row in rows}
        self.assertEqual(
            causes,
            {
                held.id: "reason_missing",
                synced.id: "number_missing",
                gone.id: "gone_here",
            },
        )
        self.assertIn(held.name, rows.filtered(lambda r: r.res_id == held.id).message)
        rows.action_take_up()
        self.run_push()
        self.assertBinding(held, state="synced")
        self.assertEqual(self.look(), 0)
        self.assertNotEqual(link.exists().state, "synced")

    def test_who_waits_for_a_contact_that_is_left_out_says_so(self):
        invoice = self.create_invoice()
        self.commit()
        customer = self.env["quickbooks.entity"].sudo()._get("Customer")
        wanted = [(self.connection.id, customer, self.partner_a)]
        self.binding_model()._insert_due(wanted)
        self.env.invalidate_all()
        needed = self.link_of(self.partner_a, "Customer")
        asleep = {"is_due": False, "cause": "waits_for"}
        self.link_of(invoice).write(asleep | {"cause_args": {"binding": needed.id}})
        self.partner_a.action_quickbooks_skip()
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="needs")
        self.assertEqual(self.look(), 0)

    def test_it_asks_the_database_as_often_for_many_as_for_one(self):
        def count():
            census = self.env["quickbooks.census"].sudo()
            worker = self.connection._for_worker()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            census._take(worker)
            return self.cr.sql_log_count - before

        self.create_invoice()
        self.run_push()
        # Twice each time: what Odoo remembers is not what is counted.
        count()
        once = count()
        for _ in range(4):
            self.create_invoice()
        self.run_push()
        count()
        self.assertEqual(count(), once)

    def test_only_administrators_take_up_and_nobody_sees_other_companies(self):
        invoice = self.create_invoice()
        self.link_of(invoice).is_due = False
        self.look()
        rows = self.env["quickbooks.stray"].search([])
        clerk = new_test_user(
            self.env,
            "census-clerk",
            "account.group_account_invoice,quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        self.assertTrue(rows.with_user(clerk).message)
        with self.assertRaises(AccessError):
            rows.with_user(clerk).action_take_up()
        with self.assertRaises(AccessError):
            self.connection.with_user(clerk).action_take_census()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        clerk.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self.env["quickbooks.stray"].with_user(clerk).search([]))
