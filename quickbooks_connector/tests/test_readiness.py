"""The readiness check: who may do what with what it finds, and going live."""

import ast
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, new_test_user, tagged

from ..readiness import finding, words
from ..readiness.finding import BLOCK, FINE, LOOK, Finding
from .readiness_common import ReadinessCase

USER = "quickbooks_connector.quickbooks_group_user"
MANAGER = "quickbooks_connector.quickbooks_group_manager"
ROOM = Path(words.__file__).parent.parent


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase):
    def block(self):
        """Let something block; return how it is mended."""
        self.connection.qbo_currency = "GBP"
        return lambda: self.connection.write({"qbo_currency": "USD"})

    def person(self, login, *groups, company=None):
        company = company or self.env.company
        return new_test_user(
            self.env,
            login,
            ",".join(("base.group_user", *groups)),
            company_id=company.id,
            company_ids=company.ids,
        )

    # === THE SCREEN === #

    def test_the_screen_says_how_many_and_when(self):
        self.block()
        self.administered.action_check_readiness()
        view = self.env.ref(
            "quickbooks_connector.quickbooks_connection_view_form_readiness"
        )
        with Form(self.administered, view) as form:
            self.assertRegex(
                form.readiness_summary,
                r"^1 block · \d+ to look at · \d+ fine · just checked",
            )

    def test_the_age_of_the_check_is_told(self):
        self.check("sign_in")
        self.connection.readiness_at = fields.Datetime.now() - timedelta(minutes=5)
        self.assertIn("checked 5 minutes ago", self.administered.readiness_summary)

    def test_before_the_first_check_it_says_so(self):
        self.assertEqual(self.administered.readiness_summary, "Not checked yet.")

    def test_what_blocks_comes_before_what_is_to_be_read(self):
        self.block()
        self.check("home_currency")
        self.assertEqual(self.administered.block_ids.mapped("code"), ["home_currency"])
        shown = self.administered.block_ids
        shown |= self.administered.look_ids | self.administered.fine_ids
        self.assertEqual(shown, self.administered.finding_ids)

    def test_every_row_ends_in_a_button_or_in_why_it_is_all_right(self):
        self.invoice({"product_id": False, "name": "Hours"})
        self.prefer(ProductAndServicesPrefs={"QuantityOnHand": True})
        self.check("inventory")
        for row in self.administered.finding_ids:
            with self.subTest(code=row.code):
                if row.severity == FINE:
                    self.assertTrue(row.found)
                else:
                    self.assertTrue(row.advice)
                    self.assertTrue(row.button or "all right" in row.advice)

    def test_every_button_opens_something(self):
        self.block()
        self.invoice({"product_id": False, "name": "Hours"}, {"discount": 5})
        self.prefer(
            SalesFormsPrefs={"AutoApplyCredit": True, "AllowDiscount": False},
            AccountingInfoPrefs={"BookCloseDate": "2026-12-31"},
        )
        self.check("discounts")
        kinds = set()
        for row in self.administered.finding_ids.filtered("button"):
            with self.subTest(code=row.code):
                kinds.add(row.target["kind"])
                action = row.action_mend()
                self.assertIn("type", action)
        self.assertLessEqual({"records", "matching", "connection"}, kinds)
        self.assertIn("quickbooks", kinds)

    def test_every_code_that_is_handed_out_has_its_sentences(self):
        table = self.env["quickbooks.readiness"]._get_words()
        handed_out = set()
        for path in ROOM.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                named = getattr(node.func, "id", "") == "Finding"
                if named and isinstance(node.args[0], ast.Constant):
                    handed_out.add(node.args[0].value)
        self.assertGreater(len(handed_out), 30)
        self.assertFalse(handed_out - set(table))
        for code, said in table.items():
            with self.subTest(code=code):
                self.assertTrue(said.title)
                self.assertTrue(said.found or said.fine)
                self.assertEqual(bool(said.found), bool(said.advice))

    def test_another_add_on_may_ask_more(self):
        model = self.env.registry["quickbooks.readiness"]
        checks = self.env["quickbooks.readiness"]._get_checks()
        table = self.env["quickbooks.readiness"]._get_words()
        fax = words.Words("Fax", "No fax", "Buy one.", "", "A fax")
        with (
            patch.object(model, "_get_checks", lambda self: [*checks, "_check_fax"]),
            patch.object(model, "_get_words", lambda self: table | {"fax": fax}),
            patch.object(
                model, "_check_fax", lambda self, scope: Finding("fax"), create=True
            ),
        ):
            self.assertEqual(self.check("fax").found, "A fax")

    # === GO ON ANYWAY === #

    def test_an_acceptance_stands_as_long_as_nothing_changes(self):
        self.connection.payment_journal_id = False
        row = self.check("payment_journal")
        before = self.administered.look_count
        row.action_accept()
        self.assertEqual(row.accepted_by_id, self.env.user)
        self.assertTrue(row.accepted_at)
        self.assertEqual(self.administered.look_count, before - 1)
        self.assertEqual(self.check("payment_journal"), row)
        self.assertTrue(row.accepted_at)
        row.action_reconsider()
        self.assertFalse(row.accepted_by_id or row.accepted_at)

    def test_an_acceptance_falls_when_more_is_found(self):
        self.prefer(AccountingInfoPrefs={"BookCloseDate": "2026-12-31"})
        self.invoice({})
        self.check("closing_date").action_accept()
        self.invoice({})
        row = self.check("closing_date")
        self.assertEqual(row.count, 2)
        self.assertFalse(row.accepted_by_id or row.accepted_at)

    def test_what_is_mended_and_comes_again_is_asked_again(self):
        self.connection.payment_journal_id = False
        self.check("payment_journal").action_accept()
        journal = self.company_data["default_journal_bank"]
        self.connection.payment_journal_id = journal
        self.assertEqual(self.check("payment_journal").severity, FINE)
        self.connection.payment_journal_id = False
        self.assertFalse(self.check("payment_journal").accepted_at)

    def test_what_blocks_can_not_be_accepted(self):
        self.block()
        with self.assertRaisesRegex(UserError, "has to be mended first"):
            self.check("home_currency").action_accept()

    def test_checking_again_writes_only_what_changed(self):
        self.check("sign_in")
        rows = self.connection.finding_ids
        self.env.cr.execute(
            "UPDATE quickbooks_finding SET write_date = '2020-01-01' WHERE id IN %s",
            [tuple(rows.ids)],
        )
        self.prefer(SalesFormsPrefs={"AutoApplyCredit": True})
        self.check("sign_in")
        changed = rows.filtered(lambda row: row.write_date.year > 2020)
        self.assertEqual(changed.mapped("code"), ["auto_apply"])

    # === GOING LIVE === #

    def test_going_live_waits_for_what_blocks_and_names_it(self):
        mend = self.block()
        with self.assertRaises(RedirectWarning) as caught:
            self.administered.action_go_live()
        message, action_id, button, context = caught.exception.args
        self.assertIn("GBP", message)
        self.assertTrue(button)
        action = self.env["ir.actions.server"].browse(action_id)
        opened = action.with_context(**context).run()
        self.assertEqual(opened["res_id"], self.connection.id)
        self.assertFalse(self.connection.is_live)
        mend()
        self.administered.action_go_live()
        self.assertTrue(self.connection.is_live)

    def test_what_is_only_to_be_read_keeps_nobody_from_going_live(self):
        self.connection.payment_journal_id = False
        self.assertFound("payment_journal", LOOK)
        self.administered.action_go_live()
        self.assertTrue(self.connection.is_live)

    # === RIGHTS === #

    def test_a_user_reads_and_only_an_administrator_checks_and_accepts(self):
        self.connection.payment_journal_id = False
        row = self.check("payment_journal")
        user = self.person("readiness.user", USER)
        theirs = self.administered.with_user(user)
        self.assertTrue(theirs.finding_ids)
        self.assertEqual(theirs.action_open_findings()["res_id"], theirs.id)
        with self.assertRaises(AccessError):
            theirs.action_check_again()
        for action in ("action_accept", "action_reconsider"):
            with self.assertRaises(AccessError):
                getattr(row.with_user(user), action)()
        with self.assertRaises(AccessError):
            row.with_user(user).write({"severity": FINE})
        with self.assertRaises(AccessError):
            self.administered.write({"readiness_at": False})

    def test_without_our_groups_nothing_is_seen(self):
        self.check("sign_in")
        nobody = self.person("readiness.nobody")
        with self.assertRaises(AccessError):
            self.administered.with_user(nobody).action_open_findings()
        with self.assertRaises(AccessError):
            self.administered.finding_ids.with_user(nobody).mapped("code")

    def test_without_accounting_rights_documents_are_not_offered(self):
        self.invoice({})
        self.prefer(AccountingInfoPrefs={"BookCloseDate": "2026-12-31"})
        row = self.check("closing_date")
        self.assertTrue(row.button)
        clerk = self.person("readiness.clerk", MANAGER)
        theirs = row.with_user(clerk)
        self.assertFalse(theirs.button)
        self.assertTrue(theirs.found, "what is the matter is no secret")
        with self.assertRaisesRegex(AccessError, "rights in accounting"):
            theirs.action_mend()

    def test_each_company_has_findings_of_its_own(self):
        company = self.env["res.company"].create({"name": "Second Ltd"})
        other = (
            self.env["quickbooks.connection"].sudo().create({"company_id": company.id})
        )
        self.connection.payment_journal_id = False
        self.invoice({}, invoice_date="2026-02-01")
        self.check("sign_in")
        other._check_readiness()
        rows = {row.code: row for row in other.finding_ids}
        self.assertEqual(rows["sign_in"].severity, BLOCK)
        self.assertFalse(rows["start_date"].args["total"])
        self.assertEqual(self.check("sign_in").severity, FINE)
        stranger = self.person("readiness.stranger", USER, company=company)
        seen = self.env["quickbooks.finding"].with_user(stranger).search([])
        self.assertEqual(seen.sudo(), other.finding_ids)
        with self.assertRaises(AccessError):
            self.check("sign_in").with_user(stranger).action_mend()


