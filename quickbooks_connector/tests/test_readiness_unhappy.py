"""The set-up when things go wrong half-way: clear words, nothing half-done."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .common import QuickbooksCase
from .test_dry_run import PlanCase


class SetUpCase(QuickbooksCase):
    """A company in the middle of its set-up."""

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.sudo().is_live = False

    def check(self):
        """Check as the administrator does; return ``{code: row}``."""
        self.connection.action_check_again()
        return {row.code: row for row in self.connection.finding_ids}

    def entries(self, kind, **found):
        domain = [("connection_id", "=", self.connection.id), ("kind", "=", kind)]
        domain += [(name, "=", value) for name, value in found.items()]
        references = self.env["quickbooks.reference"].with_context(active_test=False)
        return references.search(domain)

    def read_lists(self):
        """Let the lists be read in the background."""
        run = self.env["quickbooks.run"]._start(self.connection, "lists")
        self.run_work()
        return run

    def term(self, days):
        line = {"value": "percent", "value_amount": 100, "nb_days": days}
        vals = {"name": f"Net {days}", "line_ids": [Command.create(line)]}
        return self.env["account.payment.term"].create(vals)

    def row_of(self, record):
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        return self.env["quickbooks.mapping"].search(domain)


@tagged("post_install", "-at_install")
class TestUnhappyLists(SetUpCase):
    def test_a_connection_lost_half_way_through_the_lists_loses_nothing(self):
        for number in range(1001):
            self.qbo.create("Term", {"Name": f"Net {1000 + number}", "DueDays": 1})
        before = self.entries("Account", active=True)
        # The first page of each list comes in one batch; what follows is a query.
        self.qbo.fail_next(50, status=503, operation="query")
        run = self.read_lists()
        self.assertEqual(run.state, "waiting")
        self.assertTrue(run.message)
        self.assertEqual(self.entries("Account", active=True), before)
        self.assertFalse(self.entries("Term", active=False))
        self.check()
        self.qbo.clear_faults()
        self.let_time_pass()
        self.run_work()
        self.assertEqual(run.state, "done")
        self.assertEqual(len(self.entries("Term")), len(self.qbo.all("Term")))

    def test_fresh_lists_are_checked_again_by_themselves(self):
        connection_sudo = self.connection.sudo()
        connection_sudo.lists_read_at = fields.Datetime.now() - timedelta(days=3)
        rows = self.check()
        self.assertIn("lists_stale", rows)
        self.assertTrue(self.connection.is_reading_lists)
        self.run_work()
        self.assertFalse(self.connection.is_reading_lists)
        codes = self.connection.finding_ids.mapped("code")
        self.assertIn("lists", codes)
        self.assertNotIn("lists_stale", codes)

    def test_lists_that_are_fresh_are_not_read_again(self):
        self.check()
        self.assertFalse(self.env["quickbooks.run"].search([]))

    def test_an_entry_that_a_list_has_lost_is_asked_about_again(self):
        term = self.term(45)
        gone = (
            self.env["quickbooks.reference"]
            .sudo()
            .create(
                {
                    "connection_id": self.connection.id,
                    "kind": "Term",
                    "qbo_id": "9001",
                    "name": "Net 45",
                }
            )
        )
        self.check()
        self.row_of(term).reference_id = gone
        self.assertEqual(self.check()["matches_lost"].severity, "fine")
        self.read_lists()
        self.assertFalse(gone.active)
        row = self.row_of(term)
        self.assertEqual(row.state, "open")
        lost = self.check()["matches_lost"]
        self.assertEqual(lost.severity, "look")
        self.assertIn("Net 45", lost.found)

    def test_a_default_account_that_becomes_inactive_stops_going_live(self):
        entry = self.connection.income_account_id
        theirs = self.qbo.read("Account", entry.qbo_id)
        self.qbo.load("Account", dict(theirs, Active=False))
        self.read_lists()
        self.assertFalse(entry.active)
        with self.assertRaisesRegex(RedirectWarning, "Sales of Product Income"):
            self.connection.action_go_live()
        self.assertFalse(self.connection.is_live)

    def test_an_account_that_changes_its_type_needs_a_choice(self):
        account = self.company_data["default_account_revenue"]
        entry = self.connection.income_account_id
        self.check()
        self.row_of(account).reference_id = entry
        theirs = self.qbo.read("Account", entry.qbo_id)
        self.qbo.load(
            "Account",
            dict(
                theirs,
                AccountType="Fixed Asset",
                AccountSubType="Vehicles",
                Classification="Asset",
            ),
        )
        self.read_lists()
        self.assertEqual(self.row_of(account).state, "open")
        rows = self.check()
        self.assertIn(account.display_name, rows["matches_lost"].found)
        self.assertEqual(rows["default_accounts"].severity, "block")


@tagged("post_install", "-at_install")
class TestUnhappyConnection(SetUpCase):
    def test_disconnected_half_way_it_says_so_and_keeps_what_was_chosen(self):
        chosen = self.env["quickbooks.mapping"].search([("state", "=", "done")])
        with self._own_cursors():
            self.connection.action_disconnect()
        self.connection.sudo().lists_read_at = False
        rows = self.check()
        self.assertEqual(rows["sign_in"].severity, "block")
        self.assertFalse(self.env["quickbooks.run"].search([]), "nobody to ask")
        with self.assertRaisesRegex(UserError, "Connect to QuickBooks first"):
            self.connection.action_go_live()
        with self._own_cursors():
            self._sign_in(self.connection)
        self.assertEqual(self.check()["sign_in"].severity, "fine")
        self.assertEqual(set(chosen.mapped("state")), {"done"})

    def test_a_sign_in_that_expired_stops_the_reading_and_it_goes_on_after(self):
        connection_sudo = self.connection.sudo()
        connection_sudo.lists_read_at = fields.Datetime.now() - timedelta(hours=2)
        self.qbo.expire_access_tokens()
        self.qbo.kill_refresh_token()
        self.check()
        self.run_work()
        self.assertEqual(self.connection.state, "reauthorise")
        run = self.env["quickbooks.run"].search([])
        self.assertEqual(run.state, "waiting")
        rows = self.check()
        self.assertEqual(rows["sign_in"].severity, "block")
        self.assertTrue(rows["sign_in"].button)
        with self._own_cursors():
            self._sign_in(self.connection)
        self.run_work()
        self.assertEqual(run.state, "done")
        sign_in = self.connection.finding_ids.filtered(lambda r: r.code == "sign_in")
        self.assertEqual(sign_in.severity, "fine")


@tagged("post_install", "-at_install")
class TestUnhappyCompanies(SetUpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_data = cls.setup_other_company(name="Second Ltd")
        cls.other = (
            cls.env["quickbooks.connection"]
            .sudo()
            .create({"company_id": cls.other_data["company"].id})
        )
        cls.foreign = (
            cls.env["quickbooks.reference"]
            .sudo()
            .create(
                {
                    "connection_id": cls.other.id,
                    "kind": "Account",
                    "qbo_id": "7",
                    "name": "Sales of another company",
                    "account_type": "Income",
                    "classification": "Revenue",
                }
            )
        )

    def test_entries_and_journals_of_another_company_are_refused(self):
        for fname, record in (
            ("income_account_id", self.foreign),
            ("expense_account_id", self.foreign),
            ("payment_journal_id", self.other_data["default_journal_bank"]),
        ):
            with self.subTest(field=fname), self.assertRaises(UserError):
                self.connection.sudo().write({fname: record.id})

    def test_a_match_with_an_entry_of_another_company_is_refused(self):
        account = self.company_data["default_account_revenue"]
        self.check()
        row = self.row_of(account).filtered(lambda r: r.kind == "Account")
        before = row.reference_id
        with self.assertRaises(UserError), self.env.cr.savepoint():
            row.sudo().reference_id = self.foreign
        self.assertEqual(row.reference_id, before)

    def test_documents_of_another_company_do_not_count(self):
        tax = self.other_data["default_tax_sale"]
        move = (
            self.env["account.move"]
            .with_company(self.other_data["company"])
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Hours",
                                "quantity": 1,
                                "price_unit": 10,
                                "tax_ids": [Command.set(tax.ids)],
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        rows = self.check()
        self.assertNotIn("fallback_missing", rows)
        self.assertFalse(rows["start_old"].args["total"])

    def test_a_clerk_of_one_company_does_not_check_the_other(self):
        clerk = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "readiness_clerk",
                "company_id": self.env.company.id,
                "company_ids": [Command.set(self.env.company.ids)],
                "group_ids": [
                    Command.set(
                        self.env.ref(
                            "quickbooks_connector.quickbooks_group_manager"
                        ).ids
                    )
                ],
            }
        )
        for action in ("action_check_again", "action_open_findings", "action_go_live"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(self.other.with_user(clerk), action)()


@tagged("post_install", "-at_install")
class TestReadinessOfAnApprovedPlan(PlanCase):
    def test_what_the_approved_list_leaves_out_blocks_nobody(self):
        euro = self.setup_other_currency("EUR")
        fine = self.create_invoice()
        foreign = self.create_invoice(self.partner_b, currency_id=euro.id)
        with self.assertRaisesRegex(RedirectWarning, "EUR"):
            self.connection.action_go_live()
        plan = self.make_plan()
        plan.action_approve()
        self.assertFalse(self.line_of(plan, foreign).is_approved)
        self.connection.action_go_live()
        self.run_push()
        self.assertBinding(fine, state="synced")
        self.assertBinding(foreign, state="skipped")
