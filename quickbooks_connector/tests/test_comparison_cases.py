"""X1: what makes both ledgers differ, and what only looks as if it did."""

from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .comparison_common import ComparisonCase


@tagged("post_install", "-at_install")
class TestComparisonCases(ComparisonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expense = cls.company_data["default_account_expense"]
        cls.match("Account", cls.expense, cls.connection.expense_account_id)

    # === WHAT AGREES === #

    def test_tax_credits_refunds_and_write_offs_agree(self):
        taxed = self.create_invoice(self.customer)
        paid, credited, short = self.sell(100, 80, 50)
        bill = self.buy(70)
        self.run_push()
        self.pay(paid)
        self.pay(bill)
        self.pay(
            short,
            45,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.expense.id,
        )
        self._credit(credited, 80)
        refunded = self._credit(self.sell(20), 20, apply=False)
        self.run_push()
        self.pay(refunded)
        self.pay_on_account(15)
        self.run_push()
        comparison = self.compare()
        document = self.lines(comparison, "document", name=taxed.name)
        self.assertTrue(document.tax, "the test needs a tax")
        self.assertTrue(self.lines(comparison, "tax", amount=document.tax))
        self.assertAgrees(comparison)

    def _credit(self, move, amount, apply=True):
        """Return a posted credit note over ``amount`` of the customer."""
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": move.partner_id.id,
                "invoice_date": "2026-11-06",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        credit.action_post()
        if apply:
            self.apply(credit, move)
        return credit

    def apply(self, credit, move):
        lines = (credit + move).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()

    def test_what_is_dated_later_is_not_open_at_the_end_of_the_period(self):
        invoice = self.sell(100)
        self.sell(60, invoice_date="2026-12-02")
        self.run_push()
        self.pay(invoice, payment_date="2026-12-05")
        self.run_push()
        comparison = self.compare()
        self.assertAgrees(comparison)
        owed = self.lines(comparison, "receivable", is_different=False)
        self.assertEqual((owed.amount, owed.qbo_amount), (100, 100))
        self.assertEqual(comparison.document_count, 1)
        later = self.compare("2026-12-01", "2026-12-31")
        self.assertAgrees(later)
        owed = self.lines(later, "receivable", is_different=False)
        self.assertEqual((owed.amount, owed.qbo_amount), (60, 60))

    def test_what_somebody_changes_while_it_is_compared_is_looked_at_again(self):
        invoice = self.sell(100)
        self.run_push()
        run_class = type(self.env["quickbooks.run"])
        compare_part = run_class._compare_part

        def meanwhile(run, comparison):
            if not self.meanwhile:
                self.meanwhile = True
                invoice.with_env(run.env).button_draft()
                invoice.with_env(run.env).button_cancel()
                there = self.qbo.read("Invoice", self.binding(invoice).qbo_id)
                self.qbo.void("Invoice", there["Id"])
            return compare_part(run, comparison)

        self.meanwhile = False
        with patch.object(run_class, "_compare_part", meanwhile):
            comparison = self.compare()
        self.assertFalse(self.lines(comparison, "document"))

    # === WHAT DIFFERS === #

    def test_what_was_there_before_the_period_is_told_as_such(self):
        self.qbo.create(
            "Invoice",
            {
                "CustomerRef": {"value": self._stranger()["Id"]},
                "TxnDate": "2026-10-10",
                "Line": self._there(35),
            },
        )
        line = self.assertDiffers(self.compare(), "receivable", 0, 35, "ledger_opening")
        self.assertEqual((line.name, line.mend), ("Somebody Else", "earlier"))
        self.assertIn("11/01/2026", line.message)
        earlier = self.compare("2026-10-01", "2026-11-30")
        line = self.assertDiffers(earlier, "receivable", 0, 35, "ledger_documents")
        document = self.lines(earlier, "document")
        self.assertEqual(document.cause, "ledger_only_there")

    def _stranger(self):
        return self.qbo.create("Customer", {"DisplayName": "Somebody Else"})

    def _there(self, amount):
        item = self.qbo.all("Item")[0]
        detail = {"ItemRef": {"value": item["Id"]}}
        return [
            {
                "Amount": amount,
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": detail,
            }
        ]

    def test_what_is_gone_or_void_in_quickbooks_is_told_apart(self):
        gone, void, draft = self.sell(10, 20, 30)
        self.run_push()
        self.qbo.delete("Invoice", self.binding(gone).qbo_id)
        self.qbo.void("Invoice", self.binding(void).qbo_id)
        draft.with_context(quickbooks_no_mark=True).button_draft()
        comparison = self.compare()
        causes = {
            line.res_id: line.cause for line in self.lines(comparison, "document")
        }
        self.assertEqual(
            causes,
            {
                gone.id: "ledger_gone_there",
                void.id: "ledger_void_there",
                draft.id: "ledger_not_posted",
            },
        )
        self.assertFalse(comparison.unexplained_count)

    def test_another_date_is_another_period(self):
        invoice = self.sell(100)
        self.run_push()
        there = self.counterpart(invoice, "Invoice")
        self.qbo.update("Invoice", there | {"TxnDate": "2026-12-04"})
        comparison = self.compare()
        line = self.assertDiffers(comparison, "document", 100, 100, "ledger_dates")
        self.assertEqual(str(line.qbo_date), "2026-12-04")
        self.assertDiffers(comparison, "receivable", 100, 0, "ledger_documents")

    def test_journal_entries_of_either_side_are_told(self):
        self.sell(100)
        self.run_push()
        receivable = self.company_data["default_account_receivable"]
        income = self.company_data["default_account_revenue"]
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-11-12",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "debit": debit,
                            "credit": credit,
                        }
                    )
                    for account, debit, credit in (
                        (receivable, 7, 0),
                        (income, 0, 7),
                    )
                ],
            }
        )
        entry.action_post()
        comparison = self.compare()
        line = self.assertDiffers(comparison, "document", 7, 0, "ledger_entry_here")
        self.assertEqual(line.res_id, entry.id)
        owed = self.assertDiffers(
            comparison, "receivable", 107, 100, "ledger_documents"
        )
        self.assertIn(entry.name, owed.message)

    def test_a_total_that_nobody_can_explain_comes_first(self):
        invoice, gone = self.sell(100, 50)
        self.run_push()
        there = self.counterpart(invoice, "Invoice")
        self.qbo.update("Invoice", there | {"Line": self._there(99)})
        self.qbo.delete("Invoice", self.binding(gone).qbo_id)
        comparison = self.compare()
        first = self.lines(comparison, "document").sorted()[:1]
        self.assertEqual((first.res_id, first.qbo_amount), (invoice.id, 99))
        self.assertEqual(first.message, "Not explained yet.")
        self.assertEqual(comparison.unexplained_count, 1)
        self.assertEqual(comparison.get_summary()["unexplained"], 1)