@tagged("post_install", "-at_install")
class TestReadinessOfMany(ReadinessCase):
    """The number of statements does not depend on the number of documents."""

    def copies(self, model, original, **columns):
        """Copy a row of ``model`` once for each of the ids in ``columns``, at once."""
        stored = [
            field.name
            for field in self.env[model]._fields.values()
            if field.store and field.column_type and field.name not in ("id", *columns)
        ]
        table = self.env[model]._table
        ids = next(iter(columns.values()))
        self.env.flush_all()
        names, kept = ", ".join(columns), ", ".join(stored)
        wanted = ", ".join(
            "'T/' || given.id" if name == "name" else "given.id" for name in columns
        )
        self.env.cr.execute(
            f"INSERT INTO {table} ({names}, {kept}) SELECT {wanted}, {kept}"
            f" FROM {table}, unnest(%s) AS given(id) WHERE {table}.id = %s",
            [ids, original.id],
        )
        self.env.invalidate_all()

    def statements(self):
        """Check; return how many statements that took."""
        self.check("sign_in")
        before = self.env.cr.sql_log_count
        self.connection._check_readiness()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_the_check_costs_the_same_whatever_the_number_of_documents(self):
        move = self.invoice({"taxes": self.tax_sale_a})
        line = move.invoice_line_ids
        few = self.statements()
        partners = self.env["res.partner"].create(
            [
                {"name": f"Customer {n}", "email": f"c{n}@example.com"}
                for n in range(1500)
            ]
        )
        products = self.env["product.product"].create(
            [{"name": f"Product {n // 2}"} for n in range(1500)]
        )
        ids = partners.ids
        self.copies(
            "account.move", move, partner_id=ids, commercial_partner_id=ids, name=ids
        )
        self.copies("account.move.line", line, product_id=products.ids)
        many = self.statements()
        self.assertEqual(self.check("start_date").args["total"], 1501)
        self.assertEqual(self.check("contact_names").args["total"], 1501)
        self.assertEqual(self.check("product_names_shared").count, 750)
        self.assertLessEqual(many, few + 6)


class TestFindings(ReadinessCase):
    def test_a_target_is_plain_values(self):
        domain = [("id", "in", (1, 2)), ("line_ids", "any", [("a", "=", False)])]
        self.assertEqual(
            finding.records("res.partner", domain)["domain"],
            [["id", "in", [1, 2]], ["line_ids", "any", [["a", "=", False]]]],
        )
