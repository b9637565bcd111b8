"""S7, S8: what was paid at once is one receipt, with its money in it."""

from odoo import Command
from odoo.tests import tagged

from .online_common import OnlineCase


@tagged("post_install", "-at_install")
class TestSalesReceipt(OnlineCase):
    def receipt(self, price=40.0, **vals):
        """Return a receipt that was written in the accounting app."""
        return self.create_invoice(
            lines=[(self.product_a, 1, price, False)], move_type="out_receipt", **vals
        )

    def test_an_order_paid_online_is_one_receipt_with_method_and_account(self):
        undeposited = self.reference_named("Undeposited Funds")
        self.match("Deposit", self.bank, undeposited)
        self.match("PaymentMethod", self.card, self.reference_named("Visa"))
        order = self.order((2, 50.0))
        self.pay_online(order, invoice=True)
        invoice = order.invoice_ids
        self.run_push()
        self.assertBinding(invoice, entity="SalesReceipt", state="synced")
        theirs = self.assertQboHas("SalesReceipt", DocNumber=invoice.name)
        self.assertEqual(theirs["TotalAmt"], 100)
        self.assertEqual(theirs["Balance"], 0)
        self.assertEqual(theirs["DepositToAccountRef"]["value"], undeposited.qbo_id)
        self.assertEqual(theirs["PaymentMethodRef"]["name"], "Visa")
        self.assertTrue(theirs["PaymentRefNum"].startswith(order.name))
        self.assertFalse(self.qbo.all("Invoice"))

    def reference_named(self, name):
        return self.env["quickbooks.reference"].search(
            [("connection_id", "=", self.connection.id), ("name", "=", name)], limit=1
        )

    def match(self, kind, record, entry):
        rows = self.env["quickbooks.mapping"].sudo()
        known = rows.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        vals = {"reference_id": entry.id, "state": "done"}
        if known:
            known.write(vals)
        else:
            rows.create(
                vals
                | {
                    "connection_id": self.connection.id,
                    "kind": kind,
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )

    def test_paid_first_and_invoiced_later_is_a_receipt_too(self):
        order = self.order()
        payment = self.pay_online(order).payment_id
        self.assertTrue(payment._quickbooks_in_receipt(self.connection))
        invoice = order._create_invoices()
        invoice.action_post()
        self.run_push()
        self.assertBinding(invoice, entity="SalesReceipt", state="synced")
        self.assertTrue(payment._quickbooks_in_receipt(self.connection))

    def test_by_setting_it_is_an_invoice_and_its_payment(self):
        self.connection.receipt_way = "invoice"
        order = self.order()
        transaction = self.pay_online(order, invoice=True)
        self.run_push()
        self.assertBinding(order.invoice_ids, entity="Invoice", state="synced")
        payment = transaction.payment_id
        self.assertFalse(payment._quickbooks_in_receipt(self.connection))

    def test_what_it_is_stays_decided_when_the_setting_changes(self):
        order = self.order()
        self.pay_online(order, invoice=True)
        invoice = order.invoice_ids
        self.run_push()
        self.connection.receipt_way = "invoice"
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 90.0
        invoice.action_post()
        self.run_push()
        self.assertBinding(invoice, entity="SalesReceipt")

    def test_an_invoice_that_is_paid_online_later_stays_an_invoice(self):
        order = self.order()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.run_push()
        self.pay_online(order)
        invoice.ref = "Edited"
        self.run_push()
        self.assertBinding(invoice, entity="Invoice", state="synced")

    def test_a_part_paid_online_is_a_receipt_and_the_rest_an_invoice(self):
        order = self.order(require_payment=True, prepayment_percent=0.3)
        self.pay_online(order, 30.0, invoice=True)
        deposit = order.invoice_ids
        self.connection.fallback_item_id = self.product_b
        self.run_push()
        self.assertBinding(deposit, entity="SalesReceipt", state="synced")
        rest = order._create_invoices(final=True)
        rest.action_post()
        self.run_push()
        self.assertBinding(rest, entity="Invoice", state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=rest.name)
        self.assertEqual(theirs["TotalAmt"], 70)

    def test_a_receipt_waits_until_it_is_paid_and_says_so(self):
        receipt = self.receipt()
        self.run_push()
        self.assertFalse(self.binding(receipt))
        self.assertIn("money is not registered yet", receipt.qbo_message)
        self.register(receipt)
        self.run_push()
        self.assertBinding(receipt, entity="SalesReceipt", state="synced")
        self.assertFalse(receipt.qbo_message)

    def test_a_receipt_chosen_by_hand_waits_as_well(self):
        receipt = self.receipt()
        receipt.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(receipt, state="pending", is_due=False)
        self.assertIn("money is not registered yet", receipt.qbo_message)
        self.register(receipt)
        self.run_push()
        self.assertBinding(receipt, state="synced")

    def test_a_payment_without_an_entry_pays_a_receipt_too(self):
        receipt = self.receipt()
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": receipt.amount_total,
                "date": "2026-11-03",
                "journal_id": self.bank.id,
                "payment_method_line_id": self.inbound_payment_method_line.id,
                "invoice_ids": [Command.set(receipt.ids)],
            }
        )
        # As with the accounting app, which has no account for money under way.
        payment.outstanding_account_id = False
        payment.action_post()
        self.assertFalse(payment.move_id)
        self.run_push()
        self.assertBinding(receipt, state="synced")
        self.assertTrue(payment._quickbooks_in_receipt(self.connection))

    def test_a_journal_without_an_account_there_holds_it_until_it_is_matched(self):
        self.env["quickbooks.mapping"].search(
            [("kind", "=", "Deposit"), ("res_id", "=", self.bank.id)]
        ).sudo().write({"state": "open", "reference_id": False})
        receipt = self.receipt()
        self.register(receipt, journal_id=self.bank.id)
        self.run_push()
        self.assertBinding(receipt, state="failed", cause="journal_unmatched")
        self.assertIn(self.bank.display_name, receipt.qbo_message)
        row = self.env["quickbooks.mapping"].search(
            [("kind", "=", "Deposit"), ("res_id", "=", self.bank.id)]
        )
        row.reference_id = self.reference_named("Undeposited Funds")
        self.run_push()
        self.assertBinding(receipt, state="synced")

    def test_a_cancelled_receipt_is_voided_and_comes_back_when_posted(self):
        receipt = self.receipt()
        payment = self.register(receipt)
        self.run_push()
        theirs = self.assertQboHas("SalesReceipt", DocNumber=receipt.name)
        receipt.line_ids.remove_move_reconcile()
        receipt.button_draft()
        receipt.button_cancel()
        self.run_push()
        self.assertEqual(self.qbo.read("SalesReceipt", theirs["Id"])["TotalAmt"], 0)
        receipt.button_draft()
        receipt.action_post()
        lines = (receipt + payment.move_id).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines.reconcile()
        self.run_push()
        self.assertBinding(receipt, state="synced")
        self.assertEqual(self.qbo.read("SalesReceipt", theirs["Id"])["TotalAmt"], 40)


