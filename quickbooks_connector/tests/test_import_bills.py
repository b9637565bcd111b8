"""B5, B6: bills and vendor credits that are made or changed in QuickBooks."""

from decimal import Decimal as D

from odoo.tests import tagged

from .incoming_common import ImportCase


class BillImportCase(ImportCase):
    def account(self, name="Office Expenses"):
        return {"value": self.qbo.all("Account", f"Name = '{name}'")[0]["Id"]}

    def spent(self, amount, account=None, description=None, **detail):
        """Return a line of a bill that names an account alone."""
        line = {
            "Amount": D(str(amount)),
            "DetailType": "AccountBasedExpenseLineDetail",
            "AccountBasedExpenseLineDetail": {
                "AccountRef": account or self.account(),
                **detail,
            },
        }
        return line | ({"Description": description} if description else {})

    def bought(self, amount, item=None, **detail):
        """Return a line of a bill that names a product."""
        return {
            "Amount": D(str(amount)),
            "DetailType": "ItemBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail": {
                "ItemRef": item or self.item("Oak Desk"),
                **detail,
            },
        }

    def match_account(self, name="Office Expenses", account=None):
        """Let an account of Odoo stand for one of QuickBooks."""
        entry = self.env["quickbooks.reference"].search(
            [("connection_id", "=", self.connection.id), ("name", "=", name)]
        )
        account = account or self.company_data["default_account_expense"]
        mappings = self.env["quickbooks.mapping"].sudo()
        key = {
            "connection_id": self.connection.id,
            "kind": "Account",
            "res_model": account._name,
            "res_id": account.id,
        }
        rows = mappings.search([(name, "=", value) for name, value in key.items()])
        (rows or mappings.create(key)).write({"reference_id": entry.id})
        return account


