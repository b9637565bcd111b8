"""What a user's save costs and leaves behind: little, constant, and nothing slow."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestMark(QuickbooksCase):
    def _statements(self, work):
        """Return how many statements noting the changes of ``work`` takes."""
        self.commit()
        work()
        self.env.flush_all()
        # A new request has read no setting yet.
        self.connection.invalidate_recordset()
        before = self.cr.sql_log_count
        self.cr.precommit.run()
        return self.cr.sql_log_count - before

    def _bound_partners(self, count):
        partners = self.env["res.partner"].create(
            [{"name": f"Orchard {number}"} for number in range(count)]
        )
        entity = self.env["quickbooks.entity.customer"]
        self.binding_model()._insert_due(
            [(self.connection.id, entity, partner) for partner in partners]
        )
        return partners

    def test_noting_a_change_takes_as_many_statements_for_many_records_as_for_one(self):
        one, many = self._bound_partners(1), self._bound_partners(200)
        self._statements(lambda: one.write({"phone": "1"}))
        for_one = self._statements(lambda: one.write({"phone": "2"}))
        for_many = self._statements(lambda: many.write({"phone": "2"}))
        self.assertEqual(for_one, for_many)
        # The links, which records are still there, the settings, the push is woken.
        self.assertLessEqual(for_one, 4)

    def test_noting_posted_invoices_takes_as_many_statements_for_many_as_for_one(self):
        def posted(count):
            moves = self.env["account.move"].concat(
                *(self.create_invoice(post=False) for _number in range(count))
            )
            return self._statements(moves.action_post)

        posted(1)
        self.assertEqual(posted(1), posted(20))
        # One more than for what has a link.
        self.assertLessEqual(posted(1), 5)

    def test_without_a_live_connection_noting_takes_no_statement(self):
        partner = self._bound_partners(1)
        self.connection.sudo().is_live = False
        self.assertEqual(self._statements(lambda: partner.write({"phone": "3"})), 0)

    def test_where_nothing_was_ever_connected_renaming_asks_for_no_link(self):
        self.binding_model().search([]).unlink()
        self.connection.sudo().unlink()
        links = type(self.binding_model())
        template = self.product_a.product_tmpl_id
        with patch.object(links, "search", side_effect=AssertionError("asked")):
            for record in (self.partner_a, self.product_a, template, template.categ_id):
                record.name = "Another name"
            self.commit()
        self.assertEqual(self.partner_a.name, "Another name")

    def test_a_product_whose_variants_are_made_when_they_are_sold_is_saved(self):
        colour = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "create_variant": "dynamic",
                "value_ids": [Command.create({"name": n}) for n in ("Red", "Green")],
            }
        )
        self.commit()
        values = [Command.set(colour.value_ids.ids)]
        shirt = self.env["product.template"].create(
            {
                "name": "Shirt",
                "attribute_line_ids": [
                    Command.create({"attribute_id": colour.id, "value_ids": values})
                ],
            }
        )
        self.assertFalse(shirt.product_variant_ids)
        before = self.binding_model().search_count([])
        self.commit()
        self.assertEqual(self.binding_model().search_count([]), before)

    def test_one_transaction_wakes_the_cron_once(self):
        triggers = self.env["ir.cron.trigger"].sudo()
        domain = [("cron_id", "=", self.connection.sudo().push_cron_id.id)]
        triggers.search(domain).unlink()
        for _number in range(5):
            self.create_invoice()
        self.commit()
        self.assertEqual(triggers.search_count(domain), 1)

    def test_an_edit_of_a_field_that_quickbooks_does_not_know_is_not_noted(self):
        partner = self._bound_partners(1)
        self.run_push()
        self.assertBinding(partner, state="synced")
        partner.color = 3
        self.commit()
        self.assertBinding(partner, state="synced", is_due=False)
        partner.phone = "+1 555 0199"
        self.commit()
        self.assertBinding(partner, state="modified", is_due=True)

    def test_a_draft_and_an_old_invoice_are_not_noted_and_a_posted_one_is(self):
        draft = self.create_invoice(post=False)
        self.connection.sudo().start_date = "2026-11-02"
        old = self.create_invoice(invoice_date="2026-11-01")
        new = self.create_invoice()
        self.commit()
        self.assertFalse(self.binding(draft))
        self.assertFalse(self.binding(old))
        self.assertBinding(new, state="pending", is_due=True)

    def test_an_edited_line_of_a_sent_invoice_is_noted_and_sent(self):
        invoice = self.create_invoice()
        self.run_push()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 70.0
        self.commit()
        binding = self.assertBinding(invoice, state="modified")
        self.run_push()
        self.assertBinding(invoice, state="modified", is_due=False)
        invoice.action_post()
        self.run_push()
        self.assertBinding(invoice, state="synced", qbo_id=binding.qbo_id)
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(float(theirs["TotalAmt"]), invoice.amount_total)

    def test_a_sent_invoice_that_is_cancelled_is_voided(self):
        invoice = self.create_invoice()
        self.run_push()
        invoice.button_cancel()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TotalAmt"], 0)

    def test_what_is_synced_and_unchanged_is_not_sent_again(self):
        invoice = self.create_invoice()
        self.run_push()
        self.qbo.clear_journal()
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertFalse(self.qbo.count("Invoice.update"))
        self.assertFalse(self.qbo.count("Invoice.create"))

    def test_syncing_by_hand_says_how_many_go_and_when_none_does(self):
        posted, draft = self.create_invoice(), self.create_invoice(post=False)
        told = (posted + draft).action_quickbooks_sync()["params"]["message"]
        self.assertEqual(told, "On their way to QuickBooks: 1")
        told = draft.action_quickbooks_sync()["params"]["message"]
        self.assertIn("Nothing to send", told)

    def test_where_nothing_is_connected_nothing_of_ours_is_shown(self):
        views = {
            "account.move": "account.view_move_form",
            "res.partner": "base.view_partner_form",
            "sale.order": "sale.view_order_form",
        }
        for model, xmlid in views.items():
            view = self.env.ref(xmlid)
            arch = self.env[model].get_view(view.id, "form")["arch"]
            self.assertIn("qbo_state", arch)
        self.connection.sudo().is_live = False
        for model, xmlid in views.items():
            view = self.env.ref(xmlid)
            arch = self.env[model].get_view(view.id, "form")["arch"]
            self.assertNotIn("qbo_", arch)

    def test_what_is_left_out_stays_out_until_it_is_included(self):
        invoice = self.create_invoice()
        self.commit()
        invoice.action_quickbooks_skip()
        invoice.ref = "Edited"
        self.run_push()
        self.assertBinding(invoice, state="skipped")
        self.assertQboHas("Invoice", 0, DocNumber=invoice.name)
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_states_can_be_searched_for(self):
        synced, pending = self.create_invoice(), self.create_invoice()
        self.commit()
        self.binding(pending).write({"state": "failed", "is_due": False})
        self.run_push()
        moves = self.env["account.move"]
        mine = ("id", "in", (synced + pending).ids)
        found = moves.search([mine, ("qbo_state", "=", "synced")])
        self.assertEqual(found, synced)
        found = moves.search([mine, ("qbo_state", "!=", "synced")])
        self.assertEqual(found, pending)
        draft = self.create_invoice(post=False)
        found = moves.search([("qbo_state", "=", "not_synced")])
        self.assertIn(draft, found)
        self.assertNotIn(synced, found)

    def test_opening_a_list_of_invoices_with_ticks_takes_one_statement_more(self):
        moves = self.env["account.move"].concat(
            *(self.create_invoice() for _number in range(12))
        )
        self.run_push()

        def opened(*names):
            self.env.invalidate_all()
            specification = {name: {} for name in ("name", *names)}
            before = self.cr.sql_log_count
            rows = moves.web_search_read([("id", "in", moves.ids)], specification)
            return self.cr.sql_log_count - before, rows["records"]

        opened("qbo_state")
        bare, _rows = opened()
        taken, rows = opened("qbo_state", "qbo_doc_number")
        self.assertEqual(taken, bare + 1)
        self.assertEqual({row["qbo_state"] for row in rows}, {"synced"})
        for row in rows:
            self.assertEqual(row["qbo_doc_number"], row["name"])

    def test_a_push_that_may_not_run_is_not_woken(self):
        connection = self.connection.sudo()
        triggers = self.env["ir.cron.trigger"].sudo()
        mine = [("cron_id", "=", connection.push_cron_id.id)]
        for record, vals in (
            (connection, {"is_live": False}),
            (connection, {"state": "paused"}),
            (connection.push_cron_id, {"active": False}),
        ):
            with self.subTest(vals), self.env.cr.savepoint() as savepoint:
                triggers.search(mine).unlink()
                connection._wake_push()
                self.assertEqual(triggers.search_count(mine), 1)
                triggers.search(mine).unlink()
                record.write(vals)
                connection._wake_push()
                self.assertFalse(triggers.search_count(mine))
                savepoint.rollback()
                self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestMarkByAnybody(QuickbooksCase):
    def test_a_user_without_our_groups_posts_and_it_is_sent_all_the_same(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Billing clerk",
                "login": "billing_clerk",
                "group_ids": [
                    Command.set([self.env.ref("account.group_account_invoice").id])
                ],
                "company_ids": [Command.set(self.env.company.ids)],
                "company_id": self.env.company.id,
            }
        )
        invoice = self.create_invoice(post=False)
        invoice.with_user(clerk).action_post()
        self.run_push()
        self.assertBinding(invoice, state="synced")
