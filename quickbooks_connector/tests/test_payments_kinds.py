"""Y1, Y2, Y14, S10: payments in other currencies, without entries, and what is none."""

from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsInOtherCurrencies(PaymentCase):
    qbo_options = {"multicurrency": True}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rates = [("2026-11-01", 0.8), ("2026-11-05", 0.5)]
        cls.euro = cls.setup_other_currency("EUR", rates=rates)

    def test_the_rate_of_the_payment_makes_the_difference_on_both_sides(self):
        invoice = self.sell(100, currency_id=self.euro.id)
        payment = self.pay(invoice)
        self.assertEqual(payment.currency_id, self.euro)
        self.run_push()
        there = self.counterpart(payment)
        self.assertEqual(there["CurrencyRef"]["value"], "EUR")
        self.assertEqual(Decimal(str(there["ExchangeRate"])), 2)
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertEqual(invoice.payment_state, "paid")
        self.assertTrue(invoice.line_ids.matched_credit_ids.exchange_move_id)
        self.assertLedgersAgree()
        seen = there["SyncToken"]
        payment._quickbooks_mark()
        self.run_push()
        self.assertEqual(self.counterpart(payment)["SyncToken"], seen)

    def test_paid_in_our_own_currency_it_is_theirs_in_quickbooks(self):
        invoice = self.sell(100, currency_id=self.euro.id)
        dollars = self.env.company.currency_id
        payment = self.pay(invoice, currency_id=dollars.id)
        self.assertEqual((payment.amount, payment.currency_id), (200, dollars))
        self.run_push()
        there = self.counterpart(payment)
        self.assertEqual((there["TotalAmt"], there["ExchangeRate"]), (100, 2))
        self.assertLedgersAgree()

    def test_a_part_at_another_rate_comes_by_the_same_amount(self):
        invoice = self.sell(100, currency_id=self.euro.id)
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": theirs["CustomerRef"],
                "CurrencyRef": {"value": "EUR"},
                "ExchangeRate": 1.5,
                "TotalAmt": 40,
                "TxnDate": "2026-11-06",
                "Line": [
                    {
                        "Amount": 40,
                        "LinkedTxn": [{"TxnId": theirs["Id"], "TxnType": "Invoice"}],
                    }
                ],
            },
        )
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 60)
        payment = invoice.matched_payment_ids
        self.assertEqual(abs(payment.amount_company_currency_signed), 60)
        self.assertLedgersAgree()


@tagged("post_install", "-at_install")
class TestPaymentsOfAnotherKind(PaymentCase):
    def test_a_payment_without_an_entry_is_told_by_its_documents(self):
        first, second = self.sell(60, 70)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 100,
                "date": "2026-11-03",
                "journal_id": self.bank.id,
                "invoice_ids": [Command.set((first + second).ids)],
            }
        )
        # As with the accounting app, which has no account for money under way.
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.run_push()
        self.assertEqual(self.applied(payment), {first.name: 60, second.name: 40})

    def test_an_entry_that_cannot_be_sent_is_named_on_what_it_settles(self):
        invoice = self.sell(100)
        self.run_push()
        account = invoice.line_ids.account_id.filtered(
            lambda account: account.account_type == "asset_receivable"
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-11-04",
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "credit": 30}
                        | {"partner_id": self.customer.id}
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_expense"
                            ].id,
                            "debit": 30,
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        lines = (entry + invoice).line_ids
        lines.filtered(lambda line: line.account_id == account).reconcile()
        self.run_push()
        alert = invoice._get_alerts()["quickbooks"]
        self.assertIn(entry.display_name, alert["message"])
        alert = invoice._get_quickbooks_alert()
        self.assertEqual(alert["level"], "warning")
