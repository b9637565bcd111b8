"""P10: what becomes one, in QuickBooks or in Odoo, goes on as one; over HTTP."""

from odoo import Command
from odoo.tests import tagged

from .two_way_common import TwoWayCase


@tagged("post_install", "-at_install")
class MergeCase(TwoWayCase):
    def setUp(self):
        super().setUp()
        self.acme = self.contact("Acme")
        self.zeta = self.contact("Zeta Parts")

    def contact(self, name, **vals):
        return self.env["res.partner"].create(
            {"name": name, "is_company": True, **vals}
        )

    def sent(self, *partners):
        """Send an invoice for each of ``partners``; return these."""
        invoices = [self.create_invoice(partner=partner) for partner in partners]
        self.run_push()
        for invoice in invoices:
            self.assertBinding(invoice, state="synced")
        return invoices

    def id_of(self, record, entity="Customer"):
        return self.binding(record, entity)._lead().qbo_id

    def named(self, invoice):
        """Return the id of the customer that ``invoice`` names in QuickBooks."""
        obj = self.qbo.read("Invoice", self.binding(invoice).qbo_id)
        return obj["CustomerRef"]["value"]

    def notice(self, entity, loser, survivor):
        """Let QuickBooks tell of a merge, as its webhook does."""
        self.connection.sudo()._keep_notice([(entity, survivor, "merge", loser)])

    def notes(self, record):
        return " ".join(str(message.body) for message in record.message_ids)

    def edit(self, invoice):
        """Edit ``invoice`` here and send it."""
        invoice.ref = f"{invoice.ref or ''} again"
        self.run_push()
        self.assertBinding(invoice, state="synced")


