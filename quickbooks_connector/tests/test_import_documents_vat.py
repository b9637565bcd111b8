"""T2: taxes of documents made in QuickBooks outside the US, to the cent."""

from decimal import Decimal as D

from odoo.tests import tagged

from .incoming_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportVat(ImportCase):
    country_code = "GB"
    qbo_seed = "uk"
    client = "Ashdown Tea Rooms"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.taxes = {}
        for code, amount in (("2", 20.0), ("3", 5.0), ("4", 0.0), ("6", 0.0)):
            tax = cls.env["account.tax"].create(
                {
                    "name": f"VAT {code}",
                    "amount": amount,
                    "type_tax_use": "sale",
                    "company_id": cls.env.company.id,
                }
            )
            cls._match(tax, code)
            cls.taxes[code] = tax

    @classmethod
    def _match(cls, tax, code):
        entry = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "TaxCode"),
                ("qbo_id", "=", code),
            ]
        )
        mappings = cls.env["quickbooks.mapping"].sudo()
        mappings.search([("reference_id", "=", entry.id)]).unlink()
        key = {"kind": "TaxCode", "res_model": tax._name, "res_id": tax.id}
        mappings.search([(name, "=", value) for name, value in key.items()]).unlink()
        mappings.create(
            key
            | {
                "connection_id": cls.connection.id,
                "reference_id": entry.id,
                "state": "done",
            }
        )

    def make(self, entity="Invoice", lines=None, **values):
        values.setdefault("GlobalTaxCalculation", "TaxExcluded")
        return super().make(entity, lines, **values)

    def vat(self, amount, code, **detail):
        return self.sold(amount, TaxCodeRef={"value": code}, **detail)

    def test_several_rates_each_to_the_cent(self):
        lines = [self.vat("33.33", "2") for _line in range(3)]
        lines += [self.vat("10.10", "3"), self.vat("7.00", "4")]
        theirs, move = self.taken(lines=lines)
        self.assertTotals(move, theirs)
        by_tax = {
            line.tax_line_id: -line.amount_currency
            for line in move.line_ids.filtered("tax_line_id")
        }
        self.assertEqual(by_tax[self.taxes["2"]], 20.0)
        self.assertNothingIsSent()

    def test_a_figure_that_somebody_corrected_there_is_kept(self):
        theirs, move = self.taken(
            lines=[self.vat(100, "2"), self.vat(100, "3")],
            TxnTaxDetail={
                "TaxLine": [
                    {
                        "Amount": D("20.01"),
                        "DetailType": "TaxLineDetail",
                        "TaxLineDetail": {"TaxRateRef": {"value": "1"}},
                    }
                ]
            },
        )
        self.assertEqual(theirs["TxnTaxDetail"]["TotalTax"], D("25.01"))
        self.assertTotals(move, theirs)
        line = move.line_ids.filtered(lambda one: one.tax_line_id == self.taxes["2"])
        self.assertEqual(line.amount_currency, -20.01)

    def test_prices_that_hold_the_tax(self):
        theirs, move = self.taken(
            lines=[
                self.vat(0, "2", TaxInclusiveAmt=D("9.99"), Qty=1),
                self.vat(0, "2", TaxInclusiveAmt=D("4.99"), Qty=3),
                self.vat(0, "3", TaxInclusiveAmt=D("1.07")),
            ],
            GlobalTaxCalculation="TaxInclusive",
        )
        self.assertEqual(theirs["TotalAmt"], D("16.05"))
        self.assertTotals(move, theirs)
        self.assertNothingIsSent()

    def test_a_tax_of_odoo_that_is_in_the_price(self):
        included = self.taxes["2"].copy(
            {"name": "VAT in", "price_include_override": "tax_included"}
        )
        self._match(included, "2")
        theirs, move = self.taken(
            lines=[self.vat(100, "2", Qty=3), self.vat("33.33", "2")]
        )
        self.assertTotals(move, theirs)
        self.assertEqual(move.invoice_line_ids[0].price_subtotal, 100)
        self.assertEqual(move.invoice_line_ids[0].tax_ids, included)

    def test_outside_of_tax(self):
        theirs, move = self.taken(
            lines=[self.vat(100, "2"), self.vat(50, "6")],
        )
        self.assertTotals(move, theirs)
        theirs, move = self.taken(
            lines=[self.sold(50)], GlobalTaxCalculation="NotApplicable"
        )
        self.assertTotals(move, theirs)
        self.assertFalse(move.invoice_line_ids.tax_ids)

    def test_a_discount_over_lines_of_several_rates(self):
        discount = {
            "DetailType": "DiscountLineDetail",
            "Amount": D("10.00"),
            "DiscountLineDetail": {"PercentBased": False},
        }
        theirs, move = self.taken(
            lines=[self.vat("33.33", "2"), self.vat("66.66", "3"), discount]
        )
        self.assertTotals(move, theirs)

    def test_a_code_that_no_tax_here_is_holds_it(self):
        theirs = self.make(lines=[self.vat(100, "5")])
        self.run_pull()
        self.assertEqual(self.inbox().cause, "tax_unknown")
        self.assertIn("Exempt", self.inbox().message)
        self.assertFalse(self.move_of(theirs))
