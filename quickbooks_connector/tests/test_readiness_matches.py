"""Readiness: what documents use, and what stands for it in QuickBooks."""

from odoo import Command
from odoo.tests import tagged

from .readiness_common import ReadinessCase


@tagged("post_install", "-at_install")
class TestReadinessOfMatches(ReadinessCase):
    def test_a_tax_without_a_code_blocks_its_documents(self):
        other = self.tax_sale_a.copy({"name": "City tax"})
        self.invoice({"taxes": self.tax_sale_a})
        self.assertFound("taxes_matched", "fine")
        self.invoice({"taxes": other})
        self.invoice({"taxes": other + self.tax_sale_a})
        # Nobody has looked at the matching since: there is no row yet, or a proposal.
        self.check("taxes_matched")
        row = self.row_of("TaxCode", other)
        row.write({"state": "open", "reference_id": False, "reason_code": "lost_unfit"})
        found = self.assertFound("tax_open", "block", 2)
        self.assertIn("City tax", found.found)
        self.assertEqual(self.shown(found), row)
        self.match("TaxCode", other, self.taxable)
        self.assertNotFound("tax_open")

    def test_a_proposal_blocks_until_it_is_accepted(self):
        other = self.tax_sale_a.copy({"name": "City tax"})
        self.invoice({"taxes": other})
        found = self.assertFound("tax_proposed", "block", 1)
        self.shown(found).action_accept()
        self.assertNotFound("tax_proposed")

    def test_a_tax_that_was_left_out_is_only_told(self):
        self.invoice({"taxes": self.tax_sale_a})
        self.row_of("TaxCode", self.tax_sale_a).action_leave_out()
        self.assertFound("tax_left_out", "look", 1)
        self.assertNotFound("tax_open")

    def test_in_the_us_a_tax_of_nothing_needs_no_code(self):
        nothing = self.tax_sale_a.copy({"name": "Nothing", "amount": 0})
        self.invoice({"taxes": nothing})
        self.assertNotFound("tax_open", "tax_proposed")

    def test_terms_without_a_counterpart_are_looked_at(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Net 45 days",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 45}
                    )
                ],
            }
        )
        self.invoice({}, invoice_payment_term_id=terms.id)
        found = self.assertFound("term_open", "look", 1)
        self.assertIn("Net 45 days", found.found)
        self.match("Term", terms, self.reference("Term", "9", "Net 45"))
        self.assertNotFound("term_open")

    def test_classes_of_quickbooks_want_a_plan_and_their_accounts(self):
        self.assertFound("tracking", "fine")
        plan = self.connection.class_plan_id
        self.connection.class_plan_id = False
        self.prefer(AccountingInfoPrefs={"ClassTrackingPerTxnLine": True})
        self.assertFound("tracking_off", "look")
        self.connection.class_plan_id = plan
        account = self.env["account.analytic.account"].create(
            {"name": "Retail", "plan_id": plan.id}
        )
        self.invoice({"analytic_distribution": {str(account.id): 100}})
        found = self.assertFound("tracking_open", "block", 1)
        self.assertIn("Retail", found.found)
        self.match("Class", account, self.reference("Class", "5", "Retail"))
        self.assertNotFound("tracking_open", "tracking_off")

    # === ACCOUNTS === #

    def test_products_need_an_income_account_that_quickbooks_knows(self):
        self.invoice({}, {"product_id": self.product_b.id})
        self.assertFound("income_default", "fine")
        default, self.connection.income_account_id = (
            self.connection.income_account_id,
            False,
        )
        found = self.assertFound("income_missing", "block", 2)
        self.assertIn("connection", found.action_mend()["res_model"])
        templates = (self.product_a + self.product_b).product_tmpl_id
        accounts = self.env["account.account"].union(
            *(template.get_product_accounts()["income"] for template in templates)
        )
        for account in accounts:
            self.match("Account", account, default)
        self.assertNotFound("income_missing")
        self.assertFound("income_matched", "fine")

    def test_a_default_account_that_became_inactive_blocks(self):
        self.assertFound("default_accounts", "fine")
        self.connection.income_account_id.active = False
        self.assertFound("default_accounts", "block", 1)
        self.connection.income_account_id.write(
            {"active": True, "classification": "Asset"}
        )
        self.assertFound("default_accounts", "block", 1)
        self.connection.income_account_id.classification = "Revenue"
        self.assertFound("default_accounts", "fine")

    def test_an_account_for_discounts_is_of_revenue_or_expenses(self):
        self.connection.discount_account_id = account = self.reference(
            "Account", "86", "Discounts given", classification="Expense"
        )
        self.assertFound("default_accounts", "fine")
        account.classification = "Revenue"
        self.assertFound("default_accounts", "fine")
        account.classification = "Liability"
        self.assertFound("default_accounts", "block", 1)

    def test_lines_without_a_product_need_one_to_stand_for_them(self):
        self.assertFound("fallback_unneeded", "fine")
        self.invoice({"product_id": False, "name": "Hours"})
        self.assertFound("fallback_missing", "block", 1)
        self.connection.fallback_item_id = self.product_a
        self.assertFound("fallback_product", "fine")
        self.assertNotFound("fallback_missing")

    def test_cash_rounding_needs_its_own_product_or_that_of_other_lines(self):
        self.invoice(
            {"price_unit": 10.02}, invoice_cash_rounding_id=self.cash_rounding_a.id
        )
        self.assertFound("fallback_missing", "block", 1)
        self.connection.rounding_item_id = self.product_a
        self.assertFound("fallback_unneeded", "fine")

    def test_a_journal_for_payments_is_missed(self):
        self.assertFound("payment_journal", "fine")
        self.connection.payment_journal_id = False
        self.assertFound("payment_journal", "look")

    # === THE REST === #

    def test_a_match_that_was_lost_is_named(self):
        self.assertFound("matches_lost", "fine")
        account = self.company_data["default_account_revenue"]
        entry = self.reference(
            "Account", "81", "Fees", account_type="Income", classification="Revenue"
        )
        self.match("Account", account, entry)
        entry.active = False
        found = self.assertFound("matches_lost", "look", 1)
        self.assertIn(account.display_name, found.found)
        self.assertEqual(self.shown(found), self.row_of("Account", account))

    def test_what_else_waits_for_a_choice_is_counted(self):
        found = self.assertFound("matches_open", "look")
        self.assertTrue(self.shown(found))
        self.shown(found).action_leave_out()
        self.assertFound("matches_open", "fine")

    # === TAXES OF THE US === #

    def test_tax_while_sales_tax_is_off_blocks(self):
        move = self.invoice({"taxes": self.tax_sale_a})
        self.invoice({})
        self.assertFound("tax_automated", "fine")
        self.prefer(TaxPrefs={"UsingSalesTax": False})
        found = self.assertFound("tax_off", "block", 1)
        self.assertEqual(self.shown(found), move)
        move.button_draft()
        self.assertFound("tax_off", "fine")

    def test_any_kind_of_tax_is_fine_as_a_figure(self):
        fixed = self.tax_sale_a.copy({"name": "Bag fee", "amount_type": "fixed"})
        self.match("TaxCode", fixed, self.taxable)
        self.invoice({"taxes": fixed})
        self.assertFound("tax_figure", "fine")
        self.assertNotFound("tax_rates", "tax_shared", "tax_missing")


