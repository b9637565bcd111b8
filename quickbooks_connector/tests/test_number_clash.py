"""S14: a number that another document has in QuickBooks."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import QuickbooksCase
from .test_dry_run import PlanCase


class NumberClashCase(QuickbooksCase):
    """A company in whose books somebody enters invoices by hand."""

    def setUp(self):
        super().setUp()
        self.create_invoice()
        self.run_push()
        self.customer = self.binding(self.partner_a, "Customer").qbo_id
        self.item = self.binding(self.product_a, "Item").qbo_id

    def theirs(self, number, amount=100, customer=None, date="2026-11-02"):
        """Enter an invoice of that number in QuickBooks."""
        return self.qbo.create(
            "Invoice",
            {
                "DocNumber": number,
                "TxnDate": date,
                "CustomerRef": {"value": customer or self.customer},
                "Line": [
                    {
                        "Amount": amount,
                        "DetailType": "SalesItemLineDetail",
                        "SalesItemLineDetail": {"ItemRef": {"value": self.item}},
                    }
                ],
            },
        )

    def clashing(self, **vals):
        """Return an invoice of 100 whose number is taken by one with ``vals``."""
        invoice = self.create_invoice(lines=[(self.product_a, 1, 100.0, False)])
        self.entered = self.theirs(invoice.name, **vals)
        self.run_push()
        return invoice

    def wizard(self, invoice, **vals):
        action = invoice._get_quickbooks_alert()["action"]
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        return wizard.create(vals)


@tagged("post_install", "-at_install")
class TestNumberClash(NumberClashCase):
    def test_one_that_is_the_same_is_linked_and_not_doubled(self):
        invoice = self.clashing()
        self.assertBinding(invoice, state="synced", qbo_id=self.entered["Id"])
        self.assertQboHas("Invoice", DocNumber=invoice.name)

    def test_the_number_alone_links_nothing(self):
        other = self.qbo.create("Customer", {"DisplayName": "Somebody else"})
        for different in (
            {"amount": 99},
            {"date": "2026-11-03"},
            {"customer": other["Id"]},
        ):
            with self.subTest(different=different):
                invoice = self.clashing(**different)
                self.assertBinding(invoice, state="failed", cause="number_taken")
                self.assertIn(invoice.name, invoice.qbo_message)
                self.assertQboHas("Invoice", DocNumber=invoice.name)

    def test_it_is_sent_under_another_number(self):
        invoice = self.clashing(amount=99)
        wizard = self.wizard(invoice, choice="number", number="SHOP-1")
        self.assertEqual(wizard.taken_number, invoice.name)
        self.assertIn("99", wizard.total_there)
        wizard.action_apply()
        self.run_push()
        self.assertBinding(invoice, state="synced", doc_number="SHOP-1")
        sent = self.assertQboHas("Invoice", DocNumber="SHOP-1")
        self.assertIn(invoice.name, sent["PrivateNote"])
        invoice.ref = "PO 13"
        self.run_push()
        self.assertQboHas("Invoice", DocNumber="SHOP-1", SyncToken="1")

    def test_it_is_linked_by_a_person_and_brought_up_to_date(self):
        invoice = self.clashing(amount=99)
        self.wizard(invoice, choice="link").action_apply()
        self.run_push()
        self.assertBinding(invoice, state="synced", qbo_id=self.entered["Id"])
        self.assertQboHas("Invoice", DocNumber=invoice.name, TotalAmt=100)

    def test_it_is_left_out(self):
        invoice = self.clashing(amount=99)
        self.wizard(invoice, choice="skip").action_apply()
        self.run_push()
        self.assertBinding(invoice, state="skipped")
        self.assertQboHas("Invoice", DocNumber=invoice.name, TotalAmt=99)

    def test_a_number_that_does_not_help_is_refused(self):
        invoice = self.clashing(amount=99)
        for number, said in (
            (False, "not taken"),
            (invoice.name, "not taken"),
            ("A-number/that-is-far-too-long", "21 characters"),
        ):
            with self.assertRaisesRegex(UserError, said):
                self.wizard(invoice, choice="number", number=number).action_apply()

    def test_what_is_linked_to_another_can_not_be_linked_twice(self):
        invoice = self.clashing(amount=99)
        other = self.create_invoice()
        self.run_push()
        self.binding(other).qbo_id = False
        self.binding(other).qbo_id = self.entered["Id"]
        with self.assertRaisesRegex(UserError, "linked to"):
            self.wizard(invoice, choice="link").action_apply()

    def test_who_may_not_edit_the_document_decides_nothing(self):
        invoice = self.clashing(amount=99)
        clerk = new_test_user(
            self.env,
            "qb.clash",
            "quickbooks_connector.quickbooks_group_user,account.group_account_readonly",
        )
        wizard = self.wizard(invoice, choice="skip")
        with self.assertRaises(AccessError):
            wizard.with_user(clerk).action_apply()

    def test_a_dry_run_says_which_would_be_linked_and_which_refused(self):
        entity = self.env["quickbooks.entity"]._get("Invoice")
        worker = self.connection._for_worker()
        same = self.create_invoice(lines=[(self.product_a, 1, 100.0, False)])
        taken = self.create_invoice(lines=[(self.product_a, 1, 100.0, False)])
        rows = [self.theirs(same.name), self.theirs(taken.name, amount=99)]
        moves = (same + taken).with_env(worker.env)
        told = entity.with_env(worker.env)._refusals(moves, {"number": rows}, worker)
        self.assertEqual(told[moves[0]]["Id"], rows[0]["Id"])
        self.assertEqual(told[moves[1]].cause, "number_taken")


@tagged("post_install", "-at_install")
class TestNumberClashBeforeLive(PlanCase):
    def test_what_is_linked_in_the_dry_run_is_linked_when_live(self):
        customer = self.qbo.create("Customer", {"DisplayName": self.partner_a.name})
        invoice = self.create_invoice(lines=[(self.product_a, 1, 100.0, False)])
        theirs = self.qbo.create(
            "Invoice",
            {
                "DocNumber": invoice.name,
                "TxnDate": "2026-11-02",
                "CustomerRef": {"value": customer["Id"]},
                "Line": [
                    {
                        "Amount": 100,
                        "DetailType": "SalesItemLineDetail",
                        "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
                    }
                ],
            },
        )
        plan = self.make_plan()
        line = self.assertLine(plan, invoice, operation="link", qbo_id=theirs["Id"])
        self.assertFalse(line.message)
        plan.action_approve()
        self.go_live()
        self.assertBinding(invoice, state="synced", qbo_id=theirs["Id"])
        self.assertQboHas("Invoice", DocNumber=invoice.name)
