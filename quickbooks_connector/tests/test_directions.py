from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestDirections(QuickbooksCase):
    """Which kinds are synced and which way: obeyed, and nothing lost by a change."""

    def close(self, **directions):
        self.connection.write(
            {f"{kind}_direction": way for kind, way in directions.items()}
        )

    def payment_for(self, invoice):
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        return self.qbo.create(
            "Payment",
            {
                "CustomerRef": theirs["CustomerRef"],
                "TotalAmt": theirs["TotalAmt"],
                "Line": [
                    {
                        "Amount": theirs["TotalAmt"],
                        "LinkedTxn": [{"TxnId": theirs["Id"], "TxnType": "Invoice"}],
                    }
                ],
            },
        )

    def test_by_default_everything_goes(self):
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.payment_for(invoice)
        self.run_pull()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_an_invoice_is_left_alone_while_invoices_are_off(self):
        self.close(invoice="off")
        invoice = self.create_invoice()
        self.run_push()
        self.assertFalse(self.binding(invoice))
        self.assertFalse(self.qbo.all("Invoice"))

    def test_what_waited_when_invoices_were_turned_off_goes_when_on_again(
        self,
    ):
        invoice = self.create_invoice()
        self.commit()
        self.close(invoice="off")
        self.run_push()
        self.assertBinding(invoice, state="pending", is_due=True)
        self.assertFalse(self.qbo.all("Invoice"))
        self.close(invoice="out")
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_an_edit_of_a_synced_invoice_waits_while_invoices_are_off(self):
        invoice = self.create_invoice()
        self.run_push()
        self.close(invoice="off")
        invoice.ref = "PO 77"
        self.run_push()
        self.assertBinding(invoice, state="modified")
        self.close(invoice="out")
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_by_hand_nothing_is_on_its_way_while_its_kind_is_off(self):
        invoice = self.create_invoice()
        self.run_push()
        self.close(invoice="off")
        action = invoice.action_quickbooks_sync()
        self.assertIn("Nothing to send", action["params"]["message"])

    def test_a_new_customer_that_is_not_sent_holds_its_invoice_and_says_why(self):
        self.close(customer="in")
        invoice = self.create_invoice()
        self.run_push()
        held = self.assertBinding(self.partner_a, state="failed", cause="kind_not_sent")
        self.assertIn("settings", held.message)
        self.assertBinding(invoice, state="failed", cause="needs")
        self.close(customer="both")
        self.run_push()
        self.assertBinding(self.partner_a, state="synced")
        self.assertBinding(invoice, state="synced")

    def test_a_customer_that_is_there_already_is_linked_though_none_are_sent(self):
        self.qbo.create("Customer", {"DisplayName": self.partner_a.name})
        self.close(customer="in")
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(self.partner_a, state="synced")
        self.assertBinding(invoice, state="synced")

    def test_an_edited_customer_waits_while_customers_only_come_in(self):
        invoice = self.create_invoice()
        self.run_push()
        self.close(customer="in")
        self.partner_a.phone = "+1 555 0100"
        self.run_push()
        self.assertBinding(self.partner_a, state="modified")
        self.assertBinding(invoice, state="synced")
        self.close(customer="both")
        self.run_push()
        self.assertBinding(self.partner_a, state="synced")

    def test_payments_stay_out_while_they_are_off_and_come_afterwards(self):
        invoice = self.create_invoice()
        self.run_push()
        self.close(payment="off")
        self.payment_for(invoice)
        self.run_pull()
        self.run_pull()
        self.assertEqual(invoice.payment_state, "not_paid")
        waiting = self.env["quickbooks.inbound"].search([("entity", "=", "Payment")])
        self.assertEqual(waiting.mapped("state"), ["pending"])
        self.assertFalse(waiting.payload, "its content is read when it is wanted")
        self.close(payment="in")
        self.run_pull()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertFalse(waiting.exists())

    def test_a_sent_invoice_follows_its_version_though_nothing_comes_in(self):
        invoice = self.create_invoice()
        self.run_push()
        before = self.binding(invoice).sync_token
        self.payment_for(invoice)
        self.run_pull()
        self.assertNotEqual(self.binding(invoice).sync_token, before)