@tagged("post_install", "-at_install")
class TestImportBills(BillImportCase):
    def test_a_bill_arrives_with_its_products_accounts_and_number(self):
        expense = self.match_account()
        theirs, move = self.taken(
            "Bill",
            [
                self.bought(520, Qty=2, UnitPrice=260),
                self.spent("33.33", description="Paper"),
            ],
            DocNumber="GP-2207",
            PrivateNote="Second delivery",
        )
        self.assertEqual((move.move_type, move.state), ("in_invoice", "posted"))
        self.assertTotals(move, theirs)
        self.assertEqual(move.ref, "GP-2207")
        self.assertIn("Second delivery", move.narration)
        self.assertEqual(move.partner_id.name, "Granite Peak Lumber")
        self.assertEqual(str(move.invoice_date), "2026-11-10")
        self.assertEqual(str(move.invoice_date_due), theirs["DueDate"])
        desk, paper = move.invoice_line_ids
        self.assertEqual((desk.product_id.name, desk.quantity), ("Oak Desk", 2))
        self.assertEqual((paper.name, paper.account_id), ("Paper", expense))
        self.assertFalse(move.invoice_line_ids.tax_ids)
        self.assertBinding(move, state="synced", is_born_there=True)
        self.assertTrue(move.qbo_is_born_there)
        self.assertNothingIsSent()

    def test_an_account_that_nothing_here_is_holds_it_until_it_is_matched(self):
        theirs = self.make("Bill", [self.spent(50, self.account("Advertising"))])
        self.run_pull()
        self.assertEqual(self.inbox().cause, "account_unknown")
        self.assertIn("Advertising", self.inbox().message)
        account = self.match_account("Advertising")
        move = self.take(theirs, "Bill")
        self.assertEqual(move.invoice_line_ids.account_id, account)

    def test_two_bills_of_one_vendor_without_a_number_are_two(self):
        self.match_account()
        one = self.make("Bill", [self.spent(50)])
        other = self.make("Bill", [self.spent(60)])
        self.assertNotEqual(self.take(one, "Bill"), self.take(other, "Bill"))

    def test_a_vendor_credit_arrives_as_a_refund(self):
        self.match_account()
        theirs, move = self.taken("VendorCredit", [self.spent(50)])
        self.assertEqual((move.move_type, move.state), ("in_refund", "posted"))
        self.assertTotals(move, theirs)
        self.assertNothingIsSent()

    def test_as_drafts_they_wait_for_somebody_to_confirm_them(self):
        self.match_account()
        self.connection.arrival = "draft"
        _theirs, move = self.taken("Bill", [self.spent(50)])
        self.assertEqual(move.state, "draft")

    def test_while_bills_are_off_they_wait_and_come_afterwards(self):
        self.match_account()
        self.connection.bill_direction = "off"
        theirs = self.make("Bill", [self.spent(50)])
        self.run_pull()
        self.assertFalse(self.move_of(theirs, "Bill"))
        self.connection.bill_direction = "both"
        self.assertTrue(self.take(theirs, "Bill"))

    # === CHANGES === #

    def test_another_price_account_and_number_are_taken_over(self):
        self.match_account()
        income = self.match_account(
            "Advertising", self.company_data["default_account_expense"].copy()
        )
        theirs, move = self.taken(
            "Bill", [self.spent(50), self.bought(260, Qty=1, UnitPrice=260)]
        )
        first, second = move.invoice_line_ids
        lines = theirs["Line"]
        lines[0] |= {"Amount": 45}
        lines[0]["AccountBasedExpenseLineDetail"]["AccountRef"] = self.account(
            "Advertising"
        )
        lines[1] |= {"Amount": 250}
        lines[1]["ItemBasedExpenseLineDetail"]["UnitPrice"] = 250
        after = self.change(theirs, "Bill", Line=lines, DocNumber="GP-2")
        self.take(after, "Bill")
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.invoice_line_ids, first + second)
        self.assertEqual((first.account_id, first.price_unit), (income, 45))
        self.assertEqual(second.price_unit, 250)
        self.assertEqual(move.ref, "GP-2")
        self.assertTotals(move, after)
        self.assertNothingIsSent()

    def test_deleted_there_is_cancelled_here(self):
        self.match_account()
        theirs, move = self.taken("Bill", [self.spent(50)])
        self.qbo.delete("Bill", theirs["Id"])
        self.run_pull()
        self.assertFalse(self.inbox())
        self.assertEqual(move.state, "cancel")
        self.assertBinding(move, state="not_synced", qbo_id=False)

    def test_deleted_there_in_a_locked_period_is_held_with_the_reason(self):
        self.match_account()
        theirs, move = self.taken("Bill", [self.spent(50)])
        self.company_data["company"].sudo().purchase_lock_date = "2026-11-15"
        self.qbo.delete("Bill", theirs["Id"])
        self.run_pull()
        self.assertEqual(self.inbox().cause, "lock_date")
        self.assertEqual(move.state, "posted")


@tagged("post_install", "-at_install")
class TestImportBillsVat(BillImportCase):
    country_code = "GB"
    qbo_seed = "uk"
    supplier = "Elmwood Timber Merchants"

    def test_taxes_of_purchases_to_the_cent(self):
        self.match_account()
        tax = self.env["account.tax"].create(
            {"name": "VAT 20 in", "amount": 20.0, "type_tax_use": "purchase"}
        )
        entry = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", "TaxCode"),
                ("qbo_id", "=", "2"),
            ]
        )
        mappings = self.env["quickbooks.mapping"].sudo()
        key = {
            "connection_id": self.connection.id,
            "kind": "TaxCode",
            "res_model": tax._name,
            "res_id": tax.id,
        }
        mappings.search([(name, "=", value) for name, value in key.items()]).unlink()
        mappings.create(key).write({"reference_id": entry.id})
        taxed = {"TaxCodeRef": {"value": "2"}}
        theirs, move = self.taken(
            "Bill",
            [self.spent("33.33", **taxed) for _line in range(3)],
            GlobalTaxCalculation="TaxExcluded",
            TxnTaxDetail={
                "TaxLine": [
                    {
                        "Amount": D("19.99"),
                        "DetailType": "TaxLineDetail",
                        "TaxLineDetail": {"TaxRateRef": {"value": "2"}},
                    }
                ]
            },
        )
        self.assertEqual(theirs["TxnTaxDetail"]["TotalTax"], D("19.99"))
        self.assertTotals(move, theirs)
        self.assertEqual(move.invoice_line_ids.tax_ids, tax)
        self.assertNothingIsSent()
