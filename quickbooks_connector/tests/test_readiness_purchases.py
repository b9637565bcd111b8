"""M7 for bills: accounts and taxes that QuickBooks has to know."""

from odoo import Command
from odoo.tests import tagged

from ..readiness.finding import BLOCK, FINE, LOOK
from .readiness_common import ReadinessCase


@tagged("post_install", "-at_install")
class TestReadinessOfPurchases(ReadinessCase):
    def bill(self, taxes=None):
        account = self.company_data["default_account_expense"]
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Rent",
                            "account_id": account.id,
                            "price_unit": 100,
                            "tax_ids": [Command.set(taxes.ids if taxes else [])],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    def test_an_account_without_a_match_blocks_its_bills(self):
        self.assertFound("bill_accounts", FINE)
        self.bill()
        row = self.assertFound("bill_accounts", BLOCK, 1)
        self.assertIn("Expenses", row.found)
        account = self.company_data["default_account_expense"]
        self.match("Account", account, self.reference("Account", "15", "Rent"))
        self.assertFound("bill_accounts", FINE)

    def test_tax_on_purchases_needs_an_account_and_no_code(self):
        self.bill(self.tax_purchase_a)
        self.assertFound("bill_tax", BLOCK, 1)
        self.assertNotFound("tax_open", "tax_proposed", "fallback_missing")
        self.connection.purchase_tax_account_id = self.reference(
            "Account", "16", "Purchase tax", classification="Expense"
        )
        self.assertNotFound("bill_tax")

    def test_journals_that_pay_and_are_paid_need_their_accounts(self):
        self.assertFound("payment_accounts", FINE)
        bank = self.company_data["default_journal_bank"]
        for kind in ("inbound", "outbound"):
            partner_type = "customer" if kind == "inbound" else "supplier"
            payment = self.env["account.payment"].create(
                {
                    "payment_type": kind,
                    "partner_type": partner_type,
                    "partner_id": self.partner_a.id,
                    "amount": 10,
                    "date": "2026-11-05",
                    "journal_id": bank.id,
                }
            )
            payment.action_post()
        for code in ("deposit_missing", "paid_from_missing"):
            self.assertIn(bank.name, self.assertFound(code, LOOK, 1).found)
        checking = self.reference("Account", "35", "Checking")
        self.match("PaidFrom", bank, checking)
        self.assertNotFound("paid_from_missing")
        self.match("Deposit", bank, checking)
        self.assertFound("payment_accounts", FINE)

    def test_sales_tax_that_is_off_is_nothing_to_purchases(self):
        self.prefer(TaxPrefs={"UsingSalesTax": False})
        self.bill(self.tax_purchase_a)
        self.assertFound("tax_off", FINE)
