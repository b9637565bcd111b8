"""Matches travel as a file, or from one company to another; nothing is half-done."""

import base64
import io

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .. import spreadsheet
from .test_matching import MatchingCase

HEADINGS = (
    "Kind",
    "Number in Odoo",
    "Name in Odoo",
    "Number in QuickBooks",
    "Name in QuickBooks",
    "State",
)


class TransferCase(MatchingCase):
    def setUp(self):
        super().setUp()
        self.rent = self.account("Warehouse Rent", "699901")
        self.fuel = self.account("Fuel", "699902")
        self.their_rent = self.account_entry("60", "Premises:Rent", "Expense")
        self.their_fuel = self.account_entry(
            "61", "Car and Truck", "Expense", code="6150"
        )
        self.propose()

    def wizard(self, **vals):
        return self.env["quickbooks.mapping.transfer"].create(vals)

    def from_rows(self, *rows, headings=HEADINGS):
        content = spreadsheet.write([headings, *rows])
        return self.wizard(file=base64.b64encode(content))

    def outcomes(self, wizard):
        wizard.action_preview()
        return {line.our_name: line.outcome for line in wizard.line_ids}

    def rent_row(self, **vals):
        row = dict(
            zip(
                HEADINGS,
                ("Accounts", "699901", "Warehouse Rent", "", "Premises:Rent", ""),
                strict=True,
            )
        )
        return list((row | vals).values())


@tagged("post_install", "-at_install")
class TestFile(TransferCase):
    def test_what_is_exported_is_taken_over_again(self):
        self.row(self.rent).reference_id = self.their_rent
        self.row(self.fuel).action_leave_out()
        wizard = self.wizard()
        url = wizard.action_export()["url"]
        self.assertIn(f"/{wizard.id}/export_file?download=true", url)
        content = wizard.export_file
        self.row(self.rent).action_ask_again()
        self.row(self.fuel).action_ask_again()
        again = self.wizard(file=content)
        outcomes = self.outcomes(again)
        self.assertEqual(outcomes["699901 Warehouse Rent"], "set")
        self.assertEqual(outcomes["699902 Fuel"], "leave")
        self.assertFalse(set(outcomes.values()) - {"set", "leave", "same", "undecided"})
        self.assertNotEqual(self.row(self.rent).state, "done", "only shown so far")
        again.action_apply()
        self.assertEqual(self.row(self.rent).reference_id, self.their_rent)
        self.assertEqual(self.row(self.fuel).state, "skipped")
        self.assertEqual(self.outcomes(self.wizard(file=content)).get("x"), None)

    def test_each_row_says_what_would_happen(self):
        self.account_entry("70", "Car and Truck", "Expense")
        self.account_entry("71", "Sales of trees", "Income")
        wizard = self.from_rows(
            self.rent_row(),
            ["Accounts", "699902", "Fuel", "", "Car and Truck"],
            ["Accounts", "", "Nobody's", "", "Premises:Rent"],
            ["Accounts", "600000", "Warehouse Rent", "", "Nowhere"],
            ["Budgets", "", "Some", "", "Some"],
            self.rent_row(**{"Name in Odoo": "warehouse rent"}),
            ["", "", "", "", ""],
        )
        outcomes = self.outcomes(wizard)
        self.assertEqual(
            list(wizard.line_ids.sorted("row").mapped("outcome")),
            [
                "set",
                "unclear_there",
                "unknown_here",
                outcomes["600000 Warehouse Rent"],
                "unknown_kind",
                "twice",
            ],
        )
        self.assertIn(
            outcomes["600000 Warehouse Rent"], ("unclear_here", "unknown_there")
        )
        self.assertEqual(wizard.set_count, 1)
        self.assertIn("Will be set: 1", wizard.summary)
        self.assertIn("Not known in Odoo: 1", wizard.summary)

    def test_an_entry_that_does_not_fit_is_not_set(self):
        self.account_entry("71", "Sales of trees", "Income")
        wizard = self.from_rows(
            self.rent_row(**{"Name in QuickBooks": "Sales of trees"})
        )
        self.assertEqual(self.outcomes(wizard), {"699901 Warehouse Rent": "unfit"})

    def test_a_number_kept_as_a_number_is_one(self):
        row = self.rent_row(**{"Number in Odoo": 699901, "Name in Odoo": "Halls"})
        self.assertEqual(self.outcomes(self.from_rows(row)), {"699901 Halls": "set"})

    def test_taxes_of_the_same_name_are_told_apart_by_their_side(self):
        tax = self.tax_sale_a
        wizard = self.from_rows(
            ["Taxes", "purchase", tax.name, "", "Taxable", ""],
            ["Taxes", "sale", tax.name, "", "Taxable", ""],
        )
        wizard.action_preview()
        found = wizard.line_ids.sorted("row").mapped("outcome")
        self.assertEqual(found[0], "unknown_here")
        self.assertEqual(found[1], "set")

    def test_a_formula_is_not_believed_and_none_is_written(self):
        workbook = openpyxl.Workbook()
        workbook.active.append(HEADINGS)
        workbook.active.append(
            ["Accounts", "699901", '=CONCAT("Warehouse", " Rent")', "", "Premises:Rent"]
        )
        with io.BytesIO() as buffer:
            workbook.save(buffer)
            wizard = self.wizard(file=base64.b64encode(buffer.getvalue()))
        self.assertEqual(list(self.outcomes(wizard).values()), ["formula"])
        content = spreadsheet.write([["Name"], ["=1+1"], ["https://example.com"]])
        cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
        self.assertEqual((cell.data_type, cell.value), ("s", "=1+1"))

    def test_files_that_are_none_are_refused_in_words(self):
        for content, words in (
            (b"Kind;Name", "no spreadsheet"),
            (b"PK\x03\x04" + b"\0" * 200, "no spreadsheet"),
            (b"x" * (spreadsheet.MAX_BYTES + 1), "too big"),
            (b"x" * 50_000_000, "too big"),
            (spreadsheet.write([["Kind", "State"]]), "Name in Odoo, Name in Quick"),
            (spreadsheet.write([]), "lacks these columns"),
            (spreadsheet.write([HEADINGS] * 20_001), "too long"),
        ):
            wizard = self.wizard(file=base64.b64encode(content))
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                wizard.action_preview()
        with self.assertRaisesRegex(UserError, "Choose the file"):
            self.wizard().action_preview()

    def test_nothing_is_set_when_one_can_not_be(self):
        wizard = self.from_rows(
            self.rent_row(), ["Accounts", "699902", "Fuel", "6150", "Car and Truck"]
        )
        wizard.action_preview()
        self.assertEqual(wizard.set_count, 2)
        self.their_fuel.active = False
        with self.assertRaises(UserError), self.env.cr.savepoint():
            wizard.action_apply()
        self.env.invalidate_all()
        self.assertNotEqual(self.row(self.rent).state, "done")