@tagged("post_install", "-at_install")
class TestReadinessOfVat(ReadinessCase):
    country_code = "GB"
    qbo_country = "GB"
    preferences = {"TaxPrefs": {"UsingSalesTax": True}}

    @classmethod
    def map_taxes(cls):
        cls.rate = cls.reference("TaxRate", "1", "20%", rate=20)
        rates = {"TaxRateDetail": [{"TaxRateRef": {"value": "1"}}]}
        obj = {"Id": "10", "Name": "20.0% S", "SalesTaxRateList": rates}
        vals = cls.env["quickbooks.reference"]._prepare_vals("TaxCode", obj)
        vals["connection_id"] = cls.connection.id
        cls.standard = cls.env["quickbooks.reference"].sudo().create(vals)
        cls.vat = cls.tax("20% VAT", 20)
        cls.match("TaxCode", cls.vat, cls.standard)

    @classmethod
    def tax(cls, name, amount, **vals):
        vals = {"name": name, "amount": amount, "type_tax_use": "sale", **vals}
        return cls.env["account.tax"].create(vals)

    def test_a_tax_with_its_rate_is_fine(self):
        self.invoice({"taxes": self.vat})
        for code in ("tax_codes", "tax_rates", "tax_shared", "tax_missing"):
            self.assertFound(code, "fine")

    def test_what_quickbooks_can_not_express_blocks(self):
        for name, vals in (
            ("fixed", {"amount_type": "fixed", "amount": 1}),
            ("other rate", {"amount": 17.5}),
            ("division", {"amount_type": "division", "amount": 17}),
            (
                "group",
                {
                    "amount_type": "group",
                    "amount": 0,
                    "children_tax_ids": [
                        Command.link(self.vat.id),
                        Command.create({"name": "fee", "amount": 3}),
                    ],
                },
            ),
        ):
            with self.subTest(name=name):
                tax = self.vat.copy({"name": name, **vals})
                self.match("TaxCode", tax, self.standard)
                move = self.invoice({"taxes": tax})
                found = self.assertFound("tax_rates", "block", 1)
                self.assertIn(name, found.found)
                move.button_draft()
                self.assertFound("tax_rates", "fine")

    def test_two_rates_on_one_code_are_told(self):
        same = self.tax("20% again", 20)
        self.match("TaxCode", same, self.standard)
        self.assertFound("tax_shared", "fine")
        other = self.tax("5% VAT", 5)
        row = self.match("TaxCode", other, self.standard)
        found = self.assertFound("tax_shared", "look", 3)
        self.assertIn("5% VAT", found.found)
        row.action_leave_out()
        self.assertFound("tax_shared", "fine")

    def test_a_document_with_tax_on_some_lines_only_blocks(self):
        self.invoice({"taxes": self.vat})
        self.invoice({})
        self.assertFound("tax_missing", "fine")
        mixed = self.invoice({"taxes": self.vat}, {})
        found = self.assertFound("tax_missing", "block", 1)
        self.assertEqual(self.shown(found), mixed)

    def test_prices_that_hold_their_tax_are_explained(self):
        self.invoice({"taxes": self.vat})
        self.assertFound("tax_included", "fine")
        included = self.tax("20% incl", 20, price_include_override="tax_included")
        self.match("TaxCode", included, self.standard)
        move = self.invoice({"taxes": included})
        found = self.assertFound("tax_included", "look", 1)
        self.assertEqual(self.shown(found), move)

    def test_a_tax_of_nothing_needs_a_code_here(self):
        self.invoice({"taxes": self.tax("0%", 0)})
        self.assertFound("tax_open", "block", 1)
