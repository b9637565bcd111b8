"""P1, P7, P8, I1, I5: what is changed in QuickBooks changes here, and only that."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from ..api import dumps_payload
from ..sync import compare
from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class ChangesCase(EntityCase):
    """A record that is linked to an object, and what becomes of changes there."""

    entity_name = ""

    def link(self, record, **values):
        """Let QuickBooks hold ``record`` as Odoo sent it, and ``values`` beside it."""
        self.bind(self.entity_name, record)
        sent = self.values(self.entity_name, record)
        self.bind(self.entity_name, record, "58", synced_payload=dumps_payload(sent))
        self.obj = {"Id": "58", "SyncToken": "1"} | sent | values

    def take(self, record, **changes):
        """Let somebody change the object in QuickBooks and the pull bring it."""
        self.obj = self.obj | changes
        self.obj = {key: value for key, value in self.obj.items() if value != ""}
        binding = self._binding(record)
        taken = self.entity(self.entity_name)._import_object(
            self.obj, binding, self.connection
        )
        self.assertEqual(taken, record)
        binding._take_over(self.obj)
        record.invalidate_recordset()

    def _binding(self, record):
        worker = record.with_env(self.connection.env)
        return worker._quickbooks_binding(self.entity_name, self.connection)

    def assertNothingToSend(self, record):
        """Check that the next push has nothing to say about ``record``."""
        payload = self._binding(record).synced_payload
        values = self.values(self.entity_name, record)
        self.assertTrue(compare.same(payload, values), f"{payload} / {values}")

    def assertSends(self, record, **expected):
        """Check what the next push says that QuickBooks does not hold yet."""
        values = self.values(self.entity_name, record)
        news = {key: val for key, val in values.items() if self.obj.get(key) != val}
        self.assertEqual(news, expected)


@tagged("post_install", "-at_install")
class TestCustomerChanges(ChangesCase):
    entity_name = "Customer"

    def setUp(self):
        super().setUp()
        self.acme = self.env["res.partner"].create(
            {
                "name": "Acme",
                "is_company": True,
                "email": "info@acme.example.com",
                "phone": "555-0100",
                "comment": "<p>Pays <b>early</b></p>",
                "street": "1 Main St",
                "city": "Austin",
                "country_id": self.env.ref("base.us").id,
            }
        )
        self.link(self.acme)

    def test_one_field_changed_there_changes_that_one_here(self):
        before = self.acme.read(["name", "email", "comment", "street", "city"])
        self.take(self.acme, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertEqual(self.acme.phone, "555-0199")
        after = self.acme.read(["name", "email", "comment", "street", "city"])
        self.assertEqual(after, before)
        self.assertNothingToSend(self.acme)

    def test_a_field_emptied_there_is_empty_here(self):
        self.take(self.acme, PrimaryPhone="", Notes="")
        self.assertFalse(self.acme.phone)
        self.assertFalse(self.acme.comment)
        self.assertNothingToSend(self.acme)

    def test_a_field_filled_there_arrives_though_odoo_never_said_it(self):
        self.take(self.acme, WebAddr={"URI": "www.acme.example.com"})
        self.assertEqual(self.acme.website, "http://www.acme.example.com")
        self.assertNothingToSend(self.acme)

    def test_notes_that_did_not_change_keep_their_html(self):
        html = self.acme.comment
        self.take(self.acme, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertEqual(self.acme.comment, html)
        self.take(self.acme, Notes="Pays late\nAsk <Ida>")
        self.assertEqual(self.acme.comment, "<p>Pays late<br>Ask &lt;Ida&gt;</p>")
        self.assertNothingToSend(self.acme)

    def test_the_spelling_of_quickbooks_is_kept_there(self):
        address = {"Line1": "1 Main St", "City": "Austin", "Country": "USA"}
        address |= {"Line2": "Floor 2", "Line3": "Door 7", "Line4": "Bell 1"}
        self.take(
            self.acme,
            BillAddr=address,
            ShipAddr=address,
            PrimaryEmailAddr={"Address": "Info@Acme.example.com"},
        )
        self.assertEqual(self.acme.street2, "Floor 2, Door 7, Bell 1")
        self.assertNothingToSend(self.acme)
        self.acme.phone = "555-0101"
        self.assertSends(self.acme, PrimaryPhone={"FreeFormNumber": "555-0101"})

    def test_a_state_that_odoo_does_not_know_stays_in_quickbooks(self):
        address = {"Line1": "1 Main St", "City": "Linz", "Country": "AUT"}
        address["CountrySubDivisionCode"] = "Upper Nowhere"
        self.take(self.acme, BillAddr=address, ShipAddr=address)
        self.assertEqual(self.acme.country_id, self.env.ref("base.at"))
        self.assertFalse(self.acme.state_id)
        self.assertNothingToSend(self.acme)

    def test_edits_of_different_fields_on_both_sides_meet(self):
        self.acme.email = "office@acme.example.com"
        self.take(self.acme, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertEqual(self.acme.phone, "555-0199")
        self.assertEqual(self.acme.email, "office@acme.example.com")
        self.assertSends(
            self.acme, PrimaryEmailAddr={"Address": "office@acme.example.com"}
        )

    def test_edits_of_the_same_field_on_both_sides_are_a_conflict(self):
        self.acme.phone = "555-0101"
        changed = self.obj | {"PrimaryPhone": {"FreeFormNumber": "555-0199"}}
        self.assertCause(
            "changed_both",
            self.entity("Customer")._import_object,
            changed,
            self._binding(self.acme),
            self.connection,
        )
        self.assertEqual(self.acme.phone, "555-0101")

    def test_the_same_edit_on_both_sides_is_none(self):
        self.acme.phone = "555-0199"
        self.take(self.acme, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertNothingToSend(self.acme)

    # === ADDRESSES === #

    def test_an_address_to_ship_to_becomes_a_contact_and_is_kept_up(self):
        address = {"Line1": "4 Quay", "City": "Galveston"}
        self.take(self.acme, ShipAddr=address)
        (dock,) = self.acme.child_ids
        self.assertRecordValues(dock, [{"type": "delivery", "street": "4 Quay"}])
        self.take(self.acme, ShipAddr=address | {"Line1": "5 Quay"})
        self.assertEqual(self.acme.child_ids, dock)
        self.assertEqual(dock.street, "5 Quay")
        self.assertEqual(self.acme.street, "1 Main St")
        self.take(self.acme, ShipAddr=self.obj["BillAddr"])
        self.assertEqual(dock.street, "1 Main St")
        self.assertNothingToSend(self.acme)

    def test_the_address_to_bill_goes_to_the_contact_that_has_it(self):
        desk = self.env["res.partner"].create(
            {"type": "invoice", "parent_id": self.acme.id, "street": "PO Box 9"}
        )
        self.link(self.acme)
        self.take(self.acme, BillAddr={"Line1": "PO Box 10"})
        self.assertEqual(desk.street, "PO Box 10")
        self.assertEqual(self.acme.street, "1 Main St")

    def test_the_address_of_a_person_never_becomes_that_of_the_company(self):
        self.bind("Customer", self.acme, "57")
        ida = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.acme.id}
        )
        self.link(ida)
        self.take(ida, BillAddr={"Line1": "9 Elm St"})
        self.assertEqual(ida.street, "9 Elm St")
        self.assertEqual(self.acme.street, "1 Main St")
        self.assertNothingToSend(ida)

    # === NAMES === #

    def test_a_new_name_there_is_the_new_name_here(self):
        self.take(self.acme, DisplayName="Acme Holding", CompanyName="Acme Holding")
        self.assertEqual(self.acme.name, "Acme Holding")
        self.assertFalse(self.acme.company_name)
        self.assertNothingToSend(self.acme)

    def test_a_name_that_only_quickbooks_needs_does_not_come_here(self):
        self.take(self.acme, DisplayName="Acme (Customer)")
        self.assertEqual(self.acme.name, "Acme")
        self.assertNothingToSend(self.acme)

    def test_a_contact_linked_under_another_name_keeps_its_own(self):
        self.obj["DisplayName"] = "ACME Incorporated"
        self._binding(self.acme).write(
            self.entity("Customer")._found_vals(self.acme, self.obj, self.connection)
        )
        self.take(self.acme, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertEqual(self.acme.name, "Acme")
        self.assertEqual(self.acme.phone, "555-0199")
        values = self.values("Customer", self.acme)
        self.assertEqual(values["DisplayName"], "ACME Incorporated")

    # === TERMS AND TAX === #

    def test_terms_follow_where_they_are_matched(self):
        self.match("Term", self.pay_terms_b, self.reference("Term", "3", "Net 30"))
        self.take(self.acme, SalesTermRef={"value": "3"})
        self.assertEqual(self.acme.property_payment_term_id, self.pay_terms_b)
        self.assertNothingToSend(self.acme)
        self.take(self.acme, SalesTermRef="")
        self.assertFalse(self.acme.property_payment_term_id)

    def test_terms_that_nothing_stands_for_stay_in_quickbooks(self):
        self.acme.property_payment_term_id = self.pay_terms_b
        self.match("Term", self.pay_terms_b, self.reference("Term", "3", "Net 30"))
        self.link(self.acme)
        self.take(self.acme, SalesTermRef={"value": "4"})
        self.assertFalse(self.acme.property_payment_term_id)
        self.assertNotIn("SalesTermRef", self.values("Customer", self.acme))

    def test_an_exempt_customer_has_the_position_that_takes_the_tax_away(self):
        position = self.env["account.fiscal.position"].create({"name": "Exempt"})
        self.take(self.acme, Taxable=False)
        self.assertEqual(self.acme.property_account_position_id, position)
        self.assertNothingToSend(self.acme)
        self.acme.property_account_position_id = False
        self.assertSends(self.acme, Taxable=True)

    def test_without_such_a_position_an_exempt_customer_stays_exempt_there(self):
        self.take(self.acme, Taxable=False)
        self.assertFalse(self.acme.property_account_position_id)
        self.acme.phone = "555-0101"
        self.assertNotIn("Taxable", self.values("Customer", self.acme))

    # === ACTIVE === #

    def test_what_is_made_inactive_there_is_archived_and_comes_back(self):
        self.take(self.acme, Active=False, DisplayName="Acme (deleted)")
        self.assertFalse(self.acme.active)
        self.assertEqual(self.acme.name, "Acme")
        self.take(self.acme, Active=True, DisplayName="Acme")
        self.assertTrue(self.acme.active)

    def test_archiving_here_says_nothing_there(self):
        self.acme.active = False
        self.assertNothingToSend(self.acme)
        self.take(self.acme, PrimaryPhone={"FreeFormNumber": "555-0199"})
        self.assertFalse(self.acme.active)

    def test_a_link_that_never_agreed_on_anything_only_fills_what_is_empty(self):
        self._binding(self.acme).synced_payload = False
        self.take(
            self.acme,
            PrimaryPhone={"FreeFormNumber": "555-0199"},
            WebAddr={"URI": "https://acme.example.com"},
        )
        self.assertEqual(self.acme.phone, "555-0100")
        self.assertEqual(self.acme.website, "https://acme.example.com")


@tagged("post_install", "-at_install")
class TestItemChanges(ChangesCase):
    entity_name = "Item"

    def setUp(self):
        super().setUp()
        self.desk = self.env["product.product"].create(
            {
                "name": "Oak desk",
                "type": "consu",
                "default_code": "DESK-1",
                "list_price": 240,
                "standard_price": 131.5,
                "taxes_id": [Command.set(self.tax_sale_a.ids)],
            }
        )
        self.link(self.desk)

    def _taxes(self):
        return self.desk.sudo().taxes_id._filter_taxes_by_company(self.env.company)

    def test_one_field_changed_there_changes_that_one_here(self):
        self.take(self.desk, UnitPrice=D("250.25"))
        self.assertEqual(self.desk.lst_price, 250.25)
        self.assertEqual(self.desk.standard_price, 131.5)
        self.assertEqual(self._taxes(), self.tax_sale_a)
        self.assertNothingToSend(self.desk)

    def test_name_code_cost_and_tax_follow(self):
        self.take(
            self.desk, Name="Oak table", Sku="T-1", PurchaseCost=D(99), Taxable=False
        )
        self.assertRecordValues(
            self.desk,
            [{"name": "Oak table", "default_code": "T-1", "standard_price": 99}],
        )
        self.assertFalse(self._taxes())
        self.assertNothingToSend(self.desk)

    def test_an_account_follows_where_it_is_matched(self):
        account = self.company_data["default_account_revenue"].copy()
        self.match("Account", account, self.reference("Account", "91", "Desks"))
        self.take(self.desk, IncomeAccountRef={"value": "91"})
        self.assertEqual(self.desk.property_account_income_id, account)
        self.assertNothingToSend(self.desk)

    def test_an_account_that_nothing_stands_for_stays_in_quickbooks(self):
        self.take(self.desk, IncomeAccountRef={"value": "95"})
        self.assertFalse(self.desk.property_account_income_id)
        self.desk.list_price = 1
        self.assertSends(self.desk, UnitPrice=D(1))

    def test_a_product_moved_to_a_category_moves_here(self):
        wood = self.env["product.category"].create({"name": "Wood"})
        self.bind("Item", wood, "3")
        self.take(self.desk, SubItem=True, ParentRef={"value": "3", "name": "Wood"})
        self.assertEqual(self.desk.categ_id, wood)
        self.assertNothingToSend(self.desk)
        self.take(self.desk, SubItem="", ParentRef="")
        self.assertFalse(self.desk.categ_id)

    def test_a_category_renamed_there_is_renamed_here(self):
        wood = self.env["product.category"].create({"name": "Wood"})
        obj = {"Id": "3", "SyncToken": "0", "Name": "Wood", "Type": "Category"}
        binding = self.bind("Item", wood, "3")
        binding._take_over(obj)
        obj |= {"SyncToken": "1", "Name": "Timber"}
        binding._get_entity()._import_object(obj, binding, self.connection)
        binding._take_over(obj)
        self.assertEqual(wood.name, "Timber")

    def test_what_variants_share_is_led_by_odoo(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [Command.create({"name": n}) for n in ("Red", "Blue")],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Stool",
                "list_price": 20,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        red = template.product_variant_ids[0]
        self._binding(self.desk).unlink()
        self.link(red)
        self.take(red, Name="Red stool", UnitPrice=D(25), Sku="R", PurchaseCost=D(9))
        self.assertRecordValues(
            red, [{"name": "Stool", "default_code": "R", "standard_price": 9}]
        )
        self.assertEqual(template.list_price, 20)

    def test_what_is_made_inactive_there_is_archived_with_its_template(self):
        self.take(self.desk, Active=False, Name="Oak desk (deleted)")
        self.assertFalse(self.desk.active)
        self.assertFalse(self.desk.product_tmpl_id.active)
        self.take(self.desk, Active=True, Name="Oak desk")
        self.assertTrue(self.desk.active and self.desk.product_tmpl_id.active)
        self.assertEqual(self.desk.name, "Oak desk")

    def test_a_quantity_there_is_no_change_here(self):
        before = self.desk.write_date
        self.take(self.desk, QtyOnHand=D(7))
        self.assertEqual(self.desk.write_date, before)
        self.assertNothingToSend(self.desk)
