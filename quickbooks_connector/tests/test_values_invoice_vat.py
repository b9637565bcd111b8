"""T2, S17 outside the US: tax codes on lines, one figure per rate."""

from decimal import Decimal as D

from odoo.tests import tagged

from .entity_common import EntityCase


def code_of(*rates):
    """Return a tax code as QuickBooks lists it, with sales ``rates`` by their ids."""
    return {
        "SalesTaxRateList": {
            "TaxRateDetail": [
                {"TaxRateRef": {"value": rate}, "TaxTypeApplicable": "TaxOnAmount"}
                for rate in rates
            ]
        }
    }


@tagged("post_install", "-at_install")
class TestVatValues(EntityCase):
    qbo_country = "GB"
    preferences = {
        "SalesFormsPrefs": {"AllowDiscount": True},
        "CurrencyPrefs": {"MultiCurrencyEnabled": False},
    }

    @classmethod
    def map_taxes(cls):
        cls.reference("TaxRate", "11", "Standard", rate=20.0)
        cls.reference("TaxRate", "12", "Reduced", rate=5.0)
        cls.reference("TaxRate", "13", "Zero", rate=0.0)
        cls.vat20 = cls.percent_tax(cls, 20, name="VAT 20%")
        cls.vat5 = cls.percent_tax(cls, 5, name="VAT 5%")
        cls.vat0 = cls.percent_tax(cls, 0, name="VAT 0%")
        for tax, code, rate in (
            (cls.vat20, "3", "11"),
            (cls.vat5, "4", "12"),
            (cls.vat0, "5", "13"),
        ):
            entry = cls.reference("TaxCode", code, tax.name, obj=code_of(rate))
            cls.match("TaxCode", tax, entry)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")

    def _codes(self, values):
        return [
            line["SalesItemLineDetail"].get("TaxCodeRef", {}).get("value")
            for line in values["Line"]
        ]

    def test_many_lines_of_one_tax_ask_for_its_rates_once(self):
        counts = []
        for number in (2, 40):
            lines = [{"price_unit": 10, "taxes": self.vat20}] * number
            move = self.invoice(*lines)
            self.values("Invoice", move)
            before = self.env.cr.sql_log_count
            self.values("Invoice", move)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10, counts)

    def test_each_rate_is_said_once_with_odoos_figures(self):
        move = self.invoice(
            {"price_unit": 100, "taxes": self.vat20},
            {"price_unit": 40, "taxes": self.vat5},
            {"price_unit": 50.01, "taxes": self.vat20},
            {"price_unit": 10, "taxes": self.vat0},
        )
        values = self.values("Invoice", move)
        self.assertEqual(values["GlobalTaxCalculation"], "TaxExcluded")
        self.assertEqual(self._codes(values), ["3", "4", "3", "5"])
        self.assertEqual(
            values["TxnTaxDetail"],
            {
                "TotalTax": D("32.00"),
                "TaxLine": [
                    {
                        "DetailType": "TaxLineDetail",
                        "Amount": D("30.00"),
                        "TaxLineDetail": {
                            "TaxRateRef": {"value": "11"},
                            "PercentBased": True,
                            "TaxPercent": D("20"),
                            "NetAmountTaxable": D("150.01"),
                        },
                    },
                    {
                        "DetailType": "TaxLineDetail",
                        "Amount": D("2.00"),
                        "TaxLineDetail": {
                            "TaxRateRef": {"value": "12"},
                            "PercentBased": True,
                            "TaxPercent": D("5"),
                            "NetAmountTaxable": D("40.00"),
                        },
                    },
                    {
                        "DetailType": "TaxLineDetail",
                        "Amount": D("0"),
                        "TaxLineDetail": {
                            "TaxRateRef": {"value": "13"},
                            "PercentBased": True,
                            "TaxPercent": D("0"),
                            "NetAmountTaxable": D("10.00"),
                        },
                    },
                ],
            },
        )

    def test_discounts_are_in_the_prices(self):
        move = self.invoice({"price_unit": 80, "discount": 25, "taxes": self.vat20})
        line = self.values("Invoice", move)["Line"][0]
        self.assertEqual(line["Amount"], D("60.00"))
        self.assertEqual(line["SalesItemLineDetail"]["UnitPrice"], D("60"))

    def test_included_tax_is_said_as_excluded(self):
        tax = self.percent_tax(20, price_include_override="tax_included")
        self.match("TaxCode", tax, self._entry("3"))
        values = self.values("Invoice", self.invoice({"price_unit": 12, "taxes": tax}))
        self.assertEqual(values["Line"][0]["Amount"], D("10.00"))
        self.assertEqual(values["TxnTaxDetail"]["TotalTax"], D("2.00"))

    def _entry(self, code):
        return self.env["quickbooks.reference"].search(
            [("kind", "=", "TaxCode"), ("qbo_id", "=", code)]
        )

    def test_an_invoice_without_any_tax_is_outside_of_tax(self):
        values = self.values("Invoice", self.invoice({"price_unit": 12}))
        self.assertEqual(values["GlobalTaxCalculation"], "NotApplicable")
        self.assertEqual(self._codes(values), [None])
        self.assertNotIn("TxnTaxDetail", values)

    def test_one_line_without_tax_among_others_is_held(self):
        move = self.invoice(
            {"price_unit": 12, "taxes": self.vat20}, {"name": "Gift wrapping"}
        )
        self.assertCause(
            "tax_missing", self.values, "Invoice", move, line="Gift wrapping"
        )

    def test_two_taxes_of_one_code_become_its_two_rates(self):
        gst, qst = self.percent_tax(5, name="GST"), self.percent_tax(9.975, name="QST")
        self.reference("TaxRate", "21", "GST", rate=5.0)
        self.reference("TaxRate", "22", "QST", rate=9.975)
        code = self.reference("TaxCode", "9", "GST/QST", obj=code_of("21", "22"))
        self.match("TaxCode", gst, code)
        move = self.invoice({"price_unit": 4495.16, "taxes": gst + qst})
        self.assertCause("tax_unmatched", self.values, "Invoice", move, tax="GST + QST")
        self.match("TaxCode", qst, code)
        values = self.values("Invoice", move)
        self.assertEqual(self._codes(values), ["9"])
        self.assertEqual(
            [
                (line["TaxLineDetail"]["TaxRateRef"]["value"], line["Amount"])
                for line in values["TxnTaxDetail"]["TaxLine"]
            ],
            [("21", D("224.76")), ("22", D("448.39"))],
        )
        self.assertEqual(values["TxnTaxDetail"]["TotalTax"], D("673.15"))

    def test_a_tax_whose_code_has_another_rate_is_held(self):
        tax = self.percent_tax(17.5, name="Old VAT")
        self.match("TaxCode", tax, self._entry("3"))
        move = self.invoice({"taxes": tax})
        self.assertCause(
            "tax_rate", self.values, "Invoice", move, tax="Old VAT", code="VAT 20%"
        )

    def test_a_code_outside_of_tax_has_no_rate(self):
        outside = self.percent_tax(0, name="Outside")
        entry = self.reference("TaxCode", "6", "No VAT", obj=code_of())
        self.match("TaxCode", outside, entry)
        move = self.invoice({"taxes": outside}, {"taxes": self.vat5})
        values = self.values("Invoice", move)
        self.assertEqual(self._codes(values), ["6", "4"])
        (tax_line,) = values["TxnTaxDetail"]["TaxLine"]
        self.assertEqual(tax_line["TaxLineDetail"]["TaxRateRef"], {"value": "12"})

    def test_a_tax_of_two_rates_alike_is_held(self):
        self.reference("TaxRate", "31", "Federal", rate=10.0)
        self.reference("TaxRate", "32", "Local", rate=10.0)
        code = self.reference("TaxCode", "7", "Twin", obj=code_of("31", "32"))
        tax = self.percent_tax(10)
        self.match("TaxCode", tax, code)
        self.assertCause(
            "tax_rate", self.values, "Invoice", self.invoice({"taxes": tax})
        )

    def test_a_rounding_that_went_into_a_tax_is_part_of_it(self):
        move = self.invoice(
            {"price_unit": 10.02, "taxes": self.vat20},
            invoice_cash_rounding_id=self.cash_rounding_b.id,
        )
        values = self.values("Invoice", move)
        self.assertEqual(move.amount_total, 12.0)
        self.assertEqual(len(values["Line"]), 1)
        self.assertEqual(values["TxnTaxDetail"]["TotalTax"], D("1.98"))
        self.assertEqual(values["TxnTaxDetail"]["TaxLine"][0]["Amount"], D("1.98"))
