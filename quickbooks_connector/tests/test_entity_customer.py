"""P4-P6: which existing customer a contact is, and what it may be called."""

from odoo.tests import tagged

from ..api import query
from ..entities import names
from ..sync.mark import _KEY
from .entity_common import EntityCase


def obj(id_, name, email=None, parent=None):
    """Return a customer, vendor or employee as QuickBooks answers it."""
    values = {"Id": id_, "DisplayName": name, "SyncToken": "0"}
    if email:
        values["PrimaryEmailAddr"] = {"Address": email}
    if parent:
        values |= {"Job": True, "ParentRef": {"value": parent}}
    return values


@tagged("post_install", "-at_install")
class TestCustomerMatching(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "email": "info@acme.example.com"}
        )

    def _match(self, records, email=(), **rows):
        """Return the choice for ``records``; rows by ``Customer``, ``Vendor`` ..."""
        for record in records:
            if not record._quickbooks_binding("Customer", self.connection):
                self.bind("Customer", record)
        rows["email"] = list(email)
        return self.entity("Customer")._match(records, rows, self.connection)

    def _partner(self, name, **vals):
        return self.env["res.partner"].create({"name": name, **vals})

    # === CHOICE === #

    def test_the_same_address_is_used_whatever_the_name(self):
        theirs = obj("5", "ACME Incorporated", "Info@Acme.example.com")
        found = self._match(self.acme, email=[theirs])
        self.assertEqual(found, {self.acme: theirs})

    def test_one_of_several_addresses_is_enough(self):
        theirs = obj("5", "Acme Inc", "sales@acme.example.com,info@acme.example.com")
        self.assertEqual(self._match(self.acme, email=[theirs]), {self.acme: theirs})

    def test_the_same_name_is_used_in_any_case(self):
        theirs = obj("5", "aCMe", "other@example.com")
        self.assertEqual(self._match(self.acme, Customer=[theirs]), {self.acme: theirs})

    def test_the_address_counts_more_than_the_name(self):
        by_email = obj("5", "ACME Incorporated", "info@acme.example.com")
        by_name = obj("6", "Acme")
        found = self._match(self.acme, email=[by_email], Customer=[by_name])
        self.assertEqual(found, {self.acme: by_email})

    def test_several_with_the_address_are_asked_about(self):
        several = [
            obj("5", "Acme West", "info@acme.example.com"),
            obj("6", "Acme East", "info@acme.example.com"),
        ]
        choice = self._match(self.acme, email=several)[self.acme]
        self.assertEqual(choice.cause, "ambiguous")
        self.assertEqual(choice.cause_args, {"names": "Acme East, Acme West"})

    def test_the_one_of_several_that_has_the_name_too_is_used(self):
        several = [
            obj("5", "Acme West", "info@acme.example.com"),
            obj("6", "acme", "info@acme.example.com"),
        ]
        self.assertEqual(self._match(self.acme, email=several), {self.acme: several[1]})

    def test_nothing_alike_is_nothing(self):
        self.assertEqual(self._match(self.acme), {})

    def test_one_that_is_linked_already_is_not_used_again(self):
        self.bind("Customer", self.partner_a, "5")
        theirs = obj("5", "ACME Incorporated", "info@acme.example.com")
        self.assertEqual(self._match(self.acme, email=[theirs]), {})

    def test_two_contacts_with_one_address_are_not_linked_to_one_customer(self):
        twin = self._partner("Acme Parts", email="info@acme.example.com")
        theirs = obj("5", "Acme", "info@acme.example.com")
        found = self._match(self.acme + twin, email=[theirs], Customer=[theirs])
        self.assertEqual(found, {self.acme: theirs})

    # === NAMES === #

    def test_a_name_taken_by_a_vendor_gets_an_addition(self):
        found = self._match(self.acme, Vendor=[obj("7", "ACME")])
        self.assertEqual(found, {self.acme: "Acme (Customer)"})

    def test_a_name_taken_by_an_employee_gets_an_addition(self):
        found = self._match(self.acme, Employee=[obj("7", "acme")])
        self.assertEqual(found, {self.acme: "Acme (Customer)"})

    def test_additions_are_counted_on(self):
        taken = [obj("5", "Acme (customer)", parent="9")]
        found = self._match(self.acme, Vendor=[obj("7", "Acme")], Customer=taken)
        self.assertEqual(found, {self.acme: "Acme (Customer 2)"})

    def test_after_all_additions_a_person_is_asked(self):
        taken = [
            obj(str(n), name, parent="99")
            for n, name in enumerate(names.alternatives("Acme", "Customer", 500))
        ]
        choice = self._match(self.acme, Customer=taken)[self.acme]
        self.assertEqual(choice.cause, "name_taken")
        self.assertEqual(choice.cause_args, {"name": "Acme"})

    def test_namesakes_of_one_run_get_different_names(self):
        twins = self._partner("Ida Moreno") + self._partner("ida moreno")
        found = self._match(twins)
        self.assertEqual(found, {twins[1]: "ida moreno (Customer)"})

    def test_a_longest_name_leaves_room_for_its_addition(self):
        partner = self._partner("x" * 600)
        found = self._match(partner, Vendor=[obj("7", "x" * 500)])
        self.assertEqual(len(found[partner]), 500)
        self.assertTrue(found[partner].endswith("x (Customer)"))

    # === BELOW A COMPANY === #

    def _person(self, **vals):
        return self._partner("Ida Moreno", parent_id=self.acme.id, **vals)

    def test_a_person_is_found_below_its_own_company(self):
        person = self._person(email="ida@acme.example.com")
        company = obj("5", "Acme")
        theirs = obj("6", "Moreno, I.", "ida@acme.example.com", parent="5")
        found = self._match(person + self.acme, email=[theirs], Customer=[company])
        self.assertEqual(found, {self.acme: company, person: theirs})

    def test_a_person_is_found_below_a_company_that_is_linked_already(self):
        self.bind("Customer", self.acme, "5")
        person = self._person()
        theirs = obj("6", "Ida Moreno", parent="5")
        self.assertEqual(self._match(person, Customer=[theirs]), {person: theirs})

    def test_a_person_of_another_company_is_never_used(self):
        self.bind("Customer", self.acme, "5")
        person = self._person(email="ida@example.com")
        theirs = obj("6", "Ida Moreno", "ida@example.com", parent="8")
        found = self._match(person, email=[theirs], Customer=[theirs])
        self.assertEqual(found, {person: "Ida Moreno (Customer)"})

    def test_nobody_is_found_below_a_company_that_is_new(self):
        person = self._person(email="ida@example.com")
        alone = obj("6", "Someone", "ida@example.com")
        self.assertEqual(self._match(self.acme + person, email=[alone]), {})

    def test_a_company_is_never_linked_to_a_person_below_another(self):
        theirs = obj("6", "Acme", "info@acme.example.com", parent="8")
        found = self._match(self.acme, email=[theirs], Customer=[theirs])
        self.assertEqual(found, {self.acme: "Acme (Customer)"})

    # === STATEMENTS === #

    def _statements(self, records):
        for record in records:
            self.bind("Customer", record)
        return self.entity("Customer")._match_statements(records, self.connection)

    def test_a_chunk_asks_few_questions(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Partner {n}", "email": f"p{n}@example.com"} for n in range(500)]
        )
        statements = self._statements(partners)
        limit = 500 // query.MAX_VALUES
        self.assertEqual(len(statements), 4 * limit)

    def test_apostrophes_are_asked_for_as_they_are(self):
        partner = self._partner("O'Brien \\ Sons")
        statements = dict(self._statements(partner))
        self.assertNotIn("email", statements)
        self.assertIn("DisplayName IN ('O\\'Brien \\\\ Sons')", statements["Vendor"])

    def test_other_names_are_asked_for_once_one_proved_taken(self):
        self.assertNotIn("(Customer)", dict(self._statements(self.acme))["Customer"])
        self.bind("Customer", self.acme, qbo_name="Acme (Customer)")
        statements = self.entity("Customer")._match_statements(
            self.acme, self.connection
        )
        self.assertIn("'Acme (Customer 4)'", dict(statements)["Employee"])

    def test_the_own_name_is_taken_back_when_it_is_free_again(self):
        self.bind("Customer", self.acme, qbo_name="Acme (Customer)")
        self.assertEqual(self._match(self.acme), {self.acme: "Acme"})


