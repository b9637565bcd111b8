"""M6: asked before a contact or product is created in QuickBooks."""

from odoo.tests import tagged

from .pairing_common import PairingCase


@tagged("post_install", "-at_install")
class TestAskBeforeCreate(PairingCase):
    def setUp(self):
        super().setUp()
        self.connection.ask_before_create = True
        products = self.env["product.product"].with_context(quickbooks_no_mark=True)
        self.product_a = products.create({"name": "Desk", "list_price": 100})
        self.known_product = self.qbo.create(
            "Item",
            {
                "Name": "Desk",
                "Type": "NonInventory",
                "IncomeAccountRef": {"value": self.connection.income_account_id.qbo_id},
            },
        )

    def invoice(self, contact):
        move = self.create_invoice(contact, [(self.product_a, 1, 100.0, True)])
        self.run_push()
        return move

    def test_by_default_a_contact_is_created_without_asking(self):
        self.connection.ask_before_create = False
        move = self.invoice(self.contact("Ready Mat"))
        self.assertBinding(move, state="synced")
        self.assertFalse(self.rows())

    def test_a_document_waits_for_its_contact_and_says_for_what(self):
        contact = self.contact("Ready Mat")
        move = self.invoice(contact)
        self.assertBinding(contact, cause="ask_create", state="failed")
        binding = self.assertBinding(move, cause="needs_choice", state="failed")
        self.assertIn("Ready Mat", binding.message)
        self.assertQboHas("Customer", 0, DisplayName="Ready Mat")
        row = self.row(contact)
        self.assertEqual((row.decision, row.state), ("ask", "open"))

    def test_its_button_opens_the_matching_of_its_own_contact(self):
        contact, other = self.contact("Ready Mat"), self.contact("Gemini")
        move = self.invoice(contact)
        self.invoice(other)
        self.assertTrue(move.qbo_needs_choice)
        action = move.action_quickbooks_choose()
        rows = self.env["quickbooks.pairing"].search(action["domain"])
        self.assertEqual(rows, self.row(contact))
        self.assertEqual(contact.action_quickbooks_choose()["domain"], action["domain"])

    def test_created_after_all_the_document_goes_on_by_itself(self):
        contact = self.contact("Ready Mat")
        move = self.invoice(contact)
        self.row(contact).action_create_qbo()
        self.apply(self.row(contact))
        self.assertBinding(move, cause="waits_for", state="pending")
        self.run_push()
        self.assertBinding(contact, state="synced")
        self.assertBinding(move, state="synced")
        self.assertQboHas("Customer", DisplayName="Ready Mat")

    def test_linked_by_hand_the_document_goes_on_by_itself(self):
        theirs = self.customer("RM Furniture")
        contact = self.contact("Ready Mat")
        move = self.invoice(contact)
        self.read_all()
        self.row(contact).counterpart_id = self.counterpart("RM Furniture")
        push = [("cron_id", "=", self.connection.sudo().push_cron_id.id)]
        triggers = self.env["ir.cron.trigger"].sudo()
        triggers.search(push).unlink()
        self.apply(self.row(contact))
        self.assertTrue(triggers.search(push), "nobody has to wait for the next run")
        self.run_push()
        self.assertBinding(contact, qbo_id=theirs["Id"])
        self.assertBinding(move, state="synced")
        self.assertQboHas("Invoice", CustomerRef__value=theirs["Id"])

    def test_left_out_the_document_says_that_its_contact_is(self):
        contact = self.contact("Ready Mat")
        move = self.invoice(contact)
        self.row(contact).action_leave_out()
        self.apply(self.row(contact))
        self.assertBinding(contact, state="skipped")
        self.assertBinding(move, cause="needs")

    def test_what_is_there_without_doubt_is_used_without_asking(self):
        theirs = self.customer("Ready Mat")
        contact = self.contact("Ready Mat")
        move = self.invoice(contact)
        self.assertBinding(contact, qbo_id=theirs["Id"])
        self.assertBinding(move, state="synced")

    def test_a_product_is_asked_about_too(self):
        self.customer("Ready Mat")
        product = self.env["product.product"].create({"name": "Lamp"})
        move = self.create_invoice(
            self.contact("Ready Mat"), [(product, 1, 10.0, True)]
        )
        self.run_push()
        self.assertEqual(self.row(product).decision, "ask")
        self.row(product).action_create_qbo()
        self.apply(self.row(product))
        self.run_push()
        self.assertBinding(move, state="synced")

    def test_turned_off_nobody_is_asked_any_more(self):
        move = self.invoice(self.contact("Ready Mat"))
        self.connection.ask_before_create = False
        self.run_push()
        self.assertBinding(move, state="synced")


@tagged("post_install", "-at_install")
class TestAmbiguous(PairingCase):
    def setUp(self):
        super().setUp()
        self.customer("Open Wood East", "info@openwood.example.com")
        self.west = self.customer("Open Wood West", "info@openwood.example.com")
        self.wood = self.contact("Open Wood", email="info@openwood.example.com")
        self.move = self.create_invoice(self.wood)
        self.run_push()

    def test_the_candidates_are_listed_for_a_person(self):
        self.assertBinding(self.wood, cause="ambiguous")
        self.assertBinding(self.move, cause="needs_choice")
        row = self.row(self.wood)
        names = set(row.candidate_ids.mapped("name"))
        self.assertEqual(names, {"Open Wood East", "Open Wood West"})

    def test_a_candidate_chosen_in_the_comparison_mends_it(self):
        row = self.row(self.wood)
        candidate = row.candidate_ids.filtered(lambda one: one.name[-4:] == "West")
        candidate.with_context(pairing_id=row.id).action_choose()
        self.assertEqual(row.decision, "link")
        self.apply(row)
        self.run_push()
        self.assertBinding(self.wood, qbo_id=self.west["Id"])
        self.assertBinding(self.move, state="synced")

    def test_neither_of_them_is_created_as_a_third(self):
        row = self.row(self.wood)
        row.action_create_qbo()
        self.apply(row)
        self.run_push()
        self.assertBinding(self.move, state="synced")
        self.assertQboHas("Customer", DisplayName="Open Wood")

    def test_a_name_that_is_taken_gets_an_addition(self):
        self.customer("Open Wood")
        row = self.row(self.wood)
        row.action_create_qbo()
        self.apply(row)
        self.run_push()
        self.assertBinding(self.move, state="synced")
        self.assertQboHas("Customer", DisplayName="Open Wood (Customer)")
