"""Which records need a match, what is proposed, and what becomes of a decision."""

import time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from . import matching_lists as lists
from .entity_common import EntityCase


class MatchingCase(EntityCase):
    """Rows are made from the company's records; QuickBooks' lists are described."""

    @classmethod
    def map_taxes(cls):
        cls.taxable = cls.reference("TaxCode", "TAX", "Taxable")
        cls.exempt = cls.reference("TaxCode", "NON", "Non-taxable")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.funds = cls.account_entry(
            "4", "Undeposited Funds", "Other Current Asset", "UndepositedFunds"
        )
        cls.net_30 = cls.term_entry("3", "Net 30", 30)

    @classmethod
    def account_entry(cls, qbo_id, name, type_, subtype=False, **vals):
        return cls.reference(
            "Account",
            qbo_id,
            name,
            account_type=type_,
            account_subtype=subtype,
            **vals,
        )

    @classmethod
    def term_entry(cls, qbo_id, name, days):
        return cls.reference("Term", qbo_id, name, obj={"DueDays": days})

    def term(self, name, *days, **vals):
        share = 100 / len(days)
        return self.env["account.payment.term"].create(
            {
                "name": name,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": number}
                    )
                    for number in days
                ],
                **vals,
            }
        )

    def account(self, name, code, type_="expense"):
        return self.env["account.account"].create(
            {"name": name, "code": code, "account_type": type_}
        )

    def propose(self, connection=None):
        self.env["quickbooks.mapping"].sudo()._propose(connection or self.connection)
        self.env.flush_all()

    def row(self, record, kind=None):
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        if kind:
            domain.append(("kind", "=", kind))
        return self.env["quickbooks.mapping"].search(domain)

    def proposed(self, record, kind=None):
        """Return the row of ``record`` after a new reading of the lists."""
        self.propose()
        return self.row(record, kind)