@tagged("post_install", "-at_install")
class TestRefundReceipt(OnlineCase):
    def sold(self):
        receipt = self.create_invoice(
            lines=[(self.product_a, 2, 50.0, True)], move_type="out_receipt"
        )
        self.register(receipt)
        self.run_push()
        return receipt

    def credit(self, move, quantity=None):
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "date": "2026-11-05"})
        )
        wizard.refund_moves()
        credit = wizard.new_move_ids
        if quantity:
            credit.invoice_line_ids.quantity = quantity
        credit.action_post()
        return credit

    def test_money_given_back_over_a_receipt_is_a_refund_receipt(self):
        receipt = self.sold()
        credit = self.credit(receipt, quantity=1)
        self.run_push()
        self.assertFalse(self.binding(credit))
        self.assertIn(receipt.name, credit.qbo_message)
        payment = self.register(credit)
        self.run_push()
        self.assertBinding(credit, entity="RefundReceipt", state="synced")
        theirs = self.assertQboHas("RefundReceipt", DocNumber=credit.name)
        self.assertEqual(theirs["TotalAmt"], credit.amount_total)
        self.assertTrue(theirs["DepositToAccountRef"]["value"])
        self.assertTrue(payment._quickbooks_in_receipt(self.connection))
        self.assertFalse(self.qbo.all("CreditMemo"))

    def test_a_credit_over_a_receipt_that_is_used_otherwise_is_a_credit_memo(self):
        credit = self.credit(self.sold())
        invoice = self.create_invoice(lines=[(self.product_a, 3, 50.0, True)])
        lines = (credit + invoice).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines.reconcile()
        self.run_push()
        self.assertBinding(credit, entity="CreditMemo", state="synced")

    def test_a_cancelled_refund_is_deleted_and_comes_as_a_new_one(self):
        credit = self.credit(self.sold())
        payment = self.register(credit)
        self.run_push()
        theirs = self.assertQboHas("RefundReceipt", DocNumber=credit.name)
        credit.line_ids.remove_move_reconcile()
        credit.button_draft()
        credit.button_cancel()
        self.run_push()
        self.assertFalse(self.qbo.all("RefundReceipt"))
        credit.button_draft()
        credit.action_post()
        lines = (credit + payment.move_id).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines.reconcile()
        self.run_push()
        new = self.assertQboHas("RefundReceipt", DocNumber=credit.name)
        self.assertNotEqual(new["Id"], theirs["Id"])

    def test_a_sale_that_is_credited_before_its_money_came_is_an_invoice(self):
        order = self.order()
        self.pay_online(order, invoice=True)
        invoice = order.invoice_ids
        invoice.line_ids.remove_move_reconcile()
        credit = self.credit(invoice)
        # Odoo has reconciled both by itself.
        self.assertEqual(invoice.payment_state, "reversed")
        self.run_push()
        self.assertBinding(invoice, entity="Invoice", state="synced")
        self.assertBinding(credit, entity="CreditMemo", state="synced")

    def test_a_receipt_that_was_never_paid_goes_with_its_credit_note_nowhere(self):
        receipt = self.create_invoice(move_type="out_receipt")
        credit = self.credit(receipt)
        self.assertEqual(receipt.payment_state, "reversed")
        self.run_push()
        self.run_pull()
        self.assertFalse(self.binding(receipt) | self.binding(credit))

    def test_a_refund_over_an_order_paid_online(self):
        order = self.order()
        self.pay_online(order, invoice=True)
        credit = self.credit(order.invoice_ids)
        self.register(credit)
        self.run_push()
        self.assertBinding(credit, entity="RefundReceipt", state="synced")


