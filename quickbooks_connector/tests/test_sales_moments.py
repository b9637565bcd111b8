"""S1, S2, S11: every kind at every moment, however it was made."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from .online_common import OnlineCase


class SalesCase(OnlineCase):
    """A company that sells in all the ways that Odoo knows."""

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

    def assertInBooks(self, *moves, entity="Invoice"):
        """Check that ``moves`` are in QuickBooks with the same total."""
        self.run_push()
        for move in moves:
            self.assertBinding(move, entity=entity, state="synced")
            theirs = self.assertQboHas(entity, DocNumber=move.name)
            self.assertEqual(theirs["TotalAmt"], D(f"{move.amount_total:.2f}"))
        return theirs


@tagged("post_install", "-at_install")
class TestMomentsOfAllKinds(SalesCase):
    def test_a_credit_note_goes_when_it_is_sent_to_the_customer(self):
        self.connection.send_moment = "sent"
        credit = self.create_invoice(move_type="out_refund")
        self.run_push()
        self.assertFalse(self.binding(credit))
        credit.is_move_sent = True
        self.assertInBooks(credit, entity="CreditMemo")

    def test_a_receipt_goes_once_it_is_paid_and_sent(self):
        self.connection.send_moment = "sent"
        order = self.order()
        self.pay_online(order, invoice=True)
        receipt = order.invoice_ids
        self.run_push()
        self.assertFalse(self.binding(receipt))
        self.assertIn("not been sent", receipt.qbo_message)
        receipt.is_move_sent = True
        self.assertInBooks(receipt, entity="SalesReceipt")

    def test_a_credit_note_goes_with_the_invoice_it_credits(self):
        self.connection.send_moment = "invoiced"
        self.product_a.invoice_policy = "delivery"
        order = self.order((2, 50.0))
        self.product_a.invoice_policy = "delivery"
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        invoice.action_post()
        credit = self.credit(invoice)
        self.run_push()
        self.assertFalse(self.binding(credit))
        order.order_line.qty_delivered = 2
        rest = order._create_invoices()
        rest.action_post()
        self.run_push()
        self.run_pull()
        self.assertInBooks(invoice, rest)
        self.assertInBooks(credit, entity="CreditMemo")

    def test_a_refund_is_not_kept_back_by_its_order(self):
        self.connection.send_moment = "invoiced"
        order = self.order()
        self.pay_online(order, invoice=True)
        self.assertInBooks(order.invoice_ids, entity="SalesReceipt")
        credit = self.credit(order.invoice_ids)
        self.register(credit)
        self.assertInBooks(credit, entity="RefundReceipt")

    def test_by_hand_every_kind_waits_for_a_person(self):
        self.connection.write({"send_moment": "hand", "estimate_direction": "out"})
        order = self.order()
        order.action_quotation_sent()
        credit = self.create_invoice(move_type="out_refund")
        receipt = self.create_invoice(move_type="out_receipt")
        self.register(receipt)
        self.run_push()
        for record in (order, credit, receipt):
            self.assertFalse(self.binding(record))
        (credit + receipt).action_quickbooks_sync()
        order.action_quickbooks_sync()
        self.run_push()
        self.assertInBooks(credit, entity="CreditMemo")
        self.assertInBooks(receipt, entity="SalesReceipt")
        self.assertBinding(order, entity="Estimate", state="synced")


@tagged("post_install", "-at_install")
class TestWaysToInvoice(SalesCase):
    def confirmed(self, *lines, **vals):
        order = self.order(*lines, **vals)
        order.action_confirm()
        return order

    def invoiced(self, orders, **options):
        invoice = orders._create_invoices(**options)
        invoice.action_post()
        return invoice

    def test_a_server_action_that_invoices(self):
        order = self.confirmed()
        action = self.env["ir.actions.server"].create(
            {
                "name": "Invoice and post",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "state": "code",
                "code": "records._create_invoices().action_post()",
            }
        )
        action.with_context(active_model="sale.order", active_ids=order.ids).run()
        self.assertInBooks(order.invoice_ids)

    def test_a_scheduled_action_that_posts(self):
        draft = self.create_invoice(post=False)
        cron = self.env["ir.cron"].create(
            {
                "name": "Post drafts",
                "model_id": self.env["ir.model"]._get_id("account.move"),
                "state": "code",
                "code": f"model.browse({draft.id}).action_post()",
                "interval_type": "days",
            }
        )
        self._run(cron.sudo())
        self.assertInBooks(draft)

    def test_odoo_posts_what_was_dated_ahead(self):
        draft = self.create_invoice(post=False, auto_post="at_date")
        self._run(self.env.ref("account.ir_cron_auto_post_draft_entry").sudo())
        self.assertEqual(draft.state, "posted")
        self.assertInBooks(draft)

    def test_a_down_payment_and_the_rest(self):
        self.connection.fallback_item_id = self.product_b
        order = self.confirmed((4, 100.0))
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "percentage", "amount": 25})
        )
        wizard.create_invoices()
        deposit = order.invoice_ids
        deposit.action_post()
        self.assertInBooks(deposit)
        rest = self.invoiced(order, final=True)
        theirs = self.assertInBooks(rest)
        self.assertIn(D(-100), [line.get("Amount") for line in theirs["Line"]])

    def test_deliveries_invoiced_in_parts(self):
        order = self.confirmed((5, 20.0))
        self.product_a.invoice_policy = "delivery"
        invoices = self.env["account.move"]
        for delivered in (2, 5):
            order.order_line.qty_delivered = delivered
            invoices += self.invoiced(order)
        self.assertInBooks(*invoices)
        self.assertEqual(sum(invoices.mapped("amount_total")), order.amount_total)

    def test_several_orders_in_one_invoice(self):
        orders = self.confirmed() + self.confirmed((3, 7.0))
        invoice = self.invoiced(orders)
        theirs = self.assertInBooks(invoice)
        for order in orders:
            self.assertIn(order.name, theirs["PrivateNote"])

    def test_a_delivery_fee_is_a_line(self):
        fee = self.env["product.product"].create(
            {"name": "Delivery", "type": "service", "list_price": 9.5}
        )
        order = self.confirmed()
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": fee.id, "tax_ids": [Command.clear()]})
                ]
            }
        )
        fee.invoice_policy = "order"
        theirs = self.assertInBooks(self.invoiced(order))
        self.assertIn(D("9.5"), [line["Amount"] for line in theirs["Line"]])

    def test_a_credit_note_over_part_of_an_invoice(self):
        invoice = self.create_invoice(lines=[(self.product_a, 4, 25.0, True)])
        credit = self.credit(invoice, quantity=1)
        self.assertInBooks(invoice)
        theirs = self.assertInBooks(credit, entity="CreditMemo")
        self.assertEqual(theirs["Line"][0]["Amount"], 25)

    def test_a_fiscal_position_that_takes_the_tax_away(self):
        position = self.env["account.fiscal.position"].create({"name": "Exempt"})
        none = self.env["account.tax"].create(
            {
                "name": "Exempt",
                "amount": 0,
                "fiscal_position_ids": [Command.set(position.ids)],
                "original_tax_ids": [Command.set(self.tax_sale_a.ids)],
            }
        )
        invoice = self.create_invoice(post=False, fiscal_position_id=position.id)
        invoice.invoice_line_ids.tax_ids = position.map_tax(self.tax_sale_a)
        self.assertEqual(invoice.invoice_line_ids.tax_ids, none)
        invoice.action_post()
        theirs = self.assertInBooks(invoice)
        detail = theirs["Line"][0]["SalesItemLineDetail"]
        self.assertEqual(detail["TaxCodeRef"]["value"], "NON")

    def test_an_invoice_of_nothing(self):
        invoice = self.create_invoice(lines=[(self.product_a, 1, 0.0, False)])
        self.assertInBooks(invoice)

    def test_three_hundred_lines(self):
        lines = [(self.product_a, 1 + n % 7, 0.37 * n, n % 2) for n in range(300)]
        theirs = self.assertInBooks(self.create_invoice(lines=lines))
        sold = [line for line in theirs["Line"] if "SalesItemLineDetail" in line]
        self.assertEqual(len(sold), 300)

    def test_lines_below_zero(self):
        invoice = self.create_invoice(
            lines=[
                (self.product_a, 3, 50.0, True),
                (self.product_a, -1, 50.0, True),
                (self.product_a, 1, -12.34, False),
            ]
        )
        self.assertInBooks(invoice)


@tagged("post_install", "-at_install")
class TestCurrencies(SalesCase):
    qbo_options = {"multicurrency": True}

    def test_a_document_carries_its_own_rate(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        invoice = self.create_invoice(currency_id=euro.id, post=False)
        invoice.invoice_currency_rate = 0.5
        invoice.action_post()
        theirs = self.assertInBooks(invoice)
        self.assertEqual(theirs["CurrencyRef"]["value"], "EUR")
        self.assertEqual(theirs["ExchangeRate"], 2)
        self.assertEqual(
            theirs["HomeTotalAmt"], D(f"{abs(invoice.amount_total_signed):.2f}")
        )

    def test_receivables_follow_the_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        invoice = self.create_invoice(currency_id=euro.id)
        self.assertInBooks(invoice)
        accounts = [
            account["Name"]
            for account in self.qbo.all("Account")
            if account["AccountType"] == "Accounts Receivable"
            and account["CurrencyRef"]["value"] == "EUR"
        ]
        self.assertEqual(len(accounts), 1)
