"""P11: a partner that trades in several currencies, over HTTP."""

from odoo.tests import tagged

from .ledgers import LedgerMixin
from .two_way_common import TwoWayCase


@tagged("post_install", "-at_install")
class CurrencyCase(LedgerMixin, TwoWayCase):
    qbo_options = {"multicurrency": True}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.setup_other_currency("EUR")
        cls.acme = cls.env["res.partner"].create(
            {"name": "Acme", "is_company": True, "email": "info@acme.example.com"}
        )
        cls.home = {"value": "USD"}
        cls.euro = {"value": "EUR"}

    def setUp(self):
        super().setUp()
        self.note_opening()

    def invoice_in(self, currency, partner=None, **vals):
        return self.create_invoice(
            partner=partner or self.acme, currency_id=currency.id, **vals
        )

    def link(self, record, facet="", entity="Customer"):
        """Return the link of ``record`` with that facet."""
        return self.binding(record, entity).filtered(lambda row: row.facet == facet)

    def theirs(self, record, facet="", entity="Customer"):
        """Return the object that ``record`` is linked to with that facet."""
        return self.qbo.read(entity, self.link(record, facet, entity).qbo_id)

    def customer_of(self, invoice):
        return self.qbo.read("Invoice", self.binding(invoice).qbo_id)["CustomerRef"]


