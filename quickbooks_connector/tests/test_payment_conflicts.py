"""W4, Y9: payments, refunds and applied credits that both sides changed."""

from odoo.tests import tagged

from .credits_common import CreditsCase
from .payment_common import PaymentCase
from .test_refunds import RefundsCase


class AskingMixin:
    """Somebody is asked wherever payments changed on both sides."""

    def setUp(self):
        super().setUp()
        self.connection.payment_policy = "ask"

    def conflict(self, state="open"):
        return self.env["quickbooks.conflict"].search([("state", "=", state)], limit=1)

    def rows(self):
        """Return what is shown, as ``{part: row}``."""
        return {row["part"]: row for row in self.conflict().comparison}

    def asked(self):
        return sorted(self.conflict().parts)

    def sync(self):
        self.run_pull()
        self.run_push()


class PaymentConflictCase(AskingMixin, PaymentCase):
    def invoice_lines(self, *parts):
        """Return the lines of a payment there over ``(invoice, amount)``."""
        return [
            {
                "Amount": amount,
                "LinkedTxn": [
                    {"TxnId": self.binding(move).qbo_id, "TxnType": "Invoice"}
                ],
            }
            for move, amount in parts
        ]


@tagged("post_install", "-at_install")
class TestPaymentConflicts(PaymentConflictCase):
    def setUp(self):
        super().setUp()
        self.first, self.second = self.sell(100, 50)
        self.payment = self.pay(self.first)
        self.run_push()

    def _edit_there(self):
        lines = self.invoice_lines((self.first, 40), (self.second, 30))
        self.edit_there(self.payment, TotalAmt=70, TxnDate="2026-11-09", Line=lines)
        self.sync()

    def test_each_part_is_shown_as_both_sides_have_it(self):
        self._edit_there()
        self.assertEqual(self.asked(), ["date", "money"])
        rows = self.rows()
        row = rows["money"]
        self.assertTrue(row["is_money"])
        self.assertEqual((row["here_changed"], row["there_changed"]), (False, True))
        self.assertEqual(row["agreed"], row["here"])
        self.assertEqual(
            row["there"].replace("\xa0", " ").splitlines(),
            ["$ 70.00", f"{self.first.name}: $ 40.00", f"{self.second.name}: $ 30.00"],
        )
        row = rows["date"]
        self.assertEqual((row["here"], row["there"]), ("11/05/2026", "11/09/2026"))
        self.assertFalse(rows["journal"]["there_changed"])
        self.assertTrue(rows["journal"]["here"])

    def test_one_part_of_each_side_can_be_chosen(self):
        self._edit_there()
        self.conflict().action_settle({"money": "odoo", "date": "quickbooks"})
        self.run_push()
        self.assertEqual(self.payment.amount, 100)
        self.assertEqual(str(self.payment.date), "2026-11-09")
        there = self.counterpart(self.payment)
        self.assertEqual((there["TotalAmt"], there["TxnDate"]), (100, "2026-11-09"))
        self.assertEqual(self.applied(self.payment), {self.first.name: 100})
        self.assertBinding(self.payment, state="synced")
        self.assertLedgersAgree()

    def test_the_money_of_quickbooks_and_the_day_of_odoo_can_be_chosen(self):
        self._edit_there()
        self.conflict().action_settle({"money": "quickbooks", "date": "odoo"})
        self.run_push()
        self.assertEqual(self.payment.amount, 70)
        self.assertEqual(str(self.payment.date), "2026-11-05")
        self.assertEqual(self.counterpart(self.payment)["TxnDate"], "2026-11-05")
        self.assertLedgersAgree()

    def test_what_was_not_kept_can_be_brought_back(self):
        self._edit_there()
        self.conflict().action_keep_odoo()
        self.run_push()
        self.assertEqual(self.applied(self.payment), {self.first.name: 100})
        self.conflict("settled").action_restore("money")
        self.run_push()
        self.assertEqual(self.payment.amount, 70)
        self.assertEqual(str(self.payment.date), "2026-11-05")
        self.assertEqual(
            self.applied(self.payment), {self.first.name: 40, self.second.name: 30}
        )
        self.assertLedgersAgree()

    def test_a_cancellation_here_and_an_edit_there_are_asked_about(self):
        self.payment.action_cancel()
        self._edit_there()
        self.assertEqual(self.asked(), ["state"])
        self.assertEqual(self.rows()["state"]["there"], "Changed")
        self.conflict().action_settle({"state": "odoo"})
        self.run_push()
        self.assertEqual(self.payment.state, "canceled")
        self.assertEqual(self.counterpart(self.payment)["TotalAmt"], 0)
        self.assertLedgersAgree()

    def test_a_journal_that_shares_its_account_stays(self):
        other = self.bank.copy({"name": "Second Bank"})
        mapping = self.match("Deposit", self.bank, self.checking).sudo()
        mapping.copy({"res_id": other.id})
        self.edit_there(
            self.payment, DepositToAccountRef={"value": self.checking.qbo_id}
        )
        self.sync()
        self.conflict().action_keep_quickbooks()
        self.assertEqual(self.payment.journal_id, self.bank)


