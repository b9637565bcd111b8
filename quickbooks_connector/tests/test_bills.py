"""B2, B3, B6: bills and vendor credits of Odoo in QuickBooks."""

from odoo import Command
from odoo.tests import tagged

from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestBills(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rent = cls.company_data["default_account_expense"].copy({"name": "Rent"})
        cls.match_account(cls.rent, "80")

    def purchase(self, *lines, kind="in_invoice", post=True, **vals):
        """Return a bill of ``(product or account, quantity, price)`` lines."""
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": self.vendor.id,
                "invoice_date": "2026-11-05",
                "ref": "HCL-17",
                "invoice_line_ids": [
                    Command.create(self.line_vals(*line)) for line in lines
                ],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move

    def line_vals(self, what, quantity, price, taxes=None, **vals):
        key = "product_id" if what._name == "product.product" else "account_id"
        return {
            key: what.id,
            "quantity": quantity,
            "price_unit": price,
            "tax_ids": [Command.set(taxes.ids if taxes else [])],
            **vals,
        }

    def sent(self, *lines, **vals):
        """Return a bill and what it is in QuickBooks."""
        move = self.purchase(*lines, **vals)
        self.run_push()
        self.assertBinding(move, state="synced")
        return move, self.theirs(move)

    # === BILLS === #

    def test_a_bill_carries_the_number_of_its_vendor(self):
        terms = self.env.ref("account.account_payment_term_30days")
        move, there = self.sent((self.desk, 3, 120.0), invoice_payment_term_id=terms.id)
        self.assertEqual(there["DocNumber"], "HCL-17")
        self.assertEqual(there["VendorRef"]["name"], "Hill Country Lumber")
        self.assertEqual(
            (there["TxnDate"], there["DueDate"]), ("2026-11-05", "2026-12-05")
        )
        self.assertEqual((there["TotalAmt"], there["Balance"]), (360, 360))
        self.assertIn(move.name, there["PrivateNote"])
        self.assertEqual(there["SalesTermRef"]["value"], "3")

    def test_without_a_reference_it_has_the_number_of_odoo(self):
        move, there = self.sent((self.desk, 1, 120.0), ref=False)
        self.assertEqual(there["DocNumber"], move.name)

    def test_a_long_reference_keeps_its_end_and_is_noted_in_full(self):
        long = "Hill-Country/Lumber/Branch-7/2026/000017"
        _move, there = self.sent((self.desk, 1, 120.0), ref=long)
        self.assertEqual(len(there["DocNumber"]), 21)
        self.assertTrue(there["DocNumber"].endswith("2026000017"))
        self.assertIn(long, there["PrivateNote"])

    def test_lines_are_of_items_or_of_accounts(self):
        _move, there = self.sent(
            (self.desk, 2, 60.5), (self.rent, 1, 900.0), narration="<p>For May</p>"
        )
        item, account = there["Line"]
        self.assertEqual(item["ItemBasedExpenseLineDetail"]["Qty"], 2)
        self.assertEqual(item["ItemBasedExpenseLineDetail"]["UnitPrice"], 60.5)
        self.assertEqual(
            account["AccountBasedExpenseLineDetail"]["AccountRef"]["value"], "80"
        )
        self.assertEqual(there["TotalAmt"], 1021)
        self.assertTrue(there["PrivateNote"].endswith("For May"))

    def test_an_account_that_is_not_matched_holds_the_bill_until_it_is(self):
        other = self.rent.copy({"name": "Insurance"})
        move = self.purchase((other, 1, 70.0))
        self.run_push()
        self.assertBinding(move, state="failed", cause="account_unmatched")
        self.assertIn("Insurance", move.qbo_message)
        self.match_account(other, "80")
        move.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(move, state="synced")

    def test_what_is_never_bought_goes_to_its_account(self):
        self.chair.purchase_ok = False
        self.chair.property_account_expense_id = self.rent
        _move, there = self.sent((self.chair, 2, 30.0))
        self.assertEqual(
            there["Line"][0]["DetailType"], "AccountBasedExpenseLineDetail"
        )

    def test_discounts_are_in_the_prices(self):
        move = self.purchase((self.desk, 3, 33.33), post=False)
        move.invoice_line_ids.discount = 12.5
        move.action_post()
        self.run_push()
        there = self.theirs(move)
        self.assertEqual(float(there["TotalAmt"]), move.amount_total)

    def test_tax_is_a_line_of_its_own_in_the_us(self):
        self.connection.purchase_tax_account_id = self.listed(self.connection, "80")
        move, there = self.sent((self.desk, 1, 100.0, self.tax_purchase_a))
        self.assertTrue(move.amount_tax)
        self.assertEqual(float(there["TotalAmt"]), move.amount_total)
        self.assertEqual(len(there["Line"]), 2)
        self.assertNotIn("TxnTaxDetail", there)

    def test_two_vendors_may_use_the_same_number(self):
        self.sent((self.desk, 1, 120.0))
        other = self.env["res.partner"].create({"name": "Brazos Mills"})
        self.sent((self.desk, 1, 120.0), partner_id=other.id)
        self.assertEqual(len(self.qbo.all("Bill")), 2)

    # === CHANGES === #

    def test_an_edit_updates_and_a_cancellation_deletes(self):
        move, there = self.sent((self.desk, 1, 120.0))
        move.button_draft()
        move.invoice_line_ids.price_unit = 110
        move.ref = "HCL-18"
        move.action_post()
        self.run_push()
        there = self.theirs(move)
        self.assertEqual((there["TotalAmt"], there["DocNumber"]), (110, "HCL-18"))
        move.button_draft()
        move.button_cancel()
        self.run_push()
        self.assertFalse(self.qbo.all("Bill"))
        self.assertFalse(self.binding(move).qbo_id)

    def test_what_quickbooks_changes_is_followed_here(self):
        move, there = self.sent((self.desk, 1, 120.0), (self.rent, 1, 900.0))
        lines = [
            {
                key: line[key]
                for key in ("Id", "DetailType", "Amount", line["DetailType"])
            }
            for line in there["Line"]
        ]
        lines[1]["Amount"] = 950
        self.qbo.update(
            "Bill",
            {
                "Id": there["Id"],
                "SyncToken": there["SyncToken"],
                "sparse": True,
                "VendorRef": there["VendorRef"],
                "Line": lines,
                "DocNumber": "HCL-17b",
            },
        )
        self.run_pull()
        self.assertRecordValues(
            move, [{"amount_total": 1070.0, "ref": "HCL-17b", "state": "posted"}]
        )
        self.assertEqual(move.narration, False)

    # === CREDITS === #

    def test_a_vendor_credit_is_positive_there(self):
        move, there = self.sent((self.desk, 1, 120.0), kind="in_refund", ref="CR-5")
        self.assertEqual(move.amount_total, 120)
        credit = self.assertQboHas("VendorCredit", DocNumber="CR-5")
        self.assertEqual((credit["TotalAmt"], credit["Balance"]), (120, 120))
        self.assertFalse(self.qbo.all("Bill"))
        move.button_draft()
        move.button_cancel()
        self.run_push()
        self.assertFalse(self.qbo.all("VendorCredit"))

    def test_a_credit_made_there_arrives(self):
        move, there = self.sent((self.desk, 1, 120.0))
        credit = self.qbo.create(
            "VendorCredit",
            {
                "VendorRef": there["VendorRef"],
                "DocNumber": "CR-9",
                "TxnDate": "2026-11-09",
                "Line": [
                    {
                        key: there["Line"][0][key]
                        for key in (
                            "DetailType",
                            "Amount",
                            "ItemBasedExpenseLineDetail",
                        )
                    }
                ],
            },
        )
        self.run_pull()
        refund = self.env["account.move"].search([("ref", "=", "CR-9")])
        self.assertRecordValues(
            refund,
            [
                {
                    "move_type": "in_refund",
                    "amount_total": 120.0,
                    "partner_id": self.vendor.id,
                    "state": "posted",
                }
            ],
        )
        self.assertBinding(refund, state="synced", qbo_id=credit["Id"])

    def test_a_reference_that_is_corrected_here_is_the_number_there(self):
        _move, there = self.sent((self.desk, 1, 120.0))
        made = self.qbo.create(
            "Bill",
            {
                "VendorRef": there["VendorRef"],
                "DocNumber": "HCL-30",
                "TxnDate": "2026-11-09",
                "Line": [
                    {
                        key: there["Line"][0][key]
                        for key in (
                            "DetailType",
                            "Amount",
                            "ItemBasedExpenseLineDetail",
                        )
                    }
                ],
            },
        )
        bill = self.arrived(made)
        bill.ref = "HCL-31"
        self.run_push()
        self.assertEqual(self.theirs(bill)["DocNumber"], "HCL-31")

    def test_the_dry_run_tells_what_would_be_linked(self):
        self.connection.sudo().is_live = False
        move = self.purchase((self.desk, 1, 120.0))
        vendor = self.qbo.create("Vendor", {"DisplayName": self.vendor.name})
        made = self.qbo.create(
            "Bill",
            {
                "VendorRef": {"value": vendor["Id"]},
                "DocNumber": "HCL-17",
                "TxnDate": "2026-11-05",
                "Line": [
                    {
                        "Amount": 120,
                        "DetailType": "AccountBasedExpenseLineDetail",
                        "AccountBasedExpenseLineDetail": {
                            "AccountRef": {"value": "80"}
                        },
                    }
                ],
            },
        )
        self.connection.action_dry_run()
        self.run_work()
        line = self.connection.plan_id.line_ids.filtered(
            lambda one: one.res_model == "account.move"
        )
        self.assertEqual((line.operation, line.qbo_id), ("link", made["Id"]))
        self.connection.plan_id.action_approve()
        self.connection.action_go_live()
        self.run_push()
        self.assertBinding(move, state="synced", qbo_id=made["Id"])
        self.assertEqual(len(self.qbo.all("Bill")), 1)
