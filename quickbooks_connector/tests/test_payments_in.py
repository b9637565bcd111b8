"""Y2, Y3, Y9, Y10, Y13: payments of QuickBooks, and changes there, come to Odoo."""

from odoo.tests import tagged

from .payment_common import PaymentCase


@tagged("post_install", "-at_install")
class TestPaymentsIn(PaymentCase):
    def _pay_there(self, total, parts, **values):
        """Let somebody receive a payment over ``{invoice: amount}`` in QuickBooks."""
        return self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": self.binding(self.customer).qbo_id},
                "TotalAmt": total,
                "TxnDate": "2026-11-06",
                "Line": self._lines(parts),
                **values,
            },
        )

    def _lines(self, parts):
        return [
            {
                "Amount": amount,
                "LinkedTxn": [
                    {"TxnId": self.binding(move).qbo_id, "TxnType": "Invoice"}
                ],
            }
            for move, amount in parts.items()
        ]

    def _payment_of(self, obj):
        binding = self.binding_model().search(
            [("entity", "=", "Payment"), ("qbo_id", "=", obj["Id"])]
        )
        return binding._get_record()

    def _sold(self, *amounts):
        invoices = self.sell(*amounts)
        self.run_push()
        return invoices

    # === MADE THERE === #

    def test_amounts_per_invoice_are_those_of_quickbooks(self):
        first, second = self._sold(100, 50)
        obj = self._pay_there(90, {first: 55.5, second: 34.5})
        self.run_pull()
        self.assertEqual((first + second).mapped("amount_residual"), [44.5, 15.5])
        payment = self._payment_of(obj)
        self.assertTrue(payment.qbo_is_theirs)
        self.assertBinding(payment, state="synced")
        self.assertLedgersAgree()
        self.run_push()
        self.assertEqual(self.counterpart(payment)["SyncToken"], obj["SyncToken"])

    def test_too_much_stays_with_the_customer(self):
        (invoice,) = self._sold(100)
        self._pay_there(130, {invoice: 100})
        self.run_pull()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertLedgersAgree()

    def test_a_payment_on_account_comes_too_and_what_it_pays_later(self):
        first, second = self._sold(100, 50)
        obj = self._pay_there(120, {})
        self.run_pull()
        payment = self._payment_of(obj)
        self.assertEqual(payment.amount, 120)
        self.assertLedgersAgree()
        self.edit_there(payment, Line=self._lines({first: 100}))
        self.run_pull()
        self.assertEqual((first + second).mapped("amount_residual"), [0, 50])
        self.assertLedgersAgree()
        self.apply(payment, second)
        self.run_push()
        self.assertEqual(self.applied(payment), {first.name: 100, second.name: 20})
        self.assertLedgersAgree()

    def test_edits_voids_and_deletions_there_are_followed(self):
        first, second = self._sold(100, 50)
        obj = self._pay_there(100, {first: 100})
        self.run_pull()
        payment = self._payment_of(obj)
        self.edit_there(payment, TotalAmt=80, Line=self._lines({first: 30, second: 50}))
        self.run_pull()
        self.assertEqual(payment.amount, 80)
        self.assertEqual((first + second).mapped("amount_residual"), [70, 0])
        self.assertLedgersAgree()
        self.qbo.void("Payment", obj["Id"])
        self.run_pull()
        self.assertEqual(payment.state, "canceled")
        self.assertLedgersAgree()
        other = self._pay_there(50, {second: 50})
        self.run_pull()
        self.assertEqual(second.payment_state, "paid")
        payment = self._payment_of(other)
        self.qbo.delete("Payment", other["Id"])
        self.run_pull()
        self.assertEqual(payment.state, "canceled")
        self.assertBinding(payment, qbo_id=False, cause="undone_there")
        self.assertEqual(second.amount_residual, 50)
        self.assertLedgersAgree()

    def test_payments_that_change_places_there_do_so_here(self):
        first, second = self._sold(100, 50)
        objects = [
            self._pay_there(100, {first: 100}),
            self._pay_there(50, {second: 50}),
        ]
        self.run_pull()
        one, other = map(self._payment_of, objects)
        self.edit_there(one, Line=[])
        self.edit_there(other, Line=self._lines({first: 50}))
        self.edit_there(one, Line=self._lines({first: 50, second: 50}))
        self.run_pull()
        self.assertEqual(one.reconciled_invoice_ids, first + second)
        self.assertEqual(other.reconciled_invoice_ids, first)
        self.assertEqual((first + second).mapped("amount_residual"), [0, 0])
        self.assertFalse(self.env["quickbooks.inbound"].sudo().search([]))
        self.assertLedgersAgree()

    def test_the_way_that_is_closed_takes_nothing(self):
        (invoice,) = self._sold(100)
        self.connection.payment_direction = "out"
        self._pay_there(100, {invoice: 100})
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 100)

    # === MADE HERE, CHANGED THERE (Y9) === #

    def _paid_here(self, amount=100):
        invoice = self.sell(amount)
        payment = self.pay(invoice)
        self.run_push()
        return invoice, payment

    def test_what_odoo_made_is_set_back_at_the_next_sync(self):
        invoice, payment = self._paid_here()
        self.edit_there(payment, TotalAmt=70, Line=self._lines({invoice: 70}))
        self.run_pull()
        self.assertEqual(payment.amount, 100)
        self.run_push()
        self.assertEqual(self.counterpart(payment)["TotalAmt"], 100)
        self.assertEqual(self.applied(payment), {invoice.name: 100})
        self.assertLedgersAgree()

    def test_what_odoo_made_follows_where_quickbooks_wins(self):
        self.connection.payment_policy = "quickbooks"
        invoice, payment = self._paid_here()
        self.edit_there(payment, TotalAmt=70, Line=self._lines({invoice: 70}))
        self.run_pull()
        self.assertEqual(payment.amount, 70)
        self.assertEqual(invoice.amount_residual, 30)
        self.run_push()
        self.assertLedgersAgree()

    def test_what_odoo_made_is_asked_about_where_people_decide(self):
        self.connection.payment_policy = "ask"
        invoice, payment = self._paid_here()
        self.edit_there(payment, TotalAmt=70, Line=self._lines({invoice: 70}))
        self.run_pull()
        self.assertEqual(payment.amount, 100)
        self.assertBinding(payment, state="conflict")
        self.assertEqual(self.counterpart(payment)["TotalAmt"], 70)
        conflict = self.env["quickbooks.conflict"].search([("state", "=", "open")])
        rows = {row["part"]: row for row in conflict.comparison}
        row = rows["money"]
        self.assertEqual([part for part in rows if rows[part]["is_choice"]], ["money"])
        self.assertIn("100.00", row["here"])
        self.assertIn(f"{invoice.name}: $\xa070.00", row["there"])
        conflict.action_keep_quickbooks()
        self.assertEqual(payment.amount, 70)
        self.run_push()
        self.assertBinding(payment, state="synced")
        self.assertLedgersAgree()

    def test_changed_on_both_sides_it_is_odoos_by_default(self):
        invoice, payment = self._paid_here()
        self.edit_there(payment, PrivateNote="x", TotalAmt=130)
        invoice.line_ids.remove_move_reconcile()
        self.run_push()
        self.run_push()
        there = self.counterpart(payment)
        self.assertEqual((there["TotalAmt"], there["UnappliedAmt"]), (100, 100))
        self.assertLedgersAgree()

    def test_a_void_there_cancels_what_odoo_made(self):
        invoice, payment = self._paid_here()
        self.qbo.void("Payment", self.binding(payment).qbo_id)
        self.run_pull()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(invoice.amount_residual, 100)
        self.assertLedgersAgree()

    # === LOCKED THERE (Y13, Y10) === #

    def _deposit(self, payment):
        return self.qbo.create(
            "Deposit",
            {
                "DepositToAccountRef": {"value": self.checking.qbo_id},
                "Line": [
                    {
                        "Amount": payment.amount,
                        "LinkedTxn": [
                            {
                                "TxnId": self.binding(payment).qbo_id,
                                "TxnType": "Payment",
                                "TxnLineId": "0",
                            }
                        ],
                    }
                ],
            },
        )

    def test_a_deposited_payment_is_locked_and_its_invoice_says_so(self):
        invoice, payment = self._paid_here()
        self._deposit(payment)
        self.assertBinding(payment, state="synced")
        payment.action_draft()
        payment.amount = 90
        payment.action_post()
        self.apply(payment, invoice)
        invoice.narration = "<p>Thank you</p>"
        self.run_push()
        self.assertBinding(payment, state="failed", cause="deposited")
        self.assertIn("deposit", payment.qbo_message)
        self.assertBinding(invoice, state="synced")
        there = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(there["CustomerMemo"]["value"], "Thank you")
        alert = invoice._get_alerts()["quickbooks"]
        self.assertIn("updated except for its payments", alert["message"])
        self.assertIn("deposit", alert["message"])
        self.assertEqual(alert["action"]["res_id"], payment.id)

    def test_each_lock_of_quickbooks_is_said_in_its_words(self):
        _invoice, payment = self._paid_here()
        for code, cause in (
            ("6480", "bank_matched"),
            ("6450", "settled_there"),
            ("6110", "paid_through_quickbooks"),
            ("620", "link_refused"),
        ):
            self.qbo.fail_next(entity="Payment", code=code)
            payment.memo = f"again {code}"
            self.run_push()
            self.assertBinding(payment, state="failed", cause=cause)
            self.assertTrue(payment.qbo_message)
        payment.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(payment, state="synced")
