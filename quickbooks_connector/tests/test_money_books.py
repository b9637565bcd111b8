"""S17, T2, T6: generated invoices in the books of QuickBooks, to the cent or held.

Many are made in one transaction and sent together, so that hundreds take a minute.
``QBC_EXAMPLES`` in the environment is how many; at night it is 2,000.
"""

import os
import random
from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from .test_entity_books import BooksCase, UkTaxes, UsTaxes

#: Invoices of each of the two companies and two rounding methods.
EXAMPLES = int(os.environ.get("QBC_EXAMPLES") or 200) // 4
#: Invoices that are made and sent at a time.
BATCH = 50
#: Currencies beside the company's own, with units for one of its own.
RATES = {"EUR": 0.92, "GBP": 0.79, "CAD": 1.37, "JPY": 149.5, "USD": 1.27}


class MoneyCase(BooksCase):
    """A company that sells in five currencies, at prices that round badly."""

    qbo_options = {"multicurrency": True}
    seed = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        home = cls.env.company.currency_id
        names = [name for name in RATES if name != home.name][:4]
        cls.currencies = home + cls.env["res.currency"].union(
            *(
                cls.setup_other_currency(name, rates=[("2026-01-01", RATES[name])])
                for name in names
            )
        )
        cls.connection.write({"fallback_item_id": cls.thing.id})

    def _check(self):
        """Send generated invoices and compare each with the books."""
        chance = random.Random(f"{type(self).__name__} {self.seed}")
        for _start in range(0, EXAMPLES, BATCH):
            moves = self._generate(chance, BATCH)
            self.run_push()
            self._compare(moves)
            self.let_time_pass()

    def _generate(self, chance, count):
        moves = self.env["account.move"].create(
            [self._vals(chance) for _number in range(count)]
        )
        for move in moves:
            # What is below zero is no invoice.
            if move.amount_total < 0:
                move.invoice_line_ids[0].price_unit += 100 * len(move.invoice_line_ids)
                move.invoice_line_ids[0].discount = 0
        moves = moves.filtered(lambda move: move.amount_total >= 0)
        moves.action_post()
        return moves

    def _vals(self, chance):
        # Most documents are short, some are long.
        lines = chance.choice((1, 1, 2, 3, 5, 8, chance.randint(9, 50)))
        return {
            "move_type": "out_invoice",
            "partner_id": self.partner_a.id,
            "invoice_date": "2026-11-02",
            "currency_id": chance.choice(self.currencies).id,
            "invoice_line_ids": [
                Command.create(self._line(chance)) for _line in range(lines)
            ],
        }

    def _line(self, chance):
        price = chance.choice(
            (
                round(chance.uniform(0.01, 999.99), 2),
                round(chance.uniform(0.0001, 9.9999), 4),
                float(chance.randint(1, 5000)),
                -round(chance.uniform(0.01, 20), 2),
            )
        )
        return {
            "product_id": self.thing.id,
            "price_unit": price,
            "quantity": chance.choice(
                (1, 3, 7, 0.5, round(chance.uniform(0.01, 99), 2))
            ),
            "discount": chance.choice(
                (0, 0, 10, 33.33, round(chance.uniform(0, 100), 2))
            ),
            "tax_ids": [Command.set(chance.choice(self.taxes).ids)],
        }

    def _compare(self, moves):
        books = {obj["DocNumber"]: obj for obj in self.qbo.all("Invoice")}
        for move in moves:
            binding = self.binding(move, "Invoice")
            places = move.currency_id.decimal_places
            total = D(f"{move.amount_total:.{places}f}")
            with self.subTest(move=move.name, currency=move.currency_id.name):
                self.assertIn(binding.state, ("synced", "failed"), binding.message)
                if binding.state == "failed":
                    # Held: then both figures are named, and they do differ.
                    self.assertIn(binding.cause, ("total_before", "total_differs"))
                    args = binding.cause_args
                    self.assertNotEqual(args["here"], args["there"])
                    self.assertTrue(self._may_be_held(move), binding.message)
                    continue
                theirs = books[move.name]
                self.assertEqual(theirs["TotalAmt"], total)
                tax = theirs["TxnTaxDetail"].get("TotalTax", 0)
                self.assertEqual(tax, D(f"{move.amount_tax:.{places}f}"))
                self.assertEqual(theirs["Balance"], total)
                self.assertEqual(theirs["CurrencyRef"]["value"], move.currency_id.name)

    def _may_be_held(self, move):
        """Tell whether no words of ours make QuickBooks total ``move`` as Odoo does."""
        return False


@tagged("post_install", "-at_install")
class TestMoneyBooksUs(UsTaxes, MoneyCase):
    def _may_be_held(self, move):
        # In the US QuickBooks taxes nothing where what is taxed is below zero in sum.
        taxed = move.invoice_line_ids.filtered("tax_ids")
        return sum(taxed.mapped("price_subtotal")) <= 0

    def test_generated_invoices_total_the_same_in_the_books(self):
        self._check()


@tagged("post_install", "-at_install")
class TestMoneyBooksUsRoundedGlobally(TestMoneyBooksUs):
    rounding = "round_globally"


@tagged("post_install", "-at_install")
class TestMoneyBooksUk(UkTaxes, MoneyCase):
    def test_generated_invoices_total_the_same_in_the_books(self):
        self._check()


@tagged("post_install", "-at_install")
class TestMoneyBooksUkRoundedGlobally(TestMoneyBooksUk):
    rounding = "round_globally"
