"""Readiness: documents, names, and what runs in the background."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .readiness_common import ReadinessCase


@tagged("post_install", "-at_install")
class TestReadinessOfDocuments(ReadinessCase):
    def test_who_numbers_is_told(self):
        self.prefer(SalesFormsPrefs={"CustomTxnNumbers": False})
        self.assertFound("numbers", "look")
        self.prefer(SalesFormsPrefs={"CustomTxnNumbers": True})
        self.assertFound("numbers", "fine")

    def test_long_numbers_are_shown_as_they_will_be(self):
        move = self.invoice({}, post=False)
        move.name = "Warehouse-7/INV/2026/00003"
        move.action_post()
        row = self.assertFound("numbers_long", "look", 1)
        self.assertIn("Warehouse-7/INV/2026/00003 → arehouse7INV202600003", row.found)
        move.button_draft()
        self.assertFound("numbers_long", "fine")

    def test_discounts_without_discounts_in_quickbooks_are_told(self):
        self.invoice({"discount": 10})
        self.assertFound("discounts", "fine")
        self.prefer(SalesFormsPrefs={"AllowDiscount": False})
        self.assertFound("discounts", "look", 1)

    def test_totals_below_zero_are_told(self):
        self.assertFound("negative", "fine")
        move = self.invoice({"price_unit": -5}, post=False)
        # Odoo itself posts no such invoice; another add-on might.
        self.env.cr.execute(
            "UPDATE account_move SET state = 'posted' WHERE id = %s", [move.id]
        )
        move.invalidate_recordset()
        self.assertFound("negative", "look", 1)

    # === NAMES === #

    def sold_to(self, name, **vals):
        partner = self.env["res.partner"].create({"name": name, **vals})
        self.invoice({}, partner_id=partner.id)
        return partner

    def sold(self, name, **vals):
        product = self.env["product.product"].create({"name": name, **vals})
        self.invoice({"product_id": product.id})
        return product

    def test_names_that_can_be_sent_as_they_are_are_fine(self):
        self.sold_to("Acme")
        self.sold("Bench")
        self.assertFound("contact_names", "fine")
        self.assertFound("product_names", "fine")
        self.assertFound("contact_emails", "fine")
        self.assertFound("contact_texts", "fine")
        self.assertFound("product_codes", "fine")

    def test_names_that_differ_by_case_only_are_one_name(self):
        self.sold_to("Acme")
        second = self.sold_to("ACME")
        row = self.assertFound("contact_names_shared", "look", 1)
        self.assertIn("ACME → ACME (Customer)", row.found)
        self.assertEqual(self.shown(row), second)
        second.name = "Acme of Oakland"
        self.assertNotFound("contact_names_shared")

    def test_a_contact_of_the_name_of_another_company_is_seen(self):
        self.sold_to("Acme")
        company = self.sold_to("Works", is_company=True)
        person = self.sold_to("Acme", parent_id=company.id)
        row = self.assertFound("contact_names_shared", "look", 1)
        self.assertEqual(self.shown(row), person)

    def test_forbidden_characters_and_long_names_show_what_is_sent(self):
        self.sold_to("Red: and blue")
        row = self.assertFound("contact_names_fitted", "look", 1)
        self.assertIn("Red: and blue → Red and blue", row.found)
        product = self.sold("Long " * 30)
        row = self.assertFound("product_names_fitted", "look", 1)
        self.assertEqual(self.shown(row), product)
        product.name = "Short"
        self.assertNotFound("product_names_fitted")

    def test_a_contact_without_a_name_blocks(self):
        partner = self.sold_to("x")
        partner.name = ":"
        row = self.assertFound("contact_names_missing", "block", 1)
        self.assertEqual(self.shown(row), partner)
        partner.name = "Acme"
        self.assertNotFound("contact_names_missing")

    def test_products_of_one_name_get_an_addition(self):
        self.sold("Bench", default_code="B1")
        second = self.sold("bench", default_code="B2")
        row = self.assertFound("product_names_shared", "look", 1)
        self.assertIn("bench → bench [B2]", row.found)
        second.name = "Chair"
        self.assertNotFound("product_names_shared")

    def test_the_name_of_a_variant_tells_it_apart(self):
        attribute = self.env["product.attribute"].create({"name": "Colour"})
        values = self.env["product.attribute.value"].create(
            [{"name": name, "attribute_id": attribute.id} for name in ("Red", "Blue")]
        )
        template = self.env["product.template"].create(
            {
                "name": "Chair",
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(values.ids)],
                        }
                    )
                ],
            }
        )
        for variant in template.product_variant_ids:
            self.invoice({"product_id": variant.id})
        self.assertNotFound("product_names_shared")

    def test_a_product_without_a_name_blocks(self):
        product = self.sold("x")
        product.name = " : "
        self.assertFound("product_names_missing", "block", 1)
        product.name = "Bench"
        self.assertNotFound("product_names_missing")

    def test_long_references_of_products_are_told(self):
        product = self.sold("Bench", default_code="B" * 101)
        self.assertFound("product_codes", "look", 1)
        product.default_code = "B"
        self.assertFound("product_codes", "fine")

    def test_addresses_that_are_none_or_too_long_are_told(self):
        wrong = self.sold_to("Acme", email="not an address")
        long = self.sold_to("Works", email=f"{'x' * 60}@{'y' * 60}.example.com")
        self.sold_to("Fine", email="fine@example.com")
        row = self.assertFound("contact_emails", "look", 2)
        self.assertEqual(self.shown(row), wrong + long)
        (wrong + long).email = False
        self.assertFound("contact_emails", "fine")

    def test_texts_that_are_cut_are_told(self):
        partner = self.sold_to("Acme", phone="+1 510 555 0100, after the tone 4711")
        self.assertFound("contact_texts", "look", 1)
        partner.phone = "+1 510 555 0100"
        self.assertFound("contact_texts", "fine")

    def test_contacts_and_products_that_no_document_needs_do_not_count(self):
        self.env["res.partner"].create([{"name": "Acme"}, {"name": "ACME"}])
        self.env["product.product"].create([{"name": "Bench"}, {"name": "bench"}])
        self.assertNotFound("contact_names_shared", "product_names_shared")

    # === QUICKBOOKS' OWN SETTINGS === #

    def test_what_quickbooks_applies_by_itself_is_told(self):
        self.assertFound("auto_apply", "fine")
        for key in ("AutoApplyCredit", "AutoApplyPayments"):
            self.prefer(SalesFormsPrefs={key: True})
            row = self.assertFound("auto_apply", "look")
            self.assertEqual(row.action_mend()["type"], "ir.actions.act_url")
            self.prefer(SalesFormsPrefs={key: False})
        self.assertFound("auto_apply", "fine")

    def test_inventory_of_quickbooks_is_told(self):
        self.assertFound("inventory_off", "fine")
        self.prefer(ProductAndServicesPrefs={"QuantityOnHand": True})
        self.assertFound("inventory", "look")

    def test_contacts_that_are_not_sent_are_told(self):
        self.assertFound("directions", "fine")
        self.connection.customer_direction = "in"
        row = self.assertFound("directions", "look")
        self.assertIn("Customers", row.found)

    # === PEOPLE AND SERVICES === #

    def test_somebody_who_keeps_the_books_should_be_told(self):
        self.assertFound("people", "fine")
        accountants = self.env.ref("account.group_account_user").all_user_ids
        ours = accountants.filtered(
            lambda user: self.connection.company_id in user.company_ids
        )
        groups = self.env.ref("quickbooks_connector.quickbooks_group_user")
        groups |= self.env.ref("quickbooks_connector.quickbooks_group_manager")
        ours.sudo().group_ids -= groups
        self.connection._check_readiness()
        row = self.connection.finding_ids.filtered(lambda row: row.code == "people")
        self.assertEqual(row.severity, "look")

    def test_a_sign_in_that_ends_soon_is_told(self):
        credential = self.connection._get_credential()
        credential.refresh_expires_at = fields.Datetime.now() + timedelta(days=3)
        self.assertFound("sign_in_ends", "look")
        credential.refresh_expires_at = fields.Datetime.now() + timedelta(days=90)
        self.assertFound("sign_in_ends", "fine")

    def test_scheduled_work_that_does_not_run_is_told(self):
        cron = self.connection.push_cron_id
        self.assertFound("crons", "fine")
        cron.active = False
        row = self.assertFound("crons", "look", 1)
        self.assertIn(cron.name, row.found)
        cron.active = True
        cron.lastcall = fields.Datetime.now() - timedelta(days=2)
        self.assertFound("crons", "look", 1)
        cron.lastcall = fields.Datetime.now()
        self.assertFound("crons", "fine")
