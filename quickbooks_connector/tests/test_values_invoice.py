"""S1, S11-S14, S17, T2: what an invoice is in QuickBooks, compared whole."""

from decimal import Decimal as D

from odoo.tests import tagged

from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestInvoiceValues(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_partner = cls.env["res.partner"].create(
            {
                "name": "Lakeside Outfitters",
                "is_company": True,
                "email": "books@lakeside.example.com",
                "street": "12 Harbour Road",
                "city": "Austin",
                "zip": "78701",
                "state_id": cls.env.ref("base.state_us_44").id,
                "country_id": cls.env.ref("base.us").id,
            }
        )
        cls.person = cls.env["res.partner"].create(
            {"name": "Ida Moreno", "parent_id": cls.company_partner.id}
        )
        cls.bind("Customer", cls.company_partner, "58")
        cls.bind("Customer", cls.person, "59")
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")
        cls.bind("Item", cls.product_b, "26")

    def test_an_invoice_is_said_in_full(self):
        move = self.invoice(
            {
                "name": "Oak desk",
                "quantity": 2,
                "price_unit": 120,
                "taxes": self.tax_sale_a,
            },
            {"display_type": "line_section", "name": "Services"},
            {
                "name": "Assembly",
                "product_id": self.product_b.id,
                "price_unit": 60,
                "taxes": self.tax_sale_a,
            },
            {"display_type": "line_note", "name": "Handle with care"},
            partner_id=self.person.id,
            ref="PO 7781",
            invoice_origin="S00042",
            narration="<p>Thank you<br/>for your order</p>",
        )
        self.assertEqual(
            self.values("Invoice", move),
            {
                "DocNumber": move.name,
                "TxnDate": "2026-11-02",
                "DueDate": "2026-12-02",
                "CustomerRef": {"value": "59"},
                "BillAddr": {
                    "Line1": "Ida Moreno",
                    "Line2": "Lakeside Outfitters",
                    "Line3": "12 Harbour Road",
                    "City": "Austin",
                    "CountrySubDivisionCode": "TX",
                    "PostalCode": "78701",
                    "Country": "US",
                },
                "ShipAddr": {
                    "Line1": "12 Harbour Road",
                    "City": "Austin",
                    "CountrySubDivisionCode": "TX",
                    "PostalCode": "78701",
                    "Country": "US",
                },
                "BillEmail": {"Address": "books@lakeside.example.com"},
                "CustomerMemo": {"value": "Thank you\nfor your order"},
                "PrivateNote": "PO 7781 · S00042",
                "Line": [
                    {
                        "DetailType": "SalesItemLineDetail",
                        "Amount": D("240.00"),
                        "Description": "Oak desk",
                        "SalesItemLineDetail": {
                            "ItemRef": {"value": "25"},
                            "Qty": D("2"),
                            "UnitPrice": D("120"),
                            "TaxCodeRef": {"value": "TAX"},
                        },
                    },
                    {
                        "DetailType": "DescriptionOnly",
                        "Description": "Services",
                        "DescriptionLineDetail": {},
                    },
                    {
                        "DetailType": "SalesItemLineDetail",
                        "Amount": D("60.00"),
                        "Description": "Assembly",
                        "SalesItemLineDetail": {
                            "ItemRef": {"value": "26"},
                            "Qty": D("1"),
                            "UnitPrice": D("60"),
                            "TaxCodeRef": {"value": "TAX"},
                        },
                    },
                    {
                        "DetailType": "DescriptionOnly",
                        "Description": "Handle with care",
                        "DescriptionLineDetail": {},
                    },
                ],
                "TxnTaxDetail": {"TotalTax": D("45.00")},
            },
        )

    # === LINES === #

    def _lines(self, values):
        """Return ``(amount, quantity, price, tax code)`` of the item lines."""
        return [
            (
                line["Amount"],
                line["SalesItemLineDetail"].get("Qty"),
                line["SalesItemLineDetail"].get("UnitPrice"),
                line["SalesItemLineDetail"]["TaxCodeRef"]["value"],
            )
            for line in values["Line"]
            if line["DetailType"] == "SalesItemLineDetail"
        ]

    def _taxed(self, **line):
        return line | {"taxes": self.tax_sale_a}

    def _discounts(self, values):
        return [
            line["Amount"]
            for line in values["Line"]
            if line["DetailType"] == "DiscountLineDetail"
        ]

    def test_line_discounts_become_one_line_when_all_is_taxed_alike(self):
        move = self.invoice(
            self._taxed(quantity=3, price_unit=33.33, discount=10),
            self._taxed(price_unit=50),
            self._taxed(price_unit=19.99, discount=5),
        )
        values = self.values("Invoice", move)
        self.assertEqual(
            self._lines(values),
            [
                (D("99.99"), D("3"), D("33.33"), "TAX"),
                (D("50.00"), D("1"), D("50"), "TAX"),
                (D("19.99"), D("1"), D("19.99"), "TAX"),
            ],
        )
        self.assertEqual(
            values["Line"][-1],
            {
                "DetailType": "DiscountLineDetail",
                "Amount": D("11.00"),
                "DiscountLineDetail": {"PercentBased": False},
            },
        )
        self.assertIs(values["ApplyTaxAfterDiscount"], True)

    def test_lines_taxed_differently_carry_their_net_prices(self):
        move = self.invoice(
            {"quantity": 4, "price_unit": 25, "discount": 10, "taxes": self.tax_sale_a},
            {"quantity": 1, "price_unit": 40},
        )
        values = self.values("Invoice", move)
        self.assertEqual(
            self._lines(values),
            [
                (D("90.00"), D("4"), D("22.5"), "TAX"),
                (D("40.00"), D("1"), D("40"), "NON"),
            ],
        )
        self.assertFalse(self._discounts(values))
        self.assertNotIn("ApplyTaxAfterDiscount", values)

    def test_a_company_without_discounts_gets_net_prices(self):
        self.connection.preferences = {"SalesFormsPrefs": {"AllowDiscount": False}}
        move = self.invoice({"price_unit": 200, "discount": 15})
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values), [(D("170.00"), D("1"), D("170"), "NON")])
        self.assertFalse(self._discounts(values))

    def test_a_line_given_away_keeps_its_price_and_is_discounted(self):
        move = self.invoice({"quantity": 2, "price_unit": 35, "discount": 100})
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values), [(D("70.00"), D("2"), D("35"), "NON")])
        self.assertEqual(self._discounts(values), [D("70.00")])

    def test_a_price_that_does_not_multiply_to_the_amount_is_left_out(self):
        # 3 x 3.3333333 rounds to 10.00, but 7,000 x anything with 7 decimals may not.
        move = self.invoice(
            {"quantity": 3, "price_unit": 10, "discount": 66.67},
            {"quantity": 0, "price_unit": 10},
            {"price_unit": 1, "taxes": self.tax_sale_a},
        )
        values = self.values("Invoice", move)
        amounts = [line[:3] for line in self._lines(values)]
        self.assertEqual(amounts[1], (D("0.00"), None, None))
        for amount, quantity, price in amounts:
            if quantity:
                self.assertEqual(round(quantity * price, 2), amount)

    def test_included_tax_is_taken_out_of_price_and_amount(self):
        included = self.percent_tax(15, price_include_override="tax_included")
        self.match("TaxCode", included, self.taxable)
        move = self.invoice({"quantity": 2, "price_unit": 57.5, "taxes": included})
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values), [(D("100.00"), D("2"), D("50"), "TAX")])
        self.assertEqual(values["TxnTaxDetail"], {"TotalTax": D("15.00")})

    def test_included_tax_is_taken_out_of_a_discount_as_well(self):
        included = self.percent_tax(15, price_include_override="tax_included")
        self.match("TaxCode", included, self.taxable)
        move = self.invoice({"price_unit": 115, "discount": 20, "taxes": included})
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values), [(D("100.00"), D("1"), D("100"), "TAX")])
        self.assertEqual(self._discounts(values), [D("20.00")])
        self.assertEqual(values["TxnTaxDetail"], {"TotalTax": D("12.00")})

    def test_a_line_without_product_takes_the_product_of_the_settings(self):
        move = self.invoice({"product_id": False, "name": "Advice", "price_unit": 75})
        self.assertCause(
            "account_unmatched", self.values, "Invoice", move, use="product"
        )
        self.connection.fallback_item_id = self.product_b
        line = self.values("Invoice", move)["Line"][0]
        self.assertEqual(line["SalesItemLineDetail"]["ItemRef"], {"value": "26"})
        self.assertEqual(line["Description"], "Advice")

    def test_a_down_payment_is_a_line_below_zero(self):
        move = self.invoice(
            {"price_unit": 500}, {"quantity": -1, "price_unit": 200, "name": "Advance"}
        )
        self.assertEqual(
            self._lines(self.values("Invoice", move)),
            [
                (D("500.00"), D("1"), D("500"), "NON"),
                (D("-200.00"), D("-1"), D("200"), "NON"),
            ],
        )

    def test_rounding_to_coins_is_a_line_of_its_own(self):
        self.connection.fallback_item_id = self.product_b
        move = self.invoice(
            {"price_unit": 10.02}, invoice_cash_rounding_id=self.cash_rounding_a.id
        )
        values = self.values("Invoice", move)
        self.assertEqual(
            [line[0] for line in self._lines(values)], [D("10.02"), D("0.03")]
        )

    def test_an_invoice_below_zero_is_held(self):
        move = self.invoice({"price_unit": -5}, post=False)
        self.assertCause("negative", self.values, "Invoice", move)

    def test_a_free_invoice_is_sent(self):
        move = self.invoice({"price_unit": 0})
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values), [(D("0.00"), D("1"), D("0"), "NON")])
        self.assertEqual(values["TxnTaxDetail"], {"TotalTax": D("0.00")})

    # === TAXES === #

    def test_a_tax_without_code_holds_the_invoice(self):
        tax = self.percent_tax(8.25, name="Austin 8.25%")
        move = self.invoice({"taxes": tax})
        self.assertCause(
            "tax_unmatched", self.values, "Invoice", move, tax="Austin 8.25%"
        )

    def test_a_proposed_tax_code_does_not_count(self):
        tax = self.percent_tax(8.25, name="Austin 8.25%")
        self.match("TaxCode", tax, self.taxable, state="proposed")
        move = self.invoice({"taxes": tax})
        self.assertCause("tax_unmatched", self.values, "Invoice", move)

    def test_a_tax_of_nothing_needs_no_code(self):
        move = self.invoice({"taxes": self.percent_tax(0)})
        self.assertEqual(self._lines(self.values("Invoice", move))[0][3], "NON")

    def test_a_tax_matched_as_exempt_makes_a_line_exempt(self):
        tax = self.percent_tax(0)
        self.match("TaxCode", tax, self.exempt)
        move = self.invoice({"taxes": tax})
        self.assertEqual(self._lines(self.values("Invoice", move))[0][3], "NON")

    def test_several_taxes_on_a_line_make_it_taxable_once(self):
        state, city = self.percent_tax(6.25), self.percent_tax(2)
        for tax in (state, city):
            self.match("TaxCode", tax, self.taxable)
        move = self.invoice({"price_unit": 99.99, "taxes": state + city})
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values)[0][3], "TAX")
        self.assertEqual(values["TxnTaxDetail"], {"TotalTax": D("8.25")})

    def test_a_group_of_taxes_needs_one_code(self):
        group = self.group_of_taxes(self.percent_tax(6.25) + self.percent_tax(2))
        move = self.invoice({"taxes": group})
        self.assertCause("tax_unmatched", self.values, "Invoice", move, tax=group.name)
        self.match("TaxCode", group, self.taxable)
        values = self.values("Invoice", move)
        self.assertEqual(values["TxnTaxDetail"], {"TotalTax": D("8.25")})

    def test_tax_rounded_over_the_whole_document_adds_up(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        included = self.percent_tax(21, price_include_override="tax_included")
        self.match("TaxCode", included, self.taxable)
        move = self.invoice(
            *({"price_unit": 21.53, "taxes": included} for _line in range(3))
        )
        values = self.values("Invoice", move)
        total = sum(line[0] for line in self._lines(values))
        self.assertEqual(
            total + values["TxnTaxDetail"]["TotalTax"],
            D(f"{move.amount_total:.2f}"),
        )

    def test_a_company_that_has_sales_tax_off_gets_no_taxed_invoice(self):
        self.connection.preferences = {"TaxPrefs": {"UsingSalesTax": False}}
        self.assertTrue(self.values("Invoice", self.invoice({})))
        move = self.invoice({"taxes": self.tax_sale_a})
        self.assertCause("tax_off", self.values, "Invoice", move)

    # === HEADER === #

    def test_a_long_number_loses_separators_and_then_its_beginning(self):
        move = self.invoice({})
        move.name = "WESTERN-WAREHOUSE/INV/2026/00017"
        values = self.values("Invoice", move)
        self.assertEqual(values["DocNumber"], "RNWAREHOUSEINV202600017"[-21:])
        self.assertEqual(values["PrivateNote"], "WESTERN-WAREHOUSE/INV/2026/00017")

    def test_matched_terms_are_named_beside_the_due_date(self):
        terms = self.env.ref("account.account_payment_term_30days")
        move = self.invoice({}, invoice_payment_term_id=terms.id)
        values = self.values("Invoice", move)
        self.assertNotIn("SalesTermRef", values)
        self.assertEqual(values["DueDate"], "2026-12-02")
        self.match("Term", terms, self.reference("Term", "3", "Net 30"))
        values = self.values("Invoice", move)
        self.assertEqual(values["SalesTermRef"], {"value": "3"})
        self.assertEqual(values["DueDate"], "2026-12-02")

    def test_the_delivery_address_is_where_it_ships_to(self):
        dock = self.env["res.partner"].create(
            {
                "name": "Dock 4",
                "type": "delivery",
                "parent_id": self.company_partner.id,
                "street": "4 Quay",
                "city": "Galveston",
            }
        )
        move = self.invoice(
            {}, partner_id=self.company_partner.id, partner_shipping_id=dock.id
        )
        values = self.values("Invoice", move)
        self.assertEqual(values["ShipAddr"], {"Line1": "4 Quay", "City": "Galveston"})
        self.assertEqual(values["CustomerRef"], {"value": "58"})
        self.assertEqual(values["BillAddr"]["Line1"], "Lakeside Outfitters")
        self.assertEqual(values["BillAddr"]["Line2"], "12 Harbour Road")

    def test_an_invoice_address_is_billed_as_its_company(self):
        office = self.env["res.partner"].create(
            {
                "name": "Accounts",
                "type": "invoice",
                "parent_id": self.company_partner.id,
                "street": "PO Box 9",
                "email": "accounts@lakeside.example.com",
            }
        )
        values = self.values("Invoice", self.invoice({}, partner_id=office.id))
        self.assertEqual(values["CustomerRef"], {"value": "58"})
        self.assertEqual(
            values["BillAddr"], {"Line1": "Lakeside Outfitters", "Line2": "PO Box 9"}
        )
        self.assertEqual(
            values["BillEmail"], {"Address": "accounts@lakeside.example.com"}
        )

    def test_another_currency_needs_multicurrency(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        move = self.invoice({}, currency_id=euro.id)
        self.assertCause("currency_off", self.values, "Invoice", move, currency="EUR")
        self.connection.preferences = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
        self.bind_needs(move)
        values = self.values("Invoice", move)
        self.assertEqual(values["CurrencyRef"], {"value": "EUR"})
        self.assertEqual(values["ExchangeRate"], D("1.25"))
        home = self.values("Invoice", self.invoice({}))
        self.assertEqual(home["CurrencyRef"], {"value": "USD"})
        self.assertNotIn("ExchangeRate", home)

    def test_a_currency_without_cents_is_said_without_cents(self):
        yen = self.setup_other_currency(
            "JPY", rates=[("2026-01-01", 150)], rounding=1.0
        )
        self.connection.preferences = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
        move = self.invoice(
            {"quantity": 3, "price_unit": 333, "taxes": self.tax_sale_a},
            currency_id=yen.id,
        )
        self.bind_needs(move)
        values = self.values("Invoice", move)
        self.assertEqual(self._lines(values), [(D("999"), D("3"), D("333"), "TAX")])
        self.assertEqual(values["TxnTaxDetail"], {"TotalTax": D("150")})
