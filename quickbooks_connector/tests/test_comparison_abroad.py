"""X1 outside the US, and in two currencies: each rate and each currency on its own."""

from odoo import Command
from odoo.tests import tagged

from .comparison_common import ComparisonCase


@tagged("post_install", "-at_install")
class TestComparisonAbroad(ComparisonCase):
    country_code = "GB"
    qbo_seed = "uk"
    qbo_options = {"multicurrency": True}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = {}
        for code, amount in (("2", 20.0), ("3", 5.0)):
            cls.vat[code] = cls.env["account.tax"].create(
                {
                    "name": f"VAT {amount:.0f}%",
                    "amount": amount,
                    "type_tax_use": "sale",
                    "company_id": cls.env.company.id,
                }
            )
            cls._match_tax(cls.vat[code], code)
        cls.abroad = cls.setup_other_currency("EUR")

    @classmethod
    def _match_tax(cls, tax, code):
        entry = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "TaxCode"),
                ("qbo_id", "=", code),
            ]
        )
        cls.env["quickbooks.mapping"].sudo().create(
            {
                "connection_id": cls.connection.id,
                "kind": "TaxCode",
                "res_model": tax._name,
                "res_id": tax.id,
                "reference_id": entry.id,
                "state": "done",
            }
        )

    def invoice(self, *lines, **vals):
        """Return a posted invoice of ``(code, price)`` lines."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "price_unit": price,
                            "tax_ids": [Command.set(self.vat[code].ids)],
                        }
                    )
                    for code, price in lines
                ],
                **vals,
            }
        )
        move.action_post()
        return move

    def test_each_rate_and_each_currency_is_compared_on_its_own(self):
        home = self.invoice(("2", 99.99), ("3", 86.38))
        euros = self.invoice(("2", 50.0), currency_id=self.abroad.id)
        self.run_push()
        for invoice in (home, euros):
            self.assertBinding(invoice, "Invoice", state="synced")
        comparison = self.compare()
        self.assertAgrees(comparison)
        taxes = {
            (line.currency_id.name, line.amount)
            for line in self.lines(comparison, "tax", is_different=False)
        }
        own = home.currency_id.name
        self.assertEqual(taxes, {(own, 20.0), (own, 4.32), ("EUR", 10.0)})
        owed = {
            (line.currency_id.name, line.amount, line.qbo_amount)
            for line in self.lines(comparison, "receivable", is_different=False)
        }
        total = home.amount_total
        self.assertEqual(owed, {(own, total, total), ("EUR", 60.0, 60.0)})

    def test_a_tax_at_another_rate_is_told(self):
        invoice = self.invoice(("2", 100.0))
        self.run_push()
        self.assertBinding(invoice, "Invoice", state="synced")
        rows = self.env["quickbooks.mapping"].search(
            [("res_model", "=", "account.tax"), ("res_id", "=", self.vat["2"].id)]
        )
        rows.sudo().unlink()
        comparison = self.compare()
        lines = self.lines(comparison, "tax")
        self.assertEqual(len(lines), 2)
        unmatched = lines.filtered(lambda line: line.amount)
        self.assertEqual(unmatched.cause, "ledger_tax_unmatched")
        self.assertEqual(unmatched.mend, "match")
        self.assertEqual((lines - unmatched).cause, "ledger_tax_rates")
