"""P1, P4, P5: what a contact is as customer, compared whole."""

from odoo.tests import tagged

from ..api import dumps_payload
from ..entities.need import Need
from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestCustomerValues(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.texas = cls.env.ref("base.state_us_44")
        cls.us = cls.env.ref("base.us")
        cls.lakeside = cls.env["res.partner"].create(
            {
                "name": "Lakeside Outfitters",
                "is_company": True,
                "email": "Books@Lakeside.example.com",
                "phone": "+1 512 555 0110",
                "website": "https://lakeside.example.com",
                "comment": "<p>Pays <b>early</b></p>",
                "street": "12 Harbour Road",
                "street2": "Floor 2",
                "city": "Austin",
                "zip": "78701",
                "state_id": cls.texas.id,
                "country_id": cls.us.id,
            }
        )

    def test_a_company_is_said_in_full(self):
        address = {
            "Line1": "12 Harbour Road",
            "Line2": "Floor 2",
            "City": "Austin",
            "CountrySubDivisionCode": "TX",
            "PostalCode": "78701",
            "Country": "US",
        }
        self.assertEqual(
            self.values("Customer", self.lakeside),
            {
                "DisplayName": "Lakeside Outfitters",
                "CompanyName": "Lakeside Outfitters",
                "PrimaryEmailAddr": {"Address": "books@lakeside.example.com"},
                "PrimaryPhone": {"FreeFormNumber": "+1 512 555 0110"},
                "WebAddr": {"URI": "https://lakeside.example.com"},
                "Notes": "Pays *early*",
                "BillAddr": address,
                "ShipAddr": address,
            },
        )

    def test_a_bare_contact_says_only_its_name(self):
        partner = self.env["res.partner"].create({"name": "Ida Moreno"})
        self.assertEqual(
            self.values("Customer", partner), {"DisplayName": "Ida Moreno"}
        )

    def test_a_person_of_a_company_is_created_below_it(self):
        person = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.lakeside.id}
        )
        self.bind("Customer", self.lakeside, "58")
        values = self.values("Customer", person)
        self.assertEqual(values["DisplayName"], "Ida Moreno")
        self.assertEqual(values["CompanyName"], "Lakeside Outfitters")
        self.assertEqual(values["ParentRef"], {"value": "58"})
        self.assertIs(values["Job"], True)
        self.assertIs(values["BillWithParent"], True)

    def test_a_person_waits_for_its_company(self):
        person = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.lakeside.id}
        )
        waiting = self.bind("Customer", self.lakeside)
        error = self.assertCause("waits_for", self.values, "Customer", person)
        self.assertEqual(error.cause_args["binding"], waiting.id)

    def test_the_place_below_a_company_is_only_said_at_creation(self):
        person = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.lakeside.id}
        )
        self.bind("Customer", self.lakeside, "58")
        self.bind("Customer", self.partner_a, "61")
        self.bind("Customer", person, "59")
        linked = self.values("Customer", person)
        for key in ("ParentRef", "Job", "BillWithParent"):
            self.assertNotIn(key, linked)
        said = linked | {"ParentRef": {"value": "58"}, "Job": True}
        self.bind("Customer", person, "59", synced_payload=dumps_payload(said))
        self.assertEqual(self.values("Customer", person), said)
        person.parent_id = self.partner_a
        self.assertEqual(self.values("Customer", person)["ParentRef"], {"value": "58"})

    def test_ranks_put_companies_before_their_people(self):
        person = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.lakeside.id}
        )
        rank = self.entity("Customer")._get_rank
        self.assertLess(rank(self.lakeside), rank(person))
        self.assertLess(rank(person), self.entity("Item")._rank)
        self.assertEqual(
            self.entity("Customer")._export_needs(person, self.connection),
            [Need("Customer", self.lakeside)],
        )

    def test_addresses_and_nameless_contacts_are_their_company(self):
        customer_of = self.entity("Customer")._customer_of
        children = self.env["res.partner"].create(
            [
                {"type": "delivery", "name": "Dock 4"},
                {"type": "invoice", "name": "Accounts"},
                {"type": "other", "name": "Archive"},
                {"type": "contact", "name": " "},
            ]
        )
        children.parent_id = self.lakeside
        for child in children:
            self.assertEqual(customer_of(child), self.lakeside, child.type)
        person = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.lakeside.id}
        )
        self.assertEqual(customer_of(person), person)
        branch = self.env["res.partner"].create(
            {"name": "Lakeside East", "is_company": True, "parent_id": self.lakeside.id}
        )
        self.assertEqual(customer_of(branch), branch)
        self.assertFalse(self.entity("Customer")._parent(branch))

    def test_the_addresses_odoo_would_use_are_sent(self):
        self.env["res.partner"].create(
            [
                {
                    "type": kind,
                    "parent_id": self.lakeside.id,
                    "street": street,
                    "city": "Galveston",
                }
                for kind, street in (("delivery", "4 Quay"), ("invoice", "PO Box 9"))
            ]
        )
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["ShipAddr"], {"Line1": "4 Quay", "City": "Galveston"})
        self.assertEqual(values["BillAddr"], {"Line1": "PO Box 9", "City": "Galveston"})

    def test_matched_terms_are_named(self):
        self.lakeside.property_payment_term_id = self.pay_terms_b
        self.match("Term", self.pay_terms_b, self.reference("Term", "3", "Net 30"))
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["SalesTermRef"], {"value": "3"})

    def test_the_currency_is_only_said_where_there_are_several(self):
        self.assertNotIn("CurrencyRef", self.values("Customer", self.lakeside))
        self.connection.preferences = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["CurrencyRef"], {"value": "USD"})
        self.bind("Customer", self.lakeside, "58")
        self.assertNotIn("CurrencyRef", self.values("Customer", self.lakeside))

    def test_what_is_unchanged_is_said_in_the_same_words(self):
        self.connection.preferences = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
        first = self.values("Customer", self.lakeside)
        self.bind("Customer", self.lakeside, "58", synced_payload=dumps_payload(first))
        self.assertEqual(self.values("Customer", self.lakeside), first)

    # === LIMITS === #

    def test_what_quickbooks_refuses_in_names_is_cleaned(self):
        partner = self.env["res.partner"].create({"name": "Quay:\tSide\n Ltd"})
        values = self.values("Customer", partner)
        self.assertEqual(values["DisplayName"], "Quay Side Ltd")
        self.assertEqual(partner.name, "Quay:\tSide\n Ltd")

    def test_long_values_are_cut(self):
        partner = self.env["res.partner"].create(
            {
                "name": "word " * 200,
                "is_company": True,
                "phone": "5" * 40,
                "comment": "x" * 3000,
            }
        )
        values = self.values("Customer", partner)
        self.assertLessEqual(len(values["DisplayName"]), 500)
        self.assertFalse(values["DisplayName"].endswith("wor"))
        self.assertEqual(len(values["CompanyName"]), 100)
        self.assertEqual(len(values["PrimaryPhone"]["FreeFormNumber"]), 30)
        self.assertEqual(len(values["Notes"]), 2000)

    def test_a_name_of_nothing_usable_is_held(self):
        partner = self.env["res.partner"].create({"name": " : "})
        self.assertCause("name_missing", self.values, "Customer", partner)

    def test_what_is_no_address_is_not_sent_as_one(self):
        self.lakeside.email = "ask at the desk"
        self.assertNotIn("PrimaryEmailAddr", self.values("Customer", self.lakeside))
        self.lakeside.email = '"Books" <books@a.example.com>, sales@a.example.com'
        self.assertEqual(
            self.values("Customer", self.lakeside)["PrimaryEmailAddr"],
            {"Address": "books@a.example.com, sales@a.example.com"},
        )

    # === UPDATES === #

    def test_what_was_sent_and_is_empty_now_is_cleared_and_nothing_else(self):
        before = self.values("Customer", self.lakeside)
        self.bind("Customer", self.lakeside, "58", synced_payload=dumps_payload(before))
        self.lakeside.write({"phone": False, "street2": False, "comment": False})
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["PrimaryPhone"], {"FreeFormNumber": ""})
        self.assertEqual(values["Notes"], "")
        self.assertNotIn("Line2", values["BillAddr"])
        self.lakeside.write({"street": False, "city": False, "zip": False})
        self.lakeside.write({"state_id": False, "country_id": False})
        values = self.values("Customer", self.lakeside)
        self.assertEqual(set(values["BillAddr"].values()), {""})

    def test_a_linked_customer_loses_nothing_that_odoo_never_knew(self):
        self.lakeside.write({"phone": False, "website": False})
        self.bind("Customer", self.lakeside, "58", qbo_name="Lakeside Outfitters")
        values = self.values("Customer", self.lakeside)
        self.assertNotIn("PrimaryPhone", values)
        self.assertNotIn("WebAddr", values)

    # === NAMES === #

    def test_a_customer_found_under_another_name_keeps_it_until_renamed_here(self):
        self.bind("Customer", self.lakeside, "58", qbo_name="Lakeside Inc.")
        self.lakeside.phone = "+1 512 555 0111"
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["DisplayName"], "Lakeside Inc.")
        self.lakeside.name = "Lakeside Holding"
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["DisplayName"], "Lakeside Holding")

    def test_a_name_with_an_addition_keeps_the_addition_when_renamed(self):
        self.bind(
            "Customer",
            self.lakeside,
            "58",
            qbo_name="Lakeside Outfitters (Customer 2)",
        )
        self.lakeside.name = "Lakeside Holding"
        values = self.values("Customer", self.lakeside)
        self.assertEqual(values["DisplayName"], "Lakeside Holding (Customer 2)")
