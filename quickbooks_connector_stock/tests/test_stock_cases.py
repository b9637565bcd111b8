"""K1-K4: lots, warehouses, lack of stock, drop-shipping, landed costs, the closing."""

from odoo import Command
from odoo.tests import tagged

from .stock_common import StockCase
from .test_stock_comparison import ComparisonMixin
from .valued_common import ASSET, COST, OdooCounts, ValuedCase


class CasesCase(ComparisonMixin, StockCase, ValuedCase):
    """What is unusual about a product or a transfer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Its accounts would be others than those of the products.
        cls.partner_b.property_account_position_id = False
        cls.mirror = cls.goods("Hall mirror", categ_id=cls.category.id)

    def trade(self, product, bought, sold=0, price=60.0):
        """Buy and sell ``product``, with all papers."""
        order = self.buy(product, bought, price)
        self.transfer(order.picking_ids)
        self.bill(order)
        if sold:
            order = self.sell(product, sold)
            self.transfer(order.picking_ids)
            self.invoice(order)
        return order

    def drop_ship(self, product, quantity):
        """Sell what the vendor sends to the customer, with all papers."""
        product.route_ids = self.env.ref("stock_dropshipping.route_drop_shipping")
        product.seller_ids = [Command.create({"partner_id": self.partner_b.id})]
        product.seller_ids.price = 60
        order = self.sell(product, quantity)
        purchase = order._get_purchase_orders()
        purchase.button_confirm()
        self.transfer(purchase.picking_ids)
        self.bill(purchase)
        self.invoice(order)
        return order

    def land(self, pickings, amount):
        """Add freight to what ``pickings`` brought; return the product of the cost."""
        freight = self.env["product.product"].create(
            {"name": "Freight", "type": "service", "landed_cost_ok": True}
        )
        cost = self.env["stock.landed.cost"].create(
            {
                "picking_ids": [Command.set(pickings.ids)],
                "cost_lines": [
                    Command.create(
                        {
                            "product_id": freight.id,
                            "price_unit": amount,
                            "split_method": "equal",
                            "account_id": self.lost.id,
                        }
                    )
                ],
            }
        )
        cost.date = "2026-11-20"
        cost.button_validate()
        return cost


@tagged("post_install", "-at_install")
class TestCasesQuickbooksCounts(CasesCase):
    def test_lots_and_warehouses_are_one_quantity(self):
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.mirror.id} for name in ("A", "B")]
        )
        self.mirror.tracking = "lot"
        for lot, quantity in zip(lots, (5, 3), strict=True):
            self.env["stock.quant"].with_context(inventory_mode=True).create(
                {
                    "product_id": self.mirror.id,
                    "location_id": self.stock.id,
                    "lot_id": lot.id,
                    "inventory_quantity": quantity,
                }
            ).action_apply_inventory()
        other = self.env["stock.warehouse"].create({"name": "Shop", "code": "SHP"})
        move = self.env["stock.move"].create(
            {
                "product_id": self.mirror.id,
                "product_uom_qty": 2,
                "location_id": self.stock.id,
                "location_dest_id": other.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move._action_assign()
        move.picked = True
        move._action_done()
        self.run_push()
        self.assertEqual(self.adjustments(), [{"Counted:Hall mirror": 8}])
        line = self.line(self.mirror)
        self.assertEqual((line.quantity, line.qbo_quantity), (8, 8))

    def test_what_is_sold_before_it_is_there_is_missing_on_both_sides(self):
        order = self.sell(self.mirror, 3)
        self.transfer(order.picking_ids)
        self.invoice(order)
        self.run_push()
        line = self.line(self.mirror)
        self.assertEqual((line.quantity, line.qbo_quantity), (-3, -3))
        self.trade(self.mirror, 5)
        self.run_push()
        line = self.line(self.mirror)
        self.assertEqual((line.quantity, line.qbo_quantity), (2, 2))
        self.assertEqual(line.qbo_value, 120)

    def test_what_a_vendor_sends_to_the_customer_comes_and_goes(self):
        self.drop_ship(self.mirror, 4)
        self.trade(self.mirror, 3)
        self.run_push()
        line = self.line(self.mirror)
        self.assertEqual((line.quantity, line.qbo_quantity), (3, 3))
        self.count(self.mirror, 1)
        self.assertReasons(self.line(self.mirror), ("waiting", -2))

    def test_landed_costs_are_told_as_what_the_values_differ_by(self):
        order = self.trade(self.mirror, 5)
        self.land(order.picking_ids, 25)
        self.run_push()
        line = self.line(self.mirror)
        self.assertEqual(line.quantity_difference, 0)
        self.assertEqual(line.value_difference, 25)
        self.assertReasons(line, ("value_cost", 0))


@tagged("post_install", "-at_install")
class TestCasesOdooCounts(OdooCounts, CasesCase):
    def test_landed_costs_and_drop_shipping_cost_the_same_on_both_sides(self):
        order = self.trade(self.mirror, 5)
        self.land(order.picking_ids, 25)
        self.drop_ship(self.goods("Coat rack", categ_id=self.category.id), 2)
        self.exchange()
        self.assertEqual(self.moved_there(ASSET), 325)
        self.assertEqual(self.moved_there(COST), 120)
        self.assertSameBooks()

    def test_what_a_closing_books_follows(self):
        """Valued at the closing, Odoo books purchases as expenses until then."""
        self.category.property_valuation = "periodic"
        variation = self.valuation.account_stock_variation_id
        if variation:
            self.match_account(variation, COST)
        self.trade(self.mirror, 5, 2)
        self.exchange()
        self.assertEqual(self.moved_there(ASSET), 0)
        self.env.company.action_close_stock_valuation(auto_post=True)
        self.exchange()
        self.assertEqual(self.moved_there(ASSET), 180)
        self.assertSameBooks()
