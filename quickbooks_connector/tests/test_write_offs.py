"""Y14: what is closed without money ends with the same open balance."""

from odoo import Command
from odoo.tests import tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestWriteOffs(PaymentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expense = cls.company_data["default_account_expense"]
        cls.bad_debts = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "Account"),
                ("account_type", "=", "Expense"),
            ],
            limit=1,
        )
        cls.match("Account", cls.expense, cls.bad_debts)

    def _write_off(self, moves, amount):
        return self.pay(
            moves,
            amount,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.expense.id,
            writeoff_label="Small difference",
        )

    def _entries(self):
        return [
            {
                (
                    line["JournalEntryLineDetail"]["PostingType"],
                    "Entity" in line["JournalEntryLineDetail"],
                ): float(line["Amount"])
                for line in entry["Line"]
            }
            for entry in self.qbo.all("JournalEntry")
        ]

    def test_a_write_off_is_an_entry_that_the_payment_uses(self):
        invoice = self.sell(100)
        payment = self._write_off(invoice, 98)
        self.run_push()
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertEqual(self.counterpart(payment)["TotalAmt"], 98)
        self.assertEqual(self._entries(), [{("Debit", False): 2, ("Credit", True): 2}])
        (entry,) = self.qbo.all("JournalEntry")
        accounts = [
            line["JournalEntryLineDetail"]["AccountRef"]["value"]
            for line in entry["Line"]
        ]
        self.assertIn(self.bad_debts.qbo_id, accounts)
        self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=0)
        self.assertLedgersAgree()
        self.assertEqual(payment.qbo_doc_number, f"ODOO-{payment.id}")
        self.assertIn("recvpayment", payment.qbo_url)

    def test_too_much_may_be_kept_as_income(self):
        invoice = self.sell(100)
        payment = self._write_off(invoice, 103)
        self.run_push()
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertEqual(self._entries(), [{("Credit", False): 3, ("Debit", True): 3}])
        self.assertLedgersAgree()

    def test_an_early_payment_discount_closes_the_invoice(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "2/10 net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "early_pay_discount_computation": "excluded",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        company = self.env.company
        company.account_journal_early_pay_discount_loss_account_id = self.expense
        invoice = self.sell(100, invoice_payment_term_id=terms.id)
        payment = self.pay(invoice)
        self.assertEqual((payment.amount, invoice.amount_residual), (98, 0))
        self.run_push()
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertLedgersAgree()

    def test_a_cancelled_payment_takes_its_write_off_along(self):
        invoice = self.sell(100)
        payment = self._write_off(invoice, 98)
        self.run_push()
        payment.action_cancel()
        self.run_push()
        self.assertFalse(self.qbo.all("JournalEntry"))
        self.assertEqual(self.counterpart(payment)["TotalAmt"], 0)
        self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=100)
        self.assertLedgersAgree()

    def test_an_account_without_a_match_holds_the_payment_and_says_so(self):
        self.match("Account", self.expense, self.env["quickbooks.reference"])
        invoice = self.sell(100)
        payment = self._write_off(invoice, 98)
        self.run_push()
        self.assertEqual(payment.qbo_state, "failed")
        self.assertIn(self.expense.name, payment.qbo_message)
        self.assertFalse(self.qbo.all("Payment"))
        self.match("Account", self.expense, self.bad_debts)
        self.run_push()
        self.assertEqual(payment.qbo_state, "synced", payment.qbo_message)
        self.assertLedgersAgree()

    def test_an_entry_deleted_there_is_made_again(self):
        invoice = self.sell(100)
        self._write_off(invoice, 98)
        self.run_push()
        (entry,) = self.qbo.all("JournalEntry")
        self.qbo.delete("JournalEntry", entry["Id"])
        self.run_pull()
        self.run_push()
        self.run_pull()
        self.run_push()
        self.assertEqual(len(self.qbo.all("JournalEntry")), 1)
        self.assertQboHas("Invoice", DocNumber=invoice.name, Balance=0)
        self.assertLedgersAgree()
