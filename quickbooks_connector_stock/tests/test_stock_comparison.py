"""K4: quantities and values of both sides, and what explains each difference."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .stock_common import StockCase
from .test_stock_entries import EntriesCase
from .valued_common import ASSET


class ComparisonMixin:
    def compare(self):
        """Let the comparison run as people start it; return its rows."""
        lines = self.env["quickbooks.stock.line"]
        lines.action_compare()
        self.run_work()
        run = self.env["quickbooks.run"].search([("kind", "=", "stock")], limit=1)
        self.assertEqual(run.state, "done", run.message)
        return lines.search([("connection_id", "=", self.connection.id)])

    def line(self, product):
        """Return the row of ``product`` after a new comparison."""
        return self.compare().filtered(lambda line: line.product_id == product)

    def assertReasons(self, line, *expected):
        """Check codes and quantities of what explains a row."""
        found = [(one["code"], one["amount"]) for one in line.reasons]
        self.assertEqual(found, list(expected), line.explanation)


@tagged("post_install", "-at_install")
class TestStockComparison(ComparisonMixin, StockCase):
    """QuickBooks counts: product by product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.cost_method = "fifo"

    def stocked(self, quantity=10):
        """Let both sides have ``quantity`` desks, bought."""
        order = self.buy(self.desk, quantity)
        self.transfer(order.picking_ids)
        self.bill(order)
        self.run_push()

    def test_what_both_count_alike_agrees(self):
        self.count(self.lamp, 5)
        self.stocked()
        self.assertEqual(self.line(self.lamp).qbo_quantity, 5)
        line = self.line(self.desk)
        self.assertEqual((line.quantity, line.qbo_quantity), (10, 10))
        self.assertEqual((line.value, line.qbo_value), (600, 600))
        self.assertEqual(line.state, "agree")
        self.assertFalse(line.explanation)

    def test_what_is_delivered_and_not_invoiced_is_told_with_its_order(self):
        self.stocked()
        order = self.sell(self.desk, 4)
        self.transfer(order.picking_ids)
        line = self.line(self.desk)
        self.assertEqual((line.quantity, line.qbo_quantity), (6, 10))
        self.assertReasons(line, ("delivered", -4))
        self.assertEqual(line.state, "explained")
        self.assertIn(order.name, line.explanation)
        self.assertEqual(line.action_records()["domain"], [("id", "in", order.ids)])
        self.invoice(order)
        self.assertReasons(self.line(self.desk), ("delivered", -4))
        self.run_push()
        self.assertEqual(self.line(self.desk).state, "agree")

    def test_what_is_invoiced_and_not_delivered_is_told(self):
        self.stocked()
        self.desk.invoice_policy = "order"
        order = self.sell(self.desk, 4)
        self.invoice(order)
        self.transfer(order.picking_ids, 1)
        self.run_push()
        self.assertReasons(self.line(self.desk), ("invoiced", 3))

    def test_goods_and_bills_that_come_apart_are_told(self):
        self.stocked()
        received, billed = self.buy(self.desk, 3), self.buy(self.desk, 2)
        self.desk.purchase_method = "purchase"
        self.transfer(received.picking_ids)
        self.bill(billed)
        self.run_push()
        line = self.line(self.desk)
        self.assertReasons(line, ("received", 3), ("billed", -2))
        self.assertEqual(line.state, "explained")

    def test_an_invoice_without_an_order_moves_quickbooks_alone(self):
        self.stocked()
        invoice = self.create_invoice(lines=[(self.desk, 2, 100, False)])
        self.run_push()
        line = self.line(self.desk)
        self.assertReasons(line, ("document", 2))
        self.assertIn(invoice.name, line.explanation)

    def test_what_is_on_its_way_is_told_and_gone_once_it_has_arrived(self):
        self.stocked()
        self.count(self.desk, 7)
        self.assertReasons(self.line(self.desk), ("waiting", -3))
        self.run_push()
        self.assertEqual(self.line(self.desk).state, "agree")

    def test_what_somebody_changes_in_quickbooks_is_not_explained(self):
        self.stocked()
        item = self.qbo.read("Item", self.binding(self.desk, "Item").qbo_id)
        self.qbo.update("Item", item | {"QtyOnHand": 12})
        line = self.line(self.desk)
        self.assertReasons(line, ("rest", -2))
        self.assertEqual(line.state, "open")

    def test_what_quickbooks_does_not_count_is_told(self):
        self.lamp.qbo_item_type = "NonInventory"
        self.count(self.lamp, 5)
        line = self.line(self.lamp)
        self.assertReasons(line, ("not_counted", 5))

    def test_an_item_that_was_replaced_is_not_the_product_any_more(self):
        self.stocked()
        self.assertEqual(self.line(self.desk).state, "agree")
        link = self.binding(self.desk, "Item")
        link.facet = "former 2026-11-01"
        line = self.compare().filtered(lambda one: one.qbo_id == link.qbo_id)
        self.assertTrue(line.is_former)
        self.assertReasons(line, ("former", -10))
        self.assertEqual(line.state, "explained")
        self.assertFalse(line.product_id)

    def test_another_cost_is_told_though_the_quantities_agree(self):
        self.stocked()
        self.desk.stock_move_ids.filtered("is_in").value_manual = 500
        line = self.line(self.desk)
        self.assertEqual(line.value_difference, -100)
        self.assertReasons(line, ("value_cost", 0))

    def test_two_reads_tell_a_thousand_items(self):
        self.stocked()
        self.qbo.clear_journal()
        self.compare()
        reads = [one["path"].rsplit("/", 1)[-1] for one in self.qbo.journal()]
        self.assertEqual(reads, ["InventoryValuationSummary", "query"])

    def test_rows_are_read_by_users_and_written_by_nobody(self):
        self.stocked()
        line = self.line(self.desk)
        with self.assertRaises(AccessError):
            line.quantity = 1


@tagged("post_install", "-at_install")
class TestValueComparison(ComparisonMixin, EntriesCase):
    """Odoo counts: account by account."""

    def test_an_account_is_explained_by_what_is_not_sent_yet(self):
        self.connection.sudo().asset_account_id = False
        self.buy(10, 12)
        self.exchange()
        line = self.compare().filtered(lambda row: row.account_id == self.valuation)
        opening = float(self.opening[ASSET])
        self.assertEqual((line.value, line.qbo_value), (120, 120 + opening))
        self.assertReasons(line, ("entries_rest", -opening))
        self.sell(4)
        line = self.compare().filtered(lambda row: row.account_id == self.valuation)
        self.assertEqual(line.value, 72)
