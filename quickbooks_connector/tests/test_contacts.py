"""P4, P6: people of companies, and which contact of QuickBooks one is, over HTTP."""

from odoo.tests import tagged

from .two_way_common import TwoWayCase


@tagged("post_install", "-at_install")
class TestPeopleOfCompanies(TwoWayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme = cls.env["res.partner"].create({"name": "Acme", "is_company": True})
        cls.ida = cls.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": cls.acme.id}
        )

    def theirs(self, record):
        return self.qbo.read("Customer", self.binding(record, "Customer").qbo_id)

    def sent_invoice(self, partner):
        invoice = self.create_invoice(partner=partner)
        self.run_push()
        self.assertBinding(invoice, state="synced")
        return self.qbo.read("Invoice", self.binding(invoice).qbo_id)

    def test_a_person_is_a_customer_of_its_own_billed_with_the_company(self):
        invoice = self.sent_invoice(self.ida)
        person, company = self.theirs(self.ida), self.theirs(self.acme)
        self.assertEqual(invoice["CustomerRef"]["value"], person["Id"])
        self.assertEqual(person["ParentRef"]["value"], company["Id"])
        self.assertIs(person["BillWithParent"], True)
        self.assertEqual(
            [invoice["BillAddr"]["Line1"], invoice["BillAddr"]["Line2"]],
            ["Ida Moreno", "Acme"],
        )

    def test_by_setting_only_the_company_is_and_the_invoice_names_both(self):
        self.connection.people_mode = "company"
        invoice = self.sent_invoice(self.ida)
        self.assertEqual(invoice["CustomerRef"]["value"], self.theirs(self.acme)["Id"])
        self.assertEqual(
            [invoice["BillAddr"]["Line1"], invoice["BillAddr"]["Line2"]],
            ["Ida Moreno", "Acme"],
        )
        self.assertFalse(self.binding(self.ida))
        self.assertQboHas("Customer", 0, DisplayName="Ida Moreno")

    def test_who_is_a_customer_already_stays_one(self):
        self.sent_invoice(self.ida)
        self.connection.people_mode = "company"
        invoice = self.sent_invoice(self.ida)
        self.assertEqual(invoice["CustomerRef"]["value"], self.theirs(self.ida)["Id"])

    def test_the_relation_is_set_once_and_left_alone(self):
        self.sent_invoice(self.ida)
        other = self.env["res.partner"].create({"name": "Zeta", "is_company": True})
        before = self.theirs(self.ida)
        self.ida.write({"parent_id": other.id, "phone": "555-0101"})
        self.run_push()
        after = self.theirs(self.ida)
        self.assertEqual(after["PrimaryPhone"]["FreeFormNumber"], "555-0101")
        self.assertEqual(after["ParentRef"], before["ParentRef"])
        self.edited("Customer", after, BillWithParent=False)
        self.ida.phone = "555-0102"
        self.run_push()
        self.assertIs(self.theirs(self.ida)["BillWithParent"], False)