@tagged("post_install", "-at_install")
class TestCustomerMarking(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.env["res.partner"].create({"name": "Acme", "is_company": True})
        cls.ida = cls._child("contact", "Ida Moreno")
        cls.dock = cls._child("delivery", "Dock 4")

    @classmethod
    def _child(cls, kind, name):
        return cls.env["res.partner"].create(
            {"type": kind, "name": name, "parent_id": cls.acme.id}
        )

    def _marked(self, change, *args):
        self.env.cr.precommit.data.pop(_KEY, None)
        change(*args)
        ids = self.env.cr.precommit.data.get(_KEY, {}).get("res.partner", ())
        return self.env["res.partner"].browse(sorted(ids))

    def test_each_mapped_field_marks_the_contact(self):
        for vals in (
            {"email": "a@example.com"},
            {"phone": "1"},
            {"website": "https://example.com"},
            {"comment": "x"},
            {"property_payment_term_id": self.pay_terms_b.id},
        ):
            self.assertEqual(self._marked(self.ida.write, vals), self.ida, vals)

    def test_a_company_renamed_marks_its_people(self):
        marked = self._marked(self.acme.write, {"name": "Acme Inc"})
        self.assertEqual(marked, self.acme + self.ida + self.dock)

    def test_an_address_marks_the_company_it_travels_in(self):
        marked = self._marked(self.dock.write, {"street": "4 Quay"})
        self.assertIn(self.acme, marked)
        self.assertIn(self.acme, self._marked(self._child, "invoice", "Accounts"))
        self.assertEqual(self._marked(self.dock.unlink).exists(), self.acme)

    def test_what_quickbooks_never_sees_marks_nothing(self):
        self.assertFalse(self._marked(self.acme.write, {"color": 3}))

    def test_a_contact_is_not_sent_before_a_document_needs_it(self):
        entity = self.entity("Customer")
        self.assertFalse(entity._filter_eligible(self.acme, self.connection))