@tagged("post_install", "-at_install")
class TestTheirPayments(PaymentConflictCase):
    def setUp(self):
        super().setUp()
        self.first, self.second = self.sell(100, 50)
        self.run_push()
        obj = self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": self.binding(self.customer).qbo_id},
                "TotalAmt": 100,
                "TxnDate": "2026-11-06",
                "Line": self.invoice_lines((self.first, 100)),
            },
        )
        self.run_pull()
        self.payment = (
            self.binding_model()
            .search([("entity", "=", "Payment"), ("qbo_id", "=", obj["Id"])])
            ._get_record()
        )

    def test_edits_of_different_parts_meet(self):
        self.first.line_ids.remove_move_reconcile()
        self.apply(self.payment, self.second)
        self.edit_there(self.payment, TxnDate="2026-11-09")
        self.sync()
        self.assertFalse(self.conflict())
        self.assertEqual(str(self.payment.date), "2026-11-09")
        self.assertEqual(self.applied(self.payment), {self.second.name: 50})
        self.assertEqual(self.counterpart(self.payment)["TxnDate"], "2026-11-09")
        self.assertBinding(self.payment, state="synced")
        self.assertLedgersAgree()

    def test_edits_of_the_same_part_are_asked_about(self):
        self.first.line_ids.remove_move_reconcile()
        lines = self.invoice_lines((self.first, 60), (self.second, 40))
        self.edit_there(self.payment, Line=lines)
        self.sync()
        self.assertEqual(self.asked(), ["money"])
        self.assertTrue(self.rows()["money"]["here_changed"])
        self.conflict().action_keep_quickbooks()
        self.run_push()
        self.assertEqual((self.first + self.second).mapped("amount_residual"), [40, 10])
        self.assertLedgersAgree()


@tagged("post_install", "-at_install")
class TestCreditConflicts(AskingMixin, CreditsCase):
    def setUp(self):
        super().setUp()
        self.invoice = self.create_untaxed(100)
        self.credit = self.create_credit_note(60)
        self.apply(self.credit, self.invoice)
        self.run_push()

    def _clash(self):
        """Let somebody take it off here, and another change the amount there."""
        (obj,) = self.qbo.all("Payment")
        for line in obj["Line"]:
            line["Amount"] = 20
        self.qbo.update("Payment", obj)
        self.unapply(self.credit, self.invoice)
        self.sync()

    def test_what_a_credit_is_applied_to_is_shown_on_both_sides(self):
        self._clash()
        (row,) = self.conflict().comparison
        self.assertTrue(row["is_money"] and row["is_choice"])
        self.assertIn(f"{self.invoice.name}: $\xa060.00", row["agreed"])
        self.assertFalse(row["here"])
        self.assertIn(f"{self.invoice.name}: $\xa020.00", row["there"])

    def test_the_amount_of_quickbooks_can_be_chosen(self):
        self._clash()
        self.conflict().action_keep_quickbooks()
        self.run_push()
        self.assertEqual(self.invoice.amount_residual, 80)
        self.assertLedgersAgree()

    def test_what_was_taken_off_here_can_be_chosen_and_the_other_brought_back(self):
        self._clash()
        self.conflict().action_keep_odoo()
        self.run_push()
        self.assertEqual(self.invoice.amount_residual, 100)
        self.assertLedgersAgree()
        self.conflict("settled").action_restore("*")
        self.run_push()
        self.assertEqual(self.invoice.amount_residual, 80)
        self.assertLedgersAgree()


@tagged("post_install", "-at_install")
class TestRefundConflicts(AskingMixin, RefundsCase):
    def test_a_refund_is_compared_as_a_payment_is(self):
        refund = self.pay_back(60)
        self.settle(refund, self.create_credit_note(60))
        self.run_push()
        entry = self.entry_of(refund)
        self.qbo.update("JournalEntry", entry | {"TxnDate": "2026-11-09"})
        self.sync()
        self.assertEqual(self.asked(), ["date"])
        rows = self.rows()
        self.assertEqual(rows["date"]["there"], "11/09/2026")
        self.assertIn("60.00", rows["money"]["here"])
        self.assertFalse(rows["money"]["there_changed"])
        self.conflict().action_keep_quickbooks()
        self.run_push()
        self.assertEqual(str(refund.date), "2026-11-09")
        self.assertBinding(refund, "JournalEntry", state="synced")
        self.assertLedgersAgree()
