"""S17 with an arithmetic that is not ours: what is sent, as the books hold it."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from .common import QuickbooksCase

#: ``(price, quantity, discount, tax)`` of lines that round badly, by invoice.
AWKWARD = (
    [(0.335, 3, 0, 1)],
    [(33.33, 3, 10, 1), (19.99, 1, 5, 1), (0.01, 1, 50, 1)],
    [(33.33, 3, 10, 1), (19.99, 1, 5, 0)],
    [(1.005, 1, 0, 1), (1.005, 1, 0, 1), (1.005, 1, 0, 1)],
    [(9.99, 0.07, 0, 1), (1234.567891, 7, 33.33, 1)],
    [(21.53, 1, 0, 2), (21.53, 1, 0, 2), (21.53, 1, 0, 2)],
    [(57.5, 2, 12.5, 2), (10, 1, 0, 1)],
    [(10, 0, 0, 1), (99.99, 1, 100, 1), (5, 1, 0, 1)],
    [(500, 1, 0, 1), (-120.45, 1, 0, 1)],
    [(0.001, 1000, 0, 1), (0.004, 1, 0, 0)],
    [(4495.16, 1, 0, 3)],
    [(7.77, 13, 7.77, 3), (3.33, 33, 0, 0), (1.11, 1.11, 11.11, 2)],
)


class BooksCase(QuickbooksCase):
    """A company whose awkward invoices are sent and looked up in the books."""

    rounding = "round_per_line"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.tax_calculation_rounding_method = cls.rounding
        cls.taxes = cls._taxes()
        cls.thing = cls.env["product.product"].create({"name": "Awkward thing"})

    @classmethod
    def _match_tax(cls, tax, code):
        """Match ``tax`` to the code of that name, as an administrator does."""
        connection = cls.connection.sudo()
        entry = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "TaxCode"),
                "|",
                ("name", "=", code),
                ("qbo_id", "=", code),
            ]
        )
        mappings = cls.env["quickbooks.mapping"].sudo()
        mappings.search([("kind", "=", "TaxCode"), ("res_id", "in", tax.ids)]).unlink()
        mappings.create(
            {
                "connection_id": connection.id,
                "kind": "TaxCode",
                "res_model": "account.tax",
                "res_id": tax.id,
                "reference_id": entry.id,
                "state": "done",
            }
        )
        return tax

    def _invoices(self):
        moves = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.thing.id,
                                "price_unit": price,
                                "quantity": quantity,
                                "discount": discount,
                                "tax_ids": [Command.set(self.taxes[tax].ids)],
                            }
                        )
                        for price, quantity, discount, tax in lines
                    ],
                }
                for lines in AWKWARD
            ]
        )
        moves.action_post()
        return moves

    def _check_books(self):
        moves = self._invoices()
        self.run_push()
        books = {obj["DocNumber"]: obj for obj in self.qbo.all("Invoice")}
        for move, lines in zip(moves, AWKWARD, strict=True):
            with self.subTest(lines=lines):
                self.assertBinding(move, state="synced")
                theirs = books[move.name]
                self.assertEqual(theirs["TotalAmt"], D(f"{move.amount_total:.2f}"))
                tax = theirs["TxnTaxDetail"].get("TotalTax", 0)
                self.assertEqual(tax, D(f"{move.amount_tax:.2f}"))
                self.assertEqual(theirs["Balance"], theirs["TotalAmt"])


class UsTaxes:
    """Taxes of a company in the US."""

    @classmethod
    def _taxes(cls):
        included = cls.percent_tax(cls, 20, price_include_override="tax_included")
        state, city = cls.percent_tax(cls, 6.25), cls.percent_tax(cls, 2.125)
        for tax in cls.tax_sale_a + included + state + city:
            cls._match_tax(tax, "TAX")
        return [cls.env["account.tax"], cls.tax_sale_a, included, state + city]


class UkTaxes:
    """A company in the United Kingdom, and its taxes."""

    country_code = "GB"
    qbo_seed = "uk"

    @classmethod
    def _taxes(cls):
        standard = cls._match_tax(cls.percent_tax(cls, 20), "20.0% S")
        included = cls._match_tax(
            cls.percent_tax(cls, 20, price_include_override="tax_included"), "20.0% S"
        )
        return [
            cls._match_tax(cls.percent_tax(cls, 0), "0.0% Z"),
            standard,
            included,
            cls._match_tax(cls.percent_tax(cls, 5), "5.0% R"),
        ]


@tagged("post_install", "-at_install")
class TestBooksUs(UsTaxes, BooksCase):
    def test_every_awkward_invoice_totals_the_same_in_the_books(self):
        self._check_books()


@tagged("post_install", "-at_install")
class TestBooksUsRoundedGlobally(TestBooksUs):
    rounding = "round_globally"


@tagged("post_install", "-at_install")
class TestBooksUk(UkTaxes, BooksCase):
    def test_every_awkward_invoice_totals_the_same_in_the_books(self):
        self._check_books()