@tagged("post_install", "-at_install")
class TestMergedThere(MergeCase):
    def test_a_merge_into_a_stranger_is_followed_by_the_notice(self):
        [invoice] = self.sent(self.acme)
        other = self.qbo.create("Customer", {"DisplayName": "Acme Holding"})
        lost = self.id_of(self.acme)
        self.qbo.merge("Customer", lost, other["Id"])
        self.notice("Customer", lost, other["Id"])
        self.poll()
        self.assertEqual(self.id_of(self.acme), other["Id"])
        self.assertBinding(self.acme, "Customer", state="synced")
        self.assertIn("Merged in QuickBooks", self.notes(self.acme))
        self.assertFalse(
            self.env["res.partner"].search([("name", "=", "Acme Holding")])
        )
        self.edit(invoice)
        self.assertEqual(self.named(invoice), other["Id"])
        [later] = self.sent(self.acme)
        self.assertEqual(self.named(later), other["Id"])

    def test_without_a_notice_its_documents_tell_who_survived(self):
        [invoice] = self.sent(self.acme)
        other = self.qbo.create("Customer", {"DisplayName": "Acme Holding"})
        self.qbo.merge("Customer", self.id_of(self.acme), other["Id"])
        self.poll()
        self.assertEqual(self.id_of(self.acme), other["Id"])
        self.edit(invoice)
        self.assertEqual(self.named(invoice), other["Id"])

    def test_when_both_are_contacts_here_documents_of_both_go_to_the_survivor(self):
        first, second = self.sent(self.acme, self.zeta)
        kept = self.id_of(self.zeta)
        self.qbo.merge("Customer", self.id_of(self.acme), kept)
        self.poll()
        self.assertEqual(self.id_of(self.acme), kept)
        self.assertBinding(self.acme, "Customer", state="synced", is_due=False)
        for partner in (self.acme, self.zeta):
            self.assertIn("were merged in QuickBooks", self.notes(partner))
        self.edit(first)
        later, own = self.sent(self.acme, self.zeta)
        for invoice in (first, second, later, own):
            self.assertEqual(self.named(invoice), kept)
        self.assertEqual(self.linked("Customer", {"Id": kept}), self.zeta)

    def test_what_stands_behind_another_is_never_sent(self):
        self.sent(self.acme, self.zeta)
        self.qbo.merge("Customer", self.id_of(self.acme), self.id_of(self.zeta))
        self.poll()
        self.qbo.clear_journal()
        self.acme.phone = "555-0101"
        self.acme.action_quickbooks_sync()
        self.run_push()
        self.assertEqual(self.qbo.count("Customer.update"), 0)
        self.assertBinding(self.acme, "Customer", state="synced")

    def test_documents_are_not_changed_by_the_merge(self):
        first, _second = self.sent(self.acme, self.zeta)
        self.qbo.merge("Customer", self.id_of(self.acme), self.id_of(self.zeta))
        self.poll()
        self.qbo.clear_journal()
        self.run_push()
        self.poll()
        self.assertEqual(self.qbo.count("Invoice.update"), 0)
        self.assertEqual(first.partner_id, self.acme)
        self.assertBinding(first, state="synced")

    def test_merges_of_merged_ones_are_followed(self):
        omega = self.contact("Omega")
        first, _second, _third = self.sent(self.acme, self.zeta, omega)
        self.qbo.merge("Customer", self.id_of(self.acme), self.id_of(self.zeta))
        self.poll()
        self.qbo.merge("Customer", self.id_of(self.zeta), self.id_of(omega))
        self.poll()
        for partner in (self.acme, self.zeta):
            self.assertEqual(self.id_of(partner), self.id_of(omega))
        self.edit(first)
        self.assertEqual(self.named(first), self.id_of(omega))

    def test_a_document_sent_before_the_merge_is_known_goes_to_the_survivor(self):
        self.sent(self.acme, self.zeta)
        kept = self.id_of(self.zeta)
        self.qbo.merge("Customer", self.id_of(self.acme), kept)
        invoice = self.create_invoice(partner=self.acme)
        self.run_push()
        self.assertBinding(invoice, state="pending", cause="waits_for")
        self.poll()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertEqual(self.named(invoice), kept)

    def test_an_edit_sent_before_the_merge_is_known_reaches_the_survivor(self):
        self.sent(self.acme)
        other = self.qbo.create("Customer", {"DisplayName": "Acme Holding"})
        self.qbo.merge("Customer", self.id_of(self.acme), other["Id"])
        self.acme.phone = "555-0101"
        self.run_push()
        self.poll()
        self.run_push()
        self.assertBinding(self.acme, "Customer", state="synced")
        after = self.qbo.read("Customer", other["Id"])
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0101"})

    def test_people_of_the_lost_one_stay_what_they_are(self):
        ida = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.acme.id}
        )
        self.sent(ida, self.zeta)
        kept = self.id_of(self.zeta)
        self.qbo.merge("Customer", self.id_of(self.acme), kept)
        self.poll()
        ida.phone = "555-0101"
        self.run_push()
        self.assertBinding(ida, "Customer", state="synced")
        after = self.qbo.read("Customer", self.id_of(ida))
        self.assertEqual(after["ParentRef"]["value"], kept)
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0101"})

    def test_one_that_is_gone_without_a_trace_is_not_created_again(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        other = self.qbo.create("Customer", {"DisplayName": "Quay Partners"})
        self.qbo.merge("Customer", obj["Id"], other["Id"])
        self.run_pull()
        binding = self.assertBinding(partner, state="failed", cause="gone_there")
        self.assertIn("under Matching", binding.message)
        invoice = self.create_invoice(partner=partner)
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="needs_choice")
        partner.phone = "555-0101"
        self.run_push()
        self.assertQboHas("Customer", 0, DisplayName="Harbour Café")
        self.notice("Customer", obj["Id"], other["Id"])
        self.poll()
        self.run_push()
        self.assertEqual(self.id_of(partner), other["Id"])
        self.assertBinding(invoice, state="synced")

    def test_products_are_followed_too(self):
        shelf = self.env["product.product"].create({"name": "Shelf"})
        board = self.env["product.product"].create({"name": "Board"})
        invoice = self.create_invoice(
            lines=[(shelf, 1, 10.0, True), (self.product_a, 1, 5.0, True)]
        )
        self.create_invoice(lines=[(board, 1, 10.0, True)])
        self.run_push()
        kept = self.id_of(board, "Item")
        self.qbo.merge("Item", self.id_of(shelf, "Item"), kept)
        self.poll()
        self.assertEqual(self.id_of(shelf, "Item"), kept)
        self.edit(invoice)
        obj = self.qbo.read("Invoice", self.binding(invoice).qbo_id)
        self.assertEqual(
            obj["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"], kept
        )

    def test_vendors_and_their_bills_are_followed_too(self):
        self.connection.expense_account_id = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("account_type", "=", "Expense"),
            ],
            limit=1,
        )
        bills = self.env["account.move"].create(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.product_a.id,
                                "price_unit": 10,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                for partner in (self.acme, self.zeta)
            ]
        )
        bills.action_post()
        self.run_push()
        self.assertBinding(bills[0], state="synced")
        kept = self.id_of(self.zeta, "Vendor")
        self.qbo.merge("Vendor", self.id_of(self.acme, "Vendor"), kept)
        self.poll()
        self.assertEqual(self.id_of(self.acme, "Vendor"), kept)
        bills[0].ref = "again"
        self.run_push()
        self.assertBinding(bills[0], state="synced")
        bill = self.qbo.read("Bill", self.binding(bills[0]).qbo_id)
        self.assertEqual(bill["VendorRef"]["value"], kept)
        self.assertEqual(bills[0].partner_id, self.acme)

    def test_an_address_given_up_by_a_deleted_contact_is_free_again(self):
        obj = self.changed(
            "Customer",
            DisplayName="Harbour Café",
            PrimaryEmailAddr={"Address": "hi@harbour.example.com"},
        )
        self.linked("Customer", obj).unlink()
        again = self.contact("Harbour", email="hi@harbour.example.com")
        self.sent(again)
        self.assertEqual(self.id_of(again), obj["Id"])