@tagged("post_install", "-at_install")
class TestFoundThere(TwoWayCase):
    """Vendors and tax numbers can't be asked for: our copy of the lists says who."""

    def vendor_of(self, partner):
        """Let something need ``partner`` as vendor; return what it is there."""
        worker = self.connection._for_worker()
        entity = worker.env["quickbooks.entity.vendor"]
        self.binding_model()._insert_due([(worker.id, entity, partner)])
        self.run_push()
        return self.qbo.read("Vendor", self.binding(partner, "Vendor").qbo_id)

    def read_lists(self):
        self.connection.action_read_counterparts()
        self.run_work()

    def contact(self, name, **vals):
        return self.env["res.partner"].create({"name": name, **vals})

    def vendor(self, name, **values):
        # Not taken over, so that there is something to be found.
        self.connection.vendor_direction = "out"
        obj = self.qbo.create("Vendor", {"DisplayName": name, **values})
        self.read_lists()
        return obj

    def test_a_vendor_is_found_by_its_address_whatever_the_name(self):
        there = self.vendor(
            "Granite", PrimaryEmailAddr={"Address": "info@granite.example.com"}
        )
        partner = self.contact("Stones Inc", email="Info@granite.example.com")
        self.assertEqual(self.vendor_of(partner)["Id"], there["Id"])

    def test_a_vendor_is_found_by_the_end_of_its_number_and_a_like_name(self):
        there = self.vendor("Granite Stationers, Inc.", TaxIdentifier="12-3456789")
        partner = self.contact("Stationers Granite", vat="12 345 6789")
        self.assertEqual(self.vendor_of(partner)["Id"], there["Id"])

    def test_the_end_of_a_number_alone_proves_nothing(self):
        there = self.vendor("Quarry Brothers", TaxIdentifier="12-3456789")
        partner = self.contact("Stationers Granite", vat="99-0006789")
        self.assertNotEqual(self.vendor_of(partner)["Id"], there["Id"])

    def test_a_vendor_that_is_new_there_is_found_here_by_its_number(self):
        partner = self.contact("Stationers Granite", vat="12-3456789")
        there = self.changed(
            "Vendor", DisplayName="Granite Stationers Inc", TaxIdentifier="12-3456789"
        )
        self.assertEqual(self.linked("Vendor", there), partner)


@tagged("post_install", "-at_install")
class TestTaxNumbers(TwoWayCase):
    """Outside the US customers have a tax number too."""

    country_code = "GB"
    qbo_seed = "uk"

    def test_a_customer_says_its_number_once_and_its_mask_never_comes_back(self):
        partner = self.env["res.partner"].create(
            {"name": "Lakeside Ltd", "is_company": True, "vat": "GB123456782"}
        )
        worker = self.connection._for_worker()
        entity = worker.env["quickbooks.entity.customer"]
        self.binding_model()._insert_due([(worker.id, entity, partner)])
        self.run_push()
        there = self.assertQboHas("Customer", DisplayName="Lakeside Ltd")
        self.assertEqual(there["PrimaryTaxIdentifier"], "XXXXXX6782")
        self.poll()
        self.assertEqual(partner.vat, "GB123456782")
        self.qbo.clear_journal()
        partner.phone = "555-0101"
        self.run_push()
        self.assertBinding(partner, state="synced")
        there = self.assertQboHas("Customer", DisplayName="Lakeside Ltd")
        self.assertEqual(there["PrimaryTaxIdentifier"], "XXXXXX6782")
        partner.vat = "GB980780684"
        self.run_push()
        there = self.assertQboHas("Customer", DisplayName="Lakeside Ltd")
        self.assertEqual(there["PrimaryTaxIdentifier"], "XXXXXX0684")


@tagged("post_install", "-at_install")
class TestDeletedHere(TwoWayCase):
    def setUp(self):
        super().setUp()
        self.there = self.changed("Customer", DisplayName="Harbour Café")
        self.linked("Customer", self.there).unlink()

    def here(self):
        return self.env["res.partner"].search([("name", "=", "Harbour Café")])

    def test_an_edit_there_does_not_bring_it_back(self):
        self.edited("Customer", self.there, Notes="Pays late")
        self.assertFalse(self.here())
        self.run_push()
        self.assertQboHas("Customer", DisplayName="Harbour Café", Active=True)

    def test_a_document_there_brings_it_back(self):
        service = next(obj for obj in self.qbo.all("Item") if obj["Type"] == "Service")
        line = {
            "Amount": 10,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": service["Id"]}},
        }
        self.qbo.create(
            "Invoice",
            {
                "CustomerRef": {"value": self.there["Id"]},
                "TxnDate": "2026-11-02",
                "Line": [line],
            },
        )
        self.run_pull()
        self.run_pull()
        partner = self.here()
        self.assertEqual(len(partner), 1)
        self.assertEqual(self.linked("Customer", self.there), partner)
