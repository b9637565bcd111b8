"""Y3, Y5: payments of bills, by cheque and card, both ways."""

from odoo.tests import tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestBillPayments(PaymentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Money comes and goes through one account.
        cls.match("Deposit", cls.bank, cls.checking)

    def _pay_there(self, total, parts, **values):
        return self.qbo.create(
            "BillPayment",
            {
                "VendorRef": {"value": self.binding(self.vendor, "Vendor").qbo_id},
                "TotalAmt": total,
                "TxnDate": "2026-11-06",
                "PayType": "Check",
                "CheckPayment": {"BankAccountRef": {"value": self.checking.qbo_id}},
                "Line": [
                    {
                        "Amount": amount,
                        "LinkedTxn": [
                            {"TxnId": self.binding(move).qbo_id, "TxnType": "Bill"}
                        ],
                    }
                    for move, amount in parts.items()
                ],
                **values,
            },
        )

    def _bought(self, *amounts):
        bills = self.env["account.move"]
        for number, amount in enumerate(amounts):
            bills |= self.buy(amount, ref=f"T-{number}")
        return bills

    def test_a_payment_of_bills_is_a_cheque_from_the_bank(self):
        bills = self._bought(100, 50)
        payment = self.pay(bills, 120)
        self.run_push()
        there = self.counterpart(payment, "BillPayment")
        self.assertEqual(there["PayType"], "Check")
        bank = there["CheckPayment"]["BankAccountRef"]["value"]
        self.assertEqual(bank, self.checking.qbo_id)
        self.assertEqual(there["DocNumber"], f"ODOO-{payment.id}")
        applied = sum(self.applied(payment, "BillPayment").values())
        self.assertEqual(applied, 120)
        self.assertLedgersAgree()

    def test_by_card_it_is_a_card_payment(self):
        card = self.qbo.create(
            "Account", {"Name": "Company card", "AccountType": "Credit Card"}
        )
        self.run_pull()
        entry = self.env["quickbooks.reference"].search(
            [("kind", "=", "Account"), ("qbo_id", "=", card["Id"])]
        )
        self.match("PaidFrom", self.bank, entry)
        (bill,) = self._bought(100)
        payment = self.pay(bill)
        self.run_push()
        there = self.counterpart(payment, "BillPayment")
        self.assertEqual(there["PayType"], "CreditCard")
        account = there["CreditCardPayment"]["CCAccountRef"]["value"]
        self.assertEqual(account, card["Id"])
        self.assertEqual(bill.amount_residual, 0)
        self.assertQboHas("Bill", Balance=0, TotalAmt=100)
        over = self.pay(self.buy(10, ref="T-9"), 15)
        self.run_push()
        self.assertBinding(over, state="failed", cause="card_not_applied")

    def test_without_an_account_to_pay_from_it_waits_for_the_match(self):
        self.match("PaidFrom", self.bank, self.env["quickbooks.reference"])
        (bill,) = self._bought(100)
        payment = self.pay(bill)
        self.run_push()
        self.assertBinding(payment, state="failed", cause="paid_from_unmatched")
        self.match("PaidFrom", self.bank, self.checking)
        self.run_push()
        self.assertBinding(payment, state="synced")
        self.assertLedgersAgree()

    def test_only_accounts_that_fit_are_offered(self):
        rows = self.env["quickbooks.mapping"].search([("kind", "=", "PaidFrom")])
        references = self.env["quickbooks.reference"]
        offered = references.search(list(rows[0].eligible_domain))
        self.assertLessEqual(
            set(offered.mapped("account_type")), {"Bank", "Credit Card"}
        )
        self.assertTrue(offered)

    def test_what_is_paid_there_is_paid_here(self):
        first, second = self._bought(100, 50)
        self.run_push()
        obj = self._pay_there(90, {first: 60, second: 30})
        self.run_pull()
        self.assertEqual((first + second).mapped("amount_residual"), [40, 20])
        payment = first.matched_payment_ids
        self.assertEqual(
            (payment.payment_type, payment.partner_type), ("outbound", "supplier")
        )
        self.assertLedgersAgree()
        self.qbo.void("BillPayment", obj["Id"])
        self.run_pull()
        self.assertEqual(payment.state, "canceled")
        self.assertLedgersAgree()

    def test_unreconciled_and_cancelled_here_it_is_so_there(self):
        first, second = self._bought(100, 50)
        payment = self.pay(first)
        self.run_push()
        first.line_ids.remove_move_reconcile()
        self.apply(payment, second)
        self.run_push()
        (amount,) = self.applied(payment, "BillPayment").values()
        self.assertEqual(amount, 50)
        self.assertLedgersAgree()
        payment.action_cancel()
        self.run_push()
        self.assertEqual(self.counterpart(payment, "BillPayment")["TotalAmt"], 0)
        self.assertLedgersAgree()

    def test_the_way_that_is_closed_sends_nothing(self):
        self.connection.bill_payment_direction = "in"
        (bill,) = self._bought(100)
        payment = self.pay(bill)
        self.run_push()
        self.assertFalse(self.binding(payment))
