"""B1, B2, B4, B5 outside the US and in other currencies, to the cent."""

from odoo import Command
from odoo.tests import tagged

from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchasesWithVat(PurchaseCase):
    country_code = "GB"
    qbo_seed = "uk"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat, cls.reduced = (
            cls.env["account.tax"].create(
                {
                    "name": f"Purchases {amount}%",
                    "amount": amount,
                    "type_tax_use": "purchase",
                    "company_id": cls.env.company.id,
                }
            )
            for amount in (20.0, 5.0)
        )
        for tax, code in ((cls.vat, "2"), (cls.reduced, "3")):
            cls.match_tax(tax, code)

    @classmethod
    def match_tax(cls, tax, code):
        entry = cls.listed(cls.connection, code, "TaxCode")
        mappings = cls.env["quickbooks.mapping"].sudo()
        key = {
            "connection_id": cls.connection.id,
            "kind": "TaxCode",
            "res_model": "account.tax",
            "res_id": tax.id,
        }
        mappings.search([(name, "=", value) for name, value in key.items()]).unlink()
        mappings.create(key | {"reference_id": entry.id, "state": "done"})

    def mixed(self):
        """Return an order with two rates whose tax does not come out even."""
        order = self.order((self.desk, 3, 33.33), (self.chair, 7, 12.34))
        order.order_line[0].tax_ids = self.vat
        order.order_line[1].tax_ids = self.reduced
        return order

    def test_an_order_names_the_code_of_each_line(self):
        order = self.mixed()
        there = self.send_order(order)
        codes = [
            line["ItemBasedExpenseLineDetail"]["TaxCodeRef"]["value"]
            for line in there["Line"]
        ]
        self.assertEqual(codes, ["2", "3"])
        self.assertEqual(float(there["TotalAmt"]), order.amount_total)
        self.assertEqual(float(there["TxnTaxDetail"]["TotalTax"]), order.amount_tax)

    def test_a_bill_carries_the_rates_of_purchases(self):
        self.connection.purchase_sent = "bill"
        bill = self.bill(self.mixed(), "HCL-17")
        self.run_push()
        self.assertBinding(bill, state="synced")
        there = self.theirs(bill)
        self.assertEqual(float(there["TotalAmt"]), bill.amount_total)
        rates = [
            line["TaxLineDetail"]["TaxRateRef"]["value"]
            for line in there["TxnTaxDetail"]["TaxLine"]
        ]
        self.assertEqual(rates, ["2", "4"])

    def test_a_bill_made_there_has_its_taxes_here(self):
        order = self.mixed()
        there = self.send_order(order)
        made = self.bill_there(there, GlobalTaxCalculation="TaxExcluded")
        bill = self.arrived(made)
        self.assertEqual(bill.state, "posted")
        self.assertEqual(
            bill.invoice_line_ids.mapped("tax_ids"), self.vat + self.reduced
        )
        self.assertEqual(bill.amount_total, float(made["TotalAmt"]))
        self.assertEqual(bill.amount_tax, float(made["TxnTaxDetail"]["TotalTax"]))
        self.assertEqual(order.invoice_status, "invoiced")

    def test_a_line_without_tax_is_held_and_says_so(self):
        self.connection.purchase_sent = "bill"
        order = self.mixed()
        order.order_line[1].tax_ids = False
        bill = self.bill(order, "HCL-17")
        self.run_push()
        self.assertBinding(bill, state="failed", cause="tax_missing")


@tagged("post_install", "-at_install")
class TestPurchasesInEuros(PurchaseCase):
    qbo_options = {"multicurrency": True}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.setup_other_currency("EUR")
        cls.vendor.property_purchase_currency_id = cls.eur

    def test_an_order_and_its_bill_are_in_euros_on_both_sides(self):
        order = self.order((self.desk, 3, 33.33), currency_id=self.eur.id)
        there = self.send_order(order)
        self.assertEqual(there["CurrencyRef"]["value"], "EUR")
        self.assertEqual(
            round(float(there["ExchangeRate"]), 6), round(1 / order.currency_rate, 6)
        )
        made = self.bill_there(
            there, CurrencyRef={"value": "EUR"}, ExchangeRate="1.137"
        )
        bill = self.arrived(made)
        self.assertEqual(bill.currency_id, self.eur)
        self.assertEqual(bill.amount_total, 99.99)
        self.assertEqual(bill.amount_total_signed, -113.69)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_a_bill_is_owed_in_the_account_of_its_currency(self):
        self.connection.purchase_sent = "bill"
        bill = self.bill(
            self.order((self.desk, 1, 50.0), currency_id=self.eur.id), "E1"
        )
        self.run_push()
        self.assertBinding(bill, state="synced")
        there = self.theirs(bill)
        account = self.qbo.read("Account", there["APAccountRef"]["value"])
        self.assertEqual(account["AccountType"], "Accounts Payable")
        self.assertEqual(account["CurrencyRef"]["value"], "EUR")
        self.assertEqual(there["VendorRef"]["name"], "Hill Country Lumber")


