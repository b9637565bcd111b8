"""P2, P3, P5, P7, P8, I5: contacts and products of both systems, over HTTP."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user, tagged

from .two_way_common import TwoWayCase


@tagged("post_install", "-at_install")
class TestContactsTwoWay(TwoWayCase):
    def test_a_new_customer_of_quickbooks_is_here_within_one_poll(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        self.assertEqual(partner.name, "Harbour Café")
        self.assertBinding(partner, state="synced", is_due=False)
        self.run_push()
        self.assertFalse(self.sent("Customer"), "nothing is echoed")

    def test_edits_of_both_sides_go_to_the_other_one(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        self.edited("Customer", obj, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertEqual(partner.phone, "555-0199")
        partner.email = "hello@harbour.example.com"
        self.run_push()
        after = self.assertQboHas("Customer", DisplayName="Harbour Café")
        self.assertEqual(
            after["PrimaryEmailAddr"], {"Address": "hello@harbour.example.com"}
        )
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0199"})
        self.poll()
        self.run_push()
        self.assertEqual(self.sent("Customer"), 1)

    def test_edits_of_different_fields_at_the_same_time_meet(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        partner.email = "hello@harbour.example.com"
        self.qbo.update(
            "Customer",
            {
                "Id": obj["Id"],
                "sparse": True,
                "PrimaryPhone": {"FreeFormNumber": "555-0199"},
            },
        )
        # The push comes before the poll: QuickBooks refuses the old version first.
        self.run_push()
        self.assertBinding(partner, state="synced")
        self.assertEqual(partner.phone, "555-0199")
        after = self.assertQboHas("Customer", DisplayName="Harbour Café")
        self.assertEqual(
            after["PrimaryEmailAddr"], {"Address": "hello@harbour.example.com"}
        )
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0199"})

    def test_edits_of_one_field_at_the_same_time_are_a_conflict(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        partner.phone = "555-0101"
        changed = {"PrimaryPhone": {"FreeFormNumber": "555-0199"}}
        self.qbo.update("Customer", {"Id": obj["Id"], "sparse": True} | changed)
        self.run_push()
        self.assertBinding(partner, state="conflict", cause="changed_both")
        self.assertEqual(partner.phone, "555-0101")
        self.assertQboHas("Customer", DisplayName="Harbour Café", **changed)

    def test_a_conflict_that_the_poll_finds_is_shown_and_ends_when_both_agree(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        partner.write({"phone": "555-0101", "street": "1 Main St"})
        changed = {"PrimaryPhone": {"FreeFormNumber": "555-0199"}}
        self.qbo.update("Customer", {"Id": obj["Id"], "sparse": True} | changed)
        self.run_pull()
        binding = self.assertBinding(partner, state="conflict", is_due=False)
        self.assertEqual(binding.cause_args["fields"], ["PrimaryPhone"])
        self.assertIn("changed in Odoo and in QuickBooks", self._notes(partner))
        self.assertEqual(partner.phone, "555-0101")
        partner.phone = "555-0199"
        self.env["quickbooks.inbound"].sudo().search(
            []
        ).next_try = fields.Datetime.now()
        self.run_pull()
        self.run_push()
        self.assertBinding(partner, state="synced", cause=False)
        after = self.qbo.read("Customer", obj["Id"])
        self.assertEqual(after["BillAddr"]["Line1"], "1 Main St")

    def test_a_sub_customer_is_below_its_parent_whichever_changed_last(self):
        parent = self.qbo.create("Customer", {"DisplayName": "Harbour Group"})
        child = self.qbo.create(
            "Customer",
            {
                "DisplayName": "Pier 9",
                "Job": True,
                "ParentRef": {"value": parent["Id"]},
            },
        )
        self.qbo.update(
            "Customer", {"Id": parent["Id"], "sparse": True, "Notes": "The parent"}
        )
        self.poll()
        self.assertEqual(
            self.linked("Customer", child).parent_id, self.linked("Customer", parent)
        )

    def test_what_is_made_inactive_there_is_archived_here_and_only_so(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        self.edited("Customer", obj, Active=False)
        self.assertFalse(partner.active)
        self.assertEqual(partner.name, "Harbour Café")
        self.edited("Customer", obj, Active=True)
        self.assertTrue(partner.active)
        self.sent("Customer")
        partner.active = False
        self.run_push()
        self.assertFalse(self.sent("Customer"))
        self.assertQboHas("Customer", DisplayName="Harbour Café", Active=True)

    def _notes(self, record):
        return " ".join(str(message.body) for message in record.message_ids)

    def test_archiving_here_says_that_quickbooks_keeps_it(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        partner.action_archive()
        self.assertIn("It stays active in QuickBooks", self._notes(partner))
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        stranger.action_archive()
        self.assertNotIn("QuickBooks", self._notes(stranger))

    def test_the_chatter_says_why_a_contact_was_archived(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        self.edited("Customer", obj, Active=False)
        self.assertIn("made inactive in QuickBooks", self._notes(partner))
        self.assertNotIn("stays active", self._notes(partner))

    def test_a_document_brings_back_what_was_made_inactive_there(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        self.edited("Customer", obj, Active=False)
        partner.phone = "555-0101"
        self.run_push()
        self.assertIs(self.qbo.read("Customer", obj["Id"])["Active"], False)
        invoice = self.create_invoice(partner=partner)
        self.run_push()
        after = self.qbo.read("Customer", obj["Id"])
        self.assertIs(after["Active"], True)
        self.assertEqual(after["DisplayName"], "Harbour Café")
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0101"})
        self.assertTrue(partner.active)
        self.assertBinding(invoice, state="synced")
        self.assertBinding(partner, state="synced")
        self.poll()
        self.sent("Customer")
        partner.phone = "555-0102"
        self.run_push()
        self.assertEqual(self.sent("Customer"), 1)
        self.assertTrue(self.qbo.read("Customer", obj["Id"])["Active"])

    def test_a_document_sent_before_that_is_known_brings_it_back_in_the_same_run(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        product = self.env["product.product"].create({"name": "Shelf"})
        self.create_invoice(partner=partner, lines=[(product, 1, 10.0, True)])
        self.run_push()
        item = self.binding(product).qbo_id
        self.qbo.update("Item", {"Id": item, "sparse": True, "Active": False})
        other = self.changed("Customer", DisplayName="Quay Partners")
        quay = self.linked("Customer", other)
        partner.phone = "555-0101"
        self.qbo.update(
            "Customer", {"Id": other["Id"], "sparse": True, "Active": False}
        )
        invoice = self.create_invoice(partner=quay, lines=[(product, 1, 10.0, True)])
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertTrue(self.qbo.read("Customer", other["Id"])["Active"])
        self.assertTrue(self.qbo.read("Item", item)["Active"])
        self.assertEqual(
            self.qbo.read("Customer", other["Id"])["DisplayName"], "Quay Partners"
        )
        self.assertTrue(quay.active)
        self.assertNotIn("Archived", self._notes(quay))
        self.poll()
        self.assertTrue(quay.active)
        self.assertTrue(product.active)

    def test_an_edit_here_does_not_make_it_active_there(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        self.edited("Customer", obj, Active=False)
        partner.action_unarchive()
        partner.phone = "555-0101"
        self.run_push()
        after = self.qbo.read("Customer", obj["Id"])
        self.assertIs(after["Active"], False)
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0101"})

    def test_a_vendor_made_inactive_there_does_not_archive_the_customer(self):
        mail = {"Address": "info@acme.example.com"}
        customer = self.changed("Customer", DisplayName="Acme", PrimaryEmailAddr=mail)
        vendor = self.changed(
            "Vendor", DisplayName="Acme (Vendor)", PrimaryEmailAddr=mail
        )
        partner = self.linked("Customer", customer)
        self.edited("Vendor", vendor, Active=False)
        self.assertTrue(partner.active)
        self.assertIn("stays active here", self._notes(partner))
        partner.phone = "555-0101"
        self.run_push()
        self.assertIs(self.qbo.read("Vendor", vendor["Id"])["Active"], False)
        self.edited("Customer", customer, Active=False)
        self.assertFalse(partner.active)

    def test_a_contact_that_signs_in_is_not_archived_behind_its_back(self):
        obj = self.changed("Customer", DisplayName="Harbour Café")
        partner = self.linked("Customer", obj)
        new_test_user(self.env, "harbour", "base.group_portal", partner_id=partner.id)
        self.qbo.update("Customer", {"Id": obj["Id"], "sparse": True, "Active": False})
        self.run_pull()
        held = self.env["quickbooks.inbound"].sudo().search([])
        self.assertEqual(held.mapped("cause"), ["has_user"])
        self.assertTrue(partner.active)

    def test_an_inactive_stranger_is_left_where_it_is(self):
        obj = self.qbo.create("Customer", {"DisplayName": "Gone Ltd"})
        self.qbo.update("Customer", {"Id": obj["Id"], "sparse": True, "Active": False})
        self.poll()
        self.assertFalse(self.binding_model().search([("qbo_id", "=", obj["Id"])]))
        self.assertFalse(self.env["res.partner"].search([("name", "=like", "Gone%")]))

    # === NO DOUBLES === #

    def test_a_contact_that_is_here_already_is_linked_and_completed(self):
        partner = self.env["res.partner"].create(
            {"name": "Harbour Cafe Ltd", "email": "Hello@harbour.example.com"}
        )
        obj = self.changed(
            "Customer",
            DisplayName="Harbour Café",
            PrimaryEmailAddr={"Address": "hello@harbour.example.com"},
            PrimaryPhone={"FreeFormNumber": "555-0199"},
        )
        self.assertEqual(self.linked("Customer", obj), partner)
        self.assertEqual(partner.phone, "555-0199")
        self.assertEqual(partner.name, "Harbour Cafe Ltd")
        partner.street = "1 Main St"
        self.run_push()
        after = self.qbo.read("Customer", obj["Id"])
        self.assertEqual(after["DisplayName"], "Harbour Café")
        self.assertEqual(after["BillAddr"]["Line1"], "1 Main St")

    def test_of_several_that_it_might_be_a_person_chooses(self):
        self.env["res.partner"].create([{"name": "Ida Moreno"}] * 2)
        self.qbo.create("Customer", {"DisplayName": "Ida Moreno"})
        self.run_pull()
        held = self.env["quickbooks.inbound"].sudo().search([])
        self.assertEqual(held.mapped("cause"), ["ambiguous_here"])
        self.assertIn("Ida Moreno", held.message)

    # === BOTH ROLES === #

    def test_a_partner_that_is_both_has_one_counterpart_in_each_role(self):
        mail = {"Address": "info@acme.example.com"}
        customer = self.changed("Customer", DisplayName="Acme", PrimaryEmailAddr=mail)
        vendor = self.changed(
            "Vendor", DisplayName="Acme (Vendor)", PrimaryEmailAddr=mail
        )
        partner = self.linked("Customer", customer)
        self.assertEqual(self.linked("Vendor", vendor), partner)
        self.assertEqual(len(self.binding(partner)), 2)
        self.edited("Customer", customer, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertEqual(partner.phone, "555-0199")
        self.run_push()
        after = self.qbo.read("Vendor", vendor["Id"])
        self.assertEqual(after["PrimaryPhone"], {"FreeFormNumber": "555-0199"})
        self.assertEqual(after["DisplayName"], "Acme (Vendor)")
        self.assertEqual(set(self.binding(partner).mapped("state")), {"synced"})

    def test_a_vendor_is_edited_on_both_sides_and_its_tax_number_stays_hidden(self):
        vendor = self.changed(
            "Vendor",
            DisplayName="Granite Stationers",
            TaxIdentifier="12-3456789",
            AcctNum="7",
        )
        partner = self.linked("Vendor", vendor)
        self.assertRecordValues(partner, [{"ref": "7", "vat": False}])
        self.assertGreater(partner.supplier_rank, 0)
        partner.ref = "8"
        self.run_push()
        self.edited("Vendor", vendor, AcctNum="9")
        self.assertEqual(partner.ref, "9")
        after = self.qbo.read("Vendor", vendor["Id"])
        self.assertEqual(after["TaxIdentifier"], "XXXXXX6789")

    # === EXTENDING === #

    def test_an_add_on_of_five_lines_shares_one_field_more(self):
        entity = type(self.env["quickbooks.entity.customer"])
        original = entity._get_field_map

        def extended(model):
            return original(model) | {"barcode": "Fax.FreeFormNumber"}

        with patch.object(entity, "_get_field_map", extended):
            self.env.registry.clear_cache()
            self.addCleanup(self.env.registry.clear_cache)
            obj = self.changed(
                "Customer", DisplayName="Harbour", Fax={"FreeFormNumber": "F-1"}
            )
            partner = self.linked("Customer", obj)
            self.assertEqual(partner.barcode, "F-1")
            self.edited("Customer", obj, Fax={"FreeFormNumber": "F-2"})
            self.assertEqual(partner.barcode, "F-2")
            partner.barcode = "F-3"
            self.run_push()
            after = self.qbo.read("Customer", obj["Id"])
            self.assertEqual(after["Fax"], {"FreeFormNumber": "F-3"})


@tagged("post_install", "-at_install")
class TestProductsTwoWay(TwoWayCase):
    def setUp(self):
        super().setUp()
        self.income = next(
            {"value": obj["Id"]}
            for obj in self.qbo.all("Account")
            if obj["AccountType"] == "Income"
        )

    def _new(self, name, **values):
        values = {"Type": "Service", "IncomeAccountRef": self.income} | values
        return self.changed("Item", Name=name, **values)

    def test_items_and_their_categories_arrive_and_follow(self):
        category = self.qbo.create("Item", {"Name": "Wood", "Type": "Category"})
        obj = self._new(
            "Oak shelf",
            Sku="SH-1",
            UnitPrice=20,
            SubItem=True,
            ParentRef={"value": category["Id"]},
        )
        product = self.linked("Item", obj)
        self.assertRecordValues(
            product,
            [{"name": "Oak shelf", "default_code": "SH-1", "lst_price": 20}],
        )
        self.assertEqual(product.categ_id.name, "Wood")
        self.edited("Item", obj, UnitPrice=25)
        self.assertEqual(product.lst_price, 25)
        self.edited("Item", category, Name="Timber")
        self.assertEqual(product.categ_id.name, "Timber")
        self.run_push()
        self.assertFalse(self.sent("Item"), "nothing is echoed")
        product.lst_price = 30
        self.run_push()
        after = self.qbo.read("Item", obj["Id"])
        self.assertEqual(after["UnitPrice"], 30)
        self.assertEqual(after["ParentRef"]["value"], category["Id"])

    def test_a_product_that_is_here_already_is_linked_by_its_code(self):
        product = self.env["product.product"].create(
            {"name": "Shelf", "default_code": "SH-1"}
        )
        obj = self._new("Oak shelf", Sku="SH-1")
        self.assertEqual(self.linked("Item", obj), product)
        self.assertEqual(product.name, "Shelf")

    def test_one_name_with_two_codes_is_two_products(self):
        product = self.env["product.product"].create(
            {"name": "Shelf", "default_code": "OLD"}
        )
        obj = self._new("Shelf", Sku="SH-1")
        self.assertNotEqual(self.linked("Item", obj), product)

    def test_a_sale_there_moves_no_price_or_name_here(self):
        obj = self._new("Oak shelf", UnitPrice=20)
        product = self.linked("Item", obj)
        before = product.write_date
        self.connection.sudo().cdc_cursor = fields.Datetime.now() - timedelta(days=1)
        self.poll()
        self.assertEqual(product.write_date, before)

    def test_an_item_made_inactive_there_is_archived_here(self):
        obj = self._new("Oak shelf")
        product = self.linked("Item", obj)
        self.edited("Item", obj, Active=False)
        self.assertFalse(product.active)
        self.assertEqual(product.name, "Oak shelf")
