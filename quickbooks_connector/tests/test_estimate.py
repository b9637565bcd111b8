"""S15, S18: quotations as estimates, and what an order shows of QuickBooks."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import new_test_user, tagged

from .online_common import OnlineCase


@tagged("post_install", "-at_install")
class TestEstimate(OnlineCase):
    def setUp(self):
        super().setUp()
        self.connection.estimate_direction = "out"

    def sent(self, *lines, **vals):
        order = self.order(*lines, **vals)
        order.action_quotation_sent()
        return order

    def invoice_of(self, order):
        if order.state != "sale":
            order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def estimate(self, order):
        return self.assertQboHas("Estimate", DocNumber=order.name)

    def test_quotations_stay_here_by_default(self):
        fresh = self.env["quickbooks.connection"].new({})
        self.assertEqual(fresh.estimate_direction, "off")
        self.connection.estimate_direction = "off"
        order = self.sent()
        self.run_push()
        self.assertFalse(self.binding(order))

    def test_a_quotation_that_was_sent_is_a_pending_estimate(self):
        order = self.sent((2, 50.0), (1, 20.0), validity_date="2026-12-31")
        order.order_line[0].tax_ids = self.tax_sale_a
        order.order_line[1].discount = 10
        self.run_push()
        self.assertBinding(order, entity="Estimate", state="synced")
        theirs = self.estimate(order)
        self.assertEqual(theirs["TotalAmt"], D(f"{order.amount_total:.2f}"))
        self.assertEqual(theirs["TxnStatus"], "Pending")
        self.assertEqual(theirs["ExpirationDate"], "2026-12-31")

    def test_a_draft_is_nobodys_business(self):
        order = self.order()
        self.run_push()
        self.assertFalse(self.binding(order))

    def test_confirmed_it_is_accepted_and_cancelled_rejected(self):
        order = self.sent()
        self.run_push()
        order.action_confirm()
        self.run_push()
        self.assertEqual(self.estimate(order)["TxnStatus"], "Accepted")
        order._action_cancel()
        self.run_push()
        self.assertEqual(self.estimate(order)["TxnStatus"], "Rejected")

    def test_an_edited_line_is_updated(self):
        order = self.sent()
        self.run_push()
        order.order_line.price_unit = 80.0
        self.run_push()
        self.assertEqual(self.estimate(order)["TotalAmt"], 80)

    def test_its_invoice_is_linked_and_closes_it(self):
        order = self.sent()
        self.run_push()
        invoice = self.invoice_of(order)
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        estimate = self.estimate(order)
        link = {"TxnId": estimate["Id"], "TxnType": "Estimate"}
        self.assertIn(link, theirs["LinkedTxn"])
        self.assertEqual(estimate["TxnStatus"], "Closed")
        self.assertBinding(invoice, state="synced")
        order.client_order_ref = "PO 14"
        self.run_push()
        self.assertEqual(self.estimate(order)["TxnStatus"], "Closed")

    def test_several_orders_in_one_invoice_are_all_linked(self):
        orders = self.sent() + self.sent((1, 30.0))
        orders.action_confirm()
        self.run_push()
        invoice = orders._create_invoices()
        invoice.action_post()
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(len(theirs["LinkedTxn"]), 2)

    def test_paid_at_the_moment_of_sale_it_is_closed_too(self):
        order = self.sent()
        self.run_push()
        self.pay_online(order, invoice=True)
        self.run_push()
        self.assertBinding(order.invoice_ids, entity="SalesReceipt", state="synced")
        self.assertEqual(self.estimate(order)["TxnStatus"], "Closed")

    def test_an_estimate_that_is_refused_does_not_hold_its_invoice(self):
        order = self.sent()
        self.qbo.create(
            "Estimate",
            {
                "DocNumber": order.name,
                "CustomerRef": {
                    "value": self.qbo.create("Customer", {"DisplayName": "Other"})["Id"]
                },
                "Line": [
                    {"DetailType": "DescriptionOnly", "Description": "Something"},
                ],
            },
        )
        self.run_push()
        self.assertBinding(order, state="failed", cause="number_taken")
        invoice = self.invoice_of(order)
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_the_order_shows_its_documents_and_its_customer_with_its_company(self):
        self.partner_a.is_company = True
        person = self.env["res.partner"].create(
            {"name": "Dana", "parent_id": self.partner_a.id}
        )
        order = self.sent(partner_id=person.id, partner_invoice_id=person.id)
        invoice = self.invoice_of(order)
        self.run_push()
        order.invalidate_recordset()
        shown = order.qbo_document_ids
        self.assertEqual(
            sorted(shown.mapped("kind")),
            ["customer", "customer", "estimate", "invoice"],
        )
        by_kind = {binding.kind: binding for binding in shown}
        self.assertEqual(by_kind["invoice"].number_there, invoice.name)
        self.assertIn("txnId=", by_kind["invoice"].url)
        self.assertEqual(
            set(shown.mapped("record_name")),
            {
                order.display_name,
                invoice.display_name,
                person.display_name,
                self.partner_a.display_name,
            },
        )
        self.assertEqual(order.qbo_state, "synced")

    def test_the_orders_page_is_for_users_of_quickbooks(self):
        order = self.sent()
        self.run_push()
        clerk = new_test_user(
            self.env,
            "qb.orders",
            "quickbooks_connector.quickbooks_group_user,sales_team.group_sale_manager",
        )
        views = self.env["sale.order"].with_user(clerk).get_views([(False, "form")])
        self.assertIn("qbo_document_ids", views["views"]["form"]["arch"])
        self.assertTrue(order.with_user(clerk).qbo_document_ids)
        outsider = new_test_user(
            self.env, "no.quickbooks", "sales_team.group_sale_manager"
        )
        views = self.env["sale.order"].with_user(outsider).get_views([(False, "form")])
        self.assertNotIn("qbo_document_ids", views["views"]["form"]["arch"])

    def test_leaving_an_order_out_leaves_its_invoice_out(self):
        order = self.order()
        order.action_confirm()
        invoice = self.invoice_of(order)
        order.action_quickbooks_skip()
        self.run_push()
        self.assertBinding(order, state="skipped")
        self.assertBinding(invoice, state="skipped")


@tagged("post_install", "-at_install")
class TestEstimateUk(OnlineCase):
    country_code = "GB"
    qbo_seed = "uk"

    def test_each_rate_is_said_with_odoos_figures(self):
        self.connection.estimate_direction = "out"
        tax = self.percent_tax(20)
        code = self.env["quickbooks.reference"].search(
            [("kind", "=", "TaxCode"), ("name", "=", "20.0% S")]
        )
        self.env["quickbooks.mapping"].sudo().create(
            {
                "connection_id": self.connection.id,
                "kind": "TaxCode",
                "res_model": "account.tax",
                "res_id": tax.id,
                "reference_id": code.id,
                "state": "done",
            }
        )
        order = self.order((3, 33.33), (1, 0.07))
        order.order_line.tax_ids = [Command.set(tax.ids)]
        order.action_quotation_sent()
        self.run_push()
        self.assertBinding(order, state="synced")
        theirs = self.assertQboHas("Estimate", DocNumber=order.name)
        self.assertEqual(theirs["TotalAmt"], D(f"{order.amount_total:.2f}"))