@tagged("post_install", "-at_install")
class TestCreditMemo(OnlineCase):
    credit = TestRefundReceipt.credit

    def test_a_credit_note_is_a_credit_memo_of_the_same_total(self):
        invoice = self.create_invoice(lines=[(self.product_a, 3, 50.0, True)])
        credit = self.credit(invoice, quantity=1)
        self.run_push()
        self.assertBinding(invoice, entity="Invoice", state="synced")
        self.assertBinding(credit, entity="CreditMemo", state="synced")
        theirs = self.assertQboHas("CreditMemo", DocNumber=credit.name)
        self.assertEqual(theirs["TotalAmt"], credit.amount_total)
        self.assertEqual(theirs["TxnTaxDetail"]["TotalTax"], credit.amount_tax)
        self.assertEqual(theirs["Line"][0]["Amount"], 50)

    def test_cancelled_it_is_deleted_and_posted_again_it_is_a_new_one(self):
        credit = self.create_invoice(move_type="out_refund")
        self.run_push()
        first = self.assertQboHas("CreditMemo", DocNumber=credit.name)
        credit.button_draft()
        credit.button_cancel()
        self.run_push()
        self.assertFalse(self.qbo.all("CreditMemo"))
        self.assertEqual(credit.qbo_state, "not_synced")
        credit.button_draft()
        credit.action_post()
        self.run_push()
        self.assertBinding(credit, state="synced")
        again = self.assertQboHas("CreditMemo", DocNumber=credit.name)
        self.assertNotEqual(again["Id"], first["Id"])

    def test_an_edited_credit_note_is_updated(self):
        credit = self.create_invoice(move_type="out_refund")
        self.run_push()
        credit.button_draft()
        credit.invoice_line_ids.price_unit = 80.0
        credit.action_post()
        self.run_push()
        self.assertQboHas(
            "CreditMemo", DocNumber=credit.name, TotalAmt=credit.amount_total
        )

    def test_a_credit_that_quickbooks_applied_at_once_is_synced(self):
        self.qbo.load("Preferences", {"SalesFormsPrefs": {"AutoApplyCredit": True}})
        self.create_invoice()
        self.run_push()
        credit = self.create_invoice(move_type="out_refund")
        self.run_push()
        self.assertBinding(credit, state="synced")

    def test_a_credit_note_of_several_lines_and_sections(self):
        credit = self.create_invoice(
            move_type="out_refund",
            invoice_line_ids=[
                Command.create({"display_type": "line_section", "name": "Returned"}),
                Command.create(
                    {"product_id": self.product_a.id, "quantity": 2, "price_unit": 10}
                ),
                Command.create(
                    {"product_id": self.product_a.id, "quantity": -1, "price_unit": 5}
                ),
            ],
        )
        self.run_push()
        self.assertBinding(credit, state="synced")
        theirs = self.assertQboHas("CreditMemo", DocNumber=credit.name)
        self.assertEqual(theirs["Line"][0]["Description"], "Returned")
        self.assertEqual(theirs["TotalAmt"], credit.amount_total)