@tagged("post_install", "-at_install")
class TestCustomersOfSeveralCurrencies(CurrencyCase):
    def test_each_document_names_the_customer_of_its_currency(self):
        dollars = self.invoice_in(self.env.company.currency_id)
        euros = self.invoice_in(self.eur)
        again = self.invoice_in(self.eur)
        self.run_push()
        for invoice in (dollars, euros, again):
            self.assertBinding(invoice, state="synced")
        main, other = self.theirs(self.acme), self.theirs(self.acme, "EUR")
        self.assertEqual(main["DisplayName"], "Acme")
        self.assertEqual(main["CurrencyRef"]["value"], "USD")
        self.assertEqual(other["DisplayName"], "Acme (EUR)")
        self.assertEqual(other["CurrencyRef"]["value"], "EUR")
        self.assertEqual(other["CompanyName"], "Acme")
        self.assertEqual(self.customer_of(dollars)["value"], main["Id"])
        self.assertEqual(self.customer_of(euros)["value"], other["Id"])
        self.assertEqual(self.customer_of(again)["value"], other["Id"])
        self.assertLedgersAgree(self.connection)

    def test_payments_name_the_customer_of_their_currency(self):
        self.invoice_in(self.env.company.currency_id)
        euros = self.invoice_in(self.eur)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=euros.ids
        )
        payment = wizard.create({"payment_date": "2026-11-05"})._create_payments()
        self.run_push()
        self.assertBinding(payment, state="synced")
        there = self.qbo.read("Payment", self.binding(payment).qbo_id)
        other = self.link(self.acme, "EUR").qbo_id
        self.assertEqual(there["CustomerRef"]["value"], other)
        self.assertEqual(there["CurrencyRef"]["value"], "EUR")
        self.assertLedgersAgree(self.connection)

    def test_a_partner_of_one_foreign_currency_has_one_customer_of_its_name(self):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euros", "currency_id": self.eur.id}
        )
        self.acme.specific_property_product_pricelist = pricelist
        self.acme.invalidate_recordset()
        self.invoice_in(self.eur)
        self.run_push()
        self.assertEqual(self.theirs(self.acme)["DisplayName"], "Acme")
        self.assertEqual(self.theirs(self.acme)["CurrencyRef"]["value"], "EUR")
        self.assertEqual(len(self.binding(self.acme)), 1)

    def test_the_currency_of_a_customer_stays_when_the_partner_changes_its_own(self):
        self.invoice_in(self.env.company.currency_id)
        self.run_push()
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euros", "currency_id": self.eur.id}
        )
        self.acme.specific_property_product_pricelist = pricelist
        self.acme.invalidate_recordset()
        euros = self.invoice_in(self.eur)
        self.run_push()
        self.assertBinding(euros, state="synced")
        self.assertEqual(self.theirs(self.acme)["CurrencyRef"]["value"], "USD")
        self.assertEqual(self.theirs(self.acme, "EUR")["DisplayName"], "Acme (EUR)")

    def test_edits_go_to_both_and_names_stay_apart(self):
        self.invoice_in(self.env.company.currency_id)
        self.invoice_in(self.eur)
        self.run_push()
        self.acme.write({"name": "Acme Tools", "phone": "555-0101"})
        self.run_push()
        main, other = self.theirs(self.acme), self.theirs(self.acme, "EUR")
        self.assertEqual(main["DisplayName"], "Acme Tools")
        self.assertEqual(other["DisplayName"], "Acme Tools (EUR)")
        for obj in (main, other):
            self.assertEqual(obj["PrimaryPhone"], {"FreeFormNumber": "555-0101"})
        self.edited("Customer", other, PrimaryPhone={"FreeFormNumber": "555-0102"})
        self.assertEqual(self.acme.phone, "555-0102")
        self.assertEqual(self.acme.name, "Acme Tools")
        self.run_push()
        main = self.theirs(self.acme)
        self.assertEqual(main["PrimaryPhone"], {"FreeFormNumber": "555-0102"})

    def test_another_name_in_quickbooks_does_not_rename_the_partner(self):
        self.invoice_in(self.env.company.currency_id)
        self.invoice_in(self.eur)
        self.run_push()
        other = self.theirs(self.acme, "EUR")
        self.edited("Customer", other, DisplayName="Acme Europe")
        self.assertEqual(self.acme.name, "Acme")
        self.acme.phone = "555-0101"
        self.run_push()
        self.assertEqual(self.theirs(self.acme, "EUR")["DisplayName"], "Acme Europe")

    def test_people_of_a_company_are_below_its_customer_of_their_currency(self):
        ida = self.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": self.acme.id}
        )
        euros = self.invoice_in(self.eur, ida)
        dollars = self.invoice_in(self.env.company.currency_id, ida)
        self.run_push()
        self.assertBinding(euros, state="synced")
        self.assertBinding(dollars, state="synced")
        for facet in ("", "EUR"):
            above = self.theirs(self.acme, facet)["Id"]
            self.assertEqual(self.theirs(ida, facet)["ParentRef"]["value"], above)
        self.assertEqual(self.theirs(ida, "EUR")["DisplayName"], "Ida Moreno (EUR)")

    # === WHAT IS THERE ALREADY === #

    def test_one_that_is_there_already_is_used_by_its_currency(self):
        euros = self.qbo.create(
            "Customer", {"DisplayName": "Acme EUR", "CurrencyRef": self.euro}
        )
        dollars = self.qbo.create("Customer", {"DisplayName": "Acme"})
        self.invoice_in(self.eur)
        self.invoice_in(self.env.company.currency_id)
        self.run_push()
        self.assertEqual(self.link(self.acme, "EUR").qbo_id, euros["Id"])
        self.assertEqual(self.link(self.acme).qbo_id, dollars["Id"])
        self.assertEqual(self.theirs(self.acme, "EUR")["DisplayName"], "Acme EUR")

    def test_one_of_another_currency_is_not_used_though_it_has_the_address(self):
        self.qbo.create(
            "Customer",
            {
                "DisplayName": "Acme Ltd",
                "CurrencyRef": self.euro,
                "PrimaryEmailAddr": {"Address": "info@acme.example.com"},
            },
        )
        dollars = self.invoice_in(self.env.company.currency_id)
        self.run_push()
        self.assertBinding(dollars, state="synced")
        self.assertEqual(self.theirs(self.acme)["DisplayName"], "Acme")

    def test_a_taken_name_gets_a_further_end(self):
        self.qbo.create("Vendor", {"DisplayName": "Acme (EUR)"})
        self.invoice_in(self.eur)
        self.run_push()
        self.assertEqual(
            self.theirs(self.acme, "EUR")["DisplayName"], "Acme (EUR) (Customer)"
        )

    # === FROM QUICKBOOKS === #

    def test_a_second_customer_of_quickbooks_joins_the_partner_of_its_name(self):
        first = self.changed("Customer", DisplayName="Harbour Group")
        partner = self.linked("Customer", first)
        second = self.changed(
            "Customer",
            DisplayName="Harbour Group - EUR",
            CurrencyRef=self.euro,
            Notes="Pays late",
        )
        self.assertEqual(self.linked("Customer", second), partner)
        self.assertEqual(self.link(partner, "EUR").qbo_id, second["Id"])
        self.assertEqual(partner.name, "Harbour Group")
        self.assertIn("Pays late", partner.comment)

    def test_the_same_address_alone_does_not_join_two_companies(self):
        mail = {"Address": "books@accountant.example.com"}
        first = self.changed(
            "Customer", DisplayName="Harbour Group", PrimaryEmailAddr=mail
        )
        second = self.changed(
            "Customer",
            DisplayName="Quay Partners",
            CurrencyRef=self.euro,
            PrimaryEmailAddr=mail,
        )
        self.assertNotEqual(
            self.linked("Customer", second), self.linked("Customer", first)
        )

    def test_a_new_one_in_another_currency_is_the_main_one_of_its_partner(self):
        obj = self.changed(
            "Customer", DisplayName="Ludwig Optik", CurrencyRef=self.euro
        )
        partner = self.linked("Customer", obj)
        euros = self.invoice_in(self.eur, partner)
        dollars = self.invoice_in(self.env.company.currency_id, partner)
        self.run_push()
        self.assertEqual(self.customer_of(euros)["value"], obj["Id"])
        other = self.qbo.read("Customer", self.customer_of(dollars)["value"])
        self.assertEqual(other["DisplayName"], "Ludwig Optik (USD)")
        self.assertEqual(other["CurrencyRef"]["value"], "USD")

    # === BEFORE GOING LIVE, AND WITHOUT CURRENCIES === #

    def test_the_dry_run_lists_both(self):
        self.connection.sudo().is_live = False
        self.invoice_in(self.env.company.currency_id)
        self.invoice_in(self.eur)
        self.connection.action_dry_run()
        self.run_work()
        lines = self.env["quickbooks.plan.line"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.acme.id)]
        )
        self.assertEqual(
            {(line.facet, line.operation, line.taken_name) for line in lines},
            {("", "create", "acme"), ("EUR", "create", "acme (eur)")},
        )

    def test_without_multicurrency_there_is_one_customer(self):
        self.connection.sudo().preferences = {}
        entity = self.connection._for_worker().env["quickbooks.entity.customer"]
        need = entity._need_of(self.acme, self.eur, self.connection)
        self.assertEqual(need.facet, "")


