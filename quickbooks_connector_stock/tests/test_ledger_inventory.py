"""X1: what the stock is worth is a part of the ledger comparison."""

from unittest.mock import patch

from odoo.tests import tagged

from .stock_common import StockCase
from .test_stock_entries import EntriesCase
from .valued_common import ASSET

_CHUNK = "odoo.addons.quickbooks_connector_stock.models.quickbooks_run_stock.CHUNK"


class LedgerMixin:
    def compare(self):
        """Compare both ledgers to the end; return the comparison."""
        comparison = self.env["quickbooks.comparison"]._start(
            self.connection, "2026-11-01", "2026-11-30"
        )
        self.run_work()
        run = comparison.run_id
        self.assertEqual(run.state, "done", f"{run.cause}: {run.message}")
        return comparison

    def lines(self, comparison):
        return comparison.line_ids.filtered(lambda line: line.part == "inventory")

    def line(self, comparison, record):
        return self.lines(comparison).filtered(
            lambda line: (line.res_model, line.res_id) == (record._name, record.id)
        )

    def codes(self, comparison):
        """Return the codes of the parts that people see."""
        return [part["code"] for part in comparison.get_summary()["parts"]]


@tagged("post_install", "-at_install")
class TestLedgerInventory(LedgerMixin, StockCase):
    """QuickBooks counts: item by item."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.cost_method = "fifo"

    def setUp(self):
        super().setUp()
        order = self.buy(self.desk, 10)
        self.transfer(order.picking_ids)
        self.bill(order)
        self.count(self.lamp, 5)
        self.run_push()

    def test_stock_that_is_worth_the_same_agrees(self):
        comparison = self.compare()
        self.assertIn("inventory", self.codes(comparison))
        for product, value in ((self.desk, 600), (self.lamp, 40)):
            line = self.line(comparison, product)
            self.assertEqual((line.amount, line.qbo_amount), (value, value))
            self.assertFalse(line.is_different)

    def test_stock_that_only_quickbooks_has_is_not_explained(self):
        lines = self.lines(self.compare()).filtered(lambda line: not line.res_id)
        self.assertIn("Oak Desk", lines.mapped("name"))
        self.assertFalse(any(lines.mapped("amount")))
        self.assertFalse(any(lines.mapped("is_explained")))

    def test_what_is_delivered_and_not_invoiced_is_known_and_leads_to_its_orders(self):
        self.transfer(self.sell(self.desk, 4).picking_ids)
        line = self.line(self.compare(), self.desk)
        self.assertEqual((line.amount, line.qbo_amount), (360, 600))
        self.assertTrue(line.is_explained)
        self.assertIn("Standing desk", line.message)
        self.assertEqual(line.mend, "part")
        action = line.action_mend()
        self.assertEqual(action["res_model"], "quickbooks.stock.line")
        self.assertEqual(action["context"], {"search_default_name": "Standing desk"})

    def test_what_somebody_changes_in_quickbooks_is_not_explained(self):
        item = self.qbo.read("Item", self.binding(self.desk, "Item").qbo_id)
        self.qbo.update("Item", item | {"QtyOnHand": 12})
        comparison = self.compare()
        line = self.line(comparison, self.desk)
        self.assertEqual((line.amount, line.qbo_amount), (600, 720))
        self.assertFalse(line.is_explained)
        self.assertFalse(comparison.is_agreed)

    def test_many_products_are_compared_piece_by_piece_and_each_is_there_once(self):
        at_once = self.lines(self.compare()).mapped("name")
        with patch(_CHUNK, 1):
            one_by_one = self.lines(self.compare()).mapped("name")
        self.assertGreater(len(at_once), 2)
        self.assertEqual(sorted(one_by_one), sorted(at_once))

    def test_a_company_whose_stock_nobody_sends_is_not_told_that_it_agrees(self):
        self.connection.inventory_owner = "odoo"
        self.qbo.clear_journal()
        comparison = self.compare()
        self.assertNotIn("inventory", self.codes(comparison))
        self.assertFalse(self.lines(comparison))
        asked = [one["path"].rsplit("/", 1)[-1] for one in self.qbo.journal()]
        self.assertNotIn("InventoryValuationSummary", asked)


@tagged("post_install", "-at_install")
class TestLedgerStockAccounts(LedgerMixin, EntriesCase):
    """Odoo counts, and sends what its stock is worth: account by account."""

    def test_an_account_of_the_stock_is_compared(self):
        self.buy(10, 12)
        self.exchange()
        opening = float(self.opening[ASSET])
        line = self.line(self.compare(), self.valuation)
        self.assertEqual((line.amount, line.qbo_amount), (120, 120 + opening))
