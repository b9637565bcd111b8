"""S20: one request for a review after a customer's first paid document."""

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .online_common import OnlineCase


@tagged("post_install", "-at_install")
class TestReviews(OnlineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.review_request = True
        cls.partner_a.write({"is_company": True, "email": "office@example.com"})

    def mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "account.move"), ("subject", "like", "How did we do")]
        )

    def requests(self):
        return self.env["quickbooks.review.request"].search([])

    def paid(self, **vals):
        invoice = self.create_invoice(**vals)
        self.register(invoice)
        return invoice

    def test_the_first_paid_invoice_asks_once_and_no_later_one(self):
        first = self.paid()
        self.assertFalse(self.mails())
        self.run_push()
        self.assertEqual(self.mails().res_id, first.id)
        self.assertEqual(self.mails().state, "outgoing")
        self.paid()
        self.run_push()
        self.assertEqual(len(self.mails()), 1)

    def test_people_of_one_company_are_one_customer(self):
        person = self.env["res.partner"].create(
            {
                "name": "Dana",
                "parent_id": self.partner_a.id,
                "email": "dana@example.com",
            }
        )
        self.paid(partner=person)
        self.paid()
        self.run_push()
        self.assertEqual(self.requests().partner_id, self.partner_a)
        self.assertEqual(len(self.mails()), 1)

    def test_a_receipt_asks_too(self):
        self.paid(move_type="out_receipt")
        self.run_push()
        self.assertEqual(len(self.mails()), 1)

    def test_a_payment_made_in_quickbooks_asks_too(self):
        invoice = self.create_invoice()
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
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
        self.assertEqual(invoice.payment_state, "paid")
        self.run_push()
        self.assertEqual(self.mails().res_id, invoice.id)

    def test_who_paid_before_the_option_was_turned_on_is_not_asked(self):
        self.connection.review_request = False
        self.paid()
        self.connection.review_request = True
        self.paid()
        self.run_push()
        self.assertFalse(self.requests())

    def test_nobody_is_asked_by_default_without_an_address_or_over_nothing(self):
        self.partner_a.email = False
        self.paid()
        self.partner_a.email = "office@example.com"
        self.create_invoice(partner=self.partner_b, lines=[(self.product_a, 1, 0, 0)])
        self.assertFalse(self.requests())
        fresh = self.env["quickbooks.connection"].new({})
        self.assertFalse(fresh.review_request)

    def test_the_company_writes_the_message_itself(self):
        template = self.connection.review_template_id
        self.assertEqual(
            template, self.env.ref("quickbooks_connector.mail_template_review")
        )
        template.body_html = "<p>Tell us, <t t-out='object.partner_id.name'/>.</p>"
        self.paid()
        self.run_push()
        self.assertIn("Tell us, partner_a.", self.mails().body_html)

    @mute_logger("odoo.addons.quickbooks_connector.models.quickbooks_review_request")
    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_a_message_that_can_not_be_made_stops_no_document(self):
        self.connection.review_template_id.subject = "{{ object.no_such_field }}"
        invoice = self.paid()
        self.run_push()
        self.assertEqual(self.requests().state, "failed")
        self.assertBinding(invoice, state="synced")

    def test_paying_many_at_once_asks_each_customer_once(self):
        other = self.env["res.partner"].create(
            {"name": "Other", "email": "other@example.com"}
        )
        moves = self.create_invoice() + self.create_invoice()
        moves += self.create_invoice(partner=other)
        self.register(moves)
        self.assertEqual(self.requests().partner_id, self.partner_a + other)

    def test_users_read_the_requests_of_their_companies_only(self):
        self.paid()
        other = self.env["res.company"].create({"name": "Other Ltd"})
        user = self.env["res.users"].create(
            {
                "name": "Clerk",
                "login": "qb.reviews",
                "company_id": other.id,
                "company_ids": [Command.set(other.ids)],
                "group_ids": [
                    Command.link(
                        self.env.ref("quickbooks_connector.quickbooks_group_user").id
                    )
                ],
            }
        )
        found = self.env["quickbooks.review.request"].with_user(user).search([])
        self.assertFalse(found)
