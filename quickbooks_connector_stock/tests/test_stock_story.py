"""K1-K4: whatever happens to the stock, it is on both sides once, in either mode.

Stories of several products go on side by side, with the push in between.
``QBC_EXAMPLES`` in the environment is how many sequences there are of each mode.
"""

import os
import random

from odoo.tests import tagged

from .stock_common import StockCase
from .stock_story import Story
from .test_stock_comparison import ComparisonMixin
from .valued_common import COST, OdooCounts, ValuedCase

EXAMPLES = int(os.environ.get("QBC_EXAMPLES") or 1)
#: Things that happen to a product, before and after both sides have met.
DEEDS = 5


class StoryCase(ComparisonMixin, StockCase, ValuedCase):
    prices = (7,)

    def tell(self, number):
        """Tell the stories of two products to their end; return these."""
        chance = random.Random(number)
        stories = [
            Story(self, chance, product, self.prices)
            for policy in ("order", "delivery")
            for product in [
                self.goods(
                    f"Good {number} {chance.random()}",
                    categ_id=self.category.id,
                    standard_price=self.prices[0],
                    invoice_policy=policy,
                    purchase_method=chance.choice(("purchase", "receive")),
                )
            ]
        ]
        for story in stories:
            story.go_on(DEEDS)
        self.exchange()
        for story in stories:
            story.go_on(DEEDS)
        for story in stories:
            story.end()
        self.exchange()
        held = self.binding_model().search([("state", "in", ("failed", "conflict"))])
        self.assertFalse(held, held.mapped("message"))
        return stories

    def each(self, check):
        """Let ``check`` look at each sequence, in the books as they were before it."""
        for number in range(EXAMPLES):
            with self.subTest(number=number):
                self.qbo.restore(self.qbo_state)
                with self.env.cr.savepoint() as savepoint:
                    check(self.tell(number))
                    savepoint.rollback()
                self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestStoriesQuickbooksCounts(StoryCase):
    """All cost the same, so that the order in which each side takes it is no matter."""

    def exchange(self):
        self.run_push()

    def test_quantities_and_costs_are_equal_in_the_end(self):
        self.each(self._check)

    def _check(self, stories):
        lines = {line.product_id: line for line in self.compare()}
        (price,) = self.prices
        for story in stories:
            line = lines[story.product]
            told = f"{story.product.name}: {story.told}: {line.explanation}"
            self.assertEqual(line.quantity, line.qbo_quantity, told)
            self.assertEqual(line.qbo_value, price * line.quantity, told)
            self.assertEqual(line.state, "agree", told)
        sold = sum(
            sum(story.sold.order_line.mapped("qty_invoiced")) for story in stories
        )
        self.assertEqual(self.moved_there(COST), price * sold)
        self.assertFalse(self.qbo.all("JournalEntry"))


@tagged("post_install", "-at_install")
class TestStoriesOdooCounts(OdooCounts, StoryCase):
    """QuickBooks books what Odoo books, whatever things cost."""

    prices = (7, 3.33, 12.5)

    def test_the_accounts_of_the_stock_are_equal_in_the_end(self):
        self.each(self._check)

    def _check(self, stories):
        self.assertSameBooks()
        self.assertNotEqual(self.moved_there(COST), 0)
        for story in stories:
            binding = self.binding(story.product, "Item")
            self.assertEqual(
                self.qbo.read("Item", binding.qbo_id)["Type"], "NonInventory"
            )