@tagged("post_install", "-at_install")
class TestPurchasesOfClasses(PurchaseCase):
    def setUp(self):
        super().setUp()
        plan = self.env["account.analytic.plan"].browse(
            self.connection.sudo()._get_plan("Class").ids
        )
        self.retail = self.env["account.analytic.account"].search(
            [("root_plan_id", "=", plan.id), ("name", "=", "Retail")], limit=1
        )

    def test_a_class_goes_with_the_order_and_comes_back_with_its_bill(self):
        self.assertTrue(self.retail)
        order = self.order((self.desk, 1, 50.0))
        order.order_line.analytic_distribution = {str(self.retail.id): 100}
        there = self.send_order(order)
        detail = there["Line"][0]["ItemBasedExpenseLineDetail"]
        self.assertEqual(detail["ClassRef"]["name"], "Retail")
        bill = self.arrived(self.bill_there(there))
        self.assertEqual(
            bill.invoice_line_ids.analytic_distribution, {str(self.retail.id): 100}
        )

    def test_bills_in_closed_books_and_before_the_start_stay_out(self):
        self.connection.write({"purchase_sent": "bill", "start_date": "2026-09-01"})
        prefs = self.connection.preferences
        books = prefs.get("AccountingInfoPrefs", {}) | {"BookCloseDate": "2026-10-31"}
        self.connection.sudo().preferences = prefs | {"AccountingInfoPrefs": books}
        closed = self.bill(self.order(), "HCL-1", date="2026-10-15")
        older = self.bill(self.order(), "HCL-2", date="2026-08-15")
        self.run_push()
        self.assertBinding(closed, state="failed", cause="closed_books")
        self.assertFalse(self.binding(older))
        self.assertIn("before", older.qbo_message)

    def test_a_bill_made_there_before_the_start_stays_there(self):
        there = self.send_order(self.order(date_order="2026-01-02 12:00:00"))
        self.connection.start_date = "2026-11-10"
        self.bill_there(there)
        self.run_pull()
        self.assertFalse(self.env["account.move"].search([("ref", "=", "HCL-17")]).ids)

    def test_the_bill_may_be_older_than_its_order(self):
        self.connection.purchase_sent = "both"
        order = self.order()
        bill = self.bill(order, "HCL-17", date="2026-10-28")
        self.run_push()
        self.assertBinding(order, state="synced")
        self.assertBinding(bill, state="synced")
        self.assertEqual(self.theirs(order)["TxnDate"], "2026-10-28")
        self.assertEqual(self.theirs(order)["POStatus"], "Closed")

    def test_a_credit_of_a_bill_of_an_order_gives_the_quantity_back(self):
        order = self.order((self.desk, 10, 120.0))
        there = self.send_order(order)
        bill = self.arrived(self.bill_there(there))
        self.assertEqual(order.order_line.qty_invoiced, 10)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id, "date": "2026-11-12"})
        )
        action = wizard.refund_moves()
        credit = self.env["account.move"].browse(action["res_id"])
        credit.invoice_line_ids.quantity = 3
        credit.write({"ref": "CR-1", "invoice_date": "2026-11-12"})
        credit.action_post()
        self.run_push()
        self.assertBinding(credit, state="synced", entity="VendorCredit")
        self.assertQboHas("VendorCredit", DocNumber="CR-1", TotalAmt=360)
        self.assertEqual(order.order_line.qty_invoiced, 7)

    def test_lines_that_are_added_are_sent_too(self):
        order = self.order((self.desk, 1, 50.0))
        self.send_order(order)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.chair.id,
                    "product_qty": 2,
                    "price_unit": 5.0,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        self.run_push()
        self.assertEqual(self.theirs(order)["TotalAmt"], 60)