@tagged("post_install", "-at_install")
class TestMergedHere(MergeCase):
    def merge(self, target, *sources):
        partners = target.union(*sources)
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, target)
        self.assertFalse(any(source.exists() for source in sources))

    def test_the_counterpart_follows_to_the_contact_that_is_left(self):
        [invoice] = self.sent(self.acme)
        there = self.id_of(self.acme)
        self.merge(self.zeta, self.acme)
        self.assertEqual(self.id_of(self.zeta), there)
        self.assertEqual(invoice.partner_id, self.zeta)
        self.run_push()
        self.assertQboHas("Customer", DisplayName="Zeta Parts", Id=there)

    def test_two_counterparts_are_kept_and_new_documents_name_one(self):
        self.sent(self.acme, self.zeta)
        lost, kept = self.id_of(self.acme), self.id_of(self.zeta)
        self.merge(self.zeta, self.acme)
        self.run_push()
        [later] = self.sent(self.zeta)
        self.assertEqual(self.named(later), kept)
        self.assertIn("still two in QuickBooks", self.notes(self.zeta))
        self.assertEqual(self.linked("Customer", {"Id": lost}), self.zeta)
        # What happens to the other one there changes nothing here.
        self.edited("Customer", {"Id": lost}, Notes="old")
        self.assertFalse(self.zeta.comment)

    def test_merged_there_as_well_one_link_is_left(self):
        first, _second = self.sent(self.acme, self.zeta)
        lost, kept = self.id_of(self.acme), self.id_of(self.zeta)
        self.merge(self.zeta, self.acme)
        self.qbo.merge("Customer", lost, kept)
        self.poll()
        self.assertBinding(self.zeta, "Customer", qbo_id=kept)
        self.edit(first)
        self.assertEqual(self.named(first), kept)

    def test_merged_there_first_the_contact_that_is_left_leads(self):
        first, second = self.sent(self.acme, self.zeta)
        kept = self.id_of(self.zeta)
        self.qbo.merge("Customer", self.id_of(self.acme), kept)
        self.poll()
        self.merge(self.acme, self.zeta)
        binding = self.assertBinding(self.acme, "Customer", qbo_id=kept)
        self.assertFalse(binding.survivor_id)
        for invoice in (first, second):
            self.edit(invoice)
            self.assertEqual(self.named(invoice), kept)

    def test_what_waited_for_one_of_them_goes_on(self):
        self.connection.ask_before_create = True
        invoice = self.create_invoice(partner=self.acme)
        self.run_push()
        self.assertBinding(invoice, cause="needs_choice")
        self.connection.ask_before_create = False
        self.merge(self.zeta, self.acme)
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertQboHas("Customer", DisplayName="Zeta Parts")