@tagged("post_install", "-at_install")
class TestProposals(MatchingCase):
    def test_accounts_of_income_and_expense_have_rows_and_others_have_none(self):
        rent = self.account("Rent", "600801")
        machine = self.account("Machine", "150001", "asset_fixed")
        bank = self.company_data["default_journal_bank"].default_account_id
        self.propose()
        self.assertEqual(len(self.row(rent)), 1)
        self.assertFalse(self.row(machine))
        self.assertFalse(self.row(bank))

    def test_an_account_that_a_bill_was_posted_to_gets_a_row(self):
        machine = self.account("Machine", "150001", "asset_fixed")
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Lathe", "account_id": machine.id, "price_unit": 900}
                    )
                ],
            }
        )
        bill.action_post()
        self.assertEqual(self.proposed(machine).use_count, 1)

    def test_an_account_is_matched_within_its_type_only(self):
        rent = self.account("Storage", "600801")
        self.account_entry("60", "Storage", "Income")
        self.assertFalse(self.proposed(rent).reference_id)
        theirs = self.account_entry("61", "Storage", "Expense")
        self.assertEqual(self.proposed(rent).reference_id, theirs)

    def test_the_same_number_beats_a_name_that_differs_in_spelling(self):
        rent = self.account("Forklift Maintenance", "6240")
        theirs = self.account_entry("60", "Forklift Maint.", "Expense", code="6240")
        row = self.proposed(rent)
        self.assertEqual((row.reference_id, row.confidence), (theirs, "sure"))
        self.assertIn("same number", row.reason)

    def test_number_and_name_that_contradict_each_other_are_asked_about(self):
        rent = self.account("Warehouse Rent", "6240")
        numbered = self.account_entry("60", "Office Rent", "Expense", code="6240")
        named = self.account_entry("61", "Warehouse Rent", "Expense", code="6900")
        row = self.proposed(rent)
        self.assertEqual(row.state, "open")
        self.assertEqual(row.candidate_ids, numbered + named)
        self.assertIn("Office Rent", row.reason)

    def test_journals_are_deposited_where_quickbooks_does_by_default(self):
        bank = self.company_data["default_journal_bank"]
        row = self.proposed(bank, "Deposit")
        self.assertEqual((row.reference_id, row.confidence), (self.funds, "sure"))
        self.assertEqual(row.state, "proposed", "until somebody has accepted it")

    def test_only_banks_and_current_assets_can_take_deposits(self):
        bank = self.company_data["default_journal_bank"]
        row = self.proposed(bank, "Deposit")
        checking = self.account_entry("35", "Checking", "Bank")
        row.reference_id = checking
        self.assertEqual(row.state, "done")
        sales = self.account_entry("1", "Services", "Income")
        with self.assertRaisesRegex(ValidationError, "Bank, Other Current Asset"):
            row.reference_id = sales
        self.assertNotIn(
            sales, self.env["quickbooks.reference"].search(row.eligible_domain)
        )

    def test_us_taxes_are_taxable_or_not_and_purchases_have_none(self):
        group = self.group_of(self.percent_tax(6.25), self.percent_tax(2))
        free = self.percent_tax(0)
        self.propose()
        self.assertEqual(self.row(group).reference_id, self.taxable)
        self.assertEqual(self.row(free).reference_id, self.exempt)
        self.assertFalse(self.row(self.tax_purchase_a))

    def group_of(self, *taxes):
        return self.env["account.tax"].create(
            {
                "name": "Combined",
                "amount_type": "group",
                "type_tax_use": "sale",
                "children_tax_ids": [Command.set([tax.id for tax in taxes])],
            }
        )

    def percent_tax(self, amount):
        return self.env["account.tax"].create(
            {"name": f"Tax of {amount}", "amount": amount, "type_tax_use": "sale"}
        )

    def test_terms_are_matched_by_days_whatever_their_names(self):
        term = self.term("Thirty days after the invoice", 30)
        row = self.proposed(term)
        self.assertEqual((row.reference_id, row.confidence), (self.net_30, "sure"))

    def test_a_term_of_the_same_name_and_other_days_is_not_taken(self):
        row = self.proposed(self.term("Net 30", 45))
        self.assertEqual((row.state, row.reference_id.id), ("open", False))
        self.assertIn("other days", row.reason)
        self.assertIn("Net 30", row.reason)

    def test_a_term_with_another_discount_is_not_taken(self):
        term = self.term(
            "2/10 N 30",
            30,
            early_discount=True,
            discount_percentage=2,
            discount_days=10,
        )
        self.assertFalse(self.proposed(term).reference_id)
        theirs = self.reference(
            "Term",
            "9",
            "2% 10 Net 30",
            obj={"DueDays": 30, "DiscountPercent": 2, "DiscountDays": 10},
        )
        self.assertEqual(self.proposed(term).reference_id, theirs)

    def test_instalments_are_said_to_have_no_counterpart(self):
        row = self.proposed(self.term("Half now", 0, 60))
        self.assertFalse(row.reference_id)
        self.assertIn("no terms that are due like these", row.reason)

    def test_payment_methods_are_matched_by_name(self):
        line = self.inbound_payment_method_line.copy({"name": "Cheques"})
        check = self.reference("PaymentMethod", "2", "Check")
        row = self.proposed(line)
        self.assertEqual((row.reference_id, row.confidence), (check, "sure"))

    def test_at_most_five_are_listed_to_choose_from(self):
        for number in range(8):
            self.account_entry(
                f"7{number}", f"Rents:Site {'ABCDEFGH'[number]}", "Expense"
            )
        row = self.proposed(self.account("Site Rents", "600801"))
        self.assertEqual(row.state, "open")
        self.assertEqual(len(row.candidate_ids), 5)


