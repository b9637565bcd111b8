"""What is managed in QuickBooks only, and what stands for it in Odoo."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from ..entities import lookup
from ..sync.lists import Lists
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLists(QuickbooksCase):
    def _read(self):
        with self._own_cursors():
            self.connection.sudo()._read_lists()
        self.env.invalidate_all()

    def _entries(self, kind, **found):
        domain = [("connection_id", "=", self.connection.id), ("kind", "=", kind)]
        domain += [(fname, "=", value) for fname, value in found.items()]
        references = self.env["quickbooks.reference"].with_context(active_test=False)
        return references.search(domain)

    def _net(self, days):
        line = {"value": "percent", "value_amount": 100, "nb_days": days}
        return {"name": f"Net {days}", "line_ids": [Command.create(line)]}

    def _mapping(self, record):
        return self.env["quickbooks.mapping"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_all_lists_are_read_in_one_batch(self):
        self._read()
        counts = self.qbo.counts()["operations"]
        self.assertEqual(counts["batch"], 1)
        self.assertLessEqual(self.qbo.count(), 3, "the company, its preferences, lists")
        for kind in ("Account", "TaxCode", "TaxRate", "Term", "PaymentMethod"):
            theirs = {obj["Id"] for obj in self.qbo.all(kind)}
            self.assertTrue(theirs)
            self.assertLessEqual(theirs, set(self._entries(kind).mapped("qbo_id")))

    def test_a_list_longer_than_a_page_is_read_to_its_end(self):
        for number in range(1001):
            self.qbo.create("Term", {"Name": f"Net {1000 + number}", "DueDays": 1})
        self._read()
        self.assertEqual(len(self._entries("Term")), len(self.qbo.all("Term")))

    def test_what_is_renamed_or_made_inactive_there_follows_here(self):
        renamed, dropped = self.qbo.all("Term")[:2]
        self.qbo.update("Term", dict(renamed, Name="Thirty days"))
        self.qbo.update("Term", dict(dropped, Active=False))
        before = self._entries("Term", qbo_id=renamed["Id"])
        self._read()
        self.assertEqual(self._entries("Term", qbo_id=renamed["Id"]), before)
        self.assertEqual(before.name, "Thirty days")
        self.assertFalse(self._entries("Term", qbo_id=dropped["Id"]).active)

    def test_reading_again_without_a_change_writes_nothing(self):
        self._read()
        before = {row.id: row.write_date for row in self._entries("Account")}
        self._read()
        after = {row.id: row.write_date for row in self._entries("Account")}
        self.assertEqual(before, after)

    def test_sure_matches_are_proposed_and_count_only_once_accepted(self):
        term = self.env["account.payment.term"].create(self._net(30))
        exempt = self.tax_sale_a.copy({"name": "Nothing", "amount": 0})
        self._read()
        mapping = self._mapping(term)
        self.assertEqual(mapping.state, "proposed")
        self.assertEqual(mapping.reference_id.name, "Net 30")
        self.assertIn("same name", mapping.reason)
        self.assertEqual(self._mapping(exempt).reference_id.qbo_id, "NON")
        self.assertFalse(lookup.matched(self.connection, "Term", term))
        mapping.action_accept()
        self.assertEqual(
            lookup.matched(self.connection, "Term", term)[term.id],
            mapping.reference_id,
        )

    def test_what_is_alike_twice_is_not_guessed(self):
        term = self.env["account.payment.term"].create(self._net(30))
        self.env["quickbooks.reference"].sudo().create(
            {
                "connection_id": self.connection.id,
                "kind": "Term",
                "qbo_id": "9001",
                "name": "NET 30",
            }
        )
        mappings = self.env["quickbooks.mapping"].sudo()
        mappings._propose(self.connection.sudo())
        mapping = self._mapping(term)
        self.assertEqual(mapping.state, "open")
        self.assertFalse(mapping.reference_id)

    def test_what_somebody_chose_is_left_alone_until_it_becomes_inactive(self):
        term = self.env["account.payment.term"].create(self._net(30))
        self._read()
        chosen = self._entries("Term", name="Net 60")
        self._mapping(term).reference_id = chosen
        self.assertEqual(self._mapping(term).state, "done")
        self._read()
        self.assertEqual(self._mapping(term).reference_id, chosen)
        theirs = self.qbo.read("Term", chosen.qbo_id)
        self.qbo.update("Term", dict(theirs, Active=False))
        self._read()
        self.assertNotEqual(self._mapping(term).reference_id, chosen)
        self.assertNotEqual(self._mapping(term).state, "done")

    def test_a_change_reaches_the_lists_with_the_next_poll(self):
        renamed, dropped = self.qbo.all("Term")[:2]
        self._read()
        self.qbo.update("Term", dict(renamed, Name="Thirty days"))
        self.qbo.update("Term", dict(dropped, Active=False))
        fresh = self.qbo.create("Account", {"Name": "Zoo", "AccountType": "Income"})
        self.qbo.clear_journal()
        self.run_pull()
        self.assertEqual(self.qbo.count(), 1, "the poll itself, and no list")
        self.assertEqual(
            self._entries("Term", qbo_id=renamed["Id"]).name, "Thirty days"
        )
        self.assertFalse(self._entries("Term", qbo_id=dropped["Id"]).active)
        self.assertEqual(self._entries("Account", qbo_id=fresh["Id"]).name, "Zoo")

    def test_lists_follow_before_the_company_is_live_and_nothing_else_does(self):
        self.connection.sudo().write({"is_live": False, "cdc_cursor": False})
        self._read()
        term = self.qbo.all("Term")[0]
        self.qbo.update("Term", dict(term, Name="Thirty days"))
        self.run_pull()
        self.assertEqual(self._entries("Term", qbo_id=term["Id"]).name, "Thirty days")
        self.assertFalse(self.connection.cdc_cursor)
        self.connection.action_go_live()
        self.run_pull()
        self.assertTrue(self.connection.cdc_cursor)

    def test_a_match_whose_account_becomes_inactive_is_asked_for_at_the_next_poll(self):
        account = self.env["account.account"].create(
            {"name": "Zoo", "code": "409999", "account_type": "income"}
        )
        theirs = self.qbo.create("Account", {"Name": "Zoo", "AccountType": "Income"})
        self._read()
        row = self._mapping(account)
        row.action_accept()
        self.qbo.update("Account", dict(theirs, Active=False))
        self.run_pull()
        self.assertEqual((row.state, row.reference_id.id), ("open", False))
        self.assertIn("inactive in QuickBooks now", row.reason)

    def test_a_balance_that_moves_writes_nothing(self):
        self.create_invoice()
        self.run_push()
        self._read()
        accounts = self._entries("Account")
        before = {row.id: row.write_date for row in accounts}
        balances = {obj["Id"]: obj["CurrentBalance"] for obj in self.qbo.all("Account")}
        self.create_invoice()
        self.run_push()
        self.run_pull()
        moved = {obj["Id"]: obj["CurrentBalance"] for obj in self.qbo.all("Account")}
        self.assertNotEqual(moved, balances)
        self.assertEqual({row.id: row.write_date for row in accounts}, before)

    def test_a_notice_about_a_list_makes_the_next_poll_due(self):
        self._read()
        connection = self.connection.sudo()
        connection.polled_at = fields.Datetime.now()
        connection._keep_notice([("Account", "7", "update", None)])
        connection._sort_notices()
        self.assertTrue(connection._poll_due())


@tagged("post_install", "-at_install")
class TestLongLists(QuickbooksCase):
    """A chart of accounts that does not fit a page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(1000):
            cls.qbo.create(
                "Account", {"Name": f"Project {number:04}", "AccountType": "Expense"}
            )
        cls.qbo_state = cls.qbo.snapshot()
        cls.references = cls.env["quickbooks.reference"].with_context(active_test=False)

    def _start(self):
        self.connection.action_read_lists()
        return self.env["quickbooks.run"].search([], limit=1)

    def _count(self):
        return self.references.search_count(
            [("connection_id", "=", self.connection.id), ("kind", "=", "Account")]
        )

    def _step(self, run):
        """Let the worker do one step of the run."""

        def work(_runs, connection):
            run.with_env(connection.env)._step()

        with patch.object(type(run), "_work", work):
            self.run_work()

    def test_each_list_shows_how_far_it_is_and_a_page_is_a_step(self):
        total = len(self.qbo.all("Account"))
        run = self._start()
        self._step(run)
        part = next(part for part in run.parts if part["label"] == "Account")
        self.assertEqual((part["done"], part["total"]), (1000, total))
        self.assertLess(run.progress, 100)
        self._step(run)
        self.assertEqual(self._count(), total)
        self.assertEqual(run.state, "waiting", "matches are proposed at the end")
        self._step(run)
        self.assertEqual((run.state, run.progress), ("done", 100))

    def test_a_reading_that_is_stopped_keeps_its_pages_and_goes_on(self):
        run = self._start()
        self._step(run)
        run.action_stop()
        self.run_work()
        self.assertEqual((run.state, self._count()), ("stopped", 1000))
        self.qbo.clear_journal()
        run.action_resume()
        self.run_work()
        self.assertEqual(run.state, "done")
        self.assertEqual(self._count(), len(self.qbo.all("Account")))
        self.assertEqual(self.qbo.count(), 1, "the one page that was left")

    def test_a_connection_lost_between_two_pages_loses_no_entry(self):
        self._start()
        self.run_work()
        self.assertFalse(self.references.search([("active", "=", False)]))
        run = self._start()
        self._step(run)
        self.qbo.fail_next(status=503, operation="query")
        self._step(run)
        self.assertEqual(run.state, "waiting")
        self.assertTrue(run.message)
        self.assertFalse(self.references.search([("active", "=", False)]))
        self.let_time_pass()
        self.run_work()
        self.assertEqual(run.state, "done")
        self.assertFalse(self.references.search([("active", "=", False)]))

    def test_a_long_list_that_is_announced_is_not_read_again_every_day(self):
        self._start()
        self.run_work()
        term = self.qbo.all("Term")[0]
        self.qbo.update("Term", dict(term, Name="Thirty days"))
        self.connection.sudo().lists_read_at -= timedelta(days=2)
        self.connection.sudo().polled_at = fields.Datetime.now()
        self.qbo.clear_journal()
        self._run(self.connection.sudo().pull_cron_id)
        self.assertEqual(self.qbo.count(), 3, "the company, its preferences, lists")
        self.assertEqual(self._count(), len(self.qbo.all("Account")))
        self.assertTrue(self.references.search([("name", "=", "Thirty days")]))

    def test_a_thousand_accounts_read_again_cost_few_statements(self):
        self._start()
        self.run_work()
        lists = Lists(self.connection._for_worker())
        objects = self.qbo.all("Account")[:1000]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertFalse(lists._mirror("Account", objects))
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 6)