@tagged("post_install", "-at_install")
class TestCompanies(TransferCase):
    def setUp(self):
        super().setUp()
        self.other = self.setup_other_company(name="Elsewhere")["company"]
        self.env.user.company_ids |= self.other
        self.source = (
            self.env["quickbooks.connection"]
            .sudo()
            .create({"company_id": self.other.id, "qbo_country": "US"})
        )
        elsewhere = self.env["account.account"].with_company(self.other)
        rent = elsewhere.create(
            {
                "name": "Rent of the warehouse",
                "code": "699901",
                "account_type": "expense",
                "company_ids": [Command.set(self.other.ids)],
            }
        )
        entry = (
            self.env["quickbooks.reference"]
            .sudo()
            .create(
                {
                    "connection_id": self.source.id,
                    "kind": "Account",
                    "qbo_id": "7",
                    "name": "Premises:Rent",
                    "account_type": "Expense",
                }
            )
        )
        self.env["quickbooks.mapping"].sudo().create(
            {
                "connection_id": self.source.id,
                "kind": "Account",
                "res_model": "account.account",
                "res_id": rent.id,
                "reference_id": entry.id,
                "state": "done",
            }
        )

    def copying(self, companies):
        here = self.env["quickbooks.mapping.transfer"].with_context(
            allowed_company_ids=companies.ids
        )
        return here.create(
            {"source": "company", "source_connection_id": self.source.id}
        )

    def test_matches_of_another_company_are_taken_by_number_and_name(self):
        wizard = self.copying(self.env.company + self.other)
        self.assertEqual(self.outcomes(wizard), {"699901 Rent of the warehouse": "set"})
        wizard.action_apply()
        self.assertEqual(self.row(self.rent).reference_id, self.their_rent)
        row = (
            self.env["quickbooks.mapping"]
            .sudo()
            .search([("connection_id", "=", self.source.id), ("kind", "=", "Account")])
        )
        self.assertEqual(len(row), 1, "the other company is left as it is")

    def test_a_company_that_is_not_ticked_can_not_be_read(self):
        wizard = self.copying(self.env.company)
        with self.assertRaises(AccessError):
            wizard.action_preview()

    def test_only_administrators_take_over_and_only_their_own(self):
        clerk = new_test_user(
            self.env,
            "clerk",
            "quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        wizard = self.from_rows(self.rent_row())
        with self.assertRaises(AccessError):
            wizard.with_user(clerk).action_preview()
        admin = new_test_user(
            self.env,
            "second",
            "quickbooks_connector.quickbooks_group_manager",
            company_id=self.env.company.id,
        )
        with self.assertRaises(AccessError):
            wizard.with_user(admin).action_apply()