@tagged("post_install", "-at_install")
class TestDecisions(MatchingCase):
    def setUp(self):
        super().setUp()
        self.canteen = self.account("Canteen", "600801")
        self.theirs = self.account_entry("60", "Canteen", "Expense")
        self.other = self.account_entry("61", "Canteen and Kitchen", "Expense")
        self.propose()
        self.mapping = self.row(self.canteen)

    def test_reading_the_lists_again_writes_nothing(self):
        self.propose()
        self.env.flush_all()
        before = self._versions()
        self.propose()
        self.assertEqual(self._versions(), before)

    def _versions(self):
        self.env.cr.execute("SELECT id, xmin, ctid FROM quickbooks_mapping ORDER BY id")
        return self.env.cr.fetchall()

    def test_accepting_takes_the_sure_ones_only(self):
        likely = self.account("Rental", "600802")
        self.account_entry("62", "Properties:Rental", "Expense")
        unclear = self.term("Something", 17)
        self.propose()
        self.assertEqual(self.row(likely).confidence, "likely")
        self.env["quickbooks.mapping"].action_accept_sure()
        self.assertEqual(self.mapping.state, "done")
        self.assertEqual(self.row(likely).state, "proposed")
        self.assertEqual(self.row(unclear).state, "open")

    def test_a_choice_by_hand_is_left_alone(self):
        self.mapping.reference_id = self.other
        self.propose()
        self.assertEqual(self.mapping.reference_id, self.other)
        self.assertEqual(self.mapping.reason, "Chosen by hand.")

    def test_what_is_left_out_is_not_asked_about_again_until_somebody_wants_it(self):
        self.mapping.action_leave_out()
        self.propose()
        self.assertEqual(
            (self.mapping.state, self.mapping.reference_id.id), ("skipped", False)
        )
        self.mapping.action_ask_again()
        self.assertEqual(self.mapping.state, "proposed")
        self.assertEqual(self.mapping.reference_id, self.theirs)

    def test_an_entry_made_inactive_needs_a_choice_with_the_reason(self):
        self.mapping.action_accept()
        self.theirs.active = False
        self.propose()
        self.assertEqual(
            (self.mapping.state, self.mapping.reference_id.id), ("open", False)
        )
        self.assertEqual(
            self.mapping.reason,
            "It was Canteen, which is inactive in QuickBooks now.",
        )
        self.propose()
        self.assertIn("It was Canteen", self.mapping.reason, "until somebody chooses")

    def test_an_entry_that_changed_its_type_needs_a_choice_with_the_reason(self):
        self.mapping.action_accept()
        self.theirs.account_type = "Bank"
        self.propose()
        self.assertEqual(self.mapping.state, "open")
        self.assertIn("does not fit any more", self.mapping.reason)

    def test_a_proposal_follows_the_lists_until_it_is_accepted(self):
        self.theirs.active = False
        self.propose()
        self.assertNotEqual(self.mapping.reference_id, self.theirs)

    def test_rows_of_deleted_records_go(self):
        mapping = self.mapping
        self.canteen.unlink()
        self.assertFalse(mapping.record_name)
        self.propose()
        self.assertFalse(mapping.exists())

    def test_the_field_on_the_account_is_the_row_of_the_matching(self):
        self.assertFalse(self.canteen.qbo_reference_id, "a proposal is no match")
        self.canteen.qbo_reference_id = self.other
        self.assertEqual(self.mapping.reference_id, self.other)
        self.assertEqual(self.mapping.state, "done")
        self.mapping.reference_id = self.theirs
        self.canteen.invalidate_recordset()
        self.assertEqual(self.canteen.qbo_reference_id, self.theirs)

    def test_records_without_a_match_offer_no_entry(self):
        bank = self.company_data["default_journal_bank"].default_account_id
        self.assertFalse(bank.qbo_reference_domain)
        self.assertFalse(bank.qbo_can_match)

    def test_what_is_in_use_comes_first_and_the_rest_is_folded(self):
        self.product_a.property_account_expense_id = self.canteen
        unused = self.account("Nothing", "600803")
        self.propose()
        self.assertGreaterEqual(self.mapping.use_count, 1)
        self.assertEqual(self.mapping.section, "Account")
        self.assertEqual(self.row(unused).section, "unused")
        groups = self.env["quickbooks.mapping"].web_read_group(
            [],
            ["section"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification={"state": {}},
        )["groups"]
        opened = {group["section"]: "__records" in group for group in groups}
        self.assertTrue(opened["Account"])
        self.assertFalse(opened["unused"])
        self.assertEqual(groups[-1]["section"], "unused")

    def test_rows_are_found_by_the_name_in_odoo(self):
        found = self.env["quickbooks.mapping"].search(
            [("record_name", "ilike", "canteen")]
        )
        self.assertIn(self.mapping, found)
        self.assertNotIn(self.row(self.tax_sale_a), found)


@tagged("post_install", "-at_install")
class TestRights(MatchingCase):
    def test_a_user_may_read_and_change_nothing(self):
        rent = self.account("Rent", "600801")
        theirs = self.account_entry("60", "Rent", "Expense")
        row = self.proposed(rent)
        clerk = new_test_user(
            self.env,
            "clerk",
            "quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        row = row.with_user(clerk)
        self.assertIn("Rent", row.record_name)
        self.assertTrue(row.reason)
        row.action_open()
        for change in (
            row.action_accept,
            row.action_accept_sure,
            row.action_leave_out,
            row.action_ask_again,
            lambda: row.write({"reference_id": theirs.id}),
        ):
            with self.assertRaises(AccessError):
                change()
        self.assertEqual(row.state, "proposed")

    def test_the_field_on_records_is_for_people_of_quickbooks_only(self):
        rent = self.account("Rent", "600801")
        accountant = new_test_user(
            self.env,
            "accountant",
            "account.group_account_manager",
            company_id=self.env.company.id,
        )
        self.assertNotIn("qbo_reference_id", rent.with_user(accountant).fields_get())
        clerk = new_test_user(
            self.env,
            "clerk",
            "account.group_account_manager,quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        theirs = self.account_entry("60", "Rent", "Expense")
        self.propose()
        self.assertFalse(rent.with_user(clerk).qbo_can_match)
        with self.assertRaises(AccessError):
            rent.with_user(clerk).qbo_reference_id = theirs

    def test_another_company_has_rows_of_its_own_and_nobody_sees_them(self):
        ours = self.proposed(self.tax_sale_a)
        other = self.setup_other_company(name="Elsewhere")["company"]
        connection = (
            self.env["quickbooks.connection"]
            .sudo()
            .create({"company_id": other.id, "qbo_country": "US"})
        )
        self.propose(connection)
        here = {"allowed_company_ids": self.env.company.ids}
        mine = self.env["quickbooks.mapping"].with_context(**here).search([])
        self.assertIn(ours, mine)
        self.assertEqual(mine.company_id, self.env.company)
        theirs = self.env["quickbooks.mapping"].sudo().search([]) - mine
        self.assertTrue(theirs)
        taxes = self.env["account.tax"].browse(
            theirs.filtered(lambda row: row.kind == "TaxCode").mapped("res_id")
        )
        self.assertEqual(taxes.sudo().company_id, other)
        admin = new_test_user(
            self.env,
            "elsewhere",
            "quickbooks_connector.quickbooks_group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            ours.with_user(admin).action_accept()

    def test_an_entry_of_another_company_can_not_be_chosen(self):
        row = self.proposed(self.account("Rent", "600801"))
        other = self.setup_other_company(name="Elsewhere")["company"]
        connection = (
            self.env["quickbooks.connection"].sudo().create({"company_id": other.id})
        )
        theirs = (
            self.env["quickbooks.reference"]
            .sudo()
            .create(
                {
                    "connection_id": connection.id,
                    "kind": "Account",
                    "qbo_id": "60",
                    "name": "Rent",
                    "account_type": "Expense",
                }
            )
        )
        with self.assertRaises(UserError):
            row.reference_id = theirs.id


@tagged("post_install", "-at_install")
class TestVat(MatchingCase):
    country_code = "GB"
    qbo_country = "GB"
    preferences = {"TaxPrefs": {"UsingSalesTax": True}}

    @classmethod
    def map_taxes(cls):
        super().map_taxes()
        for qbo_id, rate in (("1", 20), ("2", 20), ("3", 5), ("4", -20)):
            cls.reference("TaxRate", qbo_id, f"{rate}", rate=rate)
        cls.standard = cls.code("10", "20.0% S", ("1",), ("2",))
        cls.reverse = cls.code("11", "20.0% RC", (), ("2", "4"))

    @classmethod
    def code(cls, qbo_id, name, sales, purchases):
        listed = {
            f"{side}TaxRateList": {
                "TaxRateDetail": [{"TaxRateRef": {"value": rate}} for rate in rates]
            }
            for side, rates in (("Sales", sales), ("Purchase", purchases))
        }
        obj = {"Id": qbo_id, "Name": name, **listed}
        vals = cls.env["quickbooks.reference"]._prepare_vals("TaxCode", obj)
        return (
            cls.env["quickbooks.reference"]
            .sudo()
            .create(vals | {"connection_id": cls.connection.id})
        )

    def tax(self, name, amount, side="sale", **vals):
        return self.env["account.tax"].create(
            {"name": name, "amount": amount, "type_tax_use": side, **vals}
        )

    def test_two_taxes_may_share_a_code_and_it_is_said(self):
        first = self.tax("20% S", 20)
        second = self.tax("20% S incl", 20, price_include_override="tax_included")
        self.propose()
        self.row(first).reference_id = self.standard
        self.row(second).reference_id = self.standard
        self.assertEqual(self.row(second).state, "done")
        self.assertIn("The same stands for: ", self.row(first).reason)
        self.assertIn("20% S incl", self.row(first).reason)

    def test_a_code_for_the_other_side_is_not_offered(self):
        row = self.proposed(self.tax("20% RC", 20))
        self.assertNotEqual(row.reference_id, self.reverse)
        with self.assertRaises(ValidationError):
            row.reference_id = self.reverse

    def test_taxes_on_purchases_have_rows_and_what_is_given_back_counts(self):
        tax = self.tax(
            "20% Reverse charge",
            20,
            "purchase",
            invoice_repartition_line_ids=self._given_back(),
            refund_repartition_line_ids=self._given_back(),
        )
        row = self.proposed(tax)
        self.assertEqual((row.reference_id, row.confidence), (self.reverse, "sure"))

    def _given_back(self):
        return [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "factor_percent": 100}),
            Command.create({"repartition_type": "tax", "factor_percent": -100}),
        ]

    def test_a_tax_without_such_a_rate_is_not_proposed(self):
        row = self.proposed(self.tax("17.5% S", 17.5))
        self.assertFalse(row.reference_id)
        self.assertIn("No tax code", row.reason)

    def test_a_fixed_amount_is_said_to_be_no_percentage(self):
        row = self.proposed(self.tax("Eco tax", 2, amount_type="fixed"))
        self.assertIn("no percentage", row.reason)


@tagged("post_install", "-at_install")
class TestMany(MatchingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        records, entries = [], []
        for number, line in enumerate(lists.ACCOUNTS.strip().splitlines()):
            ours, _arrow, theirs = line.partition(" => ")
            code, type_, name = ours.split(";")
            records.append(
                {"name": name, "code": f"9{code}.{number}", "account_type": type_}
            )
            if theirs != "?":
                _code, type_, name = theirs.split(";")
                entries.append((f"5{number}", name, lists.TYPES.get(type_, type_)))
        cls.env["account.account"].create(records)
        for qbo_id, name, type_ in entries:
            cls.account_entry(qbo_id, name, type_)

    def test_two_hundred_accounts_are_proposed_for_with_few_statements(self):
        self.propose()
        self.env.invalidate_all()
        start, before = time.process_time(), self.env.cr.sql_log_count
        self.propose()
        queries, seconds = (
            self.env.cr.sql_log_count - before,
            time.process_time() - start,
        )
        rows = self.env["quickbooks.mapping"].search_count([])
        self.assertGreater(rows, 180)
        self.assertLess(queries, 60, f"{queries} statements for {rows} rows")
        self.assertLess(seconds, 3, "far more than it takes, to hold on a busy machine")

    def test_the_screen_reads_many_rows_with_few_statements(self):
        self.propose()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["quickbooks.mapping"].search([]).web_read(
            {"record_name": {}, "reason": {}, "eligible_domain": {}, "section": {}}
        )
        self.assertLess(self.env.cr.sql_log_count - before, 40)
