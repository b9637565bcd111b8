"""Y2, Y14: payments of QuickBooks that use credits, or end in a write-off there."""

from odoo import Command
from odoo.tests import tagged

from .entries_there import make_entry, name
from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsMixed(PaymentCase):
    def _refund(self, amount):
        move = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": "2026-11-03",
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
        move.action_post()
        return move

    def _pay_there(self, total, *links):
        return self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": self.binding(self.customer).qbo_id},
                "TotalAmt": total,
                "TxnDate": "2026-11-06",
                "Line": self._lines(*links),
            },
        )

    def _lines(self, *links):
        return [
            {"Amount": amount, "LinkedTxn": [{"TxnId": id_, "TxnType": kind}]}
            for kind, id_, amount in links
        ]

    def _id(self, record, entity):
        return self.binding(record, entity).qbo_id

    def test_a_payment_with_a_credit_settles_both(self):
        invoice = self.sell(100)
        credit = self._refund(40)
        self.run_push()
        obj = self._pay_there(
            60,
            ("Invoice", self._id(invoice, "Invoice"), 100),
            ("CreditMemo", self._id(credit, "CreditMemo"), 40),
        )
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(credit.amount_residual, 0)
        self.assertLedgersAgree()
        # Nothing is said twice.
        self.run_push()
        self.assertEqual(len(self.qbo.all("Payment")), 1)
        self.assertQboHas("Payment", Id=obj["Id"], SyncToken=obj["SyncToken"])
        payment = invoice.matched_payment_ids
        self.edit_there(
            payment,
            TotalAmt=70,
            Line=self._lines(
                ("Invoice", self._id(invoice, "Invoice"), 100),
                ("CreditMemo", self._id(credit, "CreditMemo"), 30),
            ),
        )
        self.run_pull()
        self.assertEqual((invoice.amount_residual, credit.amount_residual), (0, 10))
        self.assertEqual(payment.amount, 70)
        self.assertLedgersAgree()

    def test_a_credit_taken_off_here_is_taken_off_there(self):
        invoice = self.sell(100)
        credit = self._refund(40)
        self.run_push()
        self._pay_there(
            60,
            ("Invoice", self._id(invoice, "Invoice"), 100),
            ("CreditMemo", self._id(credit, "CreditMemo"), 40),
        )
        self.run_pull()
        credit.line_ids.remove_move_reconcile()
        self.run_push()
        self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=40)
        self.assertLedgersAgree()

    def test_a_write_off_there_is_one_here(self):
        invoice = self.sell(100)
        self.run_push()
        accounts = {obj["AccountType"]: obj["Id"] for obj in self.qbo.all("Account")}
        customer = self.binding(self.customer).qbo_id
        owed = name(accounts["Accounts Receivable"], "Customer", customer)
        body = make_entry(3, name(accounts["Expense"]), owed)
        entry = self.qbo.create("JournalEntry", body)
        self._pay_there(
            97,
            ("Invoice", self._id(invoice, "Invoice"), 100),
            ("JournalEntry", entry["Id"], 3),
        )
        self.run_pull()
        held = self.env["quickbooks.inbound"].sudo().search([("state", "=", "failed")])
        self.assertEqual(held.mapped("cause"), ["credit_in_payment"])
        self.assertEqual(invoice.amount_residual, 100)
        account = self.company_data["default_account_expense"]
        self.connection.write_off_account_id = account
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 0)
        payment = invoice.matched_payment_ids
        self.assertEqual(payment.amount, 97)
        written = payment._seek_for_lines()[2]
        self.assertEqual((written.account_id, written.debit), (account, 3))
        self.assertLedgersAgree()