@tagged("post_install", "-at_install")
class TestVendorsOfSeveralCurrencies(CurrencyCase):
    def test_a_vendor_has_one_for_each_currency_too(self):
        worker = self.connection._for_worker()
        entity = worker.env["quickbooks.entity.vendor"]
        for currency in (self.env.company.currency_id, self.eur):
            need = entity._need_of(self.acme, currency, worker)
            binding = self.binding_model()
            binding._insert_due([(worker.id, entity._for_facet(need.facet), self.acme)])
        self.run_push()
        self.assertEqual(
            self.theirs(self.acme, entity="Vendor")["CurrencyRef"]["value"], "USD"
        )
        other = self.theirs(self.acme, "EUR", "Vendor")
        self.assertEqual(other["DisplayName"], "Acme (EUR)")
        self.assertEqual(other["CurrencyRef"]["value"], "EUR")


@tagged("post_install", "-at_install")
class TestCurrenciesAskedAbout(CurrencyCase):
    def setUp(self):
        super().setUp()
        self.invoice_in(self.env.company.currency_id)
        self.run_push()
        self.connection.ask_before_create = True

    def rows(self):
        return self.env["quickbooks.pairing"].search(
            [("res_id", "=", self.acme.id), ("facet", "=", "EUR")]
        )

    def ask(self):
        """Let a document in euros wait for a choice; return it and the question."""
        invoice = self.invoice_in(self.eur)
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="needs_choice")
        row = self.rows()
        self.assertEqual(row.name, "Acme (EUR)")
        return invoice, row

    def apply(self, row):
        row._apply()
        self.run_work()
        self.assertEqual(row.state, "applied", row.message)
        self.run_push()

    def test_a_second_currency_is_asked_about_and_created_where_so_decided(self):
        invoice, row = self.ask()
        row.decision = "create_qbo"
        self.apply(row)
        self.assertBinding(invoice, state="synced")
        self.assertEqual(self.theirs(self.acme, "EUR")["DisplayName"], "Acme (EUR)")

    def test_it_is_linked_to_one_of_its_currency_only(self):
        self.qbo.create("Customer", {"DisplayName": "Acme Limited"})
        there = self.qbo.create(
            "Customer", {"DisplayName": "Euro Acme", "CurrencyRef": self.euro}
        )
        self.connection.action_read_counterparts()
        self.run_work()
        invoice, row = self.ask()
        row.counterpart_id = self.env["quickbooks.counterpart"].search(
            [("qbo_id", "=", there["Id"]), ("entity", "=", "Customer")]
        )
        names = (row.candidate_ids | row.counterpart_id).mapped("name")
        self.assertNotIn("Acme Limited", names)
        self.apply(row)
        self.assertBinding(invoice, state="synced")
        self.assertEqual(self.link(self.acme, "EUR").qbo_id, there["Id"])
