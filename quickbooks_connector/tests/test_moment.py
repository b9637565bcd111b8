"""S2, M9: when an invoice goes to QuickBooks, and which older ones do."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestMoment(QuickbooksCase):
    def send_when(self, moment):
        self.connection.send_moment = moment

    def order(self, quantity=2):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "product_uom_qty": quantity,
                            "price_unit": 50.0,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        self.product_a.invoice_policy = "delivery"
        order.action_confirm()
        return order

    def invoice_of(self, order, delivered):
        """Deliver ``delivered`` pieces in all and invoice what is open of them."""
        order.order_line.qty_delivered = delivered
        invoice = order._create_invoices()
        invoice.action_post()
        self.commit()
        return invoice

    def test_an_invoice_goes_when_it_is_sent_to_the_customer(self):
        self.send_when("sent")
        invoice = self.create_invoice()
        self.commit()
        self.assertFalse(self.binding(invoice))
        self.assertIn("has not been sent to the customer", invoice.qbo_message)
        invoice.is_move_sent = True
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertFalse(invoice.qbo_message)

    def test_invoices_go_once_the_order_is_fully_invoiced(self):
        self.send_when("invoiced")
        order = self.order(2)
        first = self.invoice_of(order, 1)
        self.assertFalse(self.binding(first))
        self.assertIn("not fully invoiced", first.qbo_message)
        second = self.invoice_of(order, 2)
        self.run_push()
        self.assertBinding(first, state="synced")
        self.assertBinding(second, state="synced")

    def test_an_order_that_shrinks_to_what_is_invoiced_lets_its_invoice_go(self):
        self.send_when("invoiced")
        order = self.order(2)
        invoice = self.invoice_of(order, 1)
        order.order_line.product_uom_qty = 1
        self.commit()
        self.assertFalse(self.binding(invoice))
        self.run_pull()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_moments_are_asked_for_only_where_something_has_no_link(self):
        def asked():
            with patch.object(type(bindings), "_insert_of", return_value=0) as asking:
                bindings._note_come(connection)
            return [call.args[1]._qbo_entity for call in asking.call_args_list]

        self.send_when("invoiced")
        self.create_invoice()
        self.run_push()
        connection = self.connection.sudo()._for_worker()
        bindings = connection.env["quickbooks.binding"]
        self.assertEqual(asked(), [])
        self.invoice_of(self.order(2), 1)
        self.assertEqual(asked(), ["Invoice"])

    def test_an_invoice_without_an_order_has_nothing_to_wait_for(self):
        self.send_when("invoiced")
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_by_hand_only_what_is_chosen_goes(self):
        self.send_when("hand")
        chosen, other = self.create_invoice(), self.create_invoice()
        chosen.action_quickbooks_sync()
        self.run_pull()
        self.run_push()
        self.assertBinding(chosen, state="synced")
        self.assertFalse(self.binding(other))
        self.assertIn("by hand", other.qbo_message)

    def test_what_was_sent_by_hand_follows_later_edits(self):
        self.send_when("hand")
        invoice = self.create_invoice()
        invoice.action_quickbooks_sync()
        self.run_push()
        invoice.ref = "PO 7"
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertIn("PO 7", theirs["PrivateNote"])

    def test_a_server_action_sends_whatever_the_moment(self):
        self.send_when("sent")
        invoice = self.create_invoice()
        action = self.env.ref(
            "quickbooks_connector.account_move_action_quickbooks_sync"
        )
        action.with_context(active_model="account.move", active_ids=invoice.ids).run()
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_a_changed_moment_sends_nothing_by_itself(self):
        self.send_when("hand")
        invoice = self.create_invoice()
        self.commit()
        self.send_when("posted")
        invoice.ref = "Edited"
        self.run_push()
        self.assertBinding(invoice, state="skipped", cause="not_approved")
        self.assertFalse(self.qbo.count("Invoice.create"))
        fresh = self.create_invoice()
        self.run_push()
        self.assertBinding(fresh, state="synced")


@tagged("post_install", "-at_install")
class TestStartDate(QuickbooksCase):
    def old_invoice(self):
        self.connection.start_date = "2026-11-01"
        return self.create_invoice(invoice_date="2026-10-15")

    def test_an_older_invoice_is_left_alone_and_says_so(self):
        invoice = self.old_invoice()
        self.run_push()
        self.assertFalse(self.binding(invoice))
        self.assertIn("11/01/2026", invoice.qbo_message)

    def test_older_invoices_go_by_hand_after_a_question_with_their_count(self):
        old, new = self.old_invoice(), self.create_invoice()
        action = (old + new).action_quickbooks_sync()
        self.assertEqual(action["res_model"], "quickbooks.send.older")
        question = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(question.older_count, 1)
        self.run_push()
        self.assertFalse(self.binding(old))
        self.assertBinding(new, state="synced")
        question.action_send()
        self.run_push()
        self.assertBinding(old, state="synced")

    def test_payments_of_an_older_invoice_sent_by_hand_come_too(self):
        old = self.old_invoice()
        action = old.action_quickbooks_sync()
        self.env[action["res_model"]].browse(action["res_id"]).action_send()
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=old.name)
        self.qbo.create(
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
        self.run_pull()
        self.assertEqual(old.payment_state, "paid")

    def test_a_start_date_moved_earlier_sends_nothing_by_itself(self):
        old = self.old_invoice()
        self.commit()
        self.connection.start_date = "2026-10-01"
        old.ref = "Edited"
        self.run_pull()
        self.run_push()
        self.assertBinding(old, state="skipped", cause="not_approved")
        self.assertFalse(self.qbo.count("Invoice.create"))

    def test_a_start_date_moved_later_changes_nothing_for_what_is_synced(self):
        invoice = self.create_invoice(invoice_date="2026-10-15")
        self.run_push()
        self.connection.start_date = "2026-11-01"
        invoice.ref = "PO 8"
        self.run_push()
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertIn("PO 8", theirs["PrivateNote"])

    def test_a_document_that_was_never_sent_can_be_left_out(self):
        invoice = self.create_invoice()
        self.connection.send_moment = "sent"
        other = self.create_invoice()
        (invoice + other).action_quickbooks_skip()
        other.is_move_sent = True
        self.run_push()
        self.assertBinding(other, state="skipped")

    def test_older_documents_are_sent_by_people_who_may_edit_them_only(self):
        old = self.old_invoice()
        action = old.action_quickbooks_sync()
        clerk = new_test_user(
            self.env, "qb.reader", "quickbooks_connector.quickbooks_group_user"
        )
        with self.assertRaises(AccessError):
            self.env["quickbooks.binding"].with_user(clerk)._send_older(
                old.with_user(clerk)
            )
        self.assertEqual(action["target"], "new")
