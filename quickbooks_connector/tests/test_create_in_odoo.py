"""Tax codes, terms and currencies that only QuickBooks has are created in Odoo."""

from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_matching import MatchingCase


class CreateCase(MatchingCase):
    def entry(self, kind, obj):
        vals = self.env["quickbooks.reference"]._prepare_vals(kind, obj)
        entries = self.env["quickbooks.reference"].sudo()
        entry = entries.create(vals | {"connection_id": self.connection.id})
        return entry.with_env(self.env)

    def create_from(self, entry, model):
        """Return what is created for ``entry``, which is missing before."""
        before = self.env[model].search([])
        self.assertTrue(entry.is_missing)
        self.assertIn(entry, entry.search([("is_missing", "=", True)]))
        entry.action_create_in_odoo()
        return self.env[model].search([]) - before


@tagged("post_install", "-at_install")
class TestCreateTerms(CreateCase):
    def test_days_and_discount(self):
        entry = self.entry(
            "Term",
            {
                "Id": "9",
                "Name": "2% 10 Net 45",
                "DueDays": 45,
                "DiscountPercent": 2,
                "DiscountDays": 10,
            },
        )
        term = self.create_from(entry, "account.payment.term")
        self.assertEqual(term.line_ids.nb_days, 45)
        self.assertEqual((term.discount_percentage, term.discount_days), (2, 10))
        self.assertEqual(term.company_id, self.env.company)
        row = self.row(term)
        self.assertEqual((row.state, row.reference_id), ("done", entry))
        self.assertEqual(entry.odoo_names, "2% 10 Net 45")
        self.assertFalse(entry.is_missing)
        self.propose()
        self.assertEqual(row.reference_id, entry, "and so it stays")

    def test_a_day_of_the_month_is_said_as_nearly_as_odoo_can(self):
        entry = self.entry("Term", {"Id": "9", "Name": "The 15th", "DayOfMonthDue": 15})
        term = self.create_from(entry, "account.payment.term")
        self.assertEqual(term.line_ids.delay_type, "days_end_of_month_on_the")
        self.assertEqual(term.line_ids.days_next_month, "15")
        self.assertIn("that day of the next month", self.row(term).reason)

    def test_the_end_of_the_month_is_the_same_here(self):
        entry = self.entry("Term", {"Id": "9", "Name": "Month", "DayOfMonthDue": 31})
        term = self.create_from(entry, "account.payment.term")
        self.assertEqual(str(term.line_ids._get_due_date("2026-02-03")), "2026-02-28")

    def test_a_discount_until_a_day_is_refused_in_words(self):
        entry = self.entry(
            "Term",
            {"Id": "9", "Name": "X", "DayOfMonthDue": 15, "DiscountPercent": 2},
        )
        with self.assertRaisesRegex(UserError, "X has a discount until a day"):
            entry.action_create_in_odoo()

    def test_a_name_that_odoo_has_is_not_doubled(self):
        self.term("Net 45", 50)
        entry = self.entry("Term", {"Id": "9", "Name": "Net 45", "DueDays": 45})
        with self.assertRaisesRegex(UserError, "has a record named Net 45 already"):
            entry.action_create_in_odoo()

    def test_without_accounting_rights_it_is_said_which_is_missing(self):
        entry = self.entry("Term", {"Id": "9", "Name": "Net 45", "DueDays": 45})
        admin = new_test_user(
            self.env,
            "connector",
            "quickbooks_connector.quickbooks_group_manager",
            company_id=self.env.company.id,
        )
        with self.assertRaisesRegex(AccessError, "Accounting / Administrator"):
            entry.with_user(admin).action_create_in_odoo()
        clerk = new_test_user(
            self.env,
            "clerk",
            "quickbooks_connector.quickbooks_group_user,account.group_account_manager",
            company_id=self.env.company.id,
        )
        with self.assertRaisesRegex(AccessError, "QuickBooks / Administrator"):
            entry.with_user(clerk).action_create_in_odoo()

    def test_one_that_can_not_be_created_leaves_nothing_of_the_others(self):
        good = self.entry("Term", {"Id": "9", "Name": "Net 45", "DueDays": 45})
        bad = self.entry(
            "Term", {"Id": "8", "Name": "X", "DayOfMonthDue": 1, "DiscountPercent": 2}
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            (good + bad).action_create_in_odoo()
        self.assertFalse(
            self.env["account.payment.term"].search([("name", "=", "Net 45")])
        )

    def test_accounts_are_not_created(self):
        entry = self.account_entry("60", "Canteen", "Expense")
        self.assertFalse(entry.is_missing)
        with self.assertRaisesRegex(UserError, "Canteen can't be created"):
            entry.with_env(self.env).action_create_in_odoo()


@tagged("post_install", "-at_install")
class TestCreateUsTaxes(CreateCase):
    def test_the_two_codes_of_a_us_company_are_nothing_to_create(self):
        self.assertFalse((self.taxable + self.exempt).filtered("is_missing"))

    def test_a_combined_rate_is_taxable_in_quickbooks(self):
        self.entry("TaxRate", {"Id": "1", "Name": "State", "RateValue": 6})
        self.entry("TaxRate", {"Id": "2", "Name": "City", "RateValue": Decimal("2.5")})
        details = [{"TaxRateRef": {"value": id_}} for id_ in "12"]
        entry = self.entry(
            "TaxCode",
            {
                "Id": "9",
                "Name": "Riverside",
                "SalesTaxRateList": {"TaxRateDetail": details},
            },
        )
        tax = self.create_from(entry, "account.tax").filtered(
            lambda tax: tax.name == "Riverside"
        )
        self.assertEqual(tax.amount_type, "group")
        self.assertEqual(tax.children_tax_ids.mapped("amount"), [6, 2.5])
        self.assertEqual(self.row(tax).reference_id, self.taxable)


@tagged("post_install", "-at_install")
class TestCreateVat(CreateCase):
    country_code = "GB"
    qbo_country = "GB"
    preferences = {
        "TaxPrefs": {"UsingSalesTax": True},
        "CurrencyPrefs": {"MultiCurrencyEnabled": True},
    }

    @classmethod
    def map_taxes(cls):
        super().map_taxes()
        for qbo_id, rate in (("1", 20), ("2", 20), ("3", 5), ("4", -20)):
            cls.reference("TaxRate", qbo_id, f"Rate {rate}", rate=rate)

    def code(self, name, sales=(), purchases=(), **vals):
        listed = {
            f"{side}TaxRateList": {
                "TaxRateDetail": [
                    {"TaxRateRef": {"value": rate}, "TaxOrder": order, **vals}
                    for order, rate in enumerate(rates)
                ]
            }
            for side, rates in (("Sales", sales), ("Purchase", purchases))
        }
        return self.entry("TaxCode", {"Id": f"C{name}", "Name": name, **listed})

    def taxes_of(self, entry):
        taxes = self.create_from(entry, "account.tax")
        return {
            tax.type_tax_use: tax
            for tax in taxes.filtered(lambda tax: tax.name == entry.name)
        }

    def test_a_code_becomes_a_tax_for_each_side_and_both_are_matched(self):
        entry = self.code("20.0% Z", ["1"], ["2"])
        taxes = self.taxes_of(entry)
        self.assertEqual(set(taxes), {"sale", "purchase"})
        for tax in taxes.values():
            self.assertEqual((tax.amount, tax.amount_type), (20, "percent"))
            self.assertEqual(tax.country_id, self.env.company.account_fiscal_country_id)
            row = self.row(tax)
            self.assertEqual((row.state, row.reference_id), ("done", entry))
            self.assertEqual(row.reason, "Created in Odoo for it." + self.shared(row))
            line = tax.invoice_repartition_line_ids.filtered(
                lambda line: line.repartition_type == "tax"
            )
            self.assertTrue(line.account_id, "as the company's other taxes have it")
        self.propose()
        self.assertEqual(self.row(taxes["sale"]).reference_id, entry)

    def shared(self, row):
        others = [r.record_name for r in row.reference_id.mapping_ids - row]
        return f" The same stands for: {', '.join(others)}."

    def test_a_code_for_sales_alone_becomes_one_tax(self):
        self.assertEqual(set(self.taxes_of(self.code("S only", ["3"]))), {"sale"})

    def test_several_rates_are_a_group_and_one_upon_another_is_kept(self):
        entry = self.code("Both", ["1", "3"], TaxTypeApplicable="TaxOnAmountPlusTax")
        tax = self.taxes_of(entry)["sale"]
        self.assertEqual(tax.children_tax_ids.mapped("amount"), [20, 5])
        computed = tax.compute_all(100.0)
        self.assertEqual(computed["total_included"], 126.0)

    def test_a_reverse_charge_is_one_tax_that_is_given_back(self):
        tax = self.taxes_of(self.code("RC", [], ["2", "4"]))["purchase"]
        self.assertEqual(tax.amount, 20)
        self.assertEqual(tax.compute_all(100.0)["total_included"], 100.0)
        row = self.row(tax)
        self.assertFalse(row._has_other_rates())

    def test_a_code_without_rates_becomes_taxes_of_nothing(self):
        taxes = self.taxes_of(self.code("Outside"))
        self.assertEqual([tax.amount for tax in taxes.values()], [0, 0])

    def test_a_tax_on_tax_alone_is_refused_in_words(self):
        entry = self.code("Odd", ["1", "3"], TaxTypeApplicable="TaxOnTax")
        with self.assertRaisesRegex(UserError, "Odd can't be created in Odoo"):
            entry.action_create_in_odoo()

    def test_the_rate_of_today_counts(self):
        rate = self.entry(
            "TaxRate",
            {
                "Id": "7",
                "Name": "Changed",
                "RateValue": 15,
                "EffectiveTaxRate": [
                    {"RateValue": 15, "EffectiveDate": "2008-12-01"},
                    {"RateValue": Decimal("17.5"), "EffectiveDate": "2010-01-01"},
                    {"RateValue": 25, "EffectiveDate": "2999-01-01"},
                ],
            },
        )
        self.assertEqual(rate.rate, 17.5)

    def test_a_choice_with_another_rate_is_warned_of(self):
        entry = self.code("20.0% Z", ["1"], ["2"])
        tax = self.env["account.tax"].create(
            {"name": "5% X", "amount": 5, "type_tax_use": "sale"}
        )
        row = self.proposed(tax)
        row.reference_id = entry
        self.assertEqual(row.state, "done")
        self.assertIn("not those of the tax", row.reason)
        right = self.code("5% Z", ["3"])
        row.reference_id = right
        self.assertNotIn("not those of the tax", row.reason)

    def test_currencies_of_quickbooks_are_matched_by_code_or_activated(self):
        krona = self.env.ref("base.SEK")
        krona.active = False
        euro = self.env.ref("base.EUR")
        euro.active = True
        theirs = self.entry("CompanyCurrency", {"Id": "1", "Code": "EUR"})
        entry = self.entry("CompanyCurrency", {"Id": "2", "Code": "SEK"})
        self.propose()
        row = self.row(euro, "Currency")
        self.assertEqual((row.state, row.reference_id), ("done", theirs))
        self.assertFalse(theirs.is_missing)
        rates = krona.rate_ids
        entry.action_create_in_odoo()
        self.assertTrue(krona.active)
        self.assertEqual(krona.rate_ids, rates, "rates are left as they are")
        self.assertEqual(self.row(krona, "Currency").reference_id, entry)
        other = self.env.ref("base.CHF")
        other.active = True
        self.assertIn("does not list this currency", self.proposed(other).reason)
